//! Function length: a function fits a screen, 70 lines. Longer ones of the past stand in
//! `xtask/ratchet.txt` with their length, and that list may only shrink.

use std::collections::BTreeMap;

use super::Complaint;
use super::house::{File, House};
use super::source::Source;

const LINES_MAX: usize = 70;
const RATCHET: &str = "xtask/ratchet.txt";

/// Measures every function and holds the long ones against the ratchet.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    let mut listed = ratchet(house, &mut out);
    for file in house.rust() {
        for function in functions(file) {
            let key = format!("{}::{}", file.path, function.name);
            let allowed = listed.get_mut(&key);
            let limit = allowed.as_ref().map_or(LINES_MAX, |entry| entry.lines);
            if let Some(entry) = allowed {
                entry.longest = entry.longest.max(function.lines);
            }
            if function.lines > limit {
                out.push(Complaint::new(
                    &file.path,
                    function.at,
                    format!(
                        "`{}` has {} lines; {limit} fit",
                        function.name, function.lines
                    ),
                    "decide at the top, compute in leaves: give a part of it a name of its own",
                ));
            }
        }
    }
    for (key, entry) in listed
        .iter()
        .filter(|(_, entry)| entry.longest < entry.lines)
    {
        let mend = if entry.longest > LINES_MAX {
            format!("write {} instead of {}", entry.longest, entry.lines)
        } else {
            "take the line out".to_owned()
        };
        let why = format!("`{key}` has become shorter, and what was won is kept");
        out.push(Complaint::new(RATCHET, entry.at, why, mend));
    }
    Ok(out)
}

/// A line of the ratchet: the length once allowed, and the length found today.
struct Entry {
    at: usize,
    lines: usize,
    longest: usize,
}

/// `path::function lines` per line; `#` begins a remark.
fn ratchet(house: &House, out: &mut Vec<Complaint>) -> BTreeMap<String, Entry> {
    let mut listed = BTreeMap::new();
    let text = house.file(RATCHET).map_or("", |file| file.text.as_str());
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let parsed = line
            .rsplit_once(' ')
            .and_then(|(key, lines)| Some((key, lines.parse().ok()?)));
        let Some((key, lines)) = parsed else {
            let mend = "write `path::function lines`";
            out.push(Complaint::new(
                RATCHET,
                at + 1,
                "this line is no entry",
                mend,
            ));
            continue;
        };
        listed.insert(
            key.trim().to_owned(),
            Entry {
                at: at + 1,
                lines,
                longest: 0,
            },
        );
    }
    listed
}

/// A function and its length, first line and closing brace included.
struct Function {
    name: String,
    at: usize,
    lines: usize,
}

fn functions(file: &File) -> Vec<Function> {
    let Some(source) = &file.source else {
        return Vec::new();
    };
    let mut words = source.words().peekable();
    let mut out = Vec::new();
    while let Some((at, word)) = words.next() {
        let Some(&(_, name)) = words.peek().filter(|_| word == "fn") else {
            continue;
        };
        let Some(end) = body_end(source, at) else {
            continue;
        };
        let first = source.line_of(at);
        let lines = 1 + source.line_of(end) - first;
        out.push(Function {
            name: name.to_owned(),
            at: first,
            lines,
        });
    }
    out
}

/// Where the body of the function whose `fn` stands at `at` closes; `None` without a body.
fn body_end(source: &Source, at: usize) -> Option<usize> {
    let (mut nested, mut braces) = (0i32, 0i32);
    for (ahead, c) in source.code[at..].char_indices() {
        match c {
            '(' | '[' => nested += 1,
            ')' | ']' => nested -= 1,
            '{' => braces += 1,
            '}' => braces -= 1,
            ';' if nested == 0 && braces == 0 => return None,
            _ => continue,
        }
        if c == '}' && braces <= 0 && nested <= 0 {
            return (braces == 0).then_some(at + ahead);
        }
        if nested < 0 {
            return None; // a function type inside brackets, as in `Vec<fn()>` or `(fn(), u8)`
        }
    }
    None
}
