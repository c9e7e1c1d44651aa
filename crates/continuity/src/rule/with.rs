//! The thresholds of a rule: which keys a condition knows, what may stand under each, and how
//! they are read. A threshold that cannot be read is a fault of its rule, never the default.

use record::initiation::policy::Rule;
use record::kind::read_alone;
use record::kinds::Registers;
use record::node::{Node, Place};
use record::shape::Shape;
use record::value::{Duration, Percent};

/// A key of `with`.
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What it sets, in a sentence.
    pub means: &'static str,
    /// What may stand there.
    pub sort: Sort,
    /// What holds where it is absent, as one would write it; none where it then demands nothing.
    pub default: Option<&'static str>,
}

impl Key {
    /// What it sets, what may stand there and what holds where it is absent.
    pub fn describe(&self) -> String {
        let (means, expects) = (self.means, self.sort.expects());
        let default = self
            .default
            .map(|default| format!("; without it {default}"));
        let default = default.unwrap_or_default();
        format!("{means} ({expects}{default})")
    }
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A length of time.
    Duration,
    /// `true` or `false`.
    Truth,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// A percentage.
    Share,
    /// Any text.
    Text,
    /// One of these words, or a list of them.
    Words(&'static [&'static str]),
    /// The id of a record of a kind.
    Record(&'static str),
}

/// The longest time that evidence counts where a rule does not say it.
pub const YEAR: &str = "365d";

/// A key that says how old evidence may be.
pub const fn within(means: &'static str, default: &'static str) -> Key {
    Key {
        name: "within",
        means,
        sort: Sort::Duration,
        default: Some(default),
    }
}

/// The findings that ship whose limit a policy may set, each under `within`.
const TIMED: &[&str] = &[
    "contact-unverified",
    "contract-expiring",
    "plan-stale",
    "will-be-missed",
];

/// The thresholds that a finding which ships takes from a policy; none for most.
pub fn finding_keys(code: &str) -> &'static [Key] {
    const KEYS: &[Key] = &[Key {
        name: "within",
        means: "the time that the finding allows",
        sort: Sort::Duration,
        default: None,
    }];
    if TIMED.contains(&code) { KEYS } else { &[] }
}

/// A fault of a threshold: where it stands, and what is wrong.
pub type Fault = (Place, String);

impl Sort {
    /// What it expects, for people.
    pub fn expects(self) -> String {
        match self {
            Sort::Duration => "a duration".into(),
            Sort::Truth => "`true` or `false`".into(),
            Sort::Count => "a whole number".into(),
            Sort::Number => "a number".into(),
            Sort::Share => "a percentage".into(),
            Sort::Text => "a text".into(),
            Sort::Words(words) => format!("one or several of {}", words.join(", ")),
            Sort::Record(kind) => format!("the id of a {kind}"),
        }
    }

    /// What is wrong with a value, if anything.
    fn fault(self, node: &Node, registers: &Registers) -> Option<String> {
        match self {
            Sort::Duration => complaint::<Duration>(node),
            Sort::Truth => complaint::<bool>(node),
            Sort::Count => complaint::<u32>(node),
            Sort::Number => {
                let negative = read_alone::<f64>(node).is_ok_and(|number| number < 0.0);
                let negative = negative.then(|| format!("{} is below zero", node.describe()));
                complaint::<f64>(node).or(negative)
            }
            Sort::Share => complaint::<Percent>(node),
            Sort::Text => complaint::<String>(node),
            Sort::Words(words) => bad_word(node, words),
            Sort::Record(kind) => bad_record(node, kind, registers),
        }
    }
}

fn complaint<T: Shape>(node: &Node) -> Option<String> {
    let complaints = read_alone::<T>(node).err()?;
    let texts: Vec<String> = complaints.into_iter().map(|it| it.text).collect();
    Some(texts.join("; "))
}

fn bad_word(node: &Node, words: &'static [&'static str]) -> Option<String> {
    let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
    let mut complaints = record::complaint::Complaints::new();
    for node in nodes {
        complaints.word(node, words);
    }
    complaints.all.into_iter().next().map(|it| it.text)
}

fn bad_record(node: &Node, kind: &str, registers: &Registers) -> Option<String> {
    let Some(text) = node.as_text() else {
        return Some(format!(
            "expected the id of a {kind}, found {}",
            node.describe()
        ));
    };
    let (written, id) = record::link::split(text);
    let known = written.is_none_or(|written| written == kind) && registers.has(kind, id);
    let short = record::node::shorten(text);
    (!known).then(|| format!("no {kind} answers to `{short}`"))
}

/// What is wrong with the thresholds of a rule: unknown keys, and values that cannot be read.
pub fn faults(rule: &Rule, keys: &[Key], registers: &Registers) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, node) in &rule.with {
        let Some(key) = keys.iter().find(|key| key.name == name) else {
            faults.push((node.at, unknown_key(rule, name, keys)));
            continue;
        };
        if !node.is_null()
            && let Some(why) = key.sort.fault(node, registers)
        {
            faults.push((node.at, format!("its threshold `{name}`: {why}")));
        }
    }
    faults
}

fn unknown_key(rule: &Rule, name: &str, keys: &[Key]) -> String {
    let (name, requires) = (
        record::node::shorten(name),
        record::node::shorten(&rule.requires),
    );
    let names = || keys.iter().map(|key| key.name);
    let hint = record::complaint::suggestion(&name, names());
    if keys.is_empty() {
        return format!("`{requires}` takes no threshold, and `{name}` is written");
    }
    let known: Vec<String> = names().map(|name| format!("`{name}`")).collect();
    let known = known.join(", ");
    format!("`{requires}` takes the thresholds {known}, not `{name}`{hint}")
}

/// The thresholds of a rule whose faults were looked for.
pub struct With<'r> {
    rule: &'r Rule,
    keys: &'static [Key],
}

impl<'r> With<'r> {
    /// Of a rule without faults.
    pub fn new(rule: &'r Rule, keys: &'static [Key]) -> With<'r> {
        With { rule, keys }
    }

    /// Whether the rule sets a key itself.
    pub fn is_set(&self, key: &str) -> bool {
        self.rule.with.get(key).is_some_and(|node| !node.is_null())
    }

    /// The value under a key, else its default; none where neither is there.
    pub fn get<T: Shape>(&self, key: &str) -> Option<T> {
        match self.rule.with.get(key).filter(|node| !node.is_null()) {
            Some(node) => read_alone(node).ok(),
            None => {
                let key = self.keys.iter().find(|known| known.name == key)?;
                read_alone(&Node::bare(key.default?)).ok()
            }
        }
    }

    /// A length of time; 0 where nothing is demanded.
    pub fn seconds(&self, key: &str) -> i64 {
        self.get::<Duration>(key).map_or(0, |duration| duration.0)
    }

    /// A truth; false where nothing is said.
    pub fn truth(&self, key: &str) -> bool {
        self.get::<bool>(key).unwrap_or(false)
    }

    /// A share in hundredths of a percent; 0 where nothing is demanded.
    pub fn share(&self, key: &str) -> u32 {
        self.get::<Percent>(key).map_or(0, |share| share.0)
    }

    /// A text or the id of a record.
    pub fn text(&self, key: &str) -> Option<String> {
        self.get::<String>(key)
    }

    /// One word or a list of words.
    pub fn words(&self, key: &str) -> Vec<String> {
        let one = || self.text(key).into_iter().collect();
        self.get::<Vec<String>>(key).unwrap_or_else(one)
    }
}
