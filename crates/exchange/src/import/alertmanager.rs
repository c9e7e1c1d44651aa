//! The webhook of Prometheus Alertmanager, payload version 4, also as Grafana sends it: alerts that
//! fire or are resolved. The label `mainstay` (or the annotation) names the item; else the usual
//! labels are tried. Nothing is asked back, and no address in it is followed.

use record::node::{Node, Place, shorten};
use record::operation::signal::Says;

use super::document::documents;
use super::names::{count, list, said};
use super::statement::{Heard, Hearing, Statement, is_later, moment, take};
use super::{File, Import};

const FEED: &str = "alertmanager";
/// Alerts of one message that are read.
const ALERTS_MAX: usize = 10_000;
/// Labels that may name the item, the best first.
const NAMES: &[&str] = &[
    "mainstay",
    "mainstay_item",
    "service",
    "service_name",
    "component",
    "app",
    "app_kubernetes_io_name",
    "application",
    "deployment",
    "statefulset",
    "daemonset",
    "job",
    "node",
    "host",
    "hostname",
    "instance",
    "pod",
    "container",
    "device",
    "cluster",
    "site",
    "datacenter",
    "namespace",
];
/// Severities that do not mean that something is down.
const MILD: &[&str] = &[
    "warning",
    "warn",
    "info",
    "information",
    "none",
    "notice",
    "low",
    "minor",
];

/// Whether a tree is such a message.
fn is_message(node: &Node) -> bool {
    node.get("alerts").is_some_and(|it| it.as_list().is_some())
}

/// Reads a message. Errors: it is none.
pub fn read(node: &Node, hearing: &Hearing<'_>) -> Result<Heard, String> {
    if !is_message(node) {
        return Err("`alerts` is missing: this is no message of Alertmanager".into());
    }
    let mut heard = Heard::default();
    match said(node, "version") {
        Some("4") => {}
        Some(other) => {
            let other = shorten(other);
            heard
                .remarks
                .push(format!("version {other} is read as if it were version 4"));
        }
        None => heard
            .remarks
            .push("no `version`; it is read as version 4".into()),
    }
    if let Some(cut) = said(node, "truncatedAlerts").and_then(|it| it.parse::<u64>().ok())
        && cut > 0
    {
        let text = format!("Alertmanager left out {cut} alerts of this message");
        heard.remarks.push(text);
    }
    let alerts = list(node, "alerts");
    if alerts.len() > ALERTS_MAX {
        let over = alerts.len() - ALERTS_MAX;
        heard.remarks.push(format!(
            "{} beyond {ALERTS_MAX} were not read",
            count(over, "alert")
        ));
    }
    for alert in alerts.iter().take(ALERTS_MAX) {
        for field in ["startsAt", "endsAt"] {
            let text = said(alert, field).filter(|text| !text.starts_with("0001"));
            if let Some(text) = text.filter(|text| moment(text).is_none()) {
                let text = shorten(text);
                let remark = format!("`{field}`: `{text}` is no instant and was left out");
                heard.remarks.push(remark);
            }
        }
        match statement(alert, hearing) {
            Ok(statement) => take(&mut heard, &statement, hearing),
            Err(why) => heard.remarks.push(why),
        }
    }
    Ok(heard)
}

fn statement(alert: &Node, hearing: &Hearing<'_>) -> Result<Statement, String> {
    let empty = Node::map::<&str>([]);
    let labels = alert.get("labels").unwrap_or(&empty);
    let notes = alert.get("annotations").unwrap_or(&empty);
    let name = said(labels, "alertname").unwrap_or("alert");
    let own = ["mainstay", "mainstay_item"]
        .iter()
        .filter_map(|key| said(notes, key));
    let usual = NAMES.iter().filter_map(|key| said(labels, key));
    let names: Vec<String> = own.chain(usual).map(str::to_string).collect();
    if names.is_empty() {
        let text = format!(
            "{}: no label names what it is about; add `mainstay`",
            shorten(name)
        );
        return Err(text);
    }
    let key = match said(alert, "fingerprint") {
        Some(print) => print.to_string(),
        None => labelled(labels),
    };
    let resolved = match said(alert, "status") {
        Some("resolved") => true,
        Some("firing") => false,
        _ => return Err(format!("{}: neither firing nor resolved", shorten(name))),
    };
    let when = |field: &str| {
        let text = said(alert, field)?;
        let known = moment(text).is_some() && !text.starts_with("0001");
        known.then(|| text.to_string())
    };
    let until = when("endsAt").filter(|text| !is_later(text, hearing.now));
    let until = until.or_else(|| hearing.now.map(|now| now.to_string()));
    Ok(Statement {
        feed: FEED,
        key,
        says: Some(says(labels, notes)),
        since: when("startsAt"),
        until: until.or_else(|| when("startsAt")).filter(|_| resolved),
        text: Some(words(name, notes)),
        names,
        further: Vec::new(),
    })
}

/// What an alert says of its item: down, unless its severity is mild or it says so itself.
fn says(labels: &Node, notes: &Node) -> Says {
    let own = said(labels, "mainstay_says").or_else(|| said(notes, "mainstay_says"));
    match own {
        Some("down") => return Says::Down,
        Some("degraded") => return Says::Degraded,
        Some("up") => return Says::Up,
        _ => {}
    }
    let severity = said(labels, "severity").unwrap_or_default().to_lowercase();
    match MILD.contains(&severity.as_str()) {
        true => Says::Degraded,
        false => Says::Down,
    }
}

fn words(name: &str, notes: &Node) -> String {
    let said = ["summary", "message", "description"]
        .iter()
        .find_map(|key| said(notes, key));
    match said {
        Some(text) => format!("{name}: {text}"),
        None => name.to_string(),
    }
}

/// All labels as one text, where there is no fingerprint.
fn labelled(labels: &Node) -> String {
    let entries = labels.as_map().unwrap_or_default().iter();
    let mut pairs: Vec<String> = entries
        .map(|entry| {
            format!(
                "{}={}",
                entry.key,
                entry.value.as_text().unwrap_or_default()
            )
        })
        .collect();
    pairs.sort_unstable();
    pairs.join(",")
}

/// Imports messages that were kept as files.
pub fn import(files: &[File<'_>]) -> Import {
    let nowhere = |_: &str| None;
    let hearing = Hearing {
        sender: "file",
        now: None,
        place: &nowhere,
    };
    each(
        files,
        "no message of Alertmanager here (`alerts`)",
        |node| is_message(node).then(|| read(node, &hearing)),
    )
}

/// Imports the trees of some files by one reader; later ones take the place of earlier ones.
pub(super) fn each(
    files: &[File<'_>],
    nothing: &str,
    read: impl Fn(&Node) -> Option<Result<Heard, String>>,
) -> Import {
    let mut import = Import::default();
    let mut places = std::collections::HashMap::new();
    for file in files {
        let before = import.complaints.len();
        let nodes = documents(file, &mut import).unwrap_or_default();
        let mut any = import.complaints.len() > before;
        for node in &nodes {
            match read(node) {
                Some(Ok(heard)) => {
                    any = true;
                    heard.remarks.into_iter().for_each(|it| import.remark(it));
                    import.called.extend(heard.called);
                    for record in heard.records {
                        let place = *places
                            .entry(record.id().to_string())
                            .or_insert(import.records.len());
                        match import.records.get_mut(place) {
                            Some(known) => *known = record,
                            None => import.records.push(record),
                        }
                    }
                }
                Some(Err(why)) => {
                    any = true;
                    import.complain(file.name, node.at, why);
                }
                None => {}
            }
        }
        if !any {
            import.complain(file.name, Place::default(), nothing);
        }
    }
    import
}
