//! The end of the journal as its writer must know it: head, right edge of the tree, reach of the
//! checkpoints; and how hashes of the tree are got from the rows.

use crate::checkpoint::Reach;
use crate::entry::{Digest, Head};
use crate::failure::Failure;
use crate::link::{Link, Row};
use crate::read::entry_of;
use crate::statements as sql;
use crate::tree::{Frontier, KEPT_LEVELS, Place, Span, node, places};

/// The end of the journal.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    /// The last entry.
    pub head: Head,
    /// The tree up to there.
    pub frontier: Frontier,
    /// How far the checkpoints reach.
    pub reach: Reach,
}

impl Tail {
    /// Reads it. Needs no transaction: what is below a head does not change.
    pub(crate) async fn read(link: &mut Link) -> Result<Tail, Failure> {
        let (head, reach) = read_head(link).await?;
        let mut frontier = Frontier::default();
        let all = Span {
            begin: 0,
            end: head.seq,
        };
        for place in places(all) {
            let hash = subtree(link, place).await?;
            frontier.join(place.level, hash, |_, _| {});
        }
        Ok(Tail {
            head,
            frontier,
            reach,
        })
    }
}

/// Reads the head, and how far the checkpoints reach.
pub(crate) async fn read_head(link: &mut Link) -> Result<(Head, Reach), Failure> {
    let row = link.row(&sql::HEAD, &[]).await?;
    let row = row.ok_or_else(|| Failure::broken("the table `head` is empty"))?;
    let (head, number, hash) = head_of(&row)?;
    let mut reach = Reach {
        number,
        hash,
        ..Reach::NONE
    };
    if number > 0
        && let Some(row) = link.row(&sql::CHECKPOINT, &[number.into()]).await?
    {
        reach.size = row.count(1)?;
        reach.at_micros = row.number(2)?;
    }
    Ok((head, reach))
}

/// The head's row: head, number of the last checkpoint, hash of its note.
pub(crate) fn head_of(row: &Row) -> Result<(Head, u64, Digest), Failure> {
    let head = Head {
        seq: row.count(0)?,
        digest: row.digest(1)?,
    };
    Ok((head, row.count(2)?, row.digest(3)?))
}

/// The hash of the leaves of a span of a proof.
pub(crate) async fn span(link: &mut Link, span: Span) -> Result<Digest, Failure> {
    let mut hashes = Vec::new();
    for place in places(span) {
        hashes.push(subtree(link, place).await?);
    }
    let hash = hashes
        .into_iter()
        .rev()
        .reduce(|right, left| node(left, right));
    hash.ok_or_else(|| Failure::broken("a proof over no entries"))
}

/// The hash of a complete subtree, from the kept ones below it or from the entries.
async fn subtree(link: &mut Link, place: Place) -> Result<Digest, Failure> {
    let kept = KEPT_LEVELS
        .into_iter()
        .rev()
        .find(|&level| level <= place.level);
    let below = place.level - kept.unwrap_or(0);
    let first = place.position << below;
    let wanted = 1_usize << below;
    let hashes: Vec<Digest> = match kept {
        Some(level) => {
            let end = first + wanted as u64;
            let values = [i64::from(level).into(), first.into(), end.into()];
            let rows = link.rows(&sql::TREE, &values).await?;
            rows.iter()
                .map(|row| row.digest(1))
                .collect::<Result<_, _>>()?
        }
        None => {
            let values = [first.into(), (wanted as u64).into()];
            let rows = link.rows(&sql::ENTRIES_AFTER, &values).await?;
            let leaf = |row: &Row| Ok::<_, Failure>(entry_of(row)?.leaf());
            rows.iter().map(leaf).collect::<Result<_, _>>()?
        }
    };
    if hashes.len() != wanted {
        let (level, position) = (place.level, place.position);
        let text = format!("the tree lacks rows under level {level}, position {position}");
        return Err(Failure::Broken { text });
    }
    let mut tree = Frontier::default();
    for hash in hashes {
        tree.push(hash, |_, _| {});
    }
    Ok(tree.root())
}
