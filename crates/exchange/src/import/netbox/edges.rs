//! What needs what in a NetBox dump. Only relations with a direction become needs: a machine in a
//! cluster, a device at a power outlet, a rack at its feeds. Network cables have none.

use std::collections::HashMap;

use record::item::Need;
use record::link::ItemRef;

use super::Dump;
use super::rows::{Key, Row};

impl<'n> Dump<'_, 'n> {
    pub(super) fn find_edges(&mut self) {
        let feeds = self.feeds_of_racks();
        self.machines();
        self.devices(&feeds);
        self.power_cables();
        self.feeds();
        self.circuits();
    }

    /// Adds the need of one component for another, once.
    fn need(&mut self, from: Key, to: Key) -> bool {
        let Some(id) = self.components.get(&to) else {
            return false;
        };
        if !self.joined.insert((from, to)) {
            return false;
        }
        self.need_of(from, Need::one(ItemRef::to(format!("component/{id}"))))
    }

    fn need_of(&mut self, from: Key, need: Need) -> bool {
        self.needs.entry(from).or_default().push(need);
        true
    }

    fn machines(&mut self) {
        let rows = self.rows;
        for row in rows.of_model("virtualization.virtualmachine") {
            if let Some(host) = row.number("device") {
                self.need(row.key, ("dcim.device", host));
            }
            if let Some(cluster) = row.number("cluster") {
                self.need(row.key, ("virtualization.cluster", cluster));
            }
        }
        let hosts = rows.of_model("dcim.device").iter();
        let hosts = hosts.filter(|row| row.number("cluster").is_some()).count();
        if hosts > 0 {
            self.remarks.push(format!(
                "{hosts} devices are hosts of clusters, but how many of them a cluster needs is \
                 declared nowhere: no edge was made; write `requires: [{{ any: K, of: [..] }}]`"
            ));
        }
    }

    /// The feeds of each rack: as many as are primary must be up, of all.
    fn feeds_of_racks(&mut self) -> HashMap<u64, usize> {
        let mut of_rack: HashMap<u64, Vec<&Row<'n>>> = HashMap::new();
        let rows = self.rows;
        for feed in rows.of_model("dcim.powerfeed") {
            if let Some(rack) = feed.number("rack") {
                of_rack.entry(rack).or_default().push(feed);
            }
        }
        for rack in rows.of_model("dcim.rack") {
            let Some(feeds) = of_rack.get(&rack.key.1) else {
                continue;
            };
            let primary = |feed: &&&Row<'n>| feed.text("type") != Some("redundant");
            let any = feeds.iter().filter(primary).count().max(1) as u32;
            let member =
                |feed: &&Row<'n>| ItemRef::to(format!("component/{}", self.components[&feed.key]));
            let of: Vec<ItemRef> = feeds.iter().map(member).collect();
            let mut need = Need::one(of[0].clone());
            if of.len() > 1 {
                need = Need {
                    any,
                    of,
                    grouped: true,
                    ..need
                };
            }
            self.need_of(rack.key, need);
        }
        of_rack
            .into_iter()
            .map(|(rack, feeds)| (rack, feeds.len()))
            .collect()
    }

    fn devices(&mut self, feeds: &HashMap<u64, usize>) {
        let mut ports: HashMap<u64, usize> = HashMap::new();
        for port in self.rows.of_model("dcim.powerport") {
            *ports.entry(port.number("device").unwrap_or(0)).or_default() += 1;
        }
        let (rows, mut passive) = (self.rows, 0);
        for row in rows.of_model("dcim.device") {
            let Some(rack) = row.number("rack") else {
                continue;
            };
            // A part without a power port goes on when its rack has no power.
            if feeds.contains_key(&rack) && !ports.contains_key(&row.key.1) {
                passive += 1;
                continue;
            }
            self.need(row.key, ("dcim.rack", rack));
        }
        if passive > 0 {
            self.remarks.push(format!(
                "{passive} devices without a power port stand in racks with power feeds: they do \
                 not need the rack's power, so no edge was made to the rack"
            ));
        }
        for bay in rows.of_model("dcim.devicebay") {
            let ends = bay.number("installed_device").zip(bay.number("device"));
            if let Some((inner, outer)) = ends {
                self.need(("dcim.device", inner), ("dcim.device", outer));
            }
        }
    }

    /// A power port needs what its cable leads to: the device of an outlet, or a feed.
    fn power_cables(&mut self) {
        let rows = self.rows;
        let mut ends: HashMap<u64, Vec<(String, u64)>> = HashMap::new();
        for end in rows.of_model("dcim.cabletermination") {
            let found = end.number("cable").zip(end.model("termination_type"));
            if let Some(((cable, model), id)) = found.zip(end.number("termination_id")) {
                ends.entry(cable).or_default().push((model, id));
            }
        }
        let (mut undirected, mut inlets) = (0, HashMap::<u64, usize>::new());
        for cable in rows.of_model("dcim.cable") {
            let ends = ends.get(&cable.key.1).map_or(&[][..], Vec::as_slice);
            let of = |model: &str| ends.iter().find(|end| end.0 == model).map(|end| end.1);
            let port = of("dcim.powerport").and_then(|pk| rows.get(("dcim.powerport", pk)));
            let Some(device) = port.and_then(|port| port.number("device")) else {
                undirected += 1;
                continue;
            };
            let outlet = of("dcim.poweroutlet");
            let outlet = outlet.and_then(|pk| rows.get(("dcim.poweroutlet", pk)));
            let source = match outlet.and_then(|outlet| outlet.number("device")) {
                Some(strip) => Some(("dcim.device", strip)),
                None => of("dcim.powerfeed").map(|pk| ("dcim.powerfeed", pk)),
            };
            if let Some(source) = source
                && rows.get(("dcim.device", device)).is_some()
                && self.need(("dcim.device", device), source)
            {
                *inlets.entry(device).or_default() += 1;
            }
        }
        self.remark_cables(undirected, &inlets);
    }

    fn remark_cables(&mut self, undirected: usize, inlets: &HashMap<u64, usize>) {
        let all = self.rows.of_model("dcim.cable").len();
        if undirected > 0 {
            self.remarks.push(format!(
                "{undirected} of {all} cables are network cables or lead to no power port: a cable \
                 does not say which end needs the other, so no edge was made"
            ));
        }
        let several = inlets.iter().filter(|(_, count)| **count > 1);
        let mut several: Vec<&str> = several
            .filter_map(|(device, _)| self.components.get(&("dcim.device", *device)))
            .map(String::as_str)
            .collect();
        several.sort_unstable();
        if !several.is_empty() {
            let shown = several
                .iter()
                .take(5)
                .copied()
                .collect::<Vec<_>>()
                .join(", ");
            self.remarks.push(format!(
                "{} devices draw power from several sources ({shown}{}); that one suffices is \
                 declared nowhere, so each is a need of its own; where it does, write \
                 `any: 1`",
                several.len(),
                if several.len() > 5 { ", …" } else { "" }
            ));
        }
    }

    fn feeds(&mut self) {
        let rows = self.rows;
        for feed in rows.of_model("dcim.powerfeed") {
            if let Some(panel) = feed.number("power_panel") {
                self.need(feed.key, ("dcim.powerpanel", panel));
            }
        }
    }

    /// A circuit stands in the first site at which it ends and needs the other.
    fn circuits(&mut self) {
        let rows = self.rows;
        for circuit in rows.of_model("circuits.circuit") {
            let ends = self.ends.get(&circuit.key.1).cloned().unwrap_or_default();
            for site in ends.iter().skip(1) {
                if let Some(id) = self.sites.get(site) {
                    let need = Need::one(ItemRef::to(format!("site/{id}")));
                    self.need_of(circuit.key, need);
                }
            }
        }
        for end in rows.of_model("circuits.circuittermination") {
            let ends = end.number("circuit").zip(end.number("provider_network"));
            let Some((circuit, network)) = ends else {
                continue;
            };
            if rows.get(("circuits.circuit", circuit)).is_some() {
                self.need(
                    ("circuits.circuit", circuit),
                    ("circuits.providernetwork", network),
                );
            }
        }
    }
}
