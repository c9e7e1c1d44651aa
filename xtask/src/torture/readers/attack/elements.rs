//! Attacks on elements: document types and entities from outside, nesting, lies about encodings,
//! and places that are not on the globe.

use std::fmt::Write as _;

use super::{Making, Meant};

/// Deep enough for a reader that calls itself to fall over.
const DEEP: usize = 200_000;
/// Points of a large polygon.
const POINTS: usize = 1_000_000;

pub(super) fn attacks(making: &mut Making<'_>) {
    types(making);
    structure(making);
    encodings(making);
    places(making);
    times(making);
    if making.large {
        large(making);
    }
}

/// The sound text with something between its declaration and its root.
fn headed(making: &Making<'_>, head: &str) -> String {
    making.sound.replacen("?>\n", &format!("?>\n{head}\n"), 1)
}

/// What stands in the sound text between the first `<title>` or `<sender>` and its end.
const TEXTS: [&str; 2] = ["<sender>met", "<title>Alerts"];

/// The sound text with a piece at the end of one of its texts.
fn told(making: &Making<'_>, text: &str, piece: &str) -> String {
    let found = TEXTS.iter().find(|start| text.contains(**start));
    let start = found.copied().unwrap_or(making.form.name);
    text.replacen(start, &format!("{start}{piece}"), 1)
}

fn types(making: &mut Making<'_>) {
    let (file, address) = (making.bait.file.clone(), making.bait.address.clone());
    let laughs: String = (1..12)
        .map(|at| {
            format!(
                "<!ENTITY l{at} \"{}\">",
                format!("&l{};", at - 1).repeat(10)
            )
        })
        .collect();
    let heads = [
        (
            "an entity from a file",
            format!("<!DOCTYPE a [<!ENTITY x SYSTEM \"file://{file}\">]>"),
        ),
        (
            "an entity from a door",
            format!("<!DOCTYPE a [<!ENTITY x SYSTEM \"http://{address}/x\">]>"),
        ),
        (
            "a public entity",
            format!("<!DOCTYPE a [<!ENTITY x PUBLIC \"p\" \"http://{address}/x\">]>"),
        ),
        (
            "a parameter entity",
            format!("<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://{address}/x\"> %x;]>"),
        ),
        (
            "a document type elsewhere",
            format!("<!DOCTYPE a SYSTEM \"http://{address}/a.dtd\">"),
        ),
        (
            "a document type in a file",
            format!("<!DOCTYPE a SYSTEM \"{file}\">"),
        ),
        (
            "entities that multiply",
            format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}<!ENTITY x \"&l11;\">]>"),
        ),
        (
            "an entity of itself",
            "<!DOCTYPE a [<!ENTITY x \"&x;\">]>".to_string(),
        ),
        (
            "one large entity",
            format!("<!DOCTYPE a [<!ENTITY x \"{}\">]>", "a".repeat(100_000)),
        ),
        (
            "a document type after a comment",
            "<!-- a --><!DOCTYPE a [<!ENTITY x \"y\">]>".to_string(),
        ),
    ];
    for (what, head) in heads {
        let uses = "&x;".repeat(if what == "one large entity" {
            10_000
        } else {
            1
        });
        let text = headed(making, &head);
        let text = told(making, &text, &uses);
        making.put(what, Meant::Refused, text);
    }
    elsewhere(making);
}

/// What names something elsewhere without a document type.
fn elsewhere(making: &mut Making<'_>) {
    let (file, address) = (making.bait.file.clone(), making.bait.address.clone());
    let sheet = format!("<?xml-stylesheet href=\"http://{address}/a.xsl\"?>");
    let text = headed(making, &sheet);
    making.put("a style sheet elsewhere", Meant::Told, text);
    let include = format!(
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file://{file}\"/>"
    );
    let sound = making.sound.clone();
    let text = told(making, &sound, &include);
    making.put("an inclusion of a file", Meant::Told, text);
    let schema = format!(
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a \
         http://{address}/a.xsd\">"
    );
    making.swap(
        "a schema elsewhere",
        Meant::Told,
        "Alerts</title>",
        &format!("Alerts<a{schema}</a></title>"),
    );
    making.vain.retain(|it| !it.ends_with("a schema elsewhere"));
}

fn structure(making: &mut Making<'_>) {
    let sound = making.sound.clone();
    for (what, piece, meant) in [
        ("an entity nobody declared", "&who;", Meant::Told),
        ("a letter of number 0", "&#0;", Meant::Told),
        ("a letter beyond all letters", "&#x110000;", Meant::Told),
        ("a comment that never ends", "<!-- ", Meant::Refused),
        ("a section that never ends", "<![CDATA[ ", Meant::Refused),
        ("an end that fits no start", "</who>", Meant::Refused),
        ("a bare `<`", "< 5", Meant::Refused),
    ] {
        let text = told(making, &sound, piece);
        making.put(what, meant, text);
    }
    let deep = told(
        making,
        &sound,
        &format!("{}{}", "<a>".repeat(DEEP), "</a>".repeat(DEEP)),
    );
    making.put(
        "two hundred thousand elements within each other",
        Meant::Refused,
        deep,
    );
    let open = told(making, &sound, &"<a>".repeat(DEEP));
    making.put("the same never closed", Meant::Refused, open);
    making.put("two roots", Meant::Refused, format!("{sound}<alert/>"));
    making.put(
        "text behind the root",
        Meant::Refused,
        format!("{sound} and more"),
    );
    let mut many = String::from("<a");
    for at in 0..20_000 {
        let _ = write!(many, " a{at}=\"x\"");
    }
    let many = told(making, &sound, &format!("{many}/>"));
    making.put("twenty thousand attributes", Meant::Told, many);
    let name = "n".repeat(500_000);
    let named = told(making, &sound, &format!("<{name}></{name}>"));
    making.put("a name of half a megabyte", Meant::Told, named);
}

fn encodings(making: &mut Making<'_>) {
    for (what, declared) in [
        ("says UTF-7", "UTF-7"),
        ("says UTF-16 and is none", "UTF-16"),
        ("says UTF-32", "UTF-32"),
    ] {
        making.swap(
            what,
            Meant::Told,
            "encoding=\"UTF-8\"",
            &format!("encoding=\"{declared}\""),
        );
    }
    let sound = making.sound.clone();
    let latin = told(making, &sound, "@");
    let latin = latin.replacen('@', "\u{1}", 1).into_bytes();
    let swapped = |to: &[u8], declared: &str| {
        let text = String::from_utf8_lossy(&latin).replacen("UTF-8", declared, 1);
        let mut bytes = text.into_bytes();
        if let Some(at) = bytes.iter().position(|&byte| byte == 1) {
            bytes.splice(at..=at, to.iter().copied());
        }
        bytes
    };
    let (promised, kanji) = (
        swapped(&[0xe9], "UTF-8"),
        swapped(&[0x93, 0xfa, 0x96], "Shift_JIS"),
    );
    making.put("says UTF-8 and is Latin", Meant::Told, promised);
    making.put("says Shift_JIS and is it", Meant::Told, kanji);
    let lied = swapped("é".as_bytes(), "ISO-8859-1");
    making.put("says Latin and is UTF-8", Meant::Told, lied);
}

fn places(making: &mut Making<'_>) {
    let Some(spots) = making.between("polygon>", "</").map(str::to_string) else {
        return;
    };
    let first = spots.split(' ').next().unwrap_or_default().to_string();
    for (what, to) in [
        ("no number for a place", "NaN,NaN"),
        ("an endless place", "inf,-inf"),
        ("a place beyond all measure", "1e308,1e308"),
        ("a latitude of 91", "91,10"),
        ("a longitude of 1e9", "10,1e9"),
        ("half a place", "10"),
        ("a place in words", "here,there"),
    ] {
        let text = spots.replace(&first, to);
        making.swap(what, Meant::Told, &spots, &text);
    }
    making.swap("a ring of two points", Meant::Told, &spots, "10,10 11,11");
    let turned = "139.7,35.6 139.8,35.6 139.8,35.7 139.7,35.6";
    making.swap("longitude first", Meant::Told, &spots, turned);
    for (what, circle) in [
        ("a circle of less than nothing", "10,10 -1"),
        ("a circle round everything", "10,10 1e308"),
        ("a circle that is none", "10,10"),
    ] {
        let end = making
            .sound
            .find("polygon>")
            .map_or("polygon>", |_| "polygon>");
        let prefix = if making.sound.contains("cap:polygon") {
            "cap:"
        } else {
            ""
        };
        let text = format!("{prefix}circle>{circle}</{prefix}circle><{prefix}{end}");
        making.swap(what, Meant::Told, &format!("{prefix}polygon>"), &text);
    }
}

fn times(making: &mut Making<'_>) {
    let Some(until) = making.between("expires>", "</").map(str::to_string) else {
        return;
    };
    for (what, to, meant) in [
        (
            "an end in the year 99999",
            "99999-01-01T00:00:00Z",
            Meant::Told,
        ),
        (
            "an end on the 31st of February",
            "2026-02-31T00:00:00Z",
            Meant::Told,
        ),
        ("an end in words", "soon", Meant::Told),
        (
            "an end before its beginning",
            "1970-01-01T00:00:00Z",
            Meant::Told,
        ),
        (
            "an end in the year 9999",
            "9999-12-30T23:00:00Z",
            Meant::Read,
        ),
    ] {
        making.swap(what, meant, &until, to);
    }
    let sent = making.between("sent>", "</").map(str::to_string);
    if let Some(sent) = sent {
        let twice = format!("{sent}</sent>\n<sent>2999-01-01T00:00:00Z");
        making.swap("sent twice", Meant::Told, &sent, &twice);
    }
}

fn large(making: &mut Making<'_>) {
    let Some(spots) = making.between("polygon>", "</").map(str::to_string) else {
        return;
    };
    let mut ring = String::with_capacity(POINTS * 18);
    for at in 0..POINTS {
        let turn = at as f64 / POINTS as f64 * std::f64::consts::TAU;
        let _ = write!(ring, "{:.5},{:.5} ", 40.0 + turn.sin(), 20.0 + turn.cos());
    }
    ring.push_str("40.00000,21.00000");
    making.swap(
        "a polygon of a million points",
        Meant::Whole(POINTS),
        &spots,
        &ring,
    );
    let sound = making.sound.clone();
    let many = told(making, &sound, &"<a/>".repeat(600_000));
    making.put("six hundred thousand elements", Meant::Refused, many);
    let long = told(making, &sound, &"x".repeat(20_000_000));
    making.put("a text of twenty megabytes", Meant::Read, long);
}
