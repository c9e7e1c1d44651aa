//! The rollout as it is told: decisions with their states, work with its days, weeks, people.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::link::split;

use super::calendar::WorkingDays;
use super::decided::{Decided, Gap, What};
use super::need::{Need, out_of_order};
use super::order::{Order, Waits, chain};
use super::piece::{How, Pieces, Sort};
use super::work::{Does, Hands, Work};
use super::{
    Before, Closes, DecidedRow, Load, OpenGap, RealisedBy, Rollout, Stand, Unasked, Week, WorkRow,
};
use crate::finding::Judge;

/// Everything that is told of.
pub(super) struct Telling<'t, 'r> {
    pub judge: &'t Judge<'r>,
    pub pieces: &'t Pieces<'r>,
    pub needs: &'t [Need],
    pub decided: &'t [Decided],
    pub serves: &'t [bool],
    pub works: &'t [Work],
    pub cut: &'t [usize],
    pub hands: &'t BTreeMap<usize, Hands>,
    pub order: &'t Order,
    pub days: WorkingDays,
    pub has_runs: bool,
    /// Of each piece the work left on it.
    pub on: BTreeMap<usize, Vec<usize>>,
    /// Of each plan that was never tested its exercises.
    pub tests: BTreeMap<usize, Vec<usize>>,
}

/// The practice that nothing asks for.
pub(super) fn unasked(
    judge: &Judge<'_>,
    pieces: &Pieces<'_>,
    serves: &[bool],
    decided: &[Decided],
) -> Vec<Unasked> {
    // A measure is itself decided; it is asked for where a risk, a rule or an option names it.
    let registers = judge.registers();
    let mut reasons = vec![0_usize; pieces.all.len()];
    for row in decided {
        for it in &row.realisers {
            reasons[it.piece] += usize::from(row.id != pieces.all[it.piece].id);
        }
    }
    let builds = |id: &str| {
        let mut options = registers.options.live().flat_map(|it| &it.own.builds_on);
        options.any(|it| it.id() == id)
    };
    let asked = |(place, piece): &(usize, &super::piece::Piece<'_>)| match piece.sort {
        Sort::Role | Sort::Team => true,
        Sort::Measure => {
            let id = split(&piece.id).1;
            let own = registers.measures.get(id);
            reasons[*place] > 0
                || !piece.realises.is_empty()
                || own.is_some_and(|it| !it.answers.is_empty())
                || builds(id)
        }
        _ => serves[*place] || !piece.realises.is_empty(),
    };
    let all = pieces.all.iter().enumerate().filter(|it| !asked(it));
    all.map(|(_, piece)| Unasked {
        id: piece.id.clone(),
        name: piece.name.clone(),
        sort: piece.sort,
        state: piece.state,
        owner: piece.owner.clone(),
    })
    .collect()
}

impl Telling<'_, '_> {
    pub(super) fn told(&self) -> Rollout {
        let critical = self.critical();
        let decided: Vec<DecidedRow> = self.decided.iter().map(|it| self.row(it)).collect();
        let mut work: Vec<(usize, WorkRow)> = (0..self.works.len())
            .map(|at| (at, self.work(at, critical.contains(&at))))
            .collect();
        work.sort_by(|(one, a), (other, b)| {
            let key = |at: usize| (self.order.turns[at].starts, self.order.turns[at].ends);
            (key(*one), &a.id).cmp(&(key(*other), &b.id))
        });
        let work: Vec<WorkRow> = work.into_iter().map(|(_, row)| row).collect();
        let mut counts = BTreeMap::new();
        for row in &decided {
            *counts.entry(word(row.state)).or_insert(0) += 1;
        }
        let nothing = |it: &&DecidedRow| it.gaps.iter().any(|gap| gap.realised_by_nothing);
        let unrealised = decided.iter().filter(nothing);
        Rollout {
            at: self.judge.standpoint.at.to_string(),
            starts: self.days.first().to_string(),
            in_force_on: decided.iter().filter_map(|it| it.in_force_on.clone()).max(),
            counts,
            realised_by_nothing: unrealised.map(|it| it.id.clone()).collect(),
            realises_no_rule: unasked(self.judge, self.pieces, self.serves, self.decided),
            out_of_order: out_of_order(self.pieces, self.needs),
            critical: critical
                .iter()
                .map(|&at| self.works[at].id.clone())
                .collect(),
            weeks: self.weeks(&work, &decided),
            people: self.people(),
            not_before: (!work.is_empty()).then(|| {
                let last = (self.order.lower_bound - 1).max(0) / 86_400;
                self.days.day(last).to_string()
            }),
            exact: self.order.exact,
            remarks: self.remarks(&work),
            decided,
            work,
        }
    }

    /// The chain of work that ends last among what brings a decision into force.
    fn critical(&self) -> Vec<usize> {
        let left = self.decided.iter().flat_map(|it| self.left(it));
        let last = left.max_by_key(|&at| (self.order.turns[at].ends, std::cmp::Reverse(at)));
        last.map_or_else(Vec::new, |last| chain(self.order, last))
    }

    /// The work left until a decision is in force: on what realises it, and the exercises that are
    /// the first tests of its plans.
    fn left(&self, it: &Decided) -> Vec<usize> {
        let realisers = || it.realisers.iter().map(|it| it.piece);
        let tests = realisers().flat_map(|piece| self.tests.get(&piece).into_iter().flatten());
        let involved: BTreeSet<usize> = realisers().chain(tests.copied()).collect();
        let left = involved.iter().flat_map(|&piece| self.works_on(piece));
        left.collect()
    }

    fn works_on(&self, piece: usize) -> impl Iterator<Item = usize> {
        self.on.get(&piece).into_iter().flatten().copied()
    }

    /// The work that brings a piece to where it can be used, if that is left.
    fn putting(&self, piece: usize) -> Option<usize> {
        self.works_on(piece)
            .find(|&at| self.works[at].does == Does::PutInPlace)
    }

    fn row(&self, it: &Decided) -> DecidedRow {
        let pieces = &self.pieces.all;
        let realised_by = it.realisers.iter().map(|realiser| {
            let piece = &pieces[realiser.piece];
            RealisedBy {
                id: piece.id.clone(),
                name: piece.name.clone(),
                sort: piece.sort,
                state: piece.state,
                why: piece.why.clone(),
                owner: piece.owner.clone(),
                cost: piece.cost.clone(),
                evidence: piece.evidence.clone(),
                stated: realiser.stated,
                about: realiser.about.clone(),
            }
        });
        let gaps: Vec<OpenGap> = it.gaps.iter().map(|gap| self.gap(it, gap)).collect();
        let open = || gaps.iter().filter(|gap| gap.waived_by.is_none());
        let never = open().any(|gap| gap.closes_on.is_none());
        let left = self.left(it);
        let last = left
            .iter()
            .map(|&at| self.order.turns[at].last_day(self.days))
            .max();
        let in_force = left.is_empty() && open().next().is_none() && it.accepted.is_none();
        DecidedRow {
            id: it.id.clone(),
            what: it.what,
            name: it.name.clone(),
            requires: it.requires.clone(),
            owner: it.owner.clone(),
            cost: it.cost.clone(),
            state: self.stand(it, &gaps),
            applies_to: it.applies_to,
            realised_by: realised_by.collect(),
            accepted: it.accepted.clone(),
            in_force_on: last.filter(|_| !never).map(|day| day.to_string()),
            in_force,
            gaps,
        }
    }

    fn stand(&self, it: &Decided, gaps: &[OpenGap]) -> Stand {
        let nothing = gaps.iter().any(|gap| gap.realised_by_nothing);
        let least = it
            .realisers
            .iter()
            .map(|it| self.pieces.all[it.piece].state)
            .min();
        let broken = gaps.iter().any(|gap| gap.waived_by.is_none());
        match least {
            _ if nothing => Stand::Nothing,
            None if it.accepted.is_some() => Stand::Accepted,
            // A rule that the records keep by themselves needs nothing more.
            None if broken => Stand::InHand,
            None => Stand::InPlace,
            Some(How::Planned) => Stand::Planned,
            Some(How::InHand) => Stand::InHand,
            Some(How::InPlace) => Stand::InPlace,
            // Shown to work, and the rule is broken all the same.
            Some(How::Proven) if broken => Stand::InPlace,
            Some(How::Proven) => Stand::Proven,
        }
    }

    fn gap(&self, decided: &Decided, gap: &Gap) -> OpenGap {
        let mut closing: Vec<usize> = gap
            .pieces
            .iter()
            .filter_map(|&it| self.putting(it))
            .collect();
        // A rule about tests is kept once the test was held.
        if closing.is_empty() && decided.what == What::Rule {
            let proofs = gap.pieces.iter().flat_map(|&it| self.works_on(it));
            let tried = ["plan-tested-within", "plan-untested", "exercise-within"];
            let asked = decided
                .requires
                .as_deref()
                .is_some_and(|it| tried.contains(&it));
            closing.extend(proofs.filter(|_| asked));
        }
        closing.sort_by_key(|&at| (self.order.turns[at].ends, at));
        let last = closing
            .last()
            .map(|&at| self.order.turns[at].last_day(self.days));
        OpenGap {
            subject: gap.subject.clone(),
            text: gap.text.clone(),
            finding: gap.finding.clone(),
            waived_by: gap.waived_by.clone(),
            closed_by: closing
                .iter()
                .map(|&at| self.works[at].id.clone())
                .collect(),
            closes_on: last.map(|day| day.to_string()),
            week: last.map(week_of),
            is_fact: gap.is_fact,
            realised_by_nothing: gap.is_realised_by_nothing(),
        }
    }

    fn work(&self, at: usize, critical: bool) -> WorkRow {
        let (work, turn) = (&self.works[at], &self.order.turns[at]);
        let piece = &self.pieces.all[work.piece];
        let (first, last) = (turn.first_day(self.days), turn.last_day(self.days));
        let puts = work.does == Does::PutInPlace;
        let due = piece.due.filter(|_| puts);
        let set_for = piece.set_for.filter(|_| puts);
        let after = work.after.iter().map(|(before, because)| Before {
            id: self.works[*before].id.clone(),
            because: *because,
            words: because.map_or("it is there before it is tried", |it| it.words()),
        });
        WorkRow {
            id: work.id.clone(),
            record: piece.id.clone(),
            name: piece.name.clone(),
            sort: piece.sort,
            sub_stage: match work.does {
                Does::Prove if piece.sort == Sort::Plan => "S3.6",
                _ => piece.sort.sub_stage(),
            },
            does: work.does,
            words: work.words(piece.sort, set_for.is_some()),
            state: piece.state,
            why: piece.why.clone(),
            owner: piece.owner.clone(),
            lead_days: work.lead_days,
            person_days: work.person_days,
            assumed: work.assumed.clone(),
            after: after.collect(),
            starts: first.to_string(),
            ends: last.to_string(),
            week: week_of(last),
            waits_for: self.waits(at),
            critical,
            due: due.map(|day| day.to_string()),
            late: due.is_some_and(|due| last > due),
            set_too_early_for: set_for
                .filter(|day| last > *day && first > *day)
                .map(|it| it.to_string()),
            serves: self.serves[work.piece],
        }
    }

    fn waits(&self, at: usize) -> Option<String> {
        let named = |work: usize| &self.pieces.all[self.works[work].piece].name;
        Some(match self.order.turns[at].waits.as_ref()? {
            Waits::Work(work, because) => {
                let order = because.map_or("it is there before it is tried", |it| it.words());
                format!("for {}: {order}", named(*work))
            }
            Waits::People(work) => {
                let owner = self.pieces.all[self.works[at].piece].owner.as_deref();
                let owner = owner.unwrap_or("nobody");
                let known = self.pieces.all.iter().find(|piece| piece.id == owner);
                let owner = known.map_or(owner, |piece| &piece.name);
                format!("for {owner}, still at {}", named(*work))
            }
            Waits::Day => "for the day that is set".into(),
        })
    }

    fn weeks(&self, work: &[WorkRow], decided: &[DecidedRow]) -> Vec<Week> {
        let mut weeks: BTreeMap<Date, Week> = BTreeMap::new();
        let mut of = |day: &str, add: &mut dyn FnMut(&mut Week)| {
            let Ok(day) = day.parse::<Date>() else { return };
            let monday = monday_of(day);
            add(weeks.entry(monday).or_insert_with(|| Week {
                week: week_of(day),
                from: monday.to_string(),
                ..Week::default()
            }));
        };
        for row in work {
            of(&row.starts, &mut |week| week.begins.push(row.id.clone()));
            of(&row.ends, &mut |week| week.ends.push(row.id.clone()));
        }
        for row in decided {
            for gap in row.gaps.iter().filter(|it| it.waived_by.is_none()) {
                let closes = || Closes {
                    decided: row.id.clone(),
                    subject: gap.subject.clone(),
                };
                if let Some(day) = &gap.closes_on {
                    of(day, &mut |week| week.closes.push(closes()));
                }
            }
            if let Some(day) = &row.in_force_on {
                of(day, &mut |week| week.in_force.push(row.id.clone()));
            }
        }
        weeks.into_values().collect()
    }

    fn people(&self) -> Vec<Load> {
        let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
        for work in self.works {
            let Some(hands) = self.hands.get(&work.piece) else {
                continue;
            };
            let load = loads.entry(&hands.party).or_insert_with(|| Load {
                party: hands.party.clone(),
                people: hands.people,
                people_assumed: hands.assumed,
                works: 0,
                person_days: 0.0,
            });
            load.works += 1;
            load.person_days += work.person_days;
        }
        let mut loads: Vec<Load> = loads.into_values().collect();
        loads.sort_by(|one, other| {
            let each = |it: &Load| it.person_days / f64::from(it.people);
            each(other)
                .total_cmp(&each(one))
                .then_with(|| one.party.cmp(&other.party))
        });
        loads
    }

    fn remarks(&self, work: &[WorkRow]) -> Vec<String> {
        let mut remarks = Vec::new();
        let assumed = work.iter().filter(|it| !it.assumed.is_empty()).count();
        if assumed > 0 {
            remarks.push(format!(
                "Of {assumed} of {} pieces of work nobody recorded the lead time or the \
                 person-days: they are assumed by their sort.",
                work.len()
            ));
        }
        let alone = work.iter().filter(|it| it.owner.is_none()).count();
        if alone > 0 {
            remarks.push(format!(
                "{alone} pieces of work have no owner: they are taken to have somebody at once."
            ));
        }
        if !work.is_empty() {
            remarks.push(
                "Who does the work is taken to do nothing else, Monday to Friday, one person at \
                 a piece; holidays are not asked."
                    .into(),
            );
        }
        for &piece in self.cut {
            remarks.push(format!(
                "What {} needs waits for it in turn; its own needs were left out to begin \
                 somewhere.",
                self.pieces.all[piece].id
            ));
        }
        let held =
            |it: &super::piece::Piece<'_>| it.sort == Sort::Exercise && it.state == How::InPlace;
        if !self.has_runs && self.pieces.all.iter().any(held) {
            remarks.push(
                "Runs of exercises stand in a journal; from files a test is known only where a \
                 record reports it."
                    .into(),
            );
        }
        remarks
    }
}

fn word(stand: Stand) -> &'static str {
    match stand {
        Stand::Nothing => "nothing",
        Stand::Planned => "planned",
        Stand::InHand => "in-hand",
        Stand::InPlace => "in-place",
        Stand::Proven => "proven",
        Stand::Accepted => "accepted",
    }
}

fn monday_of(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day)
}

/// The week of a day as ISO 8601 writes it: `2026-W49`.
fn week_of(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}
