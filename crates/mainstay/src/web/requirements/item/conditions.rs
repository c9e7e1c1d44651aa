//! How long an activity can be borne to stand still, in normal times and at each peak: the
//! interval in which the truth lies, what decides, and where the money alone crosses.

use continuity::requirements::condition::{ConditionMtpd, LOSS};
use maud::{Markup, html};

use super::Seen;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, state};
use crate::web::when::span;

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let all = &seen.told.target.mtpd_by_condition;
    html! {
        @if !all.is_empty() {
            h3 #conditions { "How long it can be borne " small { "(MTPD by condition)" } }
            div.scroll { table.stack {
                thead { tr {
                    th scope="col" { "Condition" } th scope="col" { "Unbearable after" }
                    th scope="col" { "The truth lies" } th scope="col" { "Decided by" }
                    th scope="col" { "Loss alone crosses" }
                } }
                tbody { @for it in all { (row(seen, it)) } }
            } }
            p.quiet { "The least of them is what targets are made from; on the day the condition "
                "that applies then counts. Categories are judged at a few times and never read "
                "between them; only money is, and then it is indicative." }
        }
    }
}

fn row(seen: &Seen<'_>, it: &ConditionMtpd) -> Markup {
    html! { tr {
        th scope="row" {
            (it.when)
            @match &it.days {
                Some(days) => { " " small { (days) } }
                None if it.when != "normal" => { " " small { "on which days nobody has said" } }
                None => {}
            }
            @if it.is_headline { " " (state(Mark::Warn, "the headline")) }
        }
        td data-label="Unbearable after" { @match (it.mtpd_seconds, it.last_tolerable_seconds) {
            (Some(mtpd), _) => { (span(mtpd)) }
            (None, Some(last)) => { "not within " (span(last)) }
            (None, None) => { "nobody has said" }
        } br; small { (says(it)) } }
        td data-label="The truth lies" {
            @match (it.last_tolerable_seconds, it.first_intolerable_seconds) {
                (Some(last), Some(first)) => {
                    "after " (span(last)) ", not after " (span(first))
                }
                (Some(last), None) => { "beyond " (span(last)) }
                (None, _) => { span.quiet { "not judged" } }
            }
            @if let Some(impact) = &it.impact {
                br; small { (named(seen.now.registers(), impact)) }
            }
        }
        td data-label="Decided by" {
            @match it.driver.as_deref() {
                Some(LOSS) => { "money" }
                Some(driver) => { (driver) }
                None => { span.quiet { "nothing" } }
            }
            @if it.life_safety { br; small { "harm to life: taken as entered" } }
        }
        td data-label="Loss alone crosses" { @match it.indicative_loss_crossing_seconds {
            Some(crossing) => { "after about " (span(crossing)) br; small { "indicative" } }
            None => { span.quiet { "no crossing" } }
        } }
    } }
}

fn says(it: &ConditionMtpd) -> &'static str {
    use continuity::requirements::condition::From;
    match it.from {
        From::Declared => "its record says so",
        From::Peak => "the peak says so",
        From::Impact => "by its impact",
        From::Normal => "as in normal times",
        From::Nothing => "",
    }
}
