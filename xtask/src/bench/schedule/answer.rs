//! The whole answer of `recover` for an organisation of a thousand services, each with a plan of
//! five steps: from the records to the schedule with all that stands beside it.

use std::time::Instant;

use anyhow::Context as _;
use continuity::implementation::recovery_schedule::{Budget, recovery_schedule};
use continuity::requirements::loss::Losses;
use continuity::standpoint::Standpoint;
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::node::Node;

use crate::seeded::Seeded;

/// How many services.
pub const SERVICES: usize = 1_000;
const EACH: usize = 5;
const TEAMS: usize = 30;

/// How many steps were scheduled, and how many seconds the answer took.
pub fn measured(services: usize) -> anyhow::Result<(usize, f64)> {
    let registers = registers(services)?;
    let at = "2026-06-15T12:00:00Z".parse()?;
    let standpoint = Standpoint::new(&registers, at);
    let estate = &standpoint.estate;
    let lost = estate.graph.items();
    let lost: Vec<_> = lost
        .filter(|&it| estate.listed(it).team().is_none())
        .collect();
    let losses = Losses::of(&lost);
    let start = Instant::now();
    let found = recovery_schedule(&standpoint, &losses, Budget::default());
    let seconds = start.elapsed().as_secs_f64();
    anyhow::ensure!(found.verified, "the checker refuses the schedule");
    anyhow::ensure!(
        found.tasks.len() == services * EACH,
        "{} steps are in the schedule",
        found.tasks.len()
    );
    eprintln!(
        "{} schedules, {} late, bottleneck {:?}",
        found.schedules_built, found.late_count, found.bottleneck
    );
    Ok((found.tasks.len(), seconds))
}

fn registers(services: usize) -> anyhow::Result<Registers> {
    let mut rng = Seeded(3);
    let mut registers = Registers::default();
    let mut file = |node: Node| {
        let record = Record::read(&node, 0, &mut Complaints::new());
        let filed = registers.file(record.context("it is no record")?);
        anyhow::ensure!(filed.is_ok(), "a record stands twice");
        Ok::<(), anyhow::Error>(())
    };
    for team in 0..TEAMS {
        file(Node::map([
            ("kind", Node::text("team")),
            ("id", Node::text(format!("team-{team}"))),
            ("capacity", Node::number(Some(4))),
        ]))?;
    }
    for service in 0..services {
        file(record_of(&mut rng, service))?;
        file(plan(&mut rng, service))?;
    }
    Ok(registers)
}

fn record_of(rng: &mut Seeded, service: usize) -> Node {
    let needs = rng.below(3);
    let needs = (0..needs)
        .filter(|_| service > 20)
        .map(|_| rng.below(service));
    let mut needs: Vec<usize> = needs.collect();
    needs.sort_unstable();
    needs.dedup();
    let needs = needs
        .into_iter()
        .map(|other| Node::text(format!("s-{other}")));
    let within = Node::text(format!("{}h", 4 + rng.below(196)));
    Node::map([
        ("kind", Node::text("service")),
        ("id", Node::text(format!("s-{service}"))),
        ("requires", Node::list(needs)),
        ("targets", Node::map([("rto", within)])),
    ])
}

fn plan(rng: &mut Seeded, service: usize) -> Node {
    let steps = (0..EACH).map(|at| {
        let mut fields = vec![
            ("id", Node::text(format!("e-{at}"))),
            ("by", Node::text(format!("team-{}", rng.below(TEAMS)))),
            ("people", Node::number(Some(1 + rng.below(2) as i64))),
            ("takes", Node::text(format!("{}m", 5 + rng.below(85)))),
        ];
        if at > 0 {
            fields.push(("after", Node::list([Node::text(format!("e-{}", at - 1))])));
        }
        if at + 1 == EACH {
            fields.push(("restores", Node::text(format!("service/s-{service}"))));
        }
        Node::map(fields)
    });
    Node::map([
        ("kind", Node::text("plan")),
        ("id", Node::text(format!("p-{service}"))),
        ("status", Node::text("approved")),
        ("steps", Node::list(steps)),
    ])
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_organisation_is_scheduled_whole() {
        let (steps, _) = super::measured(40).expect("it is measured");
        assert_eq!(steps, 200);
    }
}
