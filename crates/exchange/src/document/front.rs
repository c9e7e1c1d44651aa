//! The title page of a document about one record, or about the whole: whose it is, who agreed to
//! it, which revision it shows and until when it holds. What nobody wrote down is said so.

use continuity::state::Filing;
use record::initiation::Scope;
use record::kind::{Filed, RecordKind, Status};

use super::ground::Ground;
use super::{Fact, Form, Front, Table};

/// Who may read what holds no names and no amounts, where no scope says otherwise.
pub const INTERNAL: &str = "Internal";
/// Who may read what holds names and numbers.
pub const CONFIDENTIAL: &str = "Confidential: names and how to reach people";

impl<'a> Ground<'a> {
    /// The title page of a document about one record.
    pub fn front<K: RecordKind>(&self, sort: &str, record: &'a Filed<K>) -> Front {
        let reference = record.reference();
        let filing = self.state.and_then(|it| it.filing(K::NAME, &record.id));
        let mut front = self.bare(sort, record.title());
        front.standing = standing(record.status());
        front.revision = revision(filing);
        front.facts.push(Fact::new("Record", reference));
        if let Some(owner) = &record.envelope.owner {
            let name = self.name(&owner.text).to_string();
            front.facts.push(Fact::new("Owner", name.clone()));
            front.distribution.push(name);
        } else {
            front.facts.push(Fact::new("Owner", "nobody is named"));
        }
        front
            .facts
            .push(Fact::new("Approved", self.approval(record, filing)));
        if let Some(day) = record.envelope.valid_from {
            front
                .facts
                .push(Fact::new("In force from", day.to_string()));
        }
        front.valid_until = match record.envelope.review_due {
            Some(day) if day.0 < self.today() => {
                format!("{day}: this date has passed, its review is overdue")
            }
            Some(day) => day.to_string(),
            None => "no date is set: ask for a newer copy".into(),
        };
        front.changes = self.changes(filing);
        front
    }

    /// The title page of a document about the whole programme.
    pub fn front_of_all(&self, sort: &str) -> Front {
        let scope = self.scope();
        let title = scope.map_or("Continuity programme", Filed::title);
        let mut front = self.bare(sort, title);
        front.revision = match self.entry {
            Some(entry) => format!("the journal at entry {entry}"),
            None => "records in files, whose changes are counted elsewhere".into(),
        };
        if let Some(owner) = scope.and_then(|scope| scope.envelope.owner.as_ref()) {
            let name = self.name(&owner.text).to_string();
            front.facts.push(Fact::new("Owner", name.clone()));
            front.distribution.push(name);
        }
        front
    }

    fn bare(&self, sort: &str, title: &str) -> Front {
        let scope = self.scope();
        let of = |it: fn(&Scope) -> Option<&String>| scope.and_then(|scope| it(&scope.own));
        Front {
            form: Form::Book,
            sort: sort.to_string(),
            title: title.to_string(),
            organisation: of(|it| it.organisation.as_ref())
                .cloned()
                .or_else(|| scope.map(|it| it.title().to_string())),
            classification: of(|it| it.classification.as_ref())
                .map_or(INTERNAL, String::as_str)
                .to_string(),
            standing: None,
            revision: String::new(),
            as_of: self.instant(self.standpoint.at),
            made: self.instant(self.made),
            valid_until: "no date is set: ask for a newer copy".into(),
            digest: String::new(),
            address: None,
            facts: self.entity(),
            distribution: Vec::new(),
            changes: Table::default(),
        }
    }

    /// The scope that names the organisation, else the first in force.
    fn scope(&self) -> Option<&'a Filed<Scope>> {
        let scopes = &self.registers.scopes;
        let named = scopes.approved().find(|it| it.own.organisation.is_some());
        named.or_else(|| scopes.approved().next())
    }

    /// The legal entities of the services, where records name them.
    fn entity(&self) -> Vec<Fact> {
        let services = self.registers.services.approved();
        let named = services.filter_map(|it| it.own.item.legal_entity.as_deref());
        let entities: std::collections::BTreeSet<&str> = named.collect();
        let entities: Vec<&str> = entities.into_iter().collect();
        match entities.is_empty() {
            true => Vec::new(),
            false => vec![Fact::new("Legal entities", entities.join(", "))],
        }
    }

    fn approval<K: RecordKind>(&self, record: &Filed<K>, filing: Option<&Filing>) -> String {
        let by = filing.and_then(|filing| filing.approver.as_deref());
        let when = filing.and_then(|filing| filing.approved);
        match (record.is_approved(), by, when) {
            (false, ..) => format!("no: it is {}", record.status().as_str()),
            (true, Some(by), Some((entry, at))) => {
                let (by, at) = (self.actor(by), self.instant(at));
                format!("by {by} on {at}, entry {entry}")
            }
            (true, ..) => "as its record says; the file does not tell by whom".into(),
        }
    }

    fn changes(&self, filing: Option<&Filing>) -> Table {
        let mut table = Table::new(
            "Changes",
            &[("Change", 2), ("What", 4), ("Who", 4), ("Entry", 2)],
        );
        let Some(filing) = filing else { return table };
        if let (Some(by), Some((entry, at))) = (&filing.approver, filing.approved) {
            let number = filing.in_force.unwrap_or(filing.revision);
            table.rows.push(vec![
                number.to_string().into(),
                format!("put in force {}", self.instant(at)).into(),
                self.actor(by).into(),
                entry.to_string().into(),
            ]);
        }
        if filing.in_force != Some(filing.revision) {
            table.rows.push(vec![
                filing.revision.to_string().into(),
                "proposed, not in force and not in this document".into(),
                self.actor(&filing.author).into(),
                filing.last.to_string().into(),
            ]);
        }
        table
    }
}

fn standing(status: Status) -> Option<String> {
    match status {
        Status::Approved => None,
        Status::Retired => Some("Retired: do not use it.".into()),
        _ => Some("A draft: not approved, and not to be used.".into()),
    }
}

fn revision(filing: Option<&Filing>) -> String {
    let Some(filing) = filing else {
        return "as in the files; their changes are counted elsewhere".into();
    };
    match filing.in_force {
        Some(number) => format!("revision {number}"),
        None => format!("revision {}, not in force", filing.revision),
    }
}
