//! The attacks on a sound file, form by form: bytes that are no text, cuts, lies about encodings,
//! entities from outside, nesting, numbers out of all measure, rows that do not fit. Each says what
//! may come of it.

mod cells;
mod elements;
mod letters;
mod values;

use super::sound::{FORMS, Form, Syntax, text};
use crate::seeded::Seeded;

/// What may come of an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// It is refused.
    Refused,
    /// It is refused, or read with a remark, or read as the sound file is.
    Told,
    /// It is sound, only large: at least so many units are read, or the limit is told.
    Whole(usize),
    /// It may be read: what is odd about it shows only with a clock or with records.
    Read,
}

/// An attack made of a sound file.
#[derive(Clone, Debug)]
pub struct Attack {
    /// The form it is for.
    pub form: Form,
    /// What it does.
    pub what: String,
    /// What may come of it.
    pub meant: Meant,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The sound bytes it was made of.
    pub sound: Vec<u8>,
}

/// Where attacks try to reach: a pipe that blocks whoever opens it, a door that hears who knocks.
#[derive(Clone, Debug)]
pub struct Bait {
    /// A path.
    pub file: String,
    /// An address with its port.
    pub address: String,
}

/// The attacks on one form while they are made.
struct Making<'a> {
    form: Form,
    sound: String,
    bait: &'a Bait,
    random: &'a mut Seeded,
    large: bool,
    made: Vec<Attack>,
    /// Attacks that found nothing to change: a fault of ours.
    vain: Vec<String>,
}

impl Making<'_> {
    fn put(&mut self, what: &str, meant: Meant, bytes: impl Into<Vec<u8>>) {
        self.made.push(Attack {
            form: self.form,
            what: what.to_string(),
            meant,
            bytes: bytes.into(),
            sound: self.sound.clone().into_bytes(),
        });
    }

    /// One piece in place of another.
    fn swap(&mut self, what: &str, meant: Meant, from: &str, to: &str) {
        match self.sound.contains(from) {
            true => {
                let text = self.sound.replacen(from, to, 1);
                self.put(what, meant, text);
            }
            false => self.vain.push(format!("{}: {what}", self.form.name)),
        }
    }

    /// The text between two pieces, for the first time that they stand so.
    fn between(&self, from: &str, to: &str) -> Option<&str> {
        let start = self.sound.find(from)? + from.len();
        let end = self.sound[start..].find(to)? + start;
        Some(&self.sound[start..end])
    }
}

/// Every attack by a seed; the large ones where they are wanted. Errors: one that would change
/// nothing.
pub fn all(seed: u64, bait: &Bait, large: bool) -> anyhow::Result<Vec<Attack>> {
    let mut made = Vec::new();
    let mut vain = Vec::new();
    for (index, form) in FORMS.iter().enumerate() {
        let mut random = Seeded(seed.wrapping_mul(1_000).wrapping_add(index as u64));
        let mut making = Making {
            form: *form,
            sound: text(form, &mut random),
            bait,
            random: &mut random,
            large,
            made: Vec::new(),
            vain: Vec::new(),
        };
        letters::attacks(&mut making);
        match form.syntax {
            Syntax::Xml => elements::attacks(&mut making),
            Syntax::Json => values::attacks(&mut making),
            Syntax::Csv => cells::attacks(&mut making),
            Syntax::Markdown => cells::of_reports(&mut making),
        }
        made.append(&mut making.made);
        vain.append(&mut making.vain);
    }
    anyhow::ensure!(vain.is_empty(), "attacks that change nothing: {vain:?}");
    Ok(made)
}
