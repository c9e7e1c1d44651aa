//! Findings as JUnit XML, for build servers: a suite for each code, a case for each finding. What
//! fails the command is a failure; what is waived or known is skipped; the rest passes and speaks.

use continuity::finding::Finding;

use super::Group;
use super::listing::Listing;

/// The outcome of one case.
enum Outcome {
    Fails,
    Skipped(String),
    Speaks,
}

/// One run over some groups of findings.
pub fn document(title: &str, groups: &[Group<'_>]) -> String {
    let (mut body, mut tests, mut failures, mut skipped) = (String::new(), 0, 0, 0);
    for group in groups {
        let Group { name, listing, .. } = group;
        let mut sorted: Vec<&Finding> = group.findings.iter().collect();
        sorted.sort_by(|one, other| one.code.cmp(&other.code));
        for alike in sorted.chunk_by(|one, other| one.code == other.code) {
            let suite = match name.is_empty() {
                true => alike[0].code.clone(),
                false => format!("{name} {}", alike[0].code),
            };
            let (mut cases, mut failed, mut passed_by) = (String::new(), 0, 0);
            for finding in alike {
                let outcome = outcome(listing, finding, group.fails);
                failed += usize::from(matches!(outcome, Outcome::Fails));
                passed_by += usize::from(matches!(outcome, Outcome::Skipped(_)));
                case(listing, finding, &suite, &outcome, &mut cases);
            }
            body.push_str(&format!(
                "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" \
                 skipped=\"{passed_by}\" time=\"0\">\n{cases}  </testsuite>\n",
                escaped(&suite),
                alike.len()
            ));
            (tests, failures, skipped) =
                (tests + alike.len(), failures + failed, skipped + passed_by);
        }
    }
    if tests == 0 {
        // A file without a single case counts as a broken build on some servers.
        tests = 1;
        body.push_str(&format!(
            "  <testsuite name=\"{0}\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" \
             time=\"0\">\n    <testcase name=\"nothing found\" classname=\"{0}\" time=\"0\"/>\n  \
             </testsuite>\n",
            escaped(title)
        ));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\">\n{body}</testsuites>",
        escaped(title)
    )
}

fn outcome(listing: &Listing<'_>, finding: &Finding, fails: fn(&Finding) -> bool) -> Outcome {
    if let Some(waiver) = &finding.waived_by {
        return Outcome::Skipped(format!("waived by {waiver}"));
    }
    if listing.is_known(finding) {
        return Outcome::Skipped("known: in the baseline".into());
    }
    if fails(finding) {
        Outcome::Fails
    } else {
        Outcome::Speaks
    }
}

fn case(
    listing: &Listing<'_>,
    finding: &Finding,
    suite: &str,
    outcome: &Outcome,
    out: &mut String,
) {
    let at = listing.at(finding);
    let file = at.as_ref().map_or(String::new(), |at| {
        format!(" file=\"{}\" line=\"{}\"", escaped(&at.file), at.line)
    });
    let (subject, suite) = (escaped(&finding.subject), escaped(suite));
    out.push_str(&format!(
        "    <testcase name=\"{subject}\" classname=\"{suite}\"{file} time=\"0\">\n"
    ));
    let severity = finding.severity.as_str();
    let text = escaped(&finding.text);
    let mut whole = format!("{severity}: {text}\n");
    if !finding.because.is_empty() {
        let because = escaped(&finding.because.join(", then "));
        whole.push_str(&format!("because: {because}\n"));
    }
    whole.push_str(&format!("mend: {}\n", escaped(&finding.mend)));
    out.push_str(&match outcome {
        Outcome::Fails => format!(
            "      <failure type=\"{}\" message=\"{text}\">{whole}</failure>\n",
            escaped(&finding.code)
        ),
        Outcome::Skipped(why) => format!("      <skipped message=\"{}\"/>\n", escaped(why)),
        Outcome::Speaks => format!("      <system-out>{whole}</system-out>\n"),
    });
    out.push_str("    </testcase>\n");
}

/// A text as it may stand in XML: marks escaped, characters that XML forbids replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
