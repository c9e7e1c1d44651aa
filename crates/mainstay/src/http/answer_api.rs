//! Every answer over HTTP, on a snapshot: the very bytes that the command prints for the same
//! records. Each is computed off the threads that answer, under a budget of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::response::Response;
use continuity::access::Action;
use continuity::homes::{AGREED, Homes};
use continuity::requirements::margin::Told;
use jiff::Timestamp;
use ledger::{Point, Present};
use record::kinds::Registers;

use super::call::Call;
use super::order;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use super::reply;
use super::withhold;
use crate::answer::check::baseline::Baseline;
use crate::answer::check::listing::Listing;
use crate::answer::check::{self, Group, junit, sarif};
use crate::answer::{self, Given, Wrong, default_policy};

/// The instant that is asked about.
pub const AT: Parameter = Parameter::new(
    "at",
    Sort::Instant,
    "The instant asked about: of targets, calendars and what has run out. Default: now.",
);
const FORM: Parameter = Parameter::new(
    "format",
    Sort::Words(&["json", "sarif", "junit"]),
    "How it is written; else as `Accept` says, else JSON.",
);
/// What `check` may be asked.
pub const CHECK: &[Parameter] = &[
    Parameter::new(
        "simulate",
        Sort::Truth,
        "Judge targets that are missed by a bound again, by 10,000 simulated recoveries.",
    ),
    FORM,
    AS_OF,
    AT,
];
/// What `targets` may be asked.
pub const TARGETS: &[Parameter] = &[
    Parameter::new(
        "hours",
        Sort::Truth,
        "Judge each target at every hour of the week and at the coming year's exceptions.",
    ),
    Parameter::new("of", Sort::Text, "Only these items, with whole paths.").many(),
    AS_OF,
    AT,
];
/// What `impact` may be asked.
pub const IMPACT: &[Parameter] = &[
    Parameter::new(
        "lose",
        Sort::Text,
        "What is lost: `kind/id`, an unambiguous id, another name, or `scenario/ID`.",
    )
    .many()
    .required(),
    AS_OF,
    AT,
];
/// What `recover` may be asked.
pub const RECOVER: &[Parameter] = &[
    Parameter::new(
        "lose",
        Sort::Text,
        "What is lost: `kind/id`, an unambiguous id, another name, or `scenario/ID`.",
    )
    .many(),
    Parameter::new(
        "scenario",
        Sort::Text,
        "The scenario that is recovered from.",
    ),
    Parameter::new(
        "seed",
        Sort::Whole(0, i64::MAX as u64),
        "The seed of the search.",
    ),
    Parameter::new(
        "budget",
        Sort::Whole(1, answer::recover::SCHEDULES_MOST),
        "How many schedules the search may build.",
    ),
    Parameter::new(
        "runs",
        Sort::Whole(0, answer::recover::RUNS_MOST),
        "On how many days the schedule is tried, with times drawn anew.",
    ),
    AS_OF,
    AT,
];
/// What `weaknesses` may be asked.
pub const WEAKNESSES: &[Parameter] = &[
    Parameter::new("of", Sort::Text, "The item that stops.").required(),
    Parameter::new(
        "breach",
        Sort::Truth,
        "Only losses after which it is not back in time.",
    ),
    Parameter::new("people", Sort::Truth, "Teams can be lost too."),
    Parameter::new(
        "order",
        Sort::Whole(1, answer::weaknesses::ORDER_MAX as u64),
        "The greatest number of losses in a set.",
    ),
    AS_OF,
    AT,
];
/// What `ask` may be asked.
pub const ASK: &[Parameter] = &[AS_OF, AT];
/// What `unknown` may be asked.
pub const UNKNOWN: &[Parameter] = &[
    Parameter::new(
        "order",
        Sort::Whole(1, answer::unknown::ORDER_MAX as u64),
        "The greatest number of losses at once.",
    ),
    AS_OF,
    AT,
];
/// What `margin` may be asked.
pub const MARGIN: &[Parameter] = &[AS_OF, AT];
/// What `deadline` may be asked.
pub const DEADLINE: &[Parameter] = &[
    Parameter::new("calendar", Sort::Text, "The calendar of agreed hours.").required(),
    Parameter::new(
        "start",
        Sort::Text,
        "When the clock starts: an instant with its offset, or local time of the calendar.",
    )
    .required(),
    Parameter::new("within", Sort::Text, "How much agreed time there is: `4h`.").required(),
    AS_OF,
];
/// What `diff` may be asked.
pub const DIFF: &[Parameter] = &[
    Parameter::new("from", Sort::Point, "The records before the change.").required(),
    Parameter::new("to", Sort::Point, "The records after it. Default: now."),
    FORM,
    AT,
];

/// The snapshot a question is about: now, or as of a point.
pub async fn present(call: &Call) -> Result<Arc<Present>, Problem> {
    point(call, "as-of").await
}

async fn point(call: &Call, name: &str) -> Result<Arc<Present>, Problem> {
    let ledger = &call.doors.ledger;
    let Some(text) = call.query.text(name) else {
        return Ok(ledger.present());
    };
    let instant = call.query.instant(name).map(Point::Instant);
    let entry = text.parse().ok().map(Point::Entry);
    let Some(point) = entry.or(instant) else {
        return Ok(ledger.present());
    };
    let then = ledger.as_of(point).await;
    then.map_err(|failure| order::failed(&failure))
}

/// The names of the files that records were read from, as answers take them.
pub fn files(present: &Present) -> Vec<PathBuf> {
    let names = present.state.file_names().iter();
    names.map(|name| PathBuf::from(&**name)).collect()
}

/// The records with the policy that ships beside them.
pub fn judged(present: &Present) -> Registers {
    let mut registers = present.state.registers.clone();
    default_policy::add(&mut registers);
    registers
}

/// What an answer is computed from.
pub fn given<'a>(registers: &'a Registers, files: &'a [PathBuf], at: Timestamp) -> Given<'a> {
    Given {
        registers,
        files,
        source: Path::new(""),
        at,
        homes: &AGREED,
    }
}

fn at(call: &Call) -> Timestamp {
    call.query.instant("at").unwrap_or(call.now)
}

/// Computes an answer on the snapshot that is asked about.
pub async fn computed(
    call: &Call,
    compute: impl FnOnce(&Present, Timestamp) -> Result<Vec<u8>, Wrong> + Send + 'static,
) -> Result<Response, Problem> {
    let (present, at) = (present(call).await?, at(call));
    let seq = present.seq;
    let bytes = call.doors.compute(move || compute(&present, at)).await??;
    Ok(numbered(reply::json_bytes(bytes), seq))
}

/// The same, from records in which every amount is unknown where the caller may not see money.
pub async fn computed_as_seen(
    call: &Call,
    ask: impl Fn(&Given<'_>) -> Result<Vec<u8>, Wrong> + Send + 'static,
) -> Result<Response, Problem> {
    let money = call.may(Action::ReadMoney);
    computed(call, move |present, at| {
        let mut registers = judged(present);
        if !money {
            registers = withhold::registers(&registers);
        }
        let homes = Homes::of(&present.state);
        let given = Given {
            homes: &homes,
            ..given(&registers, &[], at)
        };
        ask(&given)
    })
    .await
}

/// The answer with the entry of the journal after which it held.
fn numbered(response: Response, seq: u64) -> Response {
    let name = axum::http::HeaderName::from_static("mainstay-seq");
    reply::with(response, name, &seq.to_string())
}

/// Required and achievable recovery times and points of every item.
pub async fn targets(call: Call) -> Result<Response, Problem> {
    let asked = answer::targets::Asked {
        hours: call.query.truth("hours"),
        of: call.query.texts("of"),
    };
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::targets::targets(&given, &asked)?))
    })
    .await
}

/// What stops, what degrades, when each target is breached.
pub async fn impact(call: Call) -> Result<Response, Problem> {
    let lose = call.query.texts("lose");
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::impact::impact(&given, &lose)?))
    })
    .await
}

/// What is done when and by whom after a loss, and when all is back.
pub async fn recover(call: Call) -> Result<Response, Problem> {
    let asked = answer::recover::Asked::lost(call.query.texts("lose"));
    let asked = answer::recover::Asked {
        seed: call.query.whole("seed").unwrap_or(answer::recover::SEED),
        schedules: call
            .query
            .whole("budget")
            .unwrap_or(answer::recover::SCHEDULES),
        runs: call
            .query
            .whole("runs")
            .map_or(answer::recover::RUNS, |runs| runs as usize),
        ..asked.with_scenario(call.query.text("scenario"))
    };
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::recover::recover(&given, &asked)?))
    })
    .await
}

/// The smallest combinations of losses that stop an item, or that it is late after.
pub async fn weaknesses(call: Call) -> Result<Response, Problem> {
    let order = call.query.whole("order");
    let order = order.and_then(|order| u8::try_from(order).ok());
    let asked = answer::weaknesses::Asked {
        of: call.query.text("of").unwrap_or_default().to_string(),
        breach: call.query.truth("breach"),
        people: call.query.truth("people"),
        order: order.unwrap_or(answer::weaknesses::ORDER),
    };
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::weaknesses::weaknesses(
            &given, &asked,
        )?))
    })
    .await
}

/// What locks recovery, and the fewest break-glass ways that open it.
pub async fn black_start(call: Call) -> Result<Response, Problem> {
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::black_start::black_start(&given)))
    })
    .await
}

/// What may make an activity late, of causes nobody thought of.
pub async fn unknown(call: Call) -> Result<Response, Problem> {
    let order = call.query.whole("order");
    let order = order.map_or(answer::unknown::ORDER, |order| order as usize);
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::unknown::unknown(&given, order)))
    })
    .await
}

/// The questions whose answers would settle most verdicts.
pub async fn ask(call: Call) -> Result<Response, Problem> {
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::ask::ask(&given)))
    })
    .await
}

/// The next single loss that would stop or breach each critical service.
pub async fn margin(call: Call) -> Result<Response, Problem> {
    let doors = Arc::clone(&call.doors);
    computed(&call, move |present, at| {
        let ground = doors.grounds.of(present, at);
        let given = given(&present.state.registers, &[], at);
        let told = Told::of(&present.state, at);
        let margin = answer::margin::margin(&given, &ground, Some(&told));
        Ok(answer::json(&margin))
    })
    .await
}

/// When agreed hours run out.
pub async fn deadline(call: Call) -> Result<Response, Problem> {
    let text = |name: &str| call.query.text(name).unwrap_or_default().to_string();
    let asked = answer::deadline::Asked {
        calendar: text("calendar"),
        start: text("start"),
        within: text("within"),
    };
    computed(&call, move |present, _| {
        let answer = answer::deadline::deadline(&present.state.registers, &asked)?;
        Ok(answer::json(&answer.json()))
    })
    .await
}

/// Every finding, worst first.
pub async fn check(call: Call) -> Result<Response, Problem> {
    let (present, at, form) = (present(&call).await?, at(&call), Form::of(&call));
    let seq = present.seq;
    let simulate = call.query.truth("simulate");
    let compute = move || {
        let (registers, files) = (judged(&present), files(&present));
        let homes = Homes::of(&present.state);
        let given = Given {
            homes: &homes,
            ..given(&registers, &files, at)
        };
        let findings = match simulate {
            true => check::simulated(&given),
            false => check::findings(&given),
        };
        let nothing_known = Baseline::default();
        let listing = Listing::new(given, &nothing_known);
        match form {
            Form::Json => answer::json(&check::json::report(&listing, &findings)),
            Form::Sarif => answer::json(&sarif::log(&[Group::all(&listing, &findings)])),
            Form::Junit => {
                let all = [Group::all(&listing, &findings)];
                format!("{}\n", junit::document("mainstay check", &all)).into_bytes()
            }
        }
    };
    let bytes = call.doors.compute(compute).await?;
    Ok(numbered(reply::body(form.media(), bytes), seq))
}

/// What a change broke, brought and mended.
pub async fn diff(call: Call) -> Result<Response, Problem> {
    let (before, after) = (point(&call, "from").await?, point(&call, "to").await?);
    let (at, form, seq) = (at(&call), Form::of(&call), after.seq);
    let compute = move || {
        let (old, new) = (judged(&before), judged(&after));
        let (old_files, new_files) = (files(&before), files(&after));
        let homes = [&before, &after].map(|present| Homes::of(&present.state));
        let nothing_known = Baseline::default();
        let given = |registers, files, homes| Given {
            homes,
            ..given(registers, files, at)
        };
        let compared = answer::diff::Compared::new(
            given(&old, &old_files, &homes[0]),
            given(&new, &new_files, &homes[1]),
            &nothing_known,
        );
        match form {
            Form::Json => answer::json(&compared.json()),
            Form::Sarif => answer::json(&compared.sarif()),
            Form::Junit => format!("{}\n", compared.junit()).into_bytes(),
        }
    };
    let bytes = call.doors.compute(compute).await?;
    Ok(numbered(reply::body(form.media(), bytes), seq))
}

/// What a finding or a condition means, why it matters, how to mend it.
pub async fn explain(call: Call) -> Result<Response, Problem> {
    let code = call.path.get("code");
    if let Some(entries) = answer::explain::listed(code) {
        return Ok(reply::json_bytes(answer::json(&entries)));
    }
    let entry = answer::explain::explain(code).map_err(|Wrong(text)| {
        let remedy = "`findings` and `rules` list what there is.";
        Problem::new(axum::http::StatusCode::NOT_FOUND, "unknown", text, remedy)
    })?;
    Ok(reply::json_bytes(answer::json(&entry)))
}

/// The JSON Schema of the file format.
pub async fn schema(_: Call) -> Result<Response, Problem> {
    Ok(reply::body(
        "application/schema+json",
        answer::schema::schema(),
    ))
}

/// How a list of findings is written.
#[derive(Clone, Copy)]
enum Form {
    Json,
    Sarif,
    Junit,
}

/// The media type of SARIF.
pub const SARIF: &str = "application/sarif+json";
/// The media type of JUnit.
pub const JUNIT: &str = "application/xml";

impl Form {
    fn of(call: &Call) -> Form {
        let accept = call.header(axum::http::header::ACCEPT).unwrap_or_default();
        match call.query.text("format") {
            Some("sarif") => Form::Sarif,
            Some("junit") => Form::Junit,
            Some(_) => Form::Json,
            None if accept.contains(SARIF) => Form::Sarif,
            None if accept.contains(JUNIT) && !accept.contains("json") => Form::Junit,
            None => Form::Json,
        }
    }

    fn media(self) -> &'static str {
        match self {
            Form::Json => "application/json",
            Form::Sarif => SARIF,
            Form::Junit => JUNIT,
        }
    }
}
