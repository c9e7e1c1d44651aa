//! Documents over HTTP: the same bytes as on the command line, for the records as of any entry.

use axum::http::{StatusCode, header};
use axum::response::Response;
use continuity::access::Action;
use continuity::homes::Homes;

use super::answer_api::{AT, files, given, judged, present};
use super::call::Call;
use super::parameter::{Parameter, Sort as Words};
use super::problem::Problem;
use super::record_api::AS_OF;
use super::{reply, withhold};
use crate::answer::Given;
use crate::answer::document::{Form, Known, Sort, document, file_name, written};

/// What a document may be asked.
pub const DOCUMENT: &[Parameter] = &[
    Parameter::new(
        "format",
        Words::Words(&["pdf", "html", "docx", "md", "xlsx", "json"]),
        "How it is written. Default: PDF.",
    ),
    Parameter::new(
        "of",
        Words::Text,
        "The record it is about, `kind/id`, where it is about one.",
    ),
    AS_OF,
    AT,
];

/// The media type of a document for Word and its kin.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A document.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let word = call.path.get("document");
    let sort = Sort::of(word).ok_or_else(|| {
        let detail = format!("`{}` is no document.", record::node::shorten(word));
        let all: Vec<&str> = crate::answer::document::sorts().map(Sort::word).collect();
        let remedy = format!("There are {}.", all.join(", "));
        Problem::new(StatusCode::NOT_FOUND, "unknown", detail, remedy)
    })?;
    let form = call
        .query
        .text("format")
        .and_then(Form::of)
        .unwrap_or(Form::Pdf);
    let of = call.query.text("of").map(str::to_string);
    let name = file_name(sort, of.as_deref(), form);
    let present = present(&call).await?;
    let at = call.query.instant("at").unwrap_or(call.now);
    let money = call.may(Action::ReadMoney);
    let (made, origin) = (call.now, call.doors.access.origin.clone());
    let compute = move || {
        let mut registers = judged(&present);
        if !money {
            registers = withhold::registers(&registers);
        }
        let (files, homes) = (files(&present), Homes::of(&present.state));
        let given = Given {
            homes: &homes,
            ..given(&registers, &files, at)
        };
        let known = Known {
            state: Some(&present.state),
            entry: Some(present.seq),
            made,
            address: Some(&origin),
            money,
        };
        written(&document(&given, &known, sort, of.as_deref())?, form)
    };
    let bytes = call.doors.compute(compute).await??;
    let response = reply::body(form.media(), bytes);
    // A browser shows a PDF itself; the rest is for other programs.
    let how = match form {
        Form::Pdf => "inline",
        _ => "attachment",
    };
    let place = format!("{how}; filename=\"{name}\"");
    Ok(reply::with(response, header::CONTENT_DISPOSITION, &place))
}
