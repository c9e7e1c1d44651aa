//! Guesses by an instant that is handed in.

use std::net::IpAddr;

use jiff::Timestamp;

use super::Guesses;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

#[test]
fn ten_guesses_a_minute_and_no_more() {
    let guesses = Guesses::default();
    for second in 0..10 {
        assert_eq!(guesses.take("ada", HOME, at(second)), Ok(()));
    }
    assert_eq!(guesses.take("ada", HOME, at(10)), Err(50));
    assert_eq!(guesses.take("ada", HOME, at(59)), Err(1));
    // The refused ones do not count: they were not tried.
    assert_eq!(guesses.take("ada", HOME, at(60)), Ok(()));
    assert_eq!(guesses.take("ada", HOME, at(60)), Err(1));
    let mut taken = 0;
    for second in 100..160 {
        taken += usize::from(guesses.take("ada", HOME, at(second)).is_ok());
    }
    assert!(taken <= 10, "{taken}");
}

#[test]
fn another_account_is_not_locked_out_by_it() {
    let guesses = Guesses::default();
    for _ in 0..20 {
        let _ = guesses.take("ada", HOME, at(0));
    }
    assert_eq!(guesses.take("grace", HOME, at(0)), Ok(()));
}

#[test]
fn one_address_cannot_try_many_accounts() {
    let guesses = Guesses::default();
    let taken = (0..1000).filter(|n| guesses.take(&format!("a{n}"), HOME, at(0)).is_ok());
    assert_eq!(taken.count(), 60);
    let elsewhere = "2001:db8::1".parse().unwrap();
    assert_eq!(guesses.take("a999", elsewhere, at(0)), Ok(()));
}

#[test]
fn a_right_guess_clears_the_account() {
    let guesses = Guesses::default();
    for _ in 0..9 {
        guesses.take("ada", HOME, at(0)).unwrap();
    }
    guesses.take("ada", HOME, at(1)).unwrap();
    guesses.right("ada", HOME);
    assert_eq!(guesses.take("ada", HOME, at(2)), Ok(()));
}

#[test]
fn a_clock_that_jumps_back_locks_nobody_out() {
    let guesses = Guesses::default();
    for _ in 0..10 {
        guesses.take("ada", HOME, at(1_000_000)).unwrap();
    }
    assert_eq!(guesses.take("ada", HOME, at(0)), Ok(()));
}

#[test]
fn a_guesser_cannot_fill_the_journal() {
    let guesses = Guesses::default();
    assert!(guesses.to_be_told("ada", at(0)));
    assert!(!guesses.to_be_told("ada", at(59)));
    assert!(guesses.to_be_told("ada", at(60)));
    let told = (0..10_000).filter(|n| guesses.to_be_told(&format!("a{n}"), at(61)));
    assert!(told.count() <= 100);
}

#[test]
fn many_addresses_of_one_network_are_one() {
    let guesses = Guesses::default();
    let address = |n: u16| format!("2001:db8::{n:x}").parse().unwrap();
    let taken = (0..1000).filter(|n| guesses.take(&format!("a{n}"), address(*n), at(0)).is_ok());
    assert_eq!(taken.count(), 60);
    let other = "2001:db8:0:1::1".parse().unwrap();
    assert_eq!(guesses.take("a", other, at(0)), Ok(()));
}
