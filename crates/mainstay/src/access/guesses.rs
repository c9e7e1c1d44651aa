//! How many wrong guesses were made, per account and per address, and whether another is taken.
//! Pure but for its own memory: the instant is handed in. It is lost with the process, which only
//! gives a guesser one more round.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use jiff::Timestamp;

/// Wrong guesses an account takes within a minute.
const ACCOUNT_MAX: usize = 10;
/// Wrong guesses an address takes within a minute; many people share one behind a proxy.
const ADDRESS_MAX: usize = 60;
/// How long a guess counts.
const WINDOW_SECONDS: i64 = 60;
/// Accounts and addresses remembered at once; a flood of names must not fill memory.
const REMEMBERED_MAX: usize = 100_000;

/// Accounts of which a minute's guessing is remembered in the journal.
const TOLD_MAX: usize = 100;

/// What a guess is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Under {
    Account(String),
    Address(IpAddr),
}

/// The memory of wrong guesses.
#[derive(Debug, Default)]
pub struct Guesses {
    wrong: Mutex<HashMap<Under, Vec<Timestamp>>>,
    told: Mutex<HashMap<String, Timestamp>>,
}

impl Guesses {
    /// Whether a guess is taken now: counts it, or says after how many seconds the next one is.
    /// Counting before the answer is known keeps a volley of parallel guesses within the limit;
    /// the right one is taken back by `right`.
    pub fn take(&self, account: &str, address: IpAddr, now: Timestamp) -> Result<(), i64> {
        let mut wrong = self.lock();
        let unders = [
            (Under::Account(account.to_owned()), ACCOUNT_MAX),
            (Under::Address(whose(address)), ADDRESS_MAX),
        ];
        let since = now.as_second() - WINDOW_SECONDS;
        let mut wait = 0;
        for (under, most) in &unders {
            let Some(times) = wrong.get_mut(under) else {
                continue;
            };
            times.retain(|time| time.as_second() > since && *time <= now);
            if times.len() >= *most {
                let first = times[times.len() - most].as_second();
                wait = wait.max(first + WINDOW_SECONDS - now.as_second());
            }
        }
        if wait > 0 {
            return Err(wait.max(1));
        }
        if wrong.len() >= REMEMBERED_MAX {
            wrong.retain(|_, times| times.iter().any(|time| time.as_second() > since));
        }
        if wrong.len() >= REMEMBERED_MAX {
            // More than any number of people mistype in a minute: let it pass first.
            return Err(WINDOW_SECONDS);
        }
        for (under, _) in unders {
            wrong.entry(under).or_default().push(now);
        }
        Ok(())
    }

    /// The guess was right: it no longer counts against the account or the address.
    pub fn right(&self, account: &str, address: IpAddr) {
        let mut wrong = self.lock();
        wrong.remove(&Under::Account(account.to_owned()));
        if let Some(times) = wrong.get_mut(&Under::Address(whose(address))) {
            times.pop();
        }
    }

    /// Whether it is time to remember that an account is being guessed at: once a minute, so that
    /// whoever guesses cannot fill the journal.
    pub fn to_be_told(&self, account: &str, now: Timestamp) -> bool {
        let mut told = self
            .told
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let recent = |time: &Timestamp| (now.as_second() - time.as_second()).abs() < WINDOW_SECONDS;
        told.retain(|_, time| recent(time));
        if told.contains_key(account) || told.len() >= TOLD_MAX {
            return false;
        }
        told.insert(account.to_owned(), now);
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Under, Vec<Timestamp>>> {
        // A panic elsewhere leaves times in the map that are still true.
        self.wrong
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The address under which guesses are counted: of IPv6 the network, because one household has as
/// many addresses as it likes.
fn whose(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((six.to_bits() & (u128::MAX << 64)).into()),
        four => four,
    }
}

#[cfg(test)]
mod tests;
