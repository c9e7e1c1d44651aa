//! The TOML file of settings as flat lines: name, value, line number. It knows no setting by name.

use std::io::Read;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Longest file of settings.
const BYTES_MAX: u64 = 1_000_000;

/// One setting as it stands in the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name, tables joined by a dot: `oidc.issuer`.
    pub name: String,
    /// Its value as text, a list joined by commas; none of what is no text.
    pub value: Option<String>,
    /// Its line, from 1.
    pub number: usize,
}

/// Reads a file of settings.
///
/// Errors: a sentence with file and line.
pub fn read(path: &Path) -> Result<Vec<Line>, String> {
    let cannot = |error: std::io::Error| format!("{}: cannot be read: {error}", path.display());
    let file = std::fs::File::open(path).map_err(cannot)?;
    let mut text = String::new();
    file.take(BYTES_MAX + 1)
        .read_to_string(&mut text)
        .map_err(cannot)?;
    if text.len() as u64 > BYTES_MAX {
        return Err(format!(
            "{}: is longer than {BYTES_MAX} bytes",
            path.display()
        ));
    }
    lines(&text).map_err(|(line, why)| format!("{}:{line}: {why}", path.display()))
}

/// The settings of a text, or the first line that is no TOML and why.
pub fn lines(text: &str) -> Result<Vec<Line>, (usize, String)> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (number(text, at), error.message().trim().to_owned())
    })?;
    let mut out = Vec::new();
    let mut waiting = vec![(String::new(), table.into_inner())];
    while let Some((prefix, table)) = waiting.pop() {
        for (name, value) in table {
            let at = number(text, name.span().start);
            let name = format!("{prefix}{}", name.get_ref());
            match value.into_inner() {
                DeValue::Table(inner) => waiting.push((format!("{name}."), inner)),
                other => out.push(Line {
                    name,
                    value: plain(&other),
                    number: at,
                }),
            }
        }
    }
    out.sort_by_key(|line| line.number);
    Ok(out)
}

fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Datetime(instant) => Some(instant.to_string()),
        DeValue::Array(list) => {
            let texts = list.iter().map(Spanned::get_ref).map(|value| match value {
                DeValue::Array(_) => None,
                other => plain(other),
            });
            Some(texts.collect::<Option<Vec<_>>>()?.join(","))
        }
        _ => None,
    }
}

fn number(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}
