//! What the records say someone may decide: the authority of the roles that their person holds,
//! and what they own.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use record::initiation::role::Authority;
use record::kinds::Registers;
use record::link::split;

use super::{Action, Object, functions};
use crate::actor::Actor;
use crate::initiation::holder::Holders;
use crate::state::State;

/// Whether the authority of a role that they hold allows it. It reaches what its holders approve,
/// accept and invoke; all else is a matter of functions.
pub fn allows(
    state: &State,
    actor: &Actor,
    action: Action,
    object: Object<'_>,
    at: Timestamp,
) -> bool {
    // An account without any function is out, whatever its person holds.
    let reached = matches!(
        action,
        Action::Approve | Action::StartLive | Action::DecidePrecaution
    );
    if !reached || functions(state, actor, at).is_empty() {
        return false;
    }
    let (kind, id) = match object {
        Object::Kind(kind) => (kind, None),
        Object::Record(kind, id) => (kind, Some(id)),
        _ => return false,
    };
    let Some(person) = person(state, actor) else {
        return false;
    };
    if action == Action::DecidePrecaution {
        return id.is_some_and(|id| decides(state, id, person, at));
    }
    let author = id
        .and_then(|id| state.filing(kind, id))
        .map(|filing| &*filing.author);
    let same = author == Some(actor.as_text().as_str());
    roles(&state.registers, person, at).iter().any(|role| {
        let role = state.registers.roles.get(role);
        let authority = role.and_then(|role| role.own.authority.as_ref());
        authority.is_some_and(|it| match action {
            Action::StartLive => invokes(state, it, id),
            _ => approves(it, kind) && !(it.two_person && same),
        })
    })
}

/// Whether a person decides to carry a measure out: it names them, a role they hold or a team they
/// are in; where it names nobody, its owner does.
fn decides(state: &State, measure: &str, person: &str, at: Timestamp) -> bool {
    let measure = state.registers.measures.get(measure);
    let named = measure.and_then(|it| it.own.decides.as_ref().or(it.envelope.owner.as_ref()));
    named.is_some_and(|party| is_party(state, &party.text, person, at))
}

/// Whether a party is a person, a role they hold or a team they are in.
fn is_party(state: &State, party: &str, person: &str, at: Timestamp) -> bool {
    let (kind, id) = split(party);
    let is = |word: &str| kind.is_none_or(|kind| kind == word);
    is("person") && id == person
        || is("role") && roles(&state.registers, person, at).contains(id)
        || is("team") && in_team(&state.registers, person, id)
}

/// Whether an authority reaches the invoking of a plan. Where two must agree, nobody does it alone.
fn invokes(state: &State, authority: &Authority, plan: Option<&str>) -> bool {
    let plan = plan.and_then(|id| state.registers.plans.get(id));
    let sort = plan.and_then(|plan| plan.own.type_.as_deref());
    let named = |named: &String| named == "any" || sort == Some(named.as_str());
    !authority.two_person && authority.invoke.iter().any(named)
}

fn approves(authority: &Authority, kind: &str) -> bool {
    let named = authority
        .approve
        .iter()
        .any(|named| named == kind || named == "any");
    named || authority.accept_risk && matches!(kind, "risk" | "waiver")
}

/// Whether a record is theirs: its owner is their person, a role they hold or a team they are in.
/// What is not there yet is nobody's, so anyone may begin it.
pub fn owns(state: &State, actor: &Actor, kind: &str, id: &str, at: Timestamp) -> bool {
    let Some((envelope, ..)) = state.registers.envelope(kind, id) else {
        return true;
    };
    let (Some(owner), Some(person)) = (&envelope.owner, person(state, actor)) else {
        return false;
    };
    is_party(state, &owner.text, person, at)
}

fn person<'s>(state: &'s State, actor: &Actor) -> Option<&'s str> {
    let account = state.account(actor.account()?)?;
    account.person.as_deref().map(|person| split(person).1)
}

fn roles<'s>(registers: &'s Registers, person: &str, at: Timestamp) -> BTreeSet<&'s str> {
    let day = at.to_zoned(TimeZone::UTC).date();
    let holders = Holders::new(registers, day);
    let roles = registers.roles.live().map(|role| &*role.id);
    roles
        .filter(|role| holders.persons(role).contains(person))
        .collect()
}

fn in_team(registers: &Registers, person: &str, team: &str) -> bool {
    let lists = registers
        .teams
        .get(team)
        .is_some_and(|team| team.own.members.iter().any(|member| member.id() == person));
    let joined = registers
        .persons
        .get(person)
        .is_some_and(|known| known.own.teams.iter().any(|known| known.id() == team));
    lists || joined
}
