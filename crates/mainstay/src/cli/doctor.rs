//! `mainstay doctor`: what is wrong with a server and its journal, worst first, and what to do; and
//! every setting, with where it came from.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::{Failure, Form, Setting, show};
use crate::keep::examination::{examine, upgrade};
use crate::keep::remark::{Level, Remark};
use crate::settings::{Explained, Flags, Settings, without_password};
use crate::source::{Source, wait};

/// What is wrong with a server and its journal, and what to do about it.
///
/// It looks at the journal, how full it is, whether its last entries are whole, its key, backups,
/// rehearsals and checkpoints, who else could read its files, the disk and the clock, and explains
/// every setting. It changes nothing. Without a journal it takes the one of the settings.
#[derive(clap::Args)]
pub struct Doctor {
    /// The journal: sqlite:FILE or postgres://…
    journal: Option<String>,
    /// A TOML file of settings.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Only say whether this version reads the journal; exits 2 if it does not.
    #[arg(long)]
    upgrade_check: bool,
}

impl Doctor {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let flags = Flags {
            config: self.config.clone(),
            ..Flags::default()
        };
        let mut settings = Settings::gather(&flags, &environment).map_err(Failure::Understood)?;
        // A journal that is named need not be the one of the settings: they say nothing of it.
        let named = match &self.journal {
            Some(word) => Some(super::only_journal(word)?),
            None => None,
        };
        let kept = named
            .as_ref()
            .is_none_or(|named| *named == settings.journal);
        if let Some(named) = named {
            settings.journal = named;
        }
        if self.upgrade_check {
            return upgrade_check(&settings, setting);
        }
        let now = jiff::Timestamp::now();
        let remarks = wait(async { Ok::<_, Failure>(examine(&settings, kept, now).await) })?;
        let explained = if kept { settings.explain() } else { Vec::new() };
        match setting.form {
            Form::Json => show::json(&as_json(&settings, &remarks, &explained))?,
            _ => show::line(&as_text(&settings, &remarks, &explained))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn upgrade_check(settings: &Settings, setting: &Setting) -> Result<ExitCode, Failure> {
    let remarks = wait(async { Ok::<_, Failure>(upgrade(settings).await) })?;
    let reads = remarks.iter().all(|it| it.level < Level::Error);
    let version = env!("CARGO_PKG_VERSION");
    let journal = without_password(&settings.journal);
    match setting.form {
        Form::Json => show::json(&json!({
            "version": version,
            "journal": journal,
            "reads": reads,
            "remarks": remarks,
        }))?,
        _ => {
            let word = if reads { "reads" } else { "CANNOT READ" };
            let mut out = format!("Mainstay {version} {word} {journal}.");
            remarks.iter().for_each(|it| put(&mut out, it));
            show::line(&out)?;
        }
    }
    Ok(ExitCode::from(if reads { 0 } else { 2 }))
}

fn sign(level: Level) -> &'static str {
    match level {
        Level::Well => "well",
        Level::Note => "note",
        Level::Warning => "WARNING",
        Level::Error => "ERROR",
    }
}

fn put(out: &mut String, remark: &Remark) {
    let head = format!("{:<8} {:<12}", sign(remark.level), remark.about);
    let _ = write!(out, "\n{head}");
    let indent = " ".repeat(head.chars().count());
    show::wrapped(&remark.text, show::width(), indent.len(), &indent, out);
    if !remark.mend.is_empty() {
        let _ = write!(out, "\n{indent}");
        show::wrapped(
            &format!("→ {}", remark.mend),
            show::width(),
            indent.len(),
            &indent,
            out,
        );
    }
}

/// What needs someone first, then what is well, then the settings.
fn as_text(settings: &Settings, remarks: &[Remark], explained: &[Explained]) -> String {
    let journal = without_password(&settings.journal);
    let needs = remarks
        .iter()
        .filter(|it| it.level >= Level::Warning)
        .count();
    let verdict = match needs {
        0 => "Nothing needs you.".to_string(),
        1 => "One thing needs you.".to_string(),
        count => format!("{count} things need you."),
    };
    let mut out = format!("{journal}\n{verdict}\n");
    let mut worst_first: Vec<&Remark> = remarks.iter().collect();
    worst_first.sort_by_key(|it| std::cmp::Reverse(it.level));
    worst_first.iter().for_each(|it| put(&mut out, it));
    if explained.is_empty() {
        return out;
    }
    out.push_str("\n\nSettings: a TOML file (--config), then the environment, then flags.\n");
    for setting in explained {
        let value = match setting.value.as_str() {
            "" => "—",
            value => value,
        };
        let _ = write!(
            out,
            "\n{} = {value}  ({})\n    ",
            setting.name, setting.from
        );
        let about = format!("{} Or {}.", setting.about, setting.variable);
        show::wrapped(&about, show::width(), 4, "    ", &mut out);
    }
    out
}

fn as_json(settings: &Settings, remarks: &[Remark], explained: &[Explained]) -> serde_json::Value {
    let worst = remarks.iter().map(|it| it.level).max();
    let explained = explained.iter().map(|it| {
        json!({
            "name": it.name,
            "variable": it.variable,
            "value": it.value,
            "from": it.from.to_string(),
            "about": it.about,
        })
    });
    debug_assert!(matches!(Source::of(&settings.journal), Source::Journal(_)));
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "journal": without_password(&settings.journal),
        "worst": worst.unwrap_or(Level::Well),
        "remarks": remarks,
        "settings": explained.collect::<Vec<_>>(),
    })
}
