//! The handbook inside the product: the same pages that stand in the repository, as help where it
//! is needed.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::frame::{Page, show};
use crate::cli::pages::page as text_of;
use crate::http::call::Call;
use crate::http::problem::Problem;

/// The pages in their order: name in the address, title.
const PAGES: &[(&str, &str)] = &[
    ("1-initiation", "Initiation"),
    ("2-requirements", "Requirements and strategy"),
    ("3-implementation", "Implementation"),
    ("4-operation", "Ongoing operation"),
    ("5-invocation", "Invocation"),
    ("records", "Working with records"),
    ("running", "Running the server"),
    ("keeping", "Keeping the journal"),
    ("glossary", "Glossary"),
];

/// The contents.
pub async fn contents(call: Call) -> Result<Response, Problem> {
    let body = html! {
        h1 { "Handbook" }
        p.lead { "The mission in its order. Each page of Mainstay leads to the part that helps there." }
        ol { @for (name, title) in PAGES { li { a href={ "/help/" (name) } { (title) } } } }
        h2 { "Keys" }
        dl.facts {
            dt { kbd { "Ctrl" } " " kbd { "K" } } dd { "go to anything: a service, a plan, a page" }
            dt { kbd { "/" } } dd { "search" }
            dt { kbd { "g" } " then a letter" }
            dd { "home (h), initiation (i), requirements (r), implementation (p), operation (o), \
                invocation (v), findings (f), map (m), changes (c)" }
            dt { kbd { "?" } } dd { "help for this page" }
        }
        p { "Single keys can be switched off on " a href="/account" { "your account's page" } "." }
        p { a href="/api" { "What the API offers" } }
    };
    show(&call, Page::new("Handbook", "/help", body)).await
}

/// One page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let name = call.path.get("page");
    let known = PAGES.iter().find(|(known, _)| *known == name);
    let word = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    let Some(((_, title), text)) = known.zip(text_of(word)) else {
        let detail = format!(
            "The handbook has no page `{}`.",
            record::node::shorten(name)
        );
        let remedy = "Its contents stand under /help.";
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "unknown",
            detail,
            remedy,
        ));
    };
    let body = html! {
        article.handbook { (rendered(text)) }
        p { a href="/help" { "All pages" } }
    };
    show(&call, Page::new(*title, "/help", body)).await
}

/// Markdown as HTML. What would be HTML in it is shown as text; headings can be linked to.
fn rendered(text: &str) -> Markup {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut heading = None;
    for event in parser {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(events.len()),
            Event::End(TagEnd::Heading(level)) => {
                let begin = heading.take().unwrap_or(events.len());
                let id = anchor(&events[begin..]);
                let open = format!("<{level} id=\"{id}\">");
                events.insert(begin, Event::Html(open.into()));
                events.push(Event::Html(format!("</{level}>").into()));
            }
            Event::Html(html) | Event::InlineHtml(html) => events.push(Event::Text(html)),
            // A block of code may be wider than a phone: it is scrolled by keyboard as well.
            Event::Start(Tag::CodeBlock(_)) => {
                events.push(Event::Html("<pre tabindex=\"0\"><code>".into()));
            }
            Event::End(TagEnd::CodeBlock) => events.push(Event::Html("</code></pre>\n".into())),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => events.push(Event::Start(Tag::Link {
                link_type,
                dest_url: inside(&dest_url),
                title,
                id,
            })),
            other => events.push(other),
        }
    }
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events.into_iter());
    PreEscaped(out)
}

/// A heading's words as an anchor.
fn anchor(heading: &[Event<'_>]) -> String {
    let mut id = String::new();
    for event in heading {
        if let Event::Text(text) | Event::Code(text) = event {
            for c in text.chars() {
                match c {
                    c if c.is_alphanumeric() => id.extend(c.to_lowercase()),
                    ' ' | '-' if !id.ends_with('-') => id.push('-'),
                    _ => {}
                }
            }
        }
    }
    id.trim_matches('-').to_owned()
}

/// A link between pages of the handbook, as it is here.
fn inside<'t>(to: &CowStr<'t>) -> CowStr<'t> {
    // Where the book shows pictures of pages, the pages themselves are here.
    if let Some(stage) = to.strip_prefix("pictures/") {
        let stage = stage.trim_end_matches(".md");
        return format!(
            "/{}",
            stage.trim_start_matches(|c: char| !c.is_alphabetic())
        )
        .into();
    }
    match to.split_once(".md") {
        Some((page, rest)) if !page.contains('/') => format!("/help/{page}{rest}").into(),
        _ => to.clone(),
    }
}

#[cfg(test)]
mod tests;
