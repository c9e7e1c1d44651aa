//! The rows of a Django dump by model and number. Rows of people and of access are dropped before
//! anything is read from them.

use std::collections::{BTreeMap, HashMap};

use record::node::Node;

use crate::import::{File, Import};
use crate::read::{json, utf8};

/// Most values of a dump.
const NODES_MAX: usize = 20_000_000;

/// Applications of a dump whose rows are about people and access.
const HIDDEN: &[&str] = &[
    "auth.",
    "users.",
    "sessions.",
    "admin.",
    "social_django.",
    "django_rq.",
    "tenancy.contact",
    "authtoken.",
    "account.",
    "extras.webhook",
    "secrets.",
];

/// A row by its model and number.
pub(super) type Key = (&'static str, u64);

/// Models that are read.
const READ: &[&str] = &[
    "dcim.site",
    "dcim.region",
    "dcim.rack",
    "dcim.device",
    "dcim.devicerole",
    "dcim.powerpanel",
    "dcim.powerfeed",
    "dcim.powerport",
    "dcim.poweroutlet",
    "dcim.cable",
    "dcim.cabletermination",
    "dcim.devicebay",
    "virtualization.cluster",
    "virtualization.virtualmachine",
    "circuits.provider",
    "circuits.providernetwork",
    "circuits.circuit",
    "circuits.circuittermination",
    "tenancy.tenant",
];

/// One row.
pub(super) struct Row<'n> {
    pub key: Key,
    fields: &'n Node,
}

/// The rows of a dump.
pub(super) struct Rows<'n> {
    by_model: HashMap<&'static str, Vec<Row<'n>>>,
    at: HashMap<Key, usize>,
    passed: BTreeMap<&'n str, usize>,
    /// Rows that were not looked at.
    pub hidden: usize,
}

/// The tree of a file; none, with a remark, where a folder holds something that is no JSON.
pub(super) fn tree(file: &File<'_>, import: &mut Import) -> Option<Node> {
    let first = file.bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'[' | b'{' | 0xef)) {
        let text = format!("{}: no JSON, passed over", file.name);
        import.remarks.push(text);
        return None;
    }
    let text = utf8(file.bytes, 1).map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    let node = text.and_then(|text| json::read(text, 1, NODES_MAX));
    node.map_err(|fault| import.complaints.push((file.name.into(), fault)))
        .ok()
}

impl<'n> Row<'n> {
    /// A text that says something.
    pub fn text(&self, key: &str) -> Option<&'n str> {
        let text = self.fields.get(key)?.as_text()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The number of another row, or any number.
    pub fn number(&self, key: &str) -> Option<u64> {
        self.fields.get(key)?.as_text()?.parse().ok()
    }

    /// A content type: `["dcim", "powerport"]` or `dcim.powerport`.
    pub fn model(&self, key: &str) -> Option<String> {
        let node = self.fields.get(key)?;
        let parts = node.as_list().map(|parts| {
            let parts: Vec<&str> = parts.iter().filter_map(Node::as_text).collect();
            parts.join(".")
        });
        parts.or_else(|| node.as_text().map(str::to_string))
    }
}

impl<'n> Rows<'n> {
    /// The rows of a dump; none where the tree is no dump.
    pub fn of(node: &'n Node) -> Option<Rows<'n>> {
        let mut rows = Rows {
            by_model: HashMap::new(),
            at: HashMap::new(),
            passed: BTreeMap::new(),
            hidden: 0,
        };
        let list = node.as_list()?;
        let mut any = list.is_empty();
        for node in list {
            let Some(model) = node.get("model").and_then(Node::as_text) else {
                continue;
            };
            any = true;
            if HIDDEN.iter().any(|hidden| model.starts_with(hidden)) {
                rows.hidden += 1;
                continue;
            }
            let known = READ.iter().copied().find(|read| *read == model);
            let pk = node
                .get("pk")
                .and_then(Node::as_text)
                .and_then(|pk| pk.parse().ok());
            let fields = node
                .get("fields")
                .filter(|fields| fields.as_map().is_some());
            let (Some(model), Some(pk), Some(fields)) = (known, pk, fields) else {
                *rows.passed.entry(model).or_default() += 1;
                continue;
            };
            let of_model = rows.by_model.entry(model).or_default();
            let key = (model, pk);
            if let std::collections::hash_map::Entry::Vacant(vacant) = rows.at.entry(key) {
                vacant.insert(of_model.len());
                of_model.push(Row { key, fields });
            }
        }
        any.then_some(rows)
    }

    /// The rows of a model, in the order of the dump.
    pub fn of_model(&self, model: &str) -> &[Row<'n>] {
        self.by_model.get(model).map_or(&[], Vec::as_slice)
    }

    /// A row.
    pub fn get(&self, key: Key) -> Option<&Row<'n>> {
        let at = *self.at.get(&key)?;
        self.of_model(key.0).get(at)
    }

    /// The models that were passed over and how many rows each has, the most first.
    pub fn passed_over(&self) -> String {
        let mut passed: Vec<(&str, usize)> = self.passed.iter().map(|(m, n)| (*m, *n)).collect();
        passed.sort_by_key(|(model, count)| (std::cmp::Reverse(*count), *model));
        let shown = passed.iter().take(12);
        let shown: Vec<String> = shown
            .map(|(model, count)| format!("{count} {}", record::node::shorten(model)))
            .collect();
        match passed.len().saturating_sub(12) {
            0 => shown.join(", "),
            more => format!("{} and {more} more models", shown.join(", ")),
        }
    }
}
