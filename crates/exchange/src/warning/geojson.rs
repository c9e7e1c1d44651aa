//! Warnings in JSON: the GeoJSON of the US weather service and of the US Geological Survey, and
//! alerts of CAP written as JSON. Longitude comes first in GeoJSON.

use std::collections::BTreeSet;

use continuity::requirements::warning::{
    Certainty, Circle, Message, Reference, Severity, Urgency, WarnedArea, Warning,
};
use record::complaint::Complaint;
use record::node::{Node, Value, shorten};

use super::xml::{Element, Tree};
use super::{Reading, cap, place, when};
use crate::read::fault;

/// Reads a JSON text of any of these forms. Errors: it is none of them.
pub fn read(node: &Node) -> Result<Reading, Complaint> {
    let mut reading = Reading {
        form: "GeoJSON".into(),
        warnings: Vec::new(),
        remarks: Vec::new(),
        complaints: Vec::new(),
    };
    let kind = text(node, "type").unwrap_or_default();
    let features: Vec<&Node> = match (kind, node.as_list()) {
        ("FeatureCollection", _) => list(node, "features"),
        ("Feature", _) => vec![node],
        (_, Some(alerts)) => alerts.iter().collect(),
        _ if node.get("alerts").is_some() => list(node, "alerts"),
        _ if node.get("identifier").is_some() => vec![node],
        _ => {
            return Err(fault(
                node.at,
                "this JSON holds no alerts of a form that is known",
            ));
        }
    };
    for feature in features {
        let read = match (feature.get("properties"), feature.get("identifier")) {
            (Some(own), _) if own.get("mag").is_some() => quake(feature, own),
            (Some(own), _) if own.get("event").is_some() => weather(feature, own),
            (None, Some(_)) => {
                reading.form = "JSON".into();
                plain(feature)
            }
            _ => Err("no alert: it has neither an event nor a magnitude".into()),
        };
        match read {
            Ok(warning) => keep(&mut reading, warning),
            Err(why) => reading.complaints.push(fault(feature.at, why)),
        }
    }
    Ok(reading)
}

/// Keeps a warning; of the same one under several names the latest message.
fn keep(reading: &mut Reading, warning: Warning) {
    let names = |it: &Warning| -> BTreeSet<String> {
        let own = std::iter::once(it.identifier.clone());
        own.chain(it.also.iter().cloned()).collect()
    };
    let own = names(&warning);
    let same = |known: &&mut Warning| !warning.also.is_empty() && !names(known).is_disjoint(&own);
    match reading.warnings.iter_mut().find(same) {
        Some(known) => {
            let text = format!(
                "{} and {} are one event",
                known.identifier, warning.identifier
            );
            reading.remarks.push(text);
            if known.sent < warning.sent {
                *known = warning;
            }
        }
        None => reading.warnings.push(warning),
    }
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    let text = node.get(key)?.as_text()?.trim();
    (!text.is_empty()).then_some(text)
}

fn list<'n>(node: &'n Node, key: &str) -> Vec<&'n Node> {
    let items = node.get(key).and_then(Node::as_list);
    items.unwrap_or_default().iter().collect()
}

fn pick<W: Copy>(
    own: &Node,
    key: &str,
    all: &[W],
    written: fn(W) -> &'static str,
    remarks: &mut Vec<String>,
) -> Option<W> {
    let said = text(own, key)?;
    let found = all
        .iter()
        .copied()
        .find(|word| written(*word).eq_ignore_ascii_case(said));
    if found.is_none() {
        remarks.push(format!("`{}` is no word for `{key}`", shorten(said)));
    }
    found
}

/// An alert of the weather service.
fn weather(feature: &Node, own: &Node) -> Result<Warning, String> {
    let identifier = text(own, "id").or(text(feature, "id")).unwrap_or_default();
    let mut warning = Warning::named(identifier, "GeoJSON");
    let mut remarks = Vec::new();
    warning.sender = text(own, "sender").map(str::to_string);
    warning.sender_name = text(own, "senderName").map(str::to_string);
    if let Some(status) = text(own, "status") {
        warning.status = status.to_string();
    }
    let kinds = Message::ALL;
    warning.message =
        pick(own, "messageType", kinds, Message::as_str, &mut remarks).unwrap_or(Message::Alert);
    warning
        .events
        .extend(text(own, "event").map(str::to_string));
    warning
        .categories
        .extend(text(own, "category").map(str::to_string));
    warning
        .responses
        .extend(text(own, "response").map(str::to_string));
    warning.urgency = pick(own, "urgency", Urgency::ALL, Urgency::as_str, &mut remarks);
    warning.severity = pick(
        own,
        "severity",
        Severity::ALL,
        Severity::as_str,
        &mut remarks,
    );
    warning.certainty = pick(
        own,
        "certainty",
        Certainty::ALL,
        Certainty::as_str,
        &mut remarks,
    );
    let mut at = |key: &str| text(own, key).and_then(|it| when::instant(it, key, &mut remarks));
    warning.sent = at("sent");
    warning.effective = at("effective");
    warning.onset = at("onset");
    // `expires` is the message's end, `ends` the event's; the message is what is in force.
    warning.expires = at("expires").or_else(|| at("ends"));
    warning.headline = text(own, "headline").map(str::to_string);
    warning.text = text(own, "description").map(str::to_string);
    warning.instruction = text(own, "instruction").map(str::to_string);
    warning.references = list(own, "references")
        .into_iter()
        .filter_map(|it| reference(it, &mut remarks))
        .collect();
    warning.areas.push(weather_area(feature, own, &mut remarks));
    warning.remarks = remarks;
    cap::finish(&mut warning)?;
    Ok(warning)
}

fn reference(node: &Node, remarks: &mut Vec<String>) -> Option<Reference> {
    Some(Reference {
        sender: text(node, "sender").map(str::to_string),
        identifier: text(node, "identifier")?.to_string(),
        sent: text(node, "sent").and_then(|it| when::instant(it, "references", remarks)),
    })
}

fn weather_area(feature: &Node, own: &Node, remarks: &mut Vec<String>) -> WarnedArea {
    let mut area = WarnedArea {
        description: text(own, "areaDesc").map(str::to_string),
        polygons: Vec::new(),
        circles: Vec::new(),
        codes: Vec::new(),
        unread: false,
    };
    let schemes = own.get("geocode").and_then(Node::as_map);
    for entry in schemes.unwrap_or_default() {
        let codes = entry.value.as_list().unwrap_or_default();
        let codes = codes.iter().filter_map(Node::as_text);
        area.codes
            .extend(codes.map(|code| format!("{}:{}", entry.key, code.trim())));
    }
    match feature.get("geometry") {
        Some(geometry) if !geometry.is_null() => draw_any(geometry, &mut area, remarks),
        _ if area.codes.is_empty() => remarks.push("it is neither drawn nor coded".into()),
        _ => remarks.push("it is not drawn; its place is named by codes only".into()),
    }
    area
}

/// Takes a geometry in; one that holds no shape is not read.
fn draw_any(geometry: &Node, area: &mut WarnedArea, remarks: &mut Vec<String>) {
    draw(geometry, area, remarks);
    if area.polygons.is_empty() && area.circles.is_empty() && !area.unread {
        place::unread(area, remarks, "geometry", "there is no shape in it");
    }
}

/// Takes a geometry in: polygons; a point as a circle without radius.
fn draw(geometry: &Node, area: &mut WarnedArea, remarks: &mut Vec<String>) {
    let mut open = vec![geometry];
    while let Some(geometry) = open.pop() {
        let coordinates = geometry.get("coordinates");
        let polygons: Vec<&Node> = match (text(geometry, "type"), coordinates) {
            (Some("GeometryCollection"), _) => {
                open.extend(list(geometry, "geometries"));
                continue;
            }
            (Some("Polygon"), Some(polygon)) => vec![polygon],
            (Some("MultiPolygon"), Some(all)) => all.as_list().unwrap_or_default().iter().collect(),
            (Some("Point"), Some(point)) => {
                match position(point).and_then(|(lon, lat)| place::spot(lat, lon)) {
                    Ok(middle) => area.circles.push(Circle { middle, km: 0.0 }),
                    Err(why) => place::unread(area, remarks, "point", &why),
                }
                continue;
            }
            (kind, _) => {
                let why = format!("`{}` is not read", shorten(kind.unwrap_or("no type")));
                place::unread(area, remarks, "geometry", &why);
                continue;
            }
        };
        for polygon in polygons {
            match rings(polygon).and_then(place::rings) {
                Ok(outline) => area.polygons.push(outline),
                Err(why) => place::unread(area, remarks, "polygon", &why),
            }
        }
    }
}

fn rings(polygon: &Node) -> Result<Vec<Vec<(f64, f64)>>, String> {
    let rings = polygon.as_list().ok_or("it is no list of rings")?;
    let ring = |ring: &Node| {
        let positions = ring.as_list().ok_or("a ring is no list of points")?;
        positions.iter().map(position).collect()
    };
    rings.iter().map(ring).collect()
}

/// A position: its numbers as one text with commas between them, as the reader keeps them.
fn position(node: &Node) -> Result<(f64, f64), String> {
    let mut parts = node.as_text().unwrap_or_default().split(',');
    let mut number = || {
        let number = parts.next()?.parse::<f64>();
        number.ok().filter(|it| it.is_finite())
    };
    let pair = number().zip(number());
    pair.ok_or_else(|| "a point is no pair of numbers".into())
}

/// The intensity (Modified Mercalli) from which on harm in buildings is to be expected.
const FELT: f64 = 5.0;
/// The least reach that is assumed of a quake, in kilometres.
const REACH_LEAST_KM: f64 = 10.0;

/// How far a quake of a magnitude reaches with intensity V: Bakun and Wentworth (1997), for
/// California; in the old rock of continents it reaches further.
fn reach_km(magnitude: f64) -> f64 {
    ((1.68 * magnitude - 3.29 - FELT) / 0.0206).max(REACH_LEAST_KM)
}

/// A quake of the Geological Survey.
fn quake(feature: &Node, own: &Node) -> Result<Warning, String> {
    let identifier = text(feature, "id").unwrap_or_default();
    let mut warning = Warning::named(identifier, "GeoJSON");
    let ids = text(own, "ids").unwrap_or_default().split(',');
    let also = ids.map(str::trim).filter(|id| !id.is_empty());
    warning.also = also.map(str::to_string).collect();
    warning.sender = Some("earthquake.usgs.gov".into());
    warning.sender_name = text(own, "net").map(|net| format!("network {net}"));
    let remarks = &mut warning.remarks;
    let mut instant = |key: &str| {
        let said = text(own, key)?;
        let found = when::milliseconds(said);
        if found.is_none() {
            let said = shorten(said);
            remarks.push(format!("`{key}`: `{said}` is no instant and was left out"));
        }
        found
    };
    warning.onset = instant("time");
    warning.sent = instant("updated").or(warning.onset);
    let sort = text(own, "type").unwrap_or("earthquake");
    let mut letters = sort.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let event = first.into_iter().chain(letters).collect();
    warning.events.push(event);
    warning.categories.push("Geo".into());
    warning.headline = text(own, "title")
        .or(text(own, "place"))
        .map(str::to_string);
    warning.urgency = Some(Urgency::Past);
    warning.certainty = Some(Certainty::Observed);
    if text(own, "status") == Some("deleted") {
        warning.message = Message::Cancel;
    }
    let magnitude = text(own, "mag").and_then(|it| it.parse::<f64>().ok());
    let magnitude = magnitude.filter(|it| (-2.0..=11.0).contains(it));
    warning.severity = severity(text(own, "alert"), magnitude);
    let mut area = WarnedArea {
        description: text(own, "place").map(str::to_string),
        polygons: Vec::new(),
        circles: Vec::new(),
        codes: Vec::new(),
        unread: false,
    };
    match feature.get("geometry").filter(|it| !it.is_null()) {
        Some(geometry) => draw_any(geometry, &mut area, &mut warning.remarks),
        None => place::unread(&mut area, &mut warning.remarks, "point", "there is none"),
    }
    match magnitude {
        Some(magnitude) => {
            let km = reach_km(magnitude).round();
            area.circles.iter_mut().for_each(|circle| circle.km = km);
            warning.remarks.push(format!(
                "magnitude {magnitude}: its reach of {km} km (intensity V) is reckoned by Bakun \
                 and Wentworth (1997), not measured"
            ));
        }
        None => warning
            .remarks
            .push("its magnitude is not known, nor how far it reaches".into()),
    }
    warning.areas.push(area);
    cap::finish(&mut warning)?;
    Ok(warning)
}

/// By the colour of the agency's estimate of losses, else by magnitude.
fn severity(colour: Option<&str>, magnitude: Option<f64>) -> Option<Severity> {
    match (colour, magnitude) {
        (Some("green"), _) => Some(Severity::Minor),
        (Some("yellow"), _) => Some(Severity::Moderate),
        (Some("orange"), _) => Some(Severity::Severe),
        (Some("red"), _) => Some(Severity::Extreme),
        (_, Some(magnitude)) => Some(match magnitude {
            small if small < 5.0 => Severity::Minor,
            small if small < 6.0 => Severity::Moderate,
            large if large < 7.0 => Severity::Severe,
            _ => Severity::Extreme,
        }),
        (_, None) => None,
    }
}

/// An alert of CAP whose elements are keys: read as if it were elements.
fn plain(node: &Node) -> Result<Warning, String> {
    let mut tree = Tree {
        elements: vec![Element {
            name: "alert".into(),
            line: node.at.line,
            ..Element::default()
        }],
        remarks: Vec::new(),
    };
    let mut open = vec![(0, node)];
    while let Some((parent, node)) = open.pop() {
        for entry in node.as_map().unwrap_or_default() {
            let values: Vec<&Node> = match entry.value.as_list() {
                Some(list) => list.iter().collect(),
                None => vec![&entry.value],
            };
            for value in values.into_iter().filter(|value| !value.is_null()) {
                let index = tree.elements.len();
                tree.elements.push(Element {
                    name: entry.key.to_string(),
                    text: value.as_text().unwrap_or_default().to_string(),
                    line: entry.at.line,
                    ..Element::default()
                });
                tree.elements[parent].children.push(index);
                if matches!(value.value, Value::Map(_)) {
                    open.push((index, value));
                }
            }
        }
    }
    let alert = &tree.elements[0];
    cap::alert(&tree, alert, "JSON").map_err(|complaint| complaint.text)
}
