//! By what scale and method an impact analysis was made, and which policies lay that down: what a
//! reader must know before any figure of the report.

use std::collections::BTreeSet;

use continuity::initiation::policy_in_force::{INTOLERABLE_DEFAULT, LaidDown};
use continuity::requirements::coverage::MONTHS;
use record::initiation::policy::Margin;
use serde::Serialize;

use super::Ground;
use super::sign_off::{Approval, approval};

/// The method of the analysis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Method {
    /// The levels of harm, from 0 on.
    pub levels: Vec<Level>,
    /// The level from which harm is intolerable.
    pub intolerable_level: u32,
    /// The policy that lays that down; nothing: it is what counts where no policy says it.
    pub intolerable_level_by: Option<String>,
    /// The losses from which harm is intolerable, one for each currency; empty where amounts are
    /// withheld.
    pub intolerable_loss: Vec<Loss>,
    /// `first-intolerable` or `last-tolerable`: which end of the interval is reported as MTPD.
    pub reports: &'static str,
    /// The policy that lays that down.
    pub reports_by: Option<String>,
    /// What is kept between RTO and MTPD, by each policy that says it.
    pub margins: Vec<MarginOf>,
    /// The categories of harm that were judged.
    pub categories: Vec<String>,
    /// Categories of harm to life: a moment at which one is intolerable stands as entered.
    pub life_safety: Vec<String>,
    /// After so many months an impact is judged anew, where its record names no day.
    pub judged_anew_after_months: i64,
    /// The policies that have an impact scale.
    pub policies: Vec<PolicyUsed>,
    /// Whether amounts are shown; else they are withheld from this reader.
    pub money_shown: bool,
}

/// A level of harm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Level {
    /// Its number.
    pub level: u32,
    /// Its word; nothing where no policy has one.
    pub word: Option<String>,
    /// Whether it is intolerable.
    pub intolerable: bool,
}

/// A loss from which harm is intolerable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loss {
    /// The amount with its currency.
    pub amount: String,
    /// The policy that lays it down.
    pub by: String,
    /// The amount in minor units, for a drawing.
    #[serde(skip)]
    pub minor: i64,
}

/// A margin.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MarginOf {
    /// As written: a share of MTPD, or a time.
    pub margin: String,
    /// The policy that lays it down.
    pub by: String,
}

/// A policy that lays down the scale.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PolicyUsed {
    /// `policy/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it is to be looked at again.
    pub review_due: Option<String>,
    /// How it came into force.
    pub approval: Approval,
}

/// The method in force.
pub(super) fn method(ground: &Ground<'_>) -> Method {
    let policy = &ground.standpoint.policy;
    let by = |laid: Option<&LaidDown<u32>>| laid.map(|it| it.by.clone());
    let reports = match policy.reports_last_tolerable() {
        true => "last-tolerable",
        false => "first-intolerable",
    };
    let losses = policy.intolerable_loss.iter().filter(|_| ground.money);
    Method {
        levels: levels(ground),
        intolerable_level: policy.intolerable_level(),
        intolerable_level_by: by(policy.intolerable.as_ref()),
        intolerable_loss: losses
            .map(|it| Loss {
                amount: it.value.to_string(),
                by: it.by.clone(),
                minor: it.value.minor,
            })
            .collect(),
        reports,
        reports_by: policy.last_tolerable.as_ref().map(|it| it.by.clone()),
        margins: policy.margins.iter().map(margin).collect(),
        categories: categories(ground),
        life_safety: policy.life_safety.iter().cloned().collect(),
        judged_anew_after_months: MONTHS,
        policies: policies(ground),
        money_shown: ground.money,
    }
}

/// The levels: those with words, and those that were judged beyond them.
fn levels(ground: &Ground<'_>) -> Vec<Level> {
    let policy = &ground.standpoint.policy;
    let intolerable = policy.intolerable_level();
    let judged = ground.registers.impacts.live();
    let judged = judged.flat_map(|it| it.levels.values().flatten().copied());
    let judged = judged.max().unwrap_or(INTOLERABLE_DEFAULT).min(99);
    let words = policy.levels.len() as u32;
    let most = judged.max(intolerable).max(words.saturating_sub(1));
    let level = |level: u32| Level {
        level,
        word: policy.levels.get(level as usize).cloned(),
        intolerable: level >= intolerable,
    };
    (0..=most).map(level).collect()
}

fn margin(laid: &LaidDown<Margin>) -> MarginOf {
    MarginOf {
        margin: match laid.value {
            Margin::Share(share) => share.to_string(),
            Margin::Time(time) => time.to_string(),
        },
        by: laid.by.clone(),
    }
}

fn categories(ground: &Ground<'_>) -> Vec<String> {
    let judged = ground.registers.impacts.live();
    let all: BTreeSet<&String> = judged.flat_map(|it| it.levels.keys()).collect();
    all.into_iter().cloned().collect()
}

fn policies(ground: &Ground<'_>) -> Vec<PolicyUsed> {
    let approved = ground.registers.policies.approved();
    let with_scale = approved.filter(|it| it.impact_scale.is_some() || it.margin.is_some());
    let used = with_scale.map(|it| PolicyUsed {
        id: it.reference(),
        name: it.title().to_string(),
        review_due: it.envelope.review_due.map(|it| it.0.to_string()),
        approval: approval(ground.state, "policy", &it.id, it.status()),
    });
    used.collect()
}
