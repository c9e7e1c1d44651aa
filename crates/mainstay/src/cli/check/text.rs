//! Findings for people: errors first and whole, the others gathered by code. On a terminal the
//! path is drawn; elsewhere it is narrated, so that a log or a screen reader gets plain sentences.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style as Ansi};
use continuity::finding::Finding;
use continuity::path::humane;
use record::initiation::policy::Severity;

use crate::answer::check::listing::{Counts, Listing};
use crate::cli::show;

/// How many findings of one code are shown without `--all`.
const SHOWN_MAX: usize = 20;
/// Longest part of a source line that is shown.
const LINE_MAX: usize = 100;

/// How a list is drawn.
pub struct Style {
    colour: bool,
    drawn: bool,
    all: bool,
    width: usize,
    /// The lines of the files shown so far: each is read once.
    lines: RefCell<BTreeMap<PathBuf, Vec<String>>>,
}

impl Style {
    /// As stdout likes it.
    pub fn of_stdout(all: bool) -> Style {
        let drawn = show::terminal();
        let width = if drawn { show::width() } else { usize::MAX };
        Style {
            colour: show::colour(),
            drawn,
            all,
            width,
            lines: RefCell::default(),
        }
    }

    /// The line of a file, cleaned for showing.
    fn source_line(&self, (path, line): (&Path, usize)) -> Option<String> {
        let mut files = self.lines.borrow_mut();
        if !files.contains_key(path) {
            files.insert(path.to_path_buf(), show::source_lines(path));
        }
        files.get(path)?.get(line - 1).cloned()
    }

    fn paint(&self, style: Ansi, text: &str) -> String {
        match self.colour {
            true => format!("{style}{text}{style:#}"),
            false => text.to_string(),
        }
    }

    fn severity(&self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Error | Severity::Refuse => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        };
        self.paint(Ansi::new().bold().fg_color(Some(colour.into())), text)
    }

    fn bold(&self, text: &str) -> String {
        self.paint(Ansi::new().bold(), text)
    }

    fn faint(&self, text: &str) -> String {
        self.paint(Ansi::new().dimmed(), text)
    }
}

/// The whole list with its closing counts.
pub fn report(listing: &Listing<'_>, findings: &[Finding], style: &Style) -> String {
    let mut out = blocks(listing, findings, style);
    out.push_str(&recap(findings, style));
    out.push_str(&closing(&listing.counts(findings), style));
    out
}

/// The findings, each code's together, without counts.
pub fn blocks(listing: &Listing<'_>, findings: &[Finding], style: &Style) -> String {
    let mut out = String::new();
    let group = |one: &Finding, other: &Finding| {
        let key = |it: &Finding| (it.waived_by.is_some(), it.severity, it.code.clone());
        key(one) == key(other)
    };
    for alike in findings.chunk_by(group) {
        let shown = if style.all { alike.len() } else { SHOWN_MAX };
        // One mend for all is said once, after the last.
        let shared = alike.len() > 1 && alike.iter().all(|it| it.mend == alike[0].mend);
        for (index, finding) in alike.iter().take(shown).enumerate() {
            if index > 0 {
                out.push('\n');
            }
            block(listing, finding, shared, style, &mut out);
        }
        if alike.len() > shown {
            let more = alike.len() - shown;
            let text = format!("and {more} more like it: {}", alike[0].code);
            out.push_str(&format!("{} (--all shows them)\n", style.bold(&text)));
        }
        if shared {
            labelled("mend", &alike[0].mend, style, &mut out);
        }
        out.push('\n');
    }
    out
}

fn block(
    listing: &Listing<'_>,
    finding: &Finding,
    shared_mend: bool,
    style: &Style,
    out: &mut String,
) {
    let word = format!("{}[{}]", finding.severity.as_str(), finding.code);
    out.push_str(&style.severity(finding.severity, &word));
    out.push_str(&format!(" {}", style.bold(&finding.subject)));
    if let Some(name) = listing.name(&finding.subject) {
        out.push_str(&format!("  {name}"));
    }
    for mark in marks(listing, finding) {
        out.push_str(&format!("  ({mark})"));
    }
    out.push('\n');
    paragraph(&finding.text, "  ", style, out);
    needs(finding, style, out);
    path(listing, finding, style, out);
    place(listing, finding, style, out);
    let mut grounds = Vec::new();
    match finding.hangs_on {
        0 => {}
        1 => grounds.push("hangs on 1 unconfirmed fact".to_string()),
        many => grounds.push(format!("hangs on {many} unconfirmed facts")),
    }
    // That the tool's own policy asks for its own findings is no news to anyone.
    let shipped = format!("policy/{}#", continuity::rule::DEFAULT_POLICY_ID);
    let rules = finding
        .rules
        .iter()
        .filter(|rule| !rule.starts_with(&shipped));
    let rules: Vec<&str> = rules.map(String::as_str).collect();
    if !rules.is_empty() {
        grounds.push(format!("asked for by {}", rules.join(", ")));
    }
    if !finding.obligations.is_empty() {
        grounds.push(format!("because of {}", finding.obligations.join(", ")));
    }
    if !grounds.is_empty() {
        paragraph(&grounds.join("; "), "  ", style, out);
    }
    if !shared_mend && !finding.mend.is_empty() {
        labelled("mend", &finding.mend, style, out);
    }
}

fn marks(listing: &Listing<'_>, finding: &Finding) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some(waiver) = &finding.waived_by {
        marks.push(format!("waived by {waiver}"));
    }
    if listing.is_known(finding) {
        marks.push("known: in the baseline".into());
    }
    marks
}

fn needs(finding: &Finding, style: &Style, out: &mut String) {
    let mut parts = Vec::new();
    parts.extend(
        finding
            .needs_seconds
            .map(|it| format!("needs {}", humane(it))),
    );
    parts.extend(finding.has_seconds.map(|it| format!("has {}", humane(it))));
    if parts.is_empty() {
        return;
    }
    let mut text = parts.join(", ");
    if finding.is_bound {
        text.push_str(
            ", a bound: 80th percentiles added up along the longest path (`--simulate` gives the \
             80th percentile of the whole)",
        );
    }
    paragraph(&text, "  ", style, out);
}

fn path(listing: &Listing<'_>, finding: &Finding, style: &Style, out: &mut String) {
    let steps = &finding.because;
    if steps.is_empty() || *steps == [finding.subject.clone()] {
        return;
    }
    if !style.drawn {
        out.push_str(&format!("  because: {}\n", steps.join(", then ")));
        return;
    }
    for (depth, step) in steps.iter().enumerate() {
        // Deep paths stop moving right, so that they stay on the page.
        let gap = "  ".repeat(depth.saturating_sub(1).min(12));
        let lead = if depth == 0 { "because " } else { "        " };
        let arm = if depth == 0 { "" } else { "└ " };
        let name = listing
            .name(step)
            .map_or(String::new(), |name| format!("  {name}"));
        let art = style.faint(&format!("{lead}{gap}{arm}"));
        out.push_str(&format!("  {art}{step}{}\n", style.faint(&name)));
    }
}

fn place(listing: &Listing<'_>, finding: &Finding, style: &Style, out: &mut String) {
    let Some(at) = listing.at_from_here(finding) else {
        return;
    };
    let stands = format!("{}:{}:{}", at.file, at.line, at.column);
    if !style.drawn {
        let line = listing.line(finding);
        let line = line.and_then(|line| style.source_line(line));
        // The first line of a record says no more than its reference.
        let line = line.filter(|line| !line.trim_start().starts_with("kind:"));
        let says = line.map_or(String::new(), |line| format!(": {}", short(line.trim())));
        out.push_str(&format!("  at {stands}{says}\n"));
        return;
    }
    out.push_str(&format!("  {} {stands}\n", style.faint("-->")));
    // The first line of a record says no more than its reference.
    let line = listing.line(finding);
    let line = line
        .and_then(|line| style.source_line(line))
        .filter(|line| !line.starts_with("kind:"));
    let Some(line) = line else { return };
    let number = at.line.to_string();
    let (bar, blank) = (style.faint("|"), " ".repeat(number.len()));
    let gap = " ".repeat((at.column as usize - 1).min(LINE_MAX));
    let caret = style.severity(finding.severity, "^");
    out.push_str(&format!("  {number} {bar} {}\n", short(&line)));
    out.push_str(&format!("  {blank} {bar} {gap}{caret}\n"));
}

fn short(line: &str) -> String {
    let mut short: String = line.chars().take(LINE_MAX).collect();
    if line.chars().nth(LINE_MAX).is_some() {
        short.push('…');
    }
    short
}

fn labelled(label: &str, text: &str, style: &Style, out: &mut String) {
    let mut inner = String::new();
    let first = format!("  {label}: ");
    show::wrapped(text, style.width, first.len(), "    ", &mut inner);
    out.push_str(&format!("  {}: {inner}\n", style.bold(label)));
}

fn paragraph(text: &str, indent: &str, style: &Style, out: &mut String) {
    out.push_str(indent);
    show::wrapped(text, style.width, indent.len(), indent, out);
    out.push('\n');
}

/// The errors by code once more, for whoever sees only the end of a long list.
fn recap(findings: &[Finding], style: &Style) -> String {
    let errors: Vec<&Finding> = findings.iter().filter(|it| super::is_error(it)).collect();
    let alike = errors.chunk_by(|one, other| one.code == other.code);
    let parts: Vec<String> = alike
        .map(|it| format!("{} {}", it.len(), it[0].code))
        .collect();
    if parts.len() < 2 {
        return String::new();
    }
    let mut out = style.severity(Severity::Error, "errors");
    out.push_str(": ");
    show::wrapped(&parts.join(", "), style.width, 8, "  ", &mut out);
    out.push('\n');
    out
}

/// "2 errors, 31 warnings, 4 notes; 1 waived".
pub fn closing(counts: &Counts, style: &Style) -> String {
    let count = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let part = |number: usize, word: &str, severity: Severity| match number {
        0 => count(0, word),
        _ => style.severity(severity, &count(number, word)),
    };
    let mut text = [
        part(counts.error, "error", Severity::Error),
        part(counts.warning, "warning", Severity::Warning),
        part(counts.note, "note", Severity::Note),
    ]
    .join(", ");
    if counts.known > 0 {
        text.push_str(&format!("; {} of them in the baseline", counts.known));
    }
    if counts.waived > 0 {
        text.push_str(&format!("; {} waived", counts.waived));
    }
    text.push('\n');
    text
}
