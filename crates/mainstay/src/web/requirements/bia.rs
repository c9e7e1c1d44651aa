//! Pages of the business impact analysis: campaigns, the questionnaire with one question a page,
//! a table for analysts, and the report. Answers are ordinary records; nothing is kept here.

pub mod answers;
pub mod begin;
pub mod board;
pub mod consequence;
pub mod interview;
pub mod question;
pub mod report;
pub mod start;
pub mod table;

mod ask;
mod grid;
mod loss;
mod pasted;
mod people;
mod said;
mod taken;
mod typed;
mod views;
mod whose;

use std::sync::Arc;

use continuity::access::{Action, Object};
use continuity::requirements::campaign::{Campaign, Sheet, Standing};
use continuity::requirements::questionnaire::{Answers, Topic};
use continuity::requirements::respondents::View;
use ledger::Present;
use maud::{Markup, html};

use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::link::escaped;
use crate::web::navigation::Mark;

/// The place of these pages in the navigation.
const PLACE: &str = "/requirements";
/// The part of the handbook that helps here.
const HELP: &str = "2-requirements#the-questionnaire";

/// An activity, its latest answers, and the present they stand in.
struct Asked {
    present: Arc<Present>,
    activity: String,
    answers: Answers,
}

impl Asked {
    /// What the path of a call names. Errors: no such activity.
    fn of(call: &Call) -> Result<Asked, Problem> {
        let present = call.doors.ledger.present();
        let activity = call.path.get("activity").to_string();
        let answers = Answers::latest(&present.state, &activity);
        let unknown = || Problem::unknown(&format!("activity/{activity}"));
        let answers = answers.ok_or_else(unknown)?;
        Ok(Asked {
            present,
            activity,
            answers,
        })
    }

    /// The campaign that asks, and what was asked; nothing where no campaign does.
    fn sheet(&self) -> Option<(&str, &Campaign, &Sheet)> {
        let (id, sheet) = self.present.state.questionnaire(&self.activity)?;
        Some((id, self.present.state.campaign(id)?, sheet))
    }

    /// How the questionnaire stands; nothing where none is open.
    fn standing(&self) -> Option<Standing> {
        let (_, campaign, sheet) = self.sheet()?;
        Some(sheet.standing(&self.present.state, campaign))
    }

    /// A page about this activity.
    fn place(&self, rest: &str) -> String {
        place(&self.activity, rest)
    }

    fn title(&self) -> &str {
        self.answers.activity.title()
    }

    /// Whether the caller may answer all questions.
    fn may_change(&self, call: &Call) -> bool {
        call.may_do(Action::Amend, Object::Record("activity", &self.activity))
    }

    /// Whether the caller may answer one question: as whoever may change the activity, or as the
    /// delegate to whom it was handed.
    fn may_answer(&self, call: &Call, topic: Topic) -> bool {
        let handed = self
            .sheet()
            .and_then(|(_, _, sheet)| sheet.delegated.get(topic.as_str()));
        let delegate = handed.is_some_and(|to| {
            continuity::decide::campaign::is_delegate(&self.present.state, &call.actor, to)
        });
        delegate || self.may_change(call)
    }

    /// Who judged, as people know them.
    fn by(&self, view: &View) -> String {
        match &view.respondent {
            Some(respondent) => self.called(respondent),
            None => "no name given".into(),
        }
    }

    /// A respondent as people know them: a party by its name, any other text as it is.
    fn called(&self, respondent: &str) -> String {
        match record::link::split(respondent) {
            (Some("account"), _) => self.named(respondent),
            (Some(kind), _) if record::link::PARTIES.contains(&kind) => self.named(respondent),
            _ => respondent.to_string(),
        }
    }

    /// The name of an actor or of a party, as people know them.
    fn named(&self, who: &str) -> String {
        named(&self.present, who)
    }
}

/// The name of an actor, a person, a role or a team, as people know them.
fn named(present: &Present, who: &str) -> String {
    let (kind, id) = record::link::split(who);
    let registers = &present.state.registers;
    let envelope = |kind: &str| registers.envelope(kind, id);
    let name = match kind {
        Some("account") => present.state.account(id).map(|it| it.name.clone()),
        Some(kind) => envelope(kind).and_then(|(it, ..)| it.name.clone()),
        None => record::link::PARTIES
            .iter()
            .find_map(|kind| envelope(kind))
            .and_then(|(it, ..)| it.name.clone()),
    };
    name.unwrap_or_else(|| id.to_string())
}

/// A page about an activity.
fn place(activity: &str, rest: &str) -> String {
    format!("/requirements/bia/{}/{rest}", escaped(activity))
}

/// A standing as shape, word and colour.
fn mark(standing: Standing) -> Markup {
    let class = match standing {
        Standing::Closed => Mark::Good.class(),
        Standing::Answered => "on-its-way",
        Standing::Contested => Mark::Bad.class(),
        Standing::Chased => Mark::Warn.class(),
        Standing::Sent => Mark::Open.class(),
    };
    html! { span.state.(class) { (standing.as_str()) } }
}
