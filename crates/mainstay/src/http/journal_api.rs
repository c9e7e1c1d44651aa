//! The journal itself over HTTP: its entries, its head, its signed checkpoints and proofs, for
//! auditors and for whoever keeps checkpoints elsewhere.

use axum::response::Response;
use continuity::access::Action;
use journal::entry::Digest;
use record::node::Node;

use super::call::Call;
use super::order::failed;
use super::parameter::{Parameter, Sort};
use super::problem::{Fault, Problem};
use super::record_api::{LIMIT, PAGE_MAX};
use super::{reply, withhold};

/// A number of an entry.
const SEQ: Sort = Sort::Whole(0, u64::MAX >> 1);

/// What the entries may be asked for.
pub const ENTRIES: &[Parameter] = &[
    Parameter::new("after", SEQ, "Begin after this entry."),
    LIMIT,
];
/// Which checkpoint is asked for.
pub const CHECKPOINTS: &[Parameter] = &[
    Parameter::new("after", SEQ, "Begin after the checkpoint of this number."),
    LIMIT,
];
/// What is to be proven.
pub const PROOF: &[Parameter] = &[
    Parameter::new("entry", SEQ, "Prove that this entry is in the tree."),
    Parameter::new(
        "from",
        SEQ,
        "Prove that a tree of this size is the beginning of the other.",
    ),
    Parameter::new("size", SEQ, "The size of the tree. Default: the head."),
];

/// Entries, in order.
pub async fn entries(call: Call) -> Result<Response, Problem> {
    let after = call.query.whole("after").unwrap_or(0);
    let limit = call.query.whole("limit").unwrap_or(PAGE_MAX / 5) as usize;
    let found = call.doors.ledger.remembered_after(after, limit).await;
    let found = found.map_err(|failure| failed(&failure))?;
    let head = call.doors.ledger.present().seq;
    let last = found.last().map_or(after, |entry| entry.seq);
    let next = match !found.is_empty() && last < head {
        true => Node::text(format!("/api/v1/journal?after={last}&limit={limit}")),
        false => Node::number(None),
    };
    let money = call.may(Action::ReadMoney);
    let items = found.iter().map(|entry| {
        let mut node = entry.whole();
        if !money {
            withhold::money_of_entry(&mut node);
        }
        node
    });
    Ok(reply::node(&Node::map([
        ("items", Node::list(items)),
        ("next", next),
    ])))
}

/// The last entry and the root of the tree over all.
pub async fn head(call: Call) -> Result<Response, Problem> {
    let journal = call.doors.ledger.journal();
    let head = journal
        .head()
        .await
        .map_err(|failure| failed(&failure.into()))?;
    let root = journal
        .root(head.seq)
        .await
        .map_err(|failure| failed(&failure.into()))?;
    let load = call.doors.ledger.load();
    Ok(reply::node(&Node::map([
        ("seq", Node::bare(head.seq)),
        ("digest", Node::text(head.digest.to_string())),
        ("root", Node::text(root.to_string())),
        ("origin", Node::text(journal.origin())),
        ("entries_max", Node::bare(load.entries_max)),
        ("bytes", Node::bare(load.bytes)),
        ("bytes_max", Node::bare(load.bytes_max)),
    ])))
}

/// Signed checkpoints, the oldest first.
pub async fn checkpoints(call: Call) -> Result<Response, Problem> {
    let journal = call.doors.ledger.journal();
    let after = call.query.whole("after").unwrap_or(0);
    let limit = call.query.whole("limit").unwrap_or(PAGE_MAX / 5);
    let mut items = Vec::new();
    for number in after.saturating_add(1)..=after.saturating_add(limit) {
        let found = journal.checkpoint_numbered(number).await;
        let Some(found) = found.map_err(|failure| failed(&failure.into()))? else {
            break;
        };
        items.push(Node::map([
            ("number", Node::bare(found.number)),
            ("size", Node::bare(found.size)),
            ("note", Node::text(found.note.as_str())),
        ]));
    }
    Ok(reply::node(&Node::map([("items", Node::list(items))])))
}

/// A proof that an entry is in the tree, or that a smaller tree is its beginning.
pub async fn proof(call: Call) -> Result<Response, Problem> {
    let journal = call.doors.ledger.journal();
    let head = call.doors.ledger.present().seq;
    let size = call.query.whole("size").unwrap_or(head);
    let (entry, from) = (call.query.whole("entry"), call.query.whole("from"));
    if size > head {
        let fault = Fault::of("size", format!("the journal has {head} entries"));
        return Err(Problem::parameters(vec![fault]));
    }
    let within = |name: &str, number: u64| match (1..=size).contains(&number) {
        true => Ok(()),
        false => {
            let fault = Fault::of(name, format!("it is no number from 1 to {size}"));
            Err(Problem::parameters(vec![fault]))
        }
    };
    let hashes = match (entry, from) {
        (Some(entry), None) => {
            within("entry", entry)?;
            journal.inclusion_proof(entry, size).await
        }
        (None, Some(from)) => {
            within("from", from)?;
            journal.consistency_proof(from, size).await
        }
        _ => {
            let fault = Fault::of("entry", "say `entry` or `from`, one of both");
            return Err(Problem::parameters(vec![fault]));
        }
    };
    let hashes = hashes.map_err(|failure| failed(&failure.into()))?;
    let root = journal
        .root(size)
        .await
        .map_err(|failure| failed(&failure.into()))?;
    let hash = |digest: &Digest| Node::text(digest.to_string());
    Ok(reply::node(&Node::map([
        ("size", Node::bare(size)),
        ("root", hash(&root)),
        ("hashes", Node::list(hashes.iter().map(hash))),
    ])))
}
