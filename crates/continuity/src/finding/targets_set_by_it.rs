//! `targets-set-by-it`: those who recover set their own target.

use engine::graph::Item;
use record::initiation::policy::Severity;
use record::link::split;

use super::plan_reach::recovering_teams;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "targets-set-by-it",
    severity: Severity::Warning,
    breaks_target: false,
    means: "An activity of the business declares a target, and the team that answers for the \
            activity is one that recovers systems.",
    matters: "How long the business can wait is for the business to say; those who recover tend \
              to set what they can reach.",
    mend: "Let a role of the business own the activity and confirm its targets.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    let recovering = recovering_teams(judge);
    let team_of = |item: Item| -> Option<Item> {
        let owner = estate.listed(item).envelope.owner.as_ref()?;
        let (kind, id) = split(&owner.text);
        let is_team = kind.is_none_or(|kind| kind == "team");
        is_team.then(|| estate.find_kind("team", id)).flatten()
    };
    for item in judge.demanding() {
        let listed = estate.listed(item);
        let targets = listed.item.targets.as_ref();
        let declared = targets.is_some_and(|it| it.rto.is_some() || it.mtpd.is_some());
        if listed.activity().is_none() || !declared {
            continue;
        }
        let team = team_of(item);
        let Some((team, recovers)) = team.and_then(|team| Some((team, recovering.get(&team)?)))
        else {
            continue;
        };
        let team = estate.reference(team);
        let text = format!(
            "{} is owned by {team}, which recovers {recovers}: its targets are IT's, not the \
             business's.",
            listed.title()
        );
        let because = vec![listed.reference.clone(), team.to_string(), recovers.clone()];
        found.add(Finding::new(&listed.reference, text).because(because));
    }
}
