//! What a history says of days that are still to come: no such event is kept, and the time in which
//! anyone looked ends today. Each is told by its name; the day is handed in.

use record::value::Date;

use super::{History, Seen, Whereabouts};

/// Most events that are named.
const NAMED_MAX: usize = 5;

impl History {
    /// Takes out what lies after a day, by more than zones can differ, and says what that was.
    /// Cost: linear in the events.
    pub fn known_until(&mut self, today: Date) -> Vec<String> {
        let last = Date(today.0.tomorrow().unwrap_or(today.0));
        let mut remarks = Vec::new();
        let ahead = |seen: &Seen| reached(seen) > last;
        let (mut named, mut more) = (Vec::new(), 0);
        for seen in self.events.iter().filter(|seen| ahead(seen)) {
            match named.len() < NAMED_MAX {
                true => named.push(self.named(seen)),
                false => more += 1,
            }
        }
        self.events.retain(|seen| !ahead(seen));
        if !named.is_empty() {
            let count = named.len() + more;
            let word = if count == 1 {
                "event lies"
            } else {
                "events lie"
            };
            let and = match more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let named = named.join(", ");
            remarks.push(format!(
                "{count} {word} in the future and count for nothing: {named}{and}"
            ));
        }
        remarks.extend(self.still_lasting(last));
        if self.kept.to > last {
            remarks.push(format!(
                "the history says that it was kept until {}, which is still to come: it counts \
                 until {today}",
                self.kept.to
            ));
            self.kept.to = today;
            self.kept.from = self.kept.from.min(today);
        }
        remarks
    }

    /// Forgets how long something lasts that has begun and ends in the future.
    fn still_lasting(&mut self, last: Date) -> Option<String> {
        let mut lasting = 0;
        for seen in &mut self.events {
            let days = seen.lasted.map_or(0, |lasted| lasted.0 / 86_400);
            let span = jiff::Span::new().try_days(days);
            let end = span.map(|days| seen.at.date().0.saturating_add(days));
            if days > 0
                && end.is_ok_and(|end| end > last.0.saturating_add(jiff::Span::new().days(1)))
            {
                seen.lasted = None;
                lasting += 1;
            }
        }
        let word = if lasting == 1 {
            "event ends"
        } else {
            "events end"
        };
        (lasting > 0)
            .then(|| format!("{lasting} {word} in the future: how long it lasted is not known"))
    }

    fn named(&self, seen: &Seen) -> String {
        let sort = &self.sorts[seen.sort];
        let own = seen.name.as_deref().unwrap_or(&seen.key);
        format!("{own} ({}, {})", sort.name, reached(seen))
    }
}

/// The last day that an event speaks of.
fn reached(seen: &Seen) -> Date {
    let fixes = match &seen.place {
        Whereabouts::Track(track) => track.fixes.as_slice(),
        _ => &[],
    };
    let last = fixes.iter().map(|fix| fix.at.date()).max();
    let begun = seen.at.date();
    last.map_or(begun, |last| last.max(begun))
}
