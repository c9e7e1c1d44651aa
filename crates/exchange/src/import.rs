//! Foreign formats in: one file each. An importer takes bytes and gives records, with where each
//! fact came from and what could not be resolved; it never invents one.

pub mod alertmanager;
pub mod backstage;
pub mod change;
pub mod compose;
pub mod csv;
mod document;
pub mod fema;
pub mod gitlab_catalog;
pub mod incidents;
pub mod postmortems;
mod hazard_rows;
pub mod kubernetes;
pub mod kubernetes_readiness;
pub mod mainstay;
mod names;
pub mod netbox;
pub mod pagerduty;
mod placing;
pub mod protection_results;
pub mod servicenow;
pub mod statement;
pub mod storm_tracks;
pub mod table;
pub mod usgs_quakes;
pub mod xlsx;

use std::collections::HashMap;

use continuity::requirements::local_history::History;
use record::complaint::Complaint;
use record::kinds::Record;
use record::node::Place;
use record::value::Date;

/// One file as it is handed in.
pub struct File<'a> {
    /// Its name, for provenance and complaints.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What some files came to.
#[derive(Debug, Default)]
pub struct Import {
    /// The records, each with its `source`. A name that nothing answers to stays in them as a
    /// reference, so that it becomes a finding.
    pub records: Vec<Record>,
    /// What a person should know: what was passed over, what was declared nowhere.
    pub remarks: Vec<String>,
    /// A history of hazards over a country or the world; records come of it where it touches the
    /// sites of what it is imported into.
    pub history: Option<History>,
    /// By the id of a signal the names that its item may be known by, the best first: who knows the
    /// records looks them up.
    pub called: HashMap<String, Vec<String>>,
    /// What is wrong with the files, each with the name of its file. With any, nothing is written.
    pub complaints: Vec<(String, Complaint)>,
}

impl File<'_> {
    /// Its name without its folder: what provenance says of it.
    fn short_name(&self) -> &str {
        let name = self.name.rsplit(['/', '\\']).next();
        name.unwrap_or(self.name)
    }
}

impl Import {
    fn remark(&mut self, text: impl Into<String>) {
        self.remarks.push(text.into());
    }

    /// Takes out of a history what lies after today, and remarks it by its name.
    pub fn known_until(mut self, today: Date) -> Import {
        if let Some(history) = &mut self.history {
            let ahead = history.known_until(today);
            self.remarks.extend(ahead);
        }
        self
    }

    fn complain(&mut self, file: &str, at: Place, text: impl Into<String>) {
        let complaint = Complaint {
            at,
            field: String::new(),
            text: text.into(),
        };
        self.complaints.push((file.to_string(), complaint));
    }
}

/// Reads some files of one format. Cost: linear in the bytes.
pub type Importer = fn(&[File<'_>]) -> Import;

/// Every format that needs nothing but its files, by the word on the command line.
pub const FORMATS: &[(&str, Importer)] = &[
    ("alertmanager", alertmanager::import),
    ("backstage", backstage::import),
    ("compose", compose::import),
    ("csv", csv::import),
    ("fema", fema::import),
    ("gitlab-catalog", gitlab_catalog::import),
    ("incidents", incidents::import),
    ("kubernetes", kubernetes::import),
    ("kubernetes-readiness", kubernetes_readiness::import),
    ("mainstay", mainstay::import),
    ("netbox", netbox::import),
    ("pagerduty", pagerduty::import),
    ("protection-results", protection_results::import),
    ("postmortems", postmortems::import),
    ("servicenow", servicenow::import),
    ("storm-tracks", storm_tracks::import),
    ("usgs-quakes", usgs_quakes::import),
    ("xlsx", xlsx::import),
];

/// The importer of a format by its word.
pub fn by_name(format: &str) -> Option<Importer> {
    let found = FORMATS.iter().find(|(name, _)| *name == format);
    found.map(|(_, importer)| *importer)
}
