//! `mainstay forecast`: our own drift, then hazards of each site; probabilities and their score.

use std::process::ExitCode;

use continuity::requirements::hazard_outlook::{Outlook, share};

use super::{Failure, Form, Setting, instant, show};
use crate::answer::forecast::{self as answer, Forecast, WITHIN};

/// How many missing facts are listed.
const ASKED_SHOWN: usize = 5;

/// What may come: our own drift, then hazards of each site, how likely within a time, and how well
/// that would have been foretold in the past.
///
/// Of our own estate: what is missed already, what will be missed within the time, and what must
/// be begun by then; by the day by which something must be done.
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
        let forecast = answer::forecast(&given, loaded.state.as_ref(), &self.within)?;
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
    let mut out = own_estate(forecast);
    let mut section = |title: &str, rows: &[Outlook]| {
        out.push_str(&format!("{title}\n"));
        for row in rows {
            out.push_str(&hazard(row, days));
        }
        out.push('\n');
    };
    for site in &hazards.sites {
        section(&format!("{} ({})", site.name, site.id), &site.hazards);
    }
    if !hazards.organisation.is_empty() {
        section("The organisation as a whole", &hazards.organisation);
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

/// What will be missed in our own estate, the first thing to do first.
fn own_estate(forecast: &Forecast) -> String {
    let mut out = format!("Our own estate ({})\n", forecast.drift.len());
    if forecast.drift.is_empty() {
        out.push_str("  Nothing that is written down will be missed, or must be begun by then.\n");
    }
    for row in &forecast.drift {
        let by = match (row.missed, row.do_by) {
            (true, _) => "missed; do it now".to_string(),
            (false, Some(day)) => format!("do by {day}"),
            (false, None) => "nobody can say by when".to_string(),
        };
        let likely = match (row.missed, row.probability) {
            (true, _) => String::new(),
            (false, Some(0.0)) => ", missed only later".to_string(),
            (false, Some(p)) => format!(", {} within the time", share(p)),
            (false, None) => ", how likely is unknown".to_string(),
        };
        out.push_str(&format!("  {}  {by}{likely}\n", row.subject));
        out.push_str(&format!("      {}\n      {}\n", row.text, row.act));
    }
    if !forecast.drift_asked.is_empty() {
        let count = forecast.drift_asked.len();
        out.push_str(&format!(
            "  Cannot be foreseen for want of a fact ({count}):\n"
        ));
        for asked in forecast.drift_asked.iter().take(ASKED_SHOWN) {
            out.push_str(&format!("      {}\n", asked.text));
        }
        if count > ASKED_SHOWN {
            let more = count - ASKED_SHOWN;
            out.push_str(&format!(
                "      and {more} more (--format json lists all)\n"
            ));
        }
    }
    out.push('\n');
    out
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
