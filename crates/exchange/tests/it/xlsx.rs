//! Spreadsheets: sheets read as tables, formulas never evaluated, hostile archives refused before
//! anything of them is kept.

use std::io::{Cursor, Write};

use exchange::import::{File, Import, xlsx};
use exchange::write::{tables, xlsx as writer};
use record::kinds::{Record, Registers};
use record::value::Duration;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

use super::csv::estate;
use super::mutate::never_panics;

fn import(bytes: &[u8]) -> Import {
    xlsx::import(&[File {
        name: "estate.xlsx",
        bytes,
    }])
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer()
        .expect("a workbook in memory is written")
}

fn service_list() -> Vec<u8> {
    book(|book| {
        let sheet = book.add_worksheet();
        sheet.set_name("Applications").expect("a short name");
        let head = ["Name", "RTO", "RPO (h)", "Users"];
        for (column, heading) in (0..).zip(head) {
            sheet.write_string(2, column, heading).expect("in range");
        }
        sheet
            .write_string(0, 0, "Our applications, spring")
            .expect("in range");
        sheet.write_string(3, 0, "Shop").expect("in range");
        let hours = Format::new().set_num_format("[h]:mm");
        sheet
            .write_number_with_format(3, 1, 0.25, &hours)
            .expect("in range");
        sheet
            .write_formula(3, 2, Formula::new("=1+1").set_result("2"))
            .expect("in range");
        sheet.write_number(3, 3, 2500.0).expect("in range");
        let notes = book.add_worksheet();
        notes.write_string(0, 0, "just a note").expect("in range");
    })
}

#[test]
fn each_sheet_is_a_table_and_formulas_keep_their_cached_value() {
    let import = import(&service_list());
    assert_eq!(import.complaints, []);
    let [Record::Service(shop)] = import.records.as_slice() else {
        panic!("{import:#?}")
    };
    let targets = shop.item.targets.as_ref().expect("targets were given");
    assert_eq!(targets.rto.map(|rto| rto.within), Some(Duration(21_600)));
    assert_eq!(targets.rpo, Some(Duration(7_200)));
    assert_eq!(shop.users, Some(2_500));
    let source = shop.envelope.source.as_deref();
    assert_eq!(source, Some("xlsx estate.xlsx, sheet Applications, row 4"));
    let said = import.remarks.join("\n");
    assert!(
        said.contains("1 formulas: the value kept beside each was read (first in C4)"),
        "{said}"
    );
    assert!(
        said.contains("sheet Sheet2: no row of headings was found"),
        "{said}"
    );
}

#[test]
fn a_cell_far_out_costs_nothing_and_is_named() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "name").expect("in range");
        sheet
            .write_string(1_048_575, 16_383, "far")
            .expect("in range");
    });
    let import = import(&bytes);
    assert_eq!(import.complaints.len(), 1);
    assert!(import.complaints[0].1.text.contains("beyond column 1000"));
}

#[test]
fn a_book_written_and_read_again_changes_nothing() {
    let registers = estate();
    let mut all = tables::of(&registers);
    all.push(exchange::document::table::Table {
        name: "verdicts".into(),
        head: ["id", "name", "verdict"].map(str::to_string).to_vec(),
        rows: vec![
            ["service/shop", "Shop", "meets"]
                .map(str::to_string)
                .to_vec(),
        ],
    });
    let bytes = writer::book(&all).expect("the tables fit");
    let again = import(&bytes);
    assert_eq!(again.complaints, []);
    let mut filed = Registers::default();
    for record in again.records {
        filed.file(record).expect("each id stands once");
    }
    assert_eq!(filed, registers);
}

#[test]
fn a_book_holds_no_formula() {
    let registers = estate();
    let mut all = tables::of(&registers);
    all[0].rows[0][0] = "=cmd|' /C calc'!A0".into();
    all.push(exchange::document::table::Table {
        name: all[0].name.clone(),
        head: vec!["+x".into()],
        rows: vec![vec!["@SUM(A1)".into()]],
    });
    let bytes = writer::book(&all).expect("the tables fit");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a sound archive");
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("a sound entry");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).expect("XML is text");
        assert!(!text.contains("<f>") && !text.contains("<f "), "{text}");
    }
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a new entry");
        writer.write_all(bytes).expect("memory takes it");
    }
    writer.finish().expect("the archive ends").into_inner()
}

fn refused(bytes: &[u8], because: &str) {
    let import = import(bytes);
    assert!(import.records.is_empty());
    let said: Vec<&str> = import
        .complaints
        .iter()
        .map(|(_, c)| c.text.as_str())
        .collect();
    assert!(
        said.iter().any(|text| text.contains(because)),
        "{because}: {said:?}"
    );
}

#[test]
fn archives_that_no_office_writes_are_refused() {
    refused(b"", "not a sound archive");
    refused(b"PK\x03\x04 and nothing more", "not a sound archive");
    refused(
        &zipped(&[("xl/../../etc/passwd", b"x")]),
        "leads out of its folder",
    );
    refused(&zipped(&[("/etc/passwd", b"x")]), "leads out of its folder");
    refused(
        &zipped(&[("xl\\workbook.xml", b"x")]),
        "leads out of its folder",
    );
    refused(&zipped(&[("c:/x", b"x")]), "leads out of its folder");
    refused(
        &zipped(&[("inner.bin", &zipped(&[("a", b"x")]))]),
        "an archive itself",
    );
    let typed = b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    refused(
        &zipped(&[("xl/workbook.xml", typed)]),
        "declares a document type",
    );
    let mut late = vec![b' '; 70_000];
    late.splice(65_530..65_530, *b"<!DOCTYPE");
    refused(
        &zipped(&[("xl/workbook.xml", &late)]),
        "declares a document type",
    );
    refused(
        &zipped(&[("[Content_Types].xml", b"<Types/>")]),
        "not readable as a spreadsheet",
    );
}

#[test]
fn bombs_are_refused_by_what_they_inflate_to() {
    let zeros = vec![0u8; 65 << 20];
    refused(&zipped(&[("xl/worksheets/sheet1.xml", &zeros)]), "100-fold");
    let many: Vec<(String, Vec<u8>)> = (0..2_001)
        .map(|index| (format!("a{index}"), vec![b'x']))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    refused(&zipped(&many), "2001 entries");
    // Its own headers say that it holds one byte.
    let mut lying = zipped(&[("xl/worksheets/sheet1.xml", &zeros)]);
    let size = (zeros.len() as u32).to_le_bytes();
    let mut at = 0;
    while let Some(found) = lying[at..].windows(4).position(|window| window == size) {
        lying[at + found..at + found + 4].copy_from_slice(&1u32.to_le_bytes());
        at += found + 4;
    }
    let import = import(&lying);
    assert_eq!((import.records.len(), import.complaints.len()), (0, 1));
}

#[test]
fn entries_that_overlap_or_share_a_name_are_refused() {
    let two = zipped(&[("xl/a.xml", b"same bytes"), ("xl/b.xml", b"same bytes")]);
    let same_name: Vec<u8> = {
        let mut bytes = two.clone();
        let mut at = 0;
        while let Some(found) = bytes[at..]
            .windows(8)
            .position(|window| window == b"xl/b.xml")
        {
            bytes[at + found + 3] = b'a';
            at += found + 8;
        }
        bytes
    };
    refused(&same_name, "two entries of one name");
    // The second entry of the directory points into the first.
    let mut overlap = two;
    let directory = b"PK\x01\x02";
    let last = overlap.windows(4).rposition(|window| window == directory);
    let last = last.expect("a directory has entries");
    overlap[last + 42..last + 46].copy_from_slice(&0u32.to_le_bytes());
    let import = import(&overlap);
    assert_eq!((import.records.len(), import.complaints.len()), (0, 1));
}

#[test]
fn hostile_books_do_no_harm() {
    let sound = service_list();
    never_panics(&[("estate.xlsx", &sound)], xlsx::import);
    // Changes inside an entry, behind its compression.
    never_panics(
        &[("sheet.xml", &entry(&sound, "xl/worksheets/sheet1.xml"))],
        |files| {
            xlsx::import(&[File {
                name: "estate.xlsx",
                bytes: &with_entry(&service_list(), "xl/worksheets/sheet1.xml", files[0].bytes),
            }])
        },
    );
}

fn entry(book: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("a sound archive");
    let mut entry = archive.by_name(name).expect("the entry is there");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut entry, &mut bytes).expect("it inflates");
    bytes
}

fn with_entry(book: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let archive = zip::ZipArchive::new(Cursor::new(book)).expect("a sound archive");
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("a sound name").into_owned())
        .collect();
    let entries: Vec<(String, Vec<u8>)> = names
        .into_iter()
        .map(|own| {
            let content = if own == name {
                bytes.to_vec()
            } else {
                entry(book, &own)
            };
            (own, content)
        })
        .collect();
    let entries: Vec<(&str, &[u8])> = entries
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zipped(&entries)
}
