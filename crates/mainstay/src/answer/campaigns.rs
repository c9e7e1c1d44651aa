//! Campaigns of the business impact analysis as programs and pages read them: how many
//! questionnaires stand how, and each of them with what is open.

use continuity::requirements::campaign::{Campaign, Sheet, Standing};
use continuity::requirements::questionnaire::Topic;
use continuity::state::State;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

/// All campaigns.
#[derive(Clone, Debug, Serialize)]
pub struct Campaigns {
    /// The open ones first, then by id.
    pub items: Vec<Summary>,
}

/// A campaign in short.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// By when all shall have answered.
    pub due: Option<String>,
    /// Whether that day is past and something is open.
    pub overdue: bool,
    /// Who began it.
    pub begun_by: String,
    /// When.
    pub begun_at: String,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// Why.
    pub closed_reason: Option<String>,
    /// How many of its questionnaires stand how.
    pub counts: Vec<Count>,
}

/// How many questionnaires stand so.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Count {
    /// How they stand.
    pub standing: Standing,
    /// How many.
    pub count: usize,
}

/// A campaign with its questionnaires.
#[derive(Clone, Debug, Serialize)]
pub struct Whole {
    /// In short.
    #[serde(flatten)]
    pub summary: Summary,
    /// The questionnaires, by activity.
    pub questionnaires: Vec<Row>,
}

/// A questionnaire.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The activity, `activity/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who is asked.
    pub to: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// When it was sent.
    pub sent_at: String,
    /// How many questions were answered.
    pub answered_count: usize,
    /// How many there are.
    pub questions_count: usize,
    /// The questions handed on, each with its delegate.
    pub delegated: Vec<(String, String)>,
    /// The doubts that nobody answered.
    pub contested: Vec<Doubt>,
    /// How often someone was reminded.
    pub chased_count: usize,
    /// When last.
    pub chased_at: Option<String>,
    /// Who signed.
    pub signed_by: Option<String>,
    /// When.
    pub signed_at: Option<String>,
}

/// A doubt.
#[derive(Clone, Debug, Serialize)]
pub struct Doubt {
    /// The question; nothing: all of them.
    pub question: Option<&'static str>,
    /// Why.
    pub text: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: String,
}

/// All campaigns at an instant.
pub fn listed(state: &State, now: Timestamp) -> Campaigns {
    let mut items: Vec<Summary> = state
        .campaigns()
        .map(|(id, campaign)| summary(state, id, campaign, now))
        .collect();
    items.sort_by_key(|it| (it.closed_at.is_some(), it.id.clone()));
    Campaigns { items }
}

/// A campaign with its questionnaires at an instant.
pub fn whole(state: &State, id: &str, now: Timestamp) -> Option<Whole> {
    let campaign = state.campaign(id)?;
    let sheets = campaign.sheets.iter();
    Some(Whole {
        summary: summary(state, id, campaign, now),
        questionnaires: sheets
            .map(|(activity, sheet)| row(state, campaign, activity, sheet))
            .collect(),
    })
}

fn summary(state: &State, id: &str, campaign: &Campaign, now: Timestamp) -> Summary {
    let counts: Vec<Count> = campaign
        .counts(state)
        .into_iter()
        .map(|(standing, count)| Count { standing, count })
        .collect();
    let today = now.to_zoned(TimeZone::UTC).date();
    let open = |it: &Count| it.standing != Standing::Closed && it.count > 0;
    let closed = campaign.closed.as_ref();
    Summary {
        id: id.to_string(),
        name: campaign.name.clone(),
        due: campaign.due.map(|due| due.0.to_string()),
        overdue: campaign.due.is_some_and(|due| due.0 < today) && counts.iter().any(open),
        begun_by: campaign.by.clone(),
        begun_at: campaign.at.to_string(),
        closed_at: closed.map(|(at, _)| at.to_string()),
        closed_reason: closed.map(|(_, reason)| reason.clone()),
        counts,
    }
}

fn row(state: &State, campaign: &Campaign, activity: &str, sheet: &Sheet) -> Row {
    let record = state.registers.activities.get(activity);
    let doubt = |it: &continuity::requirements::campaign::Contest| Doubt {
        question: it.topic.map(Topic::as_str),
        text: it.text.clone(),
        by: it.by.clone(),
        at: it.at.to_string(),
    };
    let delegated = sheet.delegated.iter();
    Row {
        id: format!("activity/{activity}"),
        name: record.map_or(activity, |it| it.title()).to_string(),
        to: sheet.to.clone(),
        standing: sheet.standing(state, campaign),
        sent_at: sheet.sent.to_string(),
        answered_count: sheet.answers.len(),
        questions_count: Topic::ALL.len(),
        delegated: delegated
            .map(|(topic, to)| (topic.to_string(), to.clone()))
            .collect(),
        contested: sheet.doubts(None).map(doubt).collect(),
        chased_count: sheet.chased.len(),
        chased_at: sheet.chased.last().map(|(at, _)| at.to_string()),
        signed_by: sheet.signed.as_ref().map(|it| it.by.clone()),
        signed_at: sheet.signed.as_ref().map(|it| it.at.to_string()),
    }
}
