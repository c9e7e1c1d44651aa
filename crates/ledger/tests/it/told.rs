//! The present as lines of text, for the eye and for comparison with what it was in the past. A
//! field that comes later is not in it: the text of a golden journal stays as it is.

use std::fmt::Write as _;

use continuity::state::{Account, State};
use exchange::write::json;

/// Records with their lives, then what stands beside them.
pub fn told(state: &State) -> String {
    let mut out = String::new();
    records(state, &mut out).expect("a text takes any other");
    beside(state, &mut out).expect("a text takes any other");
    for (id, account) in state.accounts() {
        told_account(id, account, &mut out).expect("a text takes any other");
    }
    out
}

fn records(state: &State, out: &mut String) -> std::fmt::Result {
    for (subject, filing) in state.filings() {
        let (kind, id) = subject.split_once('/').expect("a subject is kind/id");
        write!(out, "{subject} r{} entry {}", filing.revision, filing.last)?;
        if let Some(revision) = filing.in_force {
            write!(out, ", in force since r{revision}")?;
        }
        write!(out, ", by {}", filing.author)?;
        if let Some(approver) = &filing.approver {
            write!(out, ", approved by {approver}")?;
        }
        if let Some(home) = &filing.home {
            write!(out, ", home {home}")?;
        }
        if let Some((file, line)) = filing.stands {
            write!(out, ", {}:{line}", state.file_names()[file as usize])?;
        }
        writeln!(out)?;
        if let Some(record) = state.registers.record(kind, id) {
            writeln!(out, "  {}", json::line(&record.write()))?;
        }
        if let Some(record) = &filing.proposed {
            writeln!(out, "  proposed {}", json::line(&record.write()))?;
        }
    }
    Ok(())
}

fn beside(state: &State, out: &mut String) -> std::fmt::Result {
    for (name, home) in state.homes() {
        let (folder, count) = (&home.folder, home.records);
        let collisions = home.collisions.join(" ");
        writeln!(
            out,
            "home {name} {folder} {count} at {}, collisions [{collisions}]",
            home.at
        )?;
    }
    // The digest holds a random salt, but a golden journal keeps its own.
    for (digest, file) in state.attachments() {
        let (subject, name, bytes) = (&file.subject, &file.name, file.bytes);
        let (media, private) = (&file.media_type, file.private);
        let erased = file.erased.as_deref().unwrap_or("no");
        writeln!(
            out,
            "file {digest} of {subject}: {name:?} {media} {bytes} bytes, private {private}, \
             erased {erased}"
        )?;
    }
    for alarm in state.alarms() {
        writeln!(out, "alarm {} {} {}", alarm.account, alarm.at, alarm.what)?;
    }
    for what in ["backup", "rehearsal"] {
        if let Some(kept) = state.kept(what) {
            let (at, succeeded, head) = (kept.at, kept.succeeded, kept.head);
            writeln!(out, "{what} {at} {succeeded} up to {head}: {}", kept.text)?;
        }
    }
    Ok(())
}

fn told_account(id: &str, account: &Account, out: &mut String) -> std::fmt::Result {
    let (closed, changed) = (account.closed, account.changed);
    write!(
        out,
        "account {id} {:?} closed {closed} changed {changed}",
        account.name
    )?;
    writeln!(out, " person {:?}", account.person)?;
    for grant in &account.grants {
        writeln!(out, "  {} until {:?}", grant.function.as_str(), grant.until)?;
    }
    for (issuer, subject) in &account.identities {
        writeln!(out, "  is {subject} at {issuer}")?;
    }
    for token in &account.tokens {
        let functions: Vec<&str> = token.functions.iter().map(|it| it.as_str()).collect();
        let (functions, revoked, until) = (functions.join(" "), token.revoked, token.until);
        writeln!(
            out,
            "  token {} {:?} [{functions}] until {until:?} revoked {revoked}",
            token.id, token.name
        )?;
    }
    Ok(())
}
