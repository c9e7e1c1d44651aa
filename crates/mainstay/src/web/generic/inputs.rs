//! The fields of a form from its outline: labels, hints, units, faults where they stand, rows that
//! can be added to. It works without script; a script only makes it quicker.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::label;
use super::names::Names;
use super::outline::{Measure, Part, Sort};
use super::values::Values;
use crate::web::form::{self, Ask, Faults};

/// A form as it is to be shown.
pub struct Inputs<'f> {
    /// What stands in it.
    pub values: &'f Values,
    /// What is wrong with it.
    pub faults: &'f Faults,
    /// The list that shall have more rows; empty where none.
    pub more: &'f str,
    /// What may be named.
    pub names: &'f Names<'f>,
}

impl Inputs<'_> {
    /// The fields of some parts, in order: what one line holds, then what belongs together.
    pub fn fields(&self, parts: &[&Part]) -> Markup {
        let (short, long): (Vec<&Part>, Vec<&Part>) = parts
            .iter()
            .partition(|part| part.sort.is_short() || matches!(part.sort, Sort::Truth));
        html! {
            div.fields { @for part in short { (self.field(&part.key, part)) } }
            @for part in long { (self.section(part)) }
        }
    }

    /// What is wrong, above the form, each leading to its field.
    pub fn summary(&self, parts: &[&Part]) -> Markup {
        let faults: Vec<(&str, &str)> = self.faults.all().collect();
        html! {
            @if !faults.is_empty() {
                div.banner.bad role="alert" tabindex="-1" #faults {
                    p {
                        strong { "Not saved yet." } " Mend what is named here; what you typed is kept."
                    }
                    ul { @for (name, text) in faults {
                        li {
                            @if name.is_empty() { (text) }
                            @else { a href={ "#" (form::id(name)) } { (words(parts, name)) } ": " (text) }
                        }
                    } }
                }
            }
        }
    }

    /// The names that fields offer, to stand once in the page.
    pub fn offers(&self, parts: &[&Part]) -> Markup {
        let mut all = BTreeSet::new();
        parts
            .iter()
            .for_each(|part| references(&part.sort, &mut all));
        html! {
            @for kinds in &all {
                datalist id=(list_id(kinds)) {
                    @for (text, name) in self.names.offered(kinds).0 {
                        option value=(text) { (name) }
                    }
                }
            }
        }
    }

    /// Fields that belong together, folded away where nothing is said.
    fn section(&self, part: &Part) -> Markup {
        let open = part.required
            || self.values.has(&part.key)
            || self.faults.under(&part.key)
            || self.more == part.key;
        html! {
            details.section open[open] #(form::id(&part.key)) {
                summary { (part.label) @if part.required { span.quiet { " (needed)" } } }
                @if !part.help.is_empty() { p.hint { (part.help) } }
                (self.fault(&part.key))
                (self.inside(&part.key, &part.sort))
            }
        }
    }

    fn inside(&self, name: &str, sort: &Sort) -> Markup {
        match sort {
            Sort::Group(parts) => html! {
                div.fields { @for part in parts { (self.field(&format!("{name}.{}", part.key), part)) } }
            },
            Sort::Rows(of) => self.rows(name, of, false),
            Sort::Map(of) => self.rows(name, of, true),
            _ => Markup::default(),
        }
    }

    /// One field, or several with a legend.
    fn field(&self, name: &str, part: &Part) -> Markup {
        match &part.sort {
            Sort::Group(_) | Sort::Rows(_) | Sort::Map(_) => html! {
                fieldset id=(form::id(name)) {
                    legend { (part.label) @if part.required { span.quiet { " (needed)" } } }
                    @if !part.help.is_empty() { p.hint { (part.help) } }
                    (self.fault(name))
                    (self.inside(name, &part.sort))
                }
            },
            Sort::Truth => html! {
                div.field {
                    (form::check(name, &part.label, self.values.get(name) == "true"))
                    span.hint { (part.help) }
                    (self.fault(name))
                }
            },
            sort => {
                let example = match sort.example() {
                    example if example.is_empty() => example,
                    example => format!("For example {example}."),
                };
                let inside = name.contains('.');
                let with = if part.required && inside {
                    "Needed where the others are said."
                } else {
                    ""
                };
                let hint = [part.help.as_str(), with, &example].join(" ");
                let ask = Ask {
                    name,
                    label: &part.label,
                    hint: hint.trim(),
                    required: part.required && !inside,
                };
                ask.around(self.faults, &self.input(&ask, sort))
            }
        }
    }

    /// The rows of a list: those that are there, and an empty one to fill.
    fn rows(&self, name: &str, of: &Sort, keyed: bool) -> Markup {
        let mut rows = self.values.rows(name);
        let next = rows.last().map_or(0, |last| last + 1);
        rows.retain(|row| self.values.has(&format!("{name}.{row}")));
        let grouped = matches!(of, Sort::Group(_)) || keyed;
        let wanted = match (self.more == name, grouped) {
            (true, true) => 1,
            (true, false) => 5,
            (false, true) => usize::from(rows.is_empty()),
            (false, false) => 1,
        };
        rows.extend(next..next + wanted);
        html! {
            div.rows data-rows=(name) {
                @for (place, row) in rows.iter().enumerate() {
                    (self.row(&format!("{name}.{row}"), place, of, keyed))
                }
            }
            p.actions {
                button.plain type="submit" name="_more" value=(name) formnovalidate { "Add a row" }
                span.quiet { "A row left empty is taken out." }
            }
        }
    }

    fn row(&self, name: &str, place: usize, of: &Sort, keyed: bool) -> Markup {
        let number = format!("{}", place + 1);
        let part = |key: &str, label: String, sort: &Sort| Part {
            key: key.to_owned(),
            label,
            help: String::new(),
            required: false,
            sort: sort.clone(),
        };
        match of {
            Sort::Group(parts) if !keyed => html! {
                fieldset.line id=(form::id(name)) {
                    legend { "Row " (number) }
                    (self.fault(name))
                    div.fields {
                        @for part in parts { (self.field(&format!("{name}.{}", part.key), part)) }
                    }
                }
            },
            _ if keyed => html! {
                fieldset.line id=(form::id(name)) {
                    legend { "Row " (number) }
                    (self.fault(name))
                    div.fields {
                        (self.field(&format!("{name}.key"), &part("key", "Under the name".into(), &Sort::Text)))
                        (self.field(&format!("{name}.value"), &part("value", "Value".into(), of)))
                    }
                }
            },
            _ => self.bare(name, &number, of),
        }
    }

    /// A row that is one field: its label is its number.
    fn bare(&self, name: &str, number: &str, of: &Sort) -> Markup {
        let label = format!("Row {number}");
        let ask = Ask {
            name,
            label: &label,
            hint: "",
            required: false,
        };
        html! {
            div.field.bare {
                label.unseen for=(form::id(name)) { (label) }
                (self.fault(name))
                (self.input(&ask, of))
            }
        }
    }

    fn fault(&self, name: &str) -> Markup {
        html! {
            @if let Some(fault) = self.faults.at(name) {
                p.fault id={ (form::id(name)) "-fault" } { (fault) }
            }
        }
    }

    /// The input of a value that one field holds.
    fn input(&self, ask: &Ask<'_>, sort: &Sort) -> Markup {
        let (id, value) = (form::id(ask.name), self.values.get(ask.name));
        let wrong = self.faults.at(ask.name).map(|_| "true");
        let described = ask.described(self.faults);
        let kinds = match sort {
            Sort::Reference(kinds) => Some(kinds),
            Sort::Either(short, _) => match &**short {
                Sort::Reference(kinds) => Some(kinds),
                _ => None,
            },
            _ => None,
        };
        let long = matches!(sort, Sort::Text)
            && (value.contains('\n') || value.len() > 80 || is_prose(ask.name));
        html! {
            @if let Sort::Words(words) = sort {
                select id=(id) name=(ask.name) aria-invalid=[wrong] aria-describedby=[described] {
                    option value="" { "not said" }
                    @for word in words {
                        option value=(word) selected[word == value] { (label::inside(word)) }
                    }
                    @if !value.is_empty() && !words.iter().any(|word| word == value) {
                        option value=(value) selected { (value) }
                    }
                }
            } @else if long {
                textarea id=(id) name=(ask.name) rows=(rows(value)) aria-invalid=[wrong]
                    aria-describedby=[described] { "\n" (value) }
            } @else {
                input id=(id) name=(ask.name) value=(value) type=(input_type(sort))
                    list=[kinds.map(|kinds| list_id(kinds))] data-kinds=[kinds.map(|it| it.join(" "))]
                    required[ask.required] inputmode=[input_mode(sort)] aria-invalid=[wrong]
                    aria-describedby=[described] autocomplete="off";
            }
        }
    }
}

/// Keys that hold sentences.
fn is_prose(name: &str) -> bool {
    let key = name.rsplit('.').next().unwrap_or_default();
    ["description", "text", "instruction", "reason", "method"].contains(&key)
}

fn rows(value: &str) -> usize {
    (value.lines().count() + value.len() / 90 + 1).clamp(2, 16)
}

fn input_type(sort: &Sort) -> &'static str {
    match sort {
        Sort::Written(unit) if unit.measure == Measure::Day && unit.is_date() => "date",
        _ => "text",
    }
}

fn input_mode(sort: &Sort) -> Option<&'static str> {
    match sort {
        Sort::Whole => Some("numeric"),
        Sort::Number => Some("decimal"),
        _ => None,
    }
}

fn list_id(kinds: &[String]) -> String {
    match kinds {
        [] => "names-of-any".into(),
        kinds => format!("names-of-{}", kinds.join("-")),
    }
}

/// The kinds that the references in a sort may be of. As deep as the schema is.
fn references<'s>(sort: &'s Sort, all: &mut BTreeSet<&'s [String]>) {
    match sort {
        Sort::Reference(kinds) => {
            all.insert(kinds);
        }
        Sort::Either(of, _) | Sort::Series(of) | Sort::Rows(of) | Sort::Map(of) => {
            references(of, all);
        }
        Sort::Group(parts) => parts.iter().for_each(|part| references(&part.sort, all)),
        _ => {}
    }
}

/// The words of a field by its name: `Steps, row 3, title`.
pub fn words(parts: &[&Part], name: &str) -> String {
    let (mut parts, mut words): (Vec<&Part>, Vec<String>) = (parts.to_vec(), Vec::new());
    for key in name.split('.') {
        if let Ok(row) = key.parse::<usize>() {
            words.push(format!("row {}", row + 1));
            continue;
        }
        let Some(part) = parts.iter().find(|part| part.key == key).copied() else {
            words.push(label::inside(key));
            continue;
        };
        words.push(part.label.clone());
        parts = part.sort.parts().iter().collect();
    }
    words.join(", ")
}
