//! Relations of ServiceNow: who needs whom. The parent stands before the type, the child behind
//! it, and the two halves of the type are what each says of the other: "Web shop · Depends
//! on::Used by · database" reads "the Web shop depends on the database".

use std::collections::{BTreeMap, HashMap, HashSet};

use record::item::Need;
use record::link::{ItemRef, to_id};
use record::node::shorten;

use super::super::names::count;
use super::super::table::Sheet;
use super::super::table::heading::plain;
use super::{End, Import, Items, item_of, relation};

/// Types with a direction: what the one that needs says, what the one that is needed says.
const NEEDS: &[(&str, &str)] = &[
    ("depends on", "used by"),
    ("uses", "used by"),
    ("runs on", "runs"),
    ("hosted on", "hosts"),
    ("virtualized by", "virtualizes"),
    ("instantiated by", "instantiates"),
    ("contained by", "contains"),
    ("located in", "houses"),
    ("powered by", "powers"),
    ("cooled by", "cools"),
    ("stored on", "stores"),
    ("consumes", "consumed by"),
    ("provided by", "provides"),
    ("managed by hypervisor", "manages guest"),
];

/// A group says `members`: it needs some of them, and how many is declared nowhere.
const GROUP: (&str, &str) = ("members", "member of");

/// Examples of edges shown.
const EXAMPLES: usize = 5;

/// One row of `cmdb_rel_ci`.
pub(super) struct Relation<'r> {
    pub parent: &'r str,
    pub child: &'r str,
    pub kind: &'r str,
    pub row: u32,
}

/// Who needs whom under a type.
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    ParentNeedsChild,
    ChildNeedsParent,
    ParentIsGroup,
    ChildIsGroup,
}

fn direction(kind: &str) -> Option<Direction> {
    let (first, second) = kind.split_once("::").unwrap_or((kind, ""));
    let (first, second) = (plain(first), plain(second));
    let says = |(one, other): (&str, &str), a: &str, b: &str| {
        one == a && (other == b || b.is_empty()) && !a.is_empty()
    };
    if NEEDS.iter().any(|pair| says(*pair, &first, &second)) {
        return Some(Direction::ParentNeedsChild);
    }
    if NEEDS
        .iter()
        .any(|(one, other)| says((other, one), &first, &second))
    {
        return Some(Direction::ChildNeedsParent);
    }
    let (group, member) = GROUP;
    if says((group, member), &first, &second) {
        return Some(Direction::ParentIsGroup);
    }
    says((member, group), &first, &second).then_some(Direction::ChildIsGroup)
}

/// What the relations came to.
#[derive(Default)]
struct Found {
    /// Needs by the one that needs, each once.
    needs: BTreeMap<(&'static str, String), Vec<String>>,
    joined: HashSet<(String, String)>,
    groups: BTreeMap<(&'static str, String), Vec<String>>,
    examples: Vec<String>,
    edges: usize,
    unknown: BTreeMap<String, usize>,
    loose: BTreeMap<String, Vec<u32>>,
}

/// Reads the relations and gives the records their needs.
pub(super) fn read(tables: &[(Vec<String>, Sheet)], items: &Items, import: &mut Import) {
    let mut found = Found::default();
    for (head, sheet) in tables {
        for row in &sheet.rows[1..] {
            let relation = relation(head, row);
            match direction(relation.kind) {
                Some(direction) => found.add(&relation, direction, items),
                None if [relation.parent, relation.child, relation.kind] == [""; 3] => {}
                None => *found.unknown.entry(shorten(relation.kind)).or_default() += 1,
            }
        }
    }
    found.settle_groups(import);
    found.remark(import);
    let mut places: HashMap<(&str, String), usize> = HashMap::new();
    for (at, record) in import.records.iter().enumerate() {
        places.insert((record.kind(), record.id().to_string()), at);
    }
    for ((kind, id), needed) in found.needs {
        let record = places
            .get(&(kind, id))
            .and_then(|at| import.records.get_mut(*at));
        if let Some(item) = record.and_then(item_of) {
            let needs = needed.into_iter().map(|text| Need::one(ItemRef::to(text)));
            for need in needs {
                if !item.requires.contains(&need) {
                    item.requires.push(need);
                }
            }
        }
    }
}

impl Found {
    fn add(&mut self, relation: &Relation<'_>, direction: Direction, items: &Items) {
        let (needing, needed) = match direction {
            Direction::ParentNeedsChild | Direction::ParentIsGroup => {
                (relation.parent, relation.child)
            }
            Direction::ChildNeedsParent | Direction::ChildIsGroup => {
                (relation.child, relation.parent)
            }
        };
        let needing_item = match items.find(needing) {
            End::One(item) => item.clone(),
            End::Several(rows) => return self.ambiguous(needing, rows, relation.row),
            End::None => {
                let name = shorten(needing);
                let text = format!("`{name}` needs something, but no item answers to that name");
                return self.loose.entry(text).or_default().push(relation.row);
            }
        };
        let needed_text = match items.find(needed) {
            End::One((kind, id)) => format!("{kind}/{id}"),
            End::Several(rows) => return self.ambiguous(needed, rows, relation.row),
            End::None if needed.is_empty() => return,
            End::None => {
                let name = shorten(needed);
                let text = format!("no item answers to `{name}`; kept as a reference");
                self.loose.entry(text).or_default().push(relation.row);
                to_id(needed)
            }
        };
        let from = format!("{}/{}", needing_item.0, needing_item.1);
        if !self.joined.insert((from, needed_text.clone())) {
            return;
        }
        if matches!(
            direction,
            Direction::ParentIsGroup | Direction::ChildIsGroup
        ) {
            self.groups
                .entry(needing_item)
                .or_default()
                .push(needed_text);
            return;
        }
        self.edges += 1;
        if self.examples.len() < EXAMPLES {
            let [parent, kind, child] =
                [relation.parent, relation.kind, relation.child].map(shorten);
            self.examples.push(format!(
                "`{}` needs `{}` (read from: {parent} · {kind} · {child})",
                shorten(needing),
                shorten(needed)
            ));
        }
        self.needs
            .entry(needing_item)
            .or_default()
            .push(needed_text);
    }

    fn ambiguous(&mut self, name: &str, rows: usize, row: u32) {
        let name = shorten(name);
        let text = format!("`{name}` is the name of {rows} items; relate them by `sys_id`");
        self.loose.entry(text).or_default().push(row);
    }

    /// A group of one needs that one; of a larger one nobody said how many it needs.
    fn settle_groups(&mut self, import: &mut Import) {
        let mut open: Vec<String> = Vec::new();
        for (group, members) in std::mem::take(&mut self.groups) {
            if let [member] = members.as_slice() {
                self.edges += 1;
                self.needs.entry(group).or_default().push(member.clone());
            } else {
                open.push(format!("{}/{} ({})", group.0, group.1, members.len()));
            }
        }
        if !open.is_empty() {
            import.remark(format!(
                "{} of members, and how many members each needs is declared nowhere: {}; no edge \
                 was made; write `requires: [{{ any: K, of: [..] }}]`",
                count(open.len(), "group"),
                super::super::names::some(open.iter().map(String::as_str))
            ));
        }
    }

    fn remark(&self, import: &mut Import) {
        import.remark(format!(
            "{} read; the one named first needs the other",
            count(self.edges, "edge")
        ));
        for example in &self.examples {
            import.remark(format!("for example: {example}"));
        }
        for (kind, number) in &self.unknown {
            import.remark(format!(
                "{} of the type `{kind}`, whose direction is not known here: no edge was made",
                count(*number, "relation")
            ));
        }
        for (text, rows) in self.loose.iter().take(100) {
            let first = rows.first().copied().unwrap_or_default();
            import.remark(format!(
                "relations: {text} ({}, first row {first})",
                count(rows.len(), "row")
            ));
        }
        let more = self.loose.len().saturating_sub(100);
        if more > 0 {
            import.remark(format!("{more} more names that no item answers to"));
        }
    }
}
