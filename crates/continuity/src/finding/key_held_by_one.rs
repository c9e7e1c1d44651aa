//! `key-held-by-one`: one person alone can do what recovery needs.

use engine::graph::Item;
use record::initiation::policy::Severity;
use record::link::split;

use super::plan_reach::{people, recovering_teams};
use super::{About, Finding, Found, Judge};
use crate::initiation::holder::Holders;

/// What it is.
pub const ABOUT: About = About {
    code: "key-held-by-one",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The credentials of a procedure are kept by one person, or a team that recovers \
            something is one person without a deputy team.",
    matters: "That person is ill, on a plane, or gone, and the recovery stops there.",
    mend: "Keep a second key with someone else, train a second person, or name a deputy team.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let holders = Holders::new(judge.registers(), judge.today());
    for procedure in judge.registers().procedures.approved() {
        let Some(kept) = &procedure.credentials_at else {
            continue;
        };
        if holds_alone(judge, &holders, &kept.text) {
            let text = format!(
                "The credentials for {} are with {}, one person.",
                procedure.title(),
                kept.text
            );
            let because = vec![procedure.reference(), kept.text.to_string()];
            let at = record::kind::Origin {
                file: procedure.origin.file,
                at: kept.at,
            };
            let finding = Finding::new(&procedure.reference(), text);
            found.add(finding.because(because).at(at));
        }
    }
    for (team, recovers) in recovering_teams(judge) {
        let listed = judge.estate().listed(team);
        if is_alone(judge, team) {
            let text = format!(
                "{} is one person without a deputy and recovers {recovers} among others.",
                listed.title()
            );
            let because = vec![listed.reference.clone(), recovers];
            found.add(Finding::new(&listed.reference, text).because(because));
        }
    }
}

fn is_alone(judge: &Judge<'_>, team: Item) -> bool {
    let listed = judge.estate().listed(team);
    let deputy = listed.team().and_then(|team| team.deputy.as_ref());
    people(judge, team) == Some(1) && deputy.is_none()
}

/// Whether what keeps a key is one person.
fn holds_alone(judge: &Judge<'_>, holders: &Holders<'_>, text: &str) -> bool {
    let (kind, id) = split(text);
    match kind {
        Some("person") => true,
        Some("role") => holders.persons(id).len() == 1,
        Some("team") => {
            let team = judge.estate().find_kind("team", id);
            team.is_some_and(|team| is_alone(judge, team))
        }
        _ => false,
    }
}
