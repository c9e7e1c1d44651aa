//! An option that is only tried: it stands in the address, and the register knows nothing of it.

use continuity::requirements::strategy::comparison::Comparison;
use continuity::requirements::strategy::workings::Filed;
use maud::{Markup, html};
use record::complaint::Complaints;
use record::kinds::Registers;
use record::link::split;
use record::node::Node;

use crate::http::call::Call;
use crate::web::form::{self, Ask, Faults};

/// The fields that are typed, with label and hint.
const FIELDS: [(&str, &str, &str); 5] = [
    ("rtc", "Back after", "As 4h or 90m."),
    ("rpc", "Data lost", "As 15m; 0s for none."),
    ("level", "Level reached", "As 100%."),
    ("cost", "Costs once", "As 20000 EUR."),
    ("cost-per-year", "Costs a year", "As 5000 EUR."),
];

/// What was typed of it.
#[derive(Default)]
pub struct Attempt {
    /// The option, where one could be made.
    pub option: Option<Filed>,
    name: String,
    like: String,
    values: Vec<(&'static str, String)>,
    faults: Faults,
}

/// Reads it from the address: what was typed, else what the option says that it is a copy of.
pub fn read(call: &Call, registers: &Registers) -> Attempt {
    let text = |name: &str| call.query.text(name).unwrap_or_default().trim().to_owned();
    let like = text("like");
    let copied = registers.options.get(split(&like).1);
    let written = copied.map(|it| it.write());
    let name = text("try");
    let value = |key: &'static str| {
        let typed = text(key);
        let old = written.as_ref().and_then(|node| node.get(key)?.as_text());
        let value = match name.is_empty() {
            true => old.unwrap_or_default().to_owned(),
            false => typed,
        };
        (key, value)
    };
    let mut attempt = Attempt {
        values: FIELDS.iter().map(|(key, ..)| value(key)).collect(),
        faults: Faults::default(),
        option: None,
        name,
        like,
    };
    if attempt.name.is_empty() {
        return attempt;
    }
    let mut all = vec![
        ("kind", Node::text("option")),
        ("id", Node::text("try")),
        ("name", Node::text(attempt.name.as_str())),
    ];
    let filled = attempt.values.iter().filter(|(_, value)| !value.is_empty());
    all.extend(filled.map(|(key, value)| (*key, Node::text(value.as_str()))));
    let mut complaints = Complaints::new();
    attempt.option = Filed::read(&Node::map(all), 0, &mut complaints);
    for complaint in complaints.all {
        attempt.faults.add(complaint.field, complaint.text);
    }
    attempt
}

/// The form.
pub fn form(told: &Comparison, attempt: &Attempt) -> Markup {
    let copied = told.options.iter().find(|it| it.id == attempt.like);
    let name = match (attempt.name.is_empty(), copied) {
        (true, Some(copied)) => format!("{}, otherwise", copied.name),
        _ => attempt.name.clone(),
    };
    html! {
        section.sheet.no-print #try aria-labelledby="tries" {
            h2 #tries { "What if there were another?" }
            p { "It stands beside the others as long as it stands in the address; nothing is \
                filed." }
            form method="get" action="#options" {
                input type="hidden" name="mode" value=(told.mode);
                @if !attempt.like.is_empty() { input type="hidden" name="like"
                    value=(attempt.like); }
                (form::field(Ask::new("try", "What it is called", ""), &name, &attempt.faults))
                div.row { @for ((key, label, hint), (_, value)) in
                    FIELDS.iter().zip(&attempt.values) {
                    (form::field(Ask::new(key, label, hint), value, &attempt.faults))
                } }
                p.actions { button.plain type="submit" { "Set it beside the others" } }
            }
        }
    }
}
