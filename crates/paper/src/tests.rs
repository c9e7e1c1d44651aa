//! What is set can be read back, whatever stands in a record; a document that is too long is
//! refused, not begun.

use exchange::document::{Block, Cell, Document, Fact, Form, Front, Table};
use typst::World;
use typst::syntax::{RootedPath, VirtualPath, VirtualRoot};

use super::*;

const HOSTILE: &[&str] = &[
    "#read(\"/etc/passwd\")",
    "#panic(\"x\") $ x^2 $ *b* _i_ <label> @ref",
    "= heading\n- item\n+ item\n/ term: x",
    "`raw` ```typ #x``` // comment /* c */ \\ ~ -- ---",
    "=HYPERLINK(\"http://evil.example\")",
    "</w:t><script>alert(1)</script>",
    "\u{202e}desrever\u{0}",
    "\u{4e2d}\u{6587} \u{0627}\u{0644}",
];

fn document(form: Form, rows: usize) -> Document {
    let all: Vec<String> = HOSTILE.iter().map(|it| it.to_string()).collect();
    let mut table = Table::new(HOSTILE[0], &[(HOSTILE[1], 1), (HOSTILE[4], 2), ("Done", 1)]);
    for at in 0..rows {
        let words = HOSTILE[at % HOSTILE.len()];
        table.rows.push(vec![Cell::Tick, words.into(), Cell::Blank]);
    }
    Document {
        front: Front {
            form,
            sort: "Recovery plan".into(),
            title: HOSTILE[1].into(),
            organisation: Some(HOSTILE[0].into()),
            classification: HOSTILE[3].into(),
            standing: Some(HOSTILE[2].into()),
            revision: "revision 1".into(),
            as_of: "now".into(),
            made: "now".into(),
            valid_until: "tomorrow".into(),
            digest: "00".repeat(32),
            address: Some("https://continuity.example/#read(\"x\")".into()),
            facts: vec![Fact::new(HOSTILE[1], HOSTILE[0])],
            distribution: all.clone(),
            changes: table.clone(),
        },
        blocks: vec![
            Block::heading(1, HOSTILE[0]),
            Block::paragraph(HOSTILE[1]),
            Block::notice(HOSTILE[2], HOSTILE[3]),
            Block::List {
                numbered: true,
                items: all.clone(),
            },
            Block::Ticks { items: all },
            Block::Table(table),
        ],
    }
    .made_plain()
}

#[test]
fn nothing_in_a_record_is_markup_and_every_form_is_set() {
    for form in [Form::Book, Form::Sheet, Form::Card] {
        let pdf = pdf(&document(form, 8)).expect("it is set");
        assert!(pdf.starts_with(b"%PDF-1.7"), "{form:?}");
    }
}

#[test]
fn the_same_document_makes_the_same_file() {
    let one = document(Form::Sheet, 2);
    assert_eq!(pdf(&one), pdf(&one));
}

#[test]
fn what_sets_the_type_finds_no_file_but_ours() {
    let sheet = Sheet::new(b"{}");
    for name in ["etc/passwd", "template.typ/../secret", "values"] {
        let path = VirtualPath::new(name).expect("a path");
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        assert!(
            sheet.file(id).is_err() && sheet.source(id).is_err(),
            "{name}"
        );
    }
    assert!(sheet.today(None).is_none());
}

#[test]
fn a_document_that_is_too_long_is_refused() {
    let mut long = document(Form::Book, 1);
    long.blocks.push(Block::paragraph("x".repeat(BYTES_MOST)));
    assert!(matches!(pdf(&long), Err(Unprinted::TooLong { .. })));
}
