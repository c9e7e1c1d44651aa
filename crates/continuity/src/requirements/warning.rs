//! A warning from outside, in one form whatever it came in: what may happen, where, when, how
//! sure. Read `join` next: it lays warnings on the sites. How they are written down elsewhere is
//! not known here.

pub mod chain;
pub mod codes;
pub mod consequence;

pub mod join;
mod outline;
pub mod over;
pub mod path;
pub mod precaution;
pub mod prewarned;
pub mod score;
pub mod posture;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use self::outline::{Circle, Outline, Spot};

/// The remark on a warning that is none: an exercise, a test, a draft.
pub const NOT_ACTUAL: &str = "not an actual alert";

record::words! {
    /// What a message does.
    pub enum Message {
        /// It warns.
        Alert = "Alert",
        /// It takes the place of earlier ones.
        Update = "Update",
        /// It calls earlier ones off.
        Cancel = "Cancel",
        /// It says that one was received.
        Ack = "Ack",
        /// It says that one was refused.
        Error = "Error",
    }
}

record::words! {
    /// How bad it may be.
    pub enum Severity {
        /// Extraordinary threat.
        Extreme = "Extreme",
        /// Significant threat.
        Severe = "Severe",
        /// Possible threat.
        Moderate = "Moderate",
        /// Hardly a threat.
        Minor = "Minor",
        /// The sender does not know.
        Unknown = "Unknown",
    }
}

record::words! {
    /// How soon one must act.
    pub enum Urgency {
        /// At once.
        Immediate = "Immediate",
        /// Within the hour.
        Expected = "Expected",
        /// In the near future.
        Future = "Future",
        /// No longer.
        Past = "Past",
        /// The sender does not know.
        Unknown = "Unknown",
    }
}

record::words! {
    /// How sure it is.
    pub enum Certainty {
        /// It has happened or is happening.
        Observed = "Observed",
        /// More likely than not.
        Likely = "Likely",
        /// Possible, but not likely.
        Possible = "Possible",
        /// Hardly to be expected.
        Unlikely = "Unlikely",
        /// The sender does not know.
        Unknown = "Unknown",
    }
}

record::fields! {
    /// An earlier message that a later one is about.
    pub struct Reference {
        /// Who sent it.
        sender: Option<String>,
        /// Its identifier.
        identifier: String,
        /// When it was sent.
        sent: Option<Timestamp>,
    }
}

record::fields! {
    /// One area that a warning is for.
    pub struct WarnedArea {
        /// Its name, in the sender's words.
        description: Option<String>,
        /// Its polygons.
        polygons: Vec<Outline>,
        /// Its circles.
        circles: Vec<Circle>,
        /// Its codes, `SCHEME:code`.
        codes: Vec<String>,
        /// True where a polygon or circle of it could not be read.
        unread: bool,
    }
}

record::fields! {
    /// A warning from outside.
    pub struct Warning {
        /// Its sender's name for it.
        identifier: String,
        /// Who sent it.
        sender: Option<String>,
        /// When.
        sent: Option<Timestamp>,
        /// `Actual`, `Exercise`, `System`, `Test`, `Draft`, as written.
        status: String,
        /// What it does.
        message: Message,
        /// The earlier messages that it is about.
        references: Vec<Reference>,
        /// Other names of the same warning.
        also: Vec<String>,
        /// The form that it came in.
        format: String,
        /// The languages that it speaks.
        languages: Vec<String>,
        /// What may happen, in the sender's words; with it the same in other languages.
        events: Vec<String>,
        /// Its categories.
        categories: Vec<String>,
        /// What its receivers shall do, in a word.
        responses: Vec<String>,
        /// How soon one must act.
        urgency: Option<Urgency>,
        /// How bad it may be.
        severity: Option<Severity>,
        /// How sure it is.
        certainty: Option<Certainty>,
        /// From when the message holds.
        effective: Option<Timestamp>,
        /// When it is expected to begin.
        onset: Option<Timestamp>,
        /// Until when the message holds.
        expires: Option<Timestamp>,
        /// Its sender's name in plain words.
        sender_name: Option<String>,
        /// What it says, in a line.
        headline: Option<String>,
        /// What it says.
        text: Option<String>,
        /// What to do.
        instruction: Option<String>,
        /// The codes of what may happen, `SCHEME:code`.
        event_codes: Vec<String>,
        /// Where.
        areas: Vec<WarnedArea>,
        /// Where it departs from its form, and what was made of that.
        remarks: Vec<String>,
    }
}

/// Words for a test, in the languages of agencies whose warnings were seen.
const TEST_WORDS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "drill",
    "exercise",
    "exercice",
    "essai",
    "prueba",
    "simulacro",
    "esercitazione",
    "übung",
    "probealarm",
    "probewarnung",
];

/// The codes of tests in SAME.
const TEST_CODES: &[&str] = &["SAME:RWT", "SAME:RMT", "SAME:NPT", "SAME:NST", "SAME:DMO"];

impl Warning {
    /// One of which only the name is known.
    pub fn named(identifier: &str, format: &str) -> Warning {
        Warning {
            identifier: identifier.to_string(),
            sender: None,
            sent: None,
            status: "Actual".into(),
            message: Message::Alert,
            references: Vec::new(),
            also: Vec::new(),
            format: format.to_string(),
            languages: Vec::new(),
            events: Vec::new(),
            categories: Vec::new(),
            responses: Vec::new(),
            urgency: None,
            severity: None,
            certainty: None,
            effective: None,
            onset: None,
            expires: None,
            sender_name: None,
            headline: None,
            text: None,
            instruction: None,
            event_codes: Vec::new(),
            areas: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// What may happen, in the first of its languages.
    pub fn event(&self) -> Option<&str> {
        self.events.first().map(String::as_str)
    }

    /// Whether it is meant: its status says so, and its event names no test.
    pub fn is_actual(&self) -> bool {
        let tests = |event: &String| {
            let lower = event.to_lowercase();
            lower
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| TEST_WORDS.contains(&word))
        };
        self.status.eq_ignore_ascii_case("Actual")
            && !self.events.iter().any(tests)
            && !self
                .event_codes
                .iter()
                .any(|code| TEST_CODES.contains(&code.as_str()))
    }

    /// Whether it calls for nothing any more in its own words: all clear.
    pub fn is_all_clear(&self) -> bool {
        self.responses
            .iter()
            .any(|word| word.eq_ignore_ascii_case("AllClear"))
    }

    /// When what it warns of is expected: its onset, else from when it holds, else when it was
    /// sent.
    pub fn begins(&self) -> Option<Timestamp> {
        self.onset.or(self.effective).or(self.sent)
    }

    /// Whether a reference means it. Where both name a sender, it must be the same.
    pub fn answers_to(&self, reference: &Reference) -> bool {
        let named =
            self.identifier == reference.identifier || self.also.contains(&reference.identifier);
        let same = match (&self.sender, &reference.sender) {
            (Some(own), Some(named)) => own == named,
            _ => true,
        };
        named && same
    }

    /// Whether another is the same message: identifier and sender agree, and no two instants of
    /// sending do not.
    pub fn is_same_message(&self, other: &Warning) -> bool {
        self.identifier == other.identifier
            && self.sender == other.sender
            && self.sent == other.sent
    }

    /// Its id among all that were received: a digest (FNV-1a, 64 bits) of what makes a message the
    /// same.
    pub fn id(&self) -> String {
        let sent = self.sent.map(|sent| sent.to_string()).unwrap_or_default();
        let sender = self.sender.as_deref().unwrap_or_default();
        let mut digest = 0xcbf2_9ce4_8422_2325u64;
        for byte in [sender, "\n", &self.identifier, "\n", &sent]
            .iter()
            .flat_map(|text| text.bytes())
        {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        format!("w{digest:016x}")
    }
}
