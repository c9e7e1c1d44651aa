//! The questions, their defaults, and what counts as an answer.

use record::kind::read_alone;
use record::node::Node;
use record::shape::Shape;
use record::value::{Duration, Money, TimeOfDay};

/// One question.
pub struct Question {
    /// The name of its field in a form.
    pub field: &'static str,
    /// As it is asked.
    pub text: &'static str,
    /// What Enter means.
    pub default: &'static str,
    check: fn(&str) -> Result<(), String>,
}

/// Every question, in the order asked; the places of the answers have names in `Ask`.
pub const QUESTIONS: &[Question] = &[
    Question {
        field: "organisation",
        text: "What is the organisation called?",
        default: "Our organisation",
        check: anything,
    },
    Question {
        field: "zone",
        text: "In which time zone does it work? (as Europe/Berlin)",
        default: "UTC",
        check: zone,
    },
    Question {
        field: "hours",
        text: "When are its services promised? (as mon-fri 08:00-18:00, or always)",
        default: "mon-fri 08:00-18:00",
        check: |text| hours(text).map(drop),
    },
    Question {
        field: "activity",
        text: "Which activity hurts first when it stops? (- to say it later)",
        default: "-",
        check: anything,
    },
    Question {
        field: "tolerable",
        text: "After how long is that intolerable? (as 8h or 3d)",
        default: "8h",
        check: shaped::<Duration>,
    },
    Question {
        field: "loss",
        text: "From which loss on is harm intolerable? (as 100000 EUR)",
        default: "100000 EUR",
        check: shaped::<Money>,
    },
    Question {
        field: "inside",
        text: "What is in? (in your own words)",
        default: "everything that customers or staff rely on",
        check: anything,
    },
    Question {
        field: "outside",
        text: "What is out, and why? (- for nothing)",
        default: "-",
        check: anything,
    },
    Question {
        field: "declares",
        text: "Which role may declare a disruption and invoke plans?",
        default: "Head of IT operations",
        check: anything,
    },
    Question {
        field: "spends",
        text: "Which role decides on money that day, and up to how much? (as Name, 50000 EUR)",
        default: "Managing director, 50000 EUR",
        check: |text| role_and_money(text).map(drop),
    },
    Question {
        field: "tested",
        text: "How often is every plan tested? (as 180d or 1y)",
        default: "1y",
        check: shaped::<Duration>,
    },
    Question {
        field: "meets",
        text: "How often does the steering body meet, to which both roles report? (as 90d)",
        default: "90d",
        check: shaped::<Duration>,
    },
];

/// The place of an answer.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub enum Ask {
    /// The name of the organisation.
    Organisation,
    /// Its time zone.
    Zone,
    /// The hours of service.
    Hours,
    /// The activity that hurts first.
    Activity,
    /// After how long that is intolerable.
    Tolerable,
    /// From which loss on harm is intolerable.
    Loss,
    /// What is in.
    Inside,
    /// What is out, and why.
    Outside,
    /// Who may declare.
    Declares,
    /// Who decides on money.
    Spends,
    /// How often plans are tested.
    Tested,
    /// How often the steering body meets.
    Meets,
}

/// The answers; what nobody said is the default.
#[derive(Clone, Debug)]
pub struct Answers {
    said: Vec<Option<String>>,
}

impl Answers {
    /// Nothing said.
    pub fn defaults() -> Answers {
        Answers {
            said: vec![None; QUESTIONS.len()],
        }
    }

    /// One answer a line; lines that are missing or empty take the default. All faults at once.
    pub fn of_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Answers, String> {
        let (mut answers, mut faults) = (Answers::defaults(), Vec::new());
        for (index, line) in lines.enumerate() {
            if index >= QUESTIONS.len() {
                if !line.trim().is_empty() {
                    let count = QUESTIONS.len();
                    faults.push(format!("line {}: there are {count} questions", index + 1));
                }
                continue;
            }
            if let Err(why) = answers.answer(index, line) {
                let question = QUESTIONS[index].text;
                faults.push(format!("line {}: {question} {why}", index + 1));
            }
        }
        if faults.is_empty() {
            Ok(answers)
        } else {
            Err(faults.join("\n"))
        }
    }

    /// Takes an answer; an empty one leaves the default.
    pub fn answer(&mut self, index: usize, line: &str) -> Result<(), String> {
        let text = line.trim();
        if text.is_empty() {
            return Ok(());
        }
        if text.chars().count() > 500 || text.chars().any(char::is_control) {
            return Err("One line of at most 500 characters, please.".into());
        }
        (QUESTIONS[index].check)(text)?;
        self.said[index] = Some(text.to_string());
        Ok(())
    }

    /// The answer, or the default.
    pub fn get(&self, ask: Ask) -> &str {
        let index = ask as usize;
        self.said[index]
            .as_deref()
            .unwrap_or(QUESTIONS[index].default)
    }

    /// The answer, unless it is `-`.
    pub fn some(&self, ask: Ask) -> Option<&str> {
        Some(self.get(ask)).filter(|text| *text != "-")
    }

    /// What was said, without the defaults.
    pub fn said(&self, index: usize) -> Option<&str> {
        self.said.get(index).and_then(Option::as_deref)
    }

    /// Whether any of these is a default that nobody said.
    pub fn is_assumed(&self, asks: &[Ask]) -> bool {
        asks.iter().any(|&ask| self.said[ask as usize].is_none())
    }

    /// How many are defaults.
    pub fn assumed(&self) -> usize {
        self.said.iter().filter(|said| said.is_none()).count()
    }
}

fn anything(_text: &str) -> Result<(), String> {
    Ok(())
}

fn shaped<T: Shape>(text: &str) -> Result<(), String> {
    let read = read_alone::<T>(&Node::text(text)).map(drop);
    read.map_err(|complaints| {
        let texts: Vec<String> = complaints.into_iter().map(|it| it.text).collect();
        texts.join("; ")
    })
}

fn zone(text: &str) -> Result<(), String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("`{text}` is no IANA time zone (`Europe/Berlin`).")),
    }
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Days, opening and closing; `None` for always.
pub type Window = Option<(Vec<&'static str>, String, String)>;

/// Reads `mon-fri 08:00-18:00`, `mon,wed 9:00-12:00` or `always`.
pub fn hours(text: &str) -> Result<Window, String> {
    let wrong = || format!("`{text}` is no hours; write `mon-fri 08:00-18:00` or `always`.");
    let lower = text.to_lowercase();
    if matches!(lower.as_str(), "always" | "24/7" | "24x7") {
        return Ok(None);
    }
    let (days, times) = lower.split_once(' ').ok_or_else(wrong)?;
    let (from, to) = times.trim().split_once('-').ok_or_else(wrong)?;
    let day = |word: &str| DAYS.iter().position(|day| *day == word.trim());
    let mut open = Vec::new();
    for part in days.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first).ok_or_else(wrong)?, day(last).ok_or_else(wrong)?);
        let span = (last + 7 - first) % 7;
        open.extend((0..=span).map(|step| DAYS[(first + step) % 7]));
    }
    open.sort_by_key(|word| day(word));
    open.dedup();
    let time = |text: &str| {
        let text = text.trim();
        let text = if text.len() == 4 {
            format!("0{text}")
        } else {
            text.to_string()
        };
        read_alone::<TimeOfDay>(&Node::text(text.as_str()))
            .map(|_| text)
            .map_err(|_| wrong())
    };
    Ok(Some((open, time(from)?, time(to)?)))
}

/// Reads `Managing director, 50000 EUR`; the money may be missing.
pub fn role_and_money(text: &str) -> Result<(&str, Option<&str>), String> {
    let Some((role, money)) = text.rsplit_once(',') else {
        return Ok((text, None));
    };
    let (role, money) = (role.trim(), money.trim());
    if role.is_empty() {
        return Err("Name the role first, then the amount: `Managing director, 50000 EUR`.".into());
    }
    shaped::<Money>(money)?;
    Ok((role, Some(money)))
}
