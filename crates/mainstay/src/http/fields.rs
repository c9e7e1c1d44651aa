//! The fields of a page's form, as a browser sends them: names may repeat, and the page itself
//! says what is wrong with a value. Files of the same form stand beside.

use super::call::SentFile;
use super::parameter::decoded;

/// Most fields of one form: a grid of a hundred rows has some thousands.
pub const FIELDS_MAX: usize = 20_000;

/// The fields of a form.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    files: Vec<SentFile>,
}

impl Fields {
    /// Reads `a=1&b=2`. Errors: an escape that is no UTF-8, more than `FIELDS_MAX`.
    pub fn read(text: &str) -> Result<Fields, &'static str> {
        let mut fields = Fields::default();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
                return Err("A field of the form is no UTF-8 text.");
            };
            fields.push(name, value)?;
        }
        Ok(fields)
    }

    /// Adds a field. Browsers end lines with two characters; here they end with one.
    pub fn push(&mut self, name: String, value: String) -> Result<(), &'static str> {
        if self.pairs.len() == FIELDS_MAX {
            return Err("The form has too many fields.");
        }
        self.pairs.push((name, value.replace("\r\n", "\n")));
        Ok(())
    }

    /// Adds a file.
    pub fn push_file(&mut self, file: SentFile) {
        self.files.push(file);
    }

    /// The first value of a field; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The first value of a field without space around it; nothing where it is empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }

    /// Every value of a field, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = move |(known, _): &&(String, String)| known == name;
        self.pairs.iter().filter(named).map(|(_, value)| &**value)
    }

    /// All fields, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The files, in order.
    pub fn files(&self) -> &[SentFile] {
        &self.files
    }
}

#[cfg(test)]
mod tests;
