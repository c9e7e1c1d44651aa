//! `mainstay schema`: the JSON Schema of the file format, for editors and other programs.

use std::process::ExitCode;

use super::{Failure, show};

/// The JSON Schema (draft-07) of the file format.
///
/// Name it in the first line of a file: `# yaml-language-server: $schema=mainstay.schema.json`.
#[derive(clap::Args)]
pub struct Schema {}

impl Schema {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode, Failure> {
        show::line(crate::answer::schema::schema().trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
