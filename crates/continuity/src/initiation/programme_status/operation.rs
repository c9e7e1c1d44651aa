//! The done-criteria of Ongoing operation, and of the first tests that lead there. The period in
//! which something must have happened is a year.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use record::kind::Filed;
use record::link::split;
use record::operation::exercise::Rung;
use record::operation::finding::Class;
use record::operation::review::Sort;
use record::operation::{Change, Review};

use super::part::{Looked, Part, each, each_if_any, one};
use super::{Ground, SubStage};
use crate::state::Run;

/// The sub-stages.
pub(super) fn parts(ground: &Ground<'_, '_>) -> Vec<SubStage> {
    vec![
        awareness(ground),
        training(ground),
        review(ground),
        testing(ground),
        changes(ground),
        assurance(ground),
    ]
}

/// The first day of the period: a year ago.
fn since(ground: &Ground<'_, '_>) -> Date {
    let today = ground.judge.today();
    today.checked_sub(1.year()).unwrap_or(today)
}

/// Whether a day lies in the period.
fn lately(ground: &Ground<'_, '_>, day: Option<record::value::Date>) -> bool {
    day.is_some_and(|day| day.0 >= since(ground) && day.0 <= ground.judge.today())
}

fn runs<'a>(ground: &Ground<'a, '_>) -> impl Iterator<Item = &'a Run> + use<'a> {
    ground.state.into_iter().flat_map(|state| state.runs())
}

/// The day on which a run ended, in UTC.
fn ended(run: &Run) -> Option<Date> {
    let end = run.end.as_ref()?;
    Some(end.at.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Whether a run shows how long recovery takes: at least a functional test, or the real thing.
fn is_timed(run: &Run) -> bool {
    let sort = run.start.type_;
    let real = run.mode().is_real();
    let rung = sort.is_some_and(|sort| {
        matches!(
            sort,
            Rung::Functional | Rung::Parallel | Rung::Switchover | Rung::FullInterruption
        )
    });
    let timed = run
        .told()
        .any(|(_, progress)| progress.took_seconds().is_some());
    (real || rung) && timed && run.end.is_some()
}

/// The plan that a run carries out, `plan/id`.
fn plan_of(run: &Run) -> Option<String> {
    run.plan().map(Filed::reference)
}

/// S3.6: the first tests.
pub(super) fn first_tests(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let tested: BTreeSet<String> = runs(ground)
        .filter(|run| is_timed(run))
        .filter_map(plan_of)
        .collect();
    let plans = registers.plans.approved().map(|plan| {
        let shown = tested.contains(&plan.reference());
        let why = format!(
            "no functional test with its time is kept of {}",
            plan.title()
        );
        (plan.reference(), (!shown).then_some(why))
    });
    let retests = registers.findings.live().filter(|it| it.closed.is_none());
    let retests = retests.filter(|it| it.from.is_some()).map(|it| {
        let why = it.due.is_none();
        let why = why.then(|| format!("{} has no day until when it is mended", it.title()));
        (it.reference(), why)
    });
    Part::new("S3.6", "Testing strategy and initial testing")
        .on(registers.exercises.live().map(Filed::reference))
        .begun(runs(ground).next().is_some())
        .when(each(
            "Each approved plan had a functional test with its time taken.",
            plans,
            "No plan is approved.",
        ))
        .when(each_if_any(
            "What a test showed to be wrong has a day until when it is mended.",
            retests,
        ))
        .done(ground)
}

fn awareness(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let today = ground.judge.today();
    let rounds = || {
        registers
            .trainings
            .approved()
            .filter(|it| it.role.is_none())
    };
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let lately = rounds().filter(|it| lately(ground, it.at));
    reached.extend(lately.filter_map(|it| it.own.person.as_ref().map(|person| person.id())));
    let here = |leaves: Option<record::value::Date>| leaves.is_none_or(|day| day.0 > today);
    let staff = registers.persons.live().filter(|it| here(it.own.leaves));
    let staff = staff.map(|it| {
        let why = (!reached.contains(&*it.id)).then(|| format!("{} was not reached", it.title()));
        (it.reference(), why)
    });
    Part::new("S4.1", "Education and awareness")
        .on(rounds().map(Filed::reference))
        .when(each(
            "Everyone had an awareness round within a year: a training for no one role.",
            staff,
            "No person is known.",
        ))
        .done(ground)
}

fn training(ground: &Ground<'_, '_>) -> SubStage {
    let today = ground.judge.today();
    let registers = ground.judge.registers();
    let practised = practised(ground);
    let (mut trained, mut took_part, mut begun) = (Vec::new(), Vec::new(), false);
    for role in registers.roles.approved() {
        for held in ground.holders.of(&role.id) {
            let id = held.own.person.id();
            let lasts =
                |expires: Option<record::value::Date>| expires.is_none_or(|it| it.0 >= today);
            let told = registers.persons.get(id).is_some_and(|it| {
                let mut told = it.own.trained.iter();
                told.any(|one| {
                    let of = one.role.as_ref().is_some_and(|of| of.id() == &*role.id);
                    of && lasts(one.expires) && one.at.0 <= today
                })
            });
            let mut filed = registers.trainings.approved();
            let filed = filed.any(|one| {
                let person = one.person.as_ref().is_some_and(|it| it.id() == id);
                let of = one.role.as_ref().is_some_and(|it| it.id() == &*role.id);
                person && of && lasts(one.expires) && one.at.is_some_and(|at| at.0 <= today)
            });
            begun |= told || filed;
            let why = format!("{id} is not trained for {}", role.title());
            trained.push((held.reference(), (!told && !filed).then_some(why)));
            let shown = [format!("person/{id}"), role.reference()];
            let shown = shown.iter().any(|it| practised.contains(it));
            let why = format!("{id} took part in no exercise as {}", role.title());
            took_part.push((held.reference(), (!shown).then_some(why)));
        }
    }
    Part::new("S4.2", "Training")
        .begun(begun)
        .when(each(
            "Everyone who holds a role or stands in is trained for it.",
            trained,
            "Nobody holds a role.",
        ))
        .when(each(
            "And took part in an exercise within a year.",
            took_part,
            "Nobody holds a role.",
        ))
        .done(ground)
}

/// Who took part in an exercise that was carried out within the period: persons and roles.
fn practised(ground: &Ground<'_, '_>) -> BTreeSet<String> {
    let registers = ground.judge.registers();
    let mut all = BTreeSet::new();
    let of_period = |run: &&Run| ended(run).is_some_and(|day| day >= since(ground));
    for run in runs(ground).filter(of_period) {
        let exercise = run.start.exercise.as_deref();
        let exercise = exercise.and_then(|it| registers.exercises.get(split(it).1));
        let parties = exercise.map_or(&[][..], |it| &it.own.participants);
        all.extend(parties.iter().map(|party| party.text.to_string()));
        if let Some(director) = exercise.and_then(|it| it.own.director.as_ref()) {
            all.insert(director.text.to_string());
        }
        for by in &run.executors {
            let account = by.strip_prefix("account/");
            let account = account.and_then(|id| ground.state?.account(id));
            let person = account.and_then(|account| account.person.as_deref());
            all.extend(person.map(|person| format!("person/{}", split(person).1)));
        }
    }
    all
}

/// Whether a review of one sort was held within the period, as a criterion asks it.
fn held(
    ground: &Ground<'_, '_>,
    sort: Sort,
    wants: fn(&Review) -> Option<&'static str>,
) -> Vec<Looked> {
    let reviews = ground.judge.registers().reviews.approved();
    let reviews = reviews.filter(move |it| it.type_ == Some(sort));
    let looked = reviews.map(|it| {
        let why = match lately(ground, it.at) {
            false => Some("was not within a year"),
            true => wants(&it.own),
        };
        (
            it.reference(),
            why.map(|why| format!("{} {why}", it.title())),
        )
    });
    looked.collect()
}

fn review(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let today = ground.judge.today();
    let decided = |it: &Review| it.decisions.is_empty().then_some("decided nothing");
    let concluded = |it: &Review| {
        it.conclusions
            .is_empty()
            .then_some("says not what it found")
    };
    let grave = registers
        .findings
        .live()
        .filter(|it| it.class == Some(Class::Major));
    let grave = grave.map(|it| {
        let late = it.closed.is_none() && it.due.is_none_or(|due| due.0 < today);
        let why = late.then(|| format!("{} is past due", it.title()));
        (it.reference(), why)
    });
    Part::new("S4.3", "Review and audit")
        .on(registers.reviews.live().map(Filed::reference))
        .when(one(
            "Management looked at it within a year, and decided.",
            held(ground, Sort::Management, decided),
            "There is no management review.",
        ))
        .when(one(
            "It was audited within a year.",
            held(ground, Sort::Audit, concluded),
            "There is no audit.",
        ))
        .when(each_if_any("No grave finding is past due.", grave))
        .done(ground)
}

fn testing(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let today = ground.judge.today();
    let carried: BTreeSet<&str> = runs(ground)
        .filter(|run| run.end.is_some())
        .filter_map(|run| run.start.exercise.as_deref())
        .collect();
    let planned = registers.exercises.approved().map(|it| {
        let past = it.at.as_ref().is_some_and(|at| at.date().0 < today);
        let late = past && !carried.contains(&*it.reference());
        let why = late.then(|| format!("{} was not carried out", it.title()));
        (it.reference(), why)
    });
    let lately: BTreeSet<String> = runs(ground)
        .filter(|run| ended(run).is_some_and(|day| day >= since(ground)))
        .filter_map(plan_of)
        .collect();
    let fresh = registers.plans.approved().map(|plan| {
        let shown = lately.contains(&plan.reference());
        let why = format!("{} was not exercised within a year", plan.title());
        (plan.reference(), (!shown).then_some(why))
    });
    Part::new("S4.4", "Ongoing testing")
        .on(registers.exercises.live().map(Filed::reference))
        .when(each(
            "Every exercise that was planned until today was carried out.",
            planned,
            "No exercise is planned.",
        ))
        .when(each(
            "Each approved plan was exercised within a year.",
            fresh,
            "No plan is approved.",
        ))
        .done(ground)
}

fn changes(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let lack = |it: &Change| match () {
        () if it.assessed_by.is_none() => Some("was judged by nobody"),
        () if it.material.is_none() => Some("says not whether it matters to recovery"),
        () if it.material == Some(true) && it.retest_due.is_none() && it.why.is_none() => {
            Some("matters to recovery and asks for no test")
        }
        () => None,
    };
    let looked = registers.changes.live().map(|it| {
        let why = lack(&it.own).map(|why| format!("{} {why}", it.title()));
        (it.reference(), why)
    });
    Part::new("S4.5", "Change management")
        .on(registers.changes.live().map(Filed::reference))
        .when(each(
            "Every change was judged for what it means to recovery.",
            looked,
            "No change is recorded.",
        ))
        .done(ground)
}

fn assurance(ground: &Ground<'_, '_>) -> SubStage {
    let registers = ground.judge.registers();
    let estate = ground.judge.estate();
    let concluded = |it: &Review| match () {
        () if it.by.is_none() => Some("says not who gave it"),
        () if it.conclusions.is_empty() => Some("concludes nothing"),
        () => None,
    };
    let statements = || {
        let reviews = registers.reviews.approved();
        reviews.filter(|it| it.type_ == Some(Sort::Assurance) && lately(ground, it.at))
    };
    let mut named: BTreeSet<String> = BTreeSet::new();
    for of in statements().flat_map(|it| &it.own.of) {
        let item = estate.find(&of.text);
        named.insert(item.map_or(of.text.to_string(), |item| estate.reference(item).into()));
    }
    let whole = named
        .iter()
        .any(|it| it.starts_with("scope/") || it.starts_with("programme/"));
    let first = ground.in_scope("service").filter(|row| {
        let tier = estate
            .find(&row.id)
            .and_then(|item| estate.listed(item).item.tier);
        tier.is_some_and(|tier| tier <= 1)
    });
    let covered = first.map(|row| {
        let shown = whole || named.contains(&row.id);
        let why = (!shown).then(|| format!("no statement covers {}", row.name));
        (row.id.clone(), why)
    });
    let all = registers.reviews.live();
    let all = all.filter(|it| it.type_ == Some(Sort::Assurance));
    Part::new("S4.6", "Assurance")
        .on(all.map(Filed::reference))
        .when(one(
            "An independent statement of this year says how far it can be relied on.",
            held(ground, Sort::Assurance, concluded),
            "There is no such statement.",
        ))
        .when(each_if_any("It covers every service of tier 1.", covered))
        .done(ground)
}
