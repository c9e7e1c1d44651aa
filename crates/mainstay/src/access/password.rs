//! Passwords: Argon2id off the threads that answer requests, at most as many at once as there are
//! processors. It holds no password and knows no account.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::secret::{Secret, random_bytes};

/// Fewest letters of a password (NIST SP 800-63B-4, 3.1.1.2: 15 without a second factor).
pub const LETTERS_MIN: usize = 15;
/// Most letters: long enough for any phrase, short enough that hashing stays cheap.
pub const LETTERS_MAX: usize = 256;

/// The one that hashes and checks.
#[derive(Clone, Debug)]
pub struct Passwords {
    at_once: Arc<Semaphore>,
    /// A hash that no password answers to, so that an unknown account costs what a known one does.
    nobody: Arc<str>,
    checked: Arc<AtomicU64>,
}

impl Passwords {
    /// Ready to hash.
    pub fn new() -> Passwords {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let nobody = hash(&Secret::random(""));
        Passwords {
            at_once: Arc::new(Semaphore::new(processors)),
            nobody: nobody.into(),
            checked: Arc::default(),
        }
    }

    /// The verifier of a password, in PHC form.
    pub async fn hash(&self, password: Secret) -> String {
        self.apart(move || hash(&password)).await
    }

    /// Whether a password answers to a verifier. Without one the same work is done for nothing.
    pub async fn check(&self, password: Secret, verifier: Option<String>) -> bool {
        let known = verifier.is_some();
        let verifier = verifier.unwrap_or_else(|| self.nobody.to_string());
        self.checked.fetch_add(1, Ordering::Relaxed);
        let right = self.apart(move || answers(&password, &verifier)).await;
        known && right
    }

    /// How many checks were made.
    #[cfg(test)]
    pub fn checked(&self) -> u64 {
        self.checked.load(Ordering::Relaxed)
    }

    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let permit = self.at_once.clone().acquire_owned().await;
        let permit = permit.expect("the semaphore is never closed");
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await
            .expect("hashing does not panic and is not cancelled")
    }
}

/// Why a password is not taken, in words.
pub fn weakness(password: &Secret, account: &str) -> Option<String> {
    let letters = password.reveal().chars().count();
    let lower = password.reveal().to_lowercase();
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if letters < LETTERS_MIN {
        Some(format!(
            "has {letters} letters; {LETTERS_MIN} are the least, a sentence does well"
        ))
    } else if letters > LETTERS_MAX {
        Some(format!("has {letters} letters; {LETTERS_MAX} are the most"))
    } else if distinct.len() < 5 {
        Some("repeats the same few letters".into())
    } else if account.len() >= 3 && lower.contains(&account.to_lowercase()) {
        Some("contains the name of the account".into())
    } else {
        None
    }
}

fn hash(password: &Secret) -> String {
    let salt = random_bytes::<16>();
    let hash = Argon2::default().hash_password_with_salt(password.reveal().as_bytes(), &salt);
    hash.expect("the default parameters are valid and the length is bounded")
        .to_string()
}

fn answers(password: &Secret, verifier: &str) -> bool {
    let Ok(verifier) = PasswordHash::new(verifier) else {
        return false;
    };
    Argon2::default()
        .verify_password(password.reveal().as_bytes(), &verifier)
        .is_ok()
}

#[cfg(test)]
mod tests;
