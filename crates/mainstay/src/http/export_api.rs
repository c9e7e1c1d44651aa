//! Records out over HTTP: as documents for people and other tools, and as the estate that our own
//! command line reads, each record with where it was read.

use std::path::PathBuf;

use axum::http::{HeaderName, StatusCode, header};
use axum::response::Response;
use continuity::access::Action;
use continuity::homes::{AGREED, Homes};
use continuity::written::Written;
use exchange::write::{csv, dot, json, mermaid, xlsx};
use ledger::Present;
use record::kinds::Registers;
use record::shape::Shape as _;

use super::answer_api::{AT, files, present};
use super::call::Call;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use super::{reply, withhold};
use crate::answer::{Given, Wrong, export, homes};

/// What an export may be asked.
pub const EXPORT: &[Parameter] = &[
    Parameter::new(
        "format",
        Sort::Words(&["yaml", "json"]),
        "mainstay: how the one file is written. Default: YAML.",
    ),
    Parameter::new(
        "kind",
        Sort::Text,
        "csv: the kind whose table it is, or `targets`.",
    ),
    AS_OF,
    AT,
];

/// The words of the exports.
pub const FORMATS: &[&str] = &["mainstay", "csv", "xlsx", "dot", "mermaid"];

/// The media type of YAML.
pub const YAML: &str = "application/yaml";
/// The media type of delimited tables.
pub const CSV: &str = "text/csv; charset=utf-8";
/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The media type of a graph for Graphviz.
pub const DOT: &str = "text/vnd.graphviz";
/// The media type of a graph for Mermaid.
pub const MERMAID: &str = "text/plain; charset=utf-8";
/// The media type of JSON Lines.
pub const LINES: &str = "application/jsonl";

/// The header that says what was withheld.
const WITHHELD: &str = "mainstay-withheld";

/// What is made of the records.
#[derive(Clone, Copy)]
enum Made {
    Yaml,
    Json,
    Csv,
    Xlsx,
    Dot,
    Mermaid,
}

impl Made {
    fn of(call: &Call) -> Result<Made, Problem> {
        let asked = call.query.text("format");
        let word = call.path.get("format");
        let unknown = || {
            let detail = format!(
                "`{}` is no format of an export.",
                record::node::shorten(word)
            );
            let remedy = format!("There are {}.", FORMATS.join(", "));
            Problem::new(StatusCode::NOT_FOUND, "unknown", detail, remedy)
        };
        if asked.is_some() && word != "mainstay" {
            return Err(Problem::invalid(
                "`format` goes with the export `mainstay` only.",
            ));
        }
        if call.query.text("kind").is_some() && word != "csv" {
            return Err(Problem::invalid("`kind` goes with the export `csv` only."));
        }
        Ok(match word {
            "mainstay" if asked == Some("json") => Made::Json,
            "mainstay" => Made::Yaml,
            "csv" => Made::Csv,
            "xlsx" => Made::Xlsx,
            "dot" => Made::Dot,
            "mermaid" => Made::Mermaid,
            _ => return Err(unknown()),
        })
    }

    fn media(self) -> &'static str {
        match self {
            Made::Yaml => YAML,
            Made::Json => "application/json",
            Made::Csv => CSV,
            Made::Xlsx => XLSX,
            Made::Dot => DOT,
            Made::Mermaid => MERMAID,
        }
    }

    fn file(self) -> &'static str {
        match self {
            Made::Yaml => "mainstay.yaml",
            Made::Json => "mainstay.json",
            Made::Csv => "mainstay.csv",
            Made::Xlsx => "mainstay.xlsx",
            Made::Dot => "mainstay.dot",
            Made::Mermaid => "mainstay.mmd",
        }
    }
}

/// The records as one file, as tables, or as a drawing.
pub async fn export(call: Call) -> Result<Response, Problem> {
    let made = Made::of(&call)?;
    let present = present(&call).await?;
    let at = call.query.instant("at").unwrap_or(call.now);
    let money = call.may(Action::ReadMoney);
    let kind = call.query.text("kind").map(str::to_string);
    let compute = move || {
        let registers = seen(&present, money);
        let files = files(&present);
        let given = given(&registers, &files, at);
        Ok::<_, Problem>(match made {
            Made::Yaml => export::whole(&registers).into_bytes(),
            Made::Json => export::whole_json(&registers).into_bytes(),
            Made::Dot => dot::graph(&registers).into_bytes(),
            Made::Mermaid => mermaid::graph(&registers).into_bytes(),
            Made::Csv => table(&given, kind.as_deref())?,
            Made::Xlsx => {
                let book = xlsx::book(&export::all_tables(&given));
                book.map_err(|why| Problem::ours(&why))?
            }
        })
    };
    let bytes = call.doors.compute(compute).await??;
    let response = reply::body(made.media(), bytes);
    let place = format!("attachment; filename=\"{}\"", made.file());
    Ok(reply::with(response, header::CONTENT_DISPOSITION, &place))
}

/// The records that someone may see the whole of, or without money.
fn seen(present: &Present, money: bool) -> Registers {
    match money {
        true => present.state.registers.clone(),
        false => withhold::registers(&present.state.registers),
    }
}

fn given<'a>(registers: &'a Registers, files: &'a [PathBuf], at: jiff::Timestamp) -> Given<'a> {
    Given {
        registers,
        files,
        source: std::path::Path::new(""),
        at,
        homes: &AGREED,
    }
}

fn table(given: &Given<'_>, kind: Option<&str>) -> Result<Vec<u8>, Problem> {
    let tables = export::all_tables(given);
    let Some(kind) = kind else {
        let names = export::names(&tables);
        let text = format!("csv is one table; say which with `kind`: {names}");
        return Err(Problem::from(Wrong(text)));
    };
    let chosen = export::chosen(&tables, Some(kind))?;
    let text = chosen.first().map(|table| csv::table(table));
    Ok(text.unwrap_or_default().into_bytes())
}

/// Every record with where it was read, one on a line, and behind them each that a folder holds
/// though its home is elsewhere: what our own command line reads.
pub async fn estate(call: Call) -> Result<Response, Problem> {
    let present = present(&call).await?;
    let money = call.may(Action::ReadMoney);
    let tag = match money {
        true => format!("\"{}\"", present.seq),
        false => format!("\"{}-without-money\"", present.seq),
    };
    if call.has(&tag) {
        return Ok(reply::unchanged(&tag));
    }
    let seq = present.seq;
    let compute = move || lines(&present, money);
    let response = reply::body(LINES, call.doors.compute(compute).await?);
    let response = reply::with(
        response,
        HeaderName::from_static("mainstay-seq"),
        &seq.to_string(),
    );
    let response = match money {
        true => response,
        false => reply::with(response, HeaderName::from_static(WITHHELD), "money"),
    };
    Ok(reply::tagged(response, &tag))
}

fn lines(present: &Present, money: bool) -> String {
    let mut out = String::new();
    let names = present.state.file_names();
    seen(present, money).each(&mut |record| {
        let origin = record.origin();
        let name = names
            .get(origin.file as usize)
            .filter(|_| origin.at.line > 0);
        let written = match name {
            Some(name) => Written::read_from(record, name),
            None => Written::made(record),
        };
        out.push_str(&json::line(&written.write()));
        out.push('\n');
    });
    for collision in Homes::of(&present.state).collisions {
        out.push_str(&json::line(&homes::write(&collision)));
        out.push('\n');
    }
    out
}
