//! The style of a document in HTML: black on white, eleven points and more, margins that number
//! the pages where the printer's browser can.

use crate::document::{Document, Form};

const SHEET: &str = "\
:root { color-scheme: light; }
body { font: 11.5pt/1.4 system-ui, 'Liberation Sans', Arial, sans-serif; color: #000; \
background: #fff; max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 22pt; line-height: 1.15; margin: .5rem 0 1rem; }
h1 span { display: block; font-size: 13pt; font-weight: 600; }
h2 { font-size: 16pt; margin: 2rem 0 .5rem; break-after: avoid; }
h3 { font-size: 13pt; margin: 1.2rem 0 .4rem; break-after: avoid; }
h4 { font-size: 12pt; margin: 1rem 0 .3rem; break-after: avoid; }
dl { margin: .5rem 0; }
dl div { display: grid; grid-template-columns: 11rem 1fr; gap: .8rem; padding: .2rem 0; \
border-bottom: 1px solid #999; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 11pt; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border: 1px solid #000; padding: .25rem .4rem; text-align: left; vertical-align: top; \
overflow-wrap: break-word; }
th { background: #eee; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.scroll { overflow-x: auto; }
.box { font-size: 16pt; line-height: 1; }
.blank { min-width: 5rem; }
.ticks { list-style: none; padding: 0; }
.ticks li { padding: .2rem 0; }
.notice { border: 2px solid #000; padding: .5rem .7rem; }
figure { margin: 1rem 0; break-inside: avoid; }
svg { max-width: 100%; height: auto; }
.code svg { width: 3.6cm; height: 3.6cm; }
footer { border-top: 1px solid #000; margin-top: 2rem; font-size: 11pt; }
body.card { max-width: 126mm; }
@media (max-width: 40rem) { dl div { grid-template-columns: 1fr; gap: 0; } }
@media print {
body { max-width: none; padding: 0; }
footer { display: none; }
.break { break-before: page; }
body.book header { break-after: page; }
body.sheet h2, body.sheet h3 { margin: .6rem 0 .2rem; }
}
";

/// The whole sheet; the foot of its pages says what the paper is.
pub(super) fn sheet(document: &Document) -> String {
    let size = match document.front.form {
        Form::Card => "A5; margin: 11mm 11mm 20mm",
        Form::Book | Form::Sheet => "A4; margin: 18mm 18mm 20mm",
    };
    let foot = quoted(&super::super::foot(document));
    format!(
        "{SHEET}@page {{ size: {size}; @bottom-left {{ content: {foot}; font-size: 9pt; }} \
         @bottom-right {{ content: \"Page \" counter(page) \" of \" counter(pages); \
         font-size: 9pt; }} }}\n"
    )
}

/// A text as CSS writes it: every sign that could end it, or the element around it, by its number.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | ',' | '.' | ':' | '-' => out.push(c),
            c => out.push_str(&format!("\\{:x} ", u32::from(c))),
        }
    }
    out.push('"');
    out
}
