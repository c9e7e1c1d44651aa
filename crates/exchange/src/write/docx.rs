//! A document as DOCX (ECMA-376): headings, lists and tables that a word processor knows as such,
//! pages numbered. Drawings are said in words; nothing is fetched and no field but page numbers is
//! computed.

mod parts;

use std::io::{Cursor, Write};

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::qr;
use crate::document::{Block, Cell, Document, Fact, Table};

/// Twentieths of a point between the margins of the page.
const WIDTH: u32 = 9_638;

/// The file. Errors: only where memory cannot take it.
pub fn file(document: &Document) -> Result<Vec<u8>, String> {
    let code = document.front.address.as_deref().and_then(qr::modules);
    let picture = code.as_ref().map(|modules| qr::png(modules, 6));
    let mut body = Body::default();
    title_page(&mut body, document, code.as_ref().map(Vec::len));
    for block in &document.blocks {
        body.block(block);
        body.before = match block {
            Block::Heading { text, .. } => text.clone(),
            _ => String::new(),
        };
    }
    let mut files = vec![
        ("[Content_Types].xml", parts::TYPES.to_string()),
        ("_rels/.rels", parts::RELATIONS.to_string()),
        ("docProps/core.xml", parts::core(document)),
        ("word/document.xml", parts::document(&body.xml)),
        (
            "word/_rels/document.xml.rels",
            parts::relations(picture.is_some()),
        ),
        ("word/styles.xml", parts::STYLES.to_string()),
        ("word/numbering.xml", parts::numbering(body.lists)),
        ("word/footer1.xml", parts::footer(&super::foot(document))),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time of its own: the same document makes the same file.
    let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut put = |name: &str, bytes: &[u8]| {
        let begun = zip.start_file(name, how).map_err(|error| error.to_string());
        begun.and_then(|()| zip.write_all(bytes).map_err(|error| error.to_string()))
    };
    for (name, text) in files.drain(..) {
        put(name, text.as_bytes())?;
    }
    if let Some(picture) = picture {
        put("word/media/qr.png", &picture)?;
    }
    let done = zip.finish().map_err(|error| error.to_string())?;
    Ok(done.into_inner())
}

/// The body as it grows, and how many numbered lists it has: each counts from one.
#[derive(Default)]
struct Body {
    xml: String,
    lists: usize,
    /// The heading just before: a table of that name needs no caption.
    before: String,
}

impl Body {
    /// A paragraph of a style; `before` is XML of ours, `words` a text of anybody's.
    fn paragraph(&mut self, style: &str, properties: &str, runs: &str) {
        let style = match style {
            "" => String::new(),
            style => format!("<w:pStyle w:val=\"{style}\"/>"),
        };
        self.xml.push_str(&format!(
            "<w:p><w:pPr>{style}{properties}</w:pPr>{runs}</w:p>"
        ));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let style = format!("Heading{}", level.clamp(&1, &3));
                self.paragraph(&style, "", &run(text, false));
            }
            Block::Paragraph { text } => self.paragraph("", "", &run(text, false)),
            Block::Notice { word, text } => {
                let runs = run(&format!("{word}. "), true) + &run(text, false);
                self.paragraph("Notice", "", &runs);
            }
            Block::Facts { rows } => self.facts(rows),
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Ticks { items } => {
                for item in items {
                    self.paragraph("", "", &run(&format!("\u{2610} {item}"), false));
                }
            }
            Block::Table(it) => self.table(it),
            Block::Drawing(it) => {
                let runs = run("Drawing: ", true) + &run(&it.says, false);
                self.paragraph("", "", &runs);
            }
            Block::Break => {
                let page = "<w:r><w:br w:type=\"page\"/></w:r>";
                self.paragraph("", "", page);
            }
        }
    }

    fn list(&mut self, numbered: bool, items: &[String]) {
        let number = match numbered {
            true => {
                self.lists += 1;
                self.lists + 1
            }
            false => 1,
        };
        let properties =
            format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr>");
        for item in items {
            self.paragraph("", &properties, &run(item, false));
        }
    }

    fn facts(&mut self, rows: &[Fact]) {
        let widths = [WIDTH / 4, WIDTH - WIDTH / 4];
        self.begin_table(&widths);
        for row in rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            self.cell(widths[0], &run(&row.label, true));
            self.cell(widths[1], &run(&row.value, false));
            self.xml.push_str("</w:tr>");
        }
        self.end_table();
    }

    fn table(&mut self, table: &Table) {
        let all: u32 = table.columns.iter().map(|it| it.share.max(1)).sum();
        let width = |share: u32| share.max(1) * WIDTH / all.max(1);
        let widths: Vec<u32> = table.columns.iter().map(|it| width(it.share)).collect();
        if self.before != table.name {
            self.paragraph("Caption", "<w:keepNext/>", &run(&table.name, true));
        }
        self.begin_table(&widths);
        self.xml
            .push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            self.cell(*width, &run(&column.name, true));
        }
        self.xml.push_str("</w:tr>");
        for row in &table.rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (cell, width) in row.iter().zip(&widths) {
                match cell {
                    Cell::Text(words) => self.cell(*width, &run(words, false)),
                    Cell::Tick => self.cell(*width, &run("\u{2610}", false)),
                    Cell::Blank => self.cell(*width, ""),
                }
            }
            self.xml.push_str("</w:tr>");
        }
        self.end_table();
    }

    fn begin_table(&mut self, widths: &[u32]) {
        let columns: String = widths
            .iter()
            .map(|width| format!("<w:gridCol w:w=\"{width}\"/>"))
            .collect();
        self.xml.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        ));
    }

    fn end_table(&mut self) {
        // A table must be followed by a paragraph.
        self.xml.push_str("</w:tbl><w:p/>");
    }

    fn cell(&mut self, width: u32, runs: &str) {
        self.xml.push_str(&format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>\
             <w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr>{runs}</w:p></w:tc>"
        ));
    }
}

/// A text as a run; its line ends stay.
fn run(text: &str, bold: bool) -> String {
    let bold = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
    let mut out = format!("<w:r>{bold}");
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        out.push_str("<w:t xml:space=\"preserve\">");
        out.push_str(&escape(line));
        out.push_str("</w:t>");
    }
    out.push_str("</w:r>");
    out
}

fn title_page(body: &mut Body, document: &Document, modules: Option<usize>) {
    let front = &document.front;
    if let Some(organisation) = &front.organisation {
        body.paragraph("", "", &run(organisation, false));
    }
    body.paragraph("Subtitle", "", &run(&front.sort, false));
    body.paragraph("Title", "", &run(&front.title, false));
    if let Some(standing) = &front.standing {
        body.paragraph("Notice", "", &run(standing, true));
    }
    body.facts(&super::front_facts(document));
    if let Some(address) = &front.address {
        if modules.is_some() {
            body.paragraph("", "", &parts::picture("The address as a QR code"));
        }
        body.paragraph("", "", &run(&format!("Live page: {address}"), false));
    }
    if !front.distribution.is_empty() {
        body.paragraph("", "", &run("Who has a copy", true));
        body.list(false, &front.distribution);
    }
    if !front.changes.rows.is_empty() {
        body.table(&front.changes);
    }
    body.block(&Block::Break);
}
