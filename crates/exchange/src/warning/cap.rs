//! The Common Alerting Protocol, 1.0 to 1.2, read by the names of its elements in whatever order
//! and namespace they stand. What the standard asks for and is not there is a remark, not a
//! refusal.

use std::collections::BTreeSet;

use continuity::requirements::warning::{
    Certainty, Message, Reference, Severity, Urgency, WarnedArea, Warning,
};
use jiff::Timestamp;
use record::complaint::Complaint;
use record::node::shorten;

use super::xml::{Element, Tree};
use super::{Reading, place, when};
use crate::read::fault;

/// The elements of an alert, in the order of the standard.
const ALERT: &[&str] = &[
    "identifier",
    "sender",
    "password",
    "sent",
    "status",
    "msgType",
    "source",
    "scope",
    "restriction",
    "addresses",
    "code",
    "note",
    "references",
    "incidents",
    "info",
];
/// The elements of an info block.
const INFO: &[&str] = &[
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
    "parameter",
    "resource",
    "area",
];
/// The elements of an area.
const AREA: &[&str] = &[
    "areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling",
];

/// Reads a file that is one alert.
pub fn read(tree: &Tree) -> Result<Reading, Complaint> {
    let form = version(tree.root());
    let warning = alert(tree, tree.root(), &form)?;
    Ok(Reading {
        form,
        warnings: vec![warning],
        remarks: Vec::new(),
        complaints: Vec::new(),
    })
}

/// `CAP 1.2` by the namespace.
pub fn version(alert: &Element) -> String {
    let space = alert.space.as_deref().unwrap_or_default();
    let version = ["1.0", "1.1", "1.2"]
        .into_iter()
        .find(|it| space.ends_with(it));
    version.map_or("CAP".into(), |version| format!("CAP {version}"))
}

/// Reads one alert. Errors: it can be located neither in time nor in space.
pub fn alert(tree: &Tree, of: &Element, form: &str) -> Result<Warning, Complaint> {
    let mut warning = Warning::named("", form);
    let remarks = &mut warning.remarks;
    if form == "CAP" {
        remarks.push("its namespace is none of CAP's; its elements were read by name".into());
    }
    order(tree, of, ALERT, "alert", remarks);
    for name in ["identifier", "sender", "sent", "status", "msgType", "scope"] {
        require(tree, of, name, remarks);
    }
    for name in ["references", "incidents", "addresses"] {
        if tree.named(of, name).any(|it| it.text.trim().is_empty()) {
            remarks.push(format!("`{name}` is there and empty"));
        }
    }
    warning.sender = tree.text(of, "sender").map(str::to_string);
    warning.sent = tree
        .text(of, "sent")
        .and_then(|text| when::instant(text, "sent", remarks));
    let identifier = tree.text(of, "identifier").unwrap_or_default();
    if identifier.contains([' ', ',', '<', '&']) {
        remarks.push("its identifier holds spaces, commas, `<` or `&`".into());
    }
    warning.identifier = identifier.to_string();
    if let Some(status) = tree.text(of, "status") {
        warning.status = status.to_string();
        let known = ["Actual", "Exercise", "System", "Test", "Draft"];
        if !known.contains(&status) {
            remarks.push(format!("`{}` is no status", shorten(status)));
        }
    }
    warning.message =
        word(tree, of, "msgType", Message::ALL, Message::as_str, remarks).unwrap_or(Message::Alert);
    if let Some(text) = tree.text(of, "references") {
        warning.references = references(text, remarks);
    }
    infos(tree, of, &mut warning);
    finish(&mut warning).map_err(|why| fault(tree.place(of), why))?;
    Ok(warning)
}

/// Names what has no name, and refuses what nobody can place.
pub fn finish(warning: &mut Warning) -> Result<(), String> {
    let timeless = warning.begins().is_none() && warning.expires.is_none();
    let placeless = warning.areas.is_empty() && warning.references.is_empty();
    if timeless && placeless {
        return Err("this alert can be located neither in time nor in space".into());
    }
    if timeless {
        warning.remarks.push("nothing says when it holds".into());
    } else if warning.expires.is_none() && warning.message != Message::Cancel {
        let text = "it names no end; it counts until it is called off";
        warning.remarks.push(text.into());
    }
    if warning.identifier.is_empty() {
        let sent = warning
            .begins()
            .map_or("unknown".into(), |it| it.to_string());
        let event = warning.event().unwrap_or("alert");
        warning.identifier = format!("unnamed {event} of {sent}");
    }
    let early = warning.expires.zip(warning.sent);
    if early.is_some_and(|(expires, sent)| expires < sent) {
        warning.remarks.push("it expires before it was sent".into());
    }
    Ok(())
}

fn require(tree: &Tree, of: &Element, name: &str, remarks: &mut Vec<String>) {
    let standing = tree.named(of, name).next();
    match standing {
        None => remarks.push(format!("`{name}` is missing")),
        Some(it) if it.text.trim().is_empty() => remarks.push(format!("`{name}` is empty")),
        Some(it) if it.name != name => {
            remarks.push(format!("`{name}` is written `{}`", shorten(&it.name)));
        }
        Some(_) => {}
    }
}

/// Remarks once if elements stand in another order than the standard's.
fn order(tree: &Tree, of: &Element, known: &[&str], what: &str, remarks: &mut Vec<String>) {
    let place = |it: &Element| known.iter().position(|name| *name == it.name);
    let places: Vec<usize> = tree.children(of).filter_map(place).collect();
    if places.windows(2).any(|pair| pair[0] > pair[1]) {
        let text = format!("the elements of `{what}` stand in another order than the standard's");
        remarks.push(text);
    }
    let foreign: BTreeSet<String> = tree
        .children(of)
        .filter(|it| it.name != "Signature")
        .filter(|it| !known.iter().any(|name| name.eq_ignore_ascii_case(&it.name)))
        .map(|it| format!("`{}`", shorten(&it.name)))
        .collect();
    if !foreign.is_empty() {
        let names: Vec<String> = foreign.into_iter().take(5).collect();
        remarks.push(format!(
            "`{what}` holds elements that CAP does not know: {}",
            names.join(", ")
        ));
    }
}

/// A word of a closed list, whatever its capitals; another one is remarked and left out.
pub fn word<W: Copy>(
    tree: &Tree,
    of: &Element,
    name: &str,
    all: &[W],
    written: fn(W) -> &'static str,
    remarks: &mut Vec<String>,
) -> Option<W> {
    let text = tree.text(of, name)?;
    let found = all
        .iter()
        .copied()
        .find(|word| written(*word).eq_ignore_ascii_case(text));
    match found {
        None => remarks.push(format!("`{}` is no word for `{name}`", shorten(text))),
        Some(word) if written(word) != text => {
            remarks.push(format!("`{name}`: `{text}` is written {}", written(word)));
        }
        Some(_) => {}
    }
    found
}

/// `sender,identifier,sent` between spaces; a part too few is an identifier by itself.
fn references(text: &str, remarks: &mut Vec<String>) -> Vec<Reference> {
    let mut all = Vec::new();
    for triple in text.split_whitespace() {
        let parts: Vec<&str> = triple.split(',').collect();
        let (sender, identifier, sent) = match parts.as_slice() {
            [sender, identifier, sent] => (Some(*sender), *identifier, Some(*sent)),
            [identifier] => (None, *identifier, None),
            _ => {
                let text = shorten(triple);
                remarks.push(format!(
                    "`references`: `{text}` is no `sender,identifier,sent`"
                ));
                continue;
            }
        };
        if sender.is_none() {
            remarks.push("`references` names an identifier without sender and instant".into());
        }
        all.push(Reference {
            sender: sender.map(str::to_string),
            identifier: identifier.to_string(),
            sent: sent.and_then(|text| when::instant(text, "references", remarks)),
        });
    }
    all
}

/// Several info blocks are languages of one alert: the first in English speaks, the worst of what
/// they say counts, and their areas together are the alert's.
fn infos(tree: &Tree, of: &Element, warning: &mut Warning) {
    let blocks: Vec<&Element> = tree.named(of, "info").collect();
    if blocks.is_empty() {
        if warning.message != Message::Cancel {
            warning.remarks.push("there is no `info` in it".into());
        }
        return;
    }
    let language = |info: &Element| {
        let said = tree.text(info, "language").unwrap_or("en-US");
        said.to_ascii_lowercase()
    };
    let english = blocks
        .iter()
        .position(|info| language(info).starts_with("en"));
    let speaks = english.unwrap_or(0);
    let rest = (0..blocks.len()).filter(|&index| index != speaks);
    for index in std::iter::once(speaks).chain(rest) {
        info(tree, blocks[index], warning);
    }
    if blocks.len() > 1 {
        let mut languages: Vec<String> = blocks.iter().map(|info| language(info)).collect();
        languages.dedup();
        let text = match languages.len() == blocks.len() {
            true => format!("{} languages of one alert", blocks.len()),
            false => format!(
                "{} `info` blocks, taken as one alert: the worst of each counts",
                blocks.len()
            ),
        };
        warning.remarks.push(text);
    }
}

fn info(tree: &Tree, of: &Element, warning: &mut Warning) {
    let mut said = Vec::new();
    let remarks = &mut said;
    order(tree, of, INFO, "info", remarks);
    for name in ["category", "event", "urgency", "severity", "certainty"] {
        require(tree, of, name, remarks);
    }
    let texts = |name| tree.named(of, name).map(|it| it.text.trim());
    let filled = |name| texts(name).filter(|it| !it.is_empty()).map(str::to_string);
    push_new(&mut warning.languages, filled("language"));
    push_new(&mut warning.events, filled("event"));
    push_new(&mut warning.categories, filled("category"));
    push_new(&mut warning.responses, filled("responseType"));
    let codes = tree.named(of, "eventCode").flat_map(|it| pairs(tree, it));
    push_new(&mut warning.event_codes, codes);
    let urgency = word(tree, of, "urgency", Urgency::ALL, Urgency::as_str, remarks);
    let severity = word(
        tree,
        of,
        "severity",
        Severity::ALL,
        Severity::as_str,
        remarks,
    );
    let certainty = word(
        tree,
        of,
        "certainty",
        Certainty::ALL,
        Certainty::as_str,
        remarks,
    );
    // The words stand worst first, and `Unknown` last.
    worse(&mut warning.urgency, urgency);
    worse(&mut warning.severity, severity);
    worse(&mut warning.certainty, certainty);
    let mut at = |name| {
        tree.text(of, name)
            .and_then(|text| when::instant(text, name, remarks))
    };
    let (effective, onset, expires) = (at("effective"), at("onset"), at("expires"));
    warning.effective = earlier(warning.effective, effective);
    warning.onset = earlier(warning.onset, onset);
    warning.expires = warning.expires.max(expires);
    let first = |slot: &mut Option<String>, name| {
        if slot.is_none() {
            *slot = tree.text(of, name).map(str::to_string);
        }
    };
    first(&mut warning.sender_name, "senderName");
    first(&mut warning.headline, "headline");
    first(&mut warning.text, "description");
    first(&mut warning.instruction, "instruction");
    for element in tree.named(of, "area") {
        let area = area(tree, element, remarks);
        if !warning.areas.iter().any(|known| same_place(known, &area)) {
            warning.areas.push(area);
        }
    }
    if tree.named(of, "area").next().is_none() {
        remarks.push("there is no `area` in it".into());
    }
    push_new(&mut warning.remarks, said);
}

/// Whether two areas are one, named in two languages.
fn same_place(a: &WarnedArea, b: &WarnedArea) -> bool {
    let drawn = a.polygons == b.polygons && a.circles == b.circles && a.codes == b.codes;
    let named = a.codes.len() + a.polygons.len() + a.circles.len() > 0;
    drawn && a.unread == b.unread && (named || a.description == b.description)
}

fn worse<W: Ord + Copy>(slot: &mut Option<W>, said: Option<W>) {
    *slot = match (*slot, said) {
        (Some(known), Some(said)) => Some(known.min(said)),
        (known, said) => known.or(said),
    };
}

fn earlier(known: Option<Timestamp>, said: Option<Timestamp>) -> Option<Timestamp> {
    match (known, said) {
        (Some(known), Some(said)) => Some(known.min(said)),
        (known, said) => known.or(said),
    }
}

fn push_new(list: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    for text in more {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}

/// Reads an area, or the fields of one that stand in something else.
pub fn area(tree: &Tree, of: &Element, remarks: &mut Vec<String>) -> WarnedArea {
    let mut area = WarnedArea {
        description: tree.text(of, "areaDesc").map(str::to_string),
        polygons: Vec::new(),
        circles: Vec::new(),
        codes: Vec::new(),
        unread: false,
    };
    if of.name.eq_ignore_ascii_case("area") {
        order(tree, of, AREA, "area", remarks);
        require(tree, of, "areaDesc", remarks);
    }
    for polygon in tree.named(of, "polygon") {
        place::polygon(&polygon.text, &mut area, remarks);
    }
    for circle in tree.named(of, "circle") {
        place::circle(&circle.text, &mut area, remarks);
    }
    for code in tree.named(of, "geocode") {
        push_new(&mut area.codes, pairs(tree, code));
    }
    area
}

/// `valueName` and `value` in turn, any number of times; a value may hold several codes. CAP 1.0
/// writes `SCHEME=code`.
fn pairs(tree: &Tree, of: &Element) -> Vec<String> {
    let mut all = Vec::new();
    let mut scheme = "";
    for child in tree.children(of) {
        let text = child.text.trim();
        if child.name.eq_ignore_ascii_case("valueName") {
            scheme = text;
        } else if child.name.eq_ignore_ascii_case("value") && !scheme.is_empty() {
            all.extend(
                text.split_whitespace()
                    .map(|code| format!("{scheme}:{code}")),
            );
        }
    }
    if let Some((scheme, code)) = of.text.trim().split_once('=') {
        all.push(format!("{}:{}", scheme.trim(), code.trim()));
    }
    all
}
