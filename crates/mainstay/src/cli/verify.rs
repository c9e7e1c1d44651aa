//! `mainstay verify`: is a journal whole and untouched? Exit 1 says no.

use std::path::PathBuf;
use std::process::ExitCode;

use journal::Journal;
use journal::note::VerifierKey;
use journal::options::Options;

use super::{Failure, Form, Setting, show};
use crate::keep::key;
use crate::keep::verified::{Verified, notes};
use crate::source::{Source, journals, wait};

/// Is a journal whole and untouched?
///
/// Everything is worked out again from its rows: the chain of the entries, the tree over them, the
/// signed checkpoints, the files beside it. Whoever can write to the journal and has its key could
/// make all of it anew; checkpoints that were kept elsewhere tell even then. Exits 0 when it is
/// whole and 1 when not. Packs cannot be verified by this version yet: they come with it.
#[derive(clap::Args)]
pub struct Verify {
    /// The journal: sqlite:FILE or postgres://…
    journal: String,
    /// The key that signs its checkpoints: NAME+HASH+KEY, or a file with it. Else the one beside
    /// the journal, if there is one.
    #[arg(long, value_name = "VERIFIER")]
    key: Vec<String>,
    /// Checkpoints kept elsewhere: a file, or a folder of them.
    #[arg(long, value_name = "FILE|FOLDER")]
    checkpoint: Vec<PathBuf>,
}

impl Verify {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        if let Source::Files(path) = Source::of(&self.journal) {
            let text = format!(
                "`{0}` is no journal: write `sqlite:{0}`, or `postgres://…`; packs cannot be \
                 verified by this version yet",
                path.display()
            );
            return Err(Failure::Understood(text));
        }
        let address = super::only_journal(&self.journal)?;
        let keys = self.keys(&address)?;
        let mut outside = Vec::new();
        for path in &self.checkpoint {
            let shown = path.display();
            let read = notes(path);
            let read = read.map_err(|error| Failure::World(format!("`{shown}`: {error}")))?;
            if read.is_empty() {
                let text = format!("`{shown}` holds no checkpoint (checkpoint-….txt)");
                return Err(Failure::Understood(text));
            }
            outside.extend(read);
        }
        let verified = wait(async {
            let options = Options {
                read_only: true,
                ..Options::default()
            };
            let journal = Journal::open(&address, &options).await;
            let journal = journal.map_err(|failure| journals::broken(&failure))?;
            let report = journal.verify(&keys, &outside).await;
            let report = report.map_err(|failure| journals::broken(&failure))?;
            Ok::<_, Failure>(Verified::of(&report, outside.len()))
        })?;
        match setting.form {
            Form::Json => show::json(&verified)?,
            _ => show::line(&verified.text())?,
        }
        if !verified.is_whole() && self.key.is_empty() && !keys.is_empty() && !setting.quiet {
            eprintln!(
                "signatures were held against the key beside the journal; one that was restored or \
                 copied without its key has an older one too: name both with --key"
            );
        }
        Ok(ExitCode::from(u8::from(!verified.is_whole())))
    }

    fn keys(&self, address: &str) -> Result<Vec<VerifierKey>, Failure> {
        if self.key.is_empty() {
            let beside = key::beside(address).map_or(Ok(None), |place| key::verifier(&place));
            // A key that cannot be read here proves nothing and hides nothing.
            return Ok(beside.unwrap_or_default().into_iter().collect());
        }
        let keys = self.key.iter().map(|text| {
            let file = std::fs::read_to_string(text).ok();
            let wrong = |error| Failure::Understood(format!("`{text}`: {error}"));
            file.as_deref()
                .unwrap_or(text)
                .trim()
                .parse()
                .map_err(wrong)
        });
        keys.collect()
    }
}
