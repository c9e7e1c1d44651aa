//! The records as one text of our own format, as tables, or as a drawing. Tables have the targets
//! and verdicts beside them.

#[cfg(test)]
mod tests;

use clap::ValueEnum;
use continuity::requirements::recovery_targets::recovery_targets;
use exchange::document::table::Table;
use exchange::document::targets::targets;
use exchange::write::{json, tables, yaml};
use record::kinds::Registers;
use record::node::Node;

use super::{Given, Wrong};

/// What records are exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Made {
    /// One file of our own format: YAML, or JSON with `--format json`.
    Mainstay,
    /// A table for each kind, with targets and verdicts.
    Csv,
    /// The same as one workbook.
    Xlsx,
    /// The graph for Graphviz.
    Dot,
    /// The graph for Mermaid.
    Mermaid,
}

/// All records as one text of our own format. Reading it gives equal records.
pub fn whole(registers: &Registers) -> String {
    yaml::documents(&nodes(registers))
}

/// The same as a list in JSON, with a line end.
pub fn whole_json(registers: &Registers) -> String {
    format!("{}\n", json::pretty(&Node::list(nodes(registers))))
}

/// The tables of all kinds, and that of targets and verdicts.
pub fn all_tables(given: &Given<'_>) -> Vec<Table> {
    let standpoint = given.standpoint();
    let figures = recovery_targets(&standpoint).table(&standpoint);
    let mut all = tables::of(given.registers);
    all.push(targets(&figures));
    all
}

/// The tables that a kind's word, its plural or `targets` asks for; all where nothing is asked.
pub fn chosen<'t>(tables: &'t [Table], kind: Option<&str>) -> Result<Vec<&'t Table>, Wrong> {
    let wanted = |table: &&Table| {
        let about = kind.and_then(record::kinds::about);
        let named = |word: &str| table.name == word || about.is_some_and(|it| it.plural == word);
        kind.is_none_or(|word| named(word) || about.is_some_and(|it| it.plural == table.name))
    };
    let chosen: Vec<&Table> = tables.iter().filter(wanted).collect();
    match kind {
        Some(kind) if chosen.is_empty() => {
            let kind = record::node::shorten(kind);
            let text = format!("there is no table `{kind}`; there are {}", names(tables));
            Err(Wrong(text))
        }
        _ => Ok(chosen),
    }
}

/// The names of some tables, for a sentence.
pub fn names(tables: &[Table]) -> String {
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    names.join(", ")
}

/// All records as trees, kinds and ids in order.
pub fn nodes(registers: &Registers) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(registers.len());
    registers.each(&mut |record| nodes.push(record.write()));
    nodes
}
