//! Impact of one loss and the least target rolled up, on a million items and three million
//! needs, beside graph libraries that answer the same plain questions.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use engine::arcs::Arcs;
use engine::graph::{Effect, Graph, GroupSpec, ItemSpec, Phase, Tail};
use engine::reach::Reach;
use engine::standing::Walk;

/// The input: nodes with layer and target, edges with group.
struct Input {
    layers: Vec<u8>,
    targets: Vec<u32>,
    edges: Vec<(u32, u32, u8)>,
}

/// What was measured of one tool.
struct Measured {
    tool: String,
    impact: Duration,
    stopped: usize,
    largest: usize,
    roll_up: Option<(Duration, i64)>,
}

/// Reads DIR, measures, and with `--peers FOLDER` runs the peers too.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).map(PathBuf::from)
    };
    let folder = args
        .first()
        .context("a folder with edges.csv and nodes.csv is needed")?;
    let folder = Path::new(folder);
    let input = read(folder)?;
    let of_layer = |layer: u8| {
        let all = 0..input.layers.len() as u32;
        all.filter(|&item| input.layers[item as usize] == layer)
            .collect::<Vec<u32>>()
    };
    let mut hubs = of_layer(5);
    hubs.truncate(20);
    let tops = of_layer(0);
    anyhow::ensure!(!hubs.is_empty(), "no item of layer 5");
    let mut rows = vec![plain(&input, &hubs, &tops), grouped(&input, &hubs)];
    if let Some(peers) = option("--peers") {
        let python = option("--python").unwrap_or_else(|| "python3".into());
        for tool in ["rustworkx", "igraph"] {
            rows.push(peer(&python, &peers, tool, folder)?);
        }
    }
    let title = "impact and roll-up on a million items and three million needs";
    let dry = args.contains(&"--dry".into());
    super::papers::append_table(
        title,
        "cargo run --release -p xtask -- bench graph DIR --peers FOLDER",
        &table(&rows),
        dry,
    )
}

fn read(folder: &Path) -> anyhow::Result<Input> {
    let mut input = Input {
        layers: Vec::new(),
        targets: Vec::new(),
        edges: Vec::new(),
    };
    rows(&folder.join("nodes.csv"), |[_, layer, target]| {
        input.layers.push(layer as u8);
        input.targets.push(target);
    })?;
    rows(&folder.join("edges.csv"), |[from, to, group]| {
        input.edges.push((from, to, group as u8));
    })?;
    let len = input.layers.len() as u32;
    let inside = |&(from, to, _): &(u32, u32, u8)| from < len && to < len;
    anyhow::ensure!(
        input.edges.iter().all(inside),
        "an edge names a node that is not there"
    );
    Ok(input)
}

/// Visits the rows of three numbers after the heading.
fn rows(path: &Path, mut visit: impl FnMut([u32; 3])) -> anyhow::Result<()> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("{name} cannot be read"))?;
    for (line, text) in BufReader::new(file).lines().enumerate().skip(1) {
        let text = text?;
        let mut numbers = text.split(',').map(str::parse::<u32>);
        let mut number = || numbers.next().and_then(Result::ok);
        let (Some(a), Some(b), Some(c)) = (number(), number(), number()) else {
            anyhow::bail!("{name}:{}: three numbers expected", line + 1);
        };
        visit([a, b, c]);
    }
    Ok(())
}

/// Every edge a need of its own: the question the peers answer.
fn plain(input: &Input, hubs: &[u32], tops: &[u32]) -> Measured {
    let start = Instant::now();
    let pairs: Vec<(u32, u32)> = input
        .edges
        .iter()
        .map(|&(from, to, _)| (from, to))
        .collect();
    let reach = Reach::new(input.layers.len(), &pairs);
    eprintln!(
        "plain graph built in {:.2} s",
        start.elapsed().as_secs_f64()
    );
    let mut visit = reach.visit();
    let measured = impact(hubs, |hub| reach.dependents(hub, &mut visit));
    let mut runs: Vec<(Duration, i64)> = (0..15)
        .map(|_| {
            let start = Instant::now();
            let least = reach.least(&input.targets);
            let sum = tops.iter().map(|&top| i64::from(least.of(top))).sum();
            (start.elapsed(), sum)
        })
        .collect();
    runs.sort_unstable();
    Measured {
        tool: "mainstay, plain".into(),
        roll_up: Some(runs[7]),
        ..measured
    }
}

/// The true meaning: edges of one source and one group above 0 are alternatives.
fn grouped(input: &Input, hubs: &[u32]) -> Measured {
    let start = Instant::now();
    let mut items = vec![ItemSpec::default(); input.layers.len()];
    let mut edges = input.edges.clone();
    edges.sort_unstable_by_key(|&(from, to, group)| (from, group, to));
    edges.dedup();
    let alone = |group: u8| group == 0;
    for of in edges.chunk_by(|a, b| (a.0, a.2) == (b.0, b.2) && !alone(a.2)) {
        let members = of.iter().map(|&(_, to, _)| to).collect();
        items[of[0].0 as usize].groups.push(GroupSpec {
            members,
            unresolved: 0,
            needed: 1,
            phase: Phase::Unwritten,
            effect: Effect::Stop,
            switch: 0,
            tail: Tail::Own,
            beta: 0.0,
            bootstrap: false,
        });
    }
    let graph = Graph::new(items);
    let arcs = Arcs::new(&graph);
    eprintln!(
        "k-of-n graph built in {:.2} s",
        start.elapsed().as_secs_f64()
    );
    let mut walk = Walk::new(&graph, &arcs);
    let measured = impact(hubs, |hub| {
        walk.reset();
        walk.lose(hub);
        walk.standing().stopped().len() - 1
    });
    Measured {
        tool: "mainstay, k of n".into(),
        ..measured
    }
}

/// The median over the hubs of the time of one answer, each the median of nine rounds; a round
/// asks every hub once, so that no answer finds its own memory still warm.
fn impact(hubs: &[u32], mut answer: impl FnMut(u32) -> usize) -> Measured {
    let mut runs = vec![Vec::new(); hubs.len()];
    let mut counts = vec![0; hubs.len()];
    for _ in 0..9 {
        for (at, &hub) in hubs.iter().enumerate() {
            let start = Instant::now();
            counts[at] = answer(hub);
            runs[at].push(start.elapsed());
        }
    }
    let middle = |runs: &mut Vec<Duration>| {
        runs.sort_unstable();
        runs[runs.len() / 2]
    };
    let mut times: Vec<Duration> = runs.iter_mut().map(middle).collect();
    times.sort_unstable();
    let middle = times.len() / 2;
    Measured {
        tool: String::new(),
        impact: (times[(times.len() - 1) / 2] + times[middle]) / 2,
        stopped: counts.iter().sum(),
        largest: counts.iter().copied().max().unwrap_or(0),
        roll_up: None,
    }
}

/// Runs one peer and reads its two lines.
fn peer(python: &Path, peers: &Path, tool: &str, folder: &Path) -> anyhow::Result<Measured> {
    let output = Command::new(python)
        .arg(peers.join("py_graph.py"))
        .arg(tool)
        .arg(folder)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{tool} failed: {complaint}");
    let number = |line: &str, after: &str| -> Option<f64> {
        let line = text.lines().find(|row| row.contains(line))?;
        let mut words = line.split_whitespace().skip_while(|word| *word != after);
        words.nth(1)?.parse().ok()
    };
    let read = || {
        Some(Measured {
            tool: tool.to_string(),
            impact: Duration::from_secs_f64(number("impact hub", "median_ms")? / 1e3),
            stopped: number("impact hub", "sumcount")? as usize,
            largest: number("impact hub", "maxcount")? as usize,
            roll_up: Some((
                Duration::from_secs_f64(number("rollup_s", "rollup_s")?),
                number("rollup_s", "checksum")? as i64,
            )),
        })
    };
    read().with_context(|| format!("{tool} answered in another way:\n{text}"))
}

/// A Markdown table; ratios are against the first row.
fn table(rows: &[Measured]) -> String {
    let mut out = String::from(
        "| tool | impact of a hub, median ms | times ours | stopped, sum | largest \
         | roll-up ms | times ours | check sum |\n|---|---|---|---|---|---|---|---|\n",
    );
    let ours = &rows[0];
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    for row in rows {
        let (roll_up, times, sum) = match (row.roll_up, ours.roll_up) {
            (Some((time, sum)), Some((base, _))) => (
                format!("{:.1}", time.as_secs_f64() * 1e3),
                format!("{:.1}", ratio(time, base)),
                sum.to_string(),
            ),
            _ => Default::default(),
        };
        out.push_str(&format!(
            "| {} | {:.3} | {:.1} | {} | {} | {roll_up} | {times} | {sum} |\n",
            row.tool,
            row.impact.as_secs_f64() * 1e3,
            ratio(row.impact, ours.impact),
            row.stopped,
            row.largest,
        ));
    }
    out
}
