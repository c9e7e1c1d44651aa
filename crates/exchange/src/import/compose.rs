//! Compose files: services, what they say they need, and the named volumes they keep data in.
//! Several files are laid over each other. Environment values are not searched for names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::item::{Need, Phase};
use record::kind::{Envelope, Filed};
use record::kinds::Record;
use record::link::{Id, ItemRef};
use record::node::{Node, Place, Value, shorten};
use record::requirements::{Dataset, Service};

use super::document::documents;
use super::names::{Names, also, blank, count, said, some};
use super::{File, Import};

const FORMAT: &str = "compose";

/// Imports compose files, later ones laid over earlier ones.
pub fn import(files: &[File<'_>]) -> Import {
    let mut project = Project::default();
    let mut passed = Vec::new();
    for file in files {
        let before = project.import.complaints.len();
        let nodes = documents(file, &mut project.import).unwrap_or_default();
        let mut any = project.import.complaints.len() > before;
        for node in &nodes {
            any |= project.take(node, file);
        }
        if !any {
            passed.push(file);
        }
    }
    if project.services.is_empty() && project.import.complaints.is_empty() {
        for file in &passed {
            let text = "no `services:` here; this is no compose file";
            project.import.complain(file.name, Place::default(), text);
        }
    } else if !passed.is_empty() {
        let names = some(passed.iter().map(|file| file.short_name()));
        project
            .import
            .remark(format!("passed over, no compose files: {names}"));
    }
    project.finish()
}

/// How one service needs another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    /// It must be up.
    Plain,
    /// It must have run to its end before this one starts: needed to start again, not to run.
    Completed,
}

#[derive(Default)]
struct Draft {
    sources: Vec<String>,
    image: Option<String>,
    /// In the order found.
    needs: Vec<(String, Bond)>,
    volumes: BTreeSet<String>,
}

#[derive(Default)]
struct Project {
    import: Import,
    /// Names in the order found.
    order: Vec<String>,
    services: HashMap<String, Draft>,
    volumes: BTreeMap<String, String>,
    optional: BTreeSet<String>,
    passed_by: BTreeMap<&'static str, usize>,
}

impl Project {
    /// Reads a document; false where it is no compose file.
    fn take(&mut self, node: &Node, file: &File<'_>) -> bool {
        let Some(services) = node.get("services") else {
            return false;
        };
        if let Some(volumes) = node.get("volumes").and_then(Node::as_map) {
            for entry in volumes {
                let source = format!("{FORMAT} {}", file.short_name());
                self.volumes.entry(entry.key.to_string()).or_insert(source);
            }
        }
        if node.get("include").is_some() {
            *self.passed_by.entry("include").or_default() += 1;
        }
        match &services.value {
            Value::Null => {}
            Value::Map(entries) => {
                for entry in entries.iter().filter(|entry| &*entry.key != "<<") {
                    self.service(&entry.key, &entry.value, file);
                }
            }
            _ => {
                let text = format!("expected services by name, found {}", services.describe());
                self.import.complain(file.name, services.at, text);
            }
        }
        true
    }

    fn service(&mut self, name: &str, node: &Node, file: &File<'_>) {
        if !node.is_null() && node.as_map().is_none() {
            let text = format!("expected a service, found {}", node.describe());
            self.import.complain(file.name, node.at, text);
            return;
        }
        if !self.services.contains_key(name) {
            self.order.push(name.to_string());
        }
        let mut draft = self.services.remove(name).unwrap_or_default();
        draft.sources.push(file.short_name().to_string());
        if let Some(image) = merged(node, "image").and_then(Node::as_text) {
            draft.image = Some(image.to_string());
        }
        self.depends_on(name, &mut draft, node, file);
        self.joined(&mut draft, node);
        for volume in merged(node, "volumes").map_or(&[][..], entries_of) {
            let source = match volume.as_text() {
                Some(text) => text.split(':').next(),
                None => said(volume, "source"),
            };
            draft.volumes.extend(source.map(String::from));
        }
        for key in ["extends", "external_links"] {
            if merged(node, key).is_some_and(|node| !node.is_null()) {
                *self.passed_by.entry(key).or_default() += 1;
            }
        }
        self.services.insert(name.to_string(), draft);
    }

    /// `depends_on` as a list of names or as a map of names to conditions.
    fn depends_on(&mut self, name: &str, draft: &mut Draft, node: &Node, file: &File<'_>) {
        let Some(depends) = merged(node, "depends_on") else {
            return;
        };
        match &depends.value {
            Value::Map(entries) => {
                for entry in entries.iter().filter(|entry| &*entry.key != "<<") {
                    if said(&entry.value, "required") == Some("false") {
                        let pair = format!("{} → {}", shorten(name), shorten(&entry.key));
                        self.optional.insert(pair);
                        continue;
                    }
                    let bond = match said(&entry.value, "condition") {
                        Some("service_completed_successfully") => Bond::Completed,
                        _ => Bond::Plain,
                    };
                    draft.need(&entry.key, bond);
                }
            }
            Value::Null => {}
            _ => {
                for node in entries_of(depends).iter().filter(|node| !node.is_null()) {
                    match node.as_text().map(str::trim) {
                        Some("") => {}
                        Some(to) => draft.need(to, Bond::Plain),
                        None => {
                            let found = node.describe();
                            let text = format!("expected the name of a service, found {found}");
                            self.import.complain(file.name, node.at, text);
                        }
                    }
                }
            }
        }
    }

    /// The other ways to need a service: links, its volumes, its network.
    fn joined(&mut self, draft: &mut Draft, node: &Node) {
        for key in ["links", "volumes_from"] {
            for text in merged(node, key)
                .map_or(&[][..], entries_of)
                .iter()
                .filter_map(Node::as_text)
            {
                let to = text.split(':').next().unwrap_or_default().trim();
                // `container:name` is a container that no compose file declares.
                if !to.is_empty() && to != "container" {
                    draft.need(to, Bond::Plain);
                }
            }
        }
        for key in ["network_mode", "ipc", "pid"] {
            let to = merged(node, key).and_then(Node::as_text);
            if let Some(to) = to.and_then(|text| text.strip_prefix("service:")) {
                draft.need(to.trim(), Bond::Plain);
            }
        }
    }

    fn finish(mut self) -> Import {
        let (mut names, mut volumes) = (Names::default(), Names::default());
        for name in &self.order {
            names.give(name);
        }
        let mut records = Vec::new();
        let (mut edges, mut unresolved) = (0, BTreeSet::new());
        let mut held = BTreeSet::new();
        for name in &self.order {
            let draft = &self.services[name];
            let id = names.of(name);
            let mut own: Service = blank();
            let mut seen = BTreeSet::new();
            for (to, bond) in &draft.needs {
                let target = names.of(to);
                if !seen.insert(target.clone()) {
                    continue;
                }
                edges += 1;
                if !names.knows(to) {
                    unresolved.insert(to.as_str());
                }
                let mut need = Need::one(ItemRef::to(format!("service/{target}")));
                need.phase = (*bond == Bond::Completed).then_some(Phase::Recover);
                own.item.requires.push(need);
            }
            for volume in draft
                .volumes
                .iter()
                .filter(|name| self.volumes.contains_key(*name))
            {
                held.insert(volume.clone());
                own.item.holds.push(Id::to(&volumes.give(volume)));
            }
            let image = draft.image.iter().filter(|image| !image.contains("${"));
            let envelope = Envelope {
                also: also(&id, &[name]),
                tags: image.map(|image| format!("image:{image}")).collect(),
                source: Some(format!("{FORMAT} {}", draft.sources.join(", "))),
                ..Envelope::empty()
            };
            records.push(Record::Service(Filed::made(&id, envelope, own)));
        }
        for volume in held {
            let id = volumes.of(&volume);
            let envelope = Envelope {
                also: also(&id, &[&volume]),
                source: self.volumes.get(&volume).cloned(),
                ..Envelope::empty()
            };
            let own: Dataset = blank();
            records.push(Record::Dataset(Filed::made(&id, envelope, own)));
        }
        let unresolved: Vec<String> = unresolved.into_iter().map(shorten).collect();
        self.say(edges, &unresolved);
        self.import.records = records;
        self.import
    }

    fn say(&mut self, edges: usize, unresolved: &[String]) {
        let services = count(self.order.len(), "service");
        let edges = match edges {
            0 => "no dependency declared between them; none was guessed".to_string(),
            1 => "1 dependency declared between them".into(),
            edges => format!("{edges} dependencies declared between them"),
        };
        if !self.order.is_empty() {
            self.import.remark(format!("{services}, {edges}"));
        }
        if !unresolved.is_empty() {
            let names = some(unresolved.iter().map(String::as_str));
            let text = format!("needed, but declared in no file here: {names}");
            self.import.remark(text);
        }
        if !self.optional.is_empty() {
            let names = some(self.optional.iter().map(String::as_str));
            let text = format!("marked `required: false` and therefore no needs: {names}");
            self.import.remark(text);
        }
        for (key, times) in &self.passed_by {
            let text = format!("`{key}` is passed by ({})", count(*times, "time"));
            self.import.remarks.push(text);
        }
    }
}

impl Draft {
    fn need(&mut self, to: &str, bond: Bond) {
        match self.needs.iter_mut().find(|(known, _)| known == to) {
            // Of two ways to need the same service the stronger holds.
            Some((_, known)) => *known = bond.min(*known),
            None => self.needs.push((to.to_string(), bond)),
        }
    }
}

/// The value under a key, else under the key in what `<<` merges in.
fn merged<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if let Some(found) = node.get(key) {
            return Some(found);
        }
        // The first of several merged maps wins, so it must be taken first.
        open.extend(node.get("<<").map_or(&[][..], entries_of).iter().rev());
    }
    None
}

/// The entries of a list; a lone scalar or map counts as a list of one.
fn entries_of(node: &Node) -> &[Node] {
    match &node.value {
        Value::Null => &[],
        Value::List(nodes) => nodes,
        _ => std::slice::from_ref(node),
    }
}
