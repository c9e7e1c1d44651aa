//! Attacks on JSON: nesting, keys that stand twice, numbers out of all measure, values of another
//! sort than expected, and places and times that cannot be.

use std::fmt::Write as _;

use super::{Making, Meant};

/// Deep enough for a reader that calls itself to fall over.
const DEEP: usize = 1_000_000;
/// Points of a large polygon.
const POINTS: usize = 1_000_000;

pub(super) fn attacks(making: &mut Making<'_>) {
    grammar(making);
    nesting(making);
    kinds(making);
    match making.form.name {
        "nws" | "usgs" | "cap-json" => places(making),
        _ => times(making),
    }
}

/// The sound text with a piece before the first key of its first map.
fn keyed(making: &Making<'_>, piece: &str) -> String {
    making.sound.replacen('{', &format!("{{{piece}"), 1)
}

fn grammar(making: &mut Making<'_>) {
    for (what, piece, meant) in [
        (
            "a key that stands twice",
            "\"zz\":1,\"zz\":2,",
            Meant::Refused,
        ),
        ("a number that is none", "\"zz\":NaN,", Meant::Refused),
        ("an endless number", "\"zz\":-Infinity,", Meant::Refused),
        ("a number too large to hold", "\"zz\":1e999,", Meant::Told),
        (
            "half of a pair of letters",
            "\"zz\":\"\\ud800\",",
            Meant::Refused,
        ),
        (
            "an escape that is none",
            "\"zz\":\"\\x41\",",
            Meant::Refused,
        ),
        ("a comment", "/* who reads this */", Meant::Refused),
        ("a key in single quotes", "'zz':1,", Meant::Refused),
        ("a key of no text", "1:1,", Meant::Refused),
        ("a text over two lines", "\"zz\":\"a\nb\",", Meant::Refused),
        (
            "a key that other readers trip over",
            "\"__proto__\":{\"a\":1},",
            Meant::Told,
        ),
    ] {
        let text = keyed(making, piece);
        making.put(what, meant, text);
    }
    let digits = format!("\"zz\":{},", "9".repeat(10_000));
    let text = keyed(making, &digits);
    making.put("a number of ten thousand digits", Meant::Refused, text);
    let sound = making.sound.clone();
    let sound = sound.trim_end();
    making.put(
        "a comma too many",
        Meant::Refused,
        format!(
            "{},{}",
            &sound[..sound.len() - 1],
            &sound[sound.len() - 1..]
        ),
    );
    making.put(
        "a second value behind it",
        Meant::Refused,
        format!("{sound} {{}}"),
    );
}

fn nesting(making: &mut Making<'_>) {
    let text = keyed(
        making,
        &format!("\"zz\":{}{},", "[".repeat(DEEP), "]".repeat(DEEP)),
    );
    making.put("a million lists within each other", Meant::Refused, text);
    let text = keyed(making, &format!("\"zz\":{}", "{\"a\":".repeat(DEEP / 2)));
    making.put("half a million maps never closed", Meant::Refused, text);
    making.put("a million brackets", Meant::Refused, "[".repeat(DEEP));
}

/// Values of another sort than is expected where the substance stands.
fn kinds(making: &mut Making<'_>) {
    let main = match making.form.name {
        "nws" | "usgs" => "\"features\":[",
        "cap-json" => "\"info\":[",
        "alertmanager" => "\"alerts\":[",
        "kubernetes-readiness" => "\"items\":[",
        "pagerduty" => "\"payload\":{",
        "protection-results" => "\"dataset\":\"",
        _ => "\"title\":\"",
    };
    let key = main.trim_end_matches(['[', '{', '"']).to_string();
    let rest = &main[key.len()..];
    for (what, value) in [("a number", "7"), ("a truth", "true"), ("nothing", "null")] {
        let to = format!("{key}{value},\"was\":{rest}");
        let meant = match making.form.name {
            // A number may be the name of something, and a title may be missing.
            "protection-results" | "reports" => Meant::Read,
            _ => Meant::Told,
        };
        making.swap(
            &format!("{what} in place of its substance"),
            meant,
            main,
            &to,
        );
    }
    let items = match main.ends_with('[') {
        true => format!("{key}[7,null,\"x\",[],{{}}],\"was\":["),
        false => return,
    };
    making.swap("nonsense in its list", Meant::Told, main, &items);
    if making.large {
        let many = format!("{key}[{}{{}}],\"was\":[", "{},".repeat(300_000));
        making.swap(
            "three hundred thousand empty maps",
            Meant::Told,
            main,
            &many,
        );
    }
}

fn places(making: &mut Making<'_>) {
    if making.form.name == "cap-json" {
        let Some(spots) = making.between("\"polygon\":[\"", "\"").map(str::to_string) else {
            return;
        };
        for (what, to) in [
            ("no number for a place", "NaN,NaN 1,1 2,2 NaN,NaN"),
            ("a latitude of 91", "91,1 91,2 91,3 91,1"),
            ("a place beyond all measure", "1e308,1 1,2 3,3 1e308,1"),
        ] {
            making.swap(what, Meant::Told, &spots, to);
        }
        return;
    }
    shapes(making);
}

/// Places as GeoJSON writes them.
fn shapes(making: &mut Making<'_>) {
    let points = making.between("\"coordinates\":", "}").map(str::to_string);
    let Some(points) = points else { return };
    let depth = points.chars().take_while(|c| *c == '[').count();
    let (open, close) = ("[".repeat(depth - 1), "]".repeat(depth - 1));
    let ring = |point: &str| format!("{open}{point},{point},{point}{close}");
    let one = |point: &str| match depth {
        1 => point.to_string(),
        _ => ring(point),
    };
    for (what, to) in [
        ("a latitude of 91", one("[10,91]")),
        ("a place beyond all measure", one("[1e308,1e308]")),
        ("half a place", one("[10]")),
        ("a place in words", one("[\"here\",\"there\"]")),
        ("no place at all", "null".into()),
        ("a place that is a number", "7".into()),
        ("a place one list too deep", format!("[{points}]")),
    ] {
        making.swap(what, Meant::Told, &points, &to);
    }
    let kind = if depth == 1 {
        "\"Point\""
    } else {
        "\"Polygon\""
    };
    making.swap(
        "a shape nobody knows",
        Meant::Told,
        kind,
        "\"Klein bottle\"",
    );
    let shell = format!(
        "{}{}",
        "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(28),
        "]}".repeat(28)
    );
    making.swap(
        "shapes within shapes",
        Meant::Told,
        &format!("{{\"type\":{kind},\"coordinates\":{points}}}"),
        &shell,
    );
    measures(making, depth, &points);
}

/// Places without end, and quakes out of all measure.
fn measures(making: &mut Making<'_>, depth: usize, points: &str) {
    if depth > 1 && making.large {
        let mut ring = String::with_capacity(POINTS * 20);
        for at in 0..POINTS {
            let turn = at as f64 / POINTS as f64 * std::f64::consts::TAU;
            let _ = write!(ring, "[{:.5},{:.5}],", 20.0 + turn.cos(), 40.0 + turn.sin());
        }
        ring.push_str("[21.00000,40.00000]");
        making.swap(
            "a polygon of a million points",
            Meant::Whole(POINTS),
            points,
            &format!("[[{ring}]]"),
        );
    }
    if making.form.name == "usgs" {
        making.swap(
            "a magnitude of 1e308",
            Meant::Told,
            "\"mag\":6.5",
            "\"mag\":1e308",
        );
        making.swap(
            "a time that no calendar reaches",
            Meant::Told,
            "1764050400000",
            "1e300",
        );
        making.swap(
            "a magnitude in words",
            Meant::Told,
            "\"mag\":6.5",
            "\"mag\":\"strong\"",
        );
    }
}

fn times(making: &mut Making<'_>) {
    let key = match making.form.name {
        "alertmanager" => "\"startsAt\":\"",
        "pagerduty" => "\"timestamp\":\"",
        "protection-results" => "\"heard\":\"",
        "reports" => "\"start_time\":\"",
        _ => return,
    };
    let Some(at) = making.between(key, "\"").map(str::to_string) else {
        return;
    };
    let (from, with) = (format!("{key}{at}"), |to: &str| format!("{key}{to}"));
    for (what, to, meant) in [
        (
            "a time in the year 99999",
            "99999-01-01T00:00:00Z",
            Meant::Told,
        ),
        ("the 31st of February", "2026-02-31T00:00:00Z", Meant::Told),
        ("a time in words", "soon", Meant::Told),
        (
            "a clock in the year 2190",
            "2190-01-01T00:00:00Z",
            Meant::Read,
        ),
    ] {
        making.swap(what, meant, &from, &with(to));
    }
}
