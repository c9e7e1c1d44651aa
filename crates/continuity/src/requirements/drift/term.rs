//! Something that ends on a day that is written down. How likely it ends without anybody having
//! seen to it is taken from its like: how many such days lie behind us and nobody renewed them.

use engine::beta::Share;
use jiff::civil::Date;

use super::{Because, Seen, What};

/// What most of them do.
pub(super) const ENDS: (&str, &str) = ("ends", "ended");

/// Something that ends on a day.
pub(super) struct Term {
    /// The record.
    pub(super) subject: String,
    /// The last day on which it is well.
    pub(super) last: Date,
    /// What ends, as the beginning of a sentence: `The contract Acme 2026`.
    pub(super) title: String,
    /// What it does on that day, now and in the past: `ends`, `ended`.
    pub(super) verb: (&'static str, &'static str),
    /// How many days the mend takes, where the record says so.
    pub(super) mend_days: Option<u32>,
    /// What to do.
    pub(super) act: String,
    /// How the day comes about.
    pub(super) because: Vec<Because>,
}

/// Adds the terms of one sort. A day in the past means that it was missed: had it been renewed,
/// the record would say another day.
pub(super) fn add(seen: &mut Seen<'_, '_>, what: What, terms: Vec<Term>) {
    let lapsed = terms.iter().filter(|it| it.last < seen.today).count();
    let share = Share::after(lapsed, terms.len());
    for term in terms {
        let left = super::days_between(seen.today, term.last);
        let (title, last) = (&term.title, term.last);
        let (does, did) = term.verb;
        let text = match left {
            ..0 => format!("{title} {did} on {last}."),
            0 => format!("{title} {does} today."),
            1 => format!("{title} {does} on {last}, tomorrow."),
            _ => format!("{title} {does} on {last}, in {left} days."),
        };
        let row = seen.row(what, &term.subject, Some(term.last), text);
        let mut row = match term.mend_days {
            Some(days) => {
                let row = row.mended_by(days, term.act);
                row.because(format!("The record asks for {days} days before."), None)
            }
            None => row.mended(seen, term.act),
        };
        row.because.splice(0..0, term.because);
        row = if row.missed {
            row.likely(Some(1.0), "It has ended already.")
        } else if term.last > seen.until {
            row.likely(
                Some(0.0),
                "Its day lies beyond the days looked at; if nobody renews it, it is certain then.",
            )
        } else {
            let (ended, all) = (lapsed, share.a + share.b - 2.0);
            row.likely(
                Some(share.mean()),
                format!(
                    "If nobody acts it is certain. Of {all} of its sort in the records, {ended} \
                     ended without being renewed: (1 + {ended}) of (2 + {all}) is the chance that \
                     this one does too."
                ),
            )
        };
        seen.add(row);
    }
}
