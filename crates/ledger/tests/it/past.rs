//! Time travel to any entry or instant.

use ledger::Point;

use super::desk::{self, ask, at, rename, service};

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_as_it_was() {
    let home = desk::sqlite();
    let ledger = desk::open(&home).await;
    let mut then = vec![ledger.present()];
    for hour in 0..6 {
        at(&ledger, &format!("2026-05-15T1{hour}:00:00Z"));
        let command = match hour {
            0 => service("shop", "0"),
            _ => rename("shop", &hour.to_string()),
        };
        ask(&ledger, command).await.expect("it is written");
        then.push(ledger.present());
    }
    for known in then.iter().rev().chain(&then) {
        let past = ledger
            .as_of(Point::Entry(known.seq))
            .await
            .expect("it is folded");
        assert_eq!((past.seq, past.digest), (known.seq, known.digest));
        assert!(past.state == known.state);
    }
    for (instant, name) in [
        ("2026-05-15T09:00:00Z", None),
        ("2026-05-15T12:30:00Z", Some("2")),
        ("2026-05-15T15:00:00Z", Some("5")),
        ("2030-01-01T00:00:00Z", Some("5")),
    ] {
        let instant = instant.parse().expect("an instant");
        let past = ledger
            .as_of(Point::Instant(instant))
            .await
            .expect("it is folded");
        let shop = past.state.registers.services.get("shop");
        assert_eq!(shop.map(|it| it.title()), name, "at {instant}");
    }
}
