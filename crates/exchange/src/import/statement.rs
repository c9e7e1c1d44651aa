//! What a monitor says, on its way to a signal: whom it may mean, how that stands, since when. The
//! name is looked for by whoever knows the records; one that is not found is kept as it was said,
//! so that nothing a monitor says is lost.

use record::complaint::Complaints;
use record::kinds::Record;
use record::link::{split, to_id};
use record::node::{Node, shorten};
use record::operation::signal::Says;
use record::value::Moment;

/// Looks for the record that a name means; gives `kind/id`.
pub type Placing<'a> = &'a dyn Fn(&str) -> Option<String>;

/// From where and when something was said.
#[derive(Clone, Copy)]
pub struct Hearing<'a> {
    /// Who sent it, as a part of ids: two senders never speak over each other.
    pub sender: &'a str,
    /// When it came; nothing where it is read from a file.
    pub now: Option<&'a Moment>,
    /// Where names lead.
    pub place: Placing<'a>,
}

/// What some bytes came to.
#[derive(Debug, Default)]
pub struct Heard {
    /// The signals.
    pub records: Vec<Record>,
    /// What the sender or a person should know.
    pub remarks: Vec<String>,
    /// By the id of each signal the names that its item may be known by, the best first.
    pub called: Vec<(String, Vec<String>)>,
}

/// What is said of one item.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// Where it comes from: `alertmanager`.
    pub feed: &'static str,
    /// What it is called there.
    pub key: String,
    /// Names that it may be known by, the best first.
    pub names: Vec<String>,
    /// How it stands.
    pub says: Option<Says>,
    /// Since when, as written.
    pub since: Option<String>,
    /// Until when, as written.
    pub until: Option<String>,
    /// In its own words.
    pub text: Option<String>,
    /// Further fields of the signal: name and text.
    pub further: Vec<(&'static str, String)>,
}

/// Characters of a text that are kept.
const TEXT_MAX: usize = 500;
/// Characters of a key that are kept.
const KEY_MAX: usize = 255;

impl Statement {
    /// The id of the signal: the same for the same feed, sender and key, and for no other.
    pub fn id(feed: &str, sender: &str, key: &str) -> String {
        let word = |text: &str, most: usize| {
            let id = to_id(text);
            id.chars().take(most).collect::<String>()
        };
        let digest = digest(&[feed, sender, key]);
        format!(
            "{}-{}-{}-{digest:016x}",
            word(feed, 30),
            word(sender, 40),
            word(key, 60)
        )
    }

    /// The signal. Errors: why it is none.
    pub fn record(&self, hearing: &Hearing<'_>) -> Result<Record, String> {
        let found = meant(&self.names, hearing.place);
        let of = found.or_else(|| self.names.first().map(|name| as_reference(name)));
        let Some(of) = of else {
            return Err(format!(
                "{} names nothing that it is about",
                shorten(&self.key)
            ));
        };
        let mut fields: Vec<(&str, Node)> = vec![
            ("kind", Node::text("signal")),
            (
                "id",
                Node::text(Statement::id(self.feed, hearing.sender, &self.key)),
            ),
            ("status", Node::text("approved")),
            ("of", Node::text(of)),
            ("feed", Node::text(self.feed)),
            ("key", Node::text(cut(&self.key, KEY_MAX))),
        ];
        if let Some(says) = self.says {
            fields.push(("says", Node::text(says.as_str())));
        }
        let since = self
            .since
            .clone()
            .or_else(|| hearing.now.map(|now| now.to_string()));
        let heard = hearing.now.map(|now| now.to_string());
        let text = self.text.as_deref().map(|text| cut(text, TEXT_MAX));
        let texts = [
            ("since", since),
            ("until", self.until.clone()),
            ("heard", heard),
            ("text", text),
        ];
        for (name, value) in texts {
            fields.extend(value.map(|value| (name, Node::text(value))));
        }
        for (name, value) in &self.further {
            fields.push((name, Node::text(value.as_str())));
        }
        let mut complaints = Complaints::new();
        let record = Record::read(&Node::map(fields), 0, &mut complaints);
        match record.filter(|_| complaints.all.is_empty()) {
            Some(record) => Ok(record),
            None => {
                let key = shorten(&self.key);
                let why: Vec<String> = complaints.all.iter().map(|it| it.text.clone()).collect();
                Err(format!("{key} is no signal: {}", why.join("; ")))
            }
        }
    }
}

/// Takes a statement in, or remarks why it is none.
pub fn take(heard: &mut Heard, statement: &Statement, hearing: &Hearing<'_>) {
    match statement.record(hearing) {
        Ok(record) => {
            let names = statement.names.clone();
            heard.called.push((record.id().to_string(), names));
            heard.records.push(record);
        }
        Err(why) => heard.remarks.push(why),
    }
}

/// The record that the first of some names leads to that leads anywhere.
pub(super) fn meant(names: &[String], place: Placing<'_>) -> Option<String> {
    names.iter().find_map(|name| placed(name, place))
}

/// The record that a name leads to: as it is, without its port, by the first part of its domain.
fn placed(name: &str, place: Placing<'_>) -> Option<String> {
    let bare = name.split_once("://").map_or(name, |(_, rest)| rest);
    let bare = bare.split('/').next().unwrap_or(bare);
    let host = match bare.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => bare,
    };
    let first = host.split('.').next().unwrap_or(host);
    let lower = name.to_lowercase();
    [name, &lower, host, first]
        .iter()
        .find_map(|name| place(name))
}

/// A name as a reference that a record can hold, whether or not anything answers to it.
pub(super) fn as_reference(name: &str) -> String {
    match split(name) {
        (Some(kind), id) if record::kinds::about(kind).is_some() => {
            format!("{kind}/{}", to_id(id))
        }
        _ => to_id(name),
    }
}

/// The first characters of a text, without those that control a terminal.
fn cut(text: &str, most: usize) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.trim().chars().take(most).map(plain).collect()
}

/// FNV-1a in 64 bits, over texts and the ends between them: it names, it proves nothing.
fn digest(texts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// Whether an instant as written is later than another.
pub fn is_later(text: &str, than: Option<&Moment>) -> bool {
    let moment = moment(text);
    let pair = moment.as_ref().zip(than);
    pair.is_some_and(|(moment, than)| moment.earliest() > than.earliest())
}

/// An instant as written; nothing where it is none.
pub fn moment(text: &str) -> Option<Moment> {
    use record::shape::Shape as _;
    let mut complaints = Complaints::new();
    let moment = Moment::read(&Node::text(text), &mut complaints)?;
    complaints.all.is_empty().then_some(moment)
}
