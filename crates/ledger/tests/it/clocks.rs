//! A clock that jumps: the order of the journal is that of its numbers, whatever the clock
//! says, and opening again gives the same present.

use jiff::{SignedDuration, Timestamp};
use ledger::Point;

use super::desk::{self, NOON, ask, rename, service};

/// Seconds that a clock goes on or back: a second, an hour, a day, ten years.
const JUMPS: [i64; 12] = [
    1,
    -1,
    3_600,
    -3_600,
    86_400,
    -86_400,
    315_576_000,
    -315_576_000,
    -315_576_000,
    631_152_000,
    0,
    -1,
];

/// Nights in which wall clocks of Berlin jump, and the second that was inserted last.
const NIGHTS: [&str; 6] = [
    "2026-03-29T00:59:59.999999Z",
    "2026-03-29T01:00:00Z",
    "2026-10-25T00:59:59.999999Z",
    "2026-10-25T01:00:00Z",
    "2016-12-31T23:59:59.999999Z",
    "2017-01-01T00:00:00Z",
];

#[tokio::test(flavor = "multi_thread")]
async fn order_is_that_of_the_numbers_in_sqlite() {
    jump(&desk::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn order_is_that_of_the_numbers_in_postgresql() {
    jump(&desk::postgres().await).await;
}

async fn jump(home: &desk::Home) {
    let ledger = desk::open(home).await;
    let noon: Timestamp = NOON.parse().expect("an instant");
    let mut instants = vec![noon];
    for seconds in JUMPS {
        let last = instants.last().expect("the first");
        instants.push(*last + SignedDuration::from_secs(seconds));
    }
    instants.extend(NIGHTS.map(|night| night.parse::<Timestamp>().expect("an instant")));
    for (number, instant) in instants.iter().enumerate() {
        ledger.clock().set(*instant);
        let command = match number {
            0 => service("shop", "0"),
            _ => rename("shop", &number.to_string()),
        };
        let receipt = ask(&ledger, command).await.expect("it is written");
        let seq = number as u64 + 2;
        assert_eq!(receipt.entries, Some((seq, seq)));
        assert_eq!(receipt.at, *instant);
        let present = ledger.present();
        let shop = present.state.registers.services.get("shop");
        assert_eq!(
            shop.map(|it| it.title()),
            Some(number.to_string().as_str()),
            "the last one written holds, whatever the clock said"
        );
    }
    let before = ledger.present();
    let after = desk::open(home).await;
    assert!(after.present().state == before.state);
    let all = after.remembered_after(1, 1_000).await.expect("it is read");
    let told: Vec<Timestamp> = all.iter().map(|it| it.at).collect();
    assert_eq!(told, instants);
    // The state at an instant is the one after the last entry, by number, written by then.
    for instant in &instants {
        let last = instants.iter().rposition(|at| at <= instant);
        let seq = last.expect("itself at least") as u64 + 2;
        let then = after.as_of(Point::Instant(*instant)).await;
        assert_eq!(then.expect("it is folded").seq, seq, "at {instant}");
    }
}
