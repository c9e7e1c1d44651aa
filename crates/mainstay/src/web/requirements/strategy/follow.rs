//! What follows from a decision: the drafts of actions and of what must be held ready, each filed
//! by one press, and the measures it builds on. What is filed already is linked.

use axum::response::Response;
use continuity::access::{Action as Deed, Object};
use continuity::command::Command;
use continuity::requirements::strategy::comparison::Comparison;
use continuity::requirements::strategy::decision::{Decision, Standing};
use jiff::ToSpan as _;
use maud::{Markup, html};
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::link::split;
use record::node::Node;
use record::requirements::StrategyOption;
use record::requirements::option::Recovery;

use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::{name, named};
use crate::web::{form, reckoned};

/// One thing to be done.
struct Draft {
    /// `kind/id` of the record that will hold it.
    reference: String,
    /// What, in words.
    says: String,
    /// The record.
    node: Node,
}

/// The list, of a decision that holds.
pub fn block(call: &Call, now: &Reckoned, told: &Comparison, decision: &Decision) -> Markup {
    if !matches!(decision.standing, Standing::Decided | Standing::GapAccepted) {
        return html! {};
    }
    let registers = now.registers();
    let Some(drafts) = drafts(registers, &decision.id) else {
        return html! {};
    };
    let option = registers.options.get(split(&decision.option).1);
    let state = &call.doors.ledger.present().state;
    html! {
        h3.no-print { "What follows from it" }
        ul.plain-list.no-print { @for draft in &drafts { li {
            @let (kind, id) = split(&draft.reference);
            @if state.filing(kind.unwrap_or_default(), id).is_some() {
                (named(registers, &draft.reference)) " " span.quiet { "(filed)" }
            } @else {
                (draft.says) " "
                @if call.may_do(Deed::File, Object::Kind(kind.unwrap_or_default())) {
                    form.inline method="post" action={ "/requirements/strategy/" (told.id)
                        "/follow" } {
                        (form::request())
                        input type="hidden" name="mode" value=(told.mode);
                        input type="hidden" name="choice" value=(decision.id);
                        input type="hidden" name="draft" value=(draft.reference);
                        button.plain type="submit" aria-label={ "File the draft: " (draft.says) }
                            { "File the draft" }
                    }
                }
            }
        } }
        @for it in option.map_or(&[][..], |option| &option.builds_on) { li {
            "Bring about " (named(registers, &format!("measure/{}", it.id()))) } }
        }
    }
}

/// Files one of them.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    super::compare::there_is(&call, now.registers())?;
    let fields = call.fields();
    let wanted = fields.text("draft");
    let drafts = drafts(now.registers(), fields.text("choice")).unwrap_or_default();
    let Some(draft) = drafts.iter().find(|draft| draft.reference == wanted) else {
        return Err(Problem::unknown(&format!(
            "`{}`",
            record::node::shorten(wanted)
        )));
    };
    let mut complaints = Complaints::new();
    let Some(record) = Record::read(&draft.node, 0, &mut complaints) else {
        return Err(Problem::complaints(&complaints.all));
    };
    let receipt = order::execute(&call, Command::file(record)).await?;
    let (kind, id) = (call.path.get("kind"), call.path.get("id"));
    let mode = fields.text("mode");
    let mode = crate::answer::strategy::mode(mode).map_or("loss", |mode| mode.as_str());
    let back = format!("/requirements/strategy/{kind}/{id}?mode={mode}");
    Ok(form::away(&back, &receipt))
}

/// The drafts of a decision that is in the register.
fn drafts(registers: &Registers, choice: &str) -> Option<Vec<Draft>> {
    let choice = registers.choices.get(split(choice).1)?;
    let option = registers.options.get(choice.own.option.id())?;
    let due = choice
        .decided
        .zip(option.lead_time)
        .and_then(|(day, lead)| {
            let days = (lead.0 + 86_399) / 86_400;
            day.0.checked_add(i32::try_from(days).ok()?.days()).ok()
        });
    let due = due.map(|day| day.to_string());
    let mut all = Vec::new();
    let mut action = |part: &str, says: String| {
        let id = format!("{}-{part}", choice.id);
        let mut fields = vec![
            ("kind", Node::text("action")),
            ("id", Node::text(id.as_str())),
            ("status", Node::text("draft")),
            ("name", Node::text(says.as_str())),
            ("text", Node::text(says.as_str())),
            ("answers", Node::text(choice.reference())),
            ("state", Node::text("open")),
        ];
        if let Some(due) = &due {
            fields.push(("due", Node::text(due.as_str())));
        }
        all.push(Draft {
            reference: format!("action/{id}"),
            node: Node::map(fields),
            says,
        });
    };
    action("build", format!("Bring about: {}", option.title()));
    for (place, change) in option.changes.iter().enumerate() {
        let item = name(registers, &change.item.text);
        let says = format!("Change {item} as {} says", option.title());
        action(&format!("change-{}", place + 1), says);
    }
    action(
        "show",
        format!("Show by an exercise what {} can do", option.title()),
    );
    all.extend(standby(option, &choice.id, option.title()));
    Some(all)
}

/// What must be held ready, where the option is of a sort that needs it.
fn standby(option: &StrategyOption, choice: &str, title: &str) -> Option<Draft> {
    let sort = option.type_?;
    if sort < Recovery::Reciprocal {
        return None;
    }
    let id = format!("{choice}-standby");
    let covers = option.covers.iter().map(|it| Node::text(&*it.text));
    let site = option
        .changes
        .iter()
        .find_map(|change| change.standby.as_ref()?.site.as_ref());
    let mut fields = vec![
        ("kind", Node::text("arrangement")),
        ("id", Node::text(id.as_str())),
        ("status", Node::text("draft")),
        ("name", Node::text(format!("Held ready for: {title}"))),
        ("covers", Node::list(covers)),
        ("type", Node::text(sort.as_str())),
    ];
    if let Some(site) = site {
        fields.push(("site", Node::text(format!("site/{}", site.id()))));
    }
    Some(Draft {
        reference: format!("arrangement/{id}"),
        says: format!("Arrange what is held ready for: {title}"),
        node: Node::map(fields),
    })
}
