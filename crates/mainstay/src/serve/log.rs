//! What is written about the work, on stderr: text on a terminal, JSON elsewhere. A line names the
//! request by its id; it never holds a query, a header, a body or a secret.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::settings::{Log, LogForm};

/// Begins to write. A second call changes nothing.
pub fn begin(log: &Log) {
    // What libraries say below a warning may quote what passed through them.
    let filter = EnvFilter::new(format!("warn,mainstay={}", log.level));
    let registry = tracing_subscriber::registry().with(filter);
    let json = match log.form {
        LogForm::Auto => !std::io::stderr().is_terminal(),
        LogForm::Text => false,
        LogForm::Json => true,
    };
    let begun = if json {
        let lines = tracing_subscriber::fmt::layer().json().flatten_event(true);
        registry.with(lines.with_writer(std::io::stderr)).try_init()
    } else {
        let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::io::stderr().is_terminal();
        let lines = tracing_subscriber::fmt::layer()
            .with_target(false)
            .with_ansi(colour);
        registry.with(lines.with_writer(std::io::stderr)).try_init()
    };
    // Only a second server in one process (a test) comes here; the first one's log is as good.
    drop(begun);
}
