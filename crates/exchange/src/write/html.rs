//! A document as one HTML file: its style inside, no script, nothing fetched. Printed it numbers
//! its pages; every text is escaped.

mod style;

use super::drawn;
use super::qr;
use crate::document::{Block, Cell, Document, Fact, Form, Table};

/// The file.
pub fn page(document: &Document) -> String {
    let front = &document.front;
    let mut out = String::new();
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    element(
        &mut out,
        "title",
        &format!("{}: {}", front.sort, front.title),
    );
    out.push_str("\n<style>\n");
    out.push_str(&style::sheet(document));
    out.push_str("</style>\n</head>\n<body class=\"");
    out.push_str(match front.form {
        Form::Book => "book",
        Form::Sheet => "sheet",
        Form::Card => "card",
    });
    out.push_str("\">\n");
    title_page(&mut out, document);
    out.push_str("<main>\n");
    if front.form == Form::Book {
        contents(&mut out, document);
    }
    for (at, block) in document.blocks.iter().enumerate() {
        self::block(&mut out, block, at);
    }
    out.push_str("</main>\n<footer>");
    text(&mut out, &super::foot(document));
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

/// A text so that it is no markup.
fn text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// The same with its line ends kept.
fn lines(out: &mut String, words: &str) {
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<br>");
        }
        text(out, line);
    }
}

fn element(out: &mut String, name: &str, words: &str) {
    out.push_str(&format!("<{name}>"));
    lines(out, words);
    out.push_str(&format!("</{name}>"));
}

fn title_page(out: &mut String, document: &Document) {
    let front = &document.front;
    out.push_str("<header>\n");
    element(out, "p", front.organisation.as_deref().unwrap_or_default());
    out.push_str("<h1><span>");
    text(out, &front.sort);
    out.push_str("</span> ");
    text(out, &front.title);
    out.push_str("</h1>\n");
    if let Some(standing) = &front.standing {
        out.push_str("<p class=\"notice\"><strong>");
        text(out, standing);
        out.push_str("</strong></p>\n");
    }
    facts(out, &super::front_facts(document));
    if let Some(address) = &front.address {
        code(out, address);
    }
    if !front.distribution.is_empty() && front.form == Form::Book {
        element(out, "h2", "Who has a copy");
        list(out, "ul", &front.distribution);
    }
    if !front.changes.rows.is_empty() && front.form == Form::Book {
        element(out, "h2", "Changes");
        table(out, &front.changes);
    }
    out.push_str("</header>\n");
}

/// The live page as a link and as a code for a telephone.
fn code(out: &mut String, address: &str) {
    out.push_str("<figure class=\"code\">");
    if let Some(modules) = qr::modules(address) {
        let side = modules.len() + 2 * qr::QUIET;
        out.push_str(&format!(
            "<svg viewBox=\"0 0 {side} {side}\" width=\"140\" height=\"140\" role=\"img\" \
             aria-label=\"The address as a QR code\"><path d=\""
        ));
        for (x, y, length) in qr::runs(&modules) {
            let (x, y) = (x + qr::QUIET, y + qr::QUIET);
            out.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
        }
        out.push_str("\"/></svg>");
    }
    out.push_str("<figcaption>Live page: ");
    if address.starts_with("https://") || address.starts_with("http://") {
        out.push_str("<a href=\"");
        text(out, address);
        out.push_str("\">");
        text(out, address);
        out.push_str("</a>");
    } else {
        text(out, address);
    }
    out.push_str("</figcaption></figure>\n");
}

fn contents(out: &mut String, document: &Document) {
    out.push_str("<nav aria-label=\"Contents\"><h2>Contents</h2><ol>\n");
    for (at, block) in document.blocks.iter().enumerate() {
        if let Block::Heading {
            level: 1,
            text: words,
        } = block
        {
            out.push_str(&format!("<li><a href=\"#part-{at}\">"));
            text(out, words);
            out.push_str("</a></li>\n");
        }
    }
    out.push_str("</ol></nav>\n");
}

fn block(out: &mut String, block: &Block, at: usize) {
    match block {
        Block::Heading { level, text: words } => {
            let level = level.clamp(&1, &3) + 1;
            out.push_str(&format!("<h{level} id=\"part-{at}\">"));
            text(out, words);
            out.push_str(&format!("</h{level}>"));
        }
        Block::Paragraph { text } => element(out, "p", text),
        Block::Notice { word, text: words } => {
            out.push_str("<p class=\"notice\"><strong>");
            text(out, word);
            out.push_str(".</strong> ");
            lines(out, words);
            out.push_str("</p>");
        }
        Block::Facts { rows } => facts(out, rows),
        Block::List { numbered, items } => {
            list(out, if *numbered { "ol" } else { "ul" }, items);
        }
        Block::Ticks { items } => {
            out.push_str("<ul class=\"ticks\">");
            for item in items {
                out.push_str("<li><span class=\"box\">\u{2610}</span> ");
                lines(out, item);
                out.push_str("</li>");
            }
            out.push_str("</ul>");
        }
        Block::Table(it) => table(out, it),
        Block::Drawing(it) => {
            out.push_str("<figure>");
            drawn::svg(out, it, text);
            element(out, "figcaption", &it.says);
            out.push_str("</figure>");
        }
        Block::Break => out.push_str("<div class=\"break\"></div>"),
    }
    out.push('\n');
}

fn list(out: &mut String, name: &str, items: &[String]) {
    out.push_str(&format!("<{name}>"));
    for item in items {
        element(out, "li", item);
    }
    out.push_str(&format!("</{name}>"));
}

fn facts(out: &mut String, rows: &[Fact]) {
    out.push_str("<dl>");
    for row in rows {
        out.push_str("<div>");
        element(out, "dt", &row.label);
        element(out, "dd", &row.value);
        out.push_str("</div>");
    }
    out.push_str("</dl>");
}

fn table(out: &mut String, table: &Table) {
    out.push_str("<div class=\"scroll\"><table><caption>");
    text(out, &table.name);
    out.push_str("</caption><colgroup>");
    let all: u32 = table.columns.iter().map(|it| it.share).sum();
    for column in &table.columns {
        let width = column.share * 100 / all.max(1);
        out.push_str(&format!("<col width=\"{width}%\">"));
    }
    out.push_str("</colgroup><thead><tr>");
    for column in &table.columns {
        out.push_str("<th scope=\"col\">");
        text(out, &column.name);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            match cell {
                Cell::Text(words) => element(out, "td", words),
                Cell::Tick => out.push_str("<td class=\"box\">\u{2610}</td>"),
                Cell::Blank => out.push_str("<td class=\"blank\"></td>"),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>");
}
