//! One YAML document as a tree. Plain scalars stay as written: no word is a truth value unless a
//! field asks for one. Aliases are copied and counted; tags have no meaning; keys are unique.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use record::node::{Entry, Node, Place, Value, shorten};
use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{DEPTH_MAX, Fault, NODES_MAX, fault};

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

/// Reads the first document of a text whose first line has the number given.
pub fn read(text: &str, first_line: u32) -> Reading {
    let mut again = Cow::Borrowed(text);
    let mut budget = AGAIN_BYTES_MAX;
    loop {
        let (reading, broken_at) = attempt(&again, first_line);
        budget = budget.saturating_sub(text.len());
        let mended = broken_at
            .filter(|_| budget > 0)
            .and_then(|line| indented(&again, line));
        match mended {
            Some(mended) => again = Cow::Owned(mended),
            None => return reading,
        }
    }
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
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    faults: Vec<Fault>,
    done: Option<Node>,
    /// The line, within the text, where a flow collection is indented too little.
    shallow: Option<usize>,
}

/// A list or map that is being read.
struct Open {
    at: Place,
    anchor: usize,
    nodes_before: usize,
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
            if matches!(event, Event::DocumentEnd) {
                break;
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
                if anchor > 0 {
                    self.anchors.insert(anchor, (node.clone(), 1));
                }
                self.place(node);
            }
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
                    return Err(fault(at, "this alias stands inside what it names"));
                };
                self.count(at, size)?;
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
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            _ => {}
        }
        Ok(())
    }

    /// Complains of a tag; whether it says that the scalar is a text.
    fn check_tag(&mut self, at: Place, tag: Option<Cow<'_, Tag>>) -> bool {
        let Some(tag) = tag else { return false };
        let is_text = tag.is_yaml_core_schema() && tag.suffix == "str";
        if !tag.is_yaml_core_schema() {
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
        self.open.push(Open {
            at,
            anchor,
            nodes_before: self.nodes - 1,
            shape,
        });
        Ok(())
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.shape {
            Shape::List(nodes) => Value::List(nodes),
            Shape::Map { entries, .. } => Value::Map(entries),
        };
        let node = Node { at: open.at, value };
        if open.anchor > 0 {
            self.anchors
                .insert(open.anchor, (node.clone(), self.nodes - open.nodes_before));
        }
        self.place(node);
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
