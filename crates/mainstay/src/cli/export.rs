//! `mainstay export`: the records as one file of our own format, as tables, or as a drawing, on
//! stdout or in files; and documents to be printed or edited.

mod paper;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use exchange::document::table::Table;
use exchange::write::{csv, dot, mermaid, xlsx};

use self::paper::What;
use super::{Failure, Form, Setting, instant};
use crate::answer::export::{Made, all_tables, chosen, names, whole, whole_json};

/// The records as one file, as tables, or as a drawing; or a document to be printed or edited.
///
/// Documents are written as `--format md` (what text means here), `pdf`, `html`, `docx`, `xlsx` or
/// `json`.
#[derive(clap::Args)]
pub struct Export {
    /// What to make of them.
    #[arg(value_enum, value_name = "FORMAT")]
    form: What,
    /// The folder or file of records.
    source: String,
    /// The file to write; for csv the folder. Default: stdout.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// csv: only the table of this kind, or `targets`.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// A document: the record it is about, where it is about one.
    #[arg(long, value_name = "ID")]
    of: Option<String>,
    /// A document: where the live pages are, for its QR code.
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// Write over files that exist.
    #[arg(long)]
    replace: bool,
    /// The instant at which targets are judged (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Export {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let made = match self.form {
            What::Records(made) => made,
            What::Paper(sort) => return self.paper(setting, sort),
        };
        if self.of.is_some() || self.address.is_some() {
            let text = "`--of` and `--address` go with documents only";
            return Err(Failure::Understood(text.into()));
        }
        let forms = match made {
            Made::Mainstay => &[Form::Text, Form::Json][..],
            _ => &[Form::Text],
        };
        if !forms.contains(&setting.form) {
            let text = "`--format` goes with documents and with `export mainstay`, there as text \
                        or json";
            return Err(Failure::Understood(text.into()));
        }
        if self.kind.is_some() && made != Made::Csv {
            return Err(Failure::Understood(
                "`--kind` goes with `export csv` only".into(),
            ));
        }
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let registers = &loaded.registers;
        match made {
            Made::Mainstay if setting.form == Form::Json => {
                self.give(setting, whole_json(registers).as_bytes())
            }
            Made::Mainstay => self.give(setting, whole(registers).as_bytes()),
            Made::Dot => self.give(setting, dot::graph(registers).as_bytes()),
            Made::Mermaid => self.give(setting, mermaid::graph(registers).as_bytes()),
            Made::Csv => self.csv(setting, &all_tables(&given)),
            Made::Xlsx => {
                self.no_terminal("a workbook", "xlsx")?;
                let book = xlsx::book(&all_tables(&given)).map_err(Failure::World)?;
                self.give(setting, &book)
            }
        }
    }

    /// What is no text is not thrown at a terminal.
    fn no_terminal(&self, what: &str, end: &str) -> Result<(), Failure> {
        if self.out.is_none() && std::io::stdout().is_terminal() {
            let text = format!("{what} is no text; name a file with `--out FILE.{end}`");
            return Err(Failure::Understood(text));
        }
        Ok(())
    }

    fn csv(&self, setting: &Setting, tables: &[Table]) -> Result<ExitCode, Failure> {
        let chosen = chosen(tables, self.kind.as_deref())?;
        match (&self.out, chosen.as_slice()) {
            (None, [table]) => self.give(setting, csv::table(table).as_bytes()),
            (None, _) => Err(Failure::Understood(format!(
                "csv has one table for each kind; write all with `--out FOLDER`, or one with \
                 `--kind`: {}",
                names(tables)
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
