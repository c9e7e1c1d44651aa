//! Objects of a cluster and what of them is read: pods' environment, claims and labels. It judges
//! nothing.

use record::node::Node;

use super::address::Variable;
use crate::import::names::{list, said};

const WORKLOADS: [&str; 7] = [
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "Job",
    "CronJob",
    "Pod",
];

/// Whether a kind of object runs pods.
pub fn is_workload(kind: &str) -> bool {
    WORKLOADS.contains(&kind)
}

/// Whether a kind of object is read at all.
pub fn is_read(kind: &str) -> bool {
    is_workload(kind) || ["Service", "PersistentVolumeClaim", "ConfigMap"].contains(&kind)
}

/// What tells an object from every other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// As written: `Deployment`.
    pub kind: String,
    /// `default` where none is written.
    pub namespace: String,
    /// As written.
    pub name: String,
}

impl Key {
    /// The name, with its namespace unless that is the usual one.
    pub fn title(&self) -> String {
        match self.namespace.as_str() {
            "default" => self.name.clone(),
            namespace => format!("{namespace}.{}", self.name),
        }
    }

    /// All three, for maps keyed by text.
    pub fn text(&self) -> String {
        format!("{}:{}/{}", self.kind, self.namespace, self.name)
    }
}

/// An object and where it was read.
pub struct Object {
    /// What it is called.
    pub key: Key,
    /// As written.
    pub node: Node,
    /// For provenance.
    pub source: String,
}

/// A label of pods: namespace, key, value.
pub type Label<'o> = (&'o str, &'o str, &'o str);

impl Object {
    /// The first label that a Service's selector asks for.
    pub fn first_label(&self) -> Option<Label<'_>> {
        let selector = self.node.get("spec")?.get("selector")?.as_map()?;
        let first = selector.first()?;
        Some((&self.key.namespace, &first.key, first.value.as_text()?))
    }

    /// Whether a Service's selector meets the pods of a workload. One without a selector meets
    /// none.
    pub fn selects(&self, workload: &Workload<'_>) -> bool {
        let selector = self.node.get("spec").and_then(|spec| spec.get("selector"));
        let Some(selector) = selector
            .and_then(Node::as_map)
            .filter(|entries| !entries.is_empty())
        else {
            return false;
        };
        let labels = workload
            .template
            .get("metadata")
            .and_then(|metadata| metadata.get("labels"));
        let has = |key: &str, value: Option<&str>| {
            value.is_some() && labels.and_then(|labels| labels.get(key)?.as_text()) == value
        };
        self.key.namespace == workload.object.key.namespace
            && selector
                .iter()
                .all(|entry| has(&entry.key, entry.value.as_text()))
    }
}

/// An object that runs pods.
pub struct Workload<'o> {
    /// The object.
    pub object: &'o Object,
    /// What its pods are made from: `metadata` and `spec`.
    template: &'o Node,
}

impl<'o> Workload<'o> {
    /// The workload an object is, if it is one and says what its pods are.
    pub fn of(object: &'o Object) -> Option<Workload<'o>> {
        if !is_workload(&object.key.kind) {
            return None;
        }
        let spec = || object.node.get("spec");
        let template = match object.key.kind.as_str() {
            "Pod" => Some(&object.node),
            "CronJob" => {
                spec().and_then(|spec| spec.get("jobTemplate")?.get("spec")?.get("template"))
            }
            _ => spec().and_then(|spec| spec.get("template")),
        };
        let template = template.unwrap_or(&object.node);
        Some(Workload { object, template })
    }

    /// The labels of its pods.
    pub fn labels(&self) -> Vec<Label<'o>> {
        let labels = self
            .template
            .get("metadata")
            .and_then(|metadata| metadata.get("labels"));
        let entries = labels.and_then(Node::as_map).unwrap_or_default();
        let namespace = self.object.key.namespace.as_str();
        let label =
            |entry: &'o record::node::Entry| Some((namespace, &*entry.key, entry.value.as_text()?));
        entries.iter().filter_map(label).collect()
    }

    /// How many pods it asks for, as written.
    pub fn replicas(&self) -> Option<&'o str> {
        said(self.object.node.get("spec")?, "replicas")
    }

    fn pod(&self) -> Option<&'o Node> {
        self.template.get("spec")
    }

    /// The variables of all its containers, those of ConfigMaps included; Secrets are not opened.
    pub fn environment<'f>(
        &self,
        find: impl Fn(&str, &str) -> Option<&'f Object>,
    ) -> Vec<Variable> {
        let mut variables = Vec::new();
        let Some(pod) = self.pod() else {
            return variables;
        };
        let mut add = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                variables.push(Variable {
                    name: name.into(),
                    value: value.into(),
                });
            }
        };
        let containers = list(pod, "containers")
            .iter()
            .chain(list(pod, "initContainers"));
        for container in containers {
            for variable in list(container, "env") {
                let Some(name) = said(variable, "name") else {
                    continue;
                };
                add(name, said(variable, "value"));
                let from = variable
                    .get("valueFrom")
                    .and_then(|from| from.get("configMapKeyRef"));
                let Some(from) = from else { continue };
                let map = said(from, "name").and_then(|name| find("ConfigMap", name));
                let key = said(from, "key").unwrap_or_default();
                add(name, map.and_then(|map| said(map.node.get("data")?, key)));
            }
            for source in list(container, "envFrom") {
                let map = source
                    .get("configMapRef")
                    .and_then(|from| said(from, "name"));
                let map = map.and_then(|name| find("ConfigMap", name));
                let entries = map.and_then(|map| map.node.get("data")?.as_map());
                for entry in entries.unwrap_or_default() {
                    add(&entry.key, entry.value.as_text());
                }
            }
        }
        variables
    }

    /// The claims its pods mount by name.
    pub fn claim_names(&self) -> Vec<String> {
        let volumes = self.pod().map_or(&[][..], |pod| list(pod, "volumes"));
        let claim = |volume: &Node| {
            let claim = volume.get("persistentVolumeClaim")?;
            said(claim, "claimName").map(String::from)
        };
        volumes.iter().filter_map(claim).collect()
    }

    /// The claims it makes for its pods.
    pub fn claim_templates(&self) -> &'o [Node] {
        let spec = self.object.node.get("spec");
        spec.map_or(&[], |spec| list(spec, "volumeClaimTemplates"))
    }
}
