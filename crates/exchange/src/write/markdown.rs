//! A document as Markdown (CommonMark with tables). Every sign that could be markup is escaped, so
//! that a text stays the text it was.

use crate::document::{Block, Cell, Document, Table};

/// The text.
pub fn text(document: &Document) -> String {
    let front = &document.front;
    let mut out = String::new();
    out.push_str(&format!(
        "# {}: {}\n\n",
        line(&front.sort),
        line(&front.title)
    ));
    if let Some(standing) = &front.standing {
        out.push_str(&format!("> **{}**\n\n", line(standing)));
    }
    for fact in super::front_facts(document) {
        out.push_str(&format!(
            "- **{}**: {}\n",
            line(&fact.label),
            line(&fact.value)
        ));
    }
    if let Some(address) = &front.address {
        out.push_str(&format!("- **Live page**: {}\n", line(address)));
    }
    out.push('\n');
    if !front.distribution.is_empty() {
        out.push_str("**Who has a copy**\n\n");
        items(&mut out, "- ", &front.distribution);
    }
    if !front.changes.rows.is_empty() {
        table(&mut out, &front.changes);
    }
    for block in &document.blocks {
        self::block(&mut out, block);
    }
    out
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            let marks = "#".repeat(usize::from((*level).clamp(1, 3)) + 1);
            out.push_str(&format!("{marks} {}\n\n", line(text)));
        }
        Block::Paragraph { text } => out.push_str(&format!("{}\n\n", lines(text, ""))),
        Block::Notice { word, text } => {
            out.push_str(&format!("> **{}.** {}\n\n", line(word), lines(text, "> ")));
        }
        Block::Facts { rows } => {
            for row in rows {
                let (label, value) = (line(&row.label), lines(&row.value, "  "));
                out.push_str(&format!("- **{label}**: {value}\n"));
            }
            out.push('\n');
        }
        Block::List { numbered, items } => {
            self::items(out, if *numbered { "1. " } else { "- " }, items);
        }
        Block::Ticks { items } => self::items(out, "- [ ] ", items),
        Block::Table(it) => table(out, it),
        Block::Drawing(it) => out.push_str(&format!("*Drawing: {}*\n\n", line(&it.says))),
        Block::Break => out.push_str("---\n\n"),
    }
}

fn items(out: &mut String, mark: &str, items: &[String]) {
    for item in items {
        out.push_str(&format!("{mark}{}\n", lines(item, "  ")));
    }
    out.push('\n');
}

fn table(out: &mut String, table: &Table) {
    out.push_str(&format!("**{}**\n\n|", line(&table.name)));
    for column in &table.columns {
        out.push_str(&format!(" {} |", line(&column.name)));
    }
    out.push_str("\n|");
    out.push_str(&" --- |".repeat(table.columns.len()));
    out.push('\n');
    for row in &table.rows {
        out.push('|');
        for cell in row {
            let words = match cell {
                Cell::Text(words) => line(words),
                Cell::Tick => "☐".into(),
                Cell::Blank => String::new(),
            };
            out.push_str(&format!(" {words} |"));
        }
        out.push('\n');
    }
    out.push('\n');
}

/// A text on one line; a line end becomes the one tag that tables know for it, which is ours.
fn line(text: &str) -> String {
    let parts: Vec<String> = text.split('\n').map(escaped).collect();
    parts.join("<br>")
}

/// A text whose lines stay lines, each after what the block wants before it.
fn lines(text: &str, before: &str) -> String {
    let parts: Vec<String> = text.split('\n').map(escaped).collect();
    parts.join(&format!("  \n{before}"))
}

/// A line without markup: signs that Markdown knows get a backslash, those of HTML an entity.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A bare address would be made a link by many readers.
            ':' if out.ends_with("http") || out.ends_with("https") => out.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|'
            | '~' | '$' | '=' | '@' => {
                out.push('\\');
                out.push(c);
            }
            '-' if out.trim_start().is_empty() => out.push_str("\\-"),
            '.' if !out.is_empty() && out.bytes().all(|it| it.is_ascii_digit()) => {
                out.push_str("\\.");
            }
            c => out.push(c),
        }
    }
    out
}
