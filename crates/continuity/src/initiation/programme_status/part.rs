//! How a sub-stage is put together from its criteria, and how a criterion is asked of many records.

use super::{Criterion, Ground, Overdue, Progress, SubStage};
use crate::finding::wording::{count, several};

/// A sub-stage being put together.
pub(super) struct Part {
    id: &'static str,
    name: &'static str,
    started: bool,
    rests_on: Vec<String>,
    criteria: Vec<Criterion>,
    overdue: Vec<Overdue>,
}

/// What is known of one record that a criterion asks about: nothing where it holds.
pub(super) type Looked = (String, Option<String>);

impl Part {
    /// One with nothing yet.
    pub(super) fn new(id: &'static str, name: &'static str) -> Part {
        Part {
            id,
            name,
            started: false,
            rests_on: Vec::new(),
            criteria: Vec::new(),
            overdue: Vec::new(),
        }
    }

    /// Rests on these records: it is begun where there is one, and overdue with any of them.
    pub(super) fn on(mut self, records: impl IntoIterator<Item = String>) -> Part {
        let before = self.rests_on.len();
        self.rests_on.extend(records);
        self.started |= self.rests_on.len() > before;
        self
    }

    /// Is begun where something else is there.
    pub(super) fn begun(mut self, begun: bool) -> Part {
        self.started |= begun;
        self
    }

    /// Is overdue with these, too: what is to be looked at again by a day that follows from others.
    pub(super) fn overdue(mut self, overdue: Vec<Overdue>) -> Part {
        self.overdue.extend(overdue);
        self
    }

    /// With a criterion.
    pub(super) fn when(mut self, criterion: Criterion) -> Part {
        self.criteria.push(criterion);
        self
    }

    /// The sub-stage.
    pub(super) fn done(self, ground: &Ground<'_, '_>) -> SubStage {
        let today = ground.judge.today();
        let due = |id: &String| {
            let (envelope, _, status) = ground.judge.envelope(id)?;
            let due = envelope.review_due.filter(|due| due.0 < today)?;
            (status != record::kind::Status::Retired).then(|| Overdue {
                id: id.clone(),
                due: due.to_string(),
            })
        };
        let mut overdue: Vec<Overdue> = self.rests_on.iter().filter_map(due).collect();
        overdue.extend(self.overdue);
        let holds = self.criteria.iter().all(|criterion| criterion.holds);
        let state = match () {
            () if !overdue.is_empty() => Progress::Overdue,
            () if holds => Progress::Done,
            () if self.started => Progress::InProgress,
            () => Progress::NotStarted,
        };
        SubStage {
            id: self.id,
            stage: self.id.as_bytes()[1] - b'0',
            name: self.name,
            state,
            criteria: self.criteria,
            overdue,
        }
    }
}

/// A criterion that must hold for each record, and for at least one.
pub(super) fn each(
    words: &'static str,
    looked: impl IntoIterator<Item = Looked>,
    none: &str,
) -> Criterion {
    let looked: Vec<Looked> = looked.into_iter().collect();
    let mut criterion = each_if_any(words, looked);
    if criterion.records.is_empty() {
        (criterion.holds, criterion.why) = (false, none.to_string());
    }
    criterion
}

/// A criterion that must hold for each record, if there are any.
pub(super) fn each_if_any(
    words: &'static str,
    looked: impl IntoIterator<Item = Looked>,
) -> Criterion {
    let (mut fine, mut broken, mut whys) = (Vec::new(), Vec::new(), Vec::new());
    for (record, why) in looked {
        match why {
            None => fine.push(record),
            Some(why) => {
                broken.push(record);
                whys.push(why);
            }
        }
    }
    let holds = broken.is_empty();
    let why = match (holds, fine.len()) {
        (true, 0) => "There is none.".into(),
        (true, number) => format!("It holds for {}.", count(number, "record")),
        (false, _) => sentence(&several(&whys)),
    };
    Criterion {
        words,
        holds,
        why,
        records: if holds { fine } else { broken },
        finding: None,
    }
}

/// A criterion that one record at least must meet: the best that was found is told.
pub(super) fn one(
    words: &'static str,
    looked: impl IntoIterator<Item = Looked>,
    none: &str,
) -> Criterion {
    let looked: Vec<Looked> = looked.into_iter().collect();
    let fine: Vec<&Looked> = looked.iter().filter(|(_, why)| why.is_none()).collect();
    if fine.is_empty() {
        return each(words, looked, none);
    }
    let records: Vec<String> = fine.iter().map(|(record, _)| record.clone()).collect();
    Criterion {
        words,
        holds: true,
        why: sentence(&format!("shown by {}", several(&records))),
        records,
        finding: None,
    }
}

/// A criterion that no open finding of some codes may break.
pub(super) fn free_of<'a>(
    words: &'static str,
    ground: &Ground<'a, '_>,
    codes: &'static [&'static str],
) -> Criterion {
    let open: Vec<_> = ground.open(codes).collect();
    let mut records: Vec<String> = open.iter().map(|it| it.subject.clone()).collect();
    records.dedup();
    let why = match open.first() {
        None => "No such finding is open.".into(),
        Some(first) if open.len() == 1 => first.text.clone(),
        Some(first) => format!("{} And {} more like it.", first.text, open.len() - 1),
    };
    Criterion {
        words,
        holds: open.is_empty(),
        why,
        records,
        finding: open.first().map(|first| named(codes, &first.code)),
    }
}

fn named(codes: &'static [&'static str], code: &str) -> &'static str {
    let found = codes.iter().find(|known| **known == code);
    found.copied().unwrap_or_default()
}

/// With a capital at its beginning and a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let text = format!("{}{}", first.unwrap_or_default(), letters.as_str());
    match text.ends_with(['.', '?', '!']) {
        true => text,
        false => format!("{text}."),
    }
}
