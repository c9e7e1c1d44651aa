//! The paper on strategy: how far the decisions have come for each service, and for one of them
//! the ways to recover beside each other, with what was chosen and why.

use continuity::requirements::strategy::comparison::Comparison;
use continuity::requirements::strategy::cost::Range;
use continuity::requirements::strategy::overview::StrategyOverview;

use super::ground::{Ground, listed, span, span_or_unknown};
use super::risk_register::amount;
use super::{Block, Document, Fact, Table};

/// The paper; with `compared`, about those items.
pub fn strategy_paper(
    ground: &Ground<'_>,
    overview: &StrategyOverview,
    compared: &[Comparison],
) -> Document {
    let mut front = ground.front_of_all("Strategy paper");
    if let [one] = compared {
        front.title.clone_from(&one.name);
    }
    front.address = ground
        .address
        .map(|site| format!("{site}/requirements/strategy"));
    let mut blocks = Vec::new();
    if compared.len() != 1 {
        whole(ground, overview, &mut blocks);
    }
    for one in compared {
        blocks.push(Block::Break);
        each(ground, one, &mut blocks);
    }
    Document { front, blocks }
}

fn range(ground: &Ground<'_>, currency: &str, range: Option<Range>) -> String {
    match (ground.money, range) {
        (false, _) => "withheld".into(),
        (true, None) => "unknown".into(),
        (true, Some(it)) if it.low == it.high => amount(Some(currency), Some(it.low)),
        (true, Some(it)) => format!(
            "{} to {}",
            amount(Some(currency), Some(it.low)),
            amount(Some(currency), Some(it.high))
        ),
    }
}

fn money(ground: &Ground<'_>, currency: &str, value: Option<f64>) -> String {
    match ground.money {
        true => amount(Some(currency), value),
        false => "withheld".into(),
    }
}

fn whole(ground: &Ground<'_>, overview: &StrategyOverview, out: &mut Vec<Block>) {
    let currency = overview.currency.as_str();
    out.push(Block::heading(1, "Where it stands"));
    out.push(Block::Facts {
        rows: vec![
            Fact::new(
                "Services with a decision",
                format!("{} of {}", overview.decided, overview.of),
            ),
            Fact::new("Gaps accepted", overview.gaps_accepted.to_string()),
            Fact::new(
                "What is decided costs a year",
                range(ground, currency, Some(overview.cost_per_year)),
            ),
            Fact::new(
                "Loss it avoids a year",
                money(ground, currency, overview.avoided_per_year),
            ),
        ],
    });
    let mut table = Table::new(
        "Services",
        &[
            ("Service", 5),
            ("Loss", 3),
            ("Back within", 3),
            ("Today", 3),
            ("Decision", 4),
            ("Option taken", 5),
            ("A year", 4),
        ],
    );
    for row in &overview.rows {
        let option = row.option.as_ref().map(|it| ground.named(it));
        table.rows.push(vec![
            row.name.as_str().into(),
            row.mode.into(),
            row.required_seconds.map_or("no target".into(), span).into(),
            span_or_unknown(row.today_seconds).into(),
            row.standing.as_str().into(),
            option.unwrap_or_else(|| "none".into()).into(),
            match row.option {
                Some(_) => range(ground, currency, row.cost_per_year).into(),
                None => "".into(),
            },
        ]);
    }
    out.push(Block::Table(table));
}

fn each(ground: &Ground<'_>, one: &Comparison, out: &mut Vec<Block>) {
    let currency = one.currency.as_str();
    out.push(Block::heading(
        1,
        format!("{}: after {}", one.name, one.mode),
    ));
    let often = one.frequency_per_year;
    out.push(Block::Facts {
        rows: vec![
            Fact::new(
                "Must be back within",
                one.required_seconds.map_or("no target".into(), span),
            ),
            Fact::new(
                "May lose",
                one.rpo_required_seconds.map_or("no target".into(), span),
            ),
            Fact::new(
                "Least level",
                one.mbco_percent.map_or("not stated".into(), |it| {
                    format!("{} %", f64::from(it.0) / 100.0)
                }),
            ),
            Fact::new(
                "Struck",
                often.map_or("nobody said how often".into(), |it| {
                    format!("{it:.2} times a year")
                }),
            ),
        ],
    });
    options(ground, one, currency, out);
    out.push(Block::heading(2, "What was decided"));
    if one.decisions.is_empty() {
        out.push(Block::paragraph("Nothing yet."));
    }
    for it in &one.decisions {
        let approver = it.approver.as_ref().map(|it| ground.named(it));
        let mut rows = vec![
            Fact::new("Option", ground.named(&it.option)),
            Fact::new("Standing", it.standing.as_str()),
            Fact::new("Why", it.reason.as_deref().unwrap_or("not stated")),
            Fact::new(
                "Who decided",
                approver.unwrap_or_else(|| "nobody is named".into()),
            ),
            Fact::new("When", it.decided.as_deref().unwrap_or("not stated")),
            Fact::new("Until", it.expires.as_deref().unwrap_or("no end is set")),
        ];
        if let Some(granted) = it.granted.as_ref().filter(|_| ground.money) {
            rows.push(Fact::new("Money granted", granted.as_str()));
        }
        if let Some(gap) = &it.gap {
            rows.push(Fact::new("Gap accepted", gap.as_str()));
        }
        for (option, why) in &it.rejected {
            let why = why.as_deref().unwrap_or("no reason is written down");
            rows.push(Fact::new(
                "Not taken",
                format!("{}: {why}", ground.named(option)),
            ));
        }
        if !it.changed.is_empty() {
            rows.push(Fact::new("Changed since", listed(&it.changed, "")));
        }
        out.push(Block::Facts { rows });
    }
}

fn options(ground: &Ground<'_>, one: &Comparison, currency: &str, out: &mut Vec<Block>) {
    let mut table = Table::new(
        "Options",
        &[
            ("Option", 5),
            ("Back in", 3),
            ("Verdict", 3),
            ("Costs a year", 5),
            ("Loss left a year", 5),
            ("Until built", 3),
        ],
    );
    for it in &one.options {
        table.rows.push(vec![
            it.name.as_str().into(),
            span_or_unknown(it.rtc_seconds).into(),
            it.verdict.as_str().into(),
            range(ground, currency, it.cost.per_year).into(),
            money(ground, currency, it.residual_per_year).into(),
            it.lead_time_seconds
                .map_or("not stated".into(), span)
                .into(),
        ]);
    }
    out.push(Block::Table(table));
    let named = |it: &Option<String>| match it {
        Some(name) => one
            .options
            .iter()
            .find(|option| option.id == *name)
            .map_or(name.clone(), |option| option.name.clone()),
        None => "none".into(),
    };
    out.push(Block::Facts {
        rows: vec![
            Fact::new("Cheapest in time", named(&one.cheapest_in_time)),
            Fact::new("Cheapest of all", named(&one.cheapest)),
        ],
    });
}
