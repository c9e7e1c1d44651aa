//! What hangs on someone who is gone, or on one person alone.

use maud::{Markup, html};

use crate::web::link;
use crate::web::reckoned::Reckoned;

/// The findings that are about people who are missing.
const CODES: &[&str] = &[
    "no-owner",
    "no-deputy",
    "plan-names-leaver",
    "authority-gap",
    "one-person-two-roles",
    "key-held-by-one",
    "call-without-stand-in",
];

/// How many of each stand on the page.
const SHOWN: usize = 3;

/// The sheet.
pub fn sheet(now: &Reckoned) -> Markup {
    let of = |code: &str| -> Vec<_> {
        let all = now.findings.iter();
        let open = all.filter(|it| it.code == code && it.waived_by.is_none());
        open.collect()
    };
    let all: Vec<(&str, Vec<_>)> = CODES.iter().map(|code| (*code, of(code))).collect();
    html! {
        section.sheet aria-labelledby="orphans" {
            h2 #orphans { "Orphans" }
            @if all.iter().all(|(_, found)| found.is_empty()) {
                p { span.good { "Everything that matters has someone who answers for it, and a deputy." } }
            }
            @for (code, found) in &all {
                @if !found.is_empty() {
                    p {
                        a href={ "/findings?code=" (code) } { (found.len()) " × " (code) }
                        @for finding in found.iter().take(SHOWN) {
                            @let subject = link::record(&finding.subject, &finding.subject);
                            br; small { (subject) ": " (finding.text) }
                        }
                    }
                }
            }
        }
    }
}
