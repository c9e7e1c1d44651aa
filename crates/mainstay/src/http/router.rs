//! Every route, in the order of a contents page. What is not here does not exist: the router, the
//! OpenAPI document, the matrix of roles and the handbook's list are made from these rows.

mod access;
mod campaigns;
mod forecasts;
mod homes;
mod initiation;
mod risks;
mod strategy;
mod pages;
mod runs;
mod signals;
mod warnings;

use std::sync::Arc;

use axum::Router;
use continuity::access::Action::{self, File, Read};

use super::answer_api::{self as answers, JUNIT, SARIF};
use super::doors::Doors;
use super::route::Header::{IdempotencyKey, IfMatch, IfMatchHead, IfNoneMatch, LastEventId};
use super::route::Needs::{May, Nothing};
use super::route::On::{Attachment, Journal, Kind, Record, Whole};
use super::route::{Gives, Route, Takes, Verb};
use super::{about_api as about, attachment_api as attachments, event_api as events};
use super::{
    document_api as documents, export_api as exports, import_api as imports,
    journal_api as journals,
};
use super::{mount, record_api as records, shape};

/// The chapters, in order: each names its rows.
pub static CHAPTERS: &[(&str, &[Route])] = &[
    ("about", ABOUT),
    ("answers", ANSWERS),
    ("initiation answers", initiation::ANSWERS),
    ("strategy answers", strategy::ANSWERS),
    ("risk answers", risks::ANSWERS),
    ("readiness", runs::READINESS),
    ("runs", runs::RUNS),
    ("signals", signals::SIGNALS),
    ("forecasts", forecasts::FORECASTS),
    ("warnings", warnings::WARNINGS),
    ("records", RECORDS),
    ("campaigns", campaigns::CAMPAIGNS),
    ("files", FILES),
    ("homes", homes::HOMES),
    ("journal", JOURNAL),
    ("keeping", homes::KEEPING),
    ("access", access::ACCESS),
    ("health", pages::HEALTH),
    ("pages", pages::PAGES),
    ("demonstration", pages::demo::ROWS),
    ("frame", pages::frame::ROWS),
    ("home and operation", pages::thread::ROWS),
    ("initiation", pages::initiation::ROWS),
    ("implementation", pages::implementation::ROWS),
    ("strategy", pages::strategy::ROWS),
    ("documents", pages::documents::ROWS),
    ("risk in numbers", pages::risks::ROWS),
    ("estate", pages::estate::ROWS),
    ("margin", pages::margin::ROWS),
    ("impact analysis", pages::bia::ROWS),
    ("what we will miss", pages::ahead::ROWS),
    ("forecast", pages::forecast::ROWS),
    ("warnings as pages", pages::warnings::ROWS),
    ("unknown disasters", pages::unknown::ROWS),
    ("black start", pages::black_start::ROWS),
    ("from policy to practice", pages::rollout::ROWS),
    ("records as pages", pages::records::ROWS),
];

/// Every route.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    CHAPTERS.iter().flat_map(|(_, routes)| *routes)
}

/// The router of all routes.
pub fn router(doors: &Arc<Doors>) -> Router {
    mount::mount(doors, routes())
}

const ABOUT: &[Route] = &[
    Route {
        gives: &[Gives::json(200, &shape::ANY, "The document.")],
        ..Route::get(
            "/api/v1/openapi.json",
            "This description.",
            Nothing,
            |call| Box::pin(about::description(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::ITEMS, "The kinds.")],
        ..Route::get(
            "/api/v1/kinds",
            "The kinds of records, with their fields.",
            Nothing,
            |call| Box::pin(about::kinds(call)),
        )
    },
    Route {
        gives: &[Gives::body(
            200,
            "application/schema+json",
            "The schema (draft-07).",
        )],
        ..Route::get(
            "/api/v1/schema",
            "The JSON Schema of the file format.",
            Nothing,
            |call| Box::pin(answers::schema(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::EXPLAIN, "What is said of it.")],
        ..Route::get(
            "/api/v1/explain/{code}",
            "What a finding or a condition means, why it matters, how to mend it; `findings` and \
         `rules` list all.",
            Nothing,
            |call| Box::pin(answers::explain(call)),
        )
    },
];

const ANSWERS: &[Route] = &[
    Route {
        query: answers::CHECK,
        gives: &[
            Gives::json(200, &shape::CHECK, "The findings."),
            Gives::body(200, SARIF, "The same for code hosts."),
            Gives::body(200, JUNIT, "The same for build servers."),
        ],
        ..Route::get(
            "/api/v1/check",
            "Every finding, worst first.",
            May(Read, Whole),
            |call| Box::pin(answers::check(call)),
        )
    },
    Route {
        query: answers::TARGETS,
        gives: &[Gives::json(200, &shape::TARGETS, "A row for each item.")],
        ..Route::get(
            "/api/v1/targets",
            "Required and achievable recovery times and points of every item, and why.",
            May(Read, Whole),
            |call| Box::pin(answers::targets(call)),
        )
    },
    Route {
        query: answers::IMPACT,
        gives: &[Gives::json(
            200,
            &shape::IMPACT,
            "What follows from the loss.",
        )],
        ..Route::get(
            "/api/v1/impact",
            "What stops, what degrades, when each target is breached.",
            May(Read, Whole),
            |call| Box::pin(answers::impact(call)),
        )
    },
    Route {
        query: answers::RECOVER,
        gives: &[Gives::json(
            200,
            &shape::RECOVER,
            "Tasks in the order in which they start, items in the order in which they are back.",
        )],
        ..Route::get(
            "/api/v1/recover",
            "Order and timeline after a loss, under the limits of people.",
            May(Read, Whole),
            |call| Box::pin(answers::recover(call)),
        )
    },
    Route {
        query: answers::MARGIN,
        gives: &[Gives::json(
            200,
            &shape::MARGIN,
            "Services, the worst first.",
        )],
        ..Route::get(
            "/api/v1/margin",
            "The next single loss that would stop or breach each critical service, this minute.",
            May(Read, Whole),
            |call| Box::pin(answers::margin(call)),
        )
    },
    Route {
        query: answers::WEAKNESSES,
        gives: &[Gives::json(200, &shape::WEAKNESSES, "The combinations.")],
        ..Route::get(
            "/api/v1/weaknesses",
            "The smallest combinations of losses that stop an item, or that it is late after.",
            May(Read, Whole),
            |call| Box::pin(answers::weaknesses(call)),
        )
    },
    Route {
        query: answers::UNKNOWN,
        gives: &[Gives::json(200, &shape::UNKNOWN, "The stories.")],
        ..Route::get(
            "/api/v1/unknown",
            "What may make an activity late, of causes nobody thought of, as stories.",
            May(Read, Whole),
            |call| Box::pin(answers::unknown(call)),
        )
    },
    Route {
        query: answers::ROLLOUT,
        gives: &[Gives::json(
            200,
            &shape::ROLLOUT,
            "The decisions, the work left and the weeks.",
        )],
        ..Route::get(
            "/api/v1/rollout",
            "What realises what was decided, what nothing does, and the order of the work left.",
            May(Read, Whole),
            |call| Box::pin(answers::rollout(call)),
        )
    },
    Route {
        query: answers::ASK,
        gives: &[Gives::json(
            200,
            &shape::BLACK_START,
            "The circles, the ways and the waves.",
        )],
        ..Route::get(
            "/api/v1/black-start",
            "What locks recovery, the fewest break-glass ways that open it, and the order then.",
            May(Read, Whole),
            |call| Box::pin(answers::black_start(call)),
        )
    },
    Route {
        query: answers::ASK,
        gives: &[Gives::json(200, &shape::ASK, "The questions.")],
        ..Route::get(
            "/api/v1/ask",
            "The questions whose answers would settle most verdicts, and whom to ask.",
            May(Read, Whole),
            |call| Box::pin(answers::ask(call)),
        )
    },
    Route {
        query: answers::DEADLINE,
        gives: &[Gives::json(200, &shape::DEADLINE, "The deadline.")],
        ..Route::get(
            "/api/v1/deadline",
            "When agreed hours run out.",
            May(Read, Whole),
            |call| Box::pin(answers::deadline(call)),
        )
    },
    Route {
        query: answers::DIFF,
        gives: &[
            Gives::json(200, &shape::DIFF, "The difference."),
            Gives::body(200, SARIF, "The same for code hosts."),
            Gives::body(200, JUNIT, "The same for build servers."),
        ],
        ..Route::get(
            "/api/v1/diff",
            "What a change broke, brought and mended, between two points of the journal.",
            May(Read, Whole),
            |call| Box::pin(answers::diff(call)),
        )
    },
];

const RECORDS: &[Route] = &[
    Route {
        query: records::LIST,
        gives: &[Gives::json(200, &shape::PAGE, "A page.")],
        ..Route::get(
            "/api/v1/{plural}",
            "The records of a kind, page by page.",
            May(Read, Kind),
            |call| Box::pin(records::list(call)),
        )
    },
    Route {
        takes: Takes::Json(&shape::RECORD),
        gives: &[Gives::json(201, &shape::RECEIPT, "It is filed.")],
        ..Route::post(
            "/api/v1/{plural}",
            "Files a record that is not there yet.",
            May(File, Kind),
            |call| Box::pin(records::file(call)),
        )
    },
    Route {
        query: &[records::AS_OF],
        headers: &[IfNoneMatch],
        gives: &[
            Gives::json(200, &shape::FILED, "The record, and what is known of it."),
            Gives::nothing(304, "You have it already."),
        ],
        ..Route::get(
            "/api/v1/{plural}/{id}",
            "A record: what is in force, else the draft.",
            May(Read, Record),
            |call| Box::pin(records::read(call)),
        )
    },
    Route {
        headers: &[IfMatch, IdempotencyKey],
        takes: Takes::Json(&shape::RECORD),
        gives: &[Gives::json(
            200,
            &shape::RECEIPT,
            "It is changed, or proposed to be.",
        )],
        ..Route::new(
            Verb::Put,
            "/api/v1/{plural}/{id}",
            "Changes a record: the whole new content.",
            May(Action::Amend, Record),
            |call| Box::pin(records::amend(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::FILED, "The proposal.")],
        ..Route::get(
            "/api/v1/{plural}/{id}/proposed",
            "A record's content that is proposed and not yet in force.",
            May(Read, Record),
            |call| Box::pin(records::proposed(call)),
        )
    },
    Route {
        query: &[records::LIMIT],
        gives: &[Gives::json(200, &shape::ENTRIES, "The changes.")],
        ..Route::get(
            "/api/v1/{plural}/{id}/history",
            "The changes of a record, the latest first.",
            May(Read, Record),
            |call| Box::pin(records::history(call)),
        )
    },
    step(
        "/api/v1/{plural}/{id}/submit",
        "Puts a draft up for approval.",
        Action::Amend,
        |call| Box::pin(records::submit(call)),
    ),
    step(
        "/api/v1/{plural}/{id}/approve",
        "Puts the latest content in force.",
        Action::Approve,
        |call| Box::pin(records::approve(call)),
    ),
    step(
        "/api/v1/{plural}/{id}/return",
        "Gives a content that waits for approval back to its author, with a reason.",
        Action::Approve,
        |call| Box::pin(records::give_back(call)),
    ),
    step(
        "/api/v1/{plural}/{id}/retire",
        "Takes a record out of use, with a reason.",
        Action::Retire,
        |call| Box::pin(records::retire(call)),
    ),
];

const FILES: &[Route] = &[
    Route {
        query: imports::IMPORT,
        headers: &[IfMatchHead, IdempotencyKey],
        takes: Takes::Files,
        gives: &[Gives::json(
            200,
            &shape::CHANGE,
            "What it changed, or would.",
        )],
        ..Route::post(
            "/api/v1/import/{format}",
            "Brings foreign files in, or says what that would change.",
            May(Action::Import, Whole),
            |call| Box::pin(imports::import(call)),
        )
    },
    Route {
        query: exports::EXPORT,
        gives: &[
            Gives::body(200, exports::YAML, "mainstay: one file of our own format."),
            Gives::body(200, "application/json", "mainstay, as JSON."),
            Gives::body(200, exports::CSV, "csv: a table."),
            Gives::body(200, exports::XLSX, "xlsx: a workbook."),
            Gives::body(200, exports::DOT, "dot: the graph for Graphviz."),
            Gives::body(200, exports::MERMAID, "mermaid: the graph for Mermaid."),
        ],
        ..Route::get(
            "/api/v1/export/{format}",
            "The records as one file, as tables, or as a drawing.",
            May(Action::Export, Whole),
            |call| Box::pin(exports::export(call)),
        )
    },
    Route {
        query: documents::DOCUMENT,
        gives: &[
            Gives::body(200, "application/pdf", "pdf: for print."),
            Gives::body(200, "text/html; charset=utf-8", "html: one file."),
            Gives::body(200, documents::DOCX, "docx: for Word and its kin."),
            Gives::body(200, "text/markdown; charset=utf-8", "md: Markdown."),
            Gives::body(200, exports::XLSX, "xlsx: a workbook."),
            Gives::body(200, "application/json", "json: for programs."),
        ],
        ..Route::get(
            "/api/v1/documents/{document}",
            "A document: a plan as a book, a register, a card.",
            May(Action::Export, Whole),
            |call| Box::pin(documents::show(call)),
        )
    },
    Route {
        query: &[records::AS_OF],
        headers: &[IfNoneMatch],
        gives: &[
            Gives::body(200, exports::LINES, "A record on each line."),
            Gives::nothing(304, "You have it already."),
        ],
        ..Route::get(
            "/api/v1/estate",
            "Every record with where it was read: what our command line reads.",
            May(Action::Export, Whole),
            |call| Box::pin(exports::estate(call)),
        )
    },
    Route {
        gives: &[Gives::json(
            200,
            &shape::ITEMS,
            "The files that you may see.",
        )],
        ..Route::get(
            "/api/v1/{plural}/{id}/attachments",
            "The files beside a record.",
            May(Read, Record),
            |call| Box::pin(attachments::list(call)),
        )
    },
    Route {
        query: attachments::ATTACH,
        takes: Takes::Bytes,
        gives: &[Gives::json(201, &shape::ATTACHED, "It is kept.")],
        ..Route::post(
            "/api/v1/{plural}/{id}/attachments",
            "Puts a file beside a record.",
            May(Action::Attach, Record),
            |call| Box::pin(attachments::attach(call)),
        )
    },
    Route {
        headers: &[IfNoneMatch],
        gives: &[
            Gives::body(200, "*/*", "Its bytes, to be saved and not shown."),
            Gives::nothing(304, "You have it already."),
        ],
        denies: &[410],
        ..Route::get(
            "/api/v1/attachments/{digest}",
            "The bytes of a file.",
            May(Read, Attachment),
            |call| Box::pin(attachments::read(call)),
        )
    },
    Route {
        headers: &[IdempotencyKey],
        takes: Takes::Json(&shape::ERASING),
        gives: &[Gives::json(200, &shape::RECEIPT, "Its bytes are gone.")],
        ..Route::new(
            Verb::Delete,
            "/api/v1/attachments/{digest}",
            "Erases the bytes of a file, with a reason; that it was there stays known.",
            May(Action::Erase, Attachment),
            |call| Box::pin(attachments::erase(call)),
        )
    },
];

const JOURNAL: &[Route] = &[
    Route {
        query: events::EVENTS,
        headers: &[LastEventId],
        gives: &[
            Gives::body(
                200,
                events::EVENT_STREAM,
                "A stream that does not end by itself.",
            ),
            Gives::json(
                200,
                &shape::NEWS,
                "With `poll`: what happened after an entry.",
            ),
        ],
        ..Route::get(
            "/api/v1/events",
            "What happens, as it happens; each event is an entry of the journal.",
            May(Read, Whole),
            |call| Box::pin(events::events(call)),
        )
    },
    Route {
        query: journals::ENTRIES,
        gives: &[Gives::json(200, &shape::ENTRIES, "Entries, in order.")],
        ..Route::get(
            "/api/v1/journal",
            "The entries of the journal: who did what, and when.",
            May(Action::ReadLog, Journal),
            |call| Box::pin(journals::entries(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::HEAD, "The head.")],
        ..Route::get(
            "/api/v1/journal/head",
            "The last entry, the root of the tree over all, and how full the journal is.",
            May(Action::ReadLog, Journal),
            |call| Box::pin(journals::head(call)),
        )
    },
    Route {
        query: journals::CHECKPOINTS,
        gives: &[Gives::json(200, &shape::ITEMS, "Signed notes.")],
        ..Route::get(
            "/api/v1/journal/checkpoints",
            "Signed checkpoints, to be kept elsewhere.",
            May(Action::ReadLog, Journal),
            |call| Box::pin(journals::checkpoints(call)),
        )
    },
    Route {
        query: journals::PROOF,
        gives: &[Gives::json(200, &shape::PROOF, "The hashes.")],
        ..Route::get(
            "/api/v1/journal/proof",
            "A proof that an entry is in the tree, or that a smaller tree is its beginning.",
            May(Action::ReadLog, Journal),
            |call| Box::pin(journals::proof(call)),
        )
    },
];

const DONE: &[Gives] = &[Gives::json(200, &shape::RECEIPT, "It is done.")];

const fn step(
    path: &'static str,
    says: &'static str,
    action: Action,
    does: fn(super::call::Call) -> super::route::Reply,
) -> Route {
    Route {
        headers: &[IfMatch, IdempotencyKey],
        takes: Takes::MaybeJson(&shape::REASON),
        gives: DONE,
        ..Route::post(path, says, May(action, Record), does)
    }
}
