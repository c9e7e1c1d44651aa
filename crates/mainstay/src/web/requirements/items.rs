//! Lists of items: all of them, the services, the activities; filtered, sorted and in pages, by
//! links and a form. What the list says is what its export says.

use axum::response::Response;
use continuity::requirements::recovery_targets::{ItemTarget, Verdict};
use maud::{Markup, html};
use record::kinds::Registers;
use record::link::split;

use super::words::{self, kind, named, party};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::frame::{Page, show};
use crate::web::link::{self, ITEMS, escaped};
use crate::web::reckoned::{self, Reckoned};
use crate::web::when::span;

/// Rows of a page.
const ROWS: usize = 100;

/// What a list may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("after", Sort::Typed, "An entry that must be seen."),
    Parameter::new("as-of", Sort::Typed, "A point in the past."),
    Parameter::new("q", Sort::Typed, "A part of the name or id."),
    Parameter::new("kind", Sort::Typed, "Only this kind."),
    Parameter::new("tier", Sort::Typed, "Only this tier."),
    Parameter::new("owner", Sort::Typed, "Only what this party answers for."),
    Parameter::new("site", Sort::Typed, "Only what stands there."),
    Parameter::new("verdict", Sort::Typed, "Only with this verdict."),
    Parameter::new("sort", Sort::Typed, "name, need, back, tier or verdict."),
    Parameter::new("page", Sort::Typed, "Which page, from 1."),
];

/// A row of a list, with what it is filtered and sorted by.
struct Row<'a> {
    target: &'a ItemTarget,
    tier: Option<u32>,
    owner: Option<String>,
    site: Option<&'a str>,
}

impl Row<'_> {
    fn need(&self) -> Option<i64> {
        Some(self.target.rto_required_seconds? + self.target.lead_seconds)
    }

    fn back(&self) -> Option<i64> {
        Some(self.target.rtc_seconds? + self.target.lead_seconds)
    }
}

/// Which list it is.
#[derive(Clone, Copy)]
struct List {
    path: &'static str,
    title: &'static str,
    kind: Option<&'static str>,
}

/// All items.
pub async fn all(call: Call) -> Result<Response, Problem> {
    list(
        call,
        List {
            path: "/items",
            title: "Items",
            kind: None,
        },
    )
    .await
}

/// The services.
pub async fn services(call: Call) -> Result<Response, Problem> {
    let (path, title) = ("/requirements/services", "Services");
    list(
        call,
        List {
            path,
            title,
            kind: Some("service"),
        },
    )
    .await
}

/// The activities.
pub async fn activities(call: Call) -> Result<Response, Problem> {
    let (path, title) = ("/requirements/activities", "Activities");
    list(
        call,
        List {
            path,
            title,
            kind: Some("activity"),
        },
    )
    .await
}

/// The same rows as a table for spreadsheets.
pub async fn csv(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let mut out = String::from(
        "id,name,tier,owner,back_within_seconds,back_after_seconds,verdict,rpo_seconds\n",
    );
    for row in chosen(&now, &call, call.query.text("kind")) {
        let number = |it: Option<i64>| it.map_or(String::new(), |it| it.to_string());
        let cells = [
            row.target.id.clone(),
            row.target.name.clone(),
            row.tier.map_or(String::new(), |tier| tier.to_string()),
            row.owner.clone().unwrap_or_default(),
            number(row.need()),
            number(row.back()),
            row.target.verdict.as_str().to_owned(),
            number(row.target.rpo_required_seconds),
        ];
        out.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        out.push('\n');
    }
    Ok(reply::body("text/csv; charset=utf-8", out))
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '@', '\t', '\r'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let guard = if formula { "'" } else { "" };
    match cell.contains([',', '"', '\n', '\r']) || formula {
        true => format!("\"{guard}{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

async fn list(call: Call, list: List) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let asked = call.query.text("kind").filter(|kind| ITEMS.contains(kind));
    let rows = chosen(&now, &call, list.kind.or(asked));
    let pages = rows.len().div_ceil(ROWS).max(1);
    let page = call
        .query
        .text("page")
        .and_then(|it| it.parse::<usize>().ok());
    let page = page.unwrap_or(1).clamp(1, pages);
    let first = (page - 1) * ROWS;
    let shown = &rows[first..rows.len().min(first + ROWS)];
    let body = html! {
        h1 { (list.title) }
        (filters(&now, &call, list))
        p role="status" { (words::count(rows.len(), "row", "rows")) (summary(&rows)) }
        (table(&now, &call, list, shown))
        (turn(&call, list, page, pages))
    };
    let csv = with(&call, list, &[("page", "")], "/items.csv");
    let page = Page::new(list.title, "/requirements", body)
        .help("2-requirements")
        .export([("CSV", csv)]);
    show(&call, page).await
}

fn summary(rows: &[Row<'_>]) -> Markup {
    let count = |verdict: Verdict| {
        let of = rows.iter().filter(|row| row.target.verdict == verdict);
        of.count()
    };
    html! {
        @for verdict in [Verdict::Misses, Verdict::Infeasible, Verdict::Unknown, Verdict::Meets] {
            @let many = count(verdict);
            @if many > 0 { ", " (many) " " (words::verdict(verdict)) }
        }
    }
}

/// The rows that are asked for, in the order asked for.
fn chosen<'a>(now: &'a Reckoned, call: &Call, of: Option<&str>) -> Vec<Row<'a>> {
    let registers = now.registers();
    let text = |name: &str| {
        call.query
            .text(name)
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    };
    let (q, tier, owner, site, verdict) = (
        text("q"),
        text("tier"),
        text("owner"),
        text("site"),
        text("verdict"),
    );
    let rows = now.items.iter().filter_map(|target| {
        let named = |it: &str| it.to_lowercase().contains(&q);
        let fits = of.is_none_or(|of| kind(&target.id) == of)
            && (q.is_empty() || named(&target.name) || named(&target.id))
            && (verdict.is_empty() || target.verdict.as_str().replace(' ', "-") == verdict);
        let row = fits.then(|| row(registers, target))?;
        let same = |asked: &str, has: Option<&str>| {
            asked.is_empty() || has.is_some_and(|has| has == asked || split(has).1 == asked)
        };
        let tier_fits = tier.is_empty() || row.tier.is_some_and(|it| it.to_string() == tier);
        (tier_fits && same(&owner, row.owner.as_deref()) && same(&site, row.site)).then_some(row)
    });
    let mut rows: Vec<Row<'_>> = rows.collect();
    match text("sort").as_str() {
        "name" => rows.sort_by_cached_key(|row| row.target.name.to_lowercase()),
        "need" => rows.sort_by_key(|row| (row.need().is_none(), row.need())),
        "back" => rows.sort_by_key(|row| (row.back().is_some(), row.back().map(|it| -it))),
        "tier" => rows.sort_by_key(|row| (row.tier.is_none(), row.tier)),
        _ => rows.sort_by_key(|row| worst(row.target.verdict)),
    }
    rows
}

/// The worst verdict first.
fn worst(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Infeasible => 0,
        Verdict::Misses => 1,
        Verdict::Unknown => 2,
        Verdict::Meets => 3,
        Verdict::NoTarget => 4,
    }
}

fn row<'a>(registers: &'a Registers, target: &'a ItemTarget) -> Row<'a> {
    let (_, id) = split(&target.id);
    macro_rules! of {
        ($register:ident) => {
            registers.$register.get(id).map(|it| &it.own.item)
        };
    }
    let item = match kind(&target.id) {
        "activity" => of!(activities),
        "service" => of!(services),
        "component" => of!(components),
        "dataset" => of!(datasets),
        "site" => of!(sites),
        "supplier" => of!(suppliers),
        _ => of!(teams),
    };
    let envelope = registers.envelope(kind(&target.id), id);
    let owner = envelope.and_then(|(envelope, ..)| envelope.owner.as_ref());
    Row {
        target,
        tier: item.and_then(|item| item.tier),
        owner: owner.and_then(|owner| party(registers, &owner.text)),
        site: item.and_then(|item| item.site.as_ref().map(|site| site.id())),
    }
}

/// The same list with other parameters; an empty value takes one away.
fn with(call: &Call, list: List, changes: &[(&str, &str)], path: &str) -> String {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for parameter in ASKED {
        let changed = changes.iter().find(|(name, _)| *name == parameter.name);
        let value = match changed {
            Some((_, value)) => *value,
            None => call.query.text(parameter.name).unwrap_or_default(),
        };
        let value = match (parameter.name, list.kind) {
            ("kind", Some(kind)) if path != list.path => kind,
            ("kind", Some(_)) => "",
            _ => value,
        };
        if !value.is_empty() {
            pairs.push((parameter.name, value));
        }
    }
    let part = |(name, value): &(&str, &str)| format!("{name}={}", escaped(value));
    let query: Vec<String> = pairs.iter().map(part).collect();
    match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", query.join("&")),
    }
}

fn filters(now: &Reckoned, call: &Call, list: List) -> Markup {
    let text = |name: &str| call.query.text(name).unwrap_or_default();
    let mut sites: Vec<(&str, &str)> = vec![("", "any")];
    sites.extend(
        now.registers()
            .sites
            .live()
            .map(|site| (&*site.id, site.title())),
    );
    let verdicts = [
        ("", "any"),
        ("misses", "too late"),
        ("infeasible", "cannot be met"),
        ("unknown", "unknown"),
        ("meets", "in time"),
        ("no-target", "nothing asked"),
    ];
    let tiers = [
        ("", "any"),
        ("0", "0"),
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
    ];
    let mut kinds = vec![("", "any")];
    kinds.extend(ITEMS.map(|kind| (kind, kind)));
    html! {
        form.row.filters action=(list.path) {
            div.field { label for="filter-q" { "Name" }
                input #filter-q name="q" type="search" value=(text("q")); }
            @if list.kind.is_none() { (choice("kind", "Kind", &kinds, text("kind"))) }
            (choice("tier", "Tier", &tiers, text("tier")))
            (choice("site", "Site", &sites, text("site")))
            (choice("verdict", "Verdict", &verdicts, text("verdict")))
            div.field { label for="filter-owner" { "Answers for it" }
                input #filter-owner name="owner" value=(text("owner")); }
            button type="submit" { "Show" }
        }
    }
}

fn choice(name: &str, label: &str, choices: &[(&str, &str)], value: &str) -> Markup {
    html! {
        div.field { label for={ "filter-" (name) } { (label) }
            select id={ "filter-" (name) } name=(name) {
                @for (word, shown) in choices { option value=(word) selected[*word == value] {
                    (shown) } }
            }
        }
    }
}

fn table(now: &Reckoned, call: &Call, list: List, rows: &[Row<'_>]) -> Markup {
    let registers = now.registers();
    let sorted = |by: &str, word: &str| {
        let now = call.query.text("sort").unwrap_or("verdict") == by;
        html! { th scope="col" aria-sort=[now.then_some("ascending")] {
            a href=(with(call, list, &[("sort", by), ("page", "")], list.path)) { (word) }
        } }
    };
    html! {
        div.scroll { table.stack {
            thead { tr {
                (sorted("name", "Name")) (sorted("verdict", "Verdict")) (sorted("need",
                    "Asked: back within"))
                (sorted("back", "By calculation")) (sorted("tier", "Tier")) th scope="col" {
                    "Answers for it" }
                th scope="col" { "Findings" }
            } }
            tbody { @for row in rows { tr {
                th scope="row" { (link::record(&row.target.id, &row.target.name))
                    @if list.kind.is_none() { " " small { (kind(&row.target.id)) } } }
                td data-label="Verdict" { (words::verdict(row.target.verdict)) }
                td data-label="Asked" { @match row.need() { Some(need) => { (span(need)) }, None
                    => { span.quiet { "nothing" } } } }
                td data-label="By calculation" { @match row.back() { Some(back) => { (span(back))
                    }, None => { "unknown" } } }
                td data-label="Tier" { @if let Some(tier) = row.tier { (tier) } }
                td data-label="Owner" { @match &row.owner { Some(owner) => { (named(registers,
                    owner)) }, None => { span.quiet { "nobody" } } } }
                td data-label="Findings" {
                    @let found = now.findings_of(&row.target.id).count();
                    @if found > 0 { a href={ (link::place(&row.target.id)) "#findings" } {
                        (found) } } @else { "0" }
                }
            } } }
        } }
    }
}

fn turn(call: &Call, list: List, page: usize, pages: usize) -> Markup {
    let to = |page: usize| with(call, list, &[("page", &page.to_string())], list.path);
    html! {
        @if pages > 1 { nav.actions aria-label="Pages" {
            @if page > 1 { a rel="prev" href=(to(page - 1)) { "Earlier" } }
            span { "Page " (page) " of " (pages) }
            @if page < pages { a rel="next" href=(to(page + 1)) { "Later" } }
        } }
    }
}
