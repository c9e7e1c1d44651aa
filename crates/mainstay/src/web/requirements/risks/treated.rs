//! What can be done about a risk: the measures on it and the ways to recover what it stops, each
//! with the loss it takes away, its cost, and the page where it is decided.

use continuity::access::{Action, Object};
use continuity::requirements::risk_numbers::RiskNumbers;
use continuity::requirements::strategy::treatment::{Treatment, Treatments};
use maud::{Markup, html};
use record::kinds::Registers;

use crate::http::call::Call;
use crate::web::link::escaped;
use crate::web::navigation::Mark;
use crate::web::requirements::strategy::{amount, between, known};
use crate::web::requirements::words::{named, state};

/// Both lists.
pub fn block(
    call: &Call,
    registers: &Registers,
    it: &RiskNumbers,
    treated: &Treatments,
    currency: &str,
) -> Markup {
    let nothing = treated.measures.is_empty() && treated.options.is_empty();
    html! { section.sheet #treated aria-labelledby="treats" {
        h2 #treats { "What can be done about it" }
        @if nothing { p { "No measure answers it, and no way is filed to recover what it stops." } }
        @if !treated.measures.is_empty() {
            h3 { "Make it rarer or milder" }
            (table(registers, &treated.measures, currency, &|it| measure(it)))
        }
        @if !treated.options.is_empty() {
            h3 { "Recover faster from it" }
            (table(registers, &treated.options, currency, &|it| option(it)))
        }
        @if call.may_do(Action::File, Object::Kind("measure")) { p.actions.no-print {
            a href="/records/measures/new" { "New measure" } " "
            @if let Some(struck) = it.affects.first() {
                a href={ "/requirements/strategy/" (struck) } { "Ways to recover what it strikes" }
            }
        } }
    } }
}

fn table(
    registers: &Registers,
    rows: &[Treatment],
    currency: &str,
    leads: &dyn Fn(&Treatment) -> Markup,
) -> Markup {
    html! { div.scroll { table.stack {
        thead { tr { th scope="col" { "What" } th.num scope="col" { "Loss a year without" }
            th.num scope="col" { "With it" } th.num scope="col" { "It takes away" }
            th.num scope="col" { "It costs a year" } th scope="col" { "More" } } }
        tbody { @for it in rows { tr {
            th scope="row" { (named(registers, &it.id)) br; small { (standing(it))
                @if let Some(of) = &it.of { " recovers " (named(registers, of)) } } }
            td.num data-label="Without" { (known(it.before_per_year, currency)) }
            td.num data-label="With it" { (known(it.after_per_year, currency)) }
            td.num data-label="It takes away" { @match it.avoided_per_year {
                Some(avoided) if avoided < 0.0 => { "nothing; " (amount(-avoided, currency))
                    " more" }
                Some(avoided) => strong { (amount(avoided, currency)) },
                None => { "unknown" @if let Some(why) = it.why { br; small { (why) } } }
            } }
            td.num data-label="It costs" { (between(it.cost_per_year, currency)) }
            td data-label="More" { (leads(it)) }
        } } }
    } } }
}

fn standing(it: &Treatment) -> Markup {
    match (it.taken, it.of.is_some()) {
        (true, true) => state(Mark::Good, "decided for"),
        (true, false) => state(Mark::Good, "in place"),
        (false, true) => state(Mark::Open, "not decided for"),
        (false, false) => state(Mark::Open, "not in place yet"),
    }
}

fn measure(it: &Treatment) -> Markup {
    let id = escaped(record::link::split(&it.id).1);
    html! { @match it.taken {
        true => a href={ "/requirements/risks/curve?without=" (id) } { "What if it did not operate" },
        false => a href={ "/requirements/risks/curve?with=" (id) } { "What if it operated" },
    } }
}

fn option(it: &Treatment) -> Markup {
    html! { @if let (Some(of), Some(mode)) = (&it.of, it.mode) {
        a href={ "/requirements/strategy/" (of) "?mode=" (mode) "&option=" (it.id) } {
            "Compare and decide" }
    } }
}
