//! Documents of the ferry house as they leave the house: every sort in every format, and the PDFs
//! read back by another program.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::binary::mainstay;

const AT: &str = "2026-06-19T14:30:00Z";
const SITE: &str = "https://continuity.havensund.example";
const FORMATS: [&str; 6] = ["pdf", "html", "docx", "xlsx", "md", "json"];

/// Each sort with the record it is about, and with words that must stand in it.
const SORTS: [(&str, &str, &[&str]); 10] = [
    (
        "plan-book",
        "plan/restore-payments",
        &[
            "Payments back without Rostock",
            "Begin here",
            "Bring up the second ledger vote in Luebeck",
            "Never carried out",
            "Appendix D",
        ],
    ),
    (
        "role-card",
        "role/incident-commander",
        &["Do this", "Call, in this order"],
    ),
    (
        "policy",
        "policy/continuity",
        &["Scale of harm", "Rules", "Exceptions"],
    ),
    (
        "charter",
        "",
        &["Scope and exclusions", "Steering", "Signed on paper"],
    ),
    (
        "bia-report",
        "",
        &[
            "How harm was judged",
            "Activities, those that cannot wait first",
        ],
    ),
    (
        "risk-register",
        "",
        &["A year costs on average", "Those that cost most"],
    ),
    ("strategy-paper", "", &["Services with a decision"]),
    (
        "call-list",
        "",
        &["Who decides on the day", "declare a disruption"],
    ),
    ("contact-card", "", &["To declare, call"]),
    (
        "management-review",
        "",
        &["Coverage by tier", "To be decided"],
    ),
];

fn havensund() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/havensund")
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    std::fs::create_dir_all(&folder).expect("a folder of our own");
    folder
}

fn export(sort: &str, of: &str, format: &str) -> PathBuf {
    let path = folder().join(format!("{sort}.{format}"));
    let shown = path.to_string_lossy().into_owned();
    let mut arguments = vec![
        "export",
        sort,
        havensund(),
        "--at",
        AT,
        "--address",
        SITE,
        "--format",
        format,
        "--out",
        &shown,
        "--replace",
        "--quiet",
    ];
    if !of.is_empty() {
        arguments.extend(["--of", of]);
    }
    let made = mainstay(&arguments);
    assert_eq!(made.code, 0, "{sort} as {format}: {}", made.err);
    path
}

/// What `tests/paper/reader.py` finds, in the order of the files.
fn read_back(files: &[PathBuf]) -> Vec<Value> {
    let python = std::env::var("MAINSTAY_PYTHON")
        .expect("this test needs Python with pypdf: run ./test, or set MAINSTAY_PYTHON");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/paper/reader.py");
    let output = Command::new(python).arg(script).args(files).output();
    let output = output.expect("Python starts");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{talk}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Letters alone: a reader of PDF may break lines and words where the paper does.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn another_program_finds_in_each_pdf_what_was_said_tagged_and_with_its_fonts() {
    let files: Vec<PathBuf> = SORTS
        .iter()
        .map(|(sort, of, _)| export(sort, of, "pdf"))
        .collect();
    let found = read_back(&files);
    for ((sort, _, words), read) in SORTS.iter().zip(&found) {
        let pages: Vec<&str> = read["pages"]
            .as_array()
            .expect("pages")
            .iter()
            .map(|page| page.as_str().expect("text"))
            .collect();
        let whole = letters(&pages.join("\n"));
        for words in *words {
            assert!(whole.contains(&letters(words)), "{sort}: {words}");
        }
        for (at, page) in pages.iter().enumerate() {
            let number = format!("Page {} of {}", at + 1, pages.len());
            assert!(
                letters(page).contains(&letters(&number)),
                "{sort}, page {}",
                at + 1
            );
            assert!(letters(page).contains("SHA-256"), "{sort}, page {}", at + 1);
        }
        assert_eq!(
            (&read["tagged"], &read["language"]),
            (&true.into(), &"en-GB".into()),
            "{sort}"
        );
        assert_eq!(read["scripts"], serde_json::json!([]), "{sort}");
        let fonts = read["fonts"].as_object().expect("fonts");
        assert!(
            !fonts.is_empty() && fonts.values().all(|it| it == true),
            "{sort}: {fonts:?}"
        );
        let tags = &read["tags"];
        for tag in ["/Title", "/Table", "/TH"] {
            assert!(tags[tag].as_u64() > Some(0), "{sort} has no {tag}: {tags}");
        }
        // The square with the address, at least, and every figure says itself in words.
        assert!(tags["/Figure"].as_u64() > Some(0), "{sort}: {tags}");
        assert_eq!(tags["figure without words"], Value::Null, "{sort}");
        let single = ["role-card", "contact-card"].contains(sort);
        assert!(
            !single || pages.len() == 1,
            "{sort} has {} pages",
            pages.len()
        );
    }
}

#[test]
fn hostile_words_are_printed_letter_by_letter() {
    let own = folder().join("hostile");
    std::fs::create_dir_all(&own).expect("a folder of our own");
    let words = "#read(\"/etc/passwd\") $x^2$ *b* =SUM(A1) <script>alert(1)</script>";
    let plan = format!(
        "kind: plan\nid: hostile\nname: '{words}'\ntrigger: '{words}'\nsteps:\n  \
         - {{ id: one, title: '{words}', takes: 1m, check: '{words}' }}\n"
    );
    std::fs::write(own.join("plan.yaml"), plan).expect("it is written");
    let source = own.to_string_lossy().into_owned();
    let path = folder().join("hostile.pdf");
    let shown = path.to_string_lossy().into_owned();
    let made = mainstay(&[
        "export",
        "plan-book",
        &source,
        "--of",
        "plan/hostile",
        "--format",
        "pdf",
        "--out",
        &shown,
        "--replace",
        "--quiet",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    let read = read_back(&[path]).remove(0);
    let pages = read["pages"].as_array().expect("pages").iter();
    let whole: String = pages.filter_map(Value::as_str).map(letters).collect();
    let times = whole.matches(&letters(words)).count();
    assert!(times >= 4, "{times} times in {whole}");
}

#[test]
fn every_format_of_a_document_carries_the_same_digest() {
    for (sort, of, _) in SORTS {
        let json = std::fs::read(export(sort, of, "json")).expect("it was written");
        let json: Value = serde_json::from_slice(&json).expect("JSON");
        let digest = json["front"]["digest"]
            .as_str()
            .expect("a digest")
            .to_string();
        assert_eq!(digest.len(), 64, "{sort}");
        for format in ["html", "md"] {
            let text = std::fs::read_to_string(export(sort, of, format)).expect("text");
            assert!(text.contains(&digest), "{sort} as {format}");
        }
    }
    for format in FORMATS {
        let bytes = std::fs::read(export("plan-book", "plan/restore-payments", format));
        let bytes = bytes.expect("it was written");
        let sign: &[u8] = match format {
            "pdf" => b"%PDF-",
            "html" => b"<!doctype html>",
            "docx" | "xlsx" => b"PK",
            "md" => b"# Recovery plan",
            _ => b"{",
        };
        assert!(bytes.starts_with(sign), "{format}");
    }
}

#[test]
fn a_document_about_nothing_or_in_no_such_format_is_told_what_to_do() {
    let without = mainstay(&["export", "plan-book", havensund(), "--format", "md"]);
    assert_eq!(without.code, 2);
    assert!(without.err.contains("say which"), "{}", without.err);
    let near = mainstay(&[
        "export",
        "plan-book",
        havensund(),
        "--of",
        "plan/restore-payment",
    ]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("restore-payments"), "{}", near.err);
    let sarif = mainstay(&["export", "charter", havensund(), "--format", "sarif"]);
    assert_eq!(sarif.code, 2);
    let other = mainstay(&[
        "export",
        "csv",
        havensund(),
        "--of",
        "plan/restore-payments",
    ]);
    assert_eq!(other.code, 2);
}
