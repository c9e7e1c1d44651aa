//! Kubernetes manifests: workloads as components, Services as services that need the workloads
//! they select, and edges where a workload is told the address of a Service. Nothing is guessed
//! from names, and no Secret is read.

mod address;
mod object;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::item::Need;
use record::kind::{Envelope, Filed};
use record::kinds::Record;
use record::link::{Id, ItemRef};
use record::node::{Node, Place, shorten};
use record::requirements::{Component, Dataset, Service};
use record::value::Size;

use super::document::documents;
use super::names::{Names, also, blank, count, list, said, some};
use super::{File, Import};
use address::Address;
use object::{Key, Label, Object, Workload, is_workload};

const FORMAT: &str = "kubernetes";

/// Imports manifests. The same object twice: the first counts, and what differs is said.
pub fn import(files: &[File<'_>]) -> Import {
    let mut cluster = Cluster::default();
    let mut passed = Vec::new();
    for file in files {
        let before = cluster.import.complaints.len();
        let nodes = documents(file, &mut cluster.import).unwrap_or_default();
        let mut any = cluster.import.complaints.len() > before;
        for node in nodes {
            any |= cluster.take(node, file);
        }
        if !any {
            passed.push(file);
        }
    }
    let nothing = cluster.objects.is_empty() && cluster.passed_by.is_empty();
    if nothing && cluster.import.complaints.is_empty() {
        for file in &passed {
            let text = "no Kubernetes object here (`apiVersion` and `kind`)";
            cluster.import.complain(file.name, Place::default(), text);
        }
    } else if !passed.is_empty() {
        let names = some(passed.iter().map(|file| file.short_name()));
        cluster.import.remark(format!(
            "passed over, no Kubernetes objects in them: {names}"
        ));
    }
    cluster.finish()
}

#[derive(Default)]
struct Cluster {
    import: Import,
    objects: Vec<Object>,
    index: HashMap<Key, usize>,
    passed_by: BTreeMap<String, usize>,
    twice: usize,
    differing: BTreeSet<String>,
    workloads: Names,
    services: Names,
    claims: Names,
}

/// What the edges of a workload came to.
#[derive(Default)]
struct Edges {
    number: usize,
    /// How many of them lead to nothing here.
    dangling: usize,
    /// Addresses that look like a Service's and are none.
    unresolved: BTreeSet<String>,
    outside: BTreeSet<String>,
}

impl Cluster {
    /// Takes an object, or the objects of a List; false where the document is none.
    fn take(&mut self, node: Node, file: &File<'_>) -> bool {
        let (Some(_), Some(kind)) = (said(&node, "apiVersion"), said(&node, "kind")) else {
            return false;
        };
        if kind.ends_with("List") && node.get("items").is_some() {
            let items = list(&node, "items").to_vec();
            for item in items {
                self.take_object(item, file);
            }
            return true;
        }
        self.take_object(node, file);
        true
    }

    fn take_object(&mut self, node: Node, file: &File<'_>) {
        let kind = said(&node, "kind").unwrap_or("(no kind)").to_string();
        if !object::is_read(&kind) {
            *self.passed_by.entry(shorten(&kind)).or_default() += 1;
            return;
        }
        let metadata = node.get("metadata");
        let Some(name) = metadata.and_then(|metadata| said(metadata, "name")) else {
            let text = format!("this {kind} has no `metadata.name`");
            self.import.complain(file.name, node.at, text);
            return;
        };
        let namespace = metadata.and_then(|metadata| said(metadata, "namespace"));
        let key = Key {
            kind,
            namespace: namespace.unwrap_or("default").to_string(),
            name: name.to_string(),
        };
        if let Some(&first) = self.index.get(&key) {
            self.twice += 1;
            if self.objects[first].node != node {
                self.differing.insert(key.title());
            }
            return;
        }
        self.index.insert(key.clone(), self.objects.len());
        let source = format!("{FORMAT} {}", file.short_name());
        self.objects.push(Object { key, node, source });
    }

    fn finish(mut self) -> Import {
        let objects = std::mem::take(&mut self.objects);
        for object in &objects {
            let names = match object.key.kind.as_str() {
                "Service" => &mut self.services,
                "PersistentVolumeClaim" => &mut self.claims,
                kind if is_workload(kind) => &mut self.workloads,
                _ => continue,
            };
            names.give_for(&object.key.text(), &object.key.title());
        }
        let workloads: Vec<Workload<'_>> = objects.iter().filter_map(Workload::of).collect();
        let mut edges = Edges::default();
        let mut held: BTreeMap<String, Record> = BTreeMap::new();
        let mut records = Vec::new();
        for workload in &workloads {
            records.push(self.component(workload, &objects, &mut edges, &mut held));
        }
        let labelled = labelled(&workloads);
        let mut alone = Vec::new();
        for object in objects.iter().filter(|object| object.key.kind == "Service") {
            let (service, selects) = self.service(object, &workloads, &labelled);
            if selects == 0 {
                alone.push(object.key.title());
            }
            records.push(service);
        }
        for object in objects
            .iter()
            .filter(|object| object.key.kind == "PersistentVolumeClaim")
        {
            let (id, record) = self.claim(object);
            held.insert(id, record);
        }
        records.extend(held.into_values());
        self.say(&workloads, &objects, &edges, &alone);
        self.import.records = records;
        self.import
    }

    fn component(
        &self,
        workload: &Workload<'_>,
        objects: &[Object],
        edges: &mut Edges,
        held: &mut BTreeMap<String, Record>,
    ) -> Record {
        let key = &workload.object.key;
        let id = self.workloads.of(&key.text());
        let mut own: Component = blank();
        own.item.class = Some(key.kind.to_lowercase());
        let mut seen = BTreeSet::new();
        for value in
            workload.environment(|kind, name| self.find(objects, kind, &key.namespace, name))
        {
            for address in address::addresses(&value.name, &value.value) {
                let Some(target) = self.target(&address, &key.namespace, edges) else {
                    continue;
                };
                if seen.insert(target.clone()) {
                    edges.number += 1;
                    edges.dangling += usize::from(edges.unresolved.contains(&address.host));
                    own.item
                        .requires
                        .push(Need::one(ItemRef::to(format!("service/{target}"))));
                }
            }
        }
        let mut claims: Vec<String> = Vec::new();
        for name in workload.claim_names() {
            let claim = Key {
                kind: "PersistentVolumeClaim".into(),
                namespace: key.namespace.clone(),
                name,
            };
            claims.push(self.claims.of(&claim.text()));
        }
        for template in workload.claim_templates() {
            let name = said(template.get("metadata").unwrap_or(template), "name").unwrap_or("data");
            let dataset = record::link::to_id(&format!("{name}-{id}"));
            let envelope = Envelope {
                source: Some(workload.object.source.clone()),
                ..Envelope::empty()
            };
            let mut data: Dataset = blank();
            data.size = requested_size(template);
            held.insert(
                dataset.clone(),
                Record::Dataset(Filed::made(&dataset, envelope, data)),
            );
            claims.push(dataset);
        }
        claims.sort();
        claims.dedup();
        own.item.holds = claims.iter().map(|claim| Id::to(claim)).collect();
        let mut envelope = envelope_of(workload.object, &id);
        let replicas = workload.replicas().filter(|replicas| *replicas != "1");
        envelope
            .tags
            .extend(replicas.map(|replicas| format!("replicas:{replicas}")));
        Record::Component(Filed::made(&id, envelope, own))
    }

    /// The id of the service an address means; `None` where it means nothing in the cluster.
    fn target(&self, address: &Address, namespace: &str, edges: &mut Edges) -> Option<String> {
        let (name, namespace) = address.service(namespace);
        let key = Key {
            kind: "Service".into(),
            namespace,
            name,
        };
        if self.index.contains_key(&key) {
            return Some(self.services.of(&key.text()));
        }
        if !address.declared {
            return None;
        }
        if address.in_cluster() {
            edges.unresolved.insert(address.host.clone());
            return Some(record::link::to_id(&key.title()));
        }
        edges.outside.insert(address.host.clone());
        None
    }

    fn find<'o>(
        &self,
        objects: &'o [Object],
        kind: &str,
        namespace: &str,
        name: &str,
    ) -> Option<&'o Object> {
        let (kind, namespace, name) = (kind.into(), namespace.into(), name.into());
        self.index
            .get(&Key {
                kind,
                namespace,
                name,
            })
            .map(|&at| &objects[at])
    }

    /// A Service with a need of every workload that its selector meets, and how many those are.
    fn service(
        &self,
        object: &Object,
        workloads: &[Workload<'_>],
        labelled: &HashMap<Label<'_>, Vec<usize>>,
    ) -> (Record, usize) {
        let id = self.services.of(&object.key.text());
        let likely = object.first_label().and_then(|label| labelled.get(&label));
        let selected: Vec<ItemRef> = likely
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(|&at| &workloads[at])
            .filter(|workload| object.selects(workload))
            .map(|workload| self.workloads.of(&workload.object.key.text()))
            .map(|id| ItemRef::to(format!("component/{id}")))
            .collect();
        let number = selected.len();
        let mut own: Service = blank();
        if number == 1 {
            own.item.requires = selected.into_iter().map(Need::one).collect();
        } else if number > 1 {
            // A Service sends to whichever of its workloads is ready: one of them is enough.
            let mut need = Need::one(selected[0].clone());
            (need.of, need.grouped) = (selected, true);
            own.item.requires = vec![need];
        }
        let envelope = envelope_of(object, &id);
        (Record::Service(Filed::made(&id, envelope, own)), number)
    }

    fn claim(&self, object: &Object) -> (String, Record) {
        let id = self.claims.of(&object.key.text());
        let mut own: Dataset = blank();
        own.size = requested_size(&object.node);
        let record = Record::Dataset(Filed::made(&id, envelope_of(object, &id), own));
        (id, record)
    }

    fn say(
        &mut self,
        workloads: &[Workload<'_>],
        objects: &[Object],
        edges: &Edges,
        alone: &[String],
    ) {
        let services = objects
            .iter()
            .filter(|object| object.key.kind == "Service")
            .count();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for workload in workloads {
            *kinds
                .entry(workload.object.key.kind.to_lowercase())
                .or_default() += 1;
        }
        let mut parts: Vec<String> = kinds
            .iter()
            .map(|(kind, number)| count(*number, kind))
            .collect();
        parts.push(count(services, "service"));
        let edges_text = match edges.number {
            0 => "no dependency declared between them; none was guessed".to_string(),
            number => format!(
                "{} by address in the environment",
                count(number - edges.dangling, "dependency")
            ),
        };
        if !objects.is_empty() {
            self.import
                .remark(format!("{}; {edges_text}", parts.join(", ")));
        }
        let mut remark = |names: Vec<&str>, text: &str| {
            if !names.is_empty() {
                self.import.remarks.push(format!("{text}: {}", some(names)));
            }
        };
        let texts = |set: &'_ BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
        let unresolved = texts(&edges.unresolved);
        remark(
            unresolved.iter().map(String::as_str).collect(),
            "further addresses of Services that are in no file here, kept as needs",
        );
        let outside = texts(&edges.outside);
        remark(
            outside.iter().map(String::as_str).collect(),
            "addresses outside the cluster, recorded as no need",
        );
        remark(
            alone.iter().map(String::as_str).collect(),
            "Services that select no workload of these files",
        );
        if self.twice > 0 {
            let text = format!("{} again; the first counts", count(self.twice, "object"));
            self.import.remark(text);
        }
        if !self.differing.is_empty() {
            let names = some(self.differing.iter().map(String::as_str));
            self.import
                .remark(format!("not the same each time they stand: {names}"));
        }
        if !self.passed_by.is_empty() {
            let kind = |(kind, number): (&String, &usize)| format!("{number} {kind}");
            let kinds: Vec<String> = self.passed_by.iter().map(kind).collect();
            self.import
                .remark(format!("objects passed by: {}", kinds.join(", ")));
        }
    }
}

/// The workloads with each label, so that a Service is not compared with all of them.
fn labelled<'o>(workloads: &[Workload<'o>]) -> HashMap<Label<'o>, Vec<usize>> {
    let mut labelled: HashMap<Label<'o>, Vec<usize>> = HashMap::new();
    for (at, workload) in workloads.iter().enumerate() {
        for label in workload.labels() {
            labelled.entry(label).or_default().push(at);
        }
    }
    labelled
}

fn envelope_of(object: &Object, id: &str) -> Envelope {
    let key = &object.key;
    let namespace = (key.namespace != "default").then(|| format!("namespace:{}", key.namespace));
    Envelope {
        also: also(id, &[&key.name]),
        tags: namespace.into_iter().collect(),
        source: Some(object.source.clone()),
        ..Envelope::empty()
    }
}

/// `spec.resources.requests.storage` in bytes.
fn requested_size(claim: &Node) -> Option<Size> {
    let requests = claim.get("spec")?.get("resources")?.get("requests")?;
    let text = said(requests, "storage")?;
    const UNITS: [(&str, u64); 9] = [
        ("Ki", 1 << 10),
        ("Mi", 1 << 20),
        ("Gi", 1 << 30),
        ("Ti", 1 << 40),
        ("k", 1_000),
        ("M", 1_000_000),
        ("G", 1_000_000_000),
        ("T", 1_000_000_000_000),
        ("", 1),
    ];
    let (number, factor) = UNITS
        .iter()
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)))?;
    let number: u64 = number.parse().ok()?;
    number
        .checked_mul(*factor)
        .filter(|bytes| *bytes > 0)
        .map(Size)
}
