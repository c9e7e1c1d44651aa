//! What each kind of record tells of its piece: how far it is, what shows it, what it covers.

use jiff::civil::Date;
use record::implementation::{Arrangement, Plan, Procedure};
use record::initiation::Role;
use record::kind::{Filed, Status};
use record::operation::{Exercise, Training};
use record::requirements::Measure;
use record::requirements::measure::State as Built;

use super::{Cost, Ground, How, Piece, Sort};
use crate::finding::plan_reach::reach;

pub(super) fn all<'r>(ground: &Ground<'_, 'r>) -> Vec<Piece<'r>> {
    let it = ground.registers;
    let mut all = organisation(ground);
    all.extend(it.arrangements.live().map(|it| arrangement(ground, it)));
    all.extend(it.measures.live().map(|it| measure(ground, it)));
    all.extend(it.procedures.live().map(|it| procedure(ground, it)));
    all.extend(it.plans.live().map(|it| plan(ground, it)));
    all.extend(it.trainings.live().map(|it| training(ground, it)));
    all.extend(it.exercises.live().map(|it| exercise(ground, it)));
    all
}

fn organisation<'r>(ground: &Ground<'_, 'r>) -> Vec<Piece<'r>> {
    let registers = ground.registers;
    let mut all: Vec<Piece<'r>> = registers.roles.live().map(|it| role(ground, it)).collect();
    for team in registers.teams.live() {
        let mut piece = ground.piece(Sort::Team, team, Some(&team.practice));
        for member in ground.judge.facts().members(&team.id) {
            ground.cover(&mut piece, &format!("person/{member}"));
        }
        if let Some(day) = ground.past(team.contact_verified) {
            piece.prove(format!("reached on {day}"));
        }
        all.push(piece);
    }
    for tree in registers.call_trees.live() {
        let mut piece = ground.piece(Sort::CallTree, tree, Some(&tree.practice));
        for call in &tree.calls {
            for named in [Some(&call.to), call.from.as_ref(), call.otherwise.as_ref()] {
                let known = named.and_then(|it| super::party(registers, &it.text));
                known.iter().for_each(|it| ground.cover(&mut piece, it));
            }
        }
        if let Some(day) = ground.past(tree.verified) {
            piece.prove(format!("its numbers were verified on {day}"));
        }
        all.push(piece);
    }
    all
}

fn role<'r>(ground: &Ground<'_, 'r>, role: &'r Filed<Role>) -> Piece<'r> {
    let mut piece = ground.piece(Sort::Role, role, None);
    let held = ground.judge.facts().holders.of(&role.id);
    for assignment in held {
        ground.cover(
            &mut piece,
            &format!("person/{}", assignment.own.person.id()),
        );
    }
    if let Some(first) = held.first() {
        let shown = format!("held by {}", first.own.person.id());
        piece.evidence.push(shown);
    } else {
        let mut assignments = ground.registers.assignments.approved();
        piece.ran_out = assignments.any(|it| it.own.role.id() == &*role.id);
        piece.fall_to(How::Planned, "nobody holds it");
    }
    piece
}

fn arrangement<'r>(ground: &Ground<'_, 'r>, it: &'r Filed<Arrangement>) -> Piece<'r> {
    let mut piece = ground.piece(Sort::Arrangement, it, Some(&it.practice));
    for item in &it.covers {
        ground.cover(&mut piece, &item.text);
    }
    if let Some(fee) = &it.fee {
        let (what, amount) = ("each call".into(), fee.to_string());
        piece.cost.push(Cost { what, amount });
    }
    let contract = it.contract.as_ref();
    let contract = contract.and_then(|id| ground.registers.contracts.get(id.id()));
    if let Some(contract) = contract {
        let id = contract.reference();
        match contract.status() {
            Status::Approved => piece.evidence.push(format!("under {id}")),
            _ => piece.fall_to(How::InHand, format!("{id} is not signed")),
        }
    }
    let ends = [it.expires, contract.and_then(|it| it.own.end)];
    let ended = ends.into_iter().flatten().map(|day| day.0).min();
    if let Some(day) = ended.filter(|day| *day < ground.today) {
        piece.ran_out = piece.state >= How::InPlace;
        piece.fall_to(How::Planned, format!("ran out on {day}"));
    }
    if let Some(day) = ground.past(it.tried) {
        piece.prove(format!("tried on {day}"));
    }
    piece
}

fn measure<'r>(ground: &Ground<'_, 'r>, it: &'r Filed<Measure>) -> Piece<'r> {
    let mut piece = ground.piece(Sort::Measure, it, Some(&it.practice));
    for record in &it.protects {
        ground.cover(&mut piece, &record.text);
    }
    for (what, amount) in [("once", &it.cost), ("a year", &it.cost_per_year)] {
        if let Some(amount) = amount {
            let (what, amount) = (what.to_string(), amount.to_string());
            piece.cost.push(Cost { what, amount });
        }
    }
    piece.due = it.due.map(|day| day.0);
    (piece.since, piece.set_for) = (None, None);
    match it.state {
        _ if !it.is_approved() => {}
        Some(Built::Planned) => piece.fall_to(How::Planned, "decided"),
        Some(Built::Building) => piece.fall_to(How::InHand, "being built"),
        Some(Built::Operating) => piece.why = "in use".into(),
        Some(Built::Verified) => {
            let by = it.verified_by.as_ref();
            let by = by.map(|by| format!(" by {}", by.text)).unwrap_or_default();
            let on = it.verified.map(|day| format!(" on {day}"));
            piece.since = ground.past(it.verified);
            piece.prove(format!("shown to work{}{by}", on.unwrap_or_default()));
        }
        None => piece.fall_to(How::Planned, "decided; nobody says how far it is"),
    }
    piece
}

fn procedure<'r>(ground: &Ground<'_, 'r>, it: &'r Filed<Procedure>) -> Piece<'r> {
    let mut piece = ground.piece(Sort::Procedure, it, Some(&it.practice));
    for item in &it.covers {
        ground.cover(&mut piece, &item.text);
    }
    if let Some(day) = ground.past(it.executed) {
        piece.prove(format!("carried out by a deputy on {day}"));
    }
    piece
}

fn plan<'r>(ground: &Ground<'_, 'r>, it: &'r Filed<Plan>) -> Piece<'r> {
    let mut piece = ground.piece(Sort::Plan, it, Some(&it.practice));
    let items = reach(ground.judge, it);
    let estate = ground.judge.estate();
    for &item in &items {
        piece.covers.push(estate.reference(item).to_string());
    }
    let run = ground.tests.as_ref().and_then(|tests| tests.get(&piece.id));
    let observed = items
        .iter()
        .flat_map(|&item| crate::rule::exercise_within::observed(estate.listed(item).item));
    let observed = observed.filter(|day| *day <= ground.today).max();
    match (run, observed) {
        (Some((day, run)), _) => piece.prove(format!("carried out on {day} ({run})")),
        (None, Some(day)) => piece.prove(format!("what it brings back came back on {day}")),
        (None, None) if piece.state == How::InPlace => {
            piece.why.push_str("; not in force until its first test");
        }
        (None, None) => {}
    }
    piece
}

fn training<'r>(ground: &Ground<'_, 'r>, it: &'r Filed<Training>) -> Piece<'r> {
    let mut piece = ground.piece(Sort::Training, it, Some(&it.practice));
    let person = it.person.as_ref().map(|it| format!("person/{}", it.id()));
    let role = it.role.as_ref().map(|it| format!("role/{}", it.id()));
    for named in [person, role].into_iter().flatten() {
        ground.cover(&mut piece, &named);
    }
    (piece.since, piece.set_for) = (None, None);
    match it.at.map(|day| day.0) {
        _ if !it.is_approved() => {}
        None => piece.fall_to(How::Planned, "no day is set"),
        Some(day) if day > ground.today => {
            piece.set_for = Some(day);
            piece.fall_to(How::InHand, format!("set for {day}"));
        }
        Some(day) => {
            piece.since = Some(day);
            match it.result.as_deref() {
                Some(result) => piece.prove(format!("held on {day}: {result}")),
                None => piece.evidence.push(format!("held on {day}")),
            }
            if it.expires.is_some_and(|day| day.0 < ground.today) {
                piece.ran_out = true;
                piece.fall_to(How::Planned, "it has run out");
            }
        }
    }
    piece
}

fn exercise<'r>(ground: &Ground<'_, 'r>, it: &'r Filed<Exercise>) -> Piece<'r> {
    let mut piece = ground.piece(Sort::Exercise, it, Some(&it.practice));
    for item in &it.recovers {
        ground.cover(&mut piece, &item.text);
    }
    for named in &it.plans {
        let Some(plan) = ground.registers.plans.get(named.id()) else {
            continue;
        };
        ground.cover(&mut piece, &plan.reference());
        for item in reach(ground.judge, plan) {
            let id = ground.judge.estate().reference(item).to_string();
            ground.cover(&mut piece, &id);
        }
    }
    (piece.since, piece.set_for) = (None, None);
    let run = ground.tests.as_ref().and_then(|tests| tests.get(&piece.id));
    let day: Option<Date> = it.at.map(|at| at.date().0);
    match (run, day) {
        (Some((day, run)), _) => {
            piece.since = Some(*day);
            piece.state = How::InPlace;
            piece.prove(format!("held on {day} ({run})"));
        }
        _ if !it.is_approved() => {}
        (None, None) => piece.fall_to(How::Planned, "no day is set"),
        (None, Some(day)) if day > ground.today => {
            piece.set_for = Some(day);
            piece.fall_to(How::InHand, format!("set for {day}"));
        }
        (None, Some(day)) if ground.tests.is_some() => {
            let why = format!("its day {day} has passed without a run");
            piece.fall_to(How::Planned, why);
        }
        (None, Some(day)) => {
            piece.since = Some(day);
            piece.why = format!("was set for {day}; runs stand in a journal");
            piece.evidence.push(piece.why.clone());
        }
    }
    piece
}
