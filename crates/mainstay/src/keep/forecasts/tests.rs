//! The forecast of the day is kept once, of the own estate too, and judged when its time is over.

use continuity::command::Command;
use continuity::requirements::kept_forecast::Became;
use continuity::written::Written;
use jiff::{SignedDuration, Timestamp};
use journal::Journal;
use journal::options::Options;
use ledger::{Clock, Ledger, Order, Settings};
use record::complaint::Complaints;
use record::kinds::Record;
use record::node::Node;

use super::keep;
use crate::answer::forecast::kept_forecasts;

async fn file(ledger: &Ledger, expires: &str, amends: bool) {
    let node = Node::map([
        ("kind", Node::text("component")),
        ("id", Node::text("tls")),
        ("expires", Node::text(expires)),
    ]);
    let record = Record::read(&node, 0, &mut Complaints::new()).unwrap();
    let written = Written::made(record);
    let command = match amends {
        true => Command::Amend {
            written,
            expected: None,
        },
        false => Command::File { written },
    };
    let operator = continuity::actor::Actor::Operator {
        user: "root".into(),
    };
    ledger.execute(Order::new(operator, command)).await.unwrap();
}

#[tokio::test]
async fn one_forecast_a_day_is_kept_and_judged_when_its_time_is_over() {
    let now: Timestamp = "2026-05-15T02:00:00Z".parse().unwrap();
    let journal = Journal::open("sqlite::memory:", &Options::default()).await;
    let how = Settings {
        clock: Clock::standing(now),
        ..Settings::default()
    };
    let ledger = Ledger::open(journal.unwrap(), how).await.unwrap();
    file(&ledger, "2026-06-01", false).await;
    keep(&ledger).await;
    keep(&ledger).await;
    let kept = kept_forecasts(&ledger.present().state, now);
    assert_eq!((kept.kept, kept.scored.open), (1, 1), "twice a day is once");
    assert_eq!(kept.items[0].key, "drift/certificate@component/tls");
    let later = now + SignedDuration::from_hours(24 * 40);
    let kept = kept_forecasts(&ledger.present().state, later);
    assert!(matches!(kept.items[0].became, Some(Became::CameTrue)));
    // Said with one third, and it came: (1/3 - 1)^2.
    let brier = kept.scored.score.unwrap().brier;
    assert!((brier - 4.0 / 9.0).abs() < 1e-9, "{brier}");
    file(&ledger, "2027-06-01", true).await;
    let kept = kept_forecasts(&ledger.present().state, later);
    assert!(matches!(kept.items[0].became, Some(Became::DidNotCome)));
}
