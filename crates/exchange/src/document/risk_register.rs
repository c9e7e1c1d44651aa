//! The register of risks on paper: each risk in numbers with who carries it, what a year may cost,
//! what stands alone, and which acceptances run out.

use continuity::requirements::risk_numbers::annual_loss::AnnualLoss;
use continuity::requirements::risk_numbers::{Register, RiskNumbers};

use super::drawing::{Anchor, Drawing, Shape};
use super::ground::{Ground, listed};
use super::{Block, Document, Fact, Table};

/// How many stand in the table of those that cost most.
const TOP: usize = 10;
/// Most pieces of the line of a drawing.
const PIECES_MOST: usize = 60;

/// The register, with what a year may cost.
pub fn risk_register(ground: &Ground<'_>, register: &Register, year: &AnnualLoss) -> Document {
    let mut front = ground.front_of_all("Risk register");
    front.address = ground
        .address
        .map(|site| format!("{site}/requirements/risks"));
    let mut blocks = vec![Block::heading(1, "At a glance")];
    if ground.money {
        glance(register, year, &mut blocks);
    } else {
        let text = "This reader does not see amounts; everything else is here.";
        blocks.push(Block::notice("Amounts withheld", text));
    }
    top(ground, register, &mut blocks);
    single_points(ground, &mut blocks);
    blocks.push(Block::Break);
    blocks.push(Block::heading(1, "Each risk"));
    for risk in &register.risks {
        each(ground, register, risk, &mut blocks);
    }
    if register.risks.is_empty() {
        blocks.push(Block::paragraph("No risk is in force."));
    }
    Document { front, blocks }
}

/// A whole amount with its currency: `EUR 1 200 000`; a word where it is not known.
pub(super) fn amount(currency: Option<&str>, amount: Option<f64>) -> String {
    let Some(amount) = amount else {
        return "unknown".into();
    };
    let digits = format!("{:.0}", amount.abs());
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let sign = if amount < 0.0 { "minus " } else { "" };
    format!("{sign}{}\u{a0}{grouped}", currency.unwrap_or("?"))
}

fn glance(register: &Register, year: &AnnualLoss, out: &mut Vec<Block>) {
    let currency = register.currency.as_deref();
    let bound = if year.lower_bound { "at least " } else { "" };
    let say = |value: Option<f64>| format!("{bound}{}", amount(currency, value));
    let none = year
        .none_probability
        .map(|it| format!("{:.0} in 100", it * 100.0));
    out.push(Block::Facts {
        rows: vec![
            Fact::new("Risks in force", register.risks.len().to_string()),
            Fact::new("A year costs on average", say(year.mean)),
            Fact::new("Without measures", say(year.inherent_mean)),
            Fact::new("Nine years of ten cost less than", say(year.p90)),
            Fact::new("Nineteen of twenty less than", say(year.p95)),
            Fact::new(
                "Years without any loss",
                none.unwrap_or_else(|| "unknown".into()),
            ),
        ],
    });
    if year.lower_bound {
        let missing = year.missing.len();
        out.push(Block::paragraph(format!(
            "These are lower bounds: of {missing} risks nobody said how often or how dear."
        )));
    }
    out.extend(curve(year, currency).map(Block::Drawing));
}

/// How likely it is that a year costs more than an amount.
fn curve(year: &AnnualLoss, currency: Option<&str>) -> Option<Drawing> {
    const WIDE: f64 = 480.0;
    const HIGH: f64 = 210.0;
    const LEFT: f64 = 60.0;
    const LOW: f64 = 170.0;
    let most = year.curve.iter().map(|it| it.loss).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let x = |loss: f64| LEFT + loss / most * (WIDE - LEFT - 60.0);
    let y = |share: f64| LOW - share * (LOW - 14.0);
    let words = |at, anchor, text: String| Shape::Words {
        at,
        anchor,
        size: 11.0,
        text,
    };
    let line = |from, to, dashed| Shape::Line { from, to, dashed };
    let mut shapes = vec![
        line((LEFT, LOW), (WIDE - 60.0, LOW), false),
        line((LEFT, 14.0), (LEFT, LOW), false),
        words((LEFT - 6.0, y(1.0)), Anchor::End, "100 %".into()),
        words((LEFT - 6.0, y(0.5)), Anchor::End, "50 %".into()),
        words(
            (LEFT, LOW + 16.0),
            Anchor::Start,
            amount(currency, Some(0.0)),
        ),
        words(
            (WIDE - 60.0, LOW + 16.0),
            Anchor::Middle,
            amount(currency, Some(most)),
        ),
        line((LEFT, y(0.5)), (WIDE - 60.0, y(0.5)), true),
    ];
    let step = year.curve.len().div_ceil(PIECES_MOST).max(1);
    let points: Vec<(f64, f64)> = year
        .curve
        .iter()
        .step_by(step)
        .map(|it| (x(it.loss), y(it.probability)))
        .collect();
    shapes.extend(points.windows(2).map(|pair| line(pair[0], pair[1], false)));
    let says = "How likely a year costs more than an amount: the height of the line over the \
                amount below it.";
    Some(Drawing {
        says: says.into(),
        width: WIDE,
        height: HIGH,
        shapes,
    })
}

fn top(ground: &Ground<'_>, register: &Register, out: &mut Vec<Block>) {
    let currency = register.currency.as_deref();
    let mut table = Table::new(
        "Those that cost most",
        &[
            ("No.", 1),
            ("Risk", 6),
            ("A year", 4),
            ("Owner", 4),
            ("What is done", 3),
            ("Accepted until", 3),
        ],
    );
    for (at, risk) in register.risks.iter().take(TOP).enumerate() {
        let cost = match ground.money {
            true => amount(currency, risk.residual_per_year),
            false => "withheld".into(),
        };
        table.rows.push(vec![
            (at + 1).to_string().into(),
            risk.name.as_str().into(),
            cost.into(),
            owner(ground, risk).into(),
            risk.treatment.unwrap_or("nothing is decided").into(),
            accepted(risk).into(),
        ]);
    }
    out.push(Block::heading(2, "Those that cost most"));
    out.push(Block::paragraph(
        "Those of which nobody said the cost come first.",
    ));
    out.push(Block::Table(table));
}

fn owner(ground: &Ground<'_>, risk: &RiskNumbers) -> String {
    let owner = risk.owner.as_ref().map(|it| ground.named(it));
    owner.unwrap_or_else(|| "nobody".into())
}

fn accepted(risk: &RiskNumbers) -> String {
    match (&risk.accepted_until, risk.acceptance_expired) {
        (Some(day), true) => format!("{day}, run out"),
        (Some(day), false) => day.clone(),
        (None, _) => "not accepted".into(),
    }
}

/// What stops a target alone, by the findings.
fn single_points(ground: &Ground<'_>, out: &mut Vec<Block>) {
    let mut table = Table::new("What stands alone", &[("What", 5), ("Why it matters", 12)]);
    let alone = |code: &str| matches!(code, "single-point-of-failure" | "key-held-by-one");
    for finding in ground.findings.iter().filter(|it| alone(&it.code)) {
        table.rows.push(vec![
            ground.named(&finding.subject).into(),
            finding.text.as_str().into(),
        ]);
    }
    out.push(Block::heading(1, "What stands alone"));
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("Nothing that is known."),
        false => Block::Table(table),
    });
}

fn each(ground: &Ground<'_>, register: &Register, risk: &RiskNumbers, out: &mut Vec<Block>) {
    let currency = register.currency.as_deref();
    let named = |list: &[String]| listed(list.iter().map(|it| ground.named(it)), "none");
    let often = risk.frequency.as_ref().map(|it| {
        let between = it.p10.zip(it.p90);
        let between = between.map(|(low, high)| format!(", between {low:.2} and {high:.2}"));
        let years = 1.0 / it.per_year;
        format!(
            "{:.2} a year (once in {years:.1} years){}: {}",
            it.per_year,
            between.unwrap_or_default(),
            it.because
        )
    });
    let mut rows = vec![
        Fact::new("Strikes", named(&risk.affects)),
        Fact::new("Where", named(&risk.places)),
        Fact::new("Owner", owner(ground, risk)),
        Fact::new("How often", often.unwrap_or_else(|| "unknown".into())),
    ];
    if ground.money {
        let loss = risk.loss.as_ref().map(|it| {
            let (half, nine) = (
                amount(currency, Some(it.median)),
                amount(currency, Some(it.p90)),
            );
            let bound = if it.at_least { "at least " } else { "" };
            format!("{bound}{half} in half of all cases, {nine} in nine of ten")
        });
        rows.extend([
            Fact::new("Each time", loss.unwrap_or_else(|| "unknown".into())),
            Fact::new(
                "A year without measures",
                amount(currency, risk.inherent_per_year),
            ),
            Fact::new("A year as it is", amount(currency, risk.residual_per_year)),
        ]);
    }
    rows.extend([
        Fact::new(
            "What is done",
            risk.treatment.unwrap_or("nothing is decided"),
        ),
        Fact::new("Measures that count", named(&risk.measures)),
        Fact::new("Measures to come", named(&risk.planned)),
        Fact::new("Accepted until", accepted(risk)),
    ]);
    if !risk.missing.is_empty() {
        rows.push(Fact::new("Nobody said", risk.missing.join(" ")));
    }
    out.push(Block::heading(2, risk.name.as_str()));
    out.push(Block::Facts { rows });
}
