//! Tidy: is the house as it was drawn? Here stand the drawing as data (floors, stages, words) and
//! the list of checks; each check is a file beside. Tidy reads and complains, it mends nothing.

pub mod banned_crates;
pub mod changelog;
pub mod columns;
pub mod dead_files;
pub mod file_length;
pub mod floors;
pub mod function_length;
pub mod house;
pub mod leftovers;
pub mod map_paths;
pub mod module_docs;
pub mod names;
pub mod purity;
pub mod source;
pub mod stage_imports;
pub mod stages;
pub mod test_binary;

use std::path::Path;

use house::House;

/// One room of the house: who it may lean on. `theirs` gives a reason for each foreign crate,
/// because a new dependency is a change of architecture.
pub struct Room {
    /// The crate's name, which is also its folder's.
    pub name: &'static str,
    /// Our crates it may use, in code and in tests.
    pub ours: &'static [&'static str],
    /// Foreign crates it may use, each with its reason.
    pub theirs: &'static [(&'static str, &'static str)],
    /// Foreign crates only its tests may use, each with its reason.
    pub tests: &'static [(&'static str, &'static str)],
    /// A pure room: no clock, no chance, no outside world.
    pub pure: bool,
}

const SNAPSHOTS: (&str, &str) = ("insta", "text in, text out, accepted by eye");
const PROPERTIES: (&str, &str) = (
    "proptest",
    "random estates against a twin written another way",
);
const SEEDED: (&str, &str) = ("rand", "random input from a printed seed");
const TEMPORARY: (&str, &str) = ("tempfile", "a folder of its own for each test");
const SMALL_ESTATES: (&str, &str) = ("serde_json", "small estates written as JSON in tests");

/// The floors, lowest first. A room may lean on the rooms below it that its row names.
pub const FLOORS: &[Room] = &[
    Room {
        name: "record",
        ours: &[],
        theirs: &[
            (
                "jiff",
                "dates, times and zones; its zone rules travel inside the program",
            ),
            ("strsim", "the nearest name, for `did you mean`"),
        ],
        tests: &[SNAPSHOTS, PROPERTIES],
        pure: true,
    },
    Room {
        name: "engine",
        ours: &[],
        theirs: &[],
        tests: &[PROPERTIES, SEEDED, SNAPSHOTS],
        pure: true,
    },
    Room {
        name: "journal",
        ours: &[],
        theirs: &[
            (
                "base64",
                "keys and hashes as the notes of checkpoints write them",
            ),
            ("ring", "SHA-256, Ed25519, and salts that nobody can guess"),
            (
                "sqlx",
                "SQLite and PostgreSQL, neither of which blocks a thread of ours",
            ),
            ("thiserror", "a failure with its cause"),
            (
                "tokio",
                "one writer at a time, readers beside it, those who wait woken",
            ),
        ],
        tests: &[
            SNAPSHOTS,
            PROPERTIES,
            (
                "libsqlite3-sys",
                "the library that a hostile administrator would use",
            ),
            ("tempfile", "a folder of its own for each test"),
        ],
        pure: false,
    },
    Room {
        name: "journal",
        ours: &[],
        theirs: &[
            (
                "sqlx",
                "SQLite and PostgreSQL through one set of statements",
            ),
            ("tokio", "waiting for disks and databases"),
            ("ring", "SHA-256, Ed25519 and chance that cannot be guessed"),
            (
                "base64",
                "the text of roots, keys and signatures in signed notes",
            ),
            ("futures-util", "rows as they come"),
            (
                "thiserror",
                "failures of the outside world with their causes",
            ),
        ],
        tests: &[
            PROPERTIES,
            TEMPORARY,
            (
                "libsqlite3-sys",
                "a file system that loses power on purpose",
            ),
        ],
        pure: false,
    },
    Room {
        name: "continuity",
        ours: &["record", "engine"],
        theirs: &[
            ("jiff", "walking agreed hours through real calendars"),
            ("serde", "answers say themselves how programs read them"),
        ],
        tests: &[SNAPSHOTS, PROPERTIES, SEEDED, SMALL_ESTATES],
        pure: true,
    },
    Room {
        name: "exchange",
        ours: &["continuity", "record"],
        theirs: &[
            (
                "saphyr-parser",
                "YAML as events with line and column, so that we bound it ourselves",
            ),
            ("serde_json", "JSON values in the order they were written"),
            ("csv", "delimited tables, in and out"),
            ("calamine", "reads spreadsheets"),
            (
                "zip",
                "bounds a spreadsheet's real size before it is unpacked",
            ),
            (
                "quick-xml",
                "XML of spreadsheets and JUnit, without entity expansion",
            ),
            ("rust_xlsxwriter", "writes spreadsheets with typed cells"),
            (
                "jiff",
                "the instants of warnings, as their senders write them",
            ),
            ("qrcodegen", "the address of a live page as a square"),
            ("serde", "documents say themselves how programs read them"),
        ],
        tests: &[SNAPSHOTS, PROPERTIES, SEEDED],
        pure: true,
    },
    Room {
        name: "paper",
        ours: &["exchange"],
        theirs: &[
            (
                "serde_json",
                "a document goes to the setting of type as values, never as markup",
            ),
            ("typst", "sets type; it sees our template and nothing else"),
            ("typst-assets", "the fonts, which travel inside the program"),
            ("typst-layout", "pages before they are a PDF"),
            ("typst-pdf", "tagged PDF with its fonts inside"),
        ],
        tests: &[],
        pure: true,
    },
    Room {
        name: "ledger",
        ours: &["continuity", "exchange", "journal", "record"],
        theirs: &[
            ("jiff", "the clock, and instants in entries"),
            (
                "rayon",
                "entries are understood on all cores when a journal is opened",
            ),
            (
                "thiserror",
                "failures of the outside world with their causes",
            ),
            (
                "tokio",
                "the writer is a task; who watches waits without a thread",
            ),
            ("uuid", "ids of entries, in the order of time"),
        ],
        tests: &[
            SNAPSHOTS,
            PROPERTIES,
            SEEDED,
            TEMPORARY,
            ("sqlx", "an empty database for each test"),
        ],
        pure: false,
    },
    Room {
        name: "mainstay",
        ours: &[
            "record",
            "engine",
            "continuity",
            "exchange",
            "journal",
            "ledger",
            "paper",
        ],
        theirs: &[
            (
                "anyhow",
                "a failure of the outside world, told with its causes",
            ),
            ("pulldown-cmark", "the handbook's pages in the browser"),
            ("anstyle", "colour that can be turned off"),
            ("argon2", "passwords are kept as Argon2id verifiers"),
            ("axum", "requests find their route"),
            ("base64", "secrets and files as plain letters"),
            ("clap", "the command line"),
            ("clap_complete", "completions for shells"),
            ("clap_mangen", "manual pages"),
            ("futures-util", "streams that do not end"),
            (
                "hyper",
                "HTTP itself, with a limit on how long a header may take",
            ),
            ("hyper-util", "connections that finish when the doors close"),
            ("jiff", "instants typed on the command line"),
            ("maud", "pages that escape what they are given"),
            (
                "openidconnect",
                "sign-in by a provider, its signatures checked",
            ),
            ("prometheus-client", "figures in the form monitoring reads"),
            ("rayon", "files are read in parallel"),
            ("reqwest", "asks providers and servers elsewhere over https"),
            (
                "ring",
                "random secrets, their digests, and the cipher of https",
            ),
            ("rlimit", "the open-file limit is the limit on connections"),
            ("rustix", "how much room the disk of a folder has"),
            ("rustls", "https without a system library"),
            (
                "serde",
                "what only the doors show is written like any answer",
            ),
            ("serde_json", "the JSON shapes other programs read"),
            ("thiserror", "failures that say their cause"),
            ("tokio", "many requests on few threads"),
            ("tokio-stream", "news as a stream"),
            ("toml", "settings with line numbers"),
            ("tower-http", "compression, and a panic becomes an answer"),
            ("tracing", "what is written about the work"),
            ("tracing-subscriber", "the same as text or JSON"),
            ("uuid", "names of requests, in the order of time"),
        ],
        tests: &[
            SNAPSHOTS,
            ("quick-xml", "JUnit is read back"),
            ("sqlx", "makes an empty database for a test"),
            ("tempfile", "each test has a folder of its own"),
        ],
        pure: false,
    },
    Room {
        name: "xtask",
        ours: &[
            "engine",
            "record",
            "continuity",
            "exchange",
            "journal",
            "ledger",
        ],
        theirs: &[
            ("anyhow", "a chore that fails says why"),
            ("jiff", "the day on which a benchmark ran"),
            (
                "libsqlite3-sys",
                "a disk under SQLite that cuts the power and fails on order",
            ),
            (
                "serde_json",
                "reads the workspace's metadata and the benchmark inputs",
            ),
            ("rlimit", "ten thousand connections of one process"),
            (
                "sqlx",
                "a database of its own in the cluster for each journal that is tortured",
            ),
            (
                "tempfile",
                "folders that are gone with what was tortured in them",
            ),
            (
                "tokio",
                "ledgers that are struck down, thousands of clients at once",
            ),
        ],
        tests: &[],
        pure: false,
    },
];

/// The five stages, in the order of the mission. The same words wherever stages are shown.
pub const STAGES: [&str; 5] = [
    "initiation",
    "requirements",
    "implementation",
    "operation",
    "invocation",
];

/// A fault in the house: where it is, why it is one, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Path from the root of the repository, with `/`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and why that matters.
    pub why: String,
    /// What to do about it.
    pub mend: String,
}

impl Complaint {
    /// A complaint about one line of a file.
    pub fn new(
        file: impl Into<String>,
        line: usize,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) -> Complaint {
        Complaint {
            file: file.into(),
            line,
            why: why.into(),
            mend: mend.into(),
        }
    }
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{}:{}: {}\n    mend: {}",
            self.file, self.line, self.why, self.mend
        )
    }
}

/// One check of the house.
pub type Check = fn(&House) -> anyhow::Result<Vec<Complaint>>;

/// Every check by its name, which is its file's name.
pub const CHECKS: &[(&str, Check)] = &[
    ("floors", floors::check),
    ("purity", purity::check),
    ("banned_crates", banned_crates::check),
    ("stages", stages::check),
    ("stage_imports", stage_imports::check),
    ("names", names::check),
    ("module_docs", module_docs::check),
    ("map_paths", map_paths::check),
    ("function_length", function_length::check),
    ("file_length", file_length::check),
    ("columns", columns::check),
    ("dead_files", dead_files::check),
    ("test_binary", test_binary::check),
    ("leftovers", leftovers::check),
    ("changelog", changelog::check),
];

/// `cargo xtask tidy [CHECK...]`: prints every complaint of the named checks, or of all.
///
/// Errors: a check that does not exist, a tree that cannot be read, or any complaint.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    let names: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = arguments
        .iter()
        .find(|asked| !names.contains(&asked.as_str()))
    {
        anyhow::bail!(
            "tidy knows no check `{unknown}`; it knows {}",
            names.join(", ")
        );
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let house = House::read(&root)?;
    let mut count = 0;
    for (name, check) in CHECKS {
        if !arguments.is_empty() && !arguments.iter().any(|asked| asked == name) {
            continue;
        }
        for complaint in check(&house)? {
            println!("{complaint}  [{name}]");
            count += 1;
        }
    }
    anyhow::ensure!(count == 0, "tidy: {count} complaints");
    println!(
        "tidy: nothing to complain about in {} files",
        house.files.len()
    );
    Ok(())
}
