//! Request ids that were carried out, so that a repeated one is answered and not done again.

use std::collections::HashMap;

use crate::skim::Skimmed;

/// The requests of a journal: the digest of actor and id, to the entries that came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Requests {
    done: HashMap<[u8; 16], Done>,
}

/// What came of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    /// Its first entry.
    pub first: u64,
    /// Its last entry.
    pub last: u64,
    /// What was asked, in short.
    pub asked: u64,
}

impl Requests {
    /// Takes note of an entry that a request led to.
    pub(crate) fn note(&mut self, seq: u64, head: &Skimmed<'_>) {
        let Some(request) = &head.request else {
            return;
        };
        let done = self.done.entry(key(&head.actor, request)).or_insert(Done {
            first: seq,
            last: seq,
            asked: short(head.asked.as_deref()),
        });
        done.last = seq;
    }

    /// What came of a request, if it was carried out.
    pub(crate) fn done(&self, actor: &str, request: &str) -> Option<Done> {
        self.done.get(&key(actor, request)).copied()
    }
}

fn key(actor: &str, request: &str) -> [u8; 16] {
    let digest = journal::entry::digest(format!("{actor}\n{request}").as_bytes());
    digest.0[..16].try_into().expect("a digest has 32 bytes")
}

/// The first eight bytes of the digest of what was asked.
pub(crate) fn short(asked: Option<&str>) -> u64 {
    let digest = journal::entry::digest(asked.unwrap_or_default().as_bytes());
    u64::from_be_bytes(digest.0[..8].try_into().expect("a digest has 32 bytes"))
}
