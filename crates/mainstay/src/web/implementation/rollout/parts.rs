//! The parts of the page: lists and tables, each row leading to its record.

use continuity::implementation::rollout::decided::What;
use continuity::implementation::rollout::piece::How;
use continuity::implementation::rollout::{DecidedRow, Rollout, Week, WorkRow};
use maud::{Markup, html};
use record::kinds::Registers;

use super::{day_words, standing};
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::operation::findings::rule_link;
use crate::web::requirements::words::{count, named, state};

/// How many records of one row are named before the rest is counted.
const NAMED: usize = 8;

pub(super) fn out_of_order(registers: &Registers, told: &Rollout) -> Markup {
    html! {
        section.sheet aria-labelledby="early" {
            h2 #early { "Done out of order" }
            @if told.out_of_order.is_empty() {
                p { (state(Mark::Good, "in order")) " Nothing was done before what it needs." }
            }
            ul.plain-list { @for it in &told.out_of_order { li {
                (state(Mark::Bad, "out of order")) " " (named(registers, &it.id)) ": " (it.text)
                " " small { "First comes " (named(registers, &it.needs)) ": " (it.because.words())
                    ". Finding " code { (it.finding) } "." }
            } } }
        }
    }
}

pub(super) fn nothing(registers: &Registers, told: &Rollout) -> Markup {
    let open = |row: &&DecidedRow| row.gaps.iter().any(|gap| gap.realised_by_nothing);
    let rows: Vec<&DecidedRow> = told.decided.iter().filter(open).collect();
    html! {
        section.sheet aria-labelledby="nothing" {
            h2 #nothing { "Realised by nothing" }
            @if rows.is_empty() { p { "Everything that was decided is realised by something." } }
            @else { p { "For these no record, usable or planned, would close the gap." } }
            ul.plain-list { @for row in rows { li {
                (state(Mark::Bad, "realised by nothing")) " "
                (decision(registers, &row.id, &row.name)) ": "
                @let subjects: Vec<String> = row.gaps.iter()
                    .filter(|gap| gap.realised_by_nothing)
                    .map(|gap| gap.subject.clone())
                    .collect();
                (link::several(registers, &subjects, NAMED))
            } } }
        }
    }
}

pub(super) fn critical(registers: &Registers, told: &Rollout) -> Markup {
    html! { @if !told.critical.is_empty() {
        section.sheet aria-labelledby="critical" {
            h2 #critical { "What decides when all is in force" }
            p { "A day lost in one of these is a day lost at the end." }
            ol { @for row in told.critical.iter().filter_map(|id| work_of(told, id)) { li {
                (task(registers, row)) ", " (when(row))
                @if let Some(waits) = &row.waits_for { small { " Waits " (waits) "." } }
            } } }
        }
    } }
}

pub(super) fn weeks(registers: &Registers, told: &Rollout) -> Markup {
    html! {
        section aria-labelledby="weeks" {
            h2 #weeks { "Week by week" }
            @if told.weeks.is_empty() { p { "No work is left." } }
            @for week in &told.weeks { (one_week(registers, told, week)) }
        }
    }
}

fn one_week(registers: &Registers, told: &Rollout, week: &Week) -> Markup {
    let ends: Vec<&WorkRow> = week
        .ends
        .iter()
        .filter_map(|id| work_of(told, id))
        .collect();
    let begins = week.begins.iter().filter(|id| !week.ends.contains(id));
    let begins: Vec<&WorkRow> = begins.filter_map(|id| work_of(told, id)).collect();
    html! {
        section.sheet.rollout-week aria-label=(week.week) {
            h3 { (week.week) " " small { "from " (day_words(&week.from)) } }
            @if !week.closes.is_empty() { ul.plain-list { @for gap in &week.closes { li {
                (state(Mark::Good, "closes")) " " (named(registers, &gap.subject))
                @if gap.subject != gap.decided {
                    small { " for " (decision_by(registers, told, &gap.decided)) }
                }
            } } } }
            @if !week.in_force.is_empty() { ul.plain-list { @for id in &week.in_force { li {
                (state(Mark::Good, "in force")) " " (decision_by(registers, told, id))
            } } } }
            @if !ends.is_empty() { div.scroll { table.stack {
                thead { tr { th { "Done by then" } th { "Who" } th { "When" } th { "Work" }
                    th { "Mark" } } }
                tbody { @for row in ends { (work(registers, row)) } }
            } } }
            @if !begins.is_empty() { p { "Begins: "
                @for (at, row) in begins.iter().enumerate() {
                    @if at > 0 { "; " } (task(registers, row))
                } "." } }
        }
    }
}

fn work(registers: &Registers, row: &WorkRow) -> Markup {
    html! { tr {
        td data-label="Done by then" { (task(registers, row)) br; small { (row.sub_stage) ", "
            (row.state.words()) ": " (row.why) } }
        td data-label="Who" { @match &row.owner {
            Some(owner) => (named(registers, owner)),
            None => (state(Mark::Open, "nobody")),
        } }
        td data-label="When" { (when(row)) }
        td data-label="Work" { (effort(row)) }
        td data-label="Mark" { (marks(row)) }
    } }
}

fn marks(row: &WorkRow) -> Markup {
    html! {
        @if row.critical { (state(Mark::Warn, "decides the end")) " " }
        @if row.late { (state(Mark::Bad, &format!("late, due {}", row.due.as_deref()
            .unwrap_or_default()))) " " }
        @if let Some(day) = &row.set_too_early_for {
            (state(Mark::Bad, &format!("set too early, for {day}"))) " " }
        @if !row.serves { small { "no rule asks for it" } }
    }
}

fn effort(row: &WorkRow) -> Markup {
    html! {
        (row.person_days) " person-days"
        @if row.lead_days > 0 {
            ", " (count(row.lead_days as usize, "day", "days")) " at least" }
        @if !row.assumed.is_empty() { br; small { "assumed: " (row.assumed.join(", ")) } }
    }
}

fn when(row: &WorkRow) -> Markup {
    html! { @if row.starts == row.ends { (day_words(&row.ends)) }
    @else { (day_words(&row.starts)) " to " (day_words(&row.ends)) } }
}

/// A piece of work: its record, and what is to be done.
fn task(registers: &Registers, row: &WorkRow) -> Markup {
    html! { (named(registers, &row.record)) ": " (row.words) }
}

fn work_of<'a>(told: &'a Rollout, id: &str) -> Option<&'a WorkRow> {
    told.work.iter().find(|row| row.id == id)
}

fn decision_by(registers: &Registers, told: &Rollout, id: &str) -> Markup {
    let name = told.decided.iter().find(|row| row.id == id);
    decision(registers, id, name.map_or(id, |row| &row.name))
}

/// A decision as a link: a rule to its own page, else the record.
fn decision(registers: &Registers, id: &str, name: &str) -> Markup {
    html! {
        @if id.contains('#') { (rule_link(registers, id)) } @else { (link::record(id, name)) }
    }
}

pub(super) fn decided(registers: &Registers, told: &Rollout) -> Markup {
    let parts = [
        (What::Rule, "Rules"),
        (What::Choice, "Chosen options"),
        (What::Measure, "Measures"),
    ];
    html! { @for (what, title) in parts {
        @let rows: Vec<&DecidedRow> = told.decided.iter().filter(|it| it.what == what).collect();
        section.sheet aria-label=(title) {
            h2 { (title) }
            @if rows.is_empty() { p { "None is in force." } }
            @else { div.scroll { table.stack {
                thead { tr { th { "What was decided" } th { "How far" } th { "What realises it" }
                    th { "What is missing" } } }
                tbody { @for row in rows { (decided_row(registers, row)) } }
            } } }
        }
    } }
}

fn decided_row(registers: &Registers, row: &DecidedRow) -> Markup {
    html! { tr {
        td data-label="What was decided" {
            (decision(registers, &row.id, &row.name))
            @if let Some(owner) = &row.owner { br; small { "owner " (named(registers, owner)) } }
            @for cost in &row.cost { br; small { (cost.amount) " " (cost.what) } }
        }
        td data-label="How far" {
            (standing(row.state)) br;
            @if row.in_force { small { "in force" } }
            @else if let Some(day) = &row.in_force_on { small { "in force " (day_words(day)) } }
            @else if row.accepted.is_none() { small { "not in force" } }
        }
        td data-label="What realises it" { (realised_by(registers, row)) }
        td data-label="What is missing" { (gaps(registers, row)) }
    } }
}

fn realised_by(registers: &Registers, row: &DecidedRow) -> Markup {
    let by = || row.realised_by.iter().filter(|it| it.id != row.id);
    html! {
        @if by().next().is_none() { @match &row.accepted {
            Some(accepted) => (accepted),
            None if row.what == What::Measure => { "itself" },
            None => { "nothing but what the records say" },
        } }
        ul.plain-list { @for it in by().take(NAMED) { li {
            (named(registers, &it.id)) " " (how(it.state)) br;
            small { (it.why) @if let Some(owner) = &it.owner { " · " (named(registers, owner)) }
                @for cost in &it.cost { " · " (cost.amount) " " (cost.what) }
                @for shown in &it.evidence { @if *shown != it.why { " · " (shown) } } }
        } } }
        @let more = by().count().saturating_sub(NAMED);
        @if more > 0 { small { "and " (more) " more" } }
    }
}

fn how(how: How) -> Markup {
    let mark = match how {
        How::Planned => Mark::Open,
        How::InHand | How::InPlace => Mark::Warn,
        How::Proven => Mark::Good,
    };
    state(mark, how.words())
}

fn gaps(registers: &Registers, row: &DecidedRow) -> Markup {
    html! {
        @if row.gaps.is_empty() { "nothing" }
        ul.plain-list { @for gap in row.gaps.iter().take(NAMED) { li {
            (named(registers, &gap.subject)) " "
            @match (&gap.closes_on, &gap.waived_by) {
                (_, Some(waiver)) => small { "accepted by " (named(registers, waiver)) },
                (Some(day), _) => small { "closes " (day_words(day)) },
                _ if gap.realised_by_nothing => (state(Mark::Bad, "nothing realises it")),
                _ if gap.is_fact => small { "its record does not say it" },
                _ => small { "no work that is left closes it" },
            }
        } } }
        @if row.gaps.len() > NAMED { small { "and " (row.gaps.len() - NAMED) " more" } }
    }
}

pub(super) fn unasked(registers: &Registers, told: &Rollout) -> Markup {
    html! {
        section.sheet aria-labelledby="unasked" {
            h2 #unasked { "Realises no rule" }
            @if told.realises_no_rule.is_empty() {
                p { "Everything that is kept up is asked for by a rule, a choice or a measure." }
            }
            ul.plain-list { @for it in &told.realises_no_rule { li {
                (named(registers, &it.id)) " " (how(it.state))
                @if let Some(owner) = &it.owner { small { " " (named(registers, owner)) } }
            } } }
        }
    }
}

pub(super) fn people(registers: &Registers, told: &Rollout) -> Markup {
    html! { @if !told.people.is_empty() {
        section.sheet aria-labelledby="people" {
            h2 #people { "Who does it" }
            div.scroll { table {
                thead { tr { th { "Who" } th.num { "At once" } th.num { "Pieces of work" }
                    th.num { "Person-days" } } }
                tbody { @for it in &told.people { tr {
                    td { (named(registers, &it.party)) }
                    td.num { (it.people) @if it.people_assumed { small { " assumed" } } }
                    td.num { (it.works) }
                    td.num { (it.person_days) }
                } } }
            } }
        }
    } }
}

pub(super) fn remarks(told: &Rollout) -> Markup {
    html! { @if !told.remarks.is_empty() {
        section.sheet aria-labelledby="remarks" {
            h2 #remarks { "How this is counted" }
            ul { @for remark in &told.remarks { li { (remark) } } }
            p.quiet { "Record " code { "lead-time" } " and " code { "person-days" }
                " at an arrangement, measure, plan, procedure, call tree, training or exercise to \
                replace what is assumed, and " code { "realises" } " to say what it puts into \
                practice. "
                @if !told.exact { "The order keeps every limit; a shorter one may exist." } }
        }
    } }
}
