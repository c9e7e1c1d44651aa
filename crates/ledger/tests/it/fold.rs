//! Folding a journal, which passes over what was replaced, gives what applying every event one by
//! one gives.

use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::{Command, Step};
use continuity::state::State;
use continuity::written::Written;
use ledger::{Ledger, Order};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

use super::desk::{self, account, operator, record};

#[tokio::test(flavor = "multi_thread")]
async fn the_quick_fold_is_the_plain_fold() {
    for seed in 0..12 {
        let home = desk::sqlite();
        let ledger = desk::open(&home).await;
        live(&ledger, &mut StdRng::seed_from_u64(seed)).await;
        let grown = ledger.present();
        let fresh = desk::open(&home).await.present();
        let mut plain = State::new();
        for one in ledger
            .remembered_after(0, 100_000)
            .await
            .expect("it is read")
        {
            // As heavy as its body, which is what the ledger weighs.
            plain.apply(&one, ledger::draft(&one).body.len());
        }
        assert!(fresh.state == plain, "seed {seed}: quick fold");
        assert!(grown.state == plain, "seed {seed}: as it grew");
        let half = grown.seq / 2;
        let then = ledger
            .as_of(ledger::Point::Entry(half))
            .await
            .expect("it is folded");
        let later = ledger
            .as_of(ledger::Point::Entry(grown.seq - 1))
            .await
            .expect("it is folded");
        let (mut at_half, mut before_last) = (State::new(), State::new());
        for one in ledger
            .remembered_after(0, 100_000)
            .await
            .expect("it is read")
        {
            let weight = ledger::draft(&one).body.len();
            if one.seq <= half {
                at_half.apply(&one, weight);
            }
            if one.seq < grown.seq {
                before_last.apply(&one, weight);
            }
        }
        assert!(then.state == at_half, "seed {seed}: half");
        assert!(later.state == before_last, "seed {seed}: from half on");
    }
}

/// Random lives of a few records, by those who approve and those who do not.
async fn live(ledger: &Ledger, chance: &mut StdRng) {
    let manager = || Actor::Account {
        id: "manager".into(),
        via: None,
    };
    let author = || Actor::Account {
        id: "author".into(),
        via: None,
    };
    for (id, function) in [
        ("manager", Function::ContinuityManager),
        ("author", Function::SecurityLead),
    ] {
        let order = Order::new(operator(), account(id, function));
        ledger.execute(order).await.expect("it is opened");
    }
    for _ in 0..250 {
        let actor = match chance.random_range(0..3) {
            0 => operator(),
            1 => manager(),
            _ => author(),
        };
        // Most of it is refused at times; that is part of a life.
        let _ = ledger.execute(Order::new(actor, command(chance))).await;
    }
}

fn command(chance: &mut impl Rng) -> Command {
    let id = chance.random_range(0..4);
    let subject = format!("{}/h{id}", kind(id));
    let step = Step {
        reason: Some("so".into()),
        ..Step::of(&subject)
    };
    match chance.random_range(0..12) {
        0..2 => Command::File {
            written: written(chance, id),
        },
        2..6 => Command::Amend {
            written: written(chance, id),
            expected: None,
        },
        6 => Command::Submit(step),
        7 => Command::Approve(step),
        8 => Command::Return(step),
        9 => Command::Retire(step),
        10 => Command::Sync {
            home: "git".into(),
            seen: None,
            folder: "/srv/estate".into(),
            records: (0..chance.random_range(0..3))
                .map(|_| written(chance, id))
                .take(1)
                .collect(),
        },
        _ => Command::LeaveHome { home: "git".into() },
    }
}

/// One of them is a signal, whose former figures the present remembers.
fn kind(id: u32) -> &'static str {
    if id == 3 { "signal" } else { "hazard" }
}

fn written(chance: &mut impl Rng, id: u32) -> Written {
    let name = chance.random_range(0..1_000);
    let more = match kind(id) {
        "signal" => format!(
            r#","of":"san","heard":"2026-05-{:02}","used":"{}%""#,
            chance.random_range(1..28),
            name % 100
        ),
        _ => String::new(),
    };
    let kind = kind(id);
    let status = ["", r#","status":"draft""#, r#","status":"in-review""#];
    let status = status[chance.random_range(0..3)];
    let text = format!(r#"{{"kind":"{kind}","id":"h{id}","name":"{name}"{status}{more}}}"#);
    match chance.random_range(0..3) {
        0 => Written::read_from(record(&text), &format!("f{}.yaml", name % 7)),
        // A name with a quote is no plain text: the entry is understood whole.
        1 => Written::read_from(record(&text), "a \"quoted\" file.yaml"),
        _ => Written::made(record(&text)),
    }
}
