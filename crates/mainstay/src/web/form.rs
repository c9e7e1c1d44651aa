//! Fields of forms with label, hint and fault, and what follows once a form was taken.

use axum::http::{StatusCode, header};
use axum::response::Response;
use ledger::Receipt;
use maud::{Markup, html};

use crate::http::call::{Call, REQUEST_FIELD};
use crate::http::problem::Problem;
use crate::http::reply;

/// A form as it came back, to be shown again with what is wrong; nothing: it is shown afresh.
#[derive(Default)]
pub struct Typed {
    fields: Vec<(String, String)>,
    /// What is wrong.
    pub faults: Faults,
}

impl Typed {
    /// What was sent, with nothing wrong so far.
    pub fn of(call: &Call) -> Typed {
        let pairs = call.fields().pairs();
        Typed {
            fields: pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            faults: Faults::default(),
        }
    }

    /// Whether nothing came back.
    pub fn is_fresh(&self) -> bool {
        self.fields.is_empty()
    }

    /// The first value of a field without space around it; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.trim())
    }
}

/// What is wrong with the fields of a form: field and text.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<(String, String)>);

impl Faults {
    /// Adds one.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.0.push((field.into(), text.into()));
    }

    /// Those of a problem.
    pub fn of(problem: &Problem) -> Faults {
        let faults = problem.faults();
        Faults(
            faults
                .map(|(field, text)| (field.into(), text.into()))
                .collect(),
        )
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub fn at(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == field);
        found.map(|(_, text)| text.as_str())
    }

    /// All of them: field and text.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, text)| (&**field, &**text))
    }

    /// Whether something is wrong with a field or inside of it.
    pub fn under(&self, field: &str) -> bool {
        let inside = |known: &str| {
            let rest = known.strip_prefix(field);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.0.iter().any(|(known, _)| inside(known))
    }

    /// All of them, to stand above the form: each leads to its field.
    pub fn summary(&self) -> Markup {
        html! {
            @if !self.0.is_empty() {
                div.banner.bad role="alert" tabindex="-1" {
                    p { strong { "Not saved yet." } " Mend what is named here; what you typed is kept." }
                    ul { @for (field, text) in &self.0 {
                        li { a href={ "#" (id(field)) } { (field) } ": " (text) }
                    } }
                }
            }
        }
    }
}

/// The hidden id of the request: a second press of the button does nothing twice.
pub fn request() -> Markup {
    let id = uuid::Uuid::now_v7();
    html! { input type="hidden" name=(REQUEST_FIELD) value=(id); }
}

/// The element id of a field.
pub fn id(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '-'
        }
    };
    format!("f-{}", name.chars().map(plain).collect::<String>())
}

/// A field's words: its name in the form, its label, and a hint.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The name in the form.
    pub name: &'a str,
    /// The label.
    pub label: &'a str,
    /// What helps to fill it; may be empty.
    pub hint: &'a str,
    /// Whether it must be filled.
    pub required: bool,
}

impl<'a> Ask<'a> {
    /// A field that may stay empty.
    pub fn new(name: &'a str, label: &'a str, hint: &'a str) -> Ask<'a> {
        Ask {
            name,
            label,
            hint,
            required: false,
        }
    }

    /// The same, to be filled.
    pub fn required(self) -> Ask<'a> {
        Ask {
            required: true,
            ..self
        }
    }

    /// The ids of what describes the field: its fault, its hint.
    pub fn described(&self, faults: &Faults) -> Option<String> {
        let id = id(self.name);
        let hint = (!self.hint.is_empty()).then(|| format!("{id}-hint"));
        let fault = faults.at(self.name).map(|_| format!("{id}-fault"));
        let all: Vec<String> = fault.into_iter().chain(hint).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// Label, hint and fault around an input of one's own, whose id is that of the name.
    pub fn around(&self, faults: &Faults, input: &Markup) -> Markup {
        let id = id(self.name);
        html! {
            div.field {
                label for=(id) {
                    (self.label)
                    @if self.required { span.quiet { " (needed)" } }
                    @if !self.hint.is_empty() { span.hint #{ (id) "-hint" } { (self.hint) } }
                }
                @if let Some(fault) = faults.at(self.name) {
                    p.fault #{ (id) "-fault" } { (fault) }
                }
                (input)
            }
        }
    }
}

/// A line of text.
pub fn field(ask: Ask<'_>, value: &str, faults: &Faults) -> Markup {
    typed("text", ask, value, faults)
}

/// A line of text of a type that browsers know: `date`, `number`, `datetime-local`, `search`.
pub fn typed(sort: &str, ask: Ask<'_>, value: &str, faults: &Faults) -> Markup {
    let wrong = faults.at(ask.name).map(|_| "true");
    let input = html! {
        input id=(id(ask.name)) name=(ask.name) type=(sort) value=(value) required[ask.required]
            aria-invalid=[wrong] aria-describedby=[ask.described(faults)] autocomplete="off";
    };
    ask.around(faults, &input)
}

/// Several lines of text.
pub fn area(ask: Ask<'_>, value: &str, rows: usize, faults: &Faults) -> Markup {
    let wrong = faults.at(ask.name).map(|_| "true");
    let input = html! {
        textarea id=(id(ask.name)) name=(ask.name) rows=(rows) required[ask.required]
            aria-invalid=[wrong] aria-describedby=[ask.described(faults)] { (value) }
    };
    ask.around(faults, &input)
}

/// One of several words: value and label each.
pub fn select(ask: Ask<'_>, value: &str, choices: &[(&str, &str)], faults: &Faults) -> Markup {
    let wrong = faults.at(ask.name).map(|_| "true");
    let input = html! {
        select id=(id(ask.name)) name=(ask.name) aria-invalid=[wrong]
            aria-describedby=[ask.described(faults)] {
            @for (word, label) in choices {
                option value=(word) selected[*word == value] { (label) }
            }
        }
    };
    ask.around(faults, &input)
}

/// Yes or no.
pub fn check(name: &str, label: &str, value: bool) -> Markup {
    html! {
        label.check { input type="checkbox" name=(name) value="true" checked[value]; " " (label) }
    }
}

/// Goes on to a page that shows what came of it: at least the entries of the receipt.
pub fn away(path: &str, receipt: &Receipt) -> Response {
    let Some((_, last)) = receipt.entries else {
        return to(path);
    };
    let (path, part) = match path.split_once('#') {
        Some((path, part)) => (path, format!("#{part}")),
        None => (path, String::new()),
    };
    let joint = if path.contains('?') { '&' } else { '?' };
    to(&format!("{path}{joint}after={last}{part}"))
}

/// Goes on to a page.
pub fn to(path: &str) -> Response {
    let response = reply::nothing(StatusCode::SEE_OTHER);
    let response = reply::with(response, header::CACHE_CONTROL, "no-store");
    reply::with(response, header::LOCATION, path)
}
