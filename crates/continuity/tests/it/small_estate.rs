//! Small estates for tests: records as JSON, judged at a Friday noon, and short questions to them.

use continuity::finding::{Finding, Judge, check};
use continuity::requirements::own_target::OwnTarget;
use continuity::requirements::recovery_points::Points;
use continuity::requirements::recovery_targets::Verdict;
use continuity::standpoint::Standpoint;
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::node::{Node, Value};
use serde_json::Value as Json;

const NOON: &str = "2026-05-15T12:00:00Z";

/// An hour in seconds.
pub const HOUR: i64 = 3_600;

fn node(value: &Json) -> Node {
    match value {
        Json::Null => Node::made(Value::Null),
        Json::Bool(truth) => Node::bare(truth),
        Json::Number(number) => Node::bare(number),
        Json::String(text) => Node::text(text.as_str()),
        Json::Array(values) => Node::list(values.iter().map(node)),
        Json::Object(entries) => Node::map(
            entries
                .iter()
                .map(|(key, value)| (key.as_str(), node(value))),
        ),
    }
}

/// The records of a JSON array.
pub fn filed(records: &Json) -> Registers {
    let mut registers = Registers::default();
    for value in records.as_array().expect("an array of records") {
        let mut complaints = Complaints::new();
        let record = Record::read(&node(value), 0, &mut complaints);
        let record = record.unwrap_or_else(|| panic!("{value}: {:#?}", complaints.all));
        registers.file(record).expect("ids are unique");
    }
    registers
}

/// Asks the judged estate.
pub fn ask<T>(records: &Json, ask: impl FnOnce(&Asked<'_>) -> T) -> T {
    let registers = filed(records);
    let at = NOON.parse().expect("an instant");
    ask(&Asked {
        judge: Judge::new(Standpoint::new(&registers, at)),
    })
}

/// A judged estate and short ways to ask it.
pub struct Asked<'r> {
    /// The estate with its figures.
    pub judge: Judge<'r>,
}

impl Asked<'_> {
    /// An item by name.
    pub fn item(&self, name: &str) -> u32 {
        self.judge.estate().ask(name).expect("it is an item")
    }

    /// What an item itself demands.
    pub fn own(&self, name: &str) -> &OwnTarget {
        &self.judge.targets.own[self.item(name) as usize]
    }

    /// By when it must be back, from invocation.
    pub fn required(&self, name: &str) -> Option<i64> {
        self.judge
            .targets
            .deadlines
            .required(self.item(name))
            .seconds
    }

    /// The item whose target decides that, and the way from it.
    pub fn path(&self, name: &str) -> Vec<String> {
        let row = self
            .judge
            .targets
            .row(&self.judge.standpoint, self.item(name), usize::MAX);
        row.rto_path
    }

    /// When it is back, from invocation.
    pub fn back(&self, name: &str) -> Option<i64> {
        self.judge.targets.times.seconds(self.item(name))
    }

    /// What the comparison says.
    pub fn verdict(&self, name: &str) -> Verdict {
        self.judge.targets.verdict(self.item(name))
    }

    /// How much data it may lose.
    pub fn may_lose(&self, name: &str) -> Option<i64> {
        self.judge.targets.points.required[self.item(name) as usize].seconds
    }

    /// How much data it would lose.
    pub fn would_lose(&self, name: &str) -> Points {
        let points = self.judge.targets.points.achieved[self.item(name) as usize];
        points.expect("it has data")
    }

    /// The findings of a code.
    pub fn findings(&self, code: &str) -> Vec<Finding> {
        let all = check(&self.judge).into_iter();
        all.filter(|finding| finding.code == code).collect()
    }

    /// The one finding of a code about a subject.
    pub fn finding(&self, code: &str, subject: &str) -> Finding {
        let mut about = self.findings(code);
        about.retain(|finding| finding.subject == subject);
        assert_eq!(about.len(), 1, "{code} about {subject}: {about:#?}");
        about.remove(0)
    }
}
