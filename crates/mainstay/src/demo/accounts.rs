//! Who can be tried out in a demonstration: one account for each function, of the person who would
//! act in it.

use continuity::access::Function;
use continuity::state::State;

use super::organisation::Organisation;

/// Someone to be.
#[derive(Clone, Copy, Debug)]
pub struct Player {
    /// The function; the account is called like the person, else like the function.
    pub function: Function,
    /// The person of the organisation, where it names one.
    pub person: Option<&'static str>,
}

impl Player {
    /// The account.
    pub fn account(&self) -> &'static str {
        self.person.unwrap_or_else(|| self.function.as_str())
    }

    /// How it is shown: the person's name, else the function.
    pub fn name(&self, state: &State) -> String {
        let person = self.person.and_then(|id| state.registers.persons.get(id));
        person.map_or_else(|| words(self.function), |person| person.title().to_owned())
    }
}

/// A function in words: `continuity-manager` is the continuity manager.
pub fn words(function: Function) -> String {
    let mut words = function.as_str().replace('-', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// Where a function stands in the list of those who can be tried out, and what one does in it.
pub fn does(function: Function) -> (usize, &'static str) {
    let mut all = PLAYERS.iter().enumerate();
    let found = all.find(|(_, (known, _, _))| *known == function);
    found.map_or((PLAYERS.len(), ""), |(at, (_, _, does))| (at, does))
}

/// Everyone who can be tried out.
pub fn players(organisation: Organisation) -> Vec<Player> {
    let named = PLAYERS.iter().map(|(function, person, _)| Player {
        function: *function,
        person: person.filter(|_| organisation == Organisation::Havensund),
    });
    named.collect()
}

const PLAYERS: &[(Function, Option<&str>, &str)] = &[
    (
        Function::ContinuityManager,
        Some("mara-holst"),
        "Sees everything, keeps plans and exercises, asks owners.",
    ),
    (
        Function::Sponsor,
        Some("annika-brandt"),
        "Approves policy and scope, and what is spent.",
    ),
    (
        Function::ProcessOwner,
        Some("eva-marold"),
        "Says what an outage does to the business, and when.",
    ),
    (
        Function::ServiceOwner,
        Some("carla-weiss"),
        "Answers for what a service needs and what it can.",
    ),
    (
        Function::Crisis,
        Some("tomas-lind"),
        "Declares, leads, and decides what comes first.",
    ),
    (
        Function::RecoveryTeam,
        Some("henrik-voss"),
        "Carries a plan out, step by step.",
    ),
    (
        Function::ExerciseDirector,
        Some("ines-krahl"),
        "Plans exercises and leads them.",
    ),
    (
        Function::Communications,
        Some("hanne-juhl"),
        "Speaks to staff, travellers and the press.",
    ),
    (
        Function::Scribe,
        Some("anton-reimer"),
        "Keeps the log on the day.",
    ),
    (
        Function::RiskOwner,
        Some("viktor-sand"),
        "Accepts risks and has them treated.",
    ),
    (
        Function::SupplierManager,
        Some("ruth-kamp"),
        "Looks after contracts and ways out of them.",
    ),
    (
        Function::SecurityLead,
        Some("sina-rohde"),
        "Knows the threats, says when it is clean.",
    ),
    (
        Function::Facilities,
        Some("clara-dietz"),
        "Looks after houses and people.",
    ),
    (
        Function::Administrator,
        Some("piotr-zielinski"),
        "Looks after accounts, sources and the journal; may do everything.",
    ),
    (
        Function::Auditor,
        None,
        "Reads everything for a limited time, changes nothing.",
    ),
    (Function::Reader, None, "Reads."),
];
