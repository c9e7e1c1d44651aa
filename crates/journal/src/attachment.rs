//! Bytes that are too large for an entry or may have to be erased. They are kept by a digest over
//! a random salt and the bytes, so that a digest left behind tells nothing of what was erased.

use ring::rand::{SecureRandom, SystemRandom};

use crate::entry::{Digest, digest_of};
use crate::failure::Failure;

/// Largest attachment, in bytes.
pub const ATTACHMENT_BYTES_MAX: usize = 25 * 1024 * 1024;

/// Bytes kept beside the entries.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256 of salt and bytes.
    pub digest: Digest,
    /// 32 random bytes, erased together with the others.
    pub salt: [u8; 32],
    /// What is kept.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// Bytes with a fresh salt.
    ///
    /// Errors: more than 25 MB; a system that gives no random bytes.
    pub fn new(bytes: Vec<u8>) -> Result<Attachment, Failure> {
        if bytes.len() > ATTACHMENT_BYTES_MAX {
            return Err(Failure::unfit("an attachment has at most 25 MB"));
        }
        let salt = random()?;
        Ok(Attachment {
            digest: digest_of(&[&salt, &bytes]),
            salt,
            bytes,
        })
    }

    /// Whether salt and bytes still give the digest.
    pub fn is_whole(&self) -> bool {
        digest_of(&[&self.salt, &self.bytes]) == self.digest
    }
}

/// Bytes may be personal: a trace shows how many there are, never which.
impl std::fmt::Debug for Attachment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "Attachment({}, {} bytes)",
            self.digest,
            self.bytes.len()
        )
    }
}

/// Random bytes from the system.
pub(crate) fn random<const COUNT: usize>() -> Result<[u8; COUNT], Failure> {
    let mut bytes = [0; COUNT];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Failure::Other {
            source: "the system gives no random bytes".into(),
        })?;
    Ok(bytes)
}
