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
    pub(crate) fn note(&mut self, seq: u64, mark: Option<Mark>) {
        let Some(Mark { key, asked }) = mark else {
            return;
        };
        let done = self.done.entry(key).or_insert(Done {
            first: seq,
            last: seq,
            asked,
        });
        done.last = seq;
    }

    /// What came of a request, if it was carried out.
    pub(crate) fn done(&self, actor: &str, request: &str) -> Option<Done> {
        self.done.get(&key(actor, request)).copied()
    }
}

/// What is kept of a request: actor and id, and what was asked, each as a digest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    key: [u8; 16],
    asked: u64,
}

impl Mark {
    /// That of an entry; nothing where no request led to it.
    pub(crate) fn of(head: &Skimmed<'_>) -> Option<Mark> {
        let request = head.request.as_deref()?;
        Some(Mark {
            key: key(&head.actor, request),
            asked: short(head.asked.as_deref()),
        })
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
