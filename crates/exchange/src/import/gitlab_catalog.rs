//! The service catalogue of GitLab's runbooks: services with owner and dependencies, the register
//! of teams, and a CSV of further edges (`service,depends_on,source_file`). A dependency without a
//! name is no edge; a name that nothing answers to stays, and likely candidates are only named.

mod edges;

use std::collections::{BTreeMap, HashSet};

use record::initiation::Team;
use record::item::Need;
use record::kind::{Envelope, Filed};
use record::kinds::Record;
use record::link::{ItemRef, PartyRef};
use record::node::{Node, shorten};
use record::requirements::Service;

use super::document::documents;
use super::names::{Names, also, blank, count, list, said, some};
use super::{File, Import};

const FORMAT: &str = "gitlab-catalog";
/// Most unresolved names with a remark each; the count covers the others.
const NAMED_MAX: usize = 20;

/// Imports a catalogue and its companions, each recognised by what it holds.
pub fn import(files: &[File<'_>]) -> Import {
    let mut catalog = Catalog::default();
    let mut passed = Vec::new();
    for file in files {
        if !catalog.take(file) {
            passed.push(file);
        }
    }
    let known = catalog.services.len() + catalog.teams.len();
    if known == 0 && catalog.import.complaints.is_empty() {
        for file in &passed {
            let text = "no `services:` or `teams:` list here; this is no GitLab catalogue";
            catalog.import.complain(file.name, Default::default(), text);
        }
    } else if !passed.is_empty() {
        let names = some(passed.iter().map(|file| file.short_name()));
        catalog
            .import
            .remark(format!("passed over, not part of a catalogue: {names}"));
    }
    catalog.finish()
}

/// What was read, before names are resolved.
#[derive(Default)]
struct Catalog {
    import: Import,
    services: Vec<Draft>,
    service_names: Names,
    teams: Vec<Filed<Team>>,
    team_names: Names,
    /// Edges of the CSV files: from, to, file.
    extra: Vec<(String, String, String)>,
    /// Kind and name of everything read so far.
    seen: HashSet<(&'static str, String)>,
    entries: usize,
    empty: usize,
    extra_empty: usize,
}

/// A service whose needs are still names.
struct Draft {
    name: String,
    record: Filed<Service>,
    owner: Option<String>,
    teams: Vec<String>,
    needs: Vec<String>,
    /// What it is called, and what its logs are called: candidates for an unresolved name are
    /// found by these.
    titles: Vec<String>,
    logs: Vec<String>,
}

impl Catalog {
    /// Reads a file by what it holds; false where it holds nothing of a catalogue.
    fn take(&mut self, file: &File<'_>) -> bool {
        if edges::is_table(file.bytes) {
            self.edges(file);
            return true;
        }
        let before = self.import.complaints.len();
        let Some(nodes) = documents(file, &mut self.import) else {
            return false;
        };
        let mut taken = self.import.complaints.len() > before;
        for node in &nodes {
            for service in list(node, "services") {
                self.service(service, file);
            }
            // A catalogue lists services; only a register without services lists teams on top.
            for team in list(node, "teams") {
                self.team(team, file);
            }
            taken |= node.get("services").is_some() || node.get("teams").is_some();
        }
        taken
    }

    fn name_of<'n>(&mut self, node: &'n Node, what: &str, file: &File<'_>) -> Option<&'n str> {
        let name = said(node, "name");
        if name.is_none() {
            let text = format!("expected a {what} with a `name`, found {}", node.describe());
            self.import.complain(file.name, node.at, text);
        }
        name
    }

    fn service(&mut self, node: &Node, file: &File<'_>) {
        let Some(name) = self.name_of(node, "service", file) else {
            return;
        };
        if !self.seen.insert(("service", name.to_string())) {
            self.twice("service", name, node, file);
            return;
        }
        let id = self.service_names.give(name);
        let label = said(node, "label");
        let title = said(node, "friendly_name").unwrap_or(name);
        let envelope = Envelope {
            name: (title != id).then(|| title.to_string()),
            also: also(&id, &[name]),
            source: Some(format!("{FORMAT} {}", file.short_name())),
            ..Envelope::empty()
        };
        let mut own: Service = blank();
        own.item.class = said(node, "tier").map(String::from);
        own.sla_weight = self.sla_weight(node, file);
        let technical = node.get("technical");
        let logs = technical.map_or(&[][..], |node| list(node, "logging"));
        let logs = logs.iter().filter_map(|log| said(log, "name"));
        let draft = Draft {
            name: name.to_string(),
            record: Filed::made(&id, envelope, own),
            owner: said(node, "owner").map(String::from),
            teams: self.texts(list(node, "teams"), "the name of a team", file),
            needs: technical.map_or(Vec::new(), |node| self.needs(node, file)),
            titles: label.into_iter().chain([title]).map(String::from).collect(),
            logs: logs.map(String::from).collect(),
        };
        self.services.push(draft);
    }

    /// The weight as written: absent is not zero.
    fn sla_weight(&mut self, node: &Node, file: &File<'_>) -> Option<f64> {
        let weight = node
            .get("business")?
            .get("SLA")?
            .get("overall_sla_weighting")?;
        if weight.is_null() {
            return None;
        }
        let number = weight.as_text().and_then(|text| text.parse::<f64>().ok());
        let number = number.filter(|number| number.is_finite());
        if number.is_none() {
            let text = format!("expected a number, found {}", weight.describe());
            self.import.complain(file.name, weight.at, text);
        }
        number
    }

    /// The names a service depends on. An entry without a name is counted, never an edge.
    fn needs(&mut self, technical: &Node, file: &File<'_>) -> Vec<String> {
        let mut needs = Vec::new();
        for entry in list(technical, "dependencies") {
            self.entries += 1;
            let named = entry.get("service").unwrap_or(entry);
            match named.as_text().map(str::trim) {
                Some("") => self.empty += 1,
                Some(name) => needs.push(name.to_string()),
                None if named.is_null() || named.as_map().is_some() => self.empty += 1,
                None => {
                    let text =
                        format!("expected the name of a service, found {}", named.describe());
                    self.import.complain(file.name, named.at, text);
                }
            }
        }
        needs
    }

    fn texts(&mut self, nodes: &[Node], what: &str, file: &File<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for node in nodes.iter().filter(|node| !node.is_null()) {
            match node.as_text().map(str::trim) {
                Some("") => {}
                Some(text) => texts.push(text.to_string()),
                None => {
                    let text = format!("expected {what}, found {}", node.describe());
                    self.import.complain(file.name, node.at, text);
                }
            }
        }
        texts
    }

    fn team(&mut self, node: &Node, file: &File<'_>) {
        let Some(name) = self.name_of(node, "team", file) else {
            return;
        };
        if !self.seen.insert(("team", name.to_string())) {
            self.twice("team", name, node, file);
            return;
        }
        let id = self.team_names.give(name);
        let link = said(node, "url").map(|url| format!(" ({url})"));
        let envelope = Envelope {
            name: (name != id).then(|| name.to_string()),
            source: Some(format!(
                "{FORMAT} {}{}",
                file.short_name(),
                link.unwrap_or_default()
            )),
            ..Envelope::empty()
        };
        self.teams.push(Filed::made(&id, envelope, blank()));
    }

    fn twice(&mut self, what: &str, name: &str, node: &Node, file: &File<'_>) {
        self.import.remark(format!(
            "{} line {}: the {what} `{}` stands twice; the first counts",
            file.name,
            node.at.line,
            shorten(name)
        ));
    }

    /// Resolves names and says what could not be.
    fn finish(mut self) -> Import {
        self.say_empty();
        self.join_edges();
        let mut unresolved: BTreeMap<String, usize> = BTreeMap::new();
        let (mut edges, mut strangers) = (0, BTreeMap::<String, usize>::new());
        let mut records: Vec<Record> = Vec::new();
        for draft in &mut self.services {
            let mut seen = HashSet::new();
            for name in &draft.needs {
                let id = self.service_names.of(name);
                if !seen.insert(id.clone()) {
                    continue;
                }
                edges += 1;
                if !self.service_names.knows(name) {
                    *unresolved.entry(name.clone()).or_default() += 1;
                }
                let need = Need::one(ItemRef::to(format!("service/{id}")));
                draft.record.own.item.requires.push(need);
            }
            let party = |name: &String| format!("team/{}", self.team_names.of(name));
            draft.record.envelope.owner =
                draft.owner.as_ref().map(|name| PartyRef::to(party(name)));
            for name in draft.owner.iter().chain(&draft.teams) {
                if !self.team_names.knows(name) {
                    *strangers.entry(name.clone()).or_default() += 1;
                }
            }
            draft.record.envelope.tags = draft
                .teams
                .iter()
                .map(|name| format!("team:{name}"))
                .collect();
            draft.record.envelope.tags.dedup();
            records.push(Record::Service(draft.record.clone()));
        }
        self.say_unresolved(edges, &unresolved);
        if !strangers.is_empty() {
            let names = some(strangers.keys().map(String::as_str));
            let number = count(strangers.len(), "name");
            self.import.remark(format!(
                "{number} of owners and teams answer to no team here: {names}"
            ));
        }
        records.extend(self.teams.drain(..).map(Record::Team));
        self.import.records = records;
        self.import
    }

    fn say_empty(&mut self) {
        let (entries, empty) = (
            self.entries + self.extra_empty,
            self.empty + self.extra_empty,
        );
        if empty > 0 {
            let entries = count(entries, "dependency entry");
            self.import.remark(format!(
                "{empty} of {entries} name nothing; they are no edges"
            ));
        }
    }

    fn say_unresolved(&mut self, edges: usize, unresolved: &BTreeMap<String, usize>) {
        let missing: usize = unresolved.values().sum();
        let (total, resolved) = (count(edges, "dependency"), edges - missing);
        if edges > 0 {
            self.import.remark(format!(
                "{total}: {resolved} resolve, {missing} name what nothing answers to"
            ));
        }
        let mut worst: Vec<(&String, &usize)> = unresolved.iter().collect();
        worst.sort_by_key(|&(name, times)| (std::cmp::Reverse(*times), name));
        for (name, times) in worst.into_iter().take(NAMED_MAX) {
            let candidates = self.candidates(name);
            let offer = if candidates.is_empty() {
                String::new()
            } else {
                let first = &candidates[0];
                let word = shorten(name);
                format!(
                    "; perhaps {}: to say so, add `also: [{word}]` to service/{first}",
                    candidates.join(", ")
                )
            };
            let times = count(*times, "service");
            let verb = if times.starts_with("1 ") {
                "needs"
            } else {
                "need"
            };
            let name = shorten(name);
            self.import.remark(format!(
                "{times} {verb} `{name}`, which nothing answers to{offer}"
            ));
        }
    }

    /// The ids of the services most likely meant by a name, best first, at most three: those with
    /// the word in a title, the shorter the title the likelier, then those with it in a log's name.
    fn candidates(&self, name: &str) -> Vec<String> {
        let wanted = name.to_lowercase();
        let rank = |titles: &[String]| titles.iter().filter_map(|t| words_around(t, &wanted)).min();
        let mut found: Vec<(bool, usize, &str)> = Vec::new();
        for draft in &self.services {
            let title = rank(&draft.titles).map(|words| (false, words));
            if let Some((by_log, words)) = title.or(rank(&draft.logs).map(|words| (true, words))) {
                found.push((by_log, words, &draft.record.id));
            }
        }
        // A shorter id is the plainer thing: `patroni` before `patroni-registry`.
        found.sort_by_key(|&(by_log, words, id)| (by_log, words, id.len(), id));
        let ids = found.into_iter().map(|(_, _, id)| id.to_string());
        ids.take(3).collect()
    }
}

/// How many words a title has, if the wanted one is among them.
fn words_around(title: &str, wanted: &str) -> Option<usize> {
    let title = title.to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.contains(&wanted).then_some(words.len())
}
