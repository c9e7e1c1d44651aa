//! `mainstay init`: a dozen plain questions, and from the answers a first policy, scope, roles,
//! calendar, steering body and programme plan. It never touches a file that exists.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Failure, Form, Setting, show};
use crate::interview::first_records::{self, FirstFile};
use crate::interview::{Answers, Ask, QUESTIONS};
use crate::source::Source;

/// Longest list of answers that is read.
const ANSWERS_BYTES_MAX: u64 = 1_000_000;

/// A dozen plain questions: a first policy, scope, roles, calendar.
///
/// On a terminal each question shows its default; Enter takes it. Elsewhere the answers come from
/// stdin or a file, one a line, an empty line for the default. What nobody answered is marked as
/// an assumption.
#[derive(clap::Args)]
pub struct Init {
    /// The folder; made when missing.
    folder: PathBuf,
    /// Take every default without asking.
    #[arg(long, conflicts_with = "answers")]
    yes: bool,
    /// Read the answers from a file, one a line.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
}

impl Init {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        // Asked before the questions: twelve answers for nothing would be rude.
        free(&self.folder, setting)?;
        let answers = self.answers()?;
        let files = first_records::files(&answers, today());
        write(&self.folder, &files)?;
        match setting.form {
            Form::Json => {
                let paths = files.iter().map(|file| self.folder.join(file.name));
                let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
                show::json(&serde_json::json!({ "wrote": paths }))?;
            }
            _ => show::line(&self.told(&files, &answers))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn answers(&self) -> Result<Answers, Failure> {
        if self.yes {
            return Ok(Answers::defaults());
        }
        if let Some(file) = &self.answers {
            let cannot = |why: String| {
                let file = file.display();
                Failure::Understood(format!("the answers `{file}` cannot be read: {why}"))
            };
            let meta = std::fs::metadata(file).map_err(|error| cannot(error.to_string()))?;
            if meta.len() > ANSWERS_BYTES_MAX {
                return Err(cannot("the file is too long".into()));
            }
            let text = std::fs::read_to_string(file).map_err(|error| cannot(error.to_string()))?;
            return Answers::of_lines(text.lines()).map_err(Failure::Understood);
        }
        if std::io::stdin().is_terminal() {
            return interview();
        }
        let mut text = String::new();
        let mut stdin = std::io::Read::take(std::io::stdin().lock(), ANSWERS_BYTES_MAX);
        std::io::Read::read_to_string(&mut stdin, &mut text)
            .map_err(|error| Failure::Understood(format!("the answers cannot be read: {error}")))?;
        if text.is_empty() {
            let count = QUESTIONS.len();
            let text = format!(
                "there are {count} questions and nobody to answer them; take the defaults with \
                 `--yes`, or give answers on stdin or with `--answers FILE`, one a line"
            );
            return Err(Failure::Understood(text));
        }
        Answers::of_lines(text.lines()).map_err(Failure::Understood)
    }

    fn told(&self, files: &[FirstFile], answers: &Answers) -> String {
        let folder = self.folder.display();
        let mut out = String::new();
        for file in files {
            let path = self.folder.join(file.name);
            out.push_str(&format!("+ {}  {}\n", path.display(), file.about));
        }
        let (assumed, count) = (answers.assumed(), QUESTIONS.len());
        if assumed > 0 {
            let (answers, are) = match assumed {
                1 => ("answer", "is a default that nobody agreed to: it is"),
                _ => ("answers", "are defaults that nobody agreed to: they are"),
            };
            out.push_str(&format!(
                "\n{assumed} {answers} of {count} {are}\nmarked `assumption: true`. When agreed, \
                 take the mark away.\n"
            ));
        }
        out.push_str(&format!(
            "\nNext\n  mainstay import csv services.csv --into {folder}   your list of services\n  \
             mainstay check {folder}\n  mainstay ask {folder}"
        ));
        out
    }
}

fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// Asks on the terminal; a faulty answer is asked again.
fn interview() -> Result<Answers, Failure> {
    let mut answers = Answers::defaults();
    let count = QUESTIONS.len();
    let mut stdin = std::io::stdin().lock();
    eprintln!(
        "{count} questions. Enter takes what stands in brackets; it can all be changed later."
    );
    for (index, question) in QUESTIONS.iter().enumerate() {
        if index == Ask::Tolerable as usize && answers.some(Ask::Activity).is_none() {
            continue;
        }
        loop {
            eprint!(
                "\n{}. {}\n   [{}] ",
                index + 1,
                question.text,
                question.default
            );
            std::io::stderr().flush()?;
            let mut line = String::new();
            if std::io::Read::take(&mut stdin, ANSWERS_BYTES_MAX).read_line(&mut line)? == 0 {
                return Err(Failure::Understood(
                    "no more answers; nothing was written".into(),
                ));
            }
            match answers.answer(index, &line) {
                Ok(()) => break,
                Err(why) => eprintln!("   {why}"),
            }
        }
    }
    Ok(answers)
}

/// Refuses where anything of ours is there already.
fn free(folder: &Path, setting: &Setting) -> Result<(), Failure> {
    let defaults = first_records::files(&Answers::defaults(), today());
    for file in &defaults {
        let path = folder.join(file.name);
        if std::fs::symlink_metadata(&path).is_ok() {
            return Err(exists(&path));
        }
    }
    if !folder.exists() {
        return Ok(());
    }
    let loaded = crate::source::load(&Source::Files(folder.to_path_buf()), &|_| ())?;
    for (kind, id) in defaults.iter().flat_map(|file| file.holds()) {
        if let Some((_, origin, _)) = loaded.registers.envelope(&kind, &id) {
            let file = loaded.files[origin.file as usize].display();
            let text = format!("{kind}/{id} stands already in {file}; nothing was written");
            return Err(Failure::Understood(text));
        }
    }
    if !loaded.complaints.is_empty() && !setting.quiet {
        eprint!("{}", show::complaints(&loaded));
    }
    Ok(())
}

fn exists(path: &Path) -> Failure {
    let text = format!("`{}` exists; nothing was written", path.display());
    Failure::Understood(text)
}

/// Writes every file anew, or none of them.
fn write(folder: &Path, files: &[FirstFile]) -> Result<(), Failure> {
    let cannot = |path: &Path, error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(path),
        _ => Failure::World(format!("`{}` cannot be written: {error}", path.display())),
    };
    std::fs::create_dir_all(folder).map_err(|error| cannot(folder, error))?;
    let mut written: Vec<PathBuf> = Vec::new();
    for file in files {
        let path = folder.join(file.name);
        let made = std::fs::File::create_new(&path);
        let done = made.and_then(|mut made| {
            written.push(path.clone());
            made.write_all(file.text().as_bytes())
        });
        if let Err(error) = done {
            for ours in &written {
                // Only what this command made goes; a file that stays is named by the next run.
                let _ = std::fs::remove_file(ours);
            }
            return Err(cannot(&path, error));
        }
    }
    Ok(())
}
