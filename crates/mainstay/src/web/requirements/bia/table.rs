//! The table for analysts: harm and money of many activities at once, cell by cell or pasted from
//! a spreadsheet. What would change is shown before anything is written; drafts are written.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::requirements::questionnaire::change::{Change, changes};
use continuity::requirements::questionnaire::{Answers, Topic};
use continuity::written::Written;
use maud::{Markup, html};
use record::kind::{Filed, Status};
use record::kinds::Record;
use record::requirements::Activity;

use super::pasted::{Block, LOSS, Line, blocks, impacts, text};
use super::said::Words;
use super::{HELP, PLACE, place};
use crate::http::call::Call;
use crate::http::fields::Fields;
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};

/// Activities in one table.
const MOST: usize = 200;
/// Lines that are shown as cells.
const CELLS: usize = 120;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "q",
        Sort::Typed,
        "Only activities whose name, id, owner or label holds this.",
    ),
    Parameter::new("saved", Sort::Typed, "How many were just saved."),
];

/// The table.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let wanted = call.query.text("q").unwrap_or_default().to_lowercase();
    let live = present.state.registers.activities.live();
    let found: Vec<&Filed<Activity>> = live
        .filter(|activity| super::begin::holds(activity, &wanted))
        .collect();
    let shown = &found[..found.len().min(MOST)];
    let blocks = blocks(&present.state, shown, call.may(Action::ReadMoney));
    let body = html! {
        (head())
        @if let Some(count) = call.query.text("saved").and_then(|it| it.parse::<u32>().ok()) {
            div.banner { p { span.good { (count) " drafts were saved." } " They count once they are approved." } }
        }
        (filter(&wanted, found.len()))
        (cells(&blocks))
        (paste(&text(&blocks), &Faults::default()))
    };
    framed(&call, StatusCode::OK, body).await
}

/// Shows what would change, or saves it.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let typed = match fields.text("do") {
        "cells" => from_cells(fields),
        _ => fields.text("table").to_string(),
    };
    let present = call.doors.ledger.present();
    let mut faults = Faults::default();
    let changed = impacts(&present.state, &typed, &mut faults);
    if !faults.is_empty() {
        let body = html! { (head()) (faults.summary()) (paste(&typed, &faults)) };
        return framed(&call, StatusCode::UNPROCESSABLE_ENTITY, body).await;
    }
    if fields.text("do") == "save" {
        return save(&call, changed).await;
    }
    let body = html! {
        (head())
        (preview(&call, &changed, &typed, present.seq))
        (paste(&typed, &faults))
    };
    framed(&call, StatusCode::OK, body).await
}

async fn save(call: &Call, changed: Vec<(Answers, Answers)>) -> Result<Response, Problem> {
    let count = changed.len();
    let impacts = changed
        .into_iter()
        .filter_map(|(_, answers)| answers.impact);
    let drafted = impacts.map(|mut impact| {
        impact.envelope.status = Some(Status::Draft);
        Written::made(Record::Impact(impact))
    });
    let command = Command::Import {
        source: "the table of impacts".into(),
        records: drafted.collect(),
        seen: call.fields().text("seen").parse().ok(),
    };
    let receipt = order::execute(call, command).await?;
    let place = format!("/requirements/bia/table?saved={count}");
    Ok(form::away(&place, &receipt))
}

/// The cells of the grid as the text that they stand for.
fn from_cells(fields: &Fields) -> String {
    let mut out = String::new();
    for (name, value) in fields.pairs() {
        match name {
            "head" => out.push_str(&format!(
                "\nactivity\tharm to\t{}",
                value.replace(' ', "\t")
            )),
            "line" => {
                let (activity, category) = value.split_once(' ').unwrap_or((value, ""));
                out.push_str(&format!("\n{activity}\t{category}"));
            }
            "cell" => out.push_str(&format!("\t{}", value.replace(['\t', '\n'], " "))),
            _ => {}
        }
    }
    out
}

async fn framed(call: &Call, status: StatusCode, body: Markup) -> Result<Response, Problem> {
    let page = Page::new("Impacts in a table", PLACE, body)
        .help(HELP)
        .script("bia");
    show_as(call, status, page).await
}

fn head() -> Markup {
    html! {
        p.quiet { a href="/requirements/bia" { "Impact analysis" } }
        h1 { "Impacts in a table" }
    }
}

fn filter(wanted: &str, count: usize) -> Markup {
    let none = Faults::default();
    html! {
        form.row method="get" action="/requirements/bia/table" {
            (form::typed("search", Ask::new("q", "Only activities with", "Name, owner or label."), wanted, &none))
            button.plain type="submit" { "Show these" }
        }
        p.quiet { (activities(count)) @if count > MOST { "; the first " (MOST) " are shown" } }
    }
}

/// The table as cells: a block for each set of times.
fn cells(blocks: &[Block]) -> Markup {
    let lines: usize = blocks.iter().map(|block| block.lines.len()).sum();
    html! {
        section.sheet {
            h2 { "Cell by cell" }
            p { "A level as its number or word; the row " code { (LOSS) } " holds money in all, with its "
                "currency. A row left empty says nothing."
                span.script-only { " Cells pasted from a spreadsheet spread from where you paste them." } }
            form method="post" action="/requirements/bia/table" data-cells {
                @for block in blocks {
                    (block_cells(block, CELLS))
                }
                @if lines > CELLS { p.quiet { "Only the first " (CELLS) " rows of each table are shown here: narrow them down, or use the text below." } }
                div.actions { button type="submit" name="do" value="cells" { "Show what would change" } }
            }
        }
    }
}

fn block_cells(block: &Block, most: usize) -> Markup {
    let times: Vec<String> = block.times.iter().map(|it| it.to_string()).collect();
    html! {
        input type="hidden" name="head" value=(times.join(" "));
        div.scroll { table.cells {
            thead { tr { th scope="col" { "Activity" } th scope="col" { "Harm to" }
                @for time in &times { th scope="col" { (time) } } } }
            tbody { @for (at, line) in block.lines.iter().take(most).enumerate() {
                @let first = at == 0 || block.lines[at - 1].activity != line.activity;
                (row(line, &times, first))
            } }
        } }
    }
}

fn row(line: &Line, times: &[String], first: bool) -> Markup {
    let Line {
        activity, category, ..
    } = line;
    html! {
        tr {
            td { @if first { a href=(place(activity, "start")) { (activity) } }
                @else { span.unseen { (activity) } } }
            th scope="row" { (category) input type="hidden" name="line" value={ (activity) " " (category) }; }
            @for (time, cell) in times.iter().zip(&line.cells) {
                @let label = format!("{activity}, {category}, after {time}");
                td { input.cell name="cell" value=(cell) aria-label=(label) autocomplete="off"; }
            }
        }
    }
}

fn paste(table: &str, faults: &Faults) -> Markup {
    let hint = "Tabs between columns, as a spreadsheet copies and pastes. A line that begins with \
                `activity` names the times of the lines below it.";
    html! {
        section.sheet {
            h2 { "As text, to copy out and paste in" }
            form method="post" action="/requirements/bia/table" {
                (form::area(Ask::new("table", "The table", hint), table, 14, faults))
                div.actions { button type="submit" name="do" value="preview" { "Show what would change" } }
            }
        }
    }
}

fn activities(count: usize) -> String {
    match count {
        1 => "1 activity".into(),
        count => format!("{count} activities"),
    }
}

/// What saving would change, in signs, counts and a sentence.
fn preview(call: &Call, changed: &[(Answers, Answers)], typed: &str, seen: u64) -> Markup {
    let registers = &call.doors.ledger.present().state.registers;
    let all: Vec<(&Answers, Vec<Change>, Words)> = changed
        .iter()
        .map(|(before, after)| {
            let words = Words::of(registers, after, Some(before));
            (after, changes(Some(before), after), words)
        })
        .collect();
    let count = |wanted: fn(&Change) -> bool| -> usize {
        let changes = all.iter().flat_map(|(_, changes, _)| changes);
        changes.filter(|it| wanted(it)).count()
    };
    let (new, gone) = (
        count(|it| it.before.is_none()),
        count(|it| it.after.is_none()),
    );
    let other = count(|_| true) - new - gone;
    let may = call.may_do(Action::Import, Object::Whole);
    html! {
        section.sheet {
            h2 { "What would change" }
            @if changed.is_empty() { p { "Nothing: all of it is as it was." } } @else {
                p.lead { (activities(changed.len())) ": " (new) " new, " (other) " changed, " (gone) " taken out." }
                @for (answers, changes, words) in &all {
                    h3 { (answers.activity.title()) }
                    @let id = &answers.activity.id;
                    @let question = |topic: Topic| place(id, &topic.number().to_string());
                    (super::said::changes(changes, words, &question))
                }
                @if may {
                    form method="post" action="/requirements/bia/table" {
                        (form::request())
                        textarea name="table" hidden { (typed) }
                        input type="hidden" name="seen" value=(seen);
                        div.actions { button type="submit" name="do" value="save" { "Save as drafts" } }
                    }
                } @else { p.quiet { "Only an administrator or the continuity manager saves a whole table." } }
            }
        }
    }
}
