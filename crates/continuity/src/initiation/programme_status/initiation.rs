//! The done-criteria of Initiation: policy, scope, resources, organisation, plan of the programme.

use record::initiation::Policy;
use record::initiation::role::Level;
use record::kind::{Filed, RecordKind};
use record::kinds::Registers;

use super::part::{Looked, Part, each, each_if_any, one};
use super::{Criterion, Ground, Side, SubStage};
use crate::initiation::acknowledgement::acknowledged;
use crate::rule::DEFAULT_POLICY_ID;
use crate::rule::age::days_between;

/// The sub-stages.
pub(super) fn parts(ground: &Ground<'_, '_>) -> Vec<SubStage> {
    vec![
        policy(ground),
        scope(ground),
        resources(ground),
        organisation(ground),
        plan(ground),
    ]
}

/// How far ahead the next review of a policy may lie.
const REVIEW_DAYS_MAX: i64 = 366;

fn registers<'r>(ground: &Ground<'_, 'r>) -> &'r Registers {
    ground.judge.registers()
}

/// The policies that someone here wrote.
fn policies<'r>(ground: &Ground<'_, 'r>) -> impl Iterator<Item = &'r Filed<Policy>> {
    let own = |policy: &&Filed<Policy>| &*policy.id != DEFAULT_POLICY_ID;
    registers(ground).policies.live().filter(own)
}

/// Why a record does not count as agreed.
fn unagreed<K: RecordKind>(record: &Filed<K>) -> Option<&'static str> {
    match (record.is_approved(), record.envelope.assumption) {
        (false, _) => Some("is not approved yet"),
        (true, true) => Some("rests on defaults that nobody agreed to"),
        (true, false) => None,
    }
}

fn policy(ground: &Ground<'_, '_>) -> SubStage {
    let today = ground.judge.today();
    let look = |check: &dyn Fn(&Filed<Policy>) -> Option<String>| -> Vec<Looked> {
        let looked = policies(ground).map(|it| (it.reference(), check(it)));
        looked.collect()
    };
    let none = "There is no policy but the one that ships with the program.";
    let in_force = |it: &Filed<Policy>| unagreed(it).map(|why| format!("{} {why}", it.title()));
    let approved = |check: fn(&Filed<Policy>) -> Option<String>| -> Vec<Looked> {
        let all = policies(ground).filter(|it| it.is_approved());
        all.map(|it| (it.reference(), check(it))).collect()
    };
    let dated = |it: &Filed<Policy>| {
        let due = it.envelope.review_due.map(|due| due.0);
        match due {
            None => Some(format!("{} has no day of its next review", it.title())),
            Some(due) if days_between(today, due) > REVIEW_DAYS_MAX => {
                Some(format!("{} is looked at again only on {due}", it.title()))
            }
            Some(_) => None,
        }
    };
    let scaled = |it: &Filed<Policy>| {
        let scale = it.own.impact_scale.as_ref();
        let agreed = scale.is_some_and(|scale| {
            scale.levels.len() > 1
                && scale.intolerable.is_some()
                && scale.intolerable_loss.is_some()
        });
        (!agreed).then(|| format!("{} sets no level and loss that is intolerable", it.title()))
    };
    Part::new("S1.1", "Policy setting")
        .on(policies(ground).map(Filed::reference))
        .when(one(
            "Management has approved a policy.",
            look(&in_force),
            none,
        ))
        .when(one(
            "It is to be looked at again within twelve months.",
            look(&dated),
            none,
        ))
        .when(one(
            "From which harm on something is intolerable is agreed.",
            approved(scaled),
            "No policy in force says it.",
        ))
        .when(communicated(ground))
        .done(ground)
}

/// Whether the agreed share of staff has acknowledged the policy in force.
fn communicated(ground: &Ground<'_, '_>) -> Criterion {
    let words = "The agreed share of staff has acknowledged it.";
    let look = |policy: &Filed<Policy>| {
        let share = acknowledged(
            registers(ground),
            ground.state,
            policy,
            ground.judge.today(),
        );
        (policy.reference(), share.lack())
    };
    let approved = policies(ground).filter(|it| it.is_approved());
    one(words, approved.map(look), "No policy is in force.")
}

fn scope(ground: &Ground<'_, '_>) -> SubStage {
    let scopes = || registers(ground).scopes.live();
    let in_force = scopes().map(|it| {
        let why = unagreed(it).map(|why| format!("{} {why}", it.title()));
        (it.reference(), why)
    });
    let owned = ["activity", "service"].map(|kind| ground.in_scope(kind));
    let owned = owned.into_iter().flatten().map(|row| {
        let envelope = ground.judge.envelope(&row.id);
        let owner = envelope.is_some_and(|(envelope, ..)| envelope.owner.is_some());
        let why = (!owner).then(|| format!("nobody answers for {}", row.name));
        (row.id.clone(), why)
    });
    let out = ground.board.on(Side::Out).map(|row| {
        let why = row
            .faults
            .first()
            .map(|fault| format!("{}: {fault}", row.name));
        (row.id.clone(), why)
    });
    let demands = |id: &str| id.starts_with("service/") || id.starts_with("activity/");
    let classified = ground.board.items.iter().filter(|row| demands(&row.id));
    let classified = classified.map(|row| {
        let open = row.side == Side::Undecided;
        let why = open.then(|| format!("{} is neither in nor out", row.name));
        (row.id.clone(), why)
    });
    let mut unclassified = each(
        "Every activity and service is in or out.",
        classified,
        "No activity or service is known yet.",
    );
    let services = unclassified
        .records
        .iter()
        .any(|it| it.starts_with("service/"));
    unclassified.finding = (!unclassified.holds && services).then_some("scope-unclassified");
    Part::new("S1.2", "Terms of reference and scope")
        .on(scopes().map(Filed::reference))
        .when(one("A scope is in force.", in_force, "There is no scope."))
        .when(unclassified)
        .when(each_if_any(
            "Each exclusion has a reason, an approver and an end, and nothing in scope needs it.",
            out,
        ))
        .when(each(
            "Every activity and service in scope has an owner.",
            owned,
            "No activity or service is in scope.",
        ))
        .done(ground)
}

fn resources(ground: &Ground<'_, '_>) -> SubStage {
    let today = ground.judge.today();
    let roles = || registers(ground).roles.live();
    let held = roles().map(|role| {
        let persons = ground.holders.persons(&role.id).len();
        let why = match persons {
            _ if unagreed(role).is_some() => {
                unagreed(role).map(|why| format!("{} {why}", role.title()))
            }
            0 => Some(format!("nobody holds {}", role.title())),
            1 => Some(format!("{} has no deputy", role.title())),
            _ => None,
        };
        (role.reference(), why)
    });
    let budgets = || registers(ground).budgets.live();
    let money = budgets().map(|budget| {
        let begun = budget.from.is_none_or(|from| from.0 <= today);
        let lasts = budget.to.is_none_or(|to| to.0 >= today);
        let why = match () {
            () if unagreed(budget).is_some() => unagreed(budget),
            () if !(begun && lasts) => Some("does not cover today"),
            () if budget.lines.is_empty() => Some("has no line"),
            () => None,
        };
        let why = why.map(|why| format!("{} {why}", budget.title()));
        (budget.reference(), why)
    });
    let assignments = registers(ground).assignments.live();
    Part::new("S1.3", "Allocate resources")
        .on(roles().map(Filed::reference))
        .on(budgets().map(Filed::reference))
        .on(assignments.map(Filed::reference))
        .when(each(
            "Every role has a holder and a deputy.",
            held,
            "There is no role.",
        ))
        .when(one(
            "A budget is approved and covers today.",
            money,
            "There is no budget.",
        ))
        .done(ground)
}

fn organisation(ground: &Ground<'_, '_>) -> SubStage {
    let today = ground.judge.today();
    let bodies = || registers(ground).bodies.live();
    let met = bodies().map(|body| {
        let held = body.meetings.iter().filter(|it| it.at.0 <= today);
        let minuted = held
            .clone()
            .any(|it| it.minutes.is_some() && !it.decisions.is_empty());
        let why = match held.count() {
            _ if unagreed(body).is_some() => unagreed(body),
            0 => Some("has not met yet"),
            _ if !minuted => Some("has met, and no decisions and minutes are kept"),
            _ => None,
        };
        (
            body.reference(),
            why.map(|why| format!("{} {why}", body.title())),
        )
    });
    let thresholds = bodies().map(|body| {
        let mut missing = Vec::new();
        missing.extend(body.escalate_after.is_none().then_some("delay"));
        missing.extend(body.escalate_above.is_none().then_some("money"));
        missing.extend(body.escalate_risk_above.is_none().then_some("risk"));
        let why = format!("{} sets none for {}", body.title(), missing.join(", "));
        (body.reference(), (!missing.is_empty()).then_some(why))
    });
    let crisis = registers(ground).roles.approved();
    let crisis = crisis.filter(|it| it.level.is_some_and(|level| level != Level::Standing));
    let commands = crisis.map(|role| (role.reference(), None));
    Part::new("S1.4", "Define organisation and control structure")
        .on(bodies().map(Filed::reference))
        .when(one(
            "The steering body has met and its decisions and minutes are kept.",
            met,
            "There is no steering body.",
        ))
        .when(one(
            "From which delay, money and risk on something reaches it is written.",
            thresholds,
            "There is no steering body.",
        ))
        .when(each(
            "Who commands on the day is a role in force.",
            commands,
            "No role in force acts as gold, silver or bronze.",
        ))
        .done(ground)
}

fn plan(ground: &Ground<'_, '_>) -> SubStage {
    let programmes = || registers(ground).programmes.live();
    let baseline = programmes().map(|it| {
        let why = match () {
            () if unagreed(it).is_some() => unagreed(it),
            () if it.deliverables.is_empty() => Some("delivers nothing"),
            () => None,
        };
        (
            it.reference(),
            why.map(|why| format!("{} {why}", it.title())),
        )
    });
    let deliverables = programmes().filter(|it| it.is_approved()).flat_map(|it| {
        it.own.deliverables.iter().map(|one| {
            let why = match () {
                () if one.accepted_when.is_none() => Some("says not when it is good enough"),
                () if one.owner.is_none() => Some("has no owner"),
                () if one.due.is_none() => Some("has no day on which it is due"),
                () => None,
            };
            (
                it.reference(),
                why.map(|why| format!("{} {why}", one.title)),
            )
        })
    });
    Part::new("S1.5", "Agree project and quality plans")
        .on(programmes().map(Filed::reference))
        .when(one(
            "A plan of the programme is approved.",
            baseline,
            "There is no plan of the programme.",
        ))
        .when(each(
            "Each deliverable says when it is good enough, who owns it and when it is due.",
            deliverables,
            "No plan in force delivers anything.",
        ))
        .done(ground)
}
