//! Harm as a drawing: the levels as steps at the times judged, and the money as a line with the
//! loss that is intolerable. Each drawing has its figures in a table beside it; lines differ by
//! their dashes and marks, not by colour alone.

use maud::{Markup, html};

use crate::answer::impact_report::harm::View;
use crate::web::when;

/// The drawing's width and height, and the room for words at its sides.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 230.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;
/// Lines that can be told apart.
const SORTS: usize = 6;

fn right() -> f64 {
    WIDTH - RIGHT
}

fn floor() -> f64 {
    HEIGHT - BOTTOM
}

/// The levels of one view, step by step: evenly spaced times, levels upwards.
pub(super) fn levels(view: &View, most: u32, intolerable: u32) -> Markup {
    let times = view.after_seconds.len().max(1) as f64;
    let x = |at: usize| LEFT + (right() - LEFT) * (at as f64 + 0.5) / times;
    let y = |level: f64| floor() - (floor() - TOP) * level / f64::from(most.max(1));
    let words = format!(
        "Harm of {} by category, in steps; the same figures stand in the table.",
        view.said.impact
    );
    html! {
        svg.harm viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(words) {
            rect.beyond x=(LEFT) y=(y(f64::from(most))) width=(right() - LEFT)
                height=(y(f64::from(intolerable)) - y(f64::from(most))) {}
            @for level in 0..=most {
                line.axis x1=(LEFT) y1=(y(f64::from(level))) x2=(right())
                    y2=(y(f64::from(level))) {}
                text.words x=(LEFT - 8.0) y=(y(f64::from(level)) + 4.0) text-anchor="end" { (level) }
            }
            line.limit x1=(LEFT) y1=(y(f64::from(intolerable))) x2=(right())
                y2=(y(f64::from(intolerable))) {}
            text.words x=(right()) y=(y(f64::from(intolerable)) - 5.0) text-anchor="end" {
                "intolerable" }
            @for (at, after) in view.after_seconds.iter().enumerate() {
                line.tick x1=(x(at)) y1=(floor()) x2=(x(at)) y2=(floor() + 5.0) {}
                text.words x=(x(at)) y=(floor() + 20.0) text-anchor="middle" { (when::span(*after)) }
            }
            @for (sort, row) in view.levels.iter().enumerate() {
                // Lines that lie upon each other are drawn a little apart.
                @let apart = (sort % SORTS) as f64 * 2.5 - 5.0;
                @let at = |place: usize| y(f64::from(row.levels[place])) + apart;
                polyline class={ "line l" (sort % SORTS) } points=(steps(row.levels.len(), &x, &at)) {}
                @for place in 0..row.levels.len() { (mark(sort, x(place), at(place))) }
            }
        }
        ul.legend { @for (sort, row) in view.levels.iter().enumerate() { li {
            svg viewBox="0 0 44 12" aria-hidden="true" {
                line class={ "line l" (sort % SORTS) } x1="0" y1="6" x2="44" y2="6" {}
                (mark(sort, 22.0, 6.0))
            }
            " " (row.category)
        } } }
    }
}

/// A level holds from its time until the next one.
fn steps(count: usize, x: &dyn Fn(usize) -> f64, y: &dyn Fn(usize) -> f64) -> String {
    let mut points = Vec::new();
    for at in 0..count {
        points.push(format!("{:.1},{:.1}", x(at), y(at)));
        let until = if at + 1 < count { x(at + 1) } else { right() };
        points.push(format!("{until:.1},{:.1}", y(at)));
    }
    points.join(" ")
}

/// The mark of a line, by its shape.
fn mark(sort: usize, x: f64, y: f64) -> Markup {
    let class = format!("mark l{}", sort % SORTS);
    let points = |all: &[(f64, f64)]| {
        let each = all
            .iter()
            .map(|(dx, dy)| format!("{:.1},{:.1}", x + dx, y + dy));
        each.collect::<Vec<String>>().join(" ")
    };
    html! { @match sort % SORTS {
        0 => circle class=(class) cx=(x) cy=(y) r="4" {},
        1 => rect class=(class) x=(x - 3.5) y=(y - 3.5) width="7" height="7" {},
        2 => polygon class=(class) points=(points(&[(0.0, -5.0), (5.0, 4.0), (-5.0, 4.0)])) {},
        3 => polygon class=(class)
            points=(points(&[(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)])) {},
        4 => polygon class=(class) points=(points(&[(0.0, 5.0), (5.0, -4.0), (-5.0, -4.0)])) {},
        _ => circle class={ (class) " hollow" } cx=(x) cy=(y) r="4" {},
    } }
}

/// The money of one view as a line from nothing at the start, with the loss that is intolerable
/// and where it is crossed. Nothing where no loss was judged.
pub(super) fn money(view: &View, threshold: Option<i64>, currency: &str) -> Markup {
    let known = view.after_seconds.iter().zip(&view.loss_minor);
    let points: Vec<(i64, i64)> = std::iter::once((0, 0))
        .chain(known.map(|(at, loss)| (*at, *loss)))
        .collect();
    let Some(&(last, greatest)) = points.last().filter(|_| points.len() > 1) else {
        return html! {};
    };
    let most = greatest.max(threshold.unwrap_or(0)).max(1) as f64;
    let x = |at: i64| LEFT + 46.0 + (right() - LEFT - 46.0) * at as f64 / last.max(1) as f64;
    let y = |loss: i64| floor() - (floor() - TOP) * loss as f64 / most;
    let line: Vec<String> = points
        .iter()
        .map(|(at, loss)| format!("{:.1},{:.1}", x(*at), y(*loss)))
        .collect();
    let whole = |minor: i64| crate::web::requirements::strategy::grouped(minor as f64 / 100.0);
    html! {
        svg.harm viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
            aria-label="Cumulative loss over time, a straight line between the times judged; the \
                same figures stand in the table." {
            @for share in [0.0, 0.5, 1.0] { @let loss = (most * share) as i64;
                line.axis x1=(x(0)) y1=(y(loss)) x2=(right()) y2=(y(loss)) {}
                text.words x=(x(0) - 6.0) y=(y(loss) + 4.0) text-anchor="end" { (whole(loss)) } }
            @for (at, _) in apart(&points, &x) {
                line.tick x1=(x(at)) y1=(floor()) x2=(x(at)) y2=(floor() + 5.0) {}
                text.words x=(x(at)) y=(floor() + 20.0)
                    text-anchor=(if at == last { "end" } else { "middle" }) { (when::span(at)) } }
            @if let Some(threshold) = threshold {
                line.limit x1=(x(0)) y1=(y(threshold)) x2=(right()) y2=(y(threshold)) {}
                text.words x=(right()) y=(y(threshold) - 5.0) text-anchor="end" {
                    "intolerable: " (whole(threshold)) " " (currency) }
            }
            polyline.line.l0 points=(line.join(" ")) {}
            @for (at, loss) in points.iter().skip(1) { (mark(0, x(*at), y(*loss))) }
            @if let Some((crossing, threshold)) = view.said.loss_crossing_seconds.zip(threshold) {
                line.crossing x1=(x(crossing)) y1=(y(threshold)) x2=(x(crossing)) y2=(floor()) {}
                (mark(5, x(crossing), y(threshold)))
            }
        }
    }
}

/// The points whose words do not lie upon each other, the last one always.
fn apart(points: &[(i64, i64)], x: &dyn Fn(i64) -> f64) -> Vec<(i64, i64)> {
    let mut kept: Vec<(i64, i64)> = Vec::new();
    for point in points.iter().skip(1).rev() {
        if kept.last().is_none_or(|last| x(last.0) - x(point.0) > 64.0) {
            kept.push(*point);
        }
    }
    kept
}
