//! The same as the pages of risk, as tables.

use axum::response::Response;
use exchange::document::table::Table;
use exchange::write::csv;

use super::curve::told;
use crate::answer::simulate;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::reckoned;
use crate::web::requirements::strategy::asked;

fn answered(head: &[&str], rows: Vec<Vec<String>>) -> Response {
    let table = Table {
        name: String::new(),
        head: head.iter().map(|it| (*it).to_owned()).collect(),
        rows,
    };
    reply::body("text/csv; charset=utf-8", csv::table(&table))
}

fn figure(value: Option<f64>, decimals: usize) -> String {
    value.map_or(String::new(), |value| format!("{value:.decimals$}"))
}

/// The register.
pub async fn register(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = asked(&call, &now, |given| {
        Ok(simulate::risks(given, &Default::default()))
    })
    .await?;
    let currency = told.currency.clone().unwrap_or_default();
    let rows = told.risks.into_iter().map(|it| {
        let (often, loss) = (it.frequency.as_ref(), it.loss.as_ref());
        vec![
            it.id,
            it.name,
            it.hazard.unwrap_or_default(),
            it.affects.join(" "),
            figure(often.map(|it| it.per_year), 6),
            figure(often.and_then(|it| it.p10), 6),
            figure(often.and_then(|it| it.p90), 6),
            figure(loss.map(|it| it.p10), 2),
            figure(loss.map(|it| it.median), 2),
            figure(loss.map(|it| it.p90), 2),
            figure(loss.map(|it| it.mean), 2),
            figure(it.inherent_per_year, 2),
            figure(it.residual_per_year, 2),
            currency.clone(),
            it.owner.unwrap_or_default(),
            it.treatment.unwrap_or_default().to_owned(),
            it.accepted_until.unwrap_or_default(),
            it.missing.join("; "),
        ]
    });
    let head = [
        "id",
        "name",
        "hazard",
        "affects",
        "per_year",
        "per_year_p10",
        "per_year_p90",
        "loss_p10",
        "loss_median",
        "loss_p90",
        "loss_mean",
        "inherent_per_year",
        "residual_per_year",
        "currency",
        "owner",
        "treatment",
        "accepted_until",
        "missing",
    ];
    Ok(answered(&head, rows.collect()))
}

/// The curve.
pub async fn curve(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = told(&call, &now).await?;
    let currency = told.year.currency.clone().unwrap_or_default();
    let rows = told.year.curve.iter().map(|it| {
        vec![
            format!("{}", it.probability),
            format!("{:.2}", it.loss),
            currency.clone(),
            told.years.to_string(),
            told.asked.seed.to_string(),
        ]
    });
    let head = ["probability", "loss_exceeded", "currency", "years", "seed"];
    Ok(answered(&head, rows.collect()))
}
