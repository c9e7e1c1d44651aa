//! A made estate as JSON Lines: layered services, components, datasets, teams, sites, suppliers
//! and activities, with groups, targets, times, and some facts missing as they are in life.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::seeded::Seeded;

/// How many of each kind.
pub struct Counts {
    activities: usize,
    services: usize,
    components: usize,
    datasets: usize,
    teams: usize,
    sites: usize,
    suppliers: usize,
}

impl Counts {
    /// A hundred thousand items.
    pub const LARGE: Counts = Counts::share(1);
    /// Fifty thousand.
    pub const HALF: Counts = Counts::share(2);
    /// Five thousand.
    pub const MIDDLE: Counts = Counts::share(20);

    /// Four thousand items below activities that stand elsewhere.
    pub const WITHOUT_ACTIVITIES: Counts = Counts {
        activities: 0,
        services: 1_200,
        components: 2_400,
        datasets: 400,
        teams: 100,
        sites: 10,
        suppliers: 20,
    };

    const fn share(part: usize) -> Counts {
        Counts {
            activities: 3_000 / part,
            services: 35_000 / part,
            components: 50_000 / part,
            datasets: 9_400 / part,
            teams: 2_000 / part,
            sites: 200 / part,
            suppliers: 400 / part,
        }
    }
}

/// Services stand in layers and need those below.
const LAYERS: usize = 12;
/// Files each kind is spread over.
const PARTS: usize = 4;

/// Writes the estate into a folder; gives back how many items and bytes.
pub fn write(folder: &Path, counts: &Counts, seed: u64) -> anyhow::Result<(usize, u64)> {
    let mut random = Seeded(seed);
    let kinds: [(&str, usize, Line); 7] = [
        ("activities", counts.activities, activity),
        ("services", counts.services, service),
        ("components", counts.components, component),
        ("datasets", counts.datasets, dataset),
        ("teams", counts.teams, team),
        ("sites", counts.sites, site),
        ("suppliers", counts.suppliers, supplier),
    ];
    let (mut items, mut bytes) = (0, 0);
    for (name, count, line) in kinds {
        for part in 0..PARTS {
            let path = folder.join(format!("{name}-{part}.jsonl"));
            let mut text = String::new();
            for number in (part * count / PARTS)..((part + 1) * count / PARTS) {
                line(number, counts, &mut random, &mut text);
                text.push('\n');
                items += 1;
            }
            bytes += text.len() as u64;
            let mut file = std::fs::File::create(&path)
                .with_context(|| format!("{} cannot be written", path.display()))?;
            file.write_all(text.as_bytes())?;
        }
    }
    Ok((items, bytes))
}

/// Adds the record with a number.
type Line = fn(usize, &Counts, &mut Seeded, &mut String);

macro_rules! put {
    ($out:expr, $($format:tt)+) => {
        write!($out, $($format)+).expect("a text takes any other")
    };
}

/// The fields every record has, without the closing brace.
fn head(kind: &str, number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    put!(
        out,
        r#"{{"kind":"{kind}","id":"{kind}-{number}","name":"The {kind} number {number}""#
    );
    if !random.one_in(20) {
        put!(
            out,
            r#","owner":"team/team-{}""#,
            random.below(counts.teams)
        );
    }
    if random.one_in(2) {
        put!(
            out,
            r#","tags":["zone-{}","cost-{}"]"#,
            random.below(40),
            random.below(900)
        );
    }
    if random.one_in(3) {
        let by = random.below(300);
        put!(
            out,
            r#","confirmed":{{"by":"person {by}","at":"2026-0{}-1{}"}}"#,
            1 + by % 9,
            by % 9
        );
    }
    if random.one_in(2) {
        out.push_str(
            r#","description":"Written down when the register was begun, looked at once a year, and changed when something around it changes; ask the owner before relying on it.""#,
        );
    }
}

/// How it comes back; one in ten does not say.
fn recovery(counts: &Counts, random: &mut Seeded, out: &mut String) {
    if random.one_in(10) {
        return;
    }
    let team = random.below(counts.teams);
    let minutes = 5 + random.below(300);
    if random.one_in(4) {
        let (best, worst) = (minutes / 2 + 1, minutes * 2);
        put!(
            out,
            r#","recovery":{{"takes":{{"best":"{best}m","likely":"{minutes}m","worst":"{worst}m"}},"by":"team/team-{team}"}}"#
        );
    } else {
        put!(
            out,
            r#","recovery":{{"takes":"{minutes}m","by":"team/team-{team}"}}"#
        );
    }
}

fn targets(random: &mut Seeded, out: &mut String) {
    let hours = [4, 8, 24, 48, 72][random.below(5)];
    put!(
        out,
        r#","targets":{{"rto":"{hours}h","rpo":"{}m"}}"#,
        15 * (1 + random.below(16))
    );
}

fn activity(number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    head("activity", number, counts, random, out);
    let hours = [8, 24, 72, 120][random.below(4)];
    put!(
        out,
        r#","targets":{{"mtpd":"{hours}h","wrt":"{}m"}},"requires":["#,
        30 * random.below(6)
    );
    for index in 0..1 + random.below(3) {
        let comma = if index > 0 { "," } else { "" };
        put!(
            out,
            r#"{comma}"service-{}""#,
            index + 3 * random.below(counts.services / LAYERS / 3)
        );
    }
    out.push_str("]}");
}

/// A service needs services of the layers below, components, and one group of alternatives.
fn service(number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    head("service", number, counts, random, out);
    if random.one_in(3) {
        targets(random, out);
    }
    recovery(counts, random, out);
    let layer = number * LAYERS / counts.services;
    out.push_str(r#","requires":["#);
    let below = (layer + 1) * counts.services / LAYERS;
    for index in 0..random.below(4) {
        if below + 4 >= counts.services {
            break;
        }
        // Needs lead to the next layers: an estate is deep, not a heap.
        let width = (2 * counts.services / LAYERS).min(counts.services - below);
        let target = below + index + 4 * random.below(width / 4);
        match random.below(6) {
            0 => put!(
                out,
                r#"{{"item":"service-{target}","effect":"degrade","to":"80%"}},"#
            ),
            1 => put!(
                out,
                r#"{{"item":"service-{target}","phase":"run","tail":"10m"}},"#
            ),
            _ => put!(out, r#""service-{target}","#),
        }
    }
    if random.one_in(3) {
        let first = random.below(counts.components - 3);
        put!(
            out,
            r#"{{"any":1,"of":["component-{first}","component-{}","component-{}"],"switch":"2m","beta":0.05}},"#,
            first + 1,
            first + 2
        );
    }
    // Many stand on few: the hubs of a real estate.
    let limit = 1 + random.below(counts.components);
    let hub = random.below(limit);
    put!(out, r#""component-{hub}"]}}"#);
}

fn component(number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    head("component", number, counts, random, out);
    let class = random.pick(&["server", "database", "switch", "storage", "queue"]);
    put!(
        out,
        r#","class":"{class}","site":"site-{}""#,
        random.below(counts.sites)
    );
    if random.one_in(5) {
        put!(
            out,
            r#","supplier":"supplier-{}""#,
            random.below(counts.suppliers)
        );
    }
    recovery(counts, random, out);
    if random.one_in(2) {
        put!(
            out,
            r#","failure":{{"rate":"0.{}/yr"}}"#,
            1 + random.below(9)
        );
    }
    if number < counts.datasets {
        put!(out, r#","holds":["dataset/dataset-{number}"]"#);
    }
    if number + 200 < counts.components && !random.one_in(4) {
        put!(
            out,
            r#","requires":["component-{}"]"#,
            number + 1 + random.below(199)
        );
    }
    out.push('}');
}

fn dataset(number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    head("dataset", number, counts, random, out);
    put!(
        out,
        r#","size":"{} GB","admin-domain":"prod""#,
        1 + random.below(4_000)
    );
    if !random.one_in(8) {
        let (site, every) = (random.below(counts.sites), [4, 12, 24][random.below(3)]);
        put!(
            out,
            r#","protection":[{{"method":"backup","at":"site/site-{site}","admin-domain":"backup","every":"{every}h","runs":"1h","retention":"30d","restore-rate":"200 MB/s","verified":"restored"}}]"#
        );
    }
    out.push('}');
}

fn team(number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    head("team", number, counts, random, out);
    put!(
        out,
        r#","capacity":{},"call-out":"45m""#,
        1 + random.below(6)
    );
    if random.one_in(2) {
        put!(
            out,
            r#","deputy":"team/team-{}""#,
            (number + 1) % counts.teams
        );
    }
    out.push('}');
}

fn site(number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    head("site", number, counts, random, out);
    put!(out, r#","region":"region-{}"}}"#, number % 8);
}

fn supplier(number: usize, counts: &Counts, random: &mut Seeded, out: &mut String) {
    head("supplier", number, counts, random, out);
    out.push('}');
}
