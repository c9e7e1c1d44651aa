//! What people type into the questionnaire, as values: `4 hours`, `2 d`, `60`, `12,000`. What
//! cannot be read is a fault at its field.

use record::kind::read_alone;
use record::node::Node;
use record::shape::Shape;
use record::value::{Duration, Money, Percent};

use crate::http::fields::Fields;
use crate::web::form::Faults;

/// Words for units, and the letter that the file format has for them. Longer words come first.
const UNITS: [(&str, &str); 14] = [
    ("minutes", "m"),
    ("minute", "m"),
    ("mins", "m"),
    ("min", "m"),
    ("hours", "h"),
    ("hour", "h"),
    ("hrs", "h"),
    ("hr", "h"),
    ("days", "d"),
    ("day", "d"),
    ("weeks", "w"),
    ("week", "w"),
    ("seconds", "s"),
    ("sec", "s"),
];

/// A value that a field holds; nothing where it is empty or wrong, and then a fault says so.
pub fn value<T: Shape>(fields: &Fields, name: &str, faults: &mut Faults) -> Option<T> {
    read(fields.filled(name)?, name, faults)
}

/// A length of time.
pub fn duration(fields: &Fields, name: &str, faults: &mut Faults) -> Option<Duration> {
    read(&span(fields.filled(name)?), name, faults)
}

/// A share; a bare number counts as percent.
pub fn percent(fields: &Fields, name: &str, faults: &mut Faults) -> Option<Percent> {
    let text = fields.filled(name)?;
    let text = match text.ends_with('%') {
        true => text.to_string(),
        false => format!("{text}%"),
    };
    read(&text, name, faults)
}

/// Money of a currency.
pub fn money(text: &str, currency: &str, name: &str, faults: &mut Faults) -> Option<Money> {
    let amount: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let amount = without_thousands(&amount);
    read(&format!("{amount} {currency}"), name, faults)
}

/// Reads a text; a fault where it cannot be read.
pub fn read<T: Shape>(text: &str, name: &str, faults: &mut Faults) -> Option<T> {
    match read_alone(&Node::bare(text)) {
        Ok(value) => Some(value),
        Err(complaints) => {
            let text = complaints
                .first()
                .map_or("cannot be read", |it| it.text.as_str());
            faults.add(name, text);
            None
        }
    }
}

/// A length of time as the file format has it: `4 hours` becomes `4h`, `1 week` becomes `7d`.
pub fn span(text: &str) -> String {
    let mut text: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if text.starts_with("pt") || text.starts_with('p') {
        return text.to_uppercase();
    }
    for (word, letter) in UNITS {
        text = text.replace(word, letter);
    }
    match text.strip_suffix('w').map(str::parse::<u32>) {
        Some(Ok(weeks)) => format!("{}d", u64::from(weeks) * 7),
        _ => text,
    }
}

/// A number without commas between its thousands; a comma elsewhere stays, and is a fault.
fn without_thousands(text: &str) -> String {
    let parts: Vec<&str> = text.split(',').collect();
    let thousands = parts.len() > 1
        && parts[1..].iter().all(|part| {
            let digits = part.split('.').next().unwrap_or(part);
            digits.len() == 3 && digits.chars().all(|c| c.is_ascii_digit())
        });
    match thousands {
        true => parts.concat(),
        false => text.to_string(),
    }
}

#[cfg(test)]
mod tests;
