//! The done-criteria of Implementation: organisation, standby, measures, plans, procedures.

use record::implementation::{Arrangement, Plan};
use record::initiation::role::Level;
use record::kind::Filed;
use record::requirements::measure::State as How;

use super::part::{Part, each, each_if_any};
use super::{Ground, SubStage};

/// The sub-stages.
pub(super) fn parts(ground: &Ground<'_, '_>) -> Vec<SubStage> {
    vec![
        organisation(ground),
        standby(ground),
        measures(ground),
        plans(ground),
        procedures(ground),
        super::operation::first_tests(ground),
    ]
}

fn organisation(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let owned = registers.plans.live().map(|plan| {
        let why = plan.envelope.owner.is_none();
        (
            plan.reference(),
            why.then(|| format!("nobody owns {}", plan.title())),
        )
    });
    let crisis = registers.roles.approved();
    let crisis = crisis.filter(|it| it.level.is_some_and(|level| level != Level::Standing));
    let manned = crisis.map(|role| {
        let why = match ground.holders.persons(&role.id).len() {
            0 => Some(format!("nobody holds {}", role.title())),
            1 => Some(format!("{} has no deputy", role.title())),
            _ => None,
        };
        (role.reference(), why)
    });
    Part::new("S3.1", "Organisation and implementation planning")
        .on(registers.teams.live().map(Filed::reference))
        .begun(!registers.plans.is_empty())
        .when(each("Every plan has an owner.", owned, "There is no plan."))
        .when(each(
            "Every role of the crisis organisation has a holder and a deputy.",
            manned,
            "No role in force acts as gold, silver or bronze.",
        ))
        .done(ground)
}

fn standby(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let all = || registers.arrangements.live();
    let enough = all().map(|it| (it.reference(), short(ground, it)));
    let tried = all().map(|it| {
        let tried = it.tried.is_some_and(|day| day.0 <= ground.judge.today());
        let why = (!tried).then(|| format!("{} was never called on to try it", it.title()));
        (it.reference(), why)
    });
    let none = "There is no standby arrangement.";
    Part::new("S3.2", "Implement stand-by arrangements")
        .on(all().map(Filed::reference))
        .when(each(
            "Each arrangement is in force and carries what the worst scenario asks of it.",
            enough,
            none,
        ))
        .when(each("Each was tried once.", tried, none))
        .done(ground)
}

fn short(ground: &Ground<'_, '_>, it: &Filed<Arrangement>) -> Option<String> {
    let today = ground.judge.today();
    let contract = it.own.contract.as_ref();
    let contract = contract.and_then(|id| ground.judge.registers().contracts.get(id.id()));
    let ended = contract.and_then(|it| it.own.end).or(it.own.expires);
    let why = match (it.capacity, it.demand) {
        _ if !it.is_approved() => "is not approved yet",
        _ if ended.is_some_and(|day| day.0 < today) => "has run out",
        (Some(capacity), Some(demand)) if capacity < demand => "carries less than is asked of it",
        (Some(_), Some(_)) => return None,
        _ => "says not what it carries and what is asked of it",
    };
    Some(format!("{} {why}", it.title()))
}

fn measures(ground: &Ground<'_, '_>) -> SubStage {
    let measures = || ground.judge.registers().measures.live();
    let verified = measures().map(|it| {
        let owner = it.envelope.owner.as_ref().map(|owner| &owner.text);
        let by = it.verified_by.as_ref().map(|by| &by.text);
        let why = match () {
            () if it.state != Some(How::Verified) => Some("is not shown to work"),
            () if by.is_none() => Some("says not who showed that it works"),
            () if by == owner => Some("was shown to work by the one who owns it"),
            () => None,
        };
        (
            it.reference(),
            why.map(|why| format!("{} {why}", it.title())),
        )
    });
    Part::new("S3.3", "Implement risk-reduction measures")
        .on(measures().map(Filed::reference))
        .when(each(
            "Each measure is shown to work, by someone else than its owner.",
            verified,
            "There is no measure.",
        ))
        .done(ground)
}

fn plans(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let estate = ground.judge.estate();
    let facts = ground.judge.facts();
    let covered = ground.in_scope("service").map(|row| {
        let item = estate.find(&row.id);
        let planned = item.is_some_and(|item| !facts.plans(item).is_empty());
        let why = (!planned).then(|| format!("no approved plan brings {} back", row.name));
        (row.id.clone(), why)
    });
    let complete = registers
        .plans
        .approved()
        .map(|plan| (plan.reference(), lack(plan)));
    Part::new("S3.4", "Develop IT service continuity and recovery plans")
        .on(registers.plans.live().map(Filed::reference))
        .when(each(
            "Every service in scope has an approved plan.",
            covered,
            "No service is in scope.",
        ))
        .when(each(
            "Each approved plan is complete and there is a copy for the day without network.",
            complete,
            "No plan is approved.",
        ))
        .done(ground)
}

/// What a plan lacks.
fn lack(plan: &Filed<Plan>) -> Option<String> {
    let title = plan.title();
    let missing = match () {
        () if plan.scenarios.is_empty() => "names no scenario",
        () if plan.trigger.is_none() => "says not what sets it off",
        () if plan.deactivation.is_none() => "says not what ends it",
        () if plan.offline_copy.is_none() => "has no offline copy",
        () => "",
    };
    if !missing.is_empty() {
        return Some(format!("{title} {missing}"));
    }
    let step = plan.steps.iter().find_map(|step| {
        let missing = match () {
            () if step.role.is_none() && step.by.is_none() => "has nobody who does it",
            () if step.takes.is_none() && step.wait.is_none() => "says not how long it takes",
            () if step.check.is_none() => "says not how one sees that it is done",
            () => return None,
        };
        Some((&step.id, missing))
    });
    step.map(|(id, missing)| format!("step {id} of {title} {missing}"))
}

fn procedures(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let executed = registers.procedures.live().map(|it| {
        let done = it.executed.is_some_and(|day| day.0 <= ground.judge.today());
        let why = (!done).then(|| format!("no deputy has carried out {}", it.title()));
        (it.reference(), why)
    });
    let steps = registers.plans.approved().flat_map(|plan| {
        let named = plan
            .own
            .steps
            .iter()
            .filter_map(|step| step.procedure.as_ref());
        named.map(|procedure| {
            let known = registers.procedures.get(procedure.id()).is_some();
            let id = procedure.id();
            let why = (!known).then(|| format!("{} names {id}, which is not there", plan.title()));
            (plan.reference(), why)
        })
    });
    Part::new("S3.5", "Develop procedures")
        .on(registers.procedures.live().map(Filed::reference))
        .when(each(
            "Each procedure was carried out by a deputy once.",
            executed,
            "There is no procedure.",
        ))
        .when(each_if_any(
            "Each procedure that a plan names is there.",
            steps,
        ))
        .done(ground)
}
