//! Foreign formats in: one file each. An importer takes bytes and gives records, with where each
//! fact came from and what could not be resolved; it never invents one.

pub mod mainstay;

use record::complaint::Complaint;
use record::kinds::Record;

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
    /// What is wrong with the files, each with the name of its file. With any, nothing is written.
    pub complaints: Vec<(String, Complaint)>,
}
