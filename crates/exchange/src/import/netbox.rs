//! NetBox inventories as Django dumps them: sites, racks, devices, machines, circuits, power. Edges
//! come only from what is declared with a direction. Rows of users, sessions and contacts are never
//! looked at.

mod edges;
mod rows;

use std::collections::{BTreeMap, HashMap, HashSet};

use record::initiation::{Site, Supplier};
use record::item::{Item, Need};
use record::kind::{Envelope, Filed, Status};
use record::kinds::Record;
use record::link::{Id, to_id};
use record::node::Place;
use record::requirements::Component;

use super::names::blank;
use super::{File, Import};
use rows::{Key, Rows};

/// Models that become records, with what they become.
const COMPONENTS: &[(&str, &str)] = &[
    ("dcim.rack", "rack"),
    ("dcim.device", "device"),
    ("dcim.powerpanel", "power panel"),
    ("dcim.powerfeed", "power feed"),
    ("virtualization.cluster", "cluster"),
    ("virtualization.virtualmachine", "virtual machine"),
    ("circuits.circuit", "circuit"),
    ("circuits.providernetwork", "provider network"),
];

/// Imports dumps. Cost: linear in the bytes.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let mut read = false;
    for file in files {
        let Some(node) = rows::tree(file, &mut import) else {
            continue;
        };
        read = true;
        match Rows::of(&node) {
            Some(rows) => Dump::new(&rows, file.short_name()).records(&mut import),
            None => {
                let text = "no NetBox dump: a list of objects with `model`, `pk` and `fields` was \
                            expected (`manage.py dumpdata`)";
                import.complain(file.name, node.at, text);
            }
        }
    }
    if let (false, [file, ..]) = (read || !import.complaints.is_empty(), files) {
        let text = "no NetBox dump among the files: JSON was expected (`manage.py dumpdata`)";
        import.complain(file.name, Place { line: 1, column: 1 }, text);
    }
    import
}

/// A dump whose rows have their ids.
struct Dump<'r, 'n> {
    rows: &'r Rows<'n>,
    file: &'r str,
    sites: HashMap<u64, String>,
    suppliers: HashMap<u64, String>,
    components: HashMap<Key, String>,
    /// The sites at which each circuit ends, without repetition.
    ends: HashMap<u64, Vec<u64>>,
    joined: HashSet<(Key, Key)>,
    /// Needs of components, in the order found.
    needs: BTreeMap<Key, Vec<Need>>,
    remarks: Vec<String>,
}

impl<'r, 'n> Dump<'r, 'n> {
    fn new(rows: &'r Rows<'n>, file: &'r str) -> Dump<'r, 'n> {
        let mut dump = Dump {
            rows,
            file,
            sites: HashMap::new(),
            suppliers: HashMap::new(),
            components: HashMap::new(),
            ends: HashMap::new(),
            joined: HashSet::new(),
            needs: BTreeMap::new(),
            remarks: Vec::new(),
        };
        dump.sites = dump.slugs("dcim.site");
        dump.suppliers = dump.slugs("circuits.provider");
        dump.find_ends();
        dump.name_components();
        dump
    }

    /// Ids from slugs, which NetBox keeps unique; two that meet are told apart by their numbers.
    fn slugs(&self, model: &str) -> HashMap<u64, String> {
        let mut taken = HashSet::new();
        let mut ids = HashMap::new();
        for row in self.rows.of_model(model) {
            let name = row
                .text("slug")
                .or_else(|| row.text("name"))
                .unwrap_or("unnamed");
            ids.insert(row.key.1, apart(to_id(name), row.key.1, &mut taken));
        }
        ids
    }

    /// Ids of components: the name where it is the only one, else with the site, else with the
    /// number of the row, so that another order of rows gives the same ids.
    fn name_components(&mut self) {
        let mut rows = Vec::new();
        for (model, _) in COMPONENTS {
            rows.extend(self.rows.of_model(model));
        }
        let name = |row: &rows::Row<'n>| row.text("name").or_else(|| row.text("cid"));
        let plain: Vec<String> = rows
            .iter()
            .map(|row| match name(row) {
                Some(name) => to_id(name),
                None => format!("{}-{}", to_id(&self.class(row)), row.key.1),
            })
            .collect();
        let wide: Vec<String> = rows
            .iter()
            .zip(&plain)
            .map(|(row, plain)| match self.site_of(row) {
                Some(site) => format!("{}-{}", clipped(site), clipped(plain)),
                None => plain.clone(),
            })
            .collect();
        let count = |names: &[String]| {
            let mut counts: HashMap<String, usize> = HashMap::new();
            names
                .iter()
                .for_each(|name| *counts.entry(name.clone()).or_default() += 1);
            counts
        };
        let (plain_counts, wide_counts) = (count(&plain), count(&wide));
        let mut taken = HashSet::new();
        for ((row, plain), wide) in rows.iter().zip(plain).zip(wide) {
            let id = if plain_counts[&plain] == 1 {
                plain
            } else if wide_counts[&wide] == 1 {
                wide
            } else {
                format!("{}-{}", clipped(&wide), row.key.1)
            };
            let id = apart(id, row.key.1, &mut taken);
            self.components.insert(row.key, id);
        }
    }

    fn envelope(&self, row: &rows::Row<'n>) -> Envelope {
        let mut tags: Vec<String> = Vec::new();
        let tenant = row
            .number("tenant")
            .and_then(|pk| self.rows.get(("tenancy.tenant", pk)));
        tags.extend(tenant.and_then(|row| row.text("slug")).map(to_id));
        Envelope {
            name: row
                .text("name")
                .or_else(|| row.text("cid"))
                .map(str::to_string),
            status: (row.text("status") == Some("retired")
                || row.text("status") == Some("decommissioned"))
            .then_some(Status::Retired),
            tags,
            description: row.text("description").map(str::to_string),
            source: Some(format!("netbox {}, {} {}", self.file, row.key.0, row.key.1)),
            ..Envelope::empty()
        }
    }

    /// What a component is: the role of a device, the type of a cluster or circuit.
    fn class(&self, row: &rows::Row<'n>) -> String {
        let known = COMPONENTS.iter().find(|(model, _)| *model == row.key.0);
        let fallback = known.map_or("component", |(_, class)| class);
        let role = match row.key.0 {
            "dcim.device" => row.number("role").or(row.number("device_role")),
            _ => None,
        };
        let role = role.and_then(|pk| self.rows.get(("dcim.devicerole", pk)));
        let role = role
            .and_then(|role| role.text("name"))
            .map(str::to_lowercase);
        role.unwrap_or_else(|| fallback.into())
    }

    /// The site a row stands in, by itself or by what holds it.
    fn site_of(&self, row: &rows::Row<'n>) -> Option<&str> {
        let holder = |field: &str, model: &'static str| {
            let holder = row
                .number(field)
                .and_then(|pk| self.rows.get((model, pk)))?;
            holder.number("site")
        };
        let site = row.number("site").or_else(|| match row.key.0 {
            "dcim.powerfeed" => holder("power_panel", "dcim.powerpanel"),
            "virtualization.virtualmachine" => holder("device", "dcim.device")
                .or_else(|| holder("cluster", "virtualization.cluster")),
            "circuits.circuit" => self
                .ends
                .get(&row.key.1)
                .and_then(|ends| ends.first().copied()),
            _ => None,
        })?;
        self.sites.get(&site).map(String::as_str)
    }

    fn find_ends(&mut self) {
        for end in self.rows.of_model("circuits.circuittermination") {
            let Some((circuit, site)) = end.number("circuit").zip(end.number("site")) else {
                continue;
            };
            let sites = self.ends.entry(circuit).or_default();
            // A circuit has two ends; a dump that gives it more is still read in linear time.
            if sites.len() < 8 && !sites.contains(&site) {
                sites.push(site);
            }
        }
    }

    fn records(mut self, import: &mut Import) {
        self.find_edges();
        for row in self.rows.of_model("dcim.site") {
            import.records.push(Record::Site(self.site(row)));
        }
        for row in self.rows.of_model("circuits.provider") {
            let id = &self.suppliers[&row.key.1];
            let supplier: Supplier = blank();
            let filed = Filed::made(id, self.envelope(row), supplier);
            import.records.push(Record::Supplier(filed));
        }
        for (model, _) in COMPONENTS {
            for row in self.rows.of_model(model) {
                let component = self.component(row);
                import.records.push(Record::Component(component));
            }
        }
        let passed = self.rows.passed_over();
        if !passed.is_empty() {
            self.remarks.push(format!(
                "passed over, for nothing here stands for them: {passed}"
            ));
        }
        if self.rows.hidden > 0 {
            self.remarks.push(format!(
                "{} rows of users, permissions, sessions, tokens or contacts were not looked at",
                self.rows.hidden
            ));
        }
        let file = self.file;
        import.remarks.extend(
            self.remarks
                .into_iter()
                .map(|text| format!("{file}: {text}")),
        );
    }

    fn site(&self, row: &rows::Row<'n>) -> Filed<Site> {
        let mut site: Site = blank();
        let mut envelope = self.envelope(row);
        let mut regions = self.regions(row.number("region")).into_iter();
        site.item.region = regions.next();
        envelope.tags.extend(regions);
        let degrees = |key: &str| row.text(key)?.parse::<f64>().ok();
        let place = degrees("latitude").zip(degrees("longitude"));
        site.location = place
            .filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0)
            .map(|(lat, lon)| record::initiation::site::Location { lat, lon });
        Filed::made(&self.sites[&row.key.1], envelope, site)
    }

    /// A region and those around it, innermost first.
    fn regions(&self, region: Option<u64>) -> Vec<String> {
        let (mut regions, mut next) = (Vec::new(), region);
        while let Some(row) = next.and_then(|pk| self.rows.get(("dcim.region", pk))) {
            // A ring of parents ends as soon as it closes.
            let Some(slug) = row
                .text("slug")
                .map(to_id)
                .filter(|slug| !regions.contains(slug))
            else {
                break;
            };
            regions.push(slug);
            next = row.number("parent");
        }
        regions
    }

    fn component(&self, row: &rows::Row<'n>) -> Filed<Component> {
        let mut component: Component = blank();
        component.item.class = Some(self.class(row));
        self.place(row, &mut component.item);
        component.item.requires = self.needs.get(&row.key).cloned().unwrap_or_default();
        let rack = row
            .number("rack")
            .and_then(|pk| self.rows.get(("dcim.rack", pk)));
        component.rack = rack.and_then(|rack| rack.text("name")).map(str::to_string);
        Filed::made(&self.components[&row.key], self.envelope(row), component)
    }

    fn place(&self, row: &rows::Row<'n>, item: &mut Item) {
        item.site = self.site_of(row).map(Id::to);
        let provider = row
            .number("provider")
            .and_then(|pk| self.suppliers.get(&pk));
        item.supplier = provider.map(|id| Id::to(id));
    }
}

/// An id with room for more behind it.
fn clipped(id: &str) -> &str {
    &id[..id.len().min(80)]
}

/// The id, or with a number behind it where another row has it already.
fn apart(wanted: String, number: u64, taken: &mut HashSet<String>) -> String {
    let mut id = wanted.clone();
    let mut count = 1;
    while !taken.insert(id.clone()) {
        id = match count {
            1 => format!("{}-{number}", clipped(&wanted)),
            count => format!("{}-{number}-{count}", clipped(&wanted)),
        };
        count += 1;
    }
    id
}
