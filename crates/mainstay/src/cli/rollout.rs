//! `mainstay rollout`: policies, options and measures to practice, in their proper order.

use std::process::ExitCode;

use continuity::implementation::rollout::decided::What;
use continuity::implementation::rollout::{DecidedRow, Rollout as Answer, Week, WorkRow};

use super::{Failure, Form, Setting, instant, show};
use crate::answer::rollout::rollout;

/// How many records of one row are named.
const NAMED_MAX: usize = 5;

/// Policies, options and measures to practice, in their proper order.
#[derive(clap::Args)]
pub struct Rollout {
    /// The folder or file of records, a journal, or a server.
    source: String,
    /// The instant asked about (default: now).
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
}

impl Rollout {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let loaded = setting.judged(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let answer = rollout(&given, loaded.state.as_ref());
        match setting.form {
            Form::Json => show::json(&answer)?,
            Form::Text => show::line(text(&answer).trim_end())?,
            _ => return Err(super::only_check_and_diff()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(answer: &Answer) -> String {
    let mut out = head(answer);
    for (what, title) in [
        (What::Rule, "Rules"),
        (What::Choice, "Choices"),
        (What::Measure, "Measures"),
    ] {
        let rows: Vec<String> = answer
            .decided
            .iter()
            .filter(|it| it.what == what)
            .map(decided)
            .collect();
        section(&mut out, title, rows);
    }
    let early = answer.out_of_order.iter();
    let early = early.map(|it| format!("{}  {}\n      {}", it.id, it.text, it.because.words()));
    section(&mut out, "Done out of order", early.collect());
    let unasked = answer.realises_no_rule.iter();
    let unasked = unasked.map(|it| format!("{}  {} ({})", it.id, it.name, it.state.words()));
    section(&mut out, "Realises no rule", unasked.collect());
    let weeks = answer.weeks.iter().map(|it| week(answer, it));
    section(&mut out, "The work, week by week", weeks.collect());
    let chain = answer.critical.iter().filter_map(|id| work_of(answer, id));
    let chain = chain.map(|it| {
        let waits = it.waits_for.as_ref();
        let waits = waits
            .map(|it| format!("\n      waits {it}"))
            .unwrap_or_default();
        format!(
            "{} to {}  {}: {}{waits}",
            it.starts, it.ends, it.id, it.words
        )
    });
    section(
        &mut out,
        "What decides when all is in force",
        chain.collect(),
    );
    let people = answer.people.iter().map(|it| {
        let assumed = if it.people_assumed { " (assumed)" } else { "" };
        let (works, days) = (it.works, it.person_days);
        format!(
            "{}  {days} person-days in {works} pieces of work, {} at once{assumed}",
            it.party, it.people
        )
    });
    section(&mut out, "Who does it", people.collect());
    section(&mut out, "To know", answer.remarks.clone());
    out
}

fn head(answer: &Answer) -> String {
    let words = |word: &str| answer.counts.get(word).copied().unwrap_or(0);
    let in_force = answer.decided.iter().filter(|it| it.in_force).count();
    let mut out = format!(
        "At {}: {} decided, {in_force} in force; {} proven, {} in place, {} in hand, {} planned, \
         {} realised by nothing, {} accepted as it is.\n",
        answer.at,
        answer.decided.len(),
        words("proven"),
        words("in-place"),
        words("in-hand"),
        words("planned"),
        words("nothing"),
        words("accepted"),
    );
    if let Some(day) = &answer.in_force_on {
        let never = answer.realised_by_nothing.len();
        out.push_str(&format!(
            "The last of what is under way is in force on {day}"
        ));
        if never > 0 {
            out.push_str(&format!("; for {never} nothing is under way"));
        }
        out.push_str(".\n");
    }
    out.push('\n');
    out
}

fn section(out: &mut String, title: &str, rows: Vec<String>) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("{title} ({})\n", rows.len()));
    for row in rows {
        out.push_str(&format!("  {row}\n"));
    }
    out.push('\n');
}

fn decided(row: &DecidedRow) -> String {
    let mut out = format!("{:<19} {}  {}", row.state.words(), row.id, row.name);
    if let Some(owner) = &row.owner {
        out.push_str(&format!("\n      owner {owner}"));
    }
    for cost in &row.cost {
        out.push_str(&format!("\n      {} {}", cost.amount, cost.what));
    }
    let by = row.realised_by.iter().filter(|it| it.id != row.id);
    let mut by: Vec<String> = by
        .map(|it| format!("{} ({}: {})", it.id, it.state.words(), it.why))
        .collect();
    more(&mut by);
    by.iter()
        .for_each(|it| out.push_str(&format!("\n      by {it}")));
    let open = row.gaps.iter().filter(|it| it.waived_by.is_none());
    let mut gaps: Vec<String> = open
        .map(|gap| match &gap.closes_on {
            Some(day) => format!("{}: closes on {day}", gap.subject),
            None if gap.realised_by_nothing => format!("{}: nothing realises it", gap.subject),
            None if gap.is_fact => format!("{}: its record does not say it", gap.subject),
            None => format!("{}: no work that is left closes it", gap.subject),
        })
        .collect();
    more(&mut gaps);
    gaps.iter()
        .for_each(|it| out.push_str(&format!("\n      gap {it}")));
    if let Some(accepted) = &row.accepted {
        out.push_str(&format!("\n      accepted: {accepted}"));
    }
    out
}

fn more(rows: &mut Vec<String>) {
    if rows.len() > NAMED_MAX {
        let more = rows.len() - NAMED_MAX;
        rows.truncate(NAMED_MAX);
        rows.push(format!("{more} more"));
    }
}

fn work_of<'a>(answer: &'a Answer, id: &str) -> Option<&'a WorkRow> {
    answer.work.iter().find(|it| it.id == id)
}

fn week(answer: &Answer, week: &Week) -> String {
    let mut out = format!("{} from {}", week.week, week.from);
    for (word, ids) in [("begin", &week.begins), ("end  ", &week.ends)] {
        for work in ids.iter().filter_map(|id| work_of(answer, id)) {
            let mark = if work.critical { "! " } else { "" };
            let owner = work.owner.as_deref().unwrap_or("nobody");
            out.push_str(&format!(
                "\n      {word} {mark}{}: {} ({owner})",
                work.id, work.words
            ));
            if word == "end  " && work.late {
                let due = work.due.as_deref().unwrap_or_default();
                out.push_str(&format!(", late: due {due}"));
            }
            if let Some(day) = work.set_too_early_for.as_ref().filter(|_| word == "end  ") {
                out.push_str(&format!(", set for {day}: too early"));
            }
        }
    }
    for gap in &week.closes {
        out.push_str(&format!(
            "\n      closes {} for {}",
            gap.subject, gap.decided
        ));
    }
    for id in &week.in_force {
        out.push_str(&format!("\n      in force: {id}"));
    }
    out
}
