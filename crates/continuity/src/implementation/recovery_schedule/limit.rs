//! Something limited that tasks share: the people of a team, those of them who can do something,
//! the rate at which data comes back from one place.

use engine::timetable::Resource;

/// What is limited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The people of a team.
    People,
    /// Those of them who can do something; the persons.
    Skilled(Vec<String>),
    /// Megabytes a second from one place.
    Rate,
}

/// How long people work at one go, and rest before they work again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The longest time at one go.
    pub seconds: i64,
    /// The least rest.
    pub rest: i64,
}

/// How a team that cannot go on for ever shares itself out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// All begin together, and rest together.
    Together,
    /// One half rests while the other works, from the first hour on.
    InTurns,
}

/// A limit.
#[derive(Clone, Debug)]
pub struct Limit {
    /// `team/id`, or the place that data comes from.
    pub id: String,
    /// What is limited.
    pub sort: Sort,
    /// How much there is at once.
    pub amount: u32,
    /// From when, in seconds from the start of work.
    pub from: i64,
    /// Shifts, where people must rest.
    pub shift: Option<Shift>,
}

/// So many shifts are laid out; after them the limit stays as it is.
const SHIFTS: i64 = 120;

impl Limit {
    /// As the engine reads it.
    pub fn resource(&self, watch: Watch) -> Resource {
        let mut course = Vec::new();
        if self.from > 0 {
            course.push((0, 0));
        }
        match (self.shift, watch) {
            (Some(shift), Watch::InTurns) if self.amount > 1 && shift.rest <= shift.seconds => {
                let (more, less) = (self.amount.div_ceil(2), self.amount / 2);
                for turn in 0..SHIFTS {
                    let people = if turn % 2 == 0 { more } else { less };
                    course.push((self.after(turn, shift.seconds), people));
                }
                course.push((self.after(SHIFTS, shift.seconds), self.amount));
            }
            (Some(shift), _) => {
                let turn_seconds = shift.seconds.saturating_add(shift.rest);
                for turn in 0..SHIFTS {
                    let begins = self.after(turn, turn_seconds);
                    course.push((begins, self.amount));
                    course.push((begins.saturating_add(shift.seconds), 0));
                }
                course.push((self.after(SHIFTS, turn_seconds), self.amount));
            }
            (None, _) => course.push((self.from, self.amount)),
        }
        course.dedup_by_key(|(_, people)| *people);
        Resource { course }
    }

    fn after(&self, turns: i64, seconds: i64) -> i64 {
        self.from.saturating_add(turns.saturating_mul(seconds))
    }

    /// Whether it is people: one more of them can be asked for.
    pub fn is_people(&self) -> bool {
        self.sort != Sort::Rate
    }
}
