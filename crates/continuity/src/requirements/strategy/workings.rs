//! What every comparison starts from: the estate of today in each scenario, and in each scenario
//! with an option. Each is computed once, when it is first asked for.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use engine::annual_loss::Severity;
use record::requirements::StrategyOption;
use record::requirements::alteration::Alteration;
use record::requirements::scenario::Mode;
use record::value::Money;

use super::altered::altered;
use super::capability::{Capability, Event, Outcome, capability, events};
use super::outage_loss::{currency, whole};
use crate::finding::Judge;
use crate::requirements::loss::losses;
use crate::requirements::recovery_points::{Point, Points};
use crate::requirements::risk_numbers::struck::named;
use crate::requirements::risk_numbers::{Register, Supposed, risk_numbers};
use crate::standpoint::Standpoint;

/// What every comparison starts from.
pub struct Workings<'j, 'r> {
    /// The estate of today, judged.
    pub judge: &'j Judge<'r>,
    /// The scenarios in force.
    pub events: Vec<Event>,
    /// The currency in which everything is counted.
    pub currency: [u8; 3],
    /// The items asked about: all that demand something, and all that an option covers.
    of: Vec<String>,
    today: OnceCell<Rc<Capability>>,
    changed: RefCell<BTreeMap<String, Rc<Capability>>>,
    register: OnceCell<Rc<Register>>,
    changed_register: RefCell<BTreeMap<String, Rc<Register>>>,
    written: RefCell<BTreeMap<String, Option<(String, Severity)>>>,
}

impl<'j, 'r> Workings<'j, 'r> {
    /// Makes ready; nothing is computed yet.
    pub fn new(judge: &'j Judge<'r>) -> Workings<'j, 'r> {
        let (estate, registers) = (judge.estate(), judge.registers());
        let demanding = judge.demanding();
        let mut of: Vec<String> = demanding
            .map(|item| estate.reference(item).to_string())
            .collect();
        for option in registers.options.live() {
            let covered = option.covers.iter().filter_map(|it| estate.find(&it.text));
            of.extend(covered.map(|item| estate.reference(item).to_string()));
        }
        of.sort();
        of.dedup();
        Workings {
            judge,
            events: events(registers),
            currency: currency(registers).unwrap_or(*b"EUR"),
            of,
            today: OnceCell::new(),
            changed: RefCell::default(),
            register: OnceCell::new(),
            changed_register: RefCell::default(),
            written: RefCell::default(),
        }
    }

    /// The same, asked about one more item.
    pub fn and_of(mut self, reference: &str) -> Workings<'j, 'r> {
        if let Err(place) = self.of.binary_search_by(|it| it.as_str().cmp(reference)) {
            self.of.insert(place, reference.to_string());
        }
        self
    }

    /// The currency's code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or("XXX")
    }

    /// The items asked about.
    pub fn of(&self) -> &[String] {
        &self.of
    }

    /// What the estate of today can do. Cost: linear in the estate for each scenario, once.
    pub fn today(&self) -> Rc<Capability> {
        let compute = || {
            let (registers, at) = (self.judge.registers(), self.judge.standpoint.at);
            Rc::new(capability(registers, at, &self.events, &self.of))
        };
        Rc::clone(self.today.get_or_init(compute))
    }

    /// What the estate could do with some alterations, kept under a name.
    pub fn with(&self, name: &str, changes: &[Alteration]) -> Rc<Capability> {
        if changes.is_empty() {
            return self.today();
        }
        if let Some(known) = self.changed.borrow().get(name) {
            return Rc::clone(known);
        }
        let registers = altered(self.judge.estate(), changes).registers;
        let at = self.judge.standpoint.at;
        let found = Rc::new(capability(&registers, at, &self.events, &self.of));
        let kept = Rc::clone(&found);
        self.changed.borrow_mut().insert(name.to_string(), kept);
        found
    }

    /// The risks in numbers, as things are. Cost: see `risk_numbers`, once.
    pub fn register(&self) -> Rc<Register> {
        let compute = || Rc::new(risk_numbers(&self.judge.standpoint, &Supposed::default()));
        Rc::clone(self.register.get_or_init(compute))
    }

    /// The same with some alterations, kept under a name: a faster recovery costs less.
    pub fn register_with(&self, name: &str, changes: &[Alteration]) -> Rc<Register> {
        if changes.is_empty() {
            return self.register();
        }
        if let Some(known) = self.changed_register.borrow().get(name) {
            return Rc::clone(known);
        }
        let registers = altered(self.judge.estate(), changes).registers;
        let standpoint = Standpoint::new(&registers, self.judge.standpoint.at);
        let found = Rc::new(risk_numbers(&standpoint, &Supposed::default()));
        let kept = Rc::clone(&found);
        self.changed_register
            .borrow_mut()
            .insert(name.to_string(), kept);
        found
    }

    /// The loss of a risk that was written as a distribution and strikes what a scenario takes
    /// away: of several the one whose hazard the scenario names, then the widest. Cost: linear in
    /// the risks, for each scenario once.
    pub fn written_like(&self, scenario: &str) -> Option<(String, Severity)> {
        if let Some(known) = self.written.borrow().get(scenario) {
            return known.clone();
        }
        let found = written_like(self, scenario);
        let name = scenario.to_string();
        self.written.borrow_mut().insert(name, found.clone());
        found
    }

    /// By when an item must be back, from the start of recovery work.
    pub fn required(&self, reference: &str) -> Option<i64> {
        let item = self.judge.estate().find(reference)?;
        self.judge.targets.deadlines.required(item).seconds
    }

    /// How much data an item may lose.
    pub fn required_point(&self, reference: &str) -> Option<i64> {
        let item = self.judge.estate().find(reference)?;
        self.judge.targets.points.required[item as usize].seconds
    }

    /// The outcome of the worst scenario of a mode; with everything lost where no scenario of the
    /// mode is in force.
    pub fn worst(&self, of: &Capability, mode: Mode, reference: &str) -> Option<Outcome> {
        let events = self.events.iter().zip(&of.events);
        let of_mode = events.filter(|(event, _)| event.mode == mode);
        let outcomes = of_mode.filter_map(|(_, outcomes)| outcomes.get(reference));
        let length = |outcome: &&Outcome| outcome.back_seconds.unwrap_or(i64::MAX);
        let worst = outcomes.max_by_key(length);
        worst.or_else(|| of.all_lost.get(reference)).cloned()
    }

    /// An option, by its reference.
    pub fn option(&self, reference: &str) -> Option<&'r Filed> {
        let id = reference.strip_prefix("option/")?;
        self.judge.registers().options.get(id)
    }

    /// The options in force or proposed that cover an item and answer a mode.
    pub fn options_for(&self, reference: &str, mode: Mode) -> Vec<&'r Filed> {
        let estate = self.judge.estate();
        let item = estate.find(reference);
        let fits = |option: &&Filed| {
            let mut covers = option.covers.iter();
            let covered = covers.any(|it| item.is_some() && estate.find(&it.text) == item);
            covered && option.mode.is_none_or(|known| known == mode)
        };
        let mut found: Vec<&Filed> = self.judge.registers().options.live().filter(fits).collect();
        found.sort_by_key(|option| (option.type_, option.id.clone()));
        found
    }

    /// The modes in which something is to be decided for an item: those of its options, and those
    /// whose scenarios stop it today.
    pub fn modes(&self, reference: &str) -> Vec<Mode> {
        let today = self.today();
        let stops = |mode: Mode| {
            let mut events = self.events.iter().zip(&today.events);
            events.any(|(event, outcomes)| {
                event.mode == mode && outcomes.get(reference).is_some_and(|it| it.stops)
            })
        };
        let has_option = |mode: Mode| {
            let options = self.options_for(reference, mode);
            options.iter().any(|option| option.mode == Some(mode))
        };
        let all = Mode::ALL.iter().copied();
        all.filter(|mode| has_option(*mode) || stops(*mode))
            .collect()
    }
}

fn written_like(workings: &Workings<'_, '_>, scenario: &str) -> Option<(String, Severity)> {
    let (estate, registers) = (workings.judge.estate(), workings.judge.registers());
    let scenario = registers.scenarios.get(scenario)?;
    let lost = losses(estate, scenario).items;
    let risks = registers.risks.approved().filter_map(|risk| {
        let written = risk.own.severity.as_ref()?;
        let amounts = [
            Some(&written.median),
            Some(&written.p90),
            written.cap.as_ref(),
        ];
        let ours = |it: &Money| it.currency == workings.currency;
        if !amounts.iter().flatten().all(|it| ours(it)) {
            return None;
        }
        let strikes = named(estate, risk).iter().any(|it| lost.contains(it));
        let hazard = risk.own.hazard.as_ref().map(|it| it.id());
        let named = scenario.hazards.iter().any(|it| Some(it.id()) == hazard);
        let cap = written.cap.map(whole);
        let severity = Severity::from_points(whole(written.median), whole(written.p90), cap)?;
        let wide = whole(written.p90) / whole(written.median);
        (strikes && wide > 1.0).then(|| (named, wide, risk.reference(), severity))
    });
    let widest = risks.max_by(|one, other| {
        let order = one.0.cmp(&other.0).then(one.1.total_cmp(&other.1));
        // Of equals the first by its name.
        order.then_with(|| other.2.cmp(&one.2))
    });
    widest.map(|(_, _, risk, severity)| (risk, severity))
}

/// An option as it is filed.
pub type Filed = record::kind::Filed<StrategyOption>;

/// The point of the failure mode that a way of loss is: none where no data is lost.
pub fn point_of(points: &Points, mode: Mode) -> Option<Point> {
    match mode {
        Mode::Loss | Mode::SupplierExit => Some(points.site),
        Mode::Corruption => Some(points.corruption),
        Mode::Malicious => Some(points.ransomware),
        Mode::People => None,
    }
}
