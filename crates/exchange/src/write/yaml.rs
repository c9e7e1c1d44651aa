//! A tree as YAML, as a person would write it: short lists and maps on one line, texts without
//! quotes where they cannot be mistaken.

use record::node::{Entry, Node, Value};

const WIDTH: usize = 100;
/// Longest key that may stand before its `:`; YAML wants a longer one on a line of its own.
const KEY_BYTES_MAX: usize = 1_000;

/// The documents, each begun by `---` but the first.
pub fn documents<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> String {
    let mut out = String::new();
    for (index, node) in nodes.into_iter().enumerate() {
        if index > 0 {
            out.push_str("---\n");
        }
        document(node, &mut out);
    }
    out
}

/// One document, ended by a line end.
pub fn document(node: &Node, out: &mut String) {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => block_map(entries, 0, out),
        Value::List(nodes) if !nodes.is_empty() => block_list(nodes, 0, out),
        _ => {
            flow(node, out);
            out.push('\n');
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', depth * 2));
}

fn block_map(entries: &[Entry], depth: usize, out: &mut String) {
    for (index, entry) in entries.iter().enumerate() {
        // The first entry of a map in a list stands behind its dash.
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            indent(depth, out);
        }
        let key_starts = out.len();
        text(&entry.key, false, out);
        if out.len() - key_starts > KEY_BYTES_MAX {
            out.insert_str(key_starts, "? ");
            out.push('\n');
            indent(depth, out);
        }
        out.push(':');
        block_value(&entry.value, depth, out);
    }
}

fn block_value(node: &Node, depth: usize, out: &mut String) {
    let mut short = String::new();
    flow(node, &mut short);
    let line_start = out.rfind('\n').map_or(0, |at| at + 1);
    let fits = out[line_start..].chars().count() + short.chars().count() < WIDTH;
    match &node.value {
        Value::Map(entries) if !entries.is_empty() && !(fits && is_flat(node)) => {
            out.push('\n');
            block_map(entries, depth + 1, out);
        }
        Value::List(nodes) if !nodes.is_empty() && !(fits && nodes.iter().all(is_scalar)) => {
            out.push('\n');
            block_list(nodes, depth + 1, out);
        }
        _ => {
            out.push(' ');
            out.push_str(&short);
            out.push('\n');
        }
    }
}

fn block_list(nodes: &[Node], depth: usize, out: &mut String) {
    for node in nodes {
        indent(depth, out);
        out.push('-');
        let mut short = String::new();
        flow(node, &mut short);
        let fits = depth * 2 + 2 + short.chars().count() < WIDTH;
        match &node.value {
            Value::Map(entries) if !entries.is_empty() && !fits => {
                out.push(' ');
                block_map(entries, depth + 1, out);
            }
            Value::List(nodes) if !nodes.is_empty() && !fits => {
                out.push('\n');
                block_list(nodes, depth + 1, out);
            }
            _ => {
                out.push(' ');
                out.push_str(&short);
                out.push('\n');
            }
        }
    }
}

fn is_scalar(node: &Node) -> bool {
    matches!(node.value, Value::Null | Value::Text { .. })
}

/// A map of scalars, or of lists of scalars.
fn is_flat(node: &Node) -> bool {
    let flat = |node: &Node| match &node.value {
        Value::List(nodes) => nodes.iter().all(is_scalar),
        Value::Map(_) => false,
        _ => true,
    };
    node.as_map()
        .is_some_and(|entries| entries.iter().all(|entry| flat(&entry.value)))
}

/// A tree on one line.
pub fn flow(node: &Node, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Text { text: scalar, bare } => text(scalar, *bare, out),
        Value::List(nodes) => {
            out.push('[');
            for (index, node) in nodes.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                flow(node, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, entry) in entries.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { " " });
                text(&entry.key, false, out);
                out.push_str(": ");
                flow(&entry.value, out);
            }
            out.push_str(if entries.is_empty() { "}" } else { " }" });
        }
    }
}

/// A scalar: as it is where it cannot be mistaken, else in double quotes, which YAML shares with
/// JSON.
fn text(scalar: &str, bare: bool, out: &mut String) {
    if bare || is_plain(scalar) {
        out.push_str(scalar);
    } else {
        out.push_str(&quoted(scalar));
    }
}

fn quoted(scalar: &str) -> String {
    let json = serde_json::to_string(scalar).expect("a text always serialises");
    // JSON leaves these as they are; YAML reads some of them as line ends or refuses them.
    json.chars()
        .fold(String::with_capacity(json.len()), |mut out, c| {
            match c {
                '\u{7f}'..='\u{9f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{feff}'
                | '\u{fffe}'
                | '\u{ffff}' => {
                    out.push_str(&format!("\\u{:04x}", c as u32));
                }
                c => out.push(c),
            }
            out
        })
}

/// Whether a text reads back as itself without quotes, and as no number, truth value or null.
fn is_plain(scalar: &str) -> bool {
    let middle =
        |c: char| c.is_ascii_alphanumeric() || " -_./+%()'=<>*;?".contains(c) || c > '\u{a0}';
    let safe = |c: char| {
        middle(c)
            && !matches!(
                c,
                '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
            )
    };
    let Some(first) = scalar.chars().next() else {
        return false;
    };
    let starts = first.is_ascii_alphanumeric() || first == '/' || first > '\u{a0}';
    let word = matches!(
        scalar.to_ascii_lowercase().as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let like_number = first.is_ascii_digit() && scalar.parse::<f64>().is_ok()
        || scalar.starts_with("0x")
        || scalar.starts_with("0o");
    starts
        && !word
        && !like_number
        && !scalar.ends_with(' ')
        // A dash alone before a comma or bracket could begin a list.
        && !scalar.ends_with(" -")
        && scalar.chars().all(safe)
        && !["inf", "nan", "infinity"].contains(&scalar.to_ascii_lowercase().as_str())
}
