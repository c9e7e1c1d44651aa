//! Records as one line of YAML flow text each, and back: how facts are stated in these tests and
//! how a failing estate is printed. Knows only the part of YAML that it writes itself.

use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::node::{Node, Value};

/// Reads one record for each line that is not empty.
pub fn parse(text: &str) -> Vec<Node> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && *line != "---")
        .map(parse_line)
        .collect()
}

fn parse_line(line: &str) -> Node {
    let mut rest = line;
    let node = value(&mut rest);
    assert!(rest.trim().is_empty(), "left over in `{line}`: `{rest}`");
    node
}

fn skip(rest: &mut &str) {
    *rest = rest.trim_start();
}

fn eat(rest: &mut &str, c: char) -> bool {
    skip(rest);
    let found = rest.starts_with(c);
    if found {
        *rest = &rest[c.len_utf8()..];
    }
    found
}

fn value(rest: &mut &str) -> Node {
    if eat(rest, '{') {
        let mut entries = Vec::new();
        while !eat(rest, '}') {
            let key = scalar(rest, true);
            assert!(eat(rest, ':'), "a colon is missing before `{rest}`");
            entries.push((
                key.as_text().expect("a key is a text").to_string(),
                value(rest),
            ));
            eat(rest, ',');
        }
        return Node::map(entries);
    }
    if eat(rest, '[') {
        let mut nodes = Vec::new();
        while !eat(rest, ']') {
            nodes.push(value(rest));
            eat(rest, ',');
        }
        return Node::list(nodes);
    }
    scalar(rest, false)
}

fn scalar(rest: &mut &str, key: bool) -> Node {
    if eat(rest, '"') {
        let end = rest.find('"').expect("a quoted text ends");
        let node = Node::text(&rest[..end]);
        *rest = &rest[end + 1..];
        return node;
    }
    skip(rest);
    let ends = |c: char| matches!(c, ',' | ']' | '}') || (key && c == ':');
    let end = rest.find(ends).unwrap_or(rest.len());
    let node = Node::bare(rest[..end].trim());
    *rest = &rest[end..];
    node
}

/// Writes records, one a line.
pub fn print(nodes: &[Node]) -> String {
    let lines: Vec<String> = nodes.iter().map(print_node).collect();
    lines.join("\n---\n")
}

fn print_node(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Text { text, .. } => {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-._/ %".contains(c);
            if text.chars().all(plain) && !text.is_empty() {
                text.to_string()
            } else {
                format!("\"{text}\"")
            }
        }
        Value::List(nodes) => {
            let parts: Vec<String> = nodes.iter().map(print_node).collect();
            format!("[{}]", parts.join(", "))
        }
        Value::Map(entries) => {
            let part = |e: &record::node::Entry| format!("{}: {}", e.key, print_node(&e.value));
            let parts: Vec<String> = entries.iter().map(part).collect();
            format!("{{{}}}", parts.join(", "))
        }
    }
}

/// Reads the records of some nodes; the complaints where there are any.
pub fn read(nodes: &[Node]) -> Result<Registers, String> {
    let mut all = Registers::default();
    let mut complaints = Complaints::new();
    for node in nodes {
        if let Some(record) = Record::read(node, 0, &mut complaints) {
            let name = record.reference();
            if all.file(record).is_err() {
                return Err(format!("{name} stands twice"));
            }
        }
    }
    if complaints.all.is_empty() {
        return Ok(all);
    }
    let lines = complaints
        .all
        .iter()
        .map(|c| format!("{}: {}", c.field, c.text));
    Err(lines.collect::<Vec<_>>().join("\n"))
}
