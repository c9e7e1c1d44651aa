//! Records of every kind over HTTP: list, read, file, change, and the steps of their life. Nothing
//! here knows a kind by name.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::command::{Command, Step};
use continuity::state::{Filing, State};
use continuity::written::Written;
use record::complaint::Complaints;
use record::kinds::Record;
use record::node::{Node, Place};

use super::call::{Call, Sent};
use super::order;
use super::parameter::{Parameter, Sort};
use super::problem::{Fault, Problem};
use super::reply;
use super::withhold;

/// Most records on a page.
pub const PAGE_MAX: u64 = 500;
/// Records on a page where nothing is said.
const PAGE: u64 = 100;

/// What a list may be asked for.
pub const LIST: &[Parameter] = &[
    Parameter::new(
        "status",
        Sort::Words(&["draft", "in-review", "approved", "retired"]),
        "Only records that have come so far.",
    ),
    Parameter::new(
        "owner",
        Sort::Text,
        "Only records that this party answers for.",
    ),
    Parameter::new("tag", Sort::Text, "Only records with this label."),
    Parameter::new(
        "q",
        Sort::Text,
        "Only records whose id, name, other names or description hold this text.",
    ),
    Parameter::new(
        "changed-after",
        Sort::Whole(0, u64::MAX >> 1),
        "Only records changed by an entry of the journal after this number.",
    ),
    Parameter::new("after", Sort::Text, "Begin after this id."),
    LIMIT,
    AS_OF,
];

/// How many there are on a page.
pub const LIMIT: Parameter = Parameter::new(
    "limit",
    Sort::Whole(1, PAGE_MAX),
    "How many at most; 100 where nothing is said.",
);

/// The point in the journal that is asked about.
pub const AS_OF: Parameter = Parameter::new(
    "as-of",
    Sort::Point,
    "The present as it was after this entry of the journal or at this instant.",
);

record::fields! {
    /// Why a step is taken.
    pub struct Reason {
        /// Why, in a sentence.
        reason: Option<String>,
    }
}

/// The records of a kind, by id, page by page.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let present = super::answer_api::present(&call).await?;
    let state = &present.state;
    let kind = call.path.kind();
    let limit = call.query.whole("limit").unwrap_or(PAGE) as usize;
    let wanted = Wanted::of(&call);
    let money = call.may(Action::ReadMoney);
    let begin = format!("{kind}/{}", call.query.text("after").unwrap_or_default());
    let (mut items, mut last, mut more) = (Vec::new(), String::new(), false);
    for (reference, filing) in state.filings_after(&begin) {
        let Some(id) = reference
            .strip_prefix(kind)
            .and_then(|rest| rest.strip_prefix('/'))
        else {
            break;
        };
        if wanted.changed_after.is_some_and(|seq| filing.last <= seq) {
            continue;
        }
        let Some(record) = state.registers.record(kind, id) else {
            continue;
        };
        if !wanted.takes(&record) {
            continue;
        }
        if items.len() == limit {
            more = true;
            break;
        }
        last = id.to_string();
        items.push(whole(state, &record, filing, money));
    }
    let next = match more {
        true => Node::text(next_page(&call, &last)),
        false => Node::number(None),
    };
    Ok(reply::node(&Node::map([
        ("items", Node::list(items)),
        ("next", next),
    ])))
}

/// What a list was asked for.
struct Wanted<'c> {
    call: &'c Call,
    text: Option<String>,
    changed_after: Option<u64>,
}

impl<'c> Wanted<'c> {
    fn of(call: &'c Call) -> Wanted<'c> {
        Wanted {
            call,
            text: call.query.text("q").map(str::to_lowercase),
            changed_after: call.query.whole("changed-after"),
        }
    }

    fn takes(&self, record: &Record) -> bool {
        let envelope = record.envelope();
        let asked = |name: &str| self.call.query.text(name);
        let status = asked("status").is_none_or(|it| record.status().as_str() == it);
        let tag = asked("tag").is_none_or(|it| envelope.tags.iter().any(|tag| tag == it));
        let owner = asked("owner").is_none_or(|it| {
            let owner = envelope.owner.as_ref();
            owner.is_some_and(|owner| &*owner.text == it)
        });
        let holds = |text: &String| {
            let name = envelope.name.as_deref();
            let description = envelope.description.as_deref();
            let also = envelope.also.iter().map(String::as_str);
            let mut texts = [Some(record.id()), name, description]
                .into_iter()
                .flatten()
                .chain(also);
            texts.any(|known| known.to_lowercase().contains(text.as_str()))
        };
        status && tag && owner && self.text.as_ref().is_none_or(holds)
    }
}

/// The address of the next page: the same question, after the last id.
fn next_page(call: &Call, last: &str) -> String {
    let mut parts = vec![format!("after={last}")];
    for parameter in LIST.iter().filter(|parameter| parameter.name != "after") {
        if let Some(value) = call.query.text(parameter.name) {
            parts.push(format!("{}={}", parameter.name, encoded(value)));
        }
    }
    let plural = call.path.get("plural");
    format!("/api/v1/{plural}?{}", parts.join("&"))
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A record: what is in force, else the draft.
pub async fn read(call: Call) -> Result<Response, Problem> {
    let present = super::answer_api::present(&call).await?;
    let state = &present.state;
    let (kind, id) = (call.path.kind(), call.path.get("id"));
    let found = state.registers.record(kind, id).zip(state.filing(kind, id));
    let Some((record, filing)) = found else {
        return Err(Problem::unknown(&call.path.reference()));
    };
    let tag = format!("\"{}\"", filing.revision);
    if call.has(&tag) {
        return Ok(reply::unchanged(&tag));
    }
    let node = whole(state, &record, filing, call.may(Action::ReadMoney));
    Ok(reply::tagged(reply::node(&node), &tag))
}

/// A record's content that is proposed and not yet in force.
pub async fn proposed(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let filing = present.state.filing(call.path.kind(), call.path.get("id"));
    let proposed = filing.and_then(|filing| Some((filing, filing.proposed.as_ref()?)));
    let Some((filing, record)) = proposed else {
        let what = format!("a proposal for {}", call.path.reference());
        return Err(Problem::unknown(&what));
    };
    let node = whole(&present.state, record, filing, call.may(Action::ReadMoney));
    let tag = format!("\"{}\"", filing.revision);
    Ok(reply::tagged(reply::node(&node), &tag))
}

/// The changes of a record, the latest first.
pub async fn history(call: Call) -> Result<Response, Problem> {
    let (kind, id) = (call.path.kind(), call.path.get("id"));
    if call.doors.ledger.present().state.filing(kind, id).is_none() {
        return Err(Problem::unknown(&call.path.reference()));
    }
    let limit = call.query.whole("limit").unwrap_or(PAGE) as usize;
    let history = call.doors.ledger.history(kind, id, limit).await;
    let history = history.map_err(|failure| order::failed(&failure))?;
    let money = call.may(Action::ReadMoney);
    let items = history.iter().map(|remembered| {
        let mut node = remembered.whole();
        if !money {
            withhold::money_of_entry(&mut node);
        }
        node
    });
    Ok(reply::node(&Node::map([("items", Node::list(items))])))
}

/// Files a record that is not there yet.
pub async fn file(call: Call) -> Result<Response, Problem> {
    let record = sent(&call, None)?;
    let place = format!("/api/v1/{}/{}", call.path.get("plural"), record.id());
    let written = Written::made(record);
    let receipt = order::execute(&call, Command::File { written }).await?;
    Ok(order::created(&receipt, &place))
}

/// Changes a record: the whole new content.
pub async fn amend(call: Call) -> Result<Response, Problem> {
    let expected = revision(&call)?;
    let record = sent(&call, Some(call.path.get("id")))?;
    let written = Written::made(record);
    let command = Command::Amend { written, expected };
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// Puts a draft up for approval.
pub async fn submit(call: Call) -> Result<Response, Problem> {
    step(call, Command::Submit).await
}

/// Puts the latest revision in force.
pub async fn approve(call: Call) -> Result<Response, Problem> {
    step(call, Command::Approve).await
}

/// Gives the latest revision back to its author.
pub async fn give_back(call: Call) -> Result<Response, Problem> {
    step(call, Command::Return).await
}

/// Takes a record out of use.
pub async fn retire(call: Call) -> Result<Response, Problem> {
    step(call, Command::Retire).await
}

async fn step(call: Call, command: fn(Step) -> Command) -> Result<Response, Problem> {
    let step = Step {
        subject: call.path.reference(),
        expected: revision(&call)?,
        reason: call.body::<Reason>()?.reason,
    };
    let receipt = order::execute(&call, command(step)).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

fn revision(call: &Call) -> Result<Option<u32>, Problem> {
    let expected = call.expected()?;
    let wrong = |_| Problem::invalid("`If-Match`: no record has that many revisions.");
    expected.map(u32::try_from).transpose().map_err(wrong)
}

/// The record that was sent: of the kind in the path, of the id in the path where there is one.
pub(super) fn sent(call: &Call, id: Option<&str>) -> Result<Record, Problem> {
    let Sent::Json(node) = &call.sent else {
        return Err(Problem::invalid("A record is missing."));
    };
    let reference = call.path.reference();
    let hidden = id.filter(|_| !call.may(Action::ReadMoney));
    let state = call.doors.ledger.present();
    let current = hidden.and_then(|id| state.state.latest(call.path.kind(), id));
    let restored = match current {
        Some(current) => withhold::restored(node, &current.write()).map_err(money_seen)?,
        None => node.clone(),
    };
    let mut complaints = Complaints::new();
    let record = Record::read(&restored, 0, &mut complaints);
    let Some(record) = record.filter(|_| complaints.all.is_empty()) else {
        return Err(Problem::complaints(&complaints.all));
    };
    let mut faults = Vec::new();
    if record.kind() != call.path.kind() {
        let text = format!("records of kind {} are filed here", call.path.kind());
        faults.push(Fault::of("kind", text));
    }
    if id.is_some_and(|id| record.id() != id) {
        faults.push(Fault::of(
            "id",
            format!("this is {reference}; an id does not change"),
        ));
    }
    match faults.is_empty() {
        true => Ok(record),
        false => Err(Problem::invalid("It is another record.").with_faults(faults)),
    }
}

fn money_seen(fields: Vec<String>) -> Problem {
    let fault = |field: &String| Fault::of(field, "it holds money, which you may not see");
    let detail = "You may not change figures of money that you may not see.";
    let remedy = "Send these fields as you read them, or leave it to someone who sees money.";
    Problem::new(StatusCode::FORBIDDEN, "money-withheld", detail, remedy)
        .with_faults(fields.iter().map(fault).collect())
}

/// A record and what is known of it beside: `{"record": …, "meta": …}`, and `withheld` where
/// something is not for the reader.
pub fn whole(state: &State, record: &Record, filing: &Filing, money: bool) -> Node {
    let mut node = record.write();
    let withheld = match money {
        true => Vec::new(),
        false => withhold::money(&mut node),
    };
    let mut entries = vec![("record", node), ("meta", meta(state, record, filing))];
    if !withheld.is_empty() {
        let paths = withheld.into_iter().map(Node::text);
        entries.push(("withheld", Node::list(paths)));
    }
    Node::map(entries)
}

fn meta(state: &State, record: &Record, filing: &Filing) -> Node {
    let text = |text: Option<&str>| text.map_or(Node::number(None), Node::text);
    let origin = record.origin();
    let file = state.file_names().get(origin.file as usize);
    let at = file
        .filter(|_| origin.at.line > 0)
        .map(|file| at(file, origin.at));
    Node::map([
        ("revision", Node::bare(filing.revision)),
        ("in_force", Node::number(filing.in_force.map(i64::from))),
        ("status", Node::text(record.status().as_str())),
        ("proposed", Node::bare(filing.proposed.is_some())),
        ("home", text(filing.home.as_deref())),
        ("at", at.unwrap_or(Node::number(None))),
        ("seq", Node::bare(filing.last)),
        ("author", Node::text(&*filing.author)),
        ("approver", text(filing.approver.as_deref())),
    ])
}

/// Where a record stands, as findings say it.
pub fn at(file: &str, place: Place) -> Node {
    Node::map([
        ("file", Node::text(file)),
        ("line", Node::bare(place.line)),
        ("column", Node::bare(place.column.max(1))),
    ])
}
