//! Every finding in one small estate in which it is found and in one in which it is not. An estate
//! is written one record a line: `kind id`, then its fields as in a file.

mod datasets;
mod folders;
mod governance;
mod people;
mod plans;
mod relations;
mod short_yaml;
mod strategy;
mod targets;

use record::kinds::Registers;

use super::{ALL, Finding, Judge, check};
use crate::standpoint::Standpoint;

/// A finding in an estate that has it, and an estate close to that one that has it not.
struct Case {
    code: &'static str,
    subject: &'static str,
    found: &'static str,
    quiet: &'static str,
}

/// The day on which every estate is judged.
const TODAY: &str = "2026-06-15T12:00:00Z";

fn cases() -> impl Iterator<Item = &'static Case> {
    [
        targets::CASES,
        datasets::CASES,
        relations::CASES,
        people::CASES,
        plans::CASES,
        governance::CASES,
        folders::CASES,
        strategy::CASES,
    ]
    .into_iter()
    .flatten()
}

fn registers(text: &str) -> Registers {
    let mut registers = Registers::default();
    for record in short_yaml::records(text) {
        registers
            .file(record)
            .expect("an estate names each record once");
    }
    registers
}

fn findings(text: &str) -> Vec<Finding> {
    let (text, homes) = folders::homes(text);
    let registers = registers(&text);
    let at = TODAY.parse().expect("the day is an instant");
    check(&Judge::with_homes(Standpoint::new(&registers, at), &homes))
}

/// The finding of a code about a subject in an estate.
fn the(text: &str, code: &str, subject: &str) -> Finding {
    let all = findings(text);
    let found = all
        .iter()
        .find(|it| it.code == code && it.subject == subject);
    let listed: Vec<(&str, &str)> = all.iter().map(|it| (&*it.code, &*it.subject)).collect();
    found
        .unwrap_or_else(|| panic!("no {code} about {subject} in {listed:?}"))
        .clone()
}

#[test]
fn each_is_found_where_it_is_and_not_where_it_is_not() {
    let mut wrong = Vec::new();
    for case in cases() {
        let named = |estate: &str| -> Vec<String> {
            let of_code = findings(estate)
                .into_iter()
                .filter(|it| it.code == case.code);
            of_code.map(|it| it.subject).collect()
        };
        let (found, quiet) = (named(case.found), named(case.quiet));
        if !found.iter().any(|subject| subject == case.subject) {
            wrong.push(format!(
                "{} not found about {}: {found:?}",
                case.code, case.subject
            ));
        }
        if quiet.iter().any(|subject| subject == case.subject) {
            wrong.push(format!(
                "{} found about {} where all is well",
                case.code, case.subject
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_and_words() {
    for about in ALL {
        assert!(
            cases().any(|case| case.code == about.code),
            "{} is in no case",
            about.code
        );
        for words in [about.means, about.matters, about.mend] {
            assert!(
                words.ends_with('.'),
                "{}: `{words}` is no sentence",
                about.code
            );
            assert!(
                !words.contains("  "),
                "{}: `{words}` has a hole",
                about.code
            );
        }
    }
    let codes: Vec<&str> = ALL.iter().map(|about| about.code).collect();
    assert!(codes.is_sorted(), "the list is in order");
}

#[test]
fn every_finding_says_what_is_wrong_with_whom_where_and_how_to_mend_it() {
    for case in cases() {
        let finding = the(case.found, case.code, case.subject);
        assert!(
            finding.text.ends_with(['.', '?']),
            "{}: {}",
            case.code,
            finding.text
        );
        assert!(!finding.mend.is_empty(), "{}", case.code);
        assert!(finding.at.is_some(), "{} has no place", case.code);
    }
}

/// The severities that the design page lists.
#[test]
fn severities_are_those_of_the_page() {
    use record::initiation::policy::Severity;
    let errors = "target-missed target-infeasible rpo-missed rpo-unrecoverable recovery-deadlock \
                  rto-exceeds-mtpd hours-exceed-mtpd team-overbooked capacity-short \
                  waiver-expired backup-with-primary rule-unknown excluded-but-needed";
    let notes = "dwell-unstated self-dependency rto-equals-mtpd lead-time-unstated \
                 capacity-unknown loss-crosses-earlier plan-without-loss-types \
                 realises-no-rule";
    for about in ALL {
        let listed = |list: &str| list.split_whitespace().any(|code| code == about.code);
        let expected = match (listed(errors), listed(notes)) {
            (true, _) => Severity::Error,
            (_, true) => Severity::Note,
            _ => Severity::Warning,
        };
        assert_eq!(about.severity, expected, "{}", about.code);
    }
}

#[test]
fn a_deep_chain_is_checked() {
    let mut text = String::from("service top name: Top, targets: {rto: 1h}, requires: [c0]\n");
    for index in 0..3_000 {
        let next = index + 1;
        text.push_str(&format!("component c{index} requires: [c{next}]\n"));
    }
    let all = findings(&text);
    assert!(all.iter().any(|it| it.code == "unresolved-reference"));
    assert!(all.iter().any(|it| it.code == "target-unknown"));
}
