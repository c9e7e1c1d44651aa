//! The command line: one file per command. Data goes to stdout, talk to stderr; the exit code says
//! whether it was understood, allowed, and what was found.

mod alerts;
mod check;
mod ask;
mod backup;
mod bia;
mod deadline;
mod demo;
mod diff;
mod doctor;
mod explain;
mod export;
mod forecast;
mod impact;
mod init;
mod journal;
mod margin;
pub mod pages;
mod recover;
mod restore;
mod rollout;
mod schema;
mod serve;
mod import;
mod show;
mod simulate;
mod sync;
mod targets;
mod unknown;
mod verify;
mod weaknesses;
mod who;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::answer;
use crate::answer::Wrong;
use crate::source::{Broken, Loaded, Source, load};

/// IT service continuity: what stops when something is lost, what cannot come back in time, why,
/// and how to mend it.
#[derive(Parser)]
#[command(
    name = "mainstay",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// How answers are written.
    #[arg(long, global = true, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// No talk and no progress on stderr.
    #[arg(long, global = true)]
    quiet: bool,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For code hosts (check and diff).
    Sarif,
    /// For build servers (check and diff).
    Junit,
    /// For spreadsheets (bia).
    Csv,
    /// For print (documents).
    Pdf,
    /// For browser and printer (documents).
    Html,
    /// For Word and its kin (documents).
    Docx,
    /// Markdown (documents).
    Md,
    /// A workbook (documents).
    Xlsx,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Demo(demo::Demo),
    Init(init::Init),
    Check(check::Check),
    /// Required and achievable recovery times and points of every item, and why.
    Targets(targets::Targets),
    Bia(bia::Bia),
    /// What stops, what degrades, when each target is breached.
    Impact(impact::Impact),
    Recover(recover::Recover),
    /// The smallest combinations of losses that stop an item, or that it is late after.
    Weaknesses(weaknesses::Weaknesses),
    Unknown(unknown::Unknown),
    /// The next single loss that would stop or breach each critical service.
    Margin(margin::Margin),
    /// What may come: hazards of each site, how likely within a time, and how well foretold.
    Forecast(forecast::Forecasting),
    Who(who::Who),
    Alerts(alerts::Alerts),
    Simulate(simulate::Simulate),
    /// The questions whose answers would settle most verdicts, and whom to ask.
    Ask(ask::Ask),
    /// When agreed hours run out.
    Deadline(deadline::Deadline),
    Diff(diff::Diff),
    /// Brings foreign files into a folder of records, after showing what would change.
    Import(import::Import),
    Sync(sync::Sync),
    Export(export::Export),
    Backup(backup::Backup),
    Restore(restore::Restore),
    /// What realises what was decided, what nothing realises, and the order of the work left.
    Rollout(rollout::Rollout),
    Verify(verify::Verify),
    Doctor(doctor::Doctor),
    Journal(journal::Journal),
    /// What a finding or a condition means, why it matters, how to mend it.
    Explain(explain::Explain),
    Schema(schema::Schema),
    /// A page of the handbook, or what a command does.
    Help(pages::Help),
    /// What a shell needs to complete commands.
    #[command(hide = true)]
    Completions(pages::Completions),
    /// The manual page.
    #[command(hide = true)]
    Man(pages::Man),
}

/// How a command ended when it did not end well.
pub enum Failure {
    /// The command line or the input could not be understood: exit 2.
    Understood(String),
    /// Not allowed: exit 3.
    Refused(String),
    /// The outside world failed: exit 4.
    World(String),
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Failure {
        match broken {
            Broken::Input(text) => Failure::Understood(text),
            Broken::Refused(text) => Failure::Refused(text),
            Broken::World(text) => Failure::World(text),
        }
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Failure {
        Failure::Understood(wrong.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::World(format!("writing failed: {error}"))
    }
}

/// What every command is given beside its own arguments.
pub struct Setting {
    /// How answers are written.
    pub form: Form,
    /// No talk.
    pub quiet: bool,
}

/// Parses the command line, runs the command, and turns the outcome into an exit code.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let setting = Setting {
        form: args.format,
        quiet: args.quiet,
    };
    let command = args
        .command
        .unwrap_or_else(|| Command::Serve(serve::Serve::default()));
    let outcome = match command {
        Command::Serve(command) => command.run(&setting),
        Command::Demo(command) => command.run(&setting),
        Command::Init(command) => command.run(&setting),
        Command::Check(command) => command.run(&setting),
        Command::Bia(command) => command.run(&setting),
        Command::Impact(command) => command.run(&setting),
        Command::Recover(command) => command.run(&setting),
        Command::Targets(command) => command.run(&setting),
        Command::Weaknesses(command) => command.run(&setting),
        Command::Unknown(command) => command.run(&setting),
        Command::Margin(command) => command.run(&setting),
        Command::Forecast(command) => command.run(&setting),
        Command::Diff(command) => command.run(&setting),
        Command::Schema(command) => command.run(),
        Command::Export(command) => command.run(&setting),
        Command::Explain(command) => command.run(&setting),
        Command::Who(command) => command.run(&setting),
        Command::Alerts(command) => command.run(&setting),
        Command::Simulate(command) => command.run(&setting),
        Command::Ask(command) => command.run(&setting),
        Command::Deadline(command) => command.run(&setting),
        Command::Import(command) => command.run(&setting),
        Command::Sync(command) => command.run(&setting),
        Command::Backup(command) => command.run(&setting),
        Command::Restore(command) => command.run(&setting),
        Command::Rollout(command) => command.run(&setting),
        Command::Verify(command) => command.run(&setting),
        Command::Doctor(command) => command.run(&setting),
        Command::Journal(command) => command.run(&setting),
        Command::Help(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            let (text, code) = match failure {
                Failure::Understood(text) => (text, 2),
                Failure::Refused(text) => (text, 3),
                Failure::World(text) => (text, 4),
            };
            eprintln!("{}", text.trim_end());
            ExitCode::from(code)
        }
    }
}

impl Setting {
    /// Loads a source whole. Any complaint ends the command: a figure over half an estate would
    /// be a claim.
    pub fn load(&self, source: &str) -> Result<Loaded, Failure> {
        let loaded = self.load_with_complaints(source)?;
        if loaded.complaints.is_empty() {
            return Ok(loaded);
        }
        if self.form == Form::Json {
            show::complaints_json(source, &loaded)?;
        }
        Err(Failure::Understood(show::complaints(&loaded)))
    }

    /// Loads a source that is to be judged, with the policy that ships unless the source has one
    /// of that id.
    pub fn judged(&self, source: &str) -> Result<Loaded, Failure> {
        let mut loaded = self.load(source)?;
        answer::default_policy::add(&mut loaded.registers);
        Ok(loaded)
    }

    /// Loads a source and keeps its complaints.
    pub fn load_with_complaints(&self, source: &str) -> Result<Loaded, Failure> {
        let meant = Source::of(source);
        let progress = show::Progress::new(self.quiet, "records read");
        let loaded = load(&meant, &|count| progress.at(count))?;
        if !self.quiet {
            for remark in &loaded.remarks {
                eprintln!("{remark}");
            }
            for file in &loaded.foreign {
                eprintln!("passed by {}: it holds no records", file.display());
            }
        }
        if loaded.registers.is_empty() && loaded.complaints.is_empty() {
            let shown = meant.shown();
            let begin = match meant {
                Source::Files(_) => format!("`mainstay init {source}` or `mainstay import`"),
                _ => "`mainstay import`".to_string(),
            };
            let text = format!("`{shown}` holds no records; begin with {begin}");
            return Err(Failure::Understood(text));
        }
        Ok(loaded)
    }
}

/// The instant asked about: given, or now.
pub fn instant(at: Option<&str>) -> Result<Timestamp, Failure> {
    let Some(text) = at else {
        // A tired reader wants no fractions of a second.
        let now = Timestamp::now();
        return Ok(Timestamp::from_second(now.as_second()).unwrap_or(now));
    };
    text.parse().map_err(|_| {
        let text = format!("`{text}` is no instant; write `2026-06-19T16:30:00+02:00`");
        Failure::Understood(text)
    })
}

/// The address of a journal, which a command works on where it stands.
fn only_journal(word: &str) -> Result<String, Failure> {
    let text = match Source::of(word) {
        Source::Journal(address) => return Ok(address),
        Source::Server(_) => {
            "is a server; this is done where its journal is: name `sqlite:FILE` or `postgres://…`"
        }
        Source::Files(path) if path.is_file() => {
            "is a file; a journal in a file is named `sqlite:FILE`"
        }
        Source::Files(_) => "is no journal; write `sqlite:FILE` or `postgres://…`",
    };
    let shown = Source::of(word).shown();
    Err(Failure::Understood(format!("`{shown}` {text}")))
}

/// The refusal of a form that only findings have.
pub fn only_check_and_diff() -> Failure {
    Failure::Understood(
        "`--format sarif` and `junit` are for check and diff, `csv` is for bia, `pdf`, `html`, \
         `docx`, `md` and `xlsx` are for the documents of export"
            .into(),
    )
}
