//! The report of the impact analysis on paper: how harm was judged, the whole ranked, and a page
//! for each activity. Every figure is that of the answer which page and tables show too.

mod activity;

use exchange::document::ground::{Ground, span, span_or_unknown};
use exchange::document::{Block, Document, Fact, Table};

use crate::answer::impact_report::method::Method;
use crate::answer::impact_report::roll_up::RollUp;
use crate::answer::impact_report::{self, Reckoning};
use crate::answer::{Given, Wrong};

/// The report about all activities, or about one. Errors: a name that no activity has.
pub(super) fn paper(
    given: &Given<'_>,
    ground: &Ground<'_>,
    of: Option<&str>,
) -> Result<Document, Wrong> {
    let known = Reckoning {
        rows: ground.rows,
        findings: ground.findings,
        state: ground.state,
        entry: ground.entry,
        money: ground.money,
    };
    let named: Vec<String> = of.map(str::to_string).into_iter().collect();
    let from = impact_report::Ground::new(given, &known);
    let report = impact_report::impact_report(&from, &named)?;
    let mut front = ground.front_of_all("Impact analysis");
    front.address = ground
        .address
        .map(|site| format!("{site}/requirements/bia/report"));
    let mut blocks = Vec::new();
    method(ground, &report.method, &mut blocks);
    if of.is_none() {
        ranked(ground, &report.roll_up, &mut blocks);
        services(ground, &report.roll_up, &mut blocks);
        open(ground, &report.roll_up, &mut blocks);
    }
    for one in &report.activities {
        activity::activity(ground, one, &mut blocks);
    }
    if let ([one], Some(_)) = (report.activities.as_slice(), of) {
        front.title.clone_from(&one.name);
    }
    Ok(Document { front, blocks })
}

/// By what scale harm was judged.
fn method(ground: &Ground<'_>, method: &Method, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "How harm was judged"));
    let mut table = Table::new("Levels of harm", &[("Level", 1), ("Word", 4), ("Borne", 3)]);
    for it in &method.levels {
        table.rows.push(vec![
            it.level.to_string().into(),
            it.word.as_deref().unwrap_or("no word").into(),
            match it.intolerable {
                true => "not to be borne".into(),
                false => "can be borne".into(),
            },
        ]);
    }
    out.push(Block::Table(table));
    let losses: Vec<&str> = method
        .intolerable_loss
        .iter()
        .map(|it| it.amount.as_str())
        .collect();
    let margins: Vec<&str> = method.margins.iter().map(|it| it.margin.as_str()).collect();
    let policies = method.policies.iter().map(|it| ground.named(&it.id));
    let end = match method.reports {
        "last-tolerable" => "the last moment known to be tolerable",
        _ => "the first moment known to be intolerable",
    };
    out.push(Block::Facts {
        rows: vec![
            Fact::new(
                "Not to be borne from",
                format!("level {}", method.intolerable_level),
            ),
            Fact::new(
                "Loss not to be borne",
                words(&losses, "not stated, or withheld"),
            ),
            Fact::new("MTPD is", end),
            Fact::new("Kept between RTO and MTPD", words(&margins, "nothing")),
            Fact::new(
                "Sorts of harm",
                words(&method.categories, "none was judged"),
            ),
            Fact::new(
                "Harm to life",
                words(&method.life_safety, "no category is named"),
            ),
            Fact::new(
                "Judged anew after",
                format!("{} months", method.judged_anew_after_months),
            ),
            Fact::new(
                "Laid down by",
                words(&policies.collect::<Vec<_>>(), "no policy"),
            ),
        ],
    });
}

/// Words in a row, or a word for none.
fn words<T: AsRef<str>>(all: &[T], none: &str) -> String {
    exchange::document::ground::listed(all.iter().map(AsRef::as_ref), none)
}

/// The activities, those that cannot wait first, and how harm grows.
fn ranked(ground: &Ground<'_>, whole: &RollUp, out: &mut Vec<Block>) {
    out.push(Block::heading(
        1,
        "Activities, those that cannot wait first",
    ));
    let counts = whole.counts.iter();
    let mut rows: Vec<Fact> = counts
        .map(|(covered, count)| Fact::new(covered.as_str(), count.to_string()))
        .collect();
    rows.push(Fact::new(
        "Left out by a scope",
        whole.excluded_count.to_string(),
    ));
    rows.push(Fact::new(
        "Neither in nor out",
        whole.undecided_count.to_string(),
    ));
    out.push(Block::Facts { rows });
    let mut table = Table::new(
        "Ranked",
        &[
            ("Activity", 6),
            ("Owner", 4),
            ("Business breaks (MTPD)", 3),
            ("Because of", 4),
            ("Back within (RTO)", 3),
            ("By calculation", 3),
            ("Verdict", 3),
        ],
    );
    for row in &whole.rows {
        let owner = row.owner.as_ref().map(|it| ground.named(it));
        table.rows.push(vec![
            row.name.as_str().into(),
            owner.unwrap_or_else(|| "nobody".into()).into(),
            span_or_unknown(row.mtpd_seconds).into(),
            row.category.as_deref().unwrap_or("not stated").into(),
            row.required_seconds.map_or("no target".into(), span).into(),
            span_or_unknown(row.back_seconds).into(),
            row.verdict.as_str().into(),
        ]);
    }
    out.push(Block::Table(table));
    let moments: Vec<String> = whole.moments_seconds.iter().map(|it| span(*it)).collect();
    let mut columns: Vec<(&str, u32)> = vec![("Activity", 6)];
    columns.extend(moments.iter().map(|it| (it.as_str(), 2)));
    let mut table = Table::new("How harm grows: the worst level by then", &columns);
    for row in &whole.rows {
        let mut cells = vec![row.name.as_str().into()];
        cells.extend(
            row.heat
                .iter()
                .map(|level| level.map_or("?".to_string(), |it| it.to_string()).into()),
        );
        table.rows.push(cells);
    }
    out.push(Block::Table(table));
    out.push(Block::paragraph(
        "A ? stands where it was not judged by then.",
    ));
}

/// What the business asks of each service, and by which path.
fn services(ground: &Ground<'_>, whole: &RollUp, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "What that asks of services"));
    let mut table = Table::new(
        "Services",
        &[
            ("Service", 5),
            ("Back within", 3),
            ("Because of", 7),
            ("Promised", 3),
            ("By calculation", 3),
            ("May lose", 3),
        ],
    );
    for row in &whole.services {
        let path: Vec<String> = row.path.iter().map(|step| ground.named(&step.id)).collect();
        let path = match path.is_empty() {
            true => row
                .driver
                .as_ref()
                .map_or(String::new(), |it| ground.named(it)),
            false => path.join(", then "),
        };
        table.rows.push(vec![
            row.name.as_str().into(),
            row.required_seconds.map_or("no target".into(), span).into(),
            path.into(),
            row.promised_seconds.map_or("nothing".into(), span).into(),
            span_or_unknown(row.back_seconds).into(),
            row.rpo_required_seconds
                .map_or("no target".into(), span)
                .into(),
        ]);
    }
    out.push(Block::Table(table));
}

/// What contradicts itself, and who has not answered.
fn open(ground: &Ground<'_>, whole: &RollUp, out: &mut Vec<Block>) {
    out.push(Block::heading(
        1,
        "What contradicts itself or cannot be met",
    ));
    let mut table = Table::new(
        "Conflicts",
        &[("About", 5), ("Weight", 2), ("What is wrong", 11)],
    );
    for it in &whole.conflicts {
        table.rows.push(vec![
            ground.named(&it.subject).into(),
            it.severity.as_str().into(),
            it.text.as_str().into(),
        ]);
    }
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("Nothing."),
        false => Block::Table(table),
    });
    out.push(Block::heading(1, "Asked and not signed"));
    let mut table = Table::new(
        "Asked",
        &[("Activity", 6), ("Who", 5), ("Questions open", 3)],
    );
    for it in &whole.unanswered {
        let asked = it.asked.as_ref().map(|it| ground.named(it));
        table.rows.push(vec![
            ground.named(&it.id).into(),
            asked.unwrap_or_else(|| "nobody".into()).into(),
            it.open_count.to_string().into(),
        ]);
    }
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("Nobody."),
        false => Block::Table(table),
    });
}
