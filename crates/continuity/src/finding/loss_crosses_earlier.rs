//! `loss-crosses-earlier`: money becomes intolerable before the declared MTPD.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "loss-crosses-earlier",
    severity: Severity::Note,
    breaks_target: false,
    means: "An approved impact says how much money is lost by when. Drawn on evenly between \
            those moments, the loss becomes intolerable before the MTPD that was declared.",
    matters: "The levels were judged at a few moments; the money shows that the truth may lie \
              earlier.",
    mend: "Declare an earlier MTPD, or leave it to the impacts.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let own = &judge.targets.own[item as usize];
        let mtpd = own.mtpd.as_ref().map(|mtpd| mtpd.seconds);
        let crossings = own.tolerances.iter();
        let crossings = crossings.filter_map(|it| Some((it.loss_crossing_seconds?, &it.impact)));
        let early = crossings
            .min()
            .filter(|(at, _)| mtpd.is_none_or(|mtpd| *at < mtpd));
        let Some((at, impact)) = early else { continue };
        let listed = judge.estate().listed(item);
        let counts = mtpd.map_or_else(
            || "it has no MTPD".into(),
            |mtpd| format!("its MTPD is {}", humane(mtpd)),
        );
        let text = format!(
            "The loss of {} crosses the intolerable one after about {}; {counts}.",
            listed.title(),
            humane(at)
        );
        let because = vec![listed.reference.clone(), impact.clone()];
        let finding = Finding::new(&listed.reference, text).because(because);
        found.add(finding.seconds(Some(at), mtpd));
    }
}
