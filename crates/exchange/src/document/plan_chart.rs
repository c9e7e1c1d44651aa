//! The drawings of a plan: its steps as bars along the time, and how much room is left before the
//! business breaks. Darkness is never the only sign: what decides the end is also said in words.

use continuity::implementation::plan_timeline::{StepTime, plan_timeline};
use record::implementation::Plan;

use super::drawing::{Anchor, Drawing, Fill, Shape};
use super::ground::span;
use super::plan_book::Told;
use super::plan_book::title;

/// How wide the paper is, in points.
const WIDTH: f64 = 480.0;
/// The room for names at the left.
const NAMES: f64 = 200.0;
/// The height of one bar with its space.
const ROW: f64 = 20.0;
/// Most bars in one drawing: more do not fit on a page.
const BARS_MOST: usize = 34;
/// Most letters of a name beside a bar.
const NAME_MOST: usize = 30;

/// The steps along the time.
pub(super) fn timeline(plan: &Plan) -> Drawing {
    let line = plan_timeline(plan);
    let known = line.steps.iter().filter_map(|it| it.ends_seconds);
    let end = known.max().unwrap_or(0).max(1);
    let steps = line.steps.len().min(BARS_MOST);
    let scale = (WIDTH - NAMES - 50.0) / end as f64;
    let height = 36.0 + ROW * steps as f64;
    let mut shapes = axis(end, scale, height);
    for (row, time) in line.steps.iter().take(BARS_MOST).enumerate() {
        let middle = 30.0 + ROW * row as f64 + ROW / 2.0;
        bar(&mut shapes, plan, time, middle, scale);
    }
    Drawing {
        says: said(plan, &line.steps, line.ends_seconds),
        width: WIDTH,
        height,
        shapes,
    }
}

fn bar(shapes: &mut Vec<Shape>, plan: &Plan, time: &StepTime, middle: f64, scale: f64) {
    let name = format!("{}. {}", time.step + 1, title(&plan.steps[time.step]));
    let short: String = name.chars().take(NAME_MOST).collect();
    let text = match short == name {
        true => short,
        false => format!("{}…", short.trim_end()),
    };
    shapes.push(words((0.0, middle), Anchor::Start, text));
    let (Some(start), Some(end)) = (time.starts_seconds, time.ends_seconds) else {
        let text = "no time known".to_string();
        shapes.push(words((NAMES, middle), Anchor::Start, text));
        return;
    };
    let left = NAMES + start as f64 * scale;
    let width = ((end - start) as f64 * scale).max(1.5);
    shapes.push(Shape::Box {
        at: (left, middle - 5.0),
        size: (width, 10.0),
        fill: if time.decides {
            Fill::Full
        } else {
            Fill::Light
        },
    });
    let text = span(end - start);
    shapes.push(words((left + width + 3.0, middle), Anchor::Start, text));
}

/// Marks of time along the top.
fn axis(end: i64, scale: f64, height: f64) -> Vec<Shape> {
    let steps = [
        300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 604_800,
    ];
    let step = steps.into_iter().find(|step| end / step <= 6);
    let step = step.unwrap_or((end / 6).max(1));
    let mut shapes = Vec::new();
    let mut at = 0;
    while at <= end {
        let x = NAMES + at as f64 * scale;
        shapes.push(words((x, 8.0), Anchor::Middle, span(at)));
        shapes.push(Shape::Line {
            from: (x, 18.0),
            to: (x, height),
            dashed: true,
        });
        at += step;
    }
    shapes
}

fn words(at: (f64, f64), anchor: Anchor, text: String) -> Shape {
    Shape::Words {
        at,
        anchor,
        size: 11.0,
        text,
    }
}

fn said(plan: &Plan, steps: &[StepTime], end: Option<i64>) -> String {
    let decides = steps.iter().filter(|it| it.decides);
    let decides: Vec<String> = decides
        .map(|it| format!("{}. {}", it.step + 1, title(&plan.steps[it.step])))
        .collect();
    let mut said = match end {
        Some(end) => format!(
            "The {} steps take {} by the plan's own arrows.",
            steps.len(),
            span(end)
        ),
        None => format!("How long the {} steps take is unknown.", steps.len()),
    };
    if !decides.is_empty() {
        said.push_str(&format!(
            " Black: what decides the end: {}.",
            decides.join("; ")
        ));
    }
    if steps.len() > BARS_MOST {
        said.push_str(&format!(" The first {BARS_MOST} are drawn."));
    }
    said
}

/// The time of the most pressing item that the plan covers, from the word to begin: when it is
/// back by calculation, when it must be, when the business breaks. Nothing where no item has a
/// target.
pub(super) fn deadline_bar(told: &Told<'_>) -> Option<Drawing> {
    let covers = told.plan.own.covers.iter();
    let rows = covers.filter_map(|it| told.ground.row_named(&it.text));
    let pressing = rows.filter(|row| row.rto_required_seconds.is_some());
    let row = pressing.min_by_key(|row| row.rto_required_seconds)?;
    let target = row.rto_required_seconds?;
    let marks: Vec<(i64, String)> = [
        row.rtc_seconds.map(|it| (it, format!("back {}", span(it)))),
        Some((target, format!("must be back {}", span(target)))),
        row.mtpd_seconds
            .map(|it| (it, format!("business breaks {}", span(it)))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let end = marks.iter().map(|(at, _)| *at).max()?.max(1);
    let scale = (WIDTH - 20.0) / end as f64;
    let mut shapes = vec![Shape::Box {
        at: (10.0, 18.0),
        size: (WIDTH - 20.0, 12.0),
        fill: Fill::Open,
    }];
    if let Some(back) = row.rtc_seconds {
        shapes.push(Shape::Box {
            at: (10.0, 18.0),
            size: ((back as f64 * scale).max(1.5), 12.0),
            fill: Fill::Light,
        });
    }
    for (place, (at, text)) in marks.iter().enumerate() {
        let x = 10.0 + *at as f64 * scale;
        let y = 44.0 + 16.0 * place as f64;
        shapes.push(Shape::Line {
            from: (x, 14.0),
            to: (x, y - 7.0),
            dashed: false,
        });
        let anchor = match x > WIDTH / 2.0 {
            true => Anchor::End,
            false => Anchor::Start,
        };
        shapes.push(words((x, y), anchor, text.clone()));
    }
    let verdict = match row.rtc_seconds {
        None => "When it is back nobody can say.".to_string(),
        Some(back) if back <= target => format!("{} to spare.", span(target - back)),
        Some(back) => format!("{} too late.", span(back - target)),
    };
    let texts: Vec<&str> = marks.iter().map(|(_, text)| text.as_str()).collect();
    Some(Drawing {
        says: format!(
            "Most pressing: {}: {}. {verdict}",
            row.name,
            texts.join(", ")
        ),
        width: WIDTH,
        height: 44.0 + 16.0 * marks.len() as f64,
        shapes,
    })
}
