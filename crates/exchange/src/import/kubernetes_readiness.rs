//! What a cluster says of itself: `kubectl get deploy,sts,ds,pods,nodes -A -o json`. How many
//! replicas are ready against how many are wanted, and whether nodes and lone pods are ready. The
//! label or annotation `mainstay` names the item; else the usual names.

use record::node::Node;
use record::operation::signal::Says;

use super::alertmanager::each;
use super::names::{count, list, said};
use super::statement::{Heard, Hearing, Statement, take};
use super::{File, Import};

const FEED: &str = "kubernetes";

/// Whether a tree is an object of a cluster or a list of them.
fn is_object(node: &Node) -> bool {
    said(node, "kind").is_some() && node.get("apiVersion").is_some()
}

/// Reads a list of objects, or one. Errors: it is none.
pub fn read(node: &Node, hearing: &Hearing<'_>) -> Result<Heard, String> {
    if !is_object(node) {
        return Err("no Kubernetes object here (`apiVersion` and `kind`)".into());
    }
    let objects = match node.get("items") {
        Some(_) => list(node, "items"),
        None => std::slice::from_ref(node),
    };
    let mut heard = Heard::default();
    if objects.is_empty() {
        let text = "there is no object in the list (`items`): nothing was heard of any";
        heard.remarks.push(text.into());
    }
    let (mut owned, mut idle, mut other) = (0, 0, 0);
    for object in objects {
        let says = match said(object, "kind") {
            Some("Deployment" | "StatefulSet" | "ReplicaSet") if is_owned(object) => Reading::Owned,
            Some("Deployment" | "StatefulSet" | "ReplicaSet") => {
                // Kubernetes itself takes one replica where none is written.
                replicas(
                    number(object, "spec", "replicas").or(Some(1)),
                    object,
                    "readyReplicas",
                )
            }
            Some("DaemonSet") => {
                let wanted = number(object, "status", "desiredNumberScheduled");
                replicas(wanted, object, "numberReady")
            }
            Some("Pod") if is_owned(object) => Reading::Owned,
            Some("Pod" | "Node") => condition(object),
            _ => Reading::Other,
        };
        match says {
            Reading::Owned => owned += 1,
            Reading::Idle => idle += 1,
            Reading::Other => other += 1,
            Reading::Says(says, words) => {
                take(&mut heard, &statement(object, says, words), hearing);
            }
        }
    }
    let mut remark = |number: usize, text: &str| {
        if number > 0 {
            heard
                .remarks
                .push(format!("{} {text}", count(number, "object")));
        }
    };
    remark(owned, "of a workload were counted with it");
    remark(idle, "want no replicas and say nothing");
    remark(
        other,
        "of kinds that say nothing of readiness were passed over",
    );
    Ok(heard)
}

enum Reading {
    /// It is judged with the one that owns it.
    Owned,
    /// It is not meant to run.
    Idle,
    /// It says nothing of readiness.
    Other,
    /// It stands so, in words.
    Says(Says, String),
}

fn is_owned(object: &Node) -> bool {
    let owners = object
        .get("metadata")
        .map_or(&[][..], |meta| list(meta, "ownerReferences"));
    !owners.is_empty()
}

fn number(object: &Node, part: &str, field: &str) -> Option<u64> {
    let node = object.get(part)?.get(field)?;
    node.as_text()?.parse().ok()
}

fn replicas(wanted: Option<u64>, object: &Node, field: &str) -> Reading {
    let Some(wanted) = wanted else {
        return Reading::Other;
    };
    let ready = number(object, "status", field).unwrap_or(0);
    let words = format!("{ready} of {wanted} ready");
    match (wanted, ready) {
        (0, _) => Reading::Idle,
        (_, 0) => Reading::Says(Says::Down, words),
        (wanted, ready) if ready < wanted => Reading::Says(Says::Degraded, words),
        _ => Reading::Says(Says::Up, words),
    }
}

fn ready_condition(object: &Node) -> Option<&Node> {
    let conditions = list(object.get("status")?, "conditions").iter();
    let mut wanted =
        conditions.filter(|it| matches!(said(it, "type"), Some("Ready" | "Available")));
    wanted.next()
}

fn condition(object: &Node) -> Reading {
    let status = ready_condition(object).and_then(|it| said(it, "status"));
    let phase = object.get("status").and_then(|it| said(it, "phase"));
    match (status, phase) {
        (_, Some("Succeeded")) => Reading::Idle,
        (Some("True" | "true"), _) => Reading::Says(Says::Up, "ready".into()),
        (Some("Unknown"), _) => Reading::Says(Says::Down, "not heard of by the cluster".into()),
        (Some(_), _) => Reading::Says(Says::Down, "not ready".into()),
        (None, _) => Reading::Other,
    }
}

fn statement(object: &Node, says: Says, words: String) -> Statement {
    let empty = Node::map::<&str>([]);
    let meta = object.get("metadata").unwrap_or(&empty);
    let labels = meta.get("labels").unwrap_or(&empty);
    let notes = meta.get("annotations").unwrap_or(&empty);
    let kind = said(object, "kind").unwrap_or("object");
    let name = said(meta, "name").unwrap_or_default();
    let space = said(meta, "namespace").unwrap_or_default();
    let own = [notes, labels]
        .into_iter()
        .filter_map(|of| said(of, "mainstay"));
    let usual = ["app.kubernetes.io/name", "app", "k8s-app"];
    let usual = usual.iter().filter_map(|key| said(labels, key));
    let names = own.chain([name]).chain(usual).filter(|it| !it.is_empty());
    let since = ready_condition(object).and_then(|it| said(it, "lastTransitionTime"));
    Statement {
        feed: FEED,
        key: format!("{kind}/{space}/{name}"),
        names: names.map(str::to_string).collect(),
        says: Some(says),
        since: since.map(str::to_string),
        text: Some(format!("{kind} {name}: {words}")),
        ..Statement::default()
    }
}

/// Imports what a cluster said.
pub fn import(files: &[File<'_>]) -> Import {
    let nowhere = |_: &str| None;
    let hearing = Hearing {
        sender: "file",
        now: None,
        place: &nowhere,
    };
    each(
        files,
        "no Kubernetes object here (`apiVersion` and `kind`)",
        |node| is_object(node).then(|| read(node, &hearing)),
    )
}
