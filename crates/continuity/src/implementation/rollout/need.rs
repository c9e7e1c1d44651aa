//! What must come before what: the organisation before the call tree, the arrangement before the
//! plan that uses it, the procedure before the step that calls it, the plan before its first test,
//! the training before the exercise. And where practice was done against that order.

use std::collections::{BTreeMap, BTreeSet};

use record::link::PartyRef;
use record::operation::exercise::Rung;
use serde::Serialize;

use super::piece::{How, Piece, Pieces, Sort, party};
use crate::finding::Judge;

/// Why one piece comes before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// Those who are called are there before the call tree.
    OrganisationBeforeCallTree,
    /// Those who do a step are there before the plan.
    OrganisationBeforePlan,
    /// What a plan stands on is there before the plan.
    ArrangementBeforePlan,
    /// What a plan carries out is built before the plan.
    MeasureBeforePlan,
    /// A measure comes after another, as recorded.
    MeasureBeforeMeasure,
    /// The work instruction is there before the step that calls it.
    ProcedureBeforeStep,
    /// The plan is approved before its first test.
    PlanBeforeTest,
    /// The call tree is there before it is tried.
    CallTreeBeforeTest,
    /// Who takes part is trained before the exercise.
    TrainingBeforeExercise,
    /// An exercise in which someone is trained is held before that counts.
    ExerciseBeforeTraining,
}

impl Because {
    /// The order, in words.
    pub fn words(self) -> &'static str {
        match self {
            Because::OrganisationBeforeCallTree => {
                "those who are called are there before the call tree"
            }
            Because::OrganisationBeforePlan => "those who do a step are there before the plan",
            Because::ArrangementBeforePlan => "an arrangement is in place before the plan uses it",
            Because::MeasureBeforePlan => "what a plan carries out is built before the plan",
            Because::MeasureBeforeMeasure => "one measure comes after the other, as recorded",
            Because::ProcedureBeforeStep => "a procedure is approved before a step calls it",
            Because::PlanBeforeTest => "a plan is approved before its first test",
            Because::CallTreeBeforeTest => "a call tree is there before it is tried",
            Because::TrainingBeforeExercise => "who takes part is trained before the exercise",
            Because::ExerciseBeforeTraining => {
                "the exercise in which someone is trained comes before the training counts"
            }
        }
    }
}

/// That one piece needs another first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The piece that comes first.
    pub before: usize,
    /// The piece that needs it.
    pub after: usize,
    /// Why.
    pub because: Because,
    /// Whether the records say so, or it follows from both covering the same.
    pub stated: bool,
}

/// What must come before what, in order, each once. Cost: linear in the references, and for each
/// item the arrangements and plans that cover it.
pub fn needs<'r>(judge: &Judge<'r>, pieces: &Pieces<'r>) -> Vec<Need> {
    let mut all = Needs {
        judge,
        pieces,
        found: BTreeSet::new(),
        covering: BTreeMap::new(),
    };
    for (place, piece) in pieces.of(Sort::Arrangement) {
        for covered in &piece.covers[1..] {
            all.covering.entry(covered).or_default().push(place);
        }
    }
    all.of_call_trees();
    all.of_plans();
    all.of_measures();
    all.of_exercises();
    all.of_trainings();
    all.found.into_iter().collect()
}

struct Needs<'n, 'r> {
    judge: &'n Judge<'r>,
    pieces: &'n Pieces<'r>,
    found: BTreeSet<Need>,
    /// The arrangements that cover a record.
    covering: BTreeMap<&'n str, Vec<usize>>,
}

impl Needs<'_, '_> {
    fn add(&mut self, before: &str, after: usize, because: Because, stated: bool) {
        let before = self.pieces.find(before).filter(|before| *before != after);
        if let Some(before) = before {
            self.found.insert(Need {
                before,
                after,
                because,
                stated,
            });
        }
    }

    fn of_call_trees(&mut self) {
        for tree in self.judge.registers().call_trees.live() {
            let after = self.pieces.find(&tree.reference());
            for call in &tree.calls {
                let named = [Some(&call.to), call.from.as_ref(), call.otherwise.as_ref()];
                for named in named.into_iter().flatten() {
                    let party = party(self.judge.registers(), &named.text);
                    if let (Some(party), Some(after)) = (party, after) {
                        let because = Because::OrganisationBeforeCallTree;
                        self.add(&party, after, because, true);
                    }
                }
            }
        }
    }

    fn of_plans(&mut self) {
        let pieces = self.pieces;
        for plan in self.judge.registers().plans.live() {
            let Some(after) = pieces.find(&plan.reference()) else {
                continue;
            };
            for step in &plan.steps {
                let team = step.by.as_ref().map(|it| format!("team/{}", it.id()));
                let role = step.role.as_ref().map(|it| format!("role/{}", it.id()));
                for party in [team, role].into_iter().flatten() {
                    self.add(&party, after, Because::OrganisationBeforePlan, true);
                }
                if let Some(procedure) = &step.procedure {
                    let id = format!("procedure/{}", procedure.id());
                    self.add(&id, after, Because::ProcedureBeforeStep, true);
                }
            }
            for used in &plan.uses {
                let id = format!("arrangement/{}", used.id());
                self.add(&id, after, Because::ArrangementBeforePlan, true);
            }
            if plan.uses.is_empty() {
                self.of_common_cover(after);
            }
        }
    }

    /// Where a plan does not say on what it stands: the arrangements that cover what it covers.
    fn of_common_cover(&mut self, plan: usize) {
        for item in &self.pieces.all[plan].covers[1..] {
            for &before in self.covering.get(&**item).into_iter().flatten() {
                self.found.insert(Need {
                    before,
                    after: plan,
                    because: Because::ArrangementBeforePlan,
                    stated: false,
                });
            }
        }
    }

    fn of_measures(&mut self) {
        for measure in self.judge.registers().measures.live() {
            let id = measure.reference();
            let Some(after) = self.pieces.find(&id) else {
                continue;
            };
            for earlier in &measure.after {
                let earlier = format!("measure/{}", earlier.id());
                self.add(&earlier, after, Because::MeasureBeforeMeasure, true);
            }
            let plan = measure.plan.as_ref();
            if let Some(plan) = plan.and_then(|plan| self.pieces.find(&plan.text)) {
                self.add(&id, plan, Because::MeasureBeforePlan, true);
            }
        }
    }

    fn of_exercises(&mut self) {
        for exercise in self.judge.registers().exercises.live() {
            let Some(after) = self.pieces.find(&exercise.reference()) else {
                continue;
            };
            for plan in &exercise.plans {
                let plan = format!("plan/{}", plan.id());
                self.add(&plan, after, Because::PlanBeforeTest, true);
            }
            if exercise.type_ == Some(Rung::CallTree) {
                for (before, _) in self.pieces.of(Sort::CallTree) {
                    let tree = self.pieces.all[before].id.clone();
                    self.add(&tree, after, Because::CallTreeBeforeTest, false);
                }
            }
            let taking_part = exercise.participants.iter().chain(&exercise.director);
            self.of_trained(after, &exercise.reference(), taking_part);
        }
    }

    /// The trainings of those who take part in an exercise.
    fn of_trained<'a>(
        &mut self,
        after: usize,
        exercise: &str,
        taking_part: impl Iterator<Item = &'a PartyRef>,
    ) {
        let registers = self.judge.registers();
        let parties: BTreeSet<String> = taking_part
            .filter_map(|it| party(registers, &it.text))
            .collect();
        for (before, training) in self.pieces.of(Sort::Training) {
            let of = registers.trainings.get(record::link::split(&training.id).1);
            let inside = of.and_then(|it| it.exercise.as_ref());
            let is_this = inside.is_some_and(|it| format!("exercise/{}", it.id()) == exercise);
            let fits = match of.and_then(|it| it.role.as_ref()) {
                Some(role) => parties.contains(&format!("role/{}", role.id())),
                None => training.covers[1..].iter().any(|it| parties.contains(it)),
            };
            if fits && !is_this {
                self.found.insert(Need {
                    before,
                    after,
                    because: Because::TrainingBeforeExercise,
                    stated: false,
                });
            }
        }
    }

    fn of_trainings(&mut self) {
        for training in self.judge.registers().trainings.live() {
            let after = self.pieces.find(&training.reference());
            if let (Some(exercise), Some(after)) = (&training.exercise, after) {
                let exercise = format!("exercise/{}", exercise.id());
                self.add(&exercise, after, Because::ExerciseBeforeTraining, true);
            }
        }
    }
}

/// Something that was done before what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutOfOrder {
    /// What was done too early, `kind/id`.
    pub id: String,
    /// What should have come first, `kind/id`.
    pub needs: String,
    /// The order that was broken.
    pub because: Because,
    /// What happened, in a sentence.
    pub text: String,
    /// The code of the finding that reports it.
    pub finding: &'static str,
}

/// Practice that was done before what it needs. Only what the records say counts: a piece that was
/// usable once and ran out was there in its time.
pub fn out_of_order(pieces: &Pieces<'_>, needs: &[Need]) -> Vec<OutOfOrder> {
    let early = needs.iter().filter_map(|need| early(pieces, needs, need));
    early.collect()
}

fn early(pieces: &Pieces<'_>, needs: &[Need], need: &Need) -> Option<OutOfOrder> {
    let (before, after) = (&pieces.all[need.before], &pieces.all[need.after]);
    if after.state < How::InPlace || before.ran_out {
        return None;
    }
    let done = done(after);
    let text = if before.state < How::InPlace {
        format!("{done}, and {} is not there: {}.", before.name, before.why)
    } else {
        let (first, then) = (before.since?, after.since?);
        if first <= then || is_mended(pieces, needs, need, first) {
            return None;
        }
        format!("{done}, and {} is there only since {first}.", before.name)
    };
    // A plan before its procedure has had a finding of its own for long.
    let finding = match need.because {
        Because::ProcedureBeforeStep => "plan-before-procedure",
        _ => "out-of-order",
    };
    Some(OutOfOrder {
        id: after.id.clone(),
        needs: before.id.clone(),
        because: need.because,
        text,
        finding,
    })
}

/// Whether it was done again in the right order: a later exercise of the same plan, an earlier
/// training for the same role.
fn is_mended(pieces: &Pieces<'_>, needs: &[Need], need: &Need, first: jiff::civil::Date) -> bool {
    let others = |of: fn(&Need) -> usize, other: fn(&Need) -> usize| {
        let same = needs
            .iter()
            .filter(move |it| it.because == need.because && of(it) == of(need) && *it != need);
        same.filter_map(move |it| pieces.all[other(it)].since)
    };
    match need.because {
        Because::PlanBeforeTest | Because::CallTreeBeforeTest => {
            others(|it| it.before, |it| it.after).any(|held| held >= first)
        }
        Because::TrainingBeforeExercise => {
            let held = pieces.all[need.after].since;
            others(|it| it.after, |it| it.before).any(|trained| Some(trained) <= held)
        }
        _ => false,
    }
}

fn done(piece: &Piece<'_>) -> String {
    let name = &piece.name;
    match (piece.sort, piece.since) {
        (Sort::Exercise, Some(day)) => format!("{name} was held on {day}"),
        (Sort::Exercise, None) => format!("{name} was held"),
        (Sort::Measure, _) => format!("{name} is in use"),
        (Sort::Training, Some(day)) => format!("{name} counts since {day}"),
        (_, Some(day)) => format!("{name} is approved since {day}"),
        (_, None) => format!("{name} is approved"),
    }
}
