//! Which warnings stand over one item now: over the site itself, or over sites on which it stands,
//! or without which it stops. What they would break as a whole is not asked here.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::join::Ground;
use super::posture::{Posture, level};
use super::precaution::here;
use crate::estate::Estate;
use crate::requirements::exposure::fall;
use crate::requirements::loss::Losses;
use crate::state::State;

/// A warning that stands over an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// Its id here.
    pub id: String,
    /// What it warns of, as its sender says it.
    pub event: String,
    /// How far it raises a posture, and why so far.
    pub posture: (Posture, String),
    /// When it is expected to begin.
    pub begins: Option<Timestamp>,
    /// Until when it holds; nothing: it names no end.
    pub expires: Option<Timestamp>,
    /// The sites that it touches and the item stands or falls with, `site/id`.
    pub sites: Vec<String>,
}

/// The warnings in force over an item, the gravest first. Cost: the warnings in force by sites,
/// and what each touched site stops.
pub fn over(state: &State, estate: &Estate<'_>, reference: &str, at: Timestamp) -> Vec<Over> {
    let Some(item) = estate.find(reference) else {
        return Vec::new();
    };
    let ground = Ground::new(&state.registers);
    let actual = here(state, &ground, at, |it, standing| {
        it.warning.is_actual() && !it.warning.is_all_clear() && !standing.is_over()
    });
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut stops = |site: &String| {
        let asked = || {
            let site = estate.find(site)?;
            let fallen = fall(estate, &Losses::of(&[site]));
            Some(site == item || fallen.standing.is_stopped(item))
        };
        *known
            .entry(site.clone())
            .or_insert_with(|| asked().unwrap_or(false))
    };
    let mut out = Vec::new();
    for here in &actual {
        let mut sites = here.affected();
        sites.retain(|site| stops(site));
        if sites.is_empty() {
            continue;
        }
        let warning = &here.received.warning;
        let event = warning.event().or(warning.headline.as_deref());
        out.push(Over {
            id: here.received.id.clone(),
            event: event.unwrap_or(&warning.identifier).to_owned(),
            posture: level(warning, &here.standing, at),
            begins: warning.begins(),
            expires: warning.expires,
            sites,
        });
    }
    out.sort_by(|a, b| {
        b.posture
            .0
            .cmp(&a.posture.0)
            .then_with(|| (a.begins, &a.id).cmp(&(b.begins, &b.id)))
    });
    out
}
