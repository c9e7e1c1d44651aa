//! The scope as a board: everything known is in, out or undecided, and why. Activities and services
//! are in only where a scope in force names them; what they stand on follows them. It changes
//! nothing.

use std::collections::BTreeMap;

use engine::graph::Item;
use record::initiation::Scope;
use record::initiation::scope::Exclusion;
use record::kind::Filed;
use serde::Serialize;

use crate::finding::Judge;

/// On which side of the scope something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The programme covers it.
    In,
    /// It is left out.
    Out,
    /// Nobody has said.
    Undecided,
}

impl Side {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Side::In => "in",
            Side::Out => "out",
            Side::Undecided => "undecided",
        }
    }
}

/// One thing on the board.
#[derive(Clone, Debug, Serialize)]
pub struct ScopeRow {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// On which side it stands.
    pub side: Side,
    /// Why, in a sentence.
    pub why: String,
    /// The scope that says so, `scope/id`.
    pub scope: Option<String>,
    /// What in scope needs it, the one that asks first; the path ends with it.
    pub needed_by: Vec<String>,
    /// Why it is left out.
    pub reason: Option<String>,
    /// Who agreed to leave it out.
    pub approver: Option<String>,
    /// Until when it is left out.
    pub expires: Option<String>,
    /// What is wrong with how it is classified.
    pub faults: Vec<String>,
}

/// The board.
#[derive(Clone, Debug, Serialize)]
pub struct ScopeBoard {
    /// The scopes in force, `scope/id`.
    pub scopes: Vec<String>,
    /// A row for each item, by id.
    pub items: Vec<ScopeRow>,
}

impl ScopeBoard {
    /// The rows on one side.
    pub fn on(&self, side: Side) -> impl Iterator<Item = &ScopeRow> {
        self.items.iter().filter(move |row| row.side == side)
    }

    /// The row of an item, by `kind/id`.
    pub fn row(&self, reference: &str) -> Option<&ScopeRow> {
        let place = self
            .items
            .binary_search_by(|row| row.id.as_str().cmp(reference));
        self.items.get(place.ok()?)
    }
}

/// Sets up the board. Cost: linear in the estate.
pub fn scope_board(judge: &Judge<'_>) -> ScopeBoard {
    let named = Named::new(judge);
    let needs = Needs::new(judge, &named);
    let estate = judge.estate();
    let scopes = judge.registers().scopes.approved();
    ScopeBoard {
        scopes: scopes.map(Filed::reference).collect(),
        items: estate
            .graph
            .items()
            .map(|item| row(judge, &named, &needs, item))
            .collect(),
    }
}

/// What the scopes in force name.
pub(crate) struct Named<'r> {
    inside: BTreeMap<Item, &'r Filed<Scope>>,
    outside: BTreeMap<Item, (&'r Filed<Scope>, &'r Exclusion)>,
}

impl<'r> Named<'r> {
    pub(crate) fn new(judge: &Judge<'r>) -> Named<'r> {
        let (mut inside, mut outside) = (BTreeMap::new(), BTreeMap::new());
        for scope in judge.registers().scopes.approved() {
            let found = scope.own.includes.iter();
            for item in found.filter_map(|it| judge.estate().find(&it.text)) {
                inside.entry(item).or_insert(scope);
            }
            for exclusion in &scope.own.excludes {
                if let Some(item) = judge.estate().find(&exclusion.item.text) {
                    outside.entry(item).or_insert((scope, exclusion));
                }
            }
        }
        Named { inside, outside }
    }

    /// Whether a scope leaves it out and none takes it in.
    pub(crate) fn is_out(&self, item: Item) -> bool {
        self.outside.contains_key(&item) && !self.inside.contains_key(&item)
    }

    /// What is left out, with the scope and the words of the exclusion.
    pub(crate) fn outside(&self) -> impl Iterator<Item = (Item, &'r Filed<Scope>, &'r Exclusion)> {
        let out = self.outside.iter().filter(|(item, _)| self.is_out(**item));
        out.map(|(&item, &(scope, exclusion))| (item, scope, exclusion))
    }
}

/// What the activities and services in scope cannot do without, and through what.
pub(crate) struct Needs {
    /// For each item the one that asks for it; itself where a scope names it.
    from: Vec<Option<Item>>,
}

impl Needs {
    /// Walks from the activities and services that are in along what each cannot do without. What
    /// is left out is reached and not passed: what lies behind it is its own matter.
    pub(crate) fn new(judge: &Judge<'_>, named: &Named<'_>) -> Needs {
        let estate = judge.estate();
        let graph = &estate.graph;
        let mut from = vec![None; graph.len()];
        let demands = |item: &&Item| estate.listed(**item).demands();
        let mut open: Vec<Item> = named.inside.keys().filter(demands).copied().collect();
        for &item in &open {
            from[item as usize] = Some(item);
        }
        let mut at = 0;
        while let Some(&item) = open.get(at) {
            at += 1;
            let mut reach = |next: Item| {
                let place = &mut from[next as usize];
                if place.is_none() {
                    *place = Some(item);
                    if !named.is_out(next) {
                        open.push(next);
                    }
                }
            };
            graph.hosts(item).iter().copied().for_each(&mut reach);
            graph.holds(item).iter().copied().for_each(&mut reach);
            for id in graph.groups_of(item) {
                let (group, members) = (graph.group(id), graph.members(id));
                let left = members.iter().filter(|member| !named.is_out(**member));
                let left = left.count() as u32 + group.unresolved;
                // What is left out is needed only where too few others remain.
                let short = left < group.needed;
                if group.stops() {
                    let wanted = members.iter().filter(|it| short || !named.is_out(**it));
                    wanted.copied().for_each(&mut reach);
                }
            }
        }
        Needs { from }
    }

    /// The path by which something in scope comes to need an item, ending with it; empty where
    /// nothing does.
    pub(crate) fn path(&self, judge: &Judge<'_>, item: Item) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = item;
        while let Some(from) = self.from[at as usize] {
            path.push(judge.estate().reference(at).to_string());
            if from == at {
                path.reverse();
                return path;
            }
            at = from;
        }
        Vec::new()
    }
}

fn row(judge: &Judge<'_>, named: &Named<'_>, needs: &Needs, item: Item) -> ScopeRow {
    let listed = judge.estate().listed(item);
    let mut row = ScopeRow {
        id: listed.reference.clone(),
        name: listed.title().to_string(),
        side: Side::Undecided,
        why: "No scope in force names it.".into(),
        scope: None,
        needed_by: needs.path(judge, item),
        reason: None,
        approver: None,
        expires: None,
        faults: Vec::new(),
    };
    if let Some(scope) = named.inside.get(&item) {
        row.side = Side::In;
        row.why = format!("{} takes it in.", scope.title());
        row.scope = Some(scope.reference());
        row.needed_by.clear();
        if let Some((other, _)) = named.outside.get(&item) {
            row.faults.push(format!("{} leaves it out.", other.title()));
        }
    } else if let Some(&(scope, exclusion)) = named.outside.get(&item) {
        leave_out(judge, &mut row, scope, exclusion);
    } else if let Some(first) = row.needed_by.first() {
        match listed.demands() {
            true => row.why = format!("No scope in force names it, and {first} needs it."),
            false => {
                row.side = Side::In;
                row.why = format!("It follows {first}, which needs it.");
            }
        }
    }
    row
}

fn leave_out(judge: &Judge<'_>, row: &mut ScopeRow, scope: &Filed<Scope>, out: &Exclusion) {
    row.side = Side::Out;
    row.scope = Some(scope.reference());
    row.reason.clone_from(&out.reason);
    row.approver = out.approver.as_ref().map(|it| it.text.to_string());
    row.expires = out.expires.map(|day| day.to_string());
    row.why = match &out.reason {
        Some(reason) => format!("{} leaves it out: {reason}.", scope.title()),
        None => format!("{} leaves it out.", scope.title()),
    };
    if out.reason.is_none() {
        row.faults.push("Nobody says why it is left out.".into());
    }
    if out.approver.is_none() {
        row.faults.push("Nobody has agreed to leave it out.".into());
    }
    match out.expires {
        None => row.faults.push("It is left out without an end.".into()),
        Some(day) if day.0 < judge.today() => {
            row.faults.push(format!("It was left out until {day}."));
        }
        Some(_) => {}
    }
    if let Some(first) = row.needed_by.first() {
        row.faults
            .push(format!("{first} is in scope and needs it."));
    }
}
