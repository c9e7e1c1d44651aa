//! Assigning someone to a role from the board: as its holder where nobody is, else as the next
//! deputy. A name that nobody has yet becomes a person.

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::state::State;
use continuity::written::Written;
use maud::{Markup, html};
use record::initiation::{Assignment, Person};
use record::kind::{Envelope, Filed, Status};
use record::kinds::Record;
use record::link::{Id, split, to_id};

use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};

/// The form for one role; nothing for who may not assign.
pub fn field(call: &Call, role: &str, title: &str, deputies: bool) -> Markup {
    if !call.may_do(Action::File, Object::Kind("assignment")) {
        return html! {};
    }
    let name = format!("person-{}", split(role).1);
    let label = match deputies {
        true => format!("Next deputy: {title}"),
        false => format!("Holder: {title}"),
    };
    let hint = "A person's name or id; a new name is filed as a person.";
    html! {
        form.row method="post" action="/initiation/roles" {
            (form::request())
            input type="hidden" name="role" value=(role);
            (form::field(Ask::new(&name, &label, hint), "", &Faults::default()))
            button.plain type="submit" { "Assign" span.unseen { " as " (title) } }
        }
    }
}

/// Assigns.
pub async fn assigned(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let state = &present.state;
    let fields = call.fields();
    let role = split(fields.text("role")).1.to_owned();
    if state.registers.roles.get(&role).is_none() {
        return Err(Problem::unknown(&format!("role/{role}")));
    }
    let typed = fields.text(&format!("person-{role}")).trim().to_owned();
    if typed.is_empty() {
        return Err(Problem::invalid("Name the person to be assigned."));
    }
    let (person, new) = person(state, &typed);
    let assignment = assignment(state, &role, &person);
    let command = match new {
        Some(new) => Command::Import {
            source: "the role board".into(),
            records: vec![Written::made(new), Written::made(assignment)],
            seen: Some(present.seq),
        },
        None => Command::file(assignment),
    };
    let receipt = order::execute(&call, command).await?;
    let place = format!("/initiation/roles#role-{role}");
    Ok(form::away(&place, &receipt))
}

/// The id of the person that someone typed, and their record where they are new.
fn person(state: &State, typed: &str) -> (String, Option<Record>) {
    let persons = &state.registers.persons;
    let id = split(typed).1;
    if persons.get(id).is_some() {
        return (id.to_owned(), None);
    }
    let named = persons
        .live()
        .find(|it| it.title().eq_ignore_ascii_case(typed));
    if let Some(known) = named {
        return (known.id.to_string(), None);
    }
    let id = free(&to_id(typed), |id| state.filing("person", id).is_some());
    let mut envelope = Envelope::empty();
    envelope.name = Some(typed.to_owned());
    envelope.status = Some(Status::Approved);
    let own = Person {
        teams: Vec::new(),
        skills: Vec::new(),
        hours: None,
        site: None,
        languages: Vec::new(),
        leaves: None,
        contact_verified: None,
        trained: Vec::new(),
    };
    let record = Record::Person(Filed::made(&id, envelope, own));
    (id, Some(record))
}

fn assignment(state: &State, role: &str, person: &str) -> Record {
    let held = state.registers.assignments.live();
    let ranks = held.filter(|it| it.own.role.id() == role);
    let last = ranks.map(|it| it.own.rank.unwrap_or(1)).max();
    let rank = last.map_or(1, |last| last.saturating_add(1));
    let wanted = format!("{role}-{rank}");
    let id = free(&wanted, |id| state.filing("assignment", id).is_some());
    let mut envelope = Envelope::empty();
    envelope.status = Some(Status::Approved);
    let own = Assignment {
        role: Id::to(role),
        person: Id::to(person),
        rank: Some(rank),
        from: None,
        to: None,
        hours: None,
        covers: Vec::new(),
    };
    Record::Assignment(Filed::made(&id, envelope, own))
}

/// The first id of its like that is not taken.
fn free(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = wanted.to_owned();
    let mut next = 2_u32;
    while taken(&id) {
        id = format!("{wanted}-{next}");
        next += 1;
    }
    id
}
