//! Ten thousand alerts laid on ten thousand sites: areas of a county's size up to a country's, by
//! polygon, circle and code, from a seed; and the same answer by looking at each pair for some.

use std::time::{Duration, Instant};

use continuity::requirements::warning::join::Ground;
use continuity::requirements::warning::{Circle, Outline, Spot, WarnedArea, Warning};
use record::initiation::Site;
use record::initiation::site::Location;
use record::item::Item;
use record::kind::{Envelope, Filed};
use record::kinds::{Record, Registers};
use record::node::Node;
use record::shape::Shape as _;

use crate::seeded::Seeded;

/// How many alerts, and how many sites.
const COUNT: usize = 10_000;
/// How long it may take.
const LIMIT: Duration = Duration::from_secs(1);
/// How often it is measured; the best and the worst are told.
const TIMES: usize = 5;
/// How many alerts are compared with each site one by one.
const COMPARED: usize = 40;

/// Makes the input, measures, compares.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let mut draw = Seeded(7);
    let registers = sites(COUNT, &mut draw);
    let warnings: Vec<Warning> = (0..COUNT).map(|index| warning(index, &mut draw)).collect();
    let mut taken = Vec::new();
    let mut touched = 0;
    for _ in 0..TIMES {
        let begun = Instant::now();
        let ground = Ground::new(&registers);
        touched = warnings.iter().map(|it| ground.touched(it).len()).sum();
        taken.push(begun.elapsed());
    }
    compare(&registers, &warnings[..COMPARED])?;
    taken.sort();
    let (best, worst) = (taken[0], taken[TIMES - 1]);
    let table = format!(
        "| alerts | sites | pairs that touch | best of {TIMES} | worst | limit |\n\
         |---|---|---|---|---|---|\n\
         | {COUNT} | {COUNT} | {touched} | {:.3} s | {:.3} s | {:.0} s |\n",
        best.as_secs_f64(),
        worst.as_secs_f64(),
        LIMIT.as_secs_f64()
    );
    let dry = args.contains(&"--dry".into());
    let how = "cargo run --release -p xtask -- bench alerts";
    super::papers::append_table("alerts laid on sites", how, &table, dry)?;
    anyhow::ensure!(
        worst <= LIMIT,
        "{:.3} s is over the limit",
        worst.as_secs_f64()
    );
    Ok(())
}

/// Sites over the inhabited globe, a third of them with the code of a county.
fn sites(count: usize, draw: &mut Seeded) -> Registers {
    let mut registers = Registers::default();
    for index in 0..count {
        let mut complaints = record::complaint::Complaints::new();
        let empty = Node::map::<&str>([]);
        let item = Item::read(&empty, &mut complaints).expect("every field may be absent");
        let codes = match index % 3 {
            0 => vec![format!("SAME:0{:05}", 1_000 + draw.below(55_000))],
            _ => Vec::new(),
        };
        let site = Site {
            item,
            location: Some(Location {
                lat: between(draw, -55.0, 70.0),
                lon: between(draw, -180.0, 180.0),
            }),
            country: None,
            subdivision: None,
            type_: None,
            grid: None,
            access_always: false,
            codes,
            restore_rate: None,
        };
        let envelope = Envelope::read(&empty, &mut complaints).expect("every field may be absent");
        let filed = Filed::made(&format!("s{index}"), envelope, site);
        registers.replace(Record::Site(filed));
    }
    registers
}

/// A number between two.
fn between(draw: &mut Seeded, from: f64, to: f64) -> f64 {
    from + (to - from) * (draw.number() >> 11) as f64 / (1u64 << 53) as f64
}

/// An alert of some size: nine in ten of a county's, one in ten of a country's.
fn warning(index: usize, draw: &mut Seeded) -> Warning {
    let mut area = WarnedArea {
        description: None,
        polygons: Vec::new(),
        circles: Vec::new(),
        codes: Vec::new(),
        unread: false,
    };
    let middle = Spot {
        lat: between(draw, -55.0, 70.0),
        lon: between(draw, -180.0, 180.0),
    };
    let reach: f64 = match index % 10 {
        0 => between(draw, 3.0, 12.0),
        _ => between(draw, 0.1, 1.0),
    };
    match index % 4 {
        0 => area.circles.push(Circle {
            middle,
            km: reach * 111.0,
        }),
        1 => {
            let code = |_| format!("SAME:0{:05}", 1_000 + draw.below(55_000));
            area.codes = (0..12).map(code).collect();
        }
        _ => {
            let points = 8 + draw.below(392);
            let spot = |point| {
                let angle = std::f64::consts::TAU * point as f64 / points as f64;
                let far = reach * between(draw, 0.6, 1.0);
                let lon = middle.lon + far * angle.cos();
                Spot {
                    lat: (middle.lat + far * angle.sin()).clamp(-89.0, 89.0),
                    lon: engine::area::turned(lon),
                }
            };
            let ring = (0..points).map(spot).collect();
            area.polygons.push(Outline { rings: vec![ring] });
        }
    }
    let mut warning = Warning::named(&format!("a{index}"), "CAP 1.2");
    warning.areas.push(area);
    warning
}

/// The index against each pair looked at by itself.
fn compare(registers: &Registers, warnings: &[Warning]) -> anyhow::Result<()> {
    use continuity::requirements::warning::chain::Standing;
    use continuity::requirements::warning::join::Verdict;
    let ground = Ground::new(registers);
    for warning in warnings {
        let areas: Vec<&WarnedArea> = warning.areas.iter().collect();
        let each = ground.verdicts(&areas, &Standing::InForce);
        let of = each.iter().enumerate();
        let each: Vec<u32> = of
            .filter(|(_, it)| it.verdict == Verdict::Affected)
            .map(|(index, _)| index as u32)
            .collect();
        anyhow::ensure!(
            ground.touched(warning) == each,
            "{}: the index and the pairs differ",
            warning.identifier
        );
    }
    Ok(())
}

/// The same at a small size, in tests: the index finds what looking at each pair finds.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_finds_what_looking_at_each_pair_finds() {
        let mut draw = Seeded(1);
        let registers = sites(400, &mut draw);
        let warnings: Vec<Warning> = (0..60).map(|index| warning(index, &mut draw)).collect();
        compare(&registers, &warnings).expect("they agree");
    }
}
