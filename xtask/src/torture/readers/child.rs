//! A process of its own that reads files and says what came of each, how long it took and how much
//! memory: this same program, called with a list. Before and after the reading it asks for a path
//! that stands nowhere, so that whoever watches its calls knows where the reading begins and ends.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::{Value, json};

use super::sound::{FORMS, Form};
use super::verdict::{Verdict, judged};

/// Asked for before a file is read, and after.
pub(super) const MARKS: (&str, &str) = ("/reading-begins-here", "/reading-ends-here");

/// A file to be read.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// Its form.
    pub form: String,
    /// Where it stands.
    pub path: PathBuf,
}

/// What came of one.
pub(super) struct Told {
    /// The verdict.
    pub verdict: Verdict,
    /// How long the reading took.
    pub took: Duration,
    /// The memory it took beside the file, at most.
    pub peak_kb: u64,
}

/// The verdict on a reader whose process ended.
pub(super) fn dead() -> Verdict {
    Verdict {
        panics: Some("the process ended".into()),
        ..Verdict::default()
    }
}

/// How this program is called to read a list.
pub(super) fn call(folder: &Path, files: &[Wanted]) -> anyhow::Result<(PathBuf, Vec<String>)> {
    let list = folder.join("list.txt");
    let lines = files
        .iter()
        .map(|it| format!("{}\t{}\n", it.form, it.path.display()));
    std::fs::write(&list, lines.collect::<String>())?;
    let arguments = ["torture", "readers", "--child"].map(String::from);
    let mut arguments = arguments.to_vec();
    arguments.push(list.display().to_string());
    Ok((std::env::current_exe()?, arguments))
}

/// Reads files in a process of its own.
pub(super) fn measured(folder: &Path, files: &[Wanted]) -> anyhow::Result<Vec<Told>> {
    let (program, arguments) = call(folder, files)?;
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .context("this program starts again")?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(told).collect()
}

fn told(line: &str) -> anyhow::Result<Told> {
    let value: Value = serde_json::from_str(line).context("a child's line is JSON")?;
    let texts = |key: &str| -> Vec<String> {
        let list = value[key].as_array().cloned().unwrap_or_default();
        list.iter()
            .filter_map(|it| it.as_str().map(str::to_string))
            .collect()
    };
    let lines = value["lines"].as_array().cloned().unwrap_or_default();
    let lines = lines.iter().map(|it| it.as_u64().unwrap_or(0) as u32);
    Ok(Told {
        verdict: Verdict {
            refused: lines.zip(texts("refused")).collect(),
            remarks: texts("remarks"),
            read: value["read"].as_str().unwrap_or_default().to_string(),
            units: value["units"].as_u64().unwrap_or(0) as usize,
            panics: value["panics"].as_str().map(str::to_string),
        },
        took: Duration::from_secs_f64(value["seconds"].as_f64().unwrap_or(0.0)),
        peak_kb: value["peak_kb"].as_u64().unwrap_or(0),
    })
}

/// At most so many complaints and remarks are told of one file.
const TOLD_MAX: usize = 50;

/// What the child does: reads what the list names. `reach` makes it knock and open, so that the
/// watch can be tried.
pub(super) fn run(list: &Path, reach: bool) -> anyhow::Result<()> {
    let lines = std::fs::read_to_string(list)?;
    let mut files: Vec<(Form, String, Vec<u8>)> = Vec::new();
    for line in lines.lines() {
        let (form, path) = line.split_once('\t').context("a form and a path")?;
        let form = FORMS.iter().find(|it| it.name == form).context("a form")?;
        files.push((*form, path.to_string(), std::fs::read(path)?));
    }
    let mut out = std::io::stdout().lock();
    for (form, path, bytes) in files {
        let name = path.rsplit('/').next().unwrap_or(form.file).to_string();
        let before = memory("VmRSS:");
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let _ = std::fs::metadata(MARKS.0);
        if reach {
            let _ = std::fs::File::open(&path);
            let _ = std::net::TcpStream::connect("127.0.0.1:9");
        }
        let start = Instant::now();
        let verdict = judged(&form, &name, &bytes);
        let took = start.elapsed();
        let _ = std::fs::metadata(MARKS.1);
        let peak = memory("VmHWM:").saturating_sub(before);
        let refused = verdict.refused.iter().take(TOLD_MAX);
        let (at, texts): (Vec<u32>, Vec<&String>) = refused.map(|(at, it)| (*at, it)).unzip();
        let line = json!({
            "lines": at, "refused": texts,
            "remarks": verdict.remarks.iter().take(TOLD_MAX).collect::<Vec<_>>(),
            "read": verdict.read, "units": verdict.units, "panics": verdict.panics,
            "seconds": took.as_secs_f64(), "peak_kb": peak,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A figure of this process's memory in kilobytes, as the kernel tells it; 0 where it does not.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}
