//! `mainstay export`: the records as one file of our own format, as tables, or as a drawing.
//! Tables have the targets and verdicts beside them.

#[cfg(test)]
mod tests;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use continuity::requirements::recovery_targets::recovery_targets;
use continuity::standpoint::Standpoint;
use exchange::document::table::Table;
use exchange::document::targets::targets;
use exchange::write::{csv, dot, json, mermaid, tables, xlsx, yaml};
use record::kinds::Registers;
use record::node::Node;

use super::{Failure, Form, Setting, instant};

/// The records as one file, as tables, or as a drawing.
#[derive(clap::Args)]
pub struct Export {
    /// What to make of them.
    #[arg(value_enum, value_name = "FORMAT")]
    form: Made,
    /// The folder or file of records.
    source: String,
    /// The file to write; for csv the folder. Default: stdout.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// csv: only the table of this kind, or `targets`.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Write over files that exist.
    #[arg(long)]
    replace: bool,
    /// The instant at which targets are judged (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

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

impl Export {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let forms = match self.form {
            Made::Mainstay => &[Form::Text, Form::Json][..],
            _ => &[Form::Text],
        };
        if !forms.contains(&setting.form) {
            let text = "`--format` goes with `export mainstay` only, as text or json";
            return Err(Failure::Understood(text.into()));
        }
        if self.kind.is_some() && self.form != Made::Csv {
            return Err(Failure::Understood(
                "`--kind` goes with `export csv` only".into(),
            ));
        }
        let loaded = setting.load(&self.source)?;
        let registers = &loaded.registers;
        match self.form {
            Made::Mainstay if setting.form == Form::Json => {
                let list = Node::list(nodes(registers));
                self.give(setting, format!("{}\n", json::pretty(&list)).as_bytes())
            }
            Made::Mainstay => self.give(setting, whole(registers).as_bytes()),
            Made::Dot => self.give(setting, dot::graph(registers).as_bytes()),
            Made::Mermaid => self.give(setting, mermaid::graph(registers).as_bytes()),
            Made::Csv => self.csv(setting, &self.tables(registers)?),
            Made::Xlsx => {
                if self.out.is_none() && std::io::stdout().is_terminal() {
                    let text = "a workbook is no text; name a file with `--out FILE.xlsx`";
                    return Err(Failure::Understood(text.into()));
                }
                let book = xlsx::book(&self.tables(registers)?).map_err(Failure::World)?;
                self.give(setting, &book)
            }
        }
    }

    /// The tables of all kinds, and that of targets and verdicts.
    fn tables(&self, registers: &Registers) -> Result<Vec<Table>, Failure> {
        let standpoint = Standpoint::new(registers, instant(self.at.as_deref())?);
        let figures = recovery_targets(&standpoint).table(&standpoint);
        let mut all = tables::of(registers);
        all.push(targets(&figures));
        Ok(all)
    }

    fn csv(&self, setting: &Setting, tables: &[Table]) -> Result<ExitCode, Failure> {
        let wanted = |table: &&Table| {
            let kind = self.kind.as_deref();
            let about = kind.and_then(record::kinds::about);
            let named =
                |word: &str| table.name == word || about.is_some_and(|it| it.plural == word);
            kind.is_none_or(|word| named(word) || about.is_some_and(|it| it.plural == table.name))
        };
        let chosen: Vec<&Table> = tables.iter().filter(wanted).collect();
        let names = || {
            let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
            names.join(", ")
        };
        if let (Some(kind), true) = (&self.kind, chosen.is_empty()) {
            let text = format!("there is no table `{kind}`; there are {}", names());
            return Err(Failure::Understood(text));
        }
        match (&self.out, chosen.as_slice()) {
            (None, [table]) => self.give(setting, csv::table(table).as_bytes()),
            (None, _) => Err(Failure::Understood(format!(
                "csv has one table for each kind; write all with `--out FOLDER`, or one with \
                 `--kind`: {}",
                names()
            ))),
            (Some(folder), chosen) => {
                let paths: Vec<PathBuf> = chosen
                    .iter()
                    .map(|table| folder.join(format!("{}.csv", table.name)))
                    .collect();
                paths.iter().try_for_each(|path| self.may_write(path))?;
                std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
                for (table, path) in chosen.iter().zip(&paths) {
                    put(path, csv::table(table).as_bytes())?;
                    said(setting, path);
                }
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    fn give(&self, setting: &Setting, bytes: &[u8]) -> Result<ExitCode, Failure> {
        match &self.out {
            Some(path) => {
                self.may_write(path)?;
                put(path, bytes)?;
                said(setting, path);
            }
            None => {
                let mut out = std::io::stdout().lock();
                match out.write_all(bytes).and_then(|()| out.flush()) {
                    Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                        return Err(error.into());
                    }
                    _ => {}
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// A slip of the hand must not put an export in place of the records.
    fn may_write(&self, path: &Path) -> Result<(), Failure> {
        if self.replace || std::fs::symlink_metadata(path).is_err() {
            return Ok(());
        }
        let text = format!("`{}` exists; `--replace` writes over it", path.display());
        Err(Failure::Understood(text))
    }
}

/// All records as one text of our own format. Reading it gives equal records.
fn whole(registers: &Registers) -> String {
    yaml::documents(&nodes(registers))
}

fn nodes(registers: &Registers) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(registers.len());
    registers.each(&mut |record| nodes.push(record.write()));
    nodes
}

/// Writes a file beside its place and then puts it there, so that no half of it is ever seen.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else {
        let text = format!("`{}` is no name for a file", path.display());
        return Err(Failure::Understood(text));
    };
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // What could not be put in place is not left behind; that it stays would be no news.
        let _ = std::fs::remove_file(&beside);
        cannot_write(path, &error)
    })
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::World(format!("`{}` cannot be written: {error}", path.display()))
}

fn said(setting: &Setting, path: &Path) {
    if !setting.quiet {
        eprintln!("wrote {}", path.display());
    }
}
