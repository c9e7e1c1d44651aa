//! The recovery plan as a book: one page to begin with, then when, what, who, the steps to be
//! ticked, and behind them what is needed on the way. It shows what the records say and invents
//! nothing: what nobody wrote down is said to be missing.

mod appendix;
pub(super) mod people;
mod proof;
mod steps;

use continuity::implementation::plan_timeline::plan_timeline;
use continuity::requirements::recovery_points::Point;
use continuity::requirements::recovery_targets::Verdict;
use record::implementation::Plan;
use record::implementation::plan::Step;
use record::kind::Filed;

use super::ground::{Ground, listed, span, span_or_unknown};
use super::plan_chart::{deadline_bar, timeline};
use super::{Block, Document, Fact, Table};

/// How many steps stand on the first page.
const FIRST_STEPS: usize = 5;

/// What a plan and what is known of it are, for every section.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub ground: Ground<'a>,
    pub plan: &'a Filed<Plan>,
}

/// The book of one plan. Cost: linear in the plan and in what its items need.
pub fn plan_book(ground: &Ground<'_>, plan: &Filed<Plan>) -> Document {
    let told = Told {
        ground: *ground,
        plan,
    };
    let mut front = ground.front("Recovery plan", plan);
    let named = people::copies(&told);
    for name in named {
        if !front.distribution.contains(&name) {
            front.distribution.push(name);
        }
    }
    if front.standing.is_none() && !proof::was_tried(&told) {
        let text = "Never carried out: it counts as in force only after its first test.";
        front.standing = Some(text.into());
    }
    front.address = ground
        .address
        .map(|site| format!("{site}/operation/plans/{}", plan.id));
    let mut blocks = Vec::new();
    quick_start(&told, &mut blocks);
    criteria(&told, &mut blocks);
    objectives(&told, &mut blocks);
    people::people(&told, &mut blocks);
    prerequisites(&told, &mut blocks);
    steps::steps(&told, &mut blocks);
    blocks.push(Block::heading(1, "Timeline"));
    blocks.push(Block::Drawing(timeline(&plan.own)));
    steps::decisions(&told, &mut blocks);
    words_to_send(&told, &mut blocks);
    the_way_back(&told, &mut blocks);
    appendix::appendices(&told, &mut blocks);
    proof::proof(&told, &mut blocks);
    Document { front, blocks }
}

/// One page that suffices to begin.
fn quick_start(told: &Told<'_>, out: &mut Vec<Block>) {
    let plan = &told.plan.own;
    out.push(Block::heading(1, "Begin here"));
    out.push(Block::Facts {
        rows: vec![
            Fact::new("Use it when", stated(plan.trigger.as_deref())),
            Fact::new("Who decides", people::authority(told)),
            Fact::new("Meet and speak", bridge(told)),
        ],
    });
    let end = plan_timeline(plan).ends_seconds;
    let whole = match end {
        Some(seconds) => format!("{} from the word to begin", span(seconds)),
        None => "unknown: a step has no duration".into(),
    };
    out.push(Block::paragraph(format!(
        "The whole plan takes {whole}, if people suffice."
    )));
    if let Some(bar) = deadline_bar(told) {
        out.push(Block::Drawing(bar));
    }
    out.push(Block::heading(2, "The first steps"));
    let order = plan_timeline(plan).steps;
    let first = order
        .iter()
        .take(FIRST_STEPS)
        .map(|it| &plan.steps[it.step]);
    let items = first.map(|step| {
        let who = people::doer(told, step);
        format!("{}. {who}", sentence(title(step)))
    });
    out.push(Block::Ticks {
        items: items.collect(),
    });
    if plan.steps.len() > FIRST_STEPS {
        let rest = plan.steps.len() - FIRST_STEPS;
        out.push(Block::paragraph(format!("{rest} more follow under Steps.")));
    }
}

/// What to do, or the step's id.
pub(super) fn title(step: &Step) -> &str {
    step.title.as_deref().unwrap_or(&step.id)
}

/// Without its last full stop, so that another sentence may follow.
fn sentence(text: &str) -> &str {
    text.trim_end_matches('.')
}

fn bridge(told: &Told<'_>) -> String {
    let places = told.plan.own.steps.iter().filter_map(|it| it.by.as_ref());
    let teams = places.filter_map(|team| told.ground.registers.teams.get(team.id()));
    let mut meets: Vec<&str> = teams.filter_map(|it| it.own.assembly.as_deref()).collect();
    meets.sort_unstable();
    meets.dedup();
    listed(meets, "no place and no number is written down")
}

pub(super) fn stated(text: Option<&str>) -> String {
    text.unwrap_or("not written down").to_string()
}

fn criteria(told: &Told<'_>, out: &mut Vec<Block>) {
    let plan = &told.plan.own;
    out.push(Block::Break);
    out.push(Block::heading(1, "When it is used and when it ends"));
    let scenarios = plan.scenarios.iter();
    let scenarios = scenarios.map(|it| told.ground.name_of("scenario", it.id()));
    let losses = plan.loss_types.iter().map(|it| it.as_str());
    out.push(Block::Facts {
        rows: vec![
            Fact::new("Sort of plan", stated(plan.type_.as_deref())),
            Fact::new("It begins when", stated(plan.trigger.as_deref())),
            Fact::new("Who decides", people::authority(told)),
            Fact::new("For these scenarios", listed(scenarios, "none is named")),
            Fact::new("For these losses", listed(losses, "none is named")),
            Fact::new("It ends when", stated(plan.deactivation.as_deref())),
        ],
    });
    if let Some(text) = &told.plan.envelope.description {
        out.push(Block::paragraph(text.as_str()));
    }
}

/// What must be back by when, what the plan gives, and how much may be lost.
fn objectives(told: &Told<'_>, out: &mut Vec<Block>) {
    let plan = &told.plan.own;
    out.push(Block::heading(1, "What it must reach"));
    if !plan.objectives.is_empty() {
        out.push(Block::List {
            numbered: false,
            items: plan.objectives.clone(),
        });
    }
    let mut table = Table::new(
        "Objectives",
        &[
            ("Item", 6),
            ("Back within (RTO)", 3),
            ("By calculation", 3),
            ("Verdict", 3),
            ("May lose (RPO)", 3),
            ("Least level (MBCO)", 3),
            ("Business breaks (MTPD)", 3),
        ],
    );
    let estate = &told.ground.standpoint.estate;
    for item in &plan.covers {
        let name = told.ground.name(&item.text);
        let Some(row) = told.ground.row_named(&item.text) else {
            let unknown = "no such record";
            let mut cells = vec![name.into(), unknown.into()];
            cells.resize(table.columns.len(), "".into());
            table.rows.push(cells);
            continue;
        };
        let listed = estate.find(&item.text).map(|it| estate.listed(it));
        let mbco = listed
            .and_then(|it| it.item.targets.as_ref())
            .and_then(|it| it.mbco);
        table.rows.push(vec![
            name.into(),
            none_or(row.rto_required_seconds, "no target").into(),
            span_or_unknown(row.rtc_seconds).into(),
            verdict(row.verdict).into(),
            none_or(row.rpo_required_seconds, "no target").into(),
            mbco.map_or("not stated".into(), |it| it.to_string()).into(),
            none_or(row.mtpd_seconds, "not stated").into(),
        ]);
    }
    out.push(Block::Table(table));
    out.push(Block::paragraph(
        "Times count from the word to begin. By calculation: the durations of steps in eight of \
         ten cases, one thing after the other as they wait for each other.",
    ));
}

fn none_or(seconds: Option<i64>, none: &str) -> String {
    seconds.map_or_else(|| none.to_string(), span)
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Meets => "in time",
        Verdict::Misses => "too late",
        Verdict::Infeasible => "cannot be met",
        Verdict::Unknown => "nobody can say",
        Verdict::NoTarget => "no target",
    }
}

pub(super) fn lost(point: Point) -> String {
    match point {
        Point::Seconds(seconds) => span(seconds),
        Point::Unknown => "unknown".into(),
        Point::None => "all of it".into(),
    }
}

fn prerequisites(told: &Told<'_>, out: &mut Vec<Block>) {
    let plan = &told.plan.own;
    out.push(Block::heading(1, "What must be at hand"));
    if plan.prerequisites.is_empty() {
        out.push(Block::paragraph("Nothing is written down."));
    } else {
        out.push(Block::Ticks {
            items: plan.prerequisites.clone(),
        });
    }
    out.push(Block::heading(2, "What it takes for granted"));
    out.push(match plan.assumptions.is_empty() {
        true => Block::paragraph("Nothing is written down."),
        false => Block::List {
            numbered: false,
            items: plan.assumptions.clone(),
        },
    });
    if let Some(day) = plan.offline_copy {
        out.push(Block::paragraph(format!(
            "A copy away from all systems was last made on {day}."
        )));
    }
}

/// Who is told what, with the words made ready.
fn words_to_send(told: &Told<'_>, out: &mut Vec<Block>) {
    out.push(Block::heading(1, "Telling people"));
    let lines = &told.plan.own.communication;
    if lines.is_empty() {
        out.push(Block::paragraph("Nothing is written down."));
    }
    for line in lines {
        let id = line.strip_prefix("template/").unwrap_or(line);
        let Some(template) = told.ground.registers.templates.get(id) else {
            out.push(Block::paragraph(line.as_str()));
            continue;
        };
        let own = &template.own;
        let approver = own.approver.as_ref();
        let approver = approver.map(|it| told.ground.name(&it.text));
        out.push(Block::heading(2, template.title()));
        out.push(Block::Facts {
            rows: vec![
                Fact::new("To", stated(own.audience.as_deref())),
                Fact::new("By", listed(&own.channels, "not written down")),
                Fact::new("When", stated(own.trigger.as_deref())),
                Fact::new("Released by", stated(approver)),
            ],
        });
        if let Some(text) = &own.text {
            out.push(Block::notice("Words", text.as_str()));
        }
    }
}

fn the_way_back(told: &Told<'_>, out: &mut Vec<Block>) {
    let plan = &told.plan.own;
    out.push(Block::heading(1, "Back to normal"));
    let back = plan.return_plan.as_ref();
    let back = back.map(|it| told.ground.name_of("plan", it.id()));
    out.push(Block::Facts {
        rows: vec![
            Fact::new("It worked when", stated(plan.success.as_deref())),
            Fact::new("It ends when", stated(plan.deactivation.as_deref())),
            Fact::new("The way back", stated(back)),
        ],
    });
}
