//! From policy to practice: what was decided, what realises it and how far that is, what is
//! realised by nothing and what realises no rule; and the order of the work that is left.

mod calendar;
pub mod decided;
pub mod need;
pub mod order;
pub mod piece;
mod suits;
mod told;
#[cfg(test)]
mod tests;
pub mod work;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::{Finding, Judge};
use crate::state::State;
use decided::{What, decided, serving};
use need::{Because, OutOfOrder, needs, out_of_order};
use piece::{Cost, How, Pieces, Sort};
use work::{Does, hands, works};

/// How far a decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// Something it asks for is missing, and nothing on record realises that.
    Nothing,
    /// What realises it is meant, and not begun.
    Planned,
    /// What realises it is begun.
    InHand,
    /// What realises it can be used.
    InPlace,
    /// What realises it was shown to work.
    Proven,
    /// It is knowingly left as it is.
    Accepted,
}

impl Stand {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Stand::Nothing => "realised by nothing",
            Stand::Planned => "planned",
            Stand::InHand => "in hand",
            Stand::InPlace => "in place",
            Stand::Proven => "proven",
            Stand::Accepted => "accepted as it is",
        }
    }
}

/// A piece of practice that realises a decision.
#[derive(Clone, Debug, Serialize)]
pub struct RealisedBy {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its sort.
    pub sort: Sort,
    /// How far it is.
    pub state: How,
    /// Why it is so.
    pub why: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it costs.
    pub cost: Vec<Cost>,
    /// What shows how far it is.
    pub evidence: Vec<String>,
    /// Whether its record says that it realises this; else both are about the same.
    pub stated: bool,
    /// The records in which both meet.
    pub about: Vec<String>,
}

/// Something a decision asks for that is not so yet.
#[derive(Clone, Debug, Serialize)]
pub struct OpenGap {
    /// The record.
    pub subject: String,
    /// What is missing.
    pub text: String,
    /// The finding that says it.
    pub finding: Option<String>,
    /// The waiver that accepts it for now.
    pub waived_by: Option<String>,
    /// The work that closes it, in the order in which it ends; empty where none is planned.
    pub closed_by: Vec<String>,
    /// The day on which the last of that work ends.
    pub closes_on: Option<String>,
    /// The week of that day.
    pub week: Option<String>,
    /// Whether it closes once a fact is stated.
    pub is_fact: bool,
    /// Whether nothing on record, usable or not, realises it; never where it closes once a fact is
    /// stated, or where it is only worth knowing.
    pub realised_by_nothing: bool,
}

/// A rule, choice or measure, and how far it is.
#[derive(Clone, Debug, Serialize)]
pub struct DecidedRow {
    /// `policy/id#rule`, `choice/id` or `measure/id`.
    pub id: String,
    /// Its sort.
    pub what: What,
    /// What it says.
    pub name: String,
    /// Of a rule, what it requires.
    pub requires: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it costs, as decided.
    pub cost: Vec<Cost>,
    /// How far it is.
    pub state: Stand,
    /// Of a rule with a scope, how many records it applies to; of the others, what they are about.
    pub applies_to: Option<usize>,
    /// What realises it.
    pub realised_by: Vec<RealisedBy>,
    /// What is not so yet.
    pub gaps: Vec<OpenGap>,
    /// What is knowingly left as it is.
    pub accepted: Option<String>,
    /// The day on which all that realises it is in place and was shown to work, by the order of
    /// the work; nothing where a gap is closed by nothing.
    pub in_force_on: Option<String>,
    /// Whether that is so today.
    pub in_force: bool,
}

/// Something that work waits for.
#[derive(Clone, Debug, Serialize)]
pub struct Before {
    /// The work.
    pub id: String,
    /// The order behind it; nothing where it is work on the same record.
    pub because: Option<Because>,
    /// The same in words.
    pub words: &'static str,
}

/// A piece of work in its turn.
#[derive(Clone, Debug, Serialize)]
pub struct WorkRow {
    /// `kind/id`, with `#proof` where it shows that something works.
    pub id: String,
    /// The record.
    pub record: String,
    /// Its name.
    pub name: String,
    /// Its sort.
    pub sort: Sort,
    /// The sub-stage it belongs to.
    pub sub_stage: &'static str,
    /// What it does.
    pub does: Does,
    /// What is to be done, verb first.
    pub words: &'static str,
    /// How far the record is.
    pub state: How,
    /// Why it is so.
    pub why: String,
    /// Who does it.
    pub owner: Option<String>,
    /// How long it takes at least, in calendar days.
    pub lead_days: i64,
    /// How much work it is, in days of one person.
    pub person_days: f64,
    /// Which of both nobody recorded: they are assumed.
    pub assumed: Vec<&'static str>,
    /// What comes first.
    pub after: Vec<Before>,
    /// Its first day.
    pub starts: String,
    /// Its last day.
    pub ends: String,
    /// The week of its last day.
    pub week: String,
    /// Why it begins no sooner.
    pub waits_for: Option<String>,
    /// Whether it decides when all is in force.
    pub critical: bool,
    /// The day by which it shall be done, where a record says so.
    pub due: Option<String>,
    /// Whether it ends after that.
    pub late: bool,
    /// The day that its record sets, where what it needs is not ready by then.
    pub set_too_early_for: Option<String>,
    /// Whether a rule, choice or measure asks for it.
    pub serves: bool,
}

/// A gap that closes, and the decision it is a gap of.
#[derive(Clone, Debug, Serialize)]
pub struct Closes {
    /// The decision.
    pub decided: String,
    /// The record.
    pub subject: String,
}

/// What begins, ends and closes in a week.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Week {
    /// `2026-W49`.
    pub week: String,
    /// Its Monday.
    pub from: String,
    /// The work that begins in it.
    pub begins: Vec<String>,
    /// The work that ends in it.
    pub ends: Vec<String>,
    /// The gaps that close in it.
    pub closes: Vec<Closes>,
    /// The decisions that are in force from it on.
    pub in_force: Vec<String>,
}

/// A piece of practice that nothing asks for.
#[derive(Clone, Debug, Serialize)]
pub struct Unasked {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its sort.
    pub sort: Sort,
    /// How far it is.
    pub state: How,
    /// Who answers for it.
    pub owner: Option<String>,
}

/// Who does the work, and how much of it.
#[derive(Clone, Debug, Serialize)]
pub struct Load {
    /// `kind/id`.
    pub party: String,
    /// People who can work at once.
    pub people: u32,
    /// Whether nobody says how many they are, so that one is assumed.
    pub people_assumed: bool,
    /// Pieces of work.
    pub works: usize,
    /// Their work, in days of one person.
    pub person_days: f64,
}

/// The whole way from policy to practice.
#[derive(Clone, Debug, Serialize)]
pub struct Rollout {
    /// The instant asked about.
    pub at: String,
    /// The first day of the work.
    pub starts: String,
    /// The day on which the last decision that comes into force does.
    pub in_force_on: Option<String>,
    /// How many decisions are how far.
    pub counts: BTreeMap<&'static str, usize>,
    /// What was decided, and how far it is.
    pub decided: Vec<DecidedRow>,
    /// The decisions of which something is realised by nothing.
    pub realised_by_nothing: Vec<String>,
    /// The practice that nothing asks for.
    pub realises_no_rule: Vec<Unasked>,
    /// What was done out of order.
    pub out_of_order: Vec<OutOfOrder>,
    /// The work that is left, in its order.
    pub work: Vec<WorkRow>,
    /// The work that decides when all is in force, the first one first.
    pub critical: Vec<String>,
    /// What happens week by week.
    pub weeks: Vec<Week>,
    /// Who does how much of it.
    pub people: Vec<Load>,
    /// No order ends sooner than this day.
    pub not_before: Option<String>,
    /// Whether no order is better.
    pub exact: bool,
    /// What a reader should know of the figures.
    pub remarks: Vec<String>,
}

/// The way from policy to practice. `findings` are all of the estate at the same instant; a folder
/// has no `state`, and so no runs. The same on any number of threads. Cost: linear in the records,
/// and a budget of schedules.
pub fn rollout(
    judge: &Judge<'_>,
    findings: &[Finding],
    state: Option<&State>,
    threads: usize,
) -> Rollout {
    let pieces = Pieces::new(judge, state);
    let needs = needs(judge, &pieces);
    let decided = decided(judge, &pieces, findings);
    let serves = serving(&pieces, &needs, &decided);
    let (works, cut) = works(&pieces, &needs);
    let mut of_owner = BTreeMap::new();
    for work in &works {
        if let Some(owner) = &pieces.all[work.piece].owner {
            of_owner.insert(work.piece, hands(judge, owner));
        }
    }
    let days = calendar::WorkingDays::from(judge.today());
    let order = order::order(&pieces, &works, &of_owner, days, threads)
        .expect("circles are cut, and everybody is at least one");
    let (mut on, mut tests) = (BTreeMap::new(), BTreeMap::new());
    for (at, work) in works.iter().enumerate() {
        on.entry(work.piece).or_insert_with(Vec::new).push(at);
    }
    let untested = |need: &&need::Need| {
        let (plan, test) = (&pieces.all[need.before], &pieces.all[need.after]);
        test.sort == Sort::Exercise && plan.state < How::Proven
    };
    for need in needs.iter().filter(untested) {
        let of = tests.entry(need.before).or_insert_with(Vec::new);
        of.push(need.after);
    }
    told::Telling {
        judge,
        pieces: &pieces,
        needs: &needs,
        decided: &decided,
        serves: &serves,
        works: &works,
        cut: &cut,
        hands: &of_owner,
        order: &order,
        days,
        has_runs: state.is_some(),
        on,
        tests,
    }
    .told()
}

/// What was done out of order, as far as records tell.
pub fn disorder(judge: &Judge<'_>) -> Vec<OutOfOrder> {
    let pieces = Pieces::new(judge, None);
    out_of_order(&pieces, &needs(judge, &pieces))
}

/// The practice that no rule, choice, measure or risk asks for; nothing where no policy but the
/// one that ships is in force. Roles and teams are there for more than this.
pub fn unasked(judge: &Judge<'_>) -> Vec<Unasked> {
    let pieces = Pieces::new(judge, None);
    let needs = needs(judge, &pieces);
    let decided = decided(judge, &pieces, &[]);
    if !decided.iter().any(|it| it.what == What::Rule) {
        return Vec::new();
    }
    told::unasked(
        judge,
        &pieces,
        &serving(&pieces, &needs, &decided),
        &decided,
    )
}

/// Something decided of which a part is realised by nothing on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrealised {
    /// `policy/id#rule`, or `choice/id`.
    pub id: String,
    /// What it says.
    pub name: String,
    /// The records of which nothing realises it.
    pub subjects: Vec<String>,
    /// How many records of it are not so yet, those among them.
    pub open: usize,
}

/// The rules and choices of which a part is realised by nothing on record; `findings` are all of
/// the estate at the same instant. Cost: linear in the records for each rule that is broken.
pub fn unrealised(judge: &Judge<'_>, findings: &[Finding]) -> Vec<Unrealised> {
    let registers = judge.registers();
    let own = findings.iter().flat_map(|it| &it.rules);
    let shipped = format!("policy/{}#", crate::rule::DEFAULT_POLICY_ID);
    let is_asked = own.into_iter().any(|rule| !rule.starts_with(&shipped))
        || registers.choices.approved().next().is_some();
    if !is_asked {
        return Vec::new();
    }
    let pieces = Pieces::new(judge, None);
    let mut all = Vec::new();
    for it in decided(judge, &pieces, findings) {
        let nothing = it.gaps.iter().filter(|gap| gap.is_realised_by_nothing());
        let subjects: Vec<String> = nothing.map(|gap| gap.subject.clone()).collect();
        if !subjects.is_empty() {
            all.push(Unrealised {
                open: it.gaps.iter().filter(|gap| gap.waived_by.is_none()).count(),
                id: it.id,
                name: it.name,
                subjects,
            });
        }
    }
    all
}

/// The decisions that records say they realise and that are not there, or not in force: the record
/// and the decision as written.
pub fn misnamed(judge: &Judge<'_>) -> Vec<(String, String)> {
    let registers = judge.registers();
    let has_rule = |text: &str| {
        let Some((policy, rule)) = text.split_once('#') else {
            return true;
        };
        let policy = registers.policies.get(record::link::split(policy).1);
        // A policy that is not there is a reference that leads nowhere.
        policy.is_none_or(|policy| policy.own.rules.iter().any(|it| it.id == rule))
    };
    let pieces = Pieces::new(judge, None);
    let mut all = Vec::new();
    for piece in &pieces.all {
        let wrong = piece.realises.iter().filter(|it| !has_rule(&it.text));
        all.extend(wrong.map(|it| (piece.id.clone(), it.text.to_string())));
    }
    all
}
