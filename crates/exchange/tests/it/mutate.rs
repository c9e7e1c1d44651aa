//! Hostile input made from small sound samples: bytes and pieces are flipped, cut, doubled and
//! moved by a seeded generator. What comes back may be any answer, but never a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use exchange::import::{File, Importer};

/// Cases for each importer.
const CASES: u64 = 2_000;

/// Pieces that parsers trip over.
const PIECES: &[&str] = &[
    "",
    "~",
    "null",
    "{}",
    "[]",
    "- ",
    ": ",
    "---\n",
    "...\n",
    "&a ",
    "*a",
    "!!binary ",
    "\"",
    "'",
    "\u{feff}",
    "\u{0}",
    "é",
    "\t",
    "\r\n",
    "#",
    "|\n",
    ">-\n",
    "-1",
    "1e999",
    "99999999999999999999",
    "NaN",
    "true",
    "<<: ",
    ",",
    ",,,,",
    "[[[[[[[[",
    "{a: {a: {a: ",
    "? ",
    "${X",
    "://",
    ":::",
    "@",
    "/",
    "//",
    "\u{202e}",
];

/// A small generator (SplitMix64): the same seed gives the same cases on every machine.
pub struct Seeded(pub u64);

impl Seeded {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit; 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 {
            0
        } else {
            (self.next() % limit as u64) as usize
        }
    }
}

/// A sample after one to six changes.
pub fn mutated(sample: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..1 + random.below(6) {
        let (from, to) = (random.below(bytes.len()), random.below(bytes.len()));
        let (from, to) = (from.min(to), from.max(to));
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[from] ^= 1 << random.below(8),
            1 => drop(bytes.drain(from..to.min(from + 40))),
            2 => {
                let piece = PIECES[random.below(PIECES.len())].bytes();
                bytes.splice(from..from, piece);
            }
            3 => {
                let piece = PIECES[random.below(PIECES.len())].bytes();
                bytes.splice(from..to.min(from + 12), piece);
            }
            4 => {
                let piece = bytes[from..to.min(from + 200)].to_vec();
                let at = random.below(bytes.len());
                bytes.splice(at..at, piece);
            }
            5 => bytes.truncate(to),
            _ => swap_values(&mut bytes, random),
        }
    }
    bytes
}

/// Puts the end of one line in place of another's: right syntax, wrong types.
fn swap_values(bytes: &mut Vec<u8>, random: &mut Seeded) {
    let mut lines: Vec<Vec<u8>> = bytes
        .split_inclusive(|&b| b == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    let colon = |line: &[u8]| line.iter().position(|&b| b == b':').map(|at| at + 1);
    let ends = lines
        .get(one)
        .and_then(|line| colon(line))
        .zip(lines.get(other).and_then(|line| colon(line)));
    if let Some((first, second)) = ends {
        let tail = lines[other][second..].to_vec();
        lines[one].truncate(first);
        lines[one].extend(tail);
    }
    *bytes = lines.concat();
}

/// Imports mutated samples; one file of the set is changed at a time. Fails with the seed and the
/// input of the first case that panics.
pub fn never_panics(samples: &[(&str, &[u8])], importer: Importer) {
    for seed in 0..CASES {
        let mut random = Seeded(seed);
        let target = random.below(samples.len());
        let hostile = mutated(samples[target].1, &mut random);
        let files: Vec<File<'_>> = samples
            .iter()
            .enumerate()
            .map(|(at, &(name, bytes))| File {
                name,
                bytes: if at == target { &hostile } else { bytes },
            })
            .collect();
        let outcome = catch_unwind(AssertUnwindSafe(|| importer(&files)));
        let Ok(import) = outcome else {
            panic!("seed {seed} panics: {}", String::from_utf8_lossy(&hostile));
        };
        written_reads_back(&import, seed);
    }
}

/// Whatever was imported without a complaint must be a record that can be written and read.
fn written_reads_back(import: &exchange::import::Import, seed: u64) {
    if !import.complaints.is_empty() {
        return;
    }
    for record in &import.records {
        let mut text = String::new();
        exchange::write::yaml::document(&record.write(), &mut text);
        let node = exchange::read::yaml::read(&text, 1)
            .node
            .expect("a record is a document");
        let mut complaints = record::complaint::Complaints::new();
        let again = record::kinds::Record::read(&node, 0, &mut complaints);
        assert_eq!(
            again.as_ref(),
            Some(record),
            "seed {seed}: {text}{:?}",
            complaints.all
        );
    }
}

/// Files that would grow without bound or nest without end: each must be refused, none may panic.
pub fn bombs_are_refused(name: &str, importer: Importer) {
    let mut laughs = String::from("a0: &a0 [lol]\n");
    for level in 1..40 {
        let before = level - 1;
        laughs.push_str(&format!(
            "a{level}: &a{level} [*a{before}, *a{before}, *a{before}]\n"
        ));
    }
    let deep = "[".repeat(1_000_000);
    let nested = "{a: ".repeat(1_000_000);
    let indented: String = (0..2_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    let wide = format!("a: {}", "x, ".repeat(3_000_000));
    let twice = "services: {}\nservices: {}\n".to_string();
    let invalid = "a: \u{0}\n".to_string();
    for text in [laughs, deep, nested, indented, wide, twice, invalid] {
        let import = importer(&[File {
            name,
            bytes: text.as_bytes(),
        }]);
        assert!(
            !import.complaints.is_empty(),
            "{}",
            text.chars().take(40).collect::<String>()
        );
        assert_eq!(import.records, []);
    }
    let import = importer(&[File {
        name,
        bytes: b"a: \xff\xfe\n",
    }]);
    assert!(!import.complaints.is_empty());
}
