//! Sites and warned areas on a plain grid of latitude and longitude, as SVG. It knows no coast and
//! no street, and says only what the list beside it says.

use std::fmt::Write;

use continuity::requirements::warning::{Circle, Spot};
use maud::{Markup, PreEscaped, html};

use super::event;
use crate::answer::warnings::{Board, Row};
use crate::web::reckoned::Reckoned;

/// Most points of a polygon that are drawn.
const POINTS_MAX: usize = 240;
/// Most warnings that are drawn.
const DRAWN_MAX: usize = 60;
/// The width of the drawing.
const WIDTH: f64 = 720.0;

/// The part of the globe that is shown.
struct View {
    west: f64,
    north: f64,
    scale: f64,
    height: f64,
}

impl View {
    fn of(points: &[(f64, f64)]) -> Option<View> {
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        for &(lat, lon) in points {
            (south, north) = (south.min(lat), north.max(lat));
            (west, east) = (west.min(lon), east.max(lon));
        }
        if !south.is_finite() {
            return None;
        }
        let margin = ((north - south).max(east - west) * 0.12).clamp(0.3, 12.0);
        let (south, north) = ((south - margin).max(-90.0), (north + margin).min(90.0));
        let (west, east) = ((west - margin).max(-180.0), (east + margin).min(180.0));
        let scale = WIDTH / (east - west).max(0.1);
        let height = ((north - south) * scale).clamp(160.0, 420.0);
        let scale = scale.min(height / (north - south).max(0.1));
        Some(View {
            west,
            north,
            scale,
            height,
        })
    }

    fn x(&self, lon: f64) -> f64 {
        (lon - self.west) * self.scale
    }

    fn y(&self, lat: f64) -> f64 {
        (self.north - lat) * self.scale
    }

    /// How many degrees lie between two lines of the grid.
    fn step(&self) -> f64 {
        let wanted = 90.0 / self.scale;
        let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0];
        steps
            .into_iter()
            .find(|step| *step >= wanted)
            .unwrap_or(45.0)
    }
}

/// The drawing; nothing where no site has a place.
pub fn drawing(board: &Board, now: &Reckoned) -> Markup {
    let sites: Vec<(String, String, f64, f64)> = now
        .registers()
        .sites
        .live()
        .filter_map(|site| {
            let at = site.own.location.as_ref()?;
            Some((site.reference(), site.title().to_string(), at.lat, at.lon))
        })
        .collect();
    let points: Vec<(f64, f64)> = sites.iter().map(|it| (it.2, it.3)).collect();
    let Some(view) = View::of(&points) else {
        return html! { p.quiet { "No site has coordinates yet, so nothing can be drawn." } };
    };
    let drawn: Vec<&Row> = board
        .warnings
        .iter()
        .filter(|it| it.holds)
        .take(DRAWN_MAX)
        .collect();
    let affected = |site: &str| {
        drawn
            .iter()
            .any(|row| row.affected.iter().any(|it| it == site))
    };
    let (width, height) = (WIDTH, view.height);
    html! {
        figure.warning-map {
            svg viewBox={ "0 0 " (width) " " (format!("{height:.0}")) } role="group"
                aria-label="Sites and the areas of warnings in force; the list below says the same." {
                (grid(&view))
                @for row in &drawn { (areas(row, &view, now)) }
                @for (id, title, lat, lon) in &sites {
                    @let (x, y) = (format!("{:.1}", view.x(*lon)), format!("{:.1}", view.y(*lat)));
                    a href={ "/items/" (id) } {
                        title { (title) @if affected(id) { ": touched by a warning" } }
                        @if affected(id) {
                            rect.site-touched x=(format!("{:.1}", view.x(*lon) - 6.0)) y=(format!("{:.1}", view.y(*lat) - 6.0)) width="12" height="12" {}
                        } @else {
                            circle.site cx=(x) cy=(y) r="5" {}
                        }
                    }
                    @if sites.len() <= 12 || affected(id) {
                        @let right = view.x(*lon) > WIDTH * 0.72;
                        text text-anchor=[right.then_some("end")] x=(format!("{:.1}", view.x(*lon) + if right { -9.0 } else { 9.0 })) y=(format!("{:.1}", view.y(*lat) + 4.0)) { (title) }
                    }
                }
            }
            figcaption.quiet {
                "Square: a site that a warning in force touches. Circle: another site. Outline: a \
                 warned area. Straight lines are degrees; coasts are not known here."
            }
        }
    }
}

fn grid(view: &View) -> Markup {
    let step = view.step();
    let lines = |from: f64, to: f64| {
        let first = (from / step).ceil() as i64;
        let last = (to / step).floor() as i64;
        (first..=last)
            .map(|index| index as f64 * step)
            .collect::<Vec<f64>>()
    };
    let east = view.west + WIDTH / view.scale;
    let south = view.north - view.height / view.scale;
    html! {
        g.grid {
            @for lon in lines(view.west, east) {
                @let x = format!("{:.1}", view.x(lon));
                line x1=(x) x2=(x) y1="0" y2=(view.height) {}
                text x=(x) y=(format!("{:.0}", view.height - 4.0)) { (degrees(lon, "E", "W")) }
            }
            @for lat in lines(south, view.north) {
                @let y = format!("{:.1}", view.y(lat));
                line x1="0" x2=(WIDTH) y1=(y) y2=(y) {}
                text x="3" y=(format!("{:.1}", view.y(lat) - 3.0)) { (degrees(lat, "N", "S")) }
            }
        }
    }
}

fn degrees(value: f64, above: &str, below: &str) -> String {
    let word = if value < 0.0 { below } else { above };
    let rounded = (value.abs() * 10.0).round() / 10.0;
    format!("{rounded}° {word}")
}

fn areas(row: &Row, view: &View, now: &Reckoned) -> Markup {
    let Some(received) = now.present.state.warning(&row.id) else {
        return html! {};
    };
    let mut paths = String::new();
    for area in &received.warning.areas {
        for ring in area.polygons.iter().flat_map(|it| &it.rings) {
            outline(ring.iter().copied(), ring.len(), view, &mut paths);
        }
        for circle in &area.circles {
            outline(round(circle).into_iter(), 48, view, &mut paths);
        }
    }
    let class = if row.affected.is_empty() {
        "area"
    } else {
        "area touching"
    };
    html! {
        @if !paths.is_empty() {
            a href={ "/requirements/warnings/" (row.id) } {
                title { (event(row)) }
                path class=(class) d=(PreEscaped(&paths)) {}
            }
        }
    }
}

/// A ring as a path: at most so many points; the shorter way round at the antimeridian.
fn outline(ring: impl Iterator<Item = Spot>, count: usize, view: &View, path: &mut String) {
    let every = count.div_ceil(POINTS_MAX).max(1);
    let mut last: Option<f64> = None;
    for (index, spot) in ring.step_by(every).enumerate() {
        let mut lon = spot.lon;
        if let Some(last) = last {
            while lon - last > 180.0 {
                lon -= 360.0;
            }
            while last - lon > 180.0 {
                lon += 360.0;
            }
        }
        last = Some(lon);
        let command = if index == 0 { 'M' } else { 'L' };
        let (x, y) = (view.x(lon), view.y(spot.lat));
        let _ = write!(path, "{command}{x:.1} {y:.1}");
    }
    path.push('Z');
}

/// A circle on the globe as a ring.
fn round(circle: &Circle) -> Vec<Spot> {
    let reach = (circle.km.max(1.0) / 111.195).min(89.0);
    let narrow = circle.middle.lat.to_radians().cos().max(0.05);
    (0..48)
        .map(|index| {
            let angle = std::f64::consts::TAU * f64::from(index) / 48.0;
            Spot {
                lat: (circle.middle.lat + reach * angle.sin()).clamp(-90.0, 90.0),
                lon: circle.middle.lon + reach * angle.cos() / narrow,
            }
        })
        .collect()
}
