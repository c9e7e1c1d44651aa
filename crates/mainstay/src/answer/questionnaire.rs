//! The questionnaire about one activity as programs read it: what is known, what similar
//! activities answered, what changed since last time, and what would follow.

use continuity::requirements::questionnaire::change::{Change, changes};
use continuity::requirements::questionnaire::consequence::{Consequence, Today, consequence};
use continuity::requirements::questionnaire::peers::{Peers, peers};
use continuity::requirements::questionnaire::{Answers, Known, Topic};
use continuity::requirements::respondents::ConditionViews;
use continuity::state::State;
use serde::Serialize;

/// The questionnaire about an activity.
#[derive(Clone, Debug, Serialize)]
pub struct Questionnaire {
    /// The activity, `activity/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The campaign that asks; nothing where none does.
    pub campaign: Option<String>,
    /// About how many minutes it takes.
    pub minutes: u32,
    /// The questions, in order.
    pub questions: Vec<Question>,
    /// What similar activities answered.
    pub peers: Peers,
    /// What the answers say otherwise than those of last time.
    pub changes: Vec<Change>,
    /// What every respondent judged of every condition, the range, and whether it is decided.
    pub conditions: Vec<ConditionViews>,
    /// What would follow.
    pub consequence: Consequence,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// Its number, from 1.
    pub number: usize,
    /// What it is about, `impact`, `loss`, ...
    pub question: &'static str,
    /// The question in plain words.
    pub asks: &'static str,
    /// Where what is known comes from.
    pub known: Option<Known>,
    /// Who answered it in this campaign.
    pub answered_by: Option<String>,
    /// A word to whoever approves it.
    pub remark: Option<String>,
    /// To whom it was handed.
    pub delegated_to: Option<String>,
}

/// The questionnaire about an activity; nothing where there is no such one. Cost: the estate
/// judged once more.
pub fn questionnaire(today: &Today<'_>, state: &State, activity: &str) -> Option<Questionnaire> {
    let answers = Answers::latest(state, activity)?;
    let before = Answers::in_force(&state.registers, activity);
    let asked = state.questionnaire(activity);
    let sheet = asked.map(|(_, sheet)| sheet);
    let question = |&topic: &Topic| {
        let answered = sheet.and_then(|sheet| sheet.answers.get(topic.as_str()));
        let delegated = sheet.and_then(|sheet| sheet.delegated.get(topic.as_str()));
        Question {
            number: topic.number(),
            question: topic.as_str(),
            asks: topic.asks(),
            known: answers.known(topic),
            answered_by: answered.map(|it| it.by.clone()),
            remark: answered.and_then(|it| it.remark.clone()),
            delegated_to: delegated.cloned(),
        }
    };
    let consequence = consequence(today, &answers);
    Some(Questionnaire {
        id: answers.activity.reference(),
        name: answers.activity.title().to_string(),
        campaign: asked.map(|(campaign, _)| campaign.to_string()),
        minutes: answers.minutes(),
        questions: Topic::ALL.iter().map(question).collect(),
        peers: peers(today.registers, today.rows, &answers.activity),
        changes: changes(before.as_ref(), &answers),
        conditions: consequence.conditions.clone(),
        consequence,
    })
}
