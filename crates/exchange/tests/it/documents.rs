//! Documents as they are written: whatever a record says comes out as the words it is, in every
//! format, and the same document makes the same file.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use exchange::document::drawing::{Anchor, Drawing, Shape};
use exchange::document::{Block, Cell, Document, Fact, Form, Front, Table};
use exchange::write::{docx, html, markdown, qr, workbook};

/// What a hostile hand writes into a field, one for each reader it may hope for.
const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"http://evil.example\",\"press\")",
    "+1+cmd|' /C calc'!A0",
    "</title></style><script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "[press](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "a | b | c\n| --- |",
    "#read(\"/etc/passwd\") $x^2$ *bold* @ref <label>",
    "]]></w:t><w:instrText>DDEAUTO</w:instrText>",
    "& < > &amp; \\ ` ~~~",
];

fn hostile(at: usize) -> String {
    HOSTILE[at % HOSTILE.len()].to_string()
}

/// A document with a hostile text in every place that holds one.
fn document() -> Document {
    let mut count = 0;
    let mut next = || {
        count += 1;
        hostile(count)
    };
    let mut table = Table::new(&next(), &[("=A1", 1), ("<b>", 2), ("|", 1)]);
    for _ in 0..4 {
        table
            .rows
            .push(vec![next().into(), Cell::Tick, next().into()]);
    }
    let changes = table.clone();
    let drawing = Drawing {
        says: next(),
        width: 100.0,
        height: 40.0,
        shapes: vec![Shape::Words {
            at: (1.0, 2.0),
            anchor: Anchor::Start,
            size: 10.0,
            text: next(),
        }],
    };
    let every: Vec<String> = HOSTILE.iter().map(|it| it.to_string()).collect();
    Document {
        front: Front {
            form: Form::Book,
            sort: next(),
            title: next(),
            organisation: Some(next()),
            classification: next(),
            standing: Some(next()),
            revision: next(),
            as_of: next(),
            made: next(),
            valid_until: next(),
            digest: "0123456789abcdef".into(),
            address: Some(next()),
            facts: vec![Fact::new(&next(), next())],
            distribution: every.clone(),
            changes,
        },
        blocks: vec![
            Block::heading(1, next()),
            Block::paragraph(next()),
            Block::notice(&next(), next()),
            Block::Facts {
                rows: vec![Fact::new(&next(), next())],
            },
            Block::List {
                numbered: true,
                items: every.clone(),
            },
            Block::Ticks { items: every },
            Block::Table(table),
            Block::Drawing(drawing),
            Block::Break,
        ],
    }
}

#[test]
fn html_holds_no_tag_but_ours_and_fetches_nothing() {
    let page = html::page(&document());
    let tags: std::collections::BTreeSet<&str> = page
        .match_indices('<')
        .map(|(at, _)| {
            let rest = page[at + 1..].trim_start_matches('/');
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '!');
            &rest[..end.unwrap_or(0)]
        })
        .collect();
    let ours = [
        "!doctype",
        "a",
        "body",
        "br",
        "caption",
        "col",
        "colgroup",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "head",
        "header",
        "html",
        "li",
        "main",
        "meta",
        "nav",
        "ol",
        "p",
        "path",
        "span",
        "strong",
        "style",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ];
    for tag in &tags {
        assert!(ours.contains(tag), "<{tag}> is not ours");
    }
    assert!(!page.contains("script>alert"));
    // Only an address of the web becomes a link.
    assert!(!page.contains("href=\"javascript") && !page.contains("src="));
    let style = page
        .split("<style>")
        .nth(1)
        .and_then(|it| it.split("</style>").next());
    let style = style.expect("a style");
    assert!(!style.contains('<') && !style.contains("alert("), "{style}");
}

#[test]
fn every_cell_of_a_workbook_is_a_text_and_none_a_formula() {
    let bytes = workbook::book(&document()).expect("it is short");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut texts: Vec<String> = Vec::new();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        assert!(
            formulas.cells().all(|(_, _, text)| text.is_empty()),
            "{name}"
        );
        let sheet = book.worksheet_range(&name).expect("a sheet");
        for (_, _, cell) in sheet.used_cells() {
            match cell {
                Data::String(text) => texts.push(text.clone()),
                other => panic!("{name} holds {other:?}"),
            }
        }
    }
    for words in HOSTILE {
        assert!(texts.iter().any(|text| text == words), "{words}");
    }
}

#[test]
fn word_reads_every_text_as_text_and_no_field_but_the_page_numbers() {
    let bytes = docx::file(&document()).expect("it is short");
    assert_eq!(bytes, docx::file(&document()).expect("it is short"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a sound archive");
    let mut part = |name: &str| {
        let mut text = String::new();
        let mut entry = archive.by_name(name).expect("the part is there");
        entry.read_to_string(&mut text).expect("it is text");
        text
    };
    let body = part("word/document.xml");
    let shown = runs(&body);
    for words in HOSTILE {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(!body.contains("<w:instrText") && !body.contains("<w:hyperlink"));
    let foot = part("word/footer1.xml");
    let fields: Vec<&str> = foot.split("<w:instrText").skip(1).collect();
    assert_eq!(fields.len(), 2);
    assert!(fields[0].contains(" PAGE ") && fields[1].contains(" NUMPAGES "));
    for name in [
        "[Content_Types].xml",
        "docProps/core.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/_rels/document.xml.rels",
    ] {
        let text = part(name);
        runs(&text);
        assert!(!text.contains("TargetMode"), "{name} refers to the outside");
    }
}

/// The words of an XML part, its line breaks kept; panics where it is not well formed.
fn runs(xml: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut out = String::new();
    loop {
        match reader.read_event().expect("well formed") {
            quick_xml::events::Event::Text(text) => {
                out.push_str(&text.xml10_content());
            }
            quick_xml::events::Event::GeneralRef(name) => {
                let entity = format!("&{};", &*name);
                out.push_str(&quick_xml::escape::unescape(&entity).expect("an entity of XML"));
            }
            quick_xml::events::Event::Empty(tag) if tag.name().as_ref() == "w:br" => {
                out.push('\n');
            }
            quick_xml::events::Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn markdown_escapes_what_could_be_markup() {
    let text = markdown::text(&document());
    for raw in [
        "<script",
        "](javascript",
        "![x]",
        "\n| --- |\n| --- |",
        "\n=",
        "\n#read",
    ] {
        assert!(!text.contains(raw), "{raw} in {text}");
    }
    assert!(text.contains("\\#read\\(\"/etc/passwd\"\\)"));
    // A table row stays one row: as many cells as columns, whatever stands in them.
    let rows = text.lines().filter(|line| line.starts_with('|'));
    for row in rows {
        let bars = row.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 4, "{row}");
    }
}

#[test]
fn control_characters_and_turns_of_direction_are_shown_as_what_they_are_not() {
    let mut document = document();
    document.front.title = "a\u{0}b\u{202e}c\r\nd\te".into();
    let plain = document.made_plain();
    assert_eq!(plain.front.title, "a\u{fffd}b\u{fffd}c\nd e");
}

#[test]
fn the_digest_covers_what_is_said_and_not_when_it_was_made() {
    let one = document();
    let mut later = one.clone();
    later.front.made = "another day".into();
    later.front.digest = "another".into();
    assert_eq!(one.content(), later.content());
    later.front.title.push('!');
    assert_ne!(one.content(), later.content());
}

#[test]
fn the_code_of_an_address_is_a_picture_that_says_its_size() {
    let address = "https://continuity.example/operation/plans/restore-payments";
    let modules = qr::modules(address).expect("short enough");
    let black: usize = modules.iter().flatten().filter(|it| **it).count();
    let in_runs: usize = qr::runs(&modules).iter().map(|(_, _, length)| length).sum();
    assert_eq!(black, in_runs);
    let png = qr::png(&modules, 2);
    let side = ((modules.len() + 8) * 2) as u32;
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(
        &png[16..24],
        [side.to_be_bytes(), side.to_be_bytes()].concat()
    );
    assert_eq!(qr::modules(&"x".repeat(301)), None);
}
