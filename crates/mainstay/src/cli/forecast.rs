//! `mainstay forecast`: our own drift, then hazards of each site; probabilities and their score.

use std::process::ExitCode;

use continuity::requirements::drift::Row;
use continuity::requirements::hazard_outlook::{Outlook, share};

use super::{Failure, Form, Setting, instant, show};
use crate::answer::forecast::{self as answer, Forecast, WITHIN};

/// What may come: hazards of each site, how likely within a time, and how well that would have
/// been foretold in the past.
///
/// Of each hazard at each site: how often, how likely, between which bounds, from what. The past
/// is foretold again, at every origin from what lay before it, and scored beside the long-run
/// rate; of both scores less is better.
#[derive(clap::Args)]
pub struct Forecasting {
    /// The folder or file of records, a journal or a server.
    source: String,
    /// How far ahead: `30d`, `1y`.
    #[arg(long, value_name = "DURATION", default_value = WITHIN)]
    within: String,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Forecasting {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.load(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let forecast = answer::forecast(&given, None, &self.within)?;
        match setting.form {
            Form::Json => show::json(&forecast)?,
            Form::Text => show::line(text(&forecast).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(forecast: &Forecast) -> String {
    let (hazards, days) = (&forecast.hazards, forecast.within_days);
    let mut out = String::new();
    if !forecast.drift.is_empty() {
        out.push_str(&missed(&forecast.drift));
    }
    for site in &hazards.sites {
        let title = format!("{} ({})", site.name, site.id);
        out.push_str(&section(&title, &site.hazards, days));
    }
    if !hazards.organisation.is_empty() {
        let title = "The organisation as a whole";
        out.push_str(&section(title, &hazards.organisation, days));
    }
    if hazards.sites.is_empty() && hazards.organisation.is_empty() {
        out.push_str("No hazard has a history or a belief to forecast from.\n");
    }
    if !hazards.unknown.is_empty() {
        out.push_str("Nothing is known of how often these come (no `prior`, no `observed`):\n");
        for unknown in &hazards.unknown {
            out.push_str(&format!("  {unknown}\n"));
        }
        out.push('\n');
    }
    match &hazards.score {
        Some(score) => out.push_str(&format!(
            "What would have been foretold, held against what came:\n  {}\n",
            answer::in_words(score)
        )),
        None => out.push_str("No history is long enough to be foretold again and scored.\n"),
    }
    out
}

/// What we will miss, the first thing to do first.
fn missed(rows: &[Row]) -> String {
    let mut out = String::from("What we will miss in our own estate\n");
    let day = |day: Option<jiff::civil::Date>| day.map_or("unknown".into(), |it| it.to_string());
    for row in rows {
        let chance = row.probability.map_or("unknown".into(), share);
        let when = if row.missed { "missed since" } else { "on" };
        out.push_str(&format!(
            "  do by {}: {}: {}, {when} {} ({chance})\n      {}\n",
            day(row.do_by),
            row.name,
            row.what.words(),
            day(row.on),
            row.act
        ));
    }
    out.push('\n');
    out
}

fn section(title: &str, rows: &[Outlook], days: u32) -> String {
    let rows: String = rows.iter().map(|row| hazard(row, days)).collect();
    format!("{title}\n{rows}\n")
}

fn hazard(row: &Outlook, days: u32) -> String {
    let [low, high] = row.probability_range;
    let mut out = format!(
        "  {}: {} within {days} days ({} to {})\n      {}\n      {}\n",
        row.name,
        share(row.probability),
        share(low),
        share(high),
        row.says,
        row.method
    );
    if let Some(back) = &row.score {
        out.push_str(&format!(
            "      scored: {}; 90 % ranges held {:.0} %\n",
            answer::in_words(&back.score),
            back.coverage_90 * 100.0
        ));
    }
    out
}
