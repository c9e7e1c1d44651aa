//! Whether the tool itself would survive: backup, rehearsal of its restoring, checkpoints
//! elsewhere. What is red here is a gap in readiness too.

use continuity::access::Action;
use maud::{Markup, html};

use crate::http::call::Call;
use crate::keep::remark::Level;

/// The sheet. What stands where is for those who look after it.
pub fn sheet(call: &Call) -> Markup {
    let doors = &call.doors;
    let remarks = doors.keeping.remarks(&doors.ledger, call.now);
    let ill: Vec<_> = doors
        .health
        .checks(&doors.ledger)
        .into_iter()
        .filter(|it| !it.well)
        .collect();
    let keeper = call.may(Action::Keep);
    html! {
        section.sheet aria-labelledby="upkeep" {
            h2 #upkeep { "This tool" }
            ul {
                @for it in &ill { li { span.bad-word { (it.name) } ": " (it.words) } }
                @for remark in &remarks {
                    @let class = match remark.level {
                        Level::Well => "good",
                        Level::Note => "open-word",
                        Level::Warning => "warn",
                        Level::Error => "bad-word",
                    };
                    li {
                        span class=(class) { (remark.about) }
                        @if keeper { ": " (remark.words()) }
                        @else if remark.level >= Level::Warning { ": an administrator must look after it" }
                        @else { ": well" }
                    }
                }
            }
            @if keeper { p { a href="/account#now" { "How it is kept" } } }
        }
    }
}
