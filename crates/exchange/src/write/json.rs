//! A tree as JSON. Numbers stay as written: none is rounded on its way through.

use record::node::{Node, Value};

/// The tree on one line.
pub fn line(node: &Node) -> String {
    let mut out = String::new();
    put(node, None, &mut out);
    out
}

/// The tree with an indent of two.
pub fn pretty(node: &Node) -> String {
    let mut out = String::new();
    put(node, Some(0), &mut out);
    out
}

/// Adds a value; `depth` is its depth where each entry gets a line of its own.
fn put(node: &Node, depth: Option<usize>, out: &mut String) {
    let inner = depth.map(|depth| depth + 1);
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Text { text, bare: true } if is_bare(text) => out.push_str(text),
        Value::Text { text, .. } => quote(text, out),
        Value::List(nodes) => {
            out.push('[');
            for (index, node) in nodes.iter().enumerate() {
                separate(index, inner, out);
                put(node, inner, out);
            }
            close(nodes.is_empty(), depth, out);
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, entry) in entries.iter().enumerate() {
                separate(index, inner, out);
                quote(&entry.key, out);
                out.push_str(if depth.is_some() { ": " } else { ":" });
                put(&entry.value, inner, out);
            }
            close(entries.is_empty(), depth, out);
            out.push('}');
        }
    }
}

fn separate(index: usize, depth: Option<usize>, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    break_line(depth, out);
}

fn close(empty: bool, depth: Option<usize>, out: &mut String) {
    if !empty {
        break_line(depth, out);
    }
}

fn break_line(depth: Option<usize>, out: &mut String) {
    if let Some(depth) = depth {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    }
}

/// Whether the reader takes a word without quotes, so that it comes back as it was.
fn is_bare(text: &str) -> bool {
    let number = || text.len() <= 400 && serde_json::from_str::<f64>(text).is_ok();
    matches!(text, "true" | "false") || text.trim() == text && number()
}

fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).expect("a text always serialises"));
}
