//! The same as the pages of the strategy, as tables.

use axum::response::Response;
use continuity::requirements::recovery_points::Point;
use continuity::requirements::strategy::cost::Range;
use exchange::document::table::Table;
use exchange::write::csv;

use super::asked;
use super::compare::{asked_of, there_is};
use crate::answer::strategy;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::reckoned;

fn answered(head: &[&str], rows: Vec<Vec<String>>) -> Response {
    let table = Table {
        name: String::new(),
        head: head.iter().map(|it| (*it).to_owned()).collect(),
        rows,
    };
    reply::body("text/csv; charset=utf-8", csv::table(&table))
}

fn seconds(value: Option<i64>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

fn money(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| format!("{value:.2}"))
}

fn figure(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| format!("{value:.3}"))
}

fn low(range: Option<Range>) -> String {
    money(range.map(|range| range.low))
}

fn high(range: Option<Range>) -> String {
    money(range.map(|range| range.high))
}

/// Every service.
pub async fn overview(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = asked(&call, &now, |given| Ok(strategy::overview(given))).await?;
    let row = |row: &continuity::requirements::strategy::overview::StrategyRow| {
        vec![
            row.id.clone(),
            row.name.clone(),
            row.mode.to_owned(),
            seconds(row.required_seconds),
            seconds(row.today_seconds),
            row.standing.as_str().to_owned(),
            row.choice.clone().unwrap_or_default(),
            row.option.clone().unwrap_or_default(),
            low(row.cost_per_year),
            high(row.cost_per_year),
            money(row.avoided_per_year),
            told.currency.clone(),
        ]
    };
    let head = [
        "id",
        "name",
        "mode",
        "required_seconds",
        "today_seconds",
        "decision",
        "choice",
        "option",
        "cost_per_year_low",
        "cost_per_year_high",
        "avoided_per_year",
        "currency",
    ];
    Ok(answered(&head, told.rows.iter().map(row).collect()))
}

/// The options of one item.
pub async fn options(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let question = asked_of(&call);
    there_is(&call, now.registers())?;
    let told = asked(&call, &now, move |given| {
        strategy::compare(given, &question)
    })
    .await?;
    let point = |point: Option<Point>| match point {
        Some(Point::Seconds(seconds)) => seconds.to_string(),
        Some(Point::None) => "none".to_owned(),
        _ => String::new(),
    };
    let row = |it: &continuity::requirements::strategy::comparison::Column| {
        vec![
            it.id.clone(),
            it.name.clone(),
            it.sort.unwrap_or_default().to_owned(),
            seconds(it.rtc_seconds),
            point(it.rpc_seconds),
            it.level_percent.map_or(String::new(), |level| {
                format!("{}", f64::from(level.0) / 100.0)
            }),
            seconds(it.margin_seconds),
            it.verdict.as_str().to_owned(),
            low(it.cost.per_year),
            high(it.cost.per_year),
            money(it.residual_per_year),
            money(it.avoided_per_year),
            money(it.total_per_year),
            money(it.year.map(|it| it.p90)),
            money(it.year.map(|it| it.p95)),
            money(it.year.map(|it| it.p99)),
            money(it.less.map(|it| it.p95)),
            figure(it.payback.and_then(|it| it.years)),
            figure(it.payback.and_then(|it| it.probability)),
            it.break_even_per_year
                .map_or(String::new(), |rate| format!("{rate:.6}")),
            it.fixes.join(" "),
            it.broken.join(" "),
            told.currency.clone(),
        ]
    };
    let head = [
        "option",
        "name",
        "type",
        "rtc_seconds",
        "rpc_seconds",
        "level_percent",
        "margin_seconds",
        "verdict",
        "cost_per_year_low",
        "cost_per_year_high",
        "residual_loss_per_year",
        "avoided_per_year",
        "total_per_year",
        "year_p90",
        "year_p95",
        "year_p99",
        "year_p95_less",
        "payback_years",
        "payback_probability",
        "break_even_per_year",
        "fixes",
        "stays_broken",
        "currency",
    ];
    Ok(answered(&head, told.options.iter().map(row).collect()))
}

/// Every measure.
pub async fn measures(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = asked(&call, &now, |given| Ok(strategy::measures(given))).await?;
    let percent = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let row = |it: &continuity::requirements::strategy::measure_effect::MeasureEffect| {
        vec![
            it.id.clone(),
            it.name.clone(),
            it.sort.unwrap_or_default().to_owned(),
            it.state.unwrap_or_default().to_owned(),
            it.due.clone().unwrap_or_default(),
            it.verified.clone().unwrap_or_default(),
            it.verified_by.clone().unwrap_or_default(),
            percent(it.frequency_left_percent),
            percent(it.severity_left_percent),
            money(it.avoided_per_year),
            low(it.cost_per_year),
            money(it.value_per_year),
            money(it.without_year.map(|it| it.p95)),
            money(it.with_year.map(|it| it.p95)),
            money(it.less.map(|it| it.mean)),
            money(it.less.map(|it| it.p99)),
            figure(it.payback.and_then(|it| it.years)),
            figure(it.payback.and_then(|it| it.probability)),
            told.currency.clone(),
        ]
    };
    let head = [
        "measure",
        "name",
        "type",
        "state",
        "due",
        "verified",
        "verified_by",
        "frequency_left_percent",
        "severity_left_percent",
        "avoided_per_year",
        "cost_per_year",
        "value_per_year",
        "year_p95_without",
        "year_p95_with",
        "year_mean_less",
        "year_p99_less",
        "payback_years",
        "payback_probability",
        "currency",
    ];
    Ok(answered(&head, told.measures.iter().map(row).collect()))
}
