//! Who holds each function of the day at an instant, and who comes next and when: declare, command,
//! decide to restore, restore each item, spend, speak. A duty passes to the next rank when its
//! holder does not answer in time. What is lost takes its people with it.

mod chain;
mod crew;
pub mod sweep;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use engine::graph::Item;
use engine::standing::{Standing, standing};
use jiff::tz::TimeZone;
use record::initiation::Role;
use record::initiation::role::{Authority, Level};
use record::kind::Filed;
use record::kinds::Registers;
use serde::Serialize;

use super::holder::Holders;
use crate::finding::wording::several;
use crate::standpoint::Standpoint;

pub use chain::{Absent, Holder};
pub use sweep::{Coverage, Crossing, Sweep, sweep};

/// A function of the day that someone must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// Say that it is a disruption, and invoke plans.
    Declare,
    /// Lead on the day.
    Command,
    /// Decide that recovery begins, or that it is safe to restore.
    DecideToRestore,
    /// Bring an item back.
    Restore,
    /// Spend money.
    Spend,
    /// Speak to staff.
    SpeakToStaff,
    /// Speak to customers.
    SpeakToCustomers,
    /// Speak to the regulator.
    SpeakToRegulator,
}

impl Function {
    /// The functions that roles hold, in the order of the day.
    pub const OF_ROLES: [Function; 7] = [
        Function::Declare,
        Function::Command,
        Function::DecideToRestore,
        Function::Spend,
        Function::SpeakToStaff,
        Function::SpeakToCustomers,
        Function::SpeakToRegulator,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Function::Declare => "declare a disruption",
            Function::Command => "command",
            Function::DecideToRestore => "decide to restore",
            Function::Restore => "restore",
            Function::Spend => "spend money",
            Function::SpeakToStaff => "speak to staff",
            Function::SpeakToCustomers => "speak to customers",
            Function::SpeakToRegulator => "speak to the regulator",
        }
    }

    /// Whether a role holds it.
    pub fn is_held_by(self, registers: &Registers, role: &Filed<Role>) -> bool {
        let may = role.own.authority.as_ref();
        let list = |of: fn(&Authority) -> &Vec<String>| may.map_or(&[][..], |may| of(may));
        let invokes = list(|may| &may.invoke);
        let speaks = |to: &[&str]| {
            let named = |it: &String| it == "any" || it == "all" || to.contains(&it.as_str());
            list(|may| &may.speak_to).iter().any(named)
        };
        match self {
            Function::Declare => !invokes.is_empty(),
            Function::Command => role.level == Some(Level::Silver),
            Function::DecideToRestore => {
                let recovers = |it: &String| it == "any" || it == "recovery";
                invokes.iter().any(recovers) || holds_a_step(registers, &role.id)
            }
            Function::Spend => may.is_some_and(|may| may.spend.is_some()),
            Function::SpeakToStaff => speaks(&["staff", "employees"]),
            Function::SpeakToCustomers => speaks(&["customers", "clients"]),
            Function::SpeakToRegulator => speaks(&["regulator", "regulators", "authorities"]),
            Function::Restore => false,
        }
    }
}

/// Whether a step of an approved plan waits for a role's word.
fn holds_a_step(registers: &Registers, role: &str) -> bool {
    let mut plans = registers.plans.approved();
    plans.any(|plan| {
        let mut held = plan.own.steps.iter().filter_map(|it| it.hold_for.as_ref());
        held.any(|held| held.id() == role)
    })
}

/// Who holds one function, in one role or for one item.
#[derive(Clone, Debug, Serialize)]
pub struct Duty {
    /// The function.
    pub function: Function,
    /// The item to be restored.
    pub item: Option<String>,
    /// The role that has the function; none where teams have it, or where no role does.
    pub role: Option<String>,
    /// The name of item or role.
    pub name: String,
    /// How far it goes: an amount, the types of plans.
    pub limit: Option<String>,
    /// Whether two must agree.
    pub two_person: bool,
    /// Before it passes to the next.
    pub answer_within_seconds: Option<i64>,
    /// Who holds it at the instant.
    pub holder: Option<Holder>,
    /// Who holds it when those before do not answer, each with the instant at which it passes.
    pub deputies: Vec<Holder>,
    /// Who would, and why not now.
    pub absent: Vec<Absent>,
    /// Why nobody holds it.
    pub gap: Option<String>,
}

/// Every function at an instant.
#[derive(Clone, Debug, Serialize)]
pub struct Duties {
    /// The instant.
    pub at: String,
    /// What is lost.
    pub lost: Vec<String>,
    /// Every function, in the order of the day; items by id.
    pub functions: Vec<Duty>,
}

/// What duties are told from.
struct Ground<'a, 'r> {
    standpoint: &'a Standpoint<'r>,
    standing: Standing,
    holders: Holders<'r>,
}

/// Tells who holds each function at the instant of the standpoint, with some items lost. Cost:
/// linear in the estate.
pub fn duties(standpoint: &Standpoint<'_>, lost: &[Item]) -> Duties {
    let estate = &standpoint.estate;
    let day = standpoint.at.to_zoned(TimeZone::UTC).date();
    let ground = Ground {
        standpoint,
        standing: standing(&estate.graph, lost),
        holders: Holders::new(estate.registers, day),
    };
    let mut functions = Vec::new();
    for function in Function::OF_ROLES {
        if function == Function::Spend {
            functions.extend(crew::restores(&ground));
        }
        functions.extend(of_roles(&ground, function));
    }
    Duties {
        at: standpoint.at.to_string(),
        lost: estate.references(lost),
        functions,
    }
}

/// A function in each role that has it.
fn of_roles(ground: &Ground<'_, '_>, function: Function) -> Vec<Duty> {
    let registers = ground.standpoint.estate.registers;
    let roles = registers.roles.approved();
    let roles: Vec<_> = roles
        .filter(|role| function.is_held_by(registers, role))
        .collect();
    if roles.is_empty() {
        let words = function.words();
        let text = format!("No role in force may {words}.");
        return vec![Duty {
            gap: Some(text),
            ..Duty::of(function)
        }];
    }
    let duty = |role: &&Filed<Role>| chain::of_role(ground, function, role);
    roles.iter().map(duty).collect()
}

impl Duty {
    fn of(function: Function) -> Duty {
        Duty {
            function,
            item: None,
            role: None,
            name: String::new(),
            limit: None,
            two_person: false,
            answer_within_seconds: None,
            holder: None,
            deputies: Vec::new(),
            absent: Vec::new(),
            gap: None,
        }
    }
}

impl Ground<'_, '_> {
    /// Why someone is not there whatever their hours: what took them, or that they left.
    fn taken(&self, person: &str) -> Option<String> {
        let estate = &self.standpoint.estate;
        let stopped = |kind: &str, id: &str| {
            let item = estate.find_kind(kind, id);
            item.is_some_and(|item| self.standing.is_stopped(item))
        };
        let known = estate.registers.persons.get(person)?;
        let site = known.own.site.as_ref();
        if let Some(site) = site.filter(|site| stopped("site", site.id())) {
            return Some(format!("is at site/{}, which is lost", site.id()));
        }
        let mut teams: BTreeSet<&str> = known.own.teams.iter().map(|team| team.id()).collect();
        let lists = |id: &str| {
            let team = estate.registers.teams.get(id);
            team.is_some_and(|team| team.own.members.iter().any(|it| it.id() == person))
        };
        teams.extend(
            estate
                .registers
                .teams
                .live()
                .map(|it| &*it.id)
                .filter(|id| lists(id)),
        );
        let all = !teams.is_empty() && teams.iter().all(|team| stopped("team", team));
        let teams: Vec<String> = teams.iter().map(|team| format!("team/{team}")).collect();
        all.then(|| format!("works in {}, which is lost", several(&teams)))
    }
}
