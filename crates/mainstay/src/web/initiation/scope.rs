//! The scope board: everything known is in, out or undecided, and why. It shows the latest scope,
//! agreed or not, and says which; things move by buttons, an exclusion by a form.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::finding::Judge;
use continuity::initiation::scope_board::{ScopeBoard, ScopeRow, Side, scope_board};
use continuity::standpoint::Standpoint;
use continuity::state::State;
use continuity::written::Written;
use jiff::Timestamp;
use maud::{Markup, html};
use record::initiation::Scope;
use record::initiation::scope::Exclusion;
use record::kind::{Envelope, Filed, Status};
use record::kinds::{Record, Registers};
use record::link::{PartyRef, RecordRef, split};
use record::value::Date;

use super::agree;
use crate::http::call::Call;
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::link;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "side",
        Sort::Words(&["in", "out", "undecided"]),
        "Only this side.",
    ),
    Parameter::new("kind", Sort::Typed, "Only items of this kind."),
];

/// The scope that is made where there is none.
const FIRST: &str = "programme";
/// Rows of a side that stand on the page at once.
const ROWS_MAX: usize = 150;

/// What was typed into the form of an exclusion, and what is wrong with it.
#[derive(Default)]
struct Typed {
    items: Vec<String>,
    reason: String,
    approver: String,
    expires: String,
    faults: Faults,
}

/// The board.
pub async fn show(call: Call) -> Result<Response, Problem> {
    page(&call, StatusCode::OK, &Typed::default()).await
}

async fn page(call: &Call, status: StatusCode, typed: &Typed) -> Result<Response, Problem> {
    let present = crate::web::reckoned::of(call).await?.present.clone();
    let (computed, at) = (present.clone(), call.now);
    let board = call.doors.compute(move || latest(&computed.state, at));
    let board = board.await?;
    let may = call.may_do(Action::Amend, Object::Kind("scope"));
    let state = &present.state;
    let wanted = call.query.text("side");
    let shows = |side: Side| wanted.is_none_or(|wanted| wanted == side.word());
    let scopes = state.registers.scopes.live();
    let body = html! {
        h1 { "Scope" }
        p.lead { "Everything known is in, out or undecided. Activities and services are named one \
            by one; what they stand on follows them." }
        (counts(&board))
        @for scope
            in scopes { (agree::banner(call, state, &scope.reference(), "/initiation/scope")) }
        (typed.faults.summary())
        form.board method="post" action="/initiation/scope" {
            (form::request())
            @for side in [Side::Undecided, Side::In, Side::Out] {
                @if shows(side) { (column(call, &state.registers, &board, side, may)) }
            }
            @if may { (moving(&state.registers, typed)) }
        }
    };
    let page = Page::new("Scope", "/initiation", body).help("1-initiation#what-you-decide-here");
    let page = page.export([("As JSON", "/api/v1/scope-board")]);
    show_as(call, status, page).await
}

/// The board with the latest content of every scope, as it would be once agreed.
fn latest(state: &State, at: Timestamp) -> ScopeBoard {
    let mut registers: Registers = state.registers.clone();
    let ids: Vec<String> = registers
        .scopes
        .live()
        .map(|it| it.id.to_string())
        .collect();
    for id in ids {
        if let Some(mut record) = state.latest("scope", &id) {
            record.envelope_mut().status = Some(Status::Approved);
            registers.replace(record);
        }
    }
    scope_board(&Judge::new(Standpoint::new(&registers, at)))
}

fn demands(row: &ScopeRow) -> bool {
    row.id.starts_with("activity/") || row.id.starts_with("service/")
}

fn counts(board: &ScopeBoard) -> Markup {
    let on = |side| board.on(side).filter(|row| demands(row)).count();
    let (undecided, faulty) = (
        on(Side::Undecided),
        board
            .on(Side::Out)
            .filter(|row| !row.faults.is_empty())
            .count(),
    );
    html! {
        p { "Of the activities and services "
            a href="?side=in" { (on(Side::In)) " are in" } ", "
            a href="?side=out" { (on(Side::Out)) " are out" } ", "
            a href="?side=undecided" { (undecided) " are undecided" } "."
            @if faulty > 0 { " " span.bad-word { (faulty) " exclusions are not sound." } }
            " " a href="/initiation/scope" { "All" }
        }
    }
}

fn column(call: &Call, registers: &Registers, board: &ScopeBoard, side: Side, may: bool) -> Markup {
    let kind = call.query.text("kind").filter(|kind| !kind.is_empty());
    let fits = |row: &&ScopeRow| match kind {
        Some(kind) => split(&row.id).0 == Some(kind),
        // What only follows others would drown what someone has to decide.
        None => demands(row) || side == Side::Out,
    };
    let rows: Vec<&ScopeRow> = board.on(side).filter(fits).collect();
    let follows = board.on(side).count() - rows.len();
    let title = match side {
        Side::In => "In",
        Side::Out => "Out",
        Side::Undecided => "Undecided",
    };
    html! {
        section.sheet aria-labelledby={ "side-" (side.word()) } {
            h2 id={ "side-" (side.word()) } { (title) " " span.quiet { (rows.len()) } }
            @if rows.is_empty() { p.quiet { "Nothing here." } } @else {
                div.scroll { table.stack {
                    thead { tr { @if may { th { span.unseen { "Choose" } } } th { "What" }
                        th { "Why" } } }
                    tbody { @for row in rows.iter().take(ROWS_MAX) { (line(registers, row, may)) } }
                } }
                @if may { p.actions {
                    @if side != Side::In { button type="submit" name="to"
                        value="in" { "Take in what is chosen" } }
                    @if side != Side::Undecided { button.plain type="submit" name="to"
                        value="undecided" { "Leave undecided" } }
                    @if side != Side::Out { a href="#move" { "Leave out\u{2026}" } }
                } }
            }
            @if rows.len() > ROWS_MAX {
                p.quiet { (rows.len() - ROWS_MAX) " more. " a
                    href={ "?side=" (side.word()) "&kind=service" } { "Services only" } }
            }
            @if follows > 0 && kind.is_none() {
                p.quiet { (follows) " things of other kinds stand here: "
                    @for kind in ["component", "dataset", "site", "supplier", "team"] {
                        a href={ "?side=" (side.word()) "&kind=" (kind) } { (kind) "s" } " "
                    }
                }
            }
        }
    }
}

fn line(registers: &Registers, row: &ScopeRow, may: bool) -> Markup {
    let id = form::id(&row.id);
    html! {
        tr {
            @if may { td { label.check for=(id) {
                input #(id) type="checkbox" name="item" value=(row.id);
                span.unseen { "Choose " (row.name) }
            } } }
            td { (link::record(&row.id, &row.name)) " "
                span.quiet { (split(&row.id).0.unwrap_or_default()) } }
            td data-label="Why" {
                (row.why)
                @if let Some(expires) = &row.expires { " Until " (expires) "." }
                @for fault in &row.faults { p.fault { (fault) } }
                @if row.needed_by.len() > 1 && row.side != Side::In {
                    p.quiet { "Needed on the path " (path(registers, &row.needed_by)) }
                }
            }
        }
    }
}

fn path(registers: &Registers, path: &[String]) -> Markup {
    html! { @for (place, reference) in path.iter().enumerate() {
        @if place > 0 { " \u{2192} " }
        (link::named(registers, reference))
    } }
}

/// The buttons that move what is chosen, and what an exclusion must say.
fn moving(registers: &Registers, typed: &Typed) -> Markup {
    let roles: Vec<(String, String)> = registers
        .roles
        .live()
        .map(|role| (role.reference(), role.title().to_owned()))
        .collect();
    let mut choices = vec![("", "Nobody yet")];
    choices.extend(roles.iter().map(|(id, name)| (id.as_str(), name.as_str())));
    html! {
        section.sheet #move aria-labelledby="move-name" {
            h2 #move-name { "Move what is chosen" }
            @for item in &typed.items { input type="hidden" name="item" value=(item); }
            @if !typed.items.is_empty() { p { "Chosen: " (typed.items.join(", ")) } }
            p.actions {
                button type="submit" name="to" value="in" { "Take in" }
                button.plain type="submit" name="to" value="undecided" { "Leave undecided" }
            }
            h3 { "Or leave it out" }
            (form::field(Ask::new("reason", "Why", "One sentence that an auditor understands."),
                &typed.reason, &typed.faults))
            div.row {
                (form::select(Ask::new("approver", "Who agrees", ""), &typed.approver, &choices,
                    &typed.faults))
                (form::typed("date", Ask::new("expires", "Until when", "Then it is decided anew."),
                    &typed.expires, &typed.faults))
            }
            p.actions { button.plain type="submit" name="to" value="out" { "Leave out" } }
        }
    }
}

/// Moves what was chosen.
pub async fn moved(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let typed = Typed {
        items: fields.all("item").map(str::to_owned).collect(),
        reason: fields.text("reason").trim().to_owned(),
        approver: fields.text("approver").to_owned(),
        expires: fields.text("expires").to_owned(),
        faults: Faults::default(),
    };
    let side = match fields.text("to") {
        "in" => Side::In,
        "out" => Side::Out,
        _ => Side::Undecided,
    };
    let typed = checked(&call, side, typed);
    if !typed.faults.is_empty() {
        return page(&call, StatusCode::UNPROCESSABLE_ENTITY, &typed).await;
    }
    let command = command(&call, side, &typed);
    let receipt = order::execute(&call, command).await?;
    Ok(form::away("/initiation/scope", &receipt))
}

fn checked(call: &Call, side: Side, mut typed: Typed) -> Typed {
    let state = &call.doors.ledger.present().state;
    if typed.items.is_empty() {
        typed.faults.add("item", "choose what is to be moved");
    }
    for item in typed.items.clone() {
        let (kind, id) = split(&item);
        if !kind.is_some_and(|kind| state.registers.has(kind, id)) {
            typed
                .faults
                .add("item", format!("nothing is called {item}"));
        }
    }
    if side == Side::Out {
        if typed.reason.is_empty() {
            typed.faults.add("reason", "say why it is left out");
        }
        let role = split(&typed.approver);
        if role.0 != Some("role") || state.registers.roles.get(role.1).is_none() {
            typed
                .faults
                .add("approver", "name who agrees to leave it out");
        }
        let today = call.now.to_zoned(jiff::tz::TimeZone::UTC).date();
        match typed.expires.parse::<jiff::civil::Date>() {
            Ok(day) if day > today => {}
            Ok(_) => typed
                .faults
                .add("expires", "name a day that is still to come"),
            Err(_) => typed
                .faults
                .add("expires", "name the day until which it is left out"),
        }
    }
    typed
}

/// The latest scope with what was chosen moved; a first scope where there is none.
fn command(call: &Call, side: Side, typed: &Typed) -> Command {
    let state = &call.doors.ledger.present().state;
    let id = state
        .registers
        .scopes
        .live()
        .next()
        .map(|it| it.id.to_string());
    let known = id.and_then(|id| match state.latest("scope", &id) {
        Some(Record::Scope(scope)) => Some(scope),
        _ => None,
    });
    let revision = known.as_ref().and_then(|it| state.filing("scope", &it.id));
    let expected = revision.map(|filing| filing.revision);
    let mut scope = known.unwrap_or_else(first);
    // An agreed scope changed by someone who may agree stays so; else the change waits for one.
    if scope.status() != Status::Draft {
        scope.envelope.status = Some(Status::Approved);
    }
    for item in &typed.items {
        place(&mut scope.own, side, item, typed);
    }
    let written = Written::made(Record::Scope(scope));
    match expected {
        Some(_) => Command::Amend { written, expected },
        None => Command::File { written },
    }
}

fn first() -> Filed<Scope> {
    let mut envelope = Envelope::empty();
    envelope.name = Some("What the programme covers".into());
    envelope.status = Some(Status::Draft);
    let own = Scope {
        organisation: None,
        classification: None,
        includes: Vec::new(),
        excludes: Vec::new(),
        interfaces: Vec::new(),
        complete: true,
    };
    Filed::made(FIRST, envelope, own)
}

fn place(scope: &mut Scope, side: Side, item: &str, typed: &Typed) {
    let bare = split(item).1;
    let same = |text: &str| text == item || text == bare;
    scope.includes.retain(|it| !same(&it.text));
    scope.excludes.retain(|it| !same(&it.item.text));
    match side {
        Side::In => scope.includes.push(RecordRef::to(item)),
        Side::Undecided => {}
        Side::Out => scope.excludes.push(Exclusion {
            item: RecordRef::to(item),
            reason: Some(typed.reason.clone()),
            approver: Some(PartyRef::to(typed.approver.as_str())),
            expires: typed.expires.parse().ok().map(Date),
        }),
    }
}
