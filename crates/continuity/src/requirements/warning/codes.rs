//! Codes of places, so that two ways of writing one place are the same: SAME, FIPS and the county
//! codes of UGC all name counties of the United States. Nothing is derived that is not certain: a
//! forecast zone is no county.

/// A code in the form that is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// What is counted: `county` of the United States, else the scheme in small letters.
    pub scheme: String,
    /// The place.
    pub place: String,
}

/// Two letters and the number of each state and territory of the United States (FIPS 5-2).
const STATES: &str = "AL01AK02AZ04AR05CA06CO08CT09DE10DC11FL12GA13HI15ID16IL17IN18IA19KS20KY21\
LA22ME23MD24MA25MI26MN27MS28MO29MT30NE31NV32NH33NJ34NM35NY36NC37ND38OH39OK40OR41PA42RI44SC45SD46\
TN47TX48UT49VT50VA51WA53WV54WI55WY56AS60GU66MP69PR72VI78";

impl Code {
    /// Reads `SCHEME:code`; the scheme may hold colons itself.
    pub fn read(text: &str) -> Option<Code> {
        let (scheme, place) = text.trim().rsplit_once(':')?;
        let (scheme, place) = (scheme.trim(), place.trim().to_ascii_uppercase());
        if scheme.is_empty() || place.is_empty() {
            return None;
        }
        let county = match scheme.to_ascii_uppercase().as_str() {
            "SAME" | "FIPS6" | "FIPS" | "FIPS5" => county_of_number(&place),
            "UGC" => county_of_ugc(&place),
            _ => None,
        };
        let scheme = scheme.to_lowercase();
        Some(match county {
            Some(place) => Code {
                scheme: "county".into(),
                place,
            },
            None => Code { scheme, place },
        })
    }

    /// Whether it holds a place of the same scheme: the same one, or a county of its state.
    pub fn holds(&self, other: &Code) -> bool {
        if self.scheme != other.scheme {
            return false;
        }
        match self.begins() {
            Some(begins) => other.place.starts_with(begins),
            None => self.place == other.place,
        }
    }

    /// What the places begin with that it holds, where it holds more than one: a state, the whole
    /// country, a level of NUTS.
    pub fn begins(&self) -> Option<&str> {
        match self.scheme.as_str() {
            "county" if self.place == "00000" => Some(""),
            "county" if self.place.len() == 5 => self.place.strip_suffix("000"),
            // Levels of NUTS are the letters of the code.
            "nuts" | "nuts2" | "nuts3" => Some(&self.place),
            _ => None,
        }
    }
}

/// `PSSCCC` or `SSCCC`: the part of the county is not kept, so that a part stands for the whole.
fn county_of_number(place: &str) -> Option<String> {
    let digits = place.bytes().all(|byte| byte.is_ascii_digit());
    match (digits, place.len()) {
        (true, 6) => Some(place[1..].to_string()),
        (true, 5) => Some(place.to_string()),
        _ => None,
    }
}

/// `SCC015` is county 015 of South Carolina; `SCZ045` is a forecast zone.
fn county_of_ugc(place: &str) -> Option<String> {
    let sound = place.len() == 6 && place.is_ascii();
    let (state, rest) = sound.then(|| place.split_at(2))?;
    let number = rest.strip_prefix('C')?;
    let number = match number {
        "ALL" => "000",
        number => number,
    };
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let chunk = |at: usize| &STATES[at..at + 4];
    let states = (0..STATES.len() / 4).map(|index| chunk(index * 4));
    let found = states.into_iter().find(|entry| entry[..2] == *state)?;
    digits.then(|| format!("{}{number}", &found[2..]))
}
