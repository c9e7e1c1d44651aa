//! `mainstay help`, `completions` and `man`: pages of the handbook that travel in the binary, and
//! what shells and `man` are told of the commands.

use std::process::ExitCode;

use clap::CommandFactory;

use super::{Args, Failure, show};

/// Pages of the handbook, by the words that ask for them.
const PAGES: &[(&[&str], &str)] = &[
    (
        &["initiation", "1"],
        include_str!("../../../../handbook/1-initiation.md"),
    ),
    (
        &["requirements", "2"],
        include_str!("../../../../handbook/2-requirements.md"),
    ),
    (
        &["implementation", "3"],
        include_str!("../../../../handbook/3-implementation.md"),
    ),
    (
        &["operation", "4"],
        include_str!("../../../../handbook/4-operation.md"),
    ),
    (
        &["invocation", "5"],
        include_str!("../../../../handbook/5-invocation.md"),
    ),
    (
        &["records"],
        include_str!("../../../../handbook/records.md"),
    ),
    (
        &["glossary"],
        include_str!("../../../../handbook/glossary.md"),
    ),
    (
        &["running", "server"],
        include_str!("../../../../handbook/running.md"),
    ),
    (
        &["keeping"],
        include_str!("../../../../handbook/keeping.md"),
    ),
];

/// The text of a page of the handbook, by a word that asks for it.
pub fn page(word: &str) -> Option<&'static str> {
    let found = PAGES.iter().find(|(words, _)| words.contains(&word));
    found.map(|(_, text)| *text)
}

/// A page of the handbook (initiation, requirements, implementation, operation, invocation,
/// records, glossary, running, keeping), or what a command does.
#[derive(clap::Args)]
pub struct Help {
    /// The stage or the command.
    topic: Option<String>,
}

impl Help {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let mut command = Args::command();
        let Some(topic) = self.topic else {
            let help = command.render_long_help().to_string();
            show::line(&format!("{}\n\n{}", help.trim_end(), stages()))?;
            return Ok(ExitCode::SUCCESS);
        };
        let page = PAGES
            .iter()
            .find(|(words, _)| words.contains(&topic.as_str()));
        if let Some((_, page)) = page {
            show::line(page.trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        if topic == COLUMNS_TOPIC {
            show::line(columns().trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        if topic == API_TOPIC {
            show::line(api().trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        // The built tree has the options that all commands share.
        command.build();
        if let Some(about) = command.find_subcommand_mut(&topic) {
            show::line(about.render_long_help().to_string().trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        let pages = PAGES.iter().map(|(words, _)| words[0]);
        let commands = command.get_subcommands().map(clap::Command::get_name);
        let pages = pages.chain([API_TOPIC, COLUMNS_TOPIC]);
        let hint = record::complaint::suggestion(&topic, pages.chain(commands));
        let topic = record::node::shorten(&topic);
        let text = format!("there is no stage or command `{topic}`{hint}\n{}", stages());
        Err(Failure::Understood(text))
    }
}

/// The word that asks for the columns of a table.
const COLUMNS_TOPIC: &str = "import-columns";

/// The columns that a table may have: what each sets, an example, and other headings it may bear.
fn columns() -> String {
    let mut out = String::from(
        "Columns of a table (csv, xlsx). Headings may be written in any case; every other field\n\
         of a kind may be a column too. Headings of your own are named by `--map FILE`, in YAML:\n\
         `columns: { \"Svc name\": name }`, with `kind: service` where all rows are of one kind.\n\n",
    );
    for column in exchange::import::table::columns::COLUMNS {
        out.push_str(&format!("{:<16} {}\n", column.key, column.help));
        out.push_str(&format!("{:<16} for example `{}`", "", column.example));
        if !column.also.is_empty() {
            out.push_str(&format!("; also headed {}", column.also.join(", ")));
        }
        out.push('\n');
    }
    out
}

/// The word that asks for the routes of the API.
const API_TOPIC: &str = "api";

/// Every route, from the same table that the server is made from.
fn api() -> String {
    let mut out = String::from(
        "The API over HTTP. `{plural}` is the plural of any kind of record, as in\n\
         /api/v1/services. /api/v1/openapi.json says of each route who may, what it takes and\n\
         every answer it gives; a token goes into the header `Authorization: Bearer TOKEN`.\n",
    );
    let (width, indent) = (show::width(), " ".repeat(4));
    for (chapter, routes) in crate::http::router::CHAPTERS {
        out.push_str(&format!("\n{chapter}\n"));
        for route in *routes {
            out.push_str(&format!(
                "  {:<6} {}\n{indent}",
                route.method.as_str(),
                route.path
            ));
            show::wrapped(route.says, width, indent.len(), &indent, &mut out);
            out.push('\n');
        }
    }
    out
}

fn stages() -> String {
    let words: Vec<&str> = PAGES.iter().map(|(words, _)| words[0]).collect();
    format!(
        "Pages of the handbook: mainstay help {}\nColumns of a table: mainstay help {COLUMNS_TOPIC}\nRoutes of the API: mainstay help {API_TOPIC}",
        words.join(" | ")
    )
}

/// What a shell needs to complete commands and options.
#[derive(clap::Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl Completions {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Args::command(), "mainstay", &mut text);
        show::line(String::from_utf8_lossy(&text).trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The manual page, as `man` reads it: `mainstay man | man -l -`.
#[derive(clap::Args)]
pub struct Man {
    /// The page of one command.
    topic: Option<String>,
}

impl Man {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let mut command = Args::command();
        command.build();
        let chosen = match &self.topic {
            None => command.clone(),
            Some(topic) => match command.find_subcommand(topic) {
                Some(found) => found.clone(),
                None => {
                    let commands = command.get_subcommands().map(clap::Command::get_name);
                    let hint = record::complaint::suggestion(topic, commands);
                    let topic = record::node::shorten(topic);
                    let text = format!("there is no command `{topic}`{hint}");
                    return Err(Failure::Understood(text));
                }
            },
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(chosen).render(&mut text)?;
        show::line(String::from_utf8_lossy(&text).trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
