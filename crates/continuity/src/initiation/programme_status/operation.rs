//! The done-criteria of Ongoing operation, and of the first tests that lead there.

use super::part::{Part, each, free_of};
use super::{Criterion, Ground, SubStage};

/// The sub-stages.
pub(super) fn parts(ground: &Ground<'_, '_>) -> Vec<SubStage> {
    vec![
        later(
            ground,
            "S4.1",
            "Education and awareness",
            "All staff had the awareness round of this period.",
        ),
        training(ground),
        later(
            ground,
            "S4.3",
            "Review and audit",
            "The reviews of the plan were held and no grave finding is past due.",
        ),
        later(
            ground,
            "S4.4",
            "Ongoing testing",
            "The exercise programme of this period is met.",
        ),
        later(
            ground,
            "S4.5",
            "Change management",
            "Every change was assessed for continuity.",
        ),
        later(
            ground,
            "S4.6",
            "Assurance",
            "An independent statement covers every service of tier 1.",
        ),
    ]
}

/// A sub-stage of which nothing can be recorded yet.
fn later(
    ground: &Ground<'_, '_>,
    id: &'static str,
    name: &'static str,
    words: &'static str,
) -> SubStage {
    let nothing = Criterion {
        words,
        holds: false,
        why: "Nothing is recorded of it.".into(),
        records: Vec::new(),
        finding: None,
    };
    Part::new(id, name).when(nothing).done(ground)
}

/// S3.6: the first tests.
pub(super) fn first_tests(ground: &Ground<'_, '_>) -> SubStage {
    let plans = ground.judge.registers().plans.approved();
    let untested = free_of(
        "Each approved plan was tested.",
        ground,
        &["plan-untested", "exercise-overdue"],
    );
    let tested = plans.map(|plan| (plan.reference(), None));
    let any = each(
        "Each approved plan was tested.",
        tested,
        "No plan is approved.",
    );
    let both = if any.holds { untested } else { any };
    Part::new("S3.6", "Testing strategy and initial testing")
        .when(both)
        .done(ground)
}

/// S4.2: those who hold roles are trained.
fn training(ground: &Ground<'_, '_>) -> SubStage {
    let today = ground.judge.today();
    let registers = ground.judge.registers();
    let mut looked = Vec::new();
    let mut begun = false;
    for role in registers.roles.approved() {
        for held in ground.holders.of(&role.id) {
            let id = held.own.person.id();
            let person = registers.persons.get(id);
            let trained = person.is_some_and(|it| {
                it.own.trained.iter().any(|one| {
                    let of = one.role.as_ref().is_some_and(|of| of.id() == &*role.id);
                    let lasts = one.expires.is_none_or(|day| day.0 >= today);
                    of && lasts && one.at.0 <= today
                })
            });
            begun |= trained;
            let why = (!trained).then(|| format!("{id} is not trained for {}", role.title()));
            looked.push((held.reference(), why));
        }
    }
    Part::new("S4.2", "Training")
        .begun(begun)
        .when(each(
            "Everyone who holds a role or stands in is trained for it.",
            looked,
            "Nobody holds a role.",
        ))
        .done(ground)
}
