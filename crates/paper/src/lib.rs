//! In print: documents as PDF. It sets what a document says and never decides it. No file and no
//! network: what sets the type is given a template of ours, fonts that travel inside the program,
//! and the document as values, never as markup.

#![deny(clippy::disallowed_methods)]

#[cfg(test)]
mod tests;
mod world;

use std::sync::{Mutex, PoisonError};

use exchange::document::Document;
use exchange::write::qr;
use serde_json::{Value, json};
use typst::comemo;
use typst::diag::{SourceDiagnostic, SourceResult};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use self::world::Sheet;

/// Most bytes of a document that is set: about a thousand pages.
pub const BYTES_MOST: usize = 8 << 20;

/// Why a document is not on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unprinted {
    /// It is too long for one paper.
    TooLong {
        /// How many bytes it has.
        bytes: usize,
    },
    /// It could not be set; the reason is for us, not for who asked.
    Failed(String),
}

impl std::fmt::Display for Unprinted {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unprinted::TooLong { bytes } => write!(
                out,
                "the document is too long for one paper ({bytes} bytes of {BYTES_MOST}); take it \
                 as html or md"
            ),
            Unprinted::Failed(why) => write!(out, "the document cannot be set: {why}"),
        }
    }
}

impl std::error::Error for Unprinted {}

/// A document as a tagged PDF with its fonts inside. It conforms to PDF/UA-1 unless a letter is in
/// none of our fonts; then it is tagged all the same. One is set at a time: a second caller waits.
/// Cost: about ten milliseconds a page, after a quarter of a second once.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Unprinted> {
    static PRESS: Mutex<()> = Mutex::new(());
    let bytes = values(document);
    if bytes.len() > BYTES_MOST {
        return Err(Unprinted::TooLong { bytes: bytes.len() });
    }
    let _turn = PRESS.lock().unwrap_or_else(PoisonError::into_inner);
    let set = set(&bytes);
    // What was remembered of this document is let go, so that memory does not grow with each.
    comemo::evict(0);
    set
}

fn set(bytes: &[u8]) -> Result<Vec<u8>, Unprinted> {
    let sheet = Sheet::new(bytes);
    let pages = typst::compile::<PagedDocument>(&sheet).output;
    let pages = pages.map_err(|errors| failed(&errors))?;
    match written(&pages, &[PdfStandard::Ua_1])? {
        Ok(pdf) => Ok(pdf),
        Err(_) => written(&pages, &[])?.map_err(|errors| failed(&errors)),
    }
}

fn written(
    pages: &PagedDocument,
    standards: &[PdfStandard],
) -> Result<SourceResult<Vec<u8>>, Unprinted> {
    let standards = PdfStandards::new(standards);
    let standards = standards.map_err(|error| Unprinted::Failed(error.message().to_string()))?;
    let options = PdfOptions {
        standards,
        ..PdfOptions::default()
    };
    Ok(typst_pdf::pdf(pages, &options))
}

fn failed(errors: &[SourceDiagnostic]) -> Unprinted {
    let words: Vec<String> = errors.iter().map(|it| it.message.to_string()).collect();
    Unprinted::Failed(words.join("; "))
}

/// The document as the template reads it, with the code of its address ready to be drawn.
fn values(document: &Document) -> Vec<u8> {
    let modules = document.front.address.as_deref().and_then(qr::modules);
    let code: Value = modules.map_or(Value::Null, |modules| {
        json!({"side": modules.len() + 2 * qr::QUIET, "quiet": qr::QUIET, "runs": qr::runs(&modules)})
    });
    let all = json!({"document": document, "mark": document.mark(), "code": code});
    serde_json::to_vec(&all).expect("a document is texts, numbers and lists")
}
