//! How the time in which an activity must be back follows from its MTPD: what is subtracted, by
//! whom laid down, and the greatest RTO that is left. Each figure has its sentence.

use continuity::path::{Step, humane, humane_or_unknown};
use continuity::requirements::own_target::{MtpdFrom, OwnTarget};
use continuity::requirements::recovery_targets::{ItemTarget, Verdict};
use record::kind::Filed;
use record::requirements::Activity;
use serde::Serialize;

use super::harm::ConditionHarm;

/// MTPD, where it comes from, and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Headline {
    /// MTPD; nothing: nobody judged it, or it is never intolerable within the times judged.
    pub seconds: Option<i64>,
    /// `declared`, `peak`, `impact`, or nothing.
    pub from: Option<&'static str>,
    /// The condition that decides.
    pub condition: Option<String>,
    /// The impact that decides.
    pub impact: Option<String>,
    /// The last moment known to be tolerable.
    pub last_tolerable_seconds: Option<i64>,
    /// The first moment known to be intolerable.
    pub first_intolerable_seconds: Option<i64>,
    /// The category that decides; `loss` where it is the money.
    pub driver: Option<String>,
    /// Whether it is a point on a straight line between two times: indicative only.
    pub indicative: bool,
    /// Judged, and never intolerable within so long.
    pub beyond_seconds: Option<i64>,
}

/// From MTPD to the time in which an activity must be back.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Arithmetic {
    /// MTPD as the activity declares it.
    pub mtpd_declared_seconds: Option<i64>,
    /// What ends the time that MTPD bounds: `mbco-reached` or `work-recovered`.
    pub mtpd_ends: &'static str,
    /// Work that remains once it is back, as it counts.
    pub wrt_seconds: i64,
    /// Kept between RTO and MTPD.
    pub margin_seconds: Option<i64>,
    /// The policy that lays that down.
    pub margin_by: Option<String>,
    /// How work arrives and is cleared.
    pub backlog: Option<BacklogOf>,
    /// The greatest RTO, from disruption: MTPD less work recovery and margin.
    pub rto_max_seconds: Option<i64>,
    /// RTO as declared.
    pub rto_declared_seconds: Option<i64>,
    /// From which event it counts.
    pub rto_from: Option<&'static str>,
    /// In which hours it counts.
    pub rto_clock: Option<&'static str>,
    /// Detection and decision, between disruption and the start of recovery work.
    pub lead_seconds: i64,
    /// By when it must be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// When it would be back.
    pub back_seconds: Option<i64>,
    /// The fact without which nobody can say when.
    pub back_missing: Option<String>,
    /// The path by which it comes back.
    pub back_path: Vec<Step>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// The same in sentences.
    pub sentences: Vec<String>,
}

/// How work piles up and is cleared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BacklogOf {
    /// Work that arrives an hour.
    pub arrives_per_hour: f64,
    /// Work that is cleared an hour once it is back.
    pub clears_per_hour: f64,
    /// Whether it is never cleared: no recovery time is short enough.
    pub never_clears: bool,
    /// After a stop as long as the greatest RTO, clearing it takes so long.
    pub clearing_seconds: Option<i64>,
}

/// The headline among the conditions of an activity; `last_tolerable`: which end of the interval
/// is reported.
pub(super) fn headline(
    own: &OwnTarget,
    conditions: &[ConditionHarm],
    last_tolerable: bool,
) -> Headline {
    let mut all = Headline {
        seconds: own.mtpd.as_ref().map(|it| it.seconds),
        from: None,
        condition: None,
        impact: None,
        last_tolerable_seconds: None,
        first_intolerable_seconds: None,
        driver: None,
        indicative: false,
        beyond_seconds: None,
    };
    match own.mtpd.as_ref().map(|it| &it.from) {
        Some(MtpdFrom::Declared) => all.from = Some("declared"),
        Some(MtpdFrom::Peak(peak)) => {
            (all.from, all.condition) = (Some("peak"), Some(peak.clone()));
        }
        Some(MtpdFrom::Impact(tolerance)) => {
            all.from = Some("impact");
            all.condition = Some(tolerance.when.clone());
            all.impact = Some(tolerance.impact.clone());
            all.last_tolerable_seconds = Some(tolerance.last_tolerable_seconds);
            all.first_intolerable_seconds = tolerance.first_intolerable_seconds;
            all.driver.clone_from(&tolerance.driver);
            all.indicative = tolerance.loss_decides(last_tolerable);
            if all.indicative {
                all.driver = Some("loss".into());
            }
        }
        None => {
            let views = conditions.iter().flat_map(|it| &it.views);
            let in_force = views.filter(|view| view.is_in_force());
            all.beyond_seconds = in_force.map(|view| view.said.judged_to_seconds).min();
        }
    }
    all
}

/// The arithmetic of an activity.
pub(super) fn arithmetic(
    activity: &Filed<Activity>,
    own: &OwnTarget,
    row: Option<&ItemTarget>,
) -> Arithmetic {
    let targets = activity.item.targets.as_ref();
    let ends = targets.and_then(|it| it.mtpd_ends);
    let mut all = Arithmetic {
        mtpd_declared_seconds: targets.and_then(|it| it.mtpd).map(|it| it.0),
        mtpd_ends: ends.map_or("work-recovered", |it| it.as_str()),
        wrt_seconds: own.wrt_seconds,
        margin_seconds: own.margin.as_ref().map(|it| it.value),
        margin_by: own.margin.as_ref().map(|it| it.by.clone()),
        backlog: None,
        rto_max_seconds: own.limit_seconds,
        rto_declared_seconds: own.rto.map(|it| it.within.0),
        rto_from: own.rto.map(|it| it.from.as_str()),
        rto_clock: own.rto.map(|it| match it.by_opening {
            true => "by the next opening",
            false => it.clock.as_str(),
        }),
        lead_seconds: own.lead.detect.seconds + own.lead.decide.seconds,
        required_seconds: row.and_then(|it| it.rto_required_seconds),
        back_seconds: row.and_then(|it| it.rtc_seconds),
        back_missing: row.and_then(|it| it.rtc_missing.clone()),
        back_path: row.map_or(Vec::new(), |it| it.rtc_why.clone()),
        verdict: row.map_or(Verdict::NoTarget, |it| it.verdict),
        sentences: Vec::new(),
    };
    all.backlog = activity.backlog.as_ref().map(|backlog| {
        let (arrives, clears) = (backlog.arrives.0, backlog.clears.0);
        let never_clears = clears <= arrives;
        let stopped = own.limit_seconds.filter(|it| *it >= 0 && !never_clears);
        BacklogOf {
            arrives_per_hour: arrives,
            clears_per_hour: clears,
            never_clears,
            clearing_seconds: stopped
                .map(|stopped| (stopped as f64 * arrives / (clears - arrives)).round() as i64),
        }
    });
    all.sentences = sentences(&all, own);
    all
}

fn sentences(all: &Arithmetic, own: &OwnTarget) -> Vec<String> {
    let mut out = Vec::new();
    if let (Some(mtpd), Some(most)) = (own.mtpd.as_ref(), all.rto_max_seconds) {
        out.push(greatest(all, mtpd.seconds, most));
    }
    if let Some(backlog) = &all.backlog {
        out.push(piles_up(backlog, all.rto_max_seconds));
    }
    if let Some(bridge) = &own.bridge {
        out.push(format!(
            "{} carries it until {} after the disruption, so it may be back by then.",
            bridge.workaround,
            humane(bridge.until_seconds)
        ));
    }
    if let Some(target) = own.from_disruption_seconds {
        let lead = all.lead_seconds;
        out.push(format!(
            "{} from the disruption, less {} to notice and decide, leaves {} for recovery work.",
            humane(target),
            humane(lead),
            humane(target - lead)
        ));
    }
    if all.required_seconds.is_some() && all.required_seconds != own.seconds {
        out.push(format!(
            "Others need it within {}.",
            humane_or_unknown(all.required_seconds)
        ));
    }
    out
}

/// The sentence of the greatest RTO.
fn greatest(all: &Arithmetic, mtpd: i64, most: i64) -> String {
    let margin = all.margin_seconds.unwrap_or(0);
    let mut out = format!("{} MTPD", humane(mtpd));
    if margin > 0 {
        let by = all.margin_by.as_deref().unwrap_or_default();
        out.push_str(&format!(", less {} margin ({by})", humane(margin)));
    }
    if all.mtpd_ends == "mbco-reached" {
        out.push_str(", no work recovery (MTPD ends when the least level is reached)");
    } else if let Some(backlog) = &all.backlog {
        let (arrives, clears) = (backlog.arrives_per_hour, backlog.clears_per_hour);
        let share = if backlog.never_clears {
            0.0
        } else {
            (clears - arrives) / clears
        };
        out.push_str(&format!(
            ", times {:.3} so that what piled up is cleared too",
            share
        ));
    } else {
        let wrt = all.wrt_seconds;
        out.push_str(&format!(", less {} work recovery", humane(wrt)));
    }
    out.push_str(&format!(
        " = {} at most from the disruption (greatest RTO).",
        humane(most)
    ));
    out
}

fn piles_up(backlog: &BacklogOf, most: Option<i64>) -> String {
    let flow = format!(
        "{} an hour arrive and {} an hour are cleared once it is back",
        backlog.arrives_per_hour, backlog.clears_per_hour
    );
    match (backlog.clearing_seconds, most) {
        (Some(clearing), Some(most)) => format!(
            "{flow}: after a stop of {} the backlog takes another {}.",
            humane(most),
            humane(clearing)
        ),
        _ if backlog.never_clears => {
            format!("{flow}: it is never cleared, which is a lack of capacity, not of recovery.")
        }
        _ => format!("{flow}."),
    }
}
