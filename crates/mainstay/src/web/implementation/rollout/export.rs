//! The same as the page, as tables: the work in its order, and the decisions.

use axum::response::Response;
use exchange::document::table::Table;
use exchange::write::csv;

use super::told;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::reply;

fn answered(head: &[&str], rows: Vec<Vec<String>>) -> Response {
    let table = Table {
        name: String::new(),
        head: head.iter().map(|it| (*it).to_owned()).collect(),
        rows,
    };
    reply::body("text/csv; charset=utf-8", csv::table(&table))
}

fn yes(is: bool) -> String {
    if is { "yes".into() } else { String::new() }
}

/// The work that is left, in its order.
pub async fn work(call: Call) -> Result<Response, Problem> {
    let (_, told) = told(&call).await?;
    let rows = told.work.iter().map(|it| {
        let after: Vec<&str> = it.after.iter().map(|it| &*it.id).collect();
        vec![
            it.id.clone(),
            it.record.clone(),
            it.name.clone(),
            it.words.to_owned(),
            it.sub_stage.to_owned(),
            it.state.words().to_owned(),
            it.owner.clone().unwrap_or_default(),
            it.lead_days.to_string(),
            it.person_days.to_string(),
            it.assumed.join(" "),
            after.join(" "),
            it.starts.clone(),
            it.ends.clone(),
            it.week.clone(),
            yes(it.critical),
            it.due.clone().unwrap_or_default(),
            yes(it.late),
            it.set_too_early_for.clone().unwrap_or_default(),
        ]
    });
    let head = [
        "id",
        "record",
        "name",
        "work",
        "sub_stage",
        "state",
        "owner",
        "lead_days",
        "person_days",
        "assumed",
        "after",
        "starts",
        "ends",
        "week",
        "critical",
        "due",
        "late",
        "set_too_early_for",
    ];
    Ok(answered(&head, rows.collect()))
}

/// What was decided, a row for each, with what realises it.
pub async fn decided(call: Call) -> Result<Response, Problem> {
    let (_, told) = told(&call).await?;
    let rows = told.decided.iter().map(|it| {
        let by: Vec<&str> = it.realised_by.iter().map(|it| &*it.id).collect();
        let of = |nothing: bool| {
            let gaps = it.gaps.iter().filter(|gap| gap.waived_by.is_none());
            let gaps = gaps.filter(|gap| gap.realised_by_nothing == nothing);
            let gaps: Vec<&str> = gaps.map(|gap| &*gap.subject).collect();
            gaps.join(" ")
        };
        let cost = it
            .cost
            .iter()
            .map(|it| format!("{} {}", it.amount, it.what));
        let cost: Vec<String> = cost.collect();
        vec![
            it.id.clone(),
            it.name.clone(),
            it.owner.clone().unwrap_or_default(),
            cost.join("; "),
            it.state.words().to_owned(),
            by.join(" "),
            of(false),
            of(true),
            yes(it.in_force),
            it.in_force_on.clone().unwrap_or_default(),
        ]
    });
    let head = [
        "id",
        "decided",
        "owner",
        "cost",
        "state",
        "realised_by",
        "open",
        "realised_by_nothing",
        "in_force",
        "in_force_on",
    ];
    Ok(answered(&head, rows.collect()))
}
