//! `mainstay alerts`: which sites and services a warning touches. Files are read and nothing else
//! is: what they point to is never opened.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use continuity::requirements::warning::join::Verdict;
use exchange::warning::BYTES_MAX;

use super::{Failure, Form, Setting, instant, show};
use crate::answer::alerts::{Alert, Alerts as Answer, Read, ReadFile, alerts};

/// Most sites of a verdict that are named before the others are counted.
const NAMED_MAX: usize = 12;

/// Which sites and services a warning touches, what it would break, which plan fits.
#[derive(clap::Args)]
pub struct Alerts {
    /// The folder or file of records, a journal or a server.
    source: String,
    /// Files of warnings, or folders of them: CAP, Atom, RSS, GeoJSON, JSON.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Alerts {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        let at = instant(self.at.as_deref())?;
        let loaded = setting.load(&self.source)?;
        let mut read = Read::default();
        for path in &self.files {
            add(&mut read, path, true)?;
        }
        read.once();
        let errors: Vec<String> = read.files.iter().flat_map(|it| it.errors.clone()).collect();
        if read.is_broken() {
            return Err(Failure::Understood(errors.join("\n")));
        }
        errors.iter().for_each(|error| eprintln!("{error}"));
        let state = loaded.state.as_ref();
        let answer = alerts(&loaded.given(&self.source, at), state, read);
        match setting.form {
            Form::Json => show::json(&answer)?,
            _ => show::line(text(&answer).trim_end())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads a file, or the files of a folder in the order of their names.
fn add(read: &mut Read, path: &Path, named: bool) -> Result<(), Failure> {
    let name = path.display().to_string();
    let missing = |error: std::io::Error| Failure::Understood(format!("{name}: {error}"));
    let about = std::fs::metadata(path).map_err(missing)?;
    if about.is_dir() && named {
        let entries = std::fs::read_dir(path).map_err(missing)?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
        paths.sort();
        return paths
            .iter()
            .filter(|path| path.is_file())
            .try_for_each(|path| add(read, path, false));
    }
    if about.len() > BYTES_MAX as u64 {
        let text = format!(
            "{name}: {} bytes; at most {BYTES_MAX} are read",
            about.len()
        );
        read.files.push(ReadFile::broken(&name, text));
        return Ok(());
    }
    match std::fs::read(path) {
        Ok(bytes) => read.add(&name, &bytes),
        Err(error) => {
            let text = format!("{name}: {error}");
            read.files.push(ReadFile::broken(&name, text));
        }
    }
    Ok(())
}

fn text(answer: &Answer) -> String {
    let mut out = String::new();
    for alert in &answer.alerts {
        out.push_str(&alert_text(alert));
    }
    for posture in &answer.postures {
        let signs: Vec<String> = posture
            .because
            .iter()
            .map(|sign| format!("{} ({})", sign.of, sign.why))
            .collect();
        out.push_str(&format!(
            "{} stands at {}: {}\n",
            posture.name,
            posture.posture.as_str(),
            signs.join("; ")
        ));
    }
    for file in &answer.files {
        for remark in &file.remarks {
            out.push_str(&format!("{}: {remark}\n", file.file));
        }
    }
    if out.is_empty() {
        out.push_str("No alert is in these files.\n");
    }
    out
}

fn alert_text(alert: &Alert) -> String {
    let event = alert.event.as_deref().unwrap_or("no event named");
    let severity = alert.severity.unwrap_or("severity unknown");
    let expires = match &alert.expires {
        Some(expires) => format!("until {expires}"),
        None => "no end named".into(),
    };
    let mut out = format!(
        "{event} · {severity} · {} · {expires}\n  {}\n",
        alert.status, alert.identifier
    );
    for (verdict, title) in [
        (Verdict::Affected, "Touches"),
        (Verdict::CannotDecide, "Cannot decide for"),
        (Verdict::Ended, "Touched, and is over for"),
        (Verdict::NotAffected, "Does not touch"),
    ] {
        let of: Vec<_> = alert
            .sites
            .iter()
            .filter(|it| it.verdict == verdict)
            .collect();
        if of.is_empty() {
            continue;
        }
        let many = of.len() > NAMED_MAX || verdict == Verdict::NotAffected;
        match many {
            true => out.push_str(&format!("  {title} {} sites\n", of.len())),
            false => {
                for site in &of {
                    out.push_str(&format!("  {title} {}: {}\n", site.id, site.because));
                }
            }
        }
    }
    if let Some(follows) = &alert.would_break {
        let stops = match follows.stops.is_empty() {
            true => format!("{} items, no service or activity", follows.items),
            false => follows.stops.join(", "),
        };
        out.push_str(&format!("  Would stop: {stops}\n"));
        if !follows.late.is_empty() {
            out.push_str(&format!(
                "  Not back in time: {}\n",
                follows.late.join(", ")
            ));
        }
        if !follows.unknown.is_empty() {
            let unknown = follows.unknown.join(", ");
            out.push_str(&format!(
                "  Nobody can say whether back in time: {unknown}\n"
            ));
        }
        for plan in &follows.plans {
            out.push_str(&format!("  Plan {}: {}\n", plan.id, plan.because));
        }
    }
    for remark in &alert.remarks {
        out.push_str(&format!("  Remark: {remark}\n"));
    }
    out.push('\n');
    out
}
