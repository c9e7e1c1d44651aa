//! A simulated organisation: random commands by random actors, through two ledgers on one
//! journal that are killed and opened again, with lost replies and clocks that jump. What must hold
//! after it stands in `verdict`. The choices follow from a seed; the interleaving does not quite.

mod chance;
mod office;
mod verdict;

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use continuity::actor::Actor;
use continuity::command::Command;
use ledger::{Denied, Order, Receipt};
use tokio::task::JoinHandle;

use crate::rig::place::{Cluster, Place};
use crate::seeded::Seeded;
use chance::Chance;
use office::Office;

/// How much happens in one life.
const TURNS: usize = 40;
/// How many lives are lived at once: most of a life is waiting.
const AT_ONCE: usize = 6;
/// How often an order is asked again before that is a find.
const TRIES: usize = 60;

/// An order as the organisation knows it.
pub(crate) struct Asked {
    order: Order,
    /// The last entry that anyone was told of before it was asked.
    after: u64,
    /// Whether an attempt went without an answer, so that it may have been carried out unseen.
    in_doubt: bool,
    answer: Option<Result<Receipt, String>>,
}

impl Asked {
    fn new(order: Order, after: u64) -> Asked {
        Asked {
            order,
            after,
            in_doubt: false,
            answer: None,
        }
    }
}

/// `torture organisation [--seeds N] [--seed FIRST]`: on SQLite and on PostgreSQL.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let option = |name: &str| super::option(args, name);
    let full = args.iter().any(|arg| arg == "--full");
    let usual = if full { "10000" } else { "200" };
    let count: u64 = option("--seeds").unwrap_or(usual).parse()?;
    let first: u64 = option("--seed").unwrap_or("1").parse().context("--seed")?;
    let cluster = Cluster::any()?;
    let mut finds = Vec::new();
    for home in [None, Some(cluster.url.as_str())] {
        let (found, told) = lives(home, first, count)?;
        println!("{}: {told}", home.map_or("sqlite", |_| "postgresql"));
        finds.extend(found);
    }
    for find in &finds {
        println!("{find}");
    }
    anyhow::ensure!(finds.is_empty(), "{} lives went wrong", finds.len());
    Ok(())
}

/// Lives from one seed on, in SQLite or in a cluster; what was found, and what was done.
pub fn lives(
    cluster: Option<&str>,
    first: u64,
    count: u64,
) -> anyhow::Result<(Vec<String>, String)> {
    let next = AtomicU64::new(first);
    let worker = || -> anyhow::Result<Tally> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count {
                return Ok(tally);
            }
            runtime.block_on(one(cluster, seed, &mut tally))?;
        }
    };
    let tallies: Vec<anyhow::Result<Tally>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(worker)).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        joined
            .map(|done| done.unwrap_or_else(|_| Err(anyhow::anyhow!("a life panicked"))))
            .collect()
    });
    let (mut finds, mut entries, mut crashes) = (Vec::new(), 0, 0);
    for tally in tallies {
        let tally = tally?;
        finds.extend(tally.finds);
        entries += tally.entries;
        crashes += tally.crashes;
    }
    let told = format!("{count} lives from seed {first}, {entries} entries, {crashes} crashes");
    Ok((finds, told))
}

/// What came of some lives.
#[derive(Default)]
struct Tally {
    finds: Vec<String>,
    entries: u64,
    crashes: u64,
}

/// One life, in a place of its own.
async fn one(cluster: Option<&str>, seed: u64, tally: &mut Tally) -> anyhow::Result<()> {
    let place = match cluster {
        None => Place::in_memory()?,
        Some(cluster) => Place::in_cluster(cluster).await?,
    };
    let mut life = Life::begin(&place.url, seed).await?;
    let lived = life.live().await;
    tally.entries += lived.as_ref().map_or(0, |head| *head);
    tally.crashes += life.crashes;
    life.end();
    match lived {
        Ok(_) => place.clear().await?,
        Err(what) => {
            let find = format!("seed {seed}: {what:#} ({})", place.keep());
            tally.finds.push(find);
        }
    }
    Ok(())
}

/// One life of an organisation.
struct Life {
    url: String,
    random: Seeded,
    chance: Chance,
    offices: Vec<Office>,
    asked: Vec<Asked>,
    /// Attempts for whose answer nobody waits any more.
    lost: Vec<JoinHandle<Result<Receipt, Denied>>>,
    /// The last entry that anyone was told of.
    told: u64,
    crashes: u64,
}

impl Life {
    async fn begin(url: &str, seed: u64) -> anyhow::Result<Life> {
        let mut offices = Vec::new();
        for _ in 0..2 {
            offices.push(Office::open(url, Office::clock()).await?);
        }
        Ok(Life {
            url: url.to_string(),
            random: Seeded(seed),
            chance: Chance::new(seed),
            offices,
            asked: Vec::new(),
            lost: Vec::new(),
            told: 0,
            crashes: 0,
        })
    }

    fn end(self) {
        for office in self.offices {
            office.crash();
        }
    }

    /// Lives it to the end, and judges it. Gives the last entry.
    async fn live(&mut self) -> anyhow::Result<u64> {
        for _ in 0..TURNS {
            match self.random.below(12) {
                0 => self.jump(),
                1 => self.restart().await?,
                2..=4 => self.burst(None).await?,
                5 => {
                    let struck = self.random.below(self.offices.len());
                    self.burst(Some(struck)).await?;
                }
                6 => self.lose().await?,
                _ => self.ask().await?,
            }
        }
        self.calm().await?;
        verdict::judge(&self.url, &self.offices, &self.asked, &self.chance.kept).await
    }

    /// Waits until nothing is under way: whoever writes after an entry of ours has seen it.
    async fn calm(&mut self) -> anyhow::Result<()> {
        for attempt in std::mem::take(&mut self.lost) {
            let _ = attempt.await;
        }
        for office in 0..self.offices.len() {
            let actor = Actor::Operator {
                user: "last".into(),
            };
            let order =
                Order::new(actor, Command::MakeFirstLink).under(&format!("calm-{office}"), "");
            let attempt = self.offices[office].ask(&order);
            self.asked.push(Asked::new(order, self.told));
            let number = self.asked.len() - 1;
            self.take(number, attempt.await.context("a ledger ended by itself")?)?;
            self.settle(number).await?;
        }
        Ok(())
    }

    /// One clock goes elsewhere, forwards or back.
    fn jump(&mut self) {
        const SECONDS: [i64; 8] = [1, -1, 3_600, -3_600, 315_576_000, -315_576_000, 60, 86_400];
        // Both nights on which Berlin's clocks jump, and the last leap second there was.
        const NIGHTS: [&str; 3] = [
            "2026-03-29T00:59:59.999999Z",
            "2026-10-25T00:30:00Z",
            "2016-12-31T23:59:59.5Z",
        ];
        let office = self.random.below(self.offices.len());
        let clock = self.offices[office].ledger.clock();
        let at = match self.random.one_in(4) {
            true => self.random.pick(&NIGHTS).parse().expect("an instant"),
            false => {
                let seconds = SECONDS[self.random.below(SECONDS.len())];
                clock.now() + jiff::SignedDuration::from_secs(seconds)
            }
        };
        clock.set(at);
    }

    /// One ledger ends with whatever it was doing, and is opened again.
    async fn crash(&mut self, office: usize) -> anyhow::Result<()> {
        let clock = self.offices[office].ledger.clock().clone();
        let struck = self.offices.remove(office);
        struck.crash();
        self.crashes += 1;
        let again = Office::open(&self.url, clock).await?;
        self.offices.insert(office, again);
        Ok(())
    }

    async fn restart(&mut self) -> anyhow::Result<()> {
        let office = self.random.below(self.offices.len());
        self.crash(office).await
    }

    fn new_order(&mut self) -> usize {
        let office = self.random.below(self.offices.len());
        let present = self.offices[office].ledger.present();
        if self.random.one_in(8) {
            self.chance.keep(&present);
        }
        let order = self.chance.order(&present.state, present.at);
        self.asked.push(Asked::new(order, self.told));
        self.asked.len() - 1
    }

    /// One order, its answer awaited.
    async fn ask(&mut self) -> anyhow::Result<()> {
        let number = self.new_order();
        self.settle(number).await
    }

    /// One order whose answer is lost on the way, and which is asked again: the attempt is still
    /// under way, or done, or never came to anything.
    async fn lose(&mut self) -> anyhow::Result<()> {
        let number = self.new_order();
        let office = self.random.below(self.offices.len());
        let attempt = self.offices[office].ask(&self.asked[number].order);
        if self.random.one_in(2) {
            attempt.abort();
        }
        self.lost.push(attempt);
        self.asked[number].in_doubt = true;
        self.settle(number).await
    }

    /// Many orders at once at both ledgers, of which one may be struck amidst.
    async fn burst(&mut self, struck: Option<usize>) -> anyhow::Result<()> {
        let mut attempts = Vec::new();
        for _ in 0..2 + self.random.below(6) {
            let number = self.new_order();
            let office = self.random.below(self.offices.len());
            attempts.push((number, self.offices[office].ask(&self.asked[number].order)));
        }
        if let Some(office) = struck {
            for _ in 0..self.random.below(40) {
                tokio::task::yield_now().await;
            }
            self.crash(office).await?;
        }
        for (number, attempt) in attempts {
            match attempt.await {
                Ok(answer) => self.take(number, answer)?,
                Err(_) => self.asked[number].in_doubt = true,
            }
        }
        let open: Vec<usize> = (0..self.asked.len())
            .filter(|&number| self.asked[number].answer.is_none())
            .collect();
        for number in open {
            self.settle(number).await?;
        }
        Ok(())
    }

    /// Asks until there is an answer.
    async fn settle(&mut self, number: usize) -> anyhow::Result<()> {
        for _ in 0..TRIES {
            if self.asked[number].answer.is_some() {
                return Ok(());
            }
            let office = self.random.below(self.offices.len());
            let answer = self.offices[office].ask(&self.asked[number].order).await;
            self.take(number, answer.context("a ledger ended by itself")?)?;
        }
        anyhow::bail!("{:?} never got an answer", self.asked[number].order)
    }

    /// Takes an answer down. One that says that others were faster is none yet.
    fn take(&mut self, number: usize, answer: Result<Receipt, Denied>) -> anyhow::Result<()> {
        let asked = &mut self.asked[number];
        match answer {
            Ok(receipt) => {
                self.told = self.told.max(receipt.entries.map_or(0, |(_, last)| last));
                asked.answer = Some(Ok(receipt));
            }
            Err(Denied::Refused(refusal)) => asked.answer = Some(Err(refusal.code().into())),
            Err(Denied::Failed(ledger::Failure::Contended)) => {}
            Err(Denied::Failed(ledger::Failure::Closed)) => asked.in_doubt = true,
            Err(Denied::Failed(failure)) => {
                let told = format!("{:?} failed", asked.order.command);
                return Err(anyhow::Error::new(failure).context(told));
            }
        }
        Ok(())
    }
}
