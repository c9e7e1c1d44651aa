//! `mainstay journal copy`: a journal into an empty one, of the same database or the other.

use std::process::ExitCode;

use clap::Subcommand;
use journal::Journal as Opened;
use journal::copy::{Credentials, copy};
use journal::options::Options;
use serde_json::json;

use super::{Failure, Form, Setting, show};
use crate::settings::without_password;
use crate::source::{Source, journals, wait};

/// Moves a journal to another place or database.
#[derive(clap::Args)]
pub struct Journal {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Copy(Copy),
}

/// Copies a journal, to the last entry, into an empty one: sqlite:FILE or postgres://….
///
/// The copy has the same entries, checkpoints and root. What happens at the first meanwhile is not
/// in it: stop the server, copy, start it with the new journal.
#[derive(clap::Args)]
struct Copy {
    /// The journal.
    from: String,
    /// Where to: made when missing, else empty.
    to: String,
    /// Take along what accounts prove themselves by, so that everybody can sign in at the copy.
    #[arg(long)]
    with_credentials: bool,
}

impl Journal {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let What::Copy(copy) = self.what;
        copy.run(setting)
    }
}

impl Copy {
    fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        let from = super::only_journal(&self.from)?;
        let to = super::only_journal(&self.to)?;
        let (origin, head, root) = wait(copied(&from, &to, self.with_credentials))?;
        if setting.form == Form::Json {
            show::json(&json!({
                "origin": origin,
                "entries": head.seq,
                "head": head.digest.to_string(),
                "root": root,
                "credentials": self.with_credentials,
            }))?;
        } else {
            let to = without_password(&to);
            let text = format!(
                "{} entries stand in {to} as in the first.\nroot  {root}  (the same in both)",
                head.seq
            );
            show::line(&text)?;
        }
        if !setting.quiet {
            if !self.with_credentials {
                eprintln!(
                    "passwords and tokens stayed where they are; `--with-credentials` takes them \
                     along, `mainstay serve --first-start` lets an administrator in"
                );
            }
            eprintln!("the key that signs checkpoints is a file beside the journal: take it along");
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn copied(
    from: &str,
    to: &str,
    credentials: bool,
) -> Result<(String, journal::entry::Head, String), Failure> {
    let reading = Options {
        read_only: true,
        ..Options::default()
    };
    let open = async |address: &str, options: &Options| {
        let opened = Opened::open(address, options).await;
        opened.map_err(|failure| Failure::from(journals::broken(&failure)))
    };
    let first = open(from, &reading).await?;
    let second = open(to, &Options::default()).await?;
    let take = match credentials {
        true => Credentials::Copied,
        false => Credentials::Left,
    };
    let head = copy(&first, &second, take).await;
    let head = head.map_err(|failure| Failure::from(journals::broken(&failure)))?;
    let root = second.root(head.seq).await;
    let root = root.map_err(|failure| Failure::from(journals::broken(&failure)))?;
    let origin = second.origin();
    first.close().await;
    second.close().await;
    debug_assert!(matches!(Source::of(to), Source::Journal(_)));
    Ok((origin, head, root.to_string()))
}
