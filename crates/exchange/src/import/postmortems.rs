//! Reports of incidents that others published: Markdown with front matter, and JSON objects of
//! reports by their ids. The text is data and is not kept. They struck others: they show how such
//! things go, and say nothing of how often they come to us.

use std::collections::BTreeMap;

use continuity::requirements::local_history::{History, Seen, Sort, Whereabouts};
use record::link::to_id;
use record::node::{Node, Place};
use record::requirements::hazard::{Counting, Window};
use record::value::{Duration, Moment};

use super::hazard_rows::{local_moment, seconds_between, span};
use super::names::{said, texts};
use super::{File, Import};
use crate::read::{NODES_MAX, json, utf8, yaml};

/// A front matter longer than this is none.
const FRONT_BYTES_MAX: usize = 256 * 1024;
/// The hazard of a category, the most telling first.
const HAZARDS: [(&str, &str, &str); 8] = [
    ("hardware", "hardware-failure", "Hardware failure"),
    ("security", "security-breach", "Breach of security"),
    ("time", "clock-fault", "Clock or calendar fault"),
    ("config-change", "failed-change", "Failed change"),
    (
        "cascading-failure",
        "cascading-failure",
        "Cascading failure",
    ),
    (
        "automation",
        "automation-fault",
        "Automation that went wrong",
    ),
    ("cloud", "cloud-outage", "Cloud outage"),
    ("", "outage-elsewhere", "Outage of another kind"),
];
const TERMS: &str = "What such incidents did to others, from reports they published. Each counts \
    for nothing in our own rate, since nobody knows among how many it was seen; set `weight`, or \
    `peers` of the hazard, where you do. Mind the licence of the reports.";

/// What was read, and what was not.
#[derive(Default)]
struct Reports {
    events: Vec<Seen>,
    without_start: usize,
    placeholder: usize,
    passed: usize,
}

/// Imports reports. Cost: linear in the bytes.
pub fn import(files: &[File<'_>]) -> Import {
    let (mut import, mut reports) = (Import::default(), Reports::default());
    for file in files {
        let name = file.short_name().to_lowercase();
        match name.rsplit_once('.').map_or("", |(_, end)| end) {
            "md" | "markdown" => reports.markdown(file, &mut import),
            "json" => reports.json(file, &mut import),
            _ => reports.passed += 1,
        }
    }
    if !import.complaints.is_empty() {
        return import;
    }
    let Some((from, to)) = span(reports.events.iter().map(|seen| seen.at)) else {
        if let Some(file) = files.first() {
            let text = "no report here: neither Markdown with a `start_time` between `---` lines \
                        nor JSON of reports with one";
            import.complain(file.name, Place { line: 1, column: 1 }, text);
        }
        return import;
    };
    reports.tell(&mut import);
    let file = files.first().map_or("", |file| file.short_name());
    let more = files.len().saturating_sub(1);
    import.history = Some(History {
        source: match more {
            0 => format!("postmortems: {file}"),
            _ => "postmortems: a folder of reports".into(),
        },
        terms: TERMS.into(),
        kept: Window { from, to },
        sorts: HAZARDS.iter().map(|(_, id, name)| sort(id, name)).collect(),
        events: reports.events,
    });
    import
}

fn sort(id: &str, name: &str) -> Sort {
    Sort {
        id: id.into(),
        name: name.into(),
        class: "technical",
        counts: Counting::Struck,
        within_km: None,
        complete_from: None,
    }
}

impl Reports {
    fn markdown(&mut self, file: &File<'_>, import: &mut Import) {
        let text = match utf8(file.bytes, 1) {
            Ok(text) => text,
            Err(fault) => return import.complaints.push((file.name.into(), fault)),
        };
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .replace("\r\n", "\n");
        let front = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---"));
        let Some((front, _)) = front.filter(|(front, _)| front.len() <= FRONT_BYTES_MAX) else {
            self.passed += 1;
            return;
        };
        let yaml::Reading { node, faults } = yaml::read(front, 2);
        let Some(node) = node.filter(|_| faults.is_empty()) else {
            let faults = faults.into_iter();
            import
                .complaints
                .extend(faults.map(|fault| (file.name.to_string(), fault)));
            return;
        };
        let stem = file
            .short_name()
            .rsplit_once('.')
            .map_or("", |(stem, _)| stem);
        let key = said(&node, "uuid").unwrap_or(stem).to_string();
        self.take(&key, &node, None);
    }

    fn json(&mut self, file: &File<'_>, import: &mut Import) {
        let read = utf8(file.bytes, 1).and_then(|text| json::read(text, 1, NODES_MAX));
        let node = match read {
            Ok(node) => node,
            Err(fault) => return import.complaints.push((file.name.into(), fault)),
        };
        for entry in node.as_map().unwrap_or_default() {
            if entry.value.as_map().is_none() {
                self.passed += 1;
                continue;
            }
            self.take(&entry.key, &entry.value, Some("cloud"));
        }
    }

    fn take(&mut self, key: &str, node: &Node, category: Option<&str>) {
        let zone = said(node, "start_timezone").or(Some("UTC"));
        let Some(at) = said(node, "start_time").and_then(|text| local_moment(text, zone)) else {
            self.without_start += 1;
            return;
        };
        if placeholder(at) {
            self.placeholder += 1;
            return;
        }
        let zone = said(node, "end_timezone").or(zone);
        let end = said(node, "end_time").and_then(|text| local_moment(text, zone));
        let lasted = end.and_then(|end| seconds_between(at, end));
        let categories = texts(node, "categories");
        let sort = HAZARDS.iter().position(|(of, _, _)| {
            categories.contains(of) || category == Some(*of) || of.is_empty()
        });
        let title = said(node, "title").unwrap_or(key);
        self.events.push(Seen {
            sort: sort.unwrap_or(HAZARDS.len() - 1),
            key: format!("report-{}", to_id(key)),
            name: Some(record::node::shorten(title).to_string()),
            at,
            lasted: lasted.filter(|seconds| *seconds > 0).map(Duration),
            strength: None,
            loss: None,
            hit: Vec::new(),
            place: Whereabouts::Elsewhere,
        });
    }

    fn tell(&self, import: &mut Import) {
        let told: BTreeMap<&str, usize> = BTreeMap::from([
            ("say no start and were passed over", self.without_start),
            (
                "start at midnight of a first of January, which stands for an unknown date, and \
                 were passed over",
                self.placeholder,
            ),
            ("files hold no report and were passed over", self.passed),
        ]);
        for (what, count) in told.into_iter().filter(|(_, count)| *count > 0) {
            import.remark(format!("{count} {what}"));
        }
        let timed = self.events.iter().filter(|seen| seen.lasted.is_some());
        import.remark(format!(
            "{} reports have a start, {} of them an end, too",
            self.events.len(),
            timed.count()
        ));
    }
}

/// Midnight of a first of January stands for a year of which no more is known.
fn placeholder(at: Moment) -> bool {
    let day = at.date().0;
    (day.month(), day.day()) == (1, 1) && matches!(at, Moment::Day(_))
}
