//! Entities of a Backstage catalogue: components, APIs, resources, systems, groups and users with
//! their references. Where an entity belongs is kept as a tag; only `dependsOn`, `consumesApis`
//! and `providesApis` say what needs what.

mod remarks;

use std::collections::{BTreeMap, HashMap, HashSet};

use record::initiation::{Person, Team};
use record::item::{Item, Need};
use record::kind::{Envelope, Filed};
use record::kinds::Record;
use record::link::{Id, ItemRef, PartyRef};
use record::node::{Node, Place, shorten};
use record::requirements::{Component, Service};

use super::document::documents;
use super::names::{Names, also, blank, list, said, some, texts};
use super::{File, Import};

const FORMAT: &str = "backstage";
/// The kinds that become records. A domain groups systems and has nothing of its own to lose.
const KINDS: [&str; 6] = ["component", "api", "resource", "system", "group", "user"];

/// Imports the entities of some files. The same entity twice: the first counts, and what differs
/// is said.
pub fn import(files: &[File<'_>]) -> Import {
    let mut catalog = Catalog::default();
    let mut passed = Vec::new();
    for file in files {
        let before = catalog.import.complaints.len();
        let found = documents(file, &mut catalog.import).unwrap_or_default();
        let mut any = catalog.import.complaints.len() > before;
        for node in found {
            any |= catalog.take(node, file);
        }
        if !any {
            passed.push(file);
        }
    }
    if catalog.entities.is_empty() && catalog.import.complaints.is_empty() {
        for file in &passed {
            let text = "no Backstage entity here (`apiVersion: backstage.io/…` with a `kind`)";
            catalog.import.complain(file.name, Place::default(), text);
        }
    } else if !passed.is_empty() {
        let names = some(passed.iter().map(|file| file.short_name()));
        let text = format!("passed over, no Backstage entities in them: {names}");
        catalog.import.remark(text);
    }
    catalog.finish()
}

/// What a reference or an entity is: kind, namespace and name, each in lower case, because the
/// catalogue tells nothing apart by case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    kind: String,
    namespace: String,
    name: String,
}

impl Key {
    /// Reads `kind:namespace/name`, `kind:name`, `namespace/name` or `name`.
    fn of(text: &str, kind: &str) -> Option<Key> {
        let (kind, rest) = text.split_once(':').unwrap_or((kind, text));
        let (namespace, name) = rest.split_once('/').unwrap_or(("default", rest));
        let part = |text: &str| text.trim().to_lowercase();
        let key = Key {
            kind: part(kind),
            namespace: part(namespace),
            name: part(name),
        };
        let whole = ![&key.kind, &key.namespace, &key.name]
            .iter()
            .any(|part| part.is_empty());
        whole.then_some(key)
    }

    /// The name, with its namespace unless that is the usual one.
    fn title(&self) -> String {
        match self.namespace.as_str() {
            "default" => self.name.clone(),
            namespace => format!("{namespace}.{}", self.name),
        }
    }

    fn text(&self) -> String {
        format!("{}:{}/{}", self.kind, self.namespace, self.name)
    }
}

struct Entity {
    key: Key,
    node: Node,
    file: String,
    source: String,
}

#[derive(Default)]
struct Catalog {
    import: Import,
    entities: Vec<Entity>,
    index: HashMap<Key, usize>,
    /// Further documents of an entity: its name, and whether it says something else.
    twice: BTreeMap<Key, (usize, bool)>,
    passed_by: BTreeMap<String, usize>,
    documents: BTreeMap<String, usize>,
    kinds: HashMap<Key, &'static str>,
    names: HashMap<&'static str, Names>,
    /// What an entity needs by what others say: who provides an API, what is a dependency of it.
    inverse: HashMap<Key, Vec<Key>>,
    unresolved: BTreeMap<String, usize>,
    edges: usize,
}

impl Catalog {
    /// Takes an entity; false where the document is none.
    fn take(&mut self, node: Node, file: &File<'_>) -> bool {
        let version = said(&node, "apiVersion").unwrap_or_default();
        let kind = said(&node, "kind").unwrap_or_default().to_lowercase();
        let ours = version.starts_with("backstage.io/") || version.is_empty() && !kind.is_empty();
        if !ours || node.get("metadata").is_none() {
            return false;
        }
        if !KINDS.contains(&kind.as_str()) {
            let kind = if kind.is_empty() {
                "(no kind)".into()
            } else {
                shorten(&kind)
            };
            *self.passed_by.entry(kind).or_default() += 1;
            return true;
        }
        let metadata = node.get("metadata").expect("asked for above");
        let Some(name) = said(metadata, "name") else {
            let text = format!("this {kind} has no `metadata.name`");
            self.import.complain(file.name, node.at, text);
            return true;
        };
        *self.documents.entry(kind.clone()).or_default() += 1;
        let key = Key {
            kind,
            namespace: said(metadata, "namespace")
                .unwrap_or("default")
                .to_lowercase(),
            name: name.to_lowercase(),
        };
        if let Some(&first) = self.index.get(&key) {
            let differs = facts(&self.entities[first].node) != facts(&node);
            let entry = self.twice.entry(key).or_default();
            *entry = (entry.0 + 1, entry.1 | differs);
            return true;
        }
        self.index.insert(key.clone(), self.entities.len());
        self.entities.push(Entity {
            key,
            node,
            file: file.name.to_string(),
            source: format!("{FORMAT} {}", file.short_name()),
        });
        true
    }

    fn finish(mut self) -> Import {
        self.say_counts();
        self.give_ids();
        self.turn_round();
        let mut records = Vec::new();
        for entity in std::mem::take(&mut self.entities) {
            records.push(self.record(&entity));
        }
        self.say_relations();
        self.import.records = records;
        self.import
    }

    fn give_ids(&mut self) {
        for entity in &self.entities {
            let kind = kind_of(entity);
            self.kinds.insert(entity.key.clone(), kind);
            let names = self.names.entry(kind).or_default();
            names.give_for(&entity.key.text(), &entity.key.title());
        }
    }

    fn turn_round(&mut self) {
        let entities = std::mem::take(&mut self.entities);
        for entity in &entities {
            let mut needed_by = self.refer(entity, "dependencyOf", "component");
            needed_by.extend(self.refer(entity, "providesApis", "api"));
            for key in needed_by {
                self.inverse
                    .entry(key)
                    .or_default()
                    .push(entity.key.clone());
            }
        }
        self.entities = entities;
    }

    /// Our reference for an entity, whether or not one answers to it.
    fn reference(&self, key: &Key) -> String {
        let usual = match key.kind.as_str() {
            "component" | "system" => "service",
            "group" => "team",
            "user" => "person",
            _ => "component",
        };
        let kind = self.kinds.get(key).copied().unwrap_or(usual);
        let names = self
            .names
            .get(kind)
            .filter(|_| self.kinds.contains_key(key));
        let id = match names {
            Some(names) => names.of(&key.text()),
            None => record::link::to_id(&key.title()),
        };
        format!("{kind}/{id}")
    }

    /// What the entries under a key of `spec` refer to, each once.
    fn refer(&mut self, entity: &Entity, field: &str, kind: &str) -> Vec<Key> {
        let Some(spec) = entity.node.get("spec") else {
            return Vec::new();
        };
        let mut keys = Vec::new();
        for node in list(spec, field).iter().filter(|node| !node.is_null()) {
            let key = node.as_text().and_then(|text| Key::of(text, kind));
            let Some(key) = key else {
                let text = format!(
                    "`{field}` expects `kind:namespace/name`, found {}",
                    node.describe()
                );
                self.import.complain(&entity.file, node.at, text);
                continue;
            };
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        for key in &keys {
            if !self.index.contains_key(key) && KINDS.contains(&key.kind.as_str()) {
                *self.unresolved.entry(key.text()).or_default() += 1;
            }
        }
        keys
    }

    fn record(&mut self, entity: &Entity) -> Record {
        let reference = self.reference(&entity.key);
        let (kind, id) = reference.split_once('/').expect("a reference has a kind");
        let envelope = self.envelope(entity, id);
        match kind {
            "team" => {
                let mut team: Team = blank();
                let members = self.refer(entity, "members", "user");
                let person = |key| Id::to(record::link::split(&self.reference(key)).1);
                team.members = members.iter().map(person).collect();
                team.item.class = spec_text(entity, "type");
                Record::Team(Filed::made(id, envelope, team))
            }
            "person" => {
                let mut person: Person = blank();
                let teams = self.refer(entity, "memberOf", "group");
                let team = |key| Id::to(record::link::split(&self.reference(key)).1);
                person.teams = teams.iter().map(team).collect();
                Record::Person(Filed::made(id, envelope, person))
            }
            "service" => {
                let mut service: Service = blank();
                service.item = self.item(entity);
                Record::Service(Filed::made(id, envelope, service))
            }
            _ => {
                let mut component: Component = blank();
                component.item = self.item(entity);
                Record::Component(Filed::made(id, envelope, component))
            }
        }
    }

    fn envelope(&mut self, entity: &Entity, id: &str) -> Envelope {
        let metadata = entity.node.get("metadata").expect("an entity has metadata");
        let original = said(metadata, "name").unwrap_or_default();
        let profile = entity.node.get("spec").and_then(|spec| spec.get("profile"));
        let shown = profile.and_then(|profile| said(profile, "displayName"));
        let title = said(metadata, "title").or(shown);
        let title = title.unwrap_or(original);
        let mut tags: Vec<String> = texts(metadata, "tags")
            .into_iter()
            .map(String::from)
            .collect();
        if let Some(lifecycle) = spec_text(entity, "lifecycle") {
            tags.push(format!("lifecycle:{lifecycle}"));
        }
        let belongs = [
            ("system", "system"),
            ("domain", "domain"),
            ("subcomponentOf", "component"),
            ("parent", "group"),
        ];
        for (field, kind) in belongs {
            for key in self.refer(entity, field, kind) {
                tags.push(format!("part-of:{}", self.tag_of(&key)));
            }
        }
        let owner = self.refer(entity, "owner", "group");
        let owner = owner
            .first()
            .filter(|key| ["group", "user"].contains(&key.kind.as_str()));
        let place = metadata.get("annotations");
        let place = place.and_then(|notes| said(notes, "backstage.io/source-location"));
        let place = place.map(|url| format!(" ({})", url.trim_start_matches("url:")));
        Envelope {
            name: (title != id).then(|| title.to_string()),
            owner: owner.map(|key| PartyRef::to(self.reference(key))),
            tags,
            also: also(id, &[original]),
            source: Some(format!("{}{}", entity.source, place.unwrap_or_default())),
            description: said(metadata, "description").map(String::from),
            ..Envelope::empty()
        }
    }

    fn tag_of(&self, key: &Key) -> String {
        if KINDS.contains(&key.kind.as_str()) {
            self.reference(key)
        } else {
            key.text()
        }
    }

    /// What it needs: what it depends on, the APIs it consumes and, for an API, who provides it.
    fn item(&mut self, entity: &Entity) -> Item {
        let mut item = Item::empty();
        item.class = match entity.key.kind.as_str() {
            "system" => Some("system".into()),
            "api" => Some("api".into()),
            _ => spec_text(entity, "type"),
        };
        let mut keys = self.refer(entity, "dependsOn", "component");
        keys.extend(self.refer(entity, "consumesApis", "api"));
        keys.extend(self.inverse.get(&entity.key).cloned().unwrap_or_default());
        let mut seen = HashSet::new();
        for key in keys {
            let reference = self.reference(&key);
            if seen.insert(reference.clone()) {
                self.edges += 1;
                item.requires.push(Need::one(ItemRef::to(reference)));
            }
        }
        item
    }
}

/// Our kind for an entity: what provides something to people is a service, the rest components.
fn kind_of(entity: &Entity) -> &'static str {
    match entity.key.kind.as_str() {
        "group" => "team",
        "user" => "person",
        "system" => "service",
        "component" => match spec_text(entity, "type").as_deref() {
            Some("library") => "component",
            _ => "service",
        },
        _ => "component",
    }
}

fn spec_text(entity: &Entity, key: &str) -> Option<String> {
    said(entity.node.get("spec")?, key).map(String::from)
}

/// What of an entity becomes part of its record.
fn facts(node: &Node) -> (Option<&Node>, [Option<&Node>; 4]) {
    let metadata = node.get("metadata");
    let of = |key| metadata.and_then(|metadata| metadata.get(key));
    (
        node.get("spec"),
        ["title", "description", "tags", "annotations"].map(of),
    )
}
