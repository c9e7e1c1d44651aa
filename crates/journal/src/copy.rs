//! A journal copied into an empty one, row by row, into the same database or the other sort. What
//! does not hold together is not copied.

use crate::Journal;
use crate::entry::{Digest, Head, chained, leaf};
use crate::failure::Failure;
use crate::link::{Link, Row};
use crate::read::{Pace, ROWS_MAX, go_on};
use crate::statements as sql;
use crate::tail::head_of;
use crate::writer::{EntryRow, write_attachment, write_rows};
use crate::{credential, tree};

/// Whether credentials go along with the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// They stay where they are.
    Left,
    /// They are copied: whoever could sign in can do so at the copy.
    Copied,
}

/// Copies everything that is in one journal into another, which is empty, in one transaction; the
/// copy has the same name, the same entries, the same root. Sessions are never copied.
///
/// Errors: the other is not empty; the first does not hold together; the world.
pub async fn copy(from: &Journal, to: &Journal, take: Credentials) -> Result<Head, Failure> {
    if to.options.read_only {
        return Err(Failure::ReadOnly);
    }
    let mut reading = from.reading().await?;
    let source = reading.begin().await?;
    let mut writer = to.writer.lock().await;
    let target = writer.begin().await?;
    refuse_full(target).await?;
    let row = source.row(&sql::HEAD, &[]).await?;
    let row = row.ok_or_else(|| Failure::broken("the table `head` is empty"))?;
    let (head, number, hash) = head_of(&row)?;
    copy_entries(source, target, head).await?;
    copy_tree(source, target).await?;
    copy_checkpoints(source, target).await?;
    copy_attachments(source, target).await?;
    if take == Credentials::Copied {
        for row in source.rows(&sql::CREDENTIALS, &[]).await? {
            let one = credential::credential_of(&row)?;
            target
                .execute(&sql::PUT_CREDENTIAL, &credential::values_of(&one))
                .await?;
        }
    }
    let origin = from.origin();
    target
        .execute(&sql::SET_ORIGIN, &[origin.as_str().into()])
        .await?;
    let values = [
        head.seq.into(),
        (&head.digest).into(),
        number.into(),
        (&hash).into(),
    ];
    target.execute(&sql::SET_HEAD, &values).await?;
    writer.commit().await?;
    writer.origin.clone_from(&origin);
    to.set_origin(origin);
    to.note_tail(&writer);
    let copied = writer
        .tail()
        .map_or_else(tree::empty_root, |tail| tail.frontier.root());
    drop(writer);
    reading.end().await;
    if from.root(head.seq).await? != copied {
        return Err(Failure::broken("the copy has another root"));
    }
    Ok(head)
}

/// Refuses a journal that has anything in it.
async fn refuse_full(target: &mut Link) -> Result<(), Failure> {
    let row = target.row(&sql::HEAD, &[]).await?;
    let empty = match row {
        Some(row) => {
            let (head, number, _) = head_of(&row)?;
            head.seq == 0 && number == 0
        }
        None => false,
    };
    if !empty {
        return Err(Failure::unfit("the journal to copy into is not empty"));
    }
    Ok(())
}

async fn copy_entries(source: &mut Link, target: &mut Link, head: Head) -> Result<(), Failure> {
    let mut last = Head::EMPTY;
    let mut pace = Pace::new();
    while last.seq < head.seq {
        let wanted = pace.rows().min(head.seq - last.seq);
        let rows = source
            .rows(&sql::ENTRIES_AFTER, &[last.seq.into(), wanted.into()])
            .await?;
        let digests: Vec<Digest> = rows
            .iter()
            .map(|row| row.digest(5))
            .collect::<Result<_, _>>()?;
        let mut entries = Vec::with_capacity(rows.len());
        for (row, digest) in rows.iter().zip(&digests) {
            let entry = row_of(row, digest)?;
            let leaf = leaf(
                entry.seq,
                entry.at_micros,
                entry.id,
                entry.attached,
                entry.body,
            );
            if entry.seq != last.seq + 1 || chained(last.digest, leaf) != *digest {
                return Err(Failure::broken(format!(
                    "entry {} was changed",
                    last.seq + 1
                )));
            }
            last = Head {
                seq: entry.seq,
                digest: *digest,
            };
            entries.push(entry);
        }
        if entries.is_empty() {
            return Err(Failure::broken(format!(
                "entry {} is missing",
                last.seq + 1
            )));
        }
        pace.learn(entries.iter().map(|entry| entry.body.len()).sum());
        write_rows(target, &entries).await?;
    }
    if last != head {
        return Err(Failure::broken("the head is not that of the last entry"));
    }
    Ok(())
}

/// An entry as its row holds it.
pub(crate) fn row_of<'a>(row: &'a Row, digest: &'a Digest) -> Result<EntryRow<'a>, Failure> {
    Ok(EntryRow {
        seq: row.count(0)?,
        at_micros: row.number(1)?,
        id: row.text(2)?,
        attached: row.text(3)?,
        body: row.text(4)?,
        digest,
    })
}

async fn copy_tree(source: &mut Link, target: &mut Link) -> Result<(), Failure> {
    let mut after = (i64::MIN, i64::MIN);
    loop {
        let values = [after.0.into(), after.1.into(), ROWS_MAX.into()];
        let rows = source.rows(&sql::TREE_AFTER, &values).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            go_on(&mut after, (row.number(0)?, row.number(1)?))?;
            let hash = row.digest(2)?;
            let values = [after.0.into(), after.1.into(), (&hash).into()];
            target.execute(&sql::ADD_TREE, &values).await?;
        }
    }
}

async fn copy_checkpoints(source: &mut Link, target: &mut Link) -> Result<(), Failure> {
    let mut after = i64::MIN;
    loop {
        let values = [after.into(), ROWS_MAX.into()];
        let rows = source.rows(&sql::CHECKPOINTS_AFTER, &values).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            go_on(&mut after, row.number(0)?)?;
            let (size, at_micros) = (row.number(1)?, row.number(2)?);
            let values = [
                after.into(),
                size.into(),
                at_micros.into(),
                row.text(3)?.into(),
            ];
            target.execute(&sql::ADD_CHECKPOINT, &values).await?;
        }
    }
}

async fn copy_attachments(source: &mut Link, target: &mut Link) -> Result<(), Failure> {
    let mut after: Vec<u8> = Vec::new();
    loop {
        let values = [after.as_slice().into(), ROWS_MAX.into()];
        let rows = source.rows(&sql::ATTACHMENTS_AFTER, &values).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            let digest = row.digest(0)?;
            go_on(&mut after, digest.0.to_vec())?;
            // One at a time: each may have 25 MB.
            let Some(row) = source.row(&sql::ATTACHMENT, &[(&digest).into()]).await? else {
                continue;
            };
            let kept = row.bytes_or_none(1)?.zip(row.bytes_or_none(2)?);
            write_attachment(target, &digest, kept).await?;
        }
    }
}
