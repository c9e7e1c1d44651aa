//! The journal as text, a JSON object on each line, for whoever verifies it without our program
//! and without a database. Credentials and sessions are not in it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::Journal;
use crate::copy::row_of;
use crate::failure::Failure;
use crate::link::Link;
use crate::read::{Pace, ROWS_MAX, go_on};
use crate::statements as sql;
use crate::tail::head_of;

impl Journal {
    /// Hands every line to `line`, each with its line's end: `{"head":…}` first, then `{"entry":…}`
    /// in order, `{"tree":…}`, `{"checkpoint":…}` and `{"attachment":…}`. Rows are given as they
    /// stand, whole or not; digests in hexadecimal digits, bytes in base 64.
    pub async fn dump(
        &self,
        line: &mut (dyn FnMut(&str) -> std::io::Result<()> + Send),
    ) -> Result<(), Failure> {
        let origin = self.origin();
        let mut reading = self.reading().await?;
        let link = reading.begin().await?;
        let mut say = |text: &str| {
            line(text).map_err(|source| Failure::Other {
                source: source.into(),
            })
        };
        let row = link.row(&sql::HEAD, &[]).await?;
        let row = row.ok_or_else(|| Failure::broken("the table `head` is empty"))?;
        let (head, number, hash) = head_of(&row)?;
        say(&format!(
            "{{\"head\":{{\"origin\":{},\"seq\":{},\"digest\":\"{}\",\"checkpoint_number\":{number},\
             \"checkpoint_hash\":\"{hash}\"}}}}\n",
            quoted(&origin),
            head.seq,
            head.digest,
        ))?;
        dump_entries(link, &mut say).await?;
        dump_tree(link, &mut say).await?;
        dump_checkpoints(link, &mut say).await?;
        dump_attachments(link, &mut say).await?;
        reading.end().await;
        Ok(())
    }
}

/// Where a line goes.
type Say<'a> = dyn FnMut(&str) -> Result<(), Failure> + Send + 'a;

async fn dump_entries(link: &mut Link, say: &mut Say<'_>) -> Result<(), Failure> {
    let mut after = i64::MIN;
    let mut pace = Pace::new();
    loop {
        let rows = link
            .rows(&sql::ENTRIES_AFTER, &[after.into(), pace.rows().into()])
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut bytes = 0;
        for row in &rows {
            go_on(&mut after, row.number(0)?)?;
            let digest = row.digest(5)?;
            let entry = row_of(row, &digest)?;
            bytes += entry.body.len();
            say(&format!(
                "{{\"entry\":{{\"seq\":{after},\"at_micros\":{},\"id\":{},\"attached\":{},\
                 \"body\":{},\"digest\":\"{digest}\"}}}}\n",
                entry.at_micros,
                quoted(entry.id),
                quoted(entry.attached),
                quoted(entry.body),
            ))?;
        }
        pace.learn(bytes);
    }
}

async fn dump_tree(link: &mut Link, say: &mut Say<'_>) -> Result<(), Failure> {
    let mut after = (i64::MIN, i64::MIN);
    loop {
        let values = [after.0.into(), after.1.into(), ROWS_MAX.into()];
        let rows = link.rows(&sql::TREE_AFTER, &values).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            go_on(&mut after, (row.number(0)?, row.number(1)?))?;
            let (level, position) = after;
            let hash = row.digest(2)?;
            say(&format!(
                "{{\"tree\":{{\"level\":{level},\"position\":{position},\"hash\":\"{hash}\"}}}}\n"
            ))?;
        }
    }
}

async fn dump_checkpoints(link: &mut Link, say: &mut Say<'_>) -> Result<(), Failure> {
    let mut after = i64::MIN;
    loop {
        let rows = link
            .rows(&sql::CHECKPOINTS_AFTER, &[after.into(), ROWS_MAX.into()])
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            go_on(&mut after, row.number(0)?)?;
            let (size, at_micros) = (row.number(1)?, row.number(2)?);
            say(&format!(
                "{{\"checkpoint\":{{\"number\":{after},\"size\":{size},\"at_micros\":{at_micros},\
                 \"note\":{}}}}}\n",
                quoted(row.text(3)?),
            ))?;
        }
    }
}

async fn dump_attachments(link: &mut Link, say: &mut Say<'_>) -> Result<(), Failure> {
    let mut after: Vec<u8> = Vec::new();
    let encoded = |bytes: Option<&[u8]>| match bytes {
        Some(bytes) => format!("\"{}\"", BASE64.encode(bytes)),
        None => "null".to_owned(),
    };
    loop {
        let values = [after.as_slice().into(), ROWS_MAX.into()];
        let rows = link.rows(&sql::ATTACHMENTS_AFTER, &values).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            let digest = row.digest(0)?;
            go_on(&mut after, digest.0.to_vec())?;
            let Some(row) = link.row(&sql::ATTACHMENT, &[(&digest).into()]).await? else {
                continue;
            };
            say(&format!(
                "{{\"attachment\":{{\"digest\":\"{digest}\",\"salt\":{},\"bytes\":{}}}}}\n",
                encoded(row.bytes_or_none(1)?),
                encoded(row.bytes_or_none(2)?),
            ))?;
        }
    }
}

/// A text as JSON writes it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            _ if letter < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}
