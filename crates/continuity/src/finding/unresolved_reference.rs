//! `unresolved-reference`: a record names something that no record answers to.

use std::collections::BTreeMap;

use record::initiation::policy::Severity;
use record::kind::{Origin, Status};
use record::kinds::LATER;
use record::link::{Allowed, ITEMS, Link, split};

use super::near_name::NearNames;
use super::wording::several;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "unresolved-reference",
    severity: Severity::Warning,
    breaks_target: false,
    means: "This record names something that no record answers to, that is retired, or a bare \
            name that several have. It counts as up when something else is lost, and makes the \
            time of recovery unknown where it is needed.",
    matters: "A dependency that leads nowhere is one that no figure takes into account.",
    mend: "Add the record, correct the name, or write `kind/id` where several have it.",
    find,
};

/// What is wrong with the references of one record.
struct Broken {
    origin: Origin,
    sentences: Vec<String>,
    names: Vec<String>,
}

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    let mut near = NearNames::new(registers);
    let mut records: BTreeMap<(&str, &str), Broken> = BTreeMap::new();
    registers.each_link(&mut |kind, id, origin, link| {
        let Some(why) = wrong(judge, &link) else {
            return;
        };
        let retired = registers
            .envelope(kind, id)
            .is_none_or(|(.., status)| status == Status::Retired);
        if retired {
            return;
        }
        let hint = match &why {
            Wrong::Nothing => near.hint(&link),
            _ => String::new(),
        };
        let broken = records.entry((kind, id)).or_insert_with(|| Broken {
            origin: Origin {
                file: origin.file,
                at: link.at,
            },
            sentences: Vec::new(),
            names: Vec::new(),
        });
        if broken.names.iter().any(|name| name == link.text) {
            return;
        }
        broken.names.push(link.text.to_string());
        let field = link.field.replace('_', "-");
        let said = format!("`{field}` names {}, {}{hint}", link.text, why.words());
        broken.sentences.push(said);
    });
    for ((kind, id), broken) in records {
        let subject = format!("{kind}/{id}");
        let mut text = several(&broken.sentences);
        if !text.ends_with('?') {
            text.push('.');
        }
        let mut because = vec![subject.clone()];
        because.extend(broken.names);
        let finding = Finding::new(&subject, text).because(because);
        found.add(finding.at(broken.origin));
    }
}

/// Why a reference leads nowhere.
enum Wrong {
    Nothing,
    Retired,
    Several(Vec<String>),
}

impl Wrong {
    fn words(&self) -> String {
        match self {
            Wrong::Nothing => "which no record answers to".into(),
            Wrong::Retired => "which is retired".into(),
            Wrong::Several(candidates) => {
                format!("which could be {}", candidates.join(" or "))
            }
        }
    }
}

fn wrong(judge: &Judge<'_>, link: &Link<'_>) -> Option<Wrong> {
    let (kind, id) = split(link.text);
    match (link.allowed, kind) {
        (Allowed::Items, _) => {
            let resolved = judge.estate().find(link.text).is_some();
            (!resolved).then(|| nowhere(judge, kind, id, ITEMS))
        }
        (Allowed::Kind(kind), _) => one_of(judge, &[kind], id),
        (Allowed::Kinds(kinds), None) => one_of(judge, kinds, id),
        (Allowed::Kinds(_) | Allowed::Any, Some(kind)) => {
            // Records of the later stages live in the journal; a file may point at them.
            (!LATER.contains(&kind))
                .then(|| one_of(judge, &[kind], id))
                .flatten()
        }
        (Allowed::Any, None) => {
            if judge.estate().find(id).is_some() {
                return None;
            }
            let kinds: Vec<&str> = record::kinds::ALL.iter().map(|kind| kind.name).collect();
            one_of(judge, &kinds, id)
        }
    }
}

/// Whether exactly one live record of some kinds has an id.
fn one_of(judge: &Judge<'_>, kinds: &[&str], id: &str) -> Option<Wrong> {
    let live = |kind: &&&str| {
        let found = judge.registers().envelope(kind, id);
        found.is_some_and(|(.., status)| status != Status::Retired)
    };
    match kinds.iter().filter(live).count() {
        1 => None,
        _ => Some(nowhere(judge, None, id, kinds)),
    }
}

fn nowhere(judge: &Judge<'_>, kind: Option<&str>, id: &str, kinds: &[&str]) -> Wrong {
    let kinds = kinds
        .iter()
        .filter(|known| kind.is_none_or(|kind| kind == **known));
    let (mut live, mut retired) = (Vec::new(), false);
    for kind in kinds {
        match judge.registers().envelope(kind, id) {
            Some((.., Status::Retired)) => retired = true,
            Some(_) => live.push(format!("{kind}/{id}")),
            None => {}
        }
    }
    match live.len() {
        0 if retired => Wrong::Retired,
        0 | 1 => Wrong::Nothing,
        _ => Wrong::Several(live),
    }
}
