//! `hours-covered`: whenever it is promised, someone who can bring it back is at work.

use jiff::Timestamp;

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::agreed_hours::Hours;
use crate::estate::Listed;
use crate::finding::Judge;

/// The coming year is looked at: 365 days.
const AHEAD_SECONDS: i64 = 365 * 86_400;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "hours-covered",
    demands: "Have someone at work or on call whenever it is promised.",
    means: "Over the coming year the hours of the team that recovers the item, or of that team's \
            deputy, cover its agreed hours; an item without hours is promised always, a team \
            without hours works always. A team whose `call-out` is no longer than allowed covers \
            every hour. An item that no team recovers is not asked. The holders of a role \
            together cover the calendar named, else every hour.",
    matters: "A target of four hours means nothing from Friday evening to Monday morning if \
              nobody comes.",
    with: &[
        Key {
            name: "call-out",
            means: "the longest call-out that still counts as covered; absent: only being at work",
            sort: Sort::Duration,
            default: None,
        },
        Key {
            name: "calendar",
            means: "the hours that must be covered, instead of the subject's own",
            sort: Sort::Record("calendar"),
            default: None,
        },
    ],
    kinds: &["activity", "service", "component", "dataset", "role"],
    holds,
};

type Spans = Vec<(i64, i64)>;

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let from = judge.standpoint.at.as_second();
    let spans = |hours: &Hours| hours.spans(from, from.saturating_add(AHEAD_SECONDS));
    let named = with.text("calendar");
    let named = named.map(|text| record::link::Id::to(record::link::split(&text).1));
    let Some((workers, manned)) = manned(judge, subject, with, &spans) else {
        return Outcome::Silent;
    };
    let own = subject
        .item
        .and_then(|item| judge.estate().listed(item).item.hours.as_ref());
    let promised = spans(judge.standpoint.hours(named.as_ref().or(own)));
    let Some(gap) = first_gap(&promised, manned) else {
        return Outcome::Holds;
    };
    let title = subject.title();
    let when = Timestamp::from_second(gap).map_or_else(|_| String::new(), |at| at.to_string());
    let text = if workers.is_empty() {
        format!("Nobody holds {title} now.")
    } else {
        let who = super::age::some(&workers);
        format!("At {when} {title} must be covered, and {who} is not at work.")
    };
    subject.breach(text).because(workers).into()
}

/// Who can work, and when: the teams of an item, the holders of a role; none where no team is
/// named.
fn manned(
    judge: &Judge<'_>,
    subject: &Subject<'_>,
    with: &With<'_>,
    spans: &dyn Fn(&Hours) -> Spans,
) -> Option<(Vec<String>, Spans)> {
    let (mut workers, mut manned) = (Vec::new(), Vec::new());
    let Some(item) = subject.item else {
        for held in judge.facts().holders.of(subject.id()) {
            workers.push(format!("person/{}", held.own.person.id()));
            manned.extend(spans(judge.standpoint.hours(held.own.hours.as_ref())));
        }
        return Some((workers, manned));
    };
    let estate = judge.estate();
    let crews = estate.graph.crews(item);
    let stand_ins = crews.iter().filter_map(|&crew| estate.graph.stand_in(crew));
    for team in crews.iter().copied().chain(stand_ins) {
        let listed: &Listed<'_> = estate.listed(team);
        let call_out = listed.team().and_then(|team| team.own.call_out);
        let on_call = with.is_set("call-out")
            && call_out.is_some_and(|call_out| call_out.0 <= with.seconds("call-out"));
        let hours = listed.item.hours.as_ref().filter(|_| !on_call);
        workers.push(listed.reference.clone());
        manned.extend(spans(judge.standpoint.hours(hours)));
    }
    (!workers.is_empty()).then_some((workers, manned))
}

/// The first second that is promised and not manned.
fn first_gap(promised: &[(i64, i64)], mut manned: Spans) -> Option<i64> {
    manned.sort_unstable();
    let mut next = 0;
    for &(opens, closes) in promised {
        let mut at = opens;
        // Spans of several may overlap; the one that reaches farthest counts.
        let mut ahead = next;
        while at < closes {
            match manned.get(ahead) {
                Some(&(from, to)) if from <= at => {
                    at = at.max(to);
                    ahead += 1;
                }
                _ => return Some(at),
            }
        }
        while manned.get(next).is_some_and(|&(_, to)| to <= opens) {
            next += 1;
        }
    }
    None
}
