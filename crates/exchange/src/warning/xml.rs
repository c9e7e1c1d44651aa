//! An XML text as a tree of elements by their local names, under limits. A document type is
//! refused before anything of it is looked at; no entity but the five of XML is known; nothing is
//! fetched, because nothing here can fetch.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use record::complaint::Complaint;
use record::node::{Place, shorten};

use crate::read::fault;

/// Deepest nesting.
const DEPTH_MAX: usize = 64;
/// Most elements.
const ELEMENTS_MAX: usize = 500_000;

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// Its name without prefix.
    pub name: String,
    /// The namespace that it declares for itself.
    pub space: Option<String>,
    /// The text in it, without that of its children.
    pub text: String,
    /// Its children's indices.
    pub children: Vec<usize>,
    /// The line it begins in.
    pub line: u32,
}

/// A whole text.
#[derive(Debug)]
pub struct Tree {
    /// All elements; the first one holds the others.
    pub elements: Vec<Element>,
    /// What was passed over.
    pub remarks: Vec<String>,
}

impl Tree {
    /// The element that holds the others.
    pub fn root(&self) -> &Element {
        &self.elements[0]
    }

    /// Where an element begins.
    pub fn place(&self, element: &Element) -> Place {
        Place {
            line: element.line,
            column: 1,
        }
    }

    /// The children of an element.
    pub fn children<'t>(&'t self, of: &'t Element) -> impl Iterator<Item = &'t Element> {
        of.children.iter().map(|&index| &self.elements[index])
    }

    /// The children with a name, in capitals or not.
    pub fn named<'t>(
        &'t self,
        of: &'t Element,
        name: &'t str,
    ) -> impl Iterator<Item = &'t Element> {
        self.children(of)
            .filter(move |it| it.name.eq_ignore_ascii_case(name))
    }

    /// The trimmed text of the first child with a name that has any.
    pub fn text<'t>(&'t self, of: &'t Element, name: &'t str) -> Option<&'t str> {
        self.named(of, name)
            .map(|it| it.text.trim())
            .find(|text| !text.is_empty())
    }
}

/// Reads a text. Errors: it is not well formed, too deep or too large, or has a document type.
pub fn read(text: &str) -> Result<Tree, Complaint> {
    let mut reader = Reader::from_str(text);
    let mut lines = Lines::default();
    let mut tree = Tree {
        elements: Vec::new(),
        remarks: Vec::new(),
    };
    let mut open: Vec<usize> = Vec::new();
    loop {
        let line = lines.at(text, reader.buffer_position());
        let here = Place { line, column: 1 };
        let event = reader.read_event().map_err(|error| {
            let line = lines.at(text, reader.error_position());
            let why = shorten(&error.to_string());
            fault(
                Place { line, column: 1 },
                format!("not well-formed XML: {why}"),
            )
        })?;
        match event {
            Event::DocType(_) => {
                let why = "it carries a document type (DOCTYPE), which alerts never need; nothing \
                           of it was resolved and the file is refused";
                return Err(fault(here, why));
            }
            Event::Start(start) => {
                begin(&mut tree, &open, &start, line, here)?;
                open.push(tree.elements.len() - 1);
            }
            Event::Empty(start) => begin(&mut tree, &open, &start, line, here)?,
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => add(&mut tree, &open, &text.xml10_content(), here)?,
            Event::CData(text) => add(&mut tree, &open, &text.xml10_content(), here)?,
            Event::GeneralRef(name) => {
                let letter = match name.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter),
                    Ok(None) => predefined(&name),
                    Err(_) => None,
                };
                match letter {
                    Some(letter) => add(&mut tree, &open, letter.encode_utf8(&mut [0; 4]), here)?,
                    None => tree.remarks.push(format!(
                        "line {line}: the entity &{}; is not known and was left out",
                        shorten(&name)
                    )),
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match (open.is_empty(), tree.elements.is_empty()) {
        (true, false) => Ok(tree),
        (_, true) => Err(fault(Place::default(), "there is no element in it")),
        (false, _) => {
            let name = &tree.elements[open[open.len() - 1]].name;
            let text = format!("not well-formed XML: `{}` is never closed", shorten(name));
            Err(fault(
                Place {
                    line: lines.line + 1,
                    column: 1,
                },
                text,
            ))
        }
    }
}

fn begin(
    tree: &mut Tree,
    open: &[usize],
    start: &BytesStart<'_>,
    line: u32,
    here: Place,
) -> Result<(), Complaint> {
    if open.len() >= DEPTH_MAX || tree.elements.len() >= ELEMENTS_MAX {
        let text =
            format!("more than {DEPTH_MAX} elements within each other, or {ELEMENTS_MAX} in all");
        return Err(fault(here, text));
    }
    if open.is_empty() && !tree.elements.is_empty() {
        return Err(fault(here, "not well-formed XML: more than one root"));
    }
    let name: &str = start.local_name().into_inner();
    let prefix = start.name().prefix().map(|it| it.into_inner().to_string());
    let own = prefix.map_or("xmlns".to_string(), |prefix| format!("xmlns:{prefix}"));
    let spaces = start.attributes().filter_map(Result::ok);
    let space = spaces
        .filter(|it| it.key.into_inner() == own)
        .map(|it| it.value.to_string())
        .next();
    let index = tree.elements.len();
    tree.elements.push(Element {
        name: name.to_string(),
        space,
        line,
        ..Element::default()
    });
    if let Some(&parent) = open.last() {
        tree.elements[parent].children.push(index);
    }
    Ok(())
}

fn add(tree: &mut Tree, open: &[usize], text: &str, here: Place) -> Result<(), Complaint> {
    match open.last() {
        Some(&inside) => {
            tree.elements[inside].text.push_str(text);
            Ok(())
        }
        None if text.trim().is_empty() => Ok(()),
        None => Err(fault(here, "not well-formed XML: text outside of the root")),
    }
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The line of a byte, counted on from the last one asked for.
#[derive(Default)]
struct Lines {
    byte: usize,
    line: u32,
}

impl Lines {
    fn at(&mut self, text: &str, byte: u64) -> u32 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
        if byte > self.byte {
            let passed = &text.as_bytes()[self.byte..byte];
            self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u32;
            self.byte = byte;
        }
        self.line + 1
    }
}
