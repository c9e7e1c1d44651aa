//! Updates and cancellations: which of some warnings have come to their end at an instant, and by
//! what. It looks at messages only, not at places.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Message, Warning};

/// Whether a warning still holds at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    InForce,
    /// Its time has run out.
    Expired(Timestamp),
    /// A later message called it off: its identifier.
    Cancelled(String),
    /// A later message took its place: its identifier.
    Superseded(String),
    /// It calls others off itself.
    CallsOff,
}

impl Standing {
    /// Whether it has come to its end.
    pub fn is_over(&self) -> bool {
        *self != Standing::InForce
    }

    /// Why it has come to its end, in a sentence's end.
    pub fn text(&self) -> Option<String> {
        match self {
            Standing::InForce => None,
            Standing::Expired(at) => Some(format!("it expired at {at}")),
            Standing::Cancelled(by) => Some(format!("it was cancelled by {by}")),
            Standing::Superseded(by) => Some(format!("it was superseded by {by}")),
            Standing::CallsOff => Some("it calls an earlier alert off".into()),
        }
    }
}

/// Whether each warning holds at an instant, given what the others say of it. A message that was
/// sent later than the instant does not count yet. Cost: linear in warnings and references.
pub fn standings(warnings: &[&Warning], at: Timestamp) -> Vec<Standing> {
    let by_name = by_name(warnings);
    let own = |warning: &&Warning| match (warning.message, warning.expires) {
        (Message::Cancel, _) => Standing::CallsOff,
        (_, Some(expires)) if expires <= at => Standing::Expired(expires),
        _ => Standing::InForce,
    };
    let mut standings: Vec<Standing> = warnings.iter().map(own).collect();
    for (earlier, later) in endings(warnings, at, &by_name) {
        let ending = warnings[later];
        standings[earlier] = match ending.message {
            Message::Cancel => Standing::Cancelled(ending.identifier.clone()),
            _ if matches!(standings[earlier], Standing::Cancelled(_)) => continue,
            _ if warnings[earlier].message == Message::Cancel => continue,
            _ => Standing::Superseded(ending.identifier.clone()),
        };
    }
    standings
}

/// Of each warning the message that first ended it, as an index, among those sent by an instant:
/// where several did, the one that was sent first. Cost: as [`standings`].
pub fn ended_by(warnings: &[&Warning], at: Timestamp) -> Vec<Option<usize>> {
    let by_name = by_name(warnings);
    let mut first: Vec<Option<usize>> = vec![None; warnings.len()];
    for (earlier, later) in endings(warnings, at, &by_name) {
        let sent = warnings[later].sent;
        let sooner = |other: usize| sent < warnings[other].sent;
        // When a message without a time ended what it names, nobody knows.
        if sent.is_some() && first[earlier].is_none_or(sooner) {
            first[earlier] = Some(later);
        }
    }
    first
}

/// Every warning with each message that ends it, as indices, in the order of those messages;
/// those sent after an instant end nothing yet.
fn endings<'w>(
    warnings: &'w [&'w Warning],
    at: Timestamp,
    by_name: &'w BTreeMap<&'w str, Vec<usize>>,
) -> impl Iterator<Item = (usize, usize)> + 'w {
    let ending = warnings.iter().enumerate().filter(move |(_, later)| {
        matches!(later.message, Message::Update | Message::Cancel)
            && later.sent.is_none_or(|sent| sent <= at)
    });
    ending.flat_map(move |(index, later)| {
        later.references.iter().flat_map(move |reference| {
            let named = by_name.get(reference.identifier.as_str());
            named.into_iter().flatten().filter_map(move |&earlier| {
                let known = warnings[earlier];
                let ends =
                    earlier != index && known.answers_to(reference) && !is_later(known, later);
                ends.then_some((earlier, index))
            })
        })
    })
}

fn by_name<'w>(warnings: &[&'w Warning]) -> BTreeMap<&'w str, Vec<usize>> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, warning) in warnings.iter().enumerate() {
        for name in std::iter::once(&warning.identifier).chain(&warning.also) {
            by_name.entry(name).or_default().push(index);
        }
    }
    by_name
}

fn is_later(known: &Warning, than: &Warning) -> bool {
    known
        .sent
        .zip(than.sent)
        .is_some_and(|(known, than)| known > than)
}

/// The warnings that a message is about, as far as they are among some.
pub fn referred<'w>(warnings: &[&'w Warning], message: &Warning) -> Vec<&'w Warning> {
    let about = |known: &&&Warning| message.references.iter().any(|it| known.answers_to(it));
    warnings.iter().filter(about).copied().collect()
}
