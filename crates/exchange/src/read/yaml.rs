//! One YAML document as a tree. Plain scalars stay as written: no word is a truth value unless a
//! field asks for one. Aliases are copied and counted; tags have no meaning; keys are unique.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use record::node::{Entry, Node, Place, Value, shorten};
use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{DEPTH_MAX, DOCUMENT_BYTES_MAX, Fault, NODES_MAX, fault};

/// What is said of a tag. A foreign format may have a use for it, so its importer can tell.
pub const TAGGED: &str = "tags (`!…`) have no meaning here; leave it out";

/// What a document came to: its tree, if it holds anything, and the faults beside it.
pub struct Reading {
    /// The tree; none for an empty document or a broken one.
    pub node: Option<Node>,
    /// Every fault.
    pub faults: Vec<Fault>,
}

/// Bytes that may be read again for the sake of flow collections that are indented too little.
const AGAIN_BYTES_MAX: usize = 20_000_000;
/// How often a text may be read again: else many small documents would each cost the above.
const AGAIN_MAX: usize = 200;
/// What aliases and the anchors they name may add to a document, in values and in bytes of text.
const COPIED_NODES_MAX: usize = 4 * NODES_MAX;
const COPIED_BYTES_MAX: usize = 4 * DOCUMENT_BYTES_MAX;
/// Tags that say no more than the value itself does.
const PLAIN_TAGS: [&str; 8] = [
    "str",
    "int",
    "float",
    "bool",
    "null",
    "map",
    "seq",
    "timestamp",
];

/// Reads the first document of a text whose first line has the number given.
pub fn read(text: &str, first_line: u32) -> Reading {
    if let Some(control) = control_character(text, first_line) {
        let faults = vec![control];
        return Reading { node: None, faults };
    }
    let mut again = Cow::Borrowed(text);
    let mut budget = AGAIN_BYTES_MAX;
    let mut rounds = AGAIN_MAX;
    loop {
        let (reading, broken_at) = attempt(&again, first_line);
        budget = budget.saturating_sub(text.len());
        rounds -= 1;
        let mended = broken_at
            .filter(|_| budget > 0 && rounds > 0)
            .and_then(|line| indented(&again, line));
        match mended {
            Some(mended) => again = Cow::Owned(mended),
            None => return reading,
        }
    }
}

/// A fault at the first character that no text holds. The parser takes a NUL for the end of the
/// text: what stands behind it would be lost without a word.
fn control_character(text: &str, first_line: u32) -> Option<Fault> {
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let at = text.bytes().position(control)?;
    let before = &text[..at];
    let line = first_line + before.bytes().filter(|&byte| byte == b'\n').count() as u32;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = 1 + before[start..].chars().count() as u32;
    let code = text.as_bytes()[at];
    Some(fault(
        Place { line, column },
        format!(
            "this is not text: it holds the control character U+{code:04X}; write `\\x{code:02x}` in double quotes"
        ),
    ))
}

/// The text with more indent on one line, where that line can only go on or close a flow
/// collection: there indent has no meaning, and every other reader accepts what ours refuses.
fn indented(text: &str, line: usize) -> Option<String> {
    const INDENT: &str = "                                                                ";
    let lines = text.split_inclusive('\n');
    let start: usize = lines.take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    if rest.starts_with(INDENT) {
        return None;
    }
    Some(format!("{}{INDENT}{rest}", &text[..start]))
}

/// Reads once; beside the reading the line at which a flow collection was indented too little.
fn attempt(text: &str, first_line: u32) -> (Reading, Option<usize>) {
    let mut reader = Reader {
        lines_before: first_line.saturating_sub(1),
        open: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
        copied: Size::default(),
        faults: Vec::new(),
        done: None,
        shallow: None,
    };
    let node = match reader.run(text) {
        Ok(()) => reader.done.filter(|node| !node.is_null()),
        Err(broken) => {
            reader.faults.push(broken);
            None
        }
    };
    let reading = Reading {
        node,
        faults: reader.faults,
    };
    (reading, reader.shallow)
}

struct Reader {
    lines_before: u32,
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, Size)>,
    nodes: usize,
    /// What anchors and aliases came to.
    copied: Size,
    faults: Vec<Fault>,
    done: Option<Node>,
    /// The line, within the text, where a flow collection is indented too little.
    shallow: Option<usize>,
}

/// How much a tree holds.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

/// A list or map that is being read.
struct Open {
    at: Place,
    anchor: usize,
    shape: Shape,
}

enum Shape {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        keys: HashSet<Box<str>>,
        key: Option<(Box<str>, Place, bool)>,
    },
}

impl Reader {
    fn run(&mut self, text: &str) -> Result<(), Fault> {
        let mut parser = Parser::new_from_str(text);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| {
                let (line, column) = (error.marker().line(), error.marker().col());
                let at = self.place_at(line, column);
                let in_flow = match error.info() {
                    "invalid indentation in flow construct" => true,
                    "invalid indentation" => closes_flow(text, line, column),
                    _ => false,
                };
                self.shallow = in_flow.then_some(line);
                fault(at, format!("this is not YAML: {}", error.info()))
            })?;
            if matches!(event, Event::DocumentStart(_)) {
                documents += 1;
            }
            if documents > 1 {
                let at = self.place_at(span.start.line(), span.start.col());
                return Err(fault(
                    at,
                    "a second document begins here; begin it with `---` on a line of its own",
                ));
            }
            self.event(event, span)?;
        }
        Ok(())
    }

    fn place_at(&self, line: usize, column: usize) -> Place {
        Place {
            line: self.lines_before + line as u32,
            column: column as u32 + 1,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        let at = self.place_at(span.start.line(), span.start.col());
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.count(at, 1)?;
                let quoted = self.check_tag(at, tag) || style != ScalarStyle::Plain;
                let node = Node {
                    at,
                    value: scalar(text, quoted),
                };
                self.keep(anchor, &node)?;
                self.place(node);
            }
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
                    return Err(fault(at, "this alias stands inside what it names"));
                };
                self.count(at, size.nodes)?;
                self.copy(at, size)?;
                self.place(Node {
                    at,
                    value: node.value,
                });
            }
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(at, tag);
                self.start(at, anchor, Shape::List(Vec::new()))?;
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(at, tag);
                let (entries, keys) = (Vec::new(), HashSet::new());
                self.start(
                    at,
                    anchor,
                    Shape::Map {
                        entries,
                        keys,
                        key: None,
                    },
                )?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end()?,
            _ => {}
        }
        Ok(())
    }

    /// Complains of a tag; whether it says that the scalar is a text.
    fn check_tag(&mut self, at: Place, tag: Option<Cow<'_, Tag>>) -> bool {
        let Some(tag) = tag else { return false };
        let is_text = tag.is_yaml_core_schema() && tag.suffix == "str";
        if !tag.is_yaml_core_schema() || !PLAIN_TAGS.contains(&tag.suffix.as_str()) {
            self.faults.push(fault(at, TAGGED));
        }
        is_text
    }

    fn count(&mut self, at: Place, nodes: usize) -> Result<(), Fault> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > NODES_MAX {
            return Err(fault(
                at,
                format!("more than {NODES_MAX} values in one document"),
            ));
        }
        Ok(())
    }

    fn start(&mut self, at: Place, anchor: usize, shape: Shape) -> Result<(), Fault> {
        self.count(at, 1)?;
        if self.open.len() >= DEPTH_MAX {
            return Err(fault(at, format!("nested deeper than {DEPTH_MAX} levels")));
        }
        self.open.push(Open { at, anchor, shape });
        Ok(())
    }

    /// Keeps a node that aliases may name.
    fn keep(&mut self, anchor: usize, node: &Node) -> Result<(), Fault> {
        if anchor == 0 {
            return Ok(());
        }
        let size = size_of(node);
        self.copy(node.at, size)?;
        self.anchors.insert(anchor, (node.clone(), size));
        Ok(())
    }

    /// Counts what is copied for an anchor or an alias, before it is.
    fn copy(&mut self, at: Place, size: Size) -> Result<(), Fault> {
        self.copied.nodes += size.nodes;
        self.copied.bytes += size.bytes;
        let fits = self.copied.nodes <= COPIED_NODES_MAX && self.copied.bytes <= COPIED_BYTES_MAX;
        let text = "its anchors and aliases make this document too large; write fewer of them";
        if fits { Ok(()) } else { Err(fault(at, text)) }
    }

    fn end(&mut self) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.shape {
            Shape::List(nodes) => Value::List(nodes),
            Shape::Map { entries, .. } => Value::Map(entries),
        };
        let node = Node { at: open.at, value };
        self.keep(open.anchor, &node)?;
        self.place(node);
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.shape) {
            None => self.done = Some(node),
            Some(Shape::List(nodes)) => nodes.push(node),
            Some(Shape::Map { entries, keys, key }) => match key.take() {
                Some((key, at, true)) => entries.push(Entry {
                    key,
                    at,
                    value: node,
                }),
                Some((_, _, false)) => {}
                None => {
                    let at = node.at;
                    let text = node.as_text().map(Box::from);
                    let fresh = match &text {
                        Some(text) => keys.insert(Box::clone(text)),
                        None => false,
                    };
                    if !fresh {
                        self.faults.push(key_fault(at, text.as_deref()));
                    }
                    *key = Some((text.unwrap_or_default(), at, fresh));
                }
            },
        }
    }
}

/// How much a tree holds. It is at most as deep as a document may be.
fn size_of(node: &Node) -> Size {
    let mut size = Size::default();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        size.nodes += 1;
        match &node.value {
            Value::Null => {}
            Value::Text { text, .. } => size.bytes += text.len(),
            Value::List(nodes) => open.extend(nodes),
            Value::Map(entries) => {
                size.nodes += entries.len();
                size.bytes += entries.iter().map(|entry| entry.key.len()).sum::<usize>();
                open.extend(entries.iter().map(|entry| &entry.value));
            }
        }
    }
    size
}

fn key_fault(at: Place, text: Option<&str>) -> Fault {
    match text {
        Some(text) => fault(at, format!("the key `{}` stands twice", shorten(text))),
        None => fault(at, "a key is a plain word"),
    }
}

fn scalar(text: Cow<'_, str>, quoted: bool) -> Value {
    if !quoted && matches!(&*text, "" | "~" | "null") {
        return Value::Null;
    }
    Value::Text {
        text: text.into(),
        bare: !quoted,
    }
}

fn closes_flow(text: &str, line: usize, column: usize) -> bool {
    let line = text.lines().nth(line.saturating_sub(1));
    let next = line.and_then(|line| line.chars().nth(column));
    matches!(next, Some(']' | '}' | ','))
}
