//! What a document is written from: the records, what follows from them, and the journal's present
//! where there is one. It finds names and says instants; it judges nothing.

use continuity::agreed_hours::programme_zone;
use continuity::finding::Finding;
use continuity::initiation::holder::Holders;
use continuity::operation::evidence::Evidence;
use continuity::path::humane;
use continuity::requirements::recovery_targets::ItemTarget;
use continuity::standpoint::Standpoint;
use continuity::state::State;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::kinds::Registers;
use record::link::split;
use record::value::Moment;

/// What a document is written from.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The records.
    pub registers: &'a Registers,
    /// From where they are seen, and when.
    pub standpoint: &'a Standpoint<'a>,
    /// The figures of every item, by reference.
    pub rows: &'a [ItemTarget],
    /// Every finding.
    pub findings: &'a [Finding],
    /// What speaks for the return of each item.
    pub evidence: &'a [Evidence],
    /// The journal's present; nothing where the records stand in files.
    pub state: Option<&'a State>,
    /// The entry of the journal after which it held.
    pub entry: Option<u64>,
    /// When the document is made.
    pub made: Timestamp,
    /// Where the live pages are, without a last slash: `https://continuity.example`.
    pub address: Option<&'a str>,
    /// Whether amounts are shown.
    pub money: bool,
}

impl<'a> Ground<'a> {
    /// The name of a record or item, else what was written.
    pub fn name(&self, reference: &'a str) -> &'a str {
        let (kind, id) = split(reference);
        let Some(kind) = kind else {
            let estate = &self.standpoint.estate;
            let item = estate.find(reference).map(|item| estate.listed(item));
            return item.map_or(reference, |it| {
                it.envelope.name.as_deref().unwrap_or(reference)
            });
        };
        let known = self.registers.envelope(kind, id);
        known.map_or(reference, |(envelope, ..)| {
            envelope.name.as_deref().unwrap_or(id)
        })
    }

    /// The same of a kind that the reference does not name.
    pub fn name_of(&self, kind: &str, id: &'a str) -> &'a str {
        let known = self.registers.envelope(kind, id);
        known.map_or(id, |(envelope, ..)| envelope.name.as_deref().unwrap_or(id))
    }

    /// Who holds a role today, by rank: `A. Kim, then B. Lee`; nothing where nobody does.
    pub fn holders(&self, role: &str) -> Option<String> {
        let holders = Holders::new(self.registers, self.today());
        let assigned = holders.of(role).iter();
        let names: Vec<&str> = assigned
            .map(|it| self.name_of("person", it.own.person.id()))
            .collect();
        (!names.is_empty()).then(|| names.join(", then "))
    }

    /// The name of a record by a reference that is held elsewhere.
    pub fn named(&self, reference: &str) -> String {
        let (kind, id) = split(reference);
        let known = kind.and_then(|kind| self.registers.envelope(kind, id));
        let name = known.and_then(|(envelope, ..)| envelope.name.clone());
        name.unwrap_or_else(|| reference.to_string())
    }

    /// Who a party is today: those who hold a role, the members of a team, else the name.
    pub fn party_holders(&self, party: &str) -> String {
        let (kind, id) = split(party);
        match kind {
            Some("team") => {
                let team = self.registers.teams.get(id);
                let members = team.map_or(&[][..], |team| &team.own.members);
                let names = members.iter().map(|it| self.name_of("person", it.id()));
                listed(names, "no members are named")
            }
            Some("role") => {
                let held = self.holders(id);
                held.unwrap_or_else(|| "nobody holds it today".into())
            }
            _ => self.named(party),
        }
    }

    /// The figures of an item.
    pub fn row(&self, reference: &str) -> Option<&'a ItemTarget> {
        let at = self
            .rows
            .binary_search_by(|row| row.id.as_str().cmp(reference));
        at.ok().map(|at| &self.rows[at])
    }

    /// The figures of an item as someone names it.
    pub fn row_named(&self, name: &str) -> Option<&'a ItemTarget> {
        let estate = &self.standpoint.estate;
        self.row(estate.reference(estate.find(name)?))
    }

    /// What speaks for the return of an item as someone names it.
    pub fn evidence_named(&self, name: &str) -> Option<&'a Evidence> {
        let estate = &self.standpoint.estate;
        let reference = estate.reference(estate.find(name)?);
        self.evidence.iter().find(|it| it.id == reference)
    }

    /// The day it is about, in the zone of the programme.
    pub fn today(&self) -> Date {
        self.standpoint.at.to_zoned(self.zone()).date()
    }

    /// The zone of the programme.
    pub fn zone(&self) -> TimeZone {
        programme_zone(self.registers)
    }

    /// An instant, local and UTC: `Fri 2026-06-19 16:30 CEST (14:30 UTC)`.
    pub fn instant(&self, at: Timestamp) -> String {
        let local = at.to_zoned(self.zone());
        let utc = at.to_zoned(TimeZone::UTC);
        if local.offset().seconds() == 0 {
            return utc.strftime("%a %Y-%m-%d %H:%M UTC").to_string();
        }
        let form = match local.date() == utc.date() {
            true => "%H:%M UTC",
            false => "%a %H:%M UTC",
        };
        format!(
            "{} ({})",
            local.strftime("%a %Y-%m-%d %H:%M %Z"),
            utc.strftime(form)
        )
    }

    /// A day, or an instant as people say it.
    pub fn moment(&self, moment: &Moment) -> String {
        match moment {
            Moment::Day(day) => day.to_string(),
            Moment::Instant(at) => self.instant(*at),
        }
    }

    /// Who did something, by the name of their account.
    pub fn actor(&self, actor: &str) -> String {
        let id = actor.strip_prefix("account/");
        let account = self.state.zip(id).and_then(|(state, id)| state.account(id));
        account.map_or_else(|| actor.to_string(), |account| account.name.clone())
    }
}

/// Words in a row: `a, b`; a word for none.
pub fn listed<T: AsRef<str>>(words: impl IntoIterator<Item = T>, none: &str) -> String {
    let words: Vec<T> = words.into_iter().collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.is_empty() {
        true => none.to_string(),
        false => words.join(", "),
    }
}

/// A length of time as paper says it: whole minutes once it is ten of them, rounded up, because a
/// second more or less is no knowledge.
pub fn span(seconds: i64) -> String {
    match seconds >= 600 {
        true => humane((seconds.saturating_add(59)) / 60 * 60),
        false => humane(seconds),
    }
}

/// The same, or the word for not knowing it.
pub fn span_or_unknown(seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "unknown".into(), span)
}
