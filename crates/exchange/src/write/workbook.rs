//! A document as a workbook: one sheet with the title page and all that is no table, then a sheet
//! for each table. Every cell is typed as text, so that none is a formula.

use super::xlsx;
use crate::document::table::Table as Sheet;
use crate::document::{Block, Cell, Document, Fact, Table};

/// The file.
pub fn book(document: &Document) -> Result<Vec<u8>, String> {
    xlsx::book(&sheets(document))
}

/// The sheets of it.
pub fn sheets(document: &Document) -> Vec<Sheet> {
    let front = &document.front;
    let mut text = Sheet {
        name: front.sort.clone(),
        head: ["Part", "What", "Words"].map(String::from).to_vec(),
        rows: Vec::new(),
    };
    let mut part = "Title page".to_string();
    let mut say = |part: &str, what: &str, words: &str| {
        text.rows
            .push([part, what, words].map(String::from).to_vec());
    };
    say(&part, "Title", &front.title);
    if let Some(standing) = &front.standing {
        say(&part, "Standing", standing);
    }
    for Fact { label, value } in super::front_facts(document) {
        say(&part, &label, &value);
    }
    if let Some(address) = &front.address {
        say(&part, "Live page", address);
    }
    for name in &front.distribution {
        say(&part, "Who has a copy", name);
    }
    let mut tables: Vec<Sheet> = Vec::new();
    if !front.changes.rows.is_empty() {
        tables.push(sheet(&front.changes));
    }
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => part.clone_from(text),
            Block::Paragraph { text } => say(&part, "", text),
            Block::Notice { word, text } => say(&part, word, text),
            Block::Facts { rows } => {
                for Fact { label, value } in rows {
                    say(&part, label, value);
                }
            }
            Block::List { items, .. } => items.iter().for_each(|item| say(&part, "", item)),
            Block::Ticks { items } => items.iter().for_each(|item| say(&part, "☐", item)),
            Block::Drawing(it) => say(&part, "Drawing", &it.says),
            Block::Table(table) => tables.push(sheet(table)),
            Block::Break => {}
        }
    }
    let mut all = vec![text];
    all.extend(tables);
    all
}

fn sheet(table: &Table) -> Sheet {
    let words = |cell: &Cell| match cell {
        Cell::Tick => "☐".to_string(),
        cell => cell.words().to_string(),
    };
    Sheet {
        name: table.name.clone(),
        head: table.columns.iter().map(|it| it.name.clone()).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(words).collect())
            .collect(),
    }
}
