//! What stands beside the entries and follows from them: the rows of the tree, the attachments.

use std::collections::HashSet;

use crate::entry::Digest;
use crate::failure::Failure;
use crate::link::Link;
use crate::read::{ROWS_MAX, attachment_of, go_on};
use crate::statements as sql;
use crate::tree::{Frontier, KEPT_LEVELS};

use super::walk::Walk;
use super::{Faults, unreadable};

/// Compares the rows of the tree with the hashes of the entries.
pub(super) async fn compare_tree(
    link: &mut Link,
    walk: &Walk,
    faults: &mut Faults,
) -> Result<(), Failure> {
    let mut hashes = walk.tiles.clone();
    let mut width = 1;
    for level in KEPT_LEVELS {
        compare_level(link, level, (&hashes, width), walk, faults).await?;
        hashes = hashes.chunks_exact(256).map(root).collect();
        width *= 256;
    }
    // Whatever is left is on a level that is not kept, or beyond the last complete subtree.
    let kept = |level: i64| KEPT_LEVELS.iter().any(|kept| i64::from(*kept) == level);
    let mut after = (i64::MIN, i64::MIN);
    loop {
        let values = [after.0.into(), after.1.into(), ROWS_MAX.into()];
        let rows = link.rows(&sql::TREE_AFTER, &values).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        go_on(&mut after, (last.number(0)?, last.number(1)?))?;
        for row in &rows {
            let (level, position) = (row.number(0)?, row.number(1)?);
            let tiles = match level {
                8 => walk.tiles.len(),
                16 => walk.tiles.len() >> 8,
                _ => walk.tiles.len() >> 16,
            };
            if !kept(level) || position < 0 || position >= tiles as i64 {
                let text = format!("level {level}, position {position} was added");
                faults.add(None, "tree", text);
            }
        }
    }
}

/// Compares one level. `width` is how many tiles a subtree of it has.
async fn compare_level(
    link: &mut Link,
    level: u32,
    (hashes, width): (&[Digest], u64),
    walk: &Walk,
    faults: &mut Faults,
) -> Result<(), Failure> {
    let mut first = 0;
    while first < hashes.len() as u64 {
        let end = (first + ROWS_MAX).min(hashes.len() as u64);
        let values = [i64::from(level).into(), first.into(), end.into()];
        let rows = link.rows(&sql::TREE, &values).await?;
        let mut rows = rows.iter().peekable();
        for position in first..end {
            let row = rows.next_if(|row| row.count(0).is_ok_and(|at| at == position));
            let seq = Some(position * width * 256 + 1);
            let text = match row.map(|row| row.digest(1)) {
                Some(Ok(hash)) if hash == hashes[position as usize] => continue,
                // The entry is named already, and more exactly.
                Some(Ok(_)) if walk.is_tile_bad(position * width, width) => continue,
                Some(Ok(_)) => "is not the hash of its entries".to_owned(),
                Some(Err(failure)) => unreadable(&failure),
                None => "is missing".to_owned(),
            };
            faults.add(
                seq,
                "tree",
                format!("level {level}, position {position} {text}"),
            );
        }
        first = end;
    }
    Ok(())
}

/// Compares the attachments with what the entries say of them.
pub(super) async fn compare_attachments(
    link: &mut Link,
    walk: &Walk,
    faults: &mut Faults,
) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    let mut after: Vec<u8> = Vec::new();
    loop {
        let values = [after.as_slice().into(), ROWS_MAX.into()];
        let rows = link.rows(&sql::ATTACHMENTS_AFTER, &values).await?;
        let Some(last) = rows.last() else {
            break;
        };
        go_on(
            &mut after,
            last.bytes_or_none(0)?.unwrap_or_default().to_vec(),
        )?;
        for row in &rows {
            let digest = row.digest(0)?;
            seen.insert(digest);
            compare_attachment(link, digest, walk, faults).await?;
        }
    }
    let mut missing: Vec<_> = walk.attached.iter().collect();
    missing.retain(|(digest, _)| !seen.contains(digest));
    missing.sort_by_key(|(_, seq)| **seq);
    for (digest, seq) in missing {
        faults.add(Some(*seq), "attachment", format!("{digest} is missing"));
    }
    Ok(())
}

async fn compare_attachment(
    link: &mut Link,
    digest: Digest,
    walk: &Walk,
    faults: &mut Faults,
) -> Result<(), Failure> {
    let seq = walk.attached.get(&digest).copied();
    if seq.is_none() {
        let text = format!("{digest} was added: no entry attaches it");
        faults.add(None, "attachment", text);
        return Ok(());
    }
    let row = link.row(&sql::ATTACHMENT, &[(&digest).into()]).await?;
    let (seq, text) = match (row.as_ref().map(attachment_of), walk.erased.get(&digest)) {
        (Some(Ok(None)), Some(_)) | (None, _) => return Ok(()),
        (Some(Ok(Some(_))), Some(by)) => (Some(*by), "is still there after it was erased"),
        (Some(Ok(Some(kept))), None) if kept.is_whole() => return Ok(()),
        (Some(Ok(None)), None) => (seq, "is gone, and no entry erases it"),
        (Some(Ok(Some(_)) | Err(_)), _) => (seq, "is not what its digest says"),
    };
    faults.add(seq, "attachment", format!("{digest} {text}"));
    Ok(())
}

fn root(hashes: &[Digest]) -> Digest {
    let mut tree = Frontier::default();
    for hash in hashes {
        tree.push(*hash, |_, _| {});
    }
    tree.root()
}
