//! Who answered for an activity, who signed, and who put the answers in force, when and by which
//! entry of the journal. In files nobody knows more than what a record says of itself.

use continuity::requirements::campaign::{Sheet, Standing};
use continuity::state::State;
use jiff::Timestamp;
use record::kind::Status;
use serde::{Serialize, Serializer};

/// How a record came to its standing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Approval {
    /// The record, `kind/id`.
    pub record: String,
    /// How far it has come.
    pub status: &'static str,
    /// Who put it in force; nothing: nobody, or it stands in files.
    pub by: Option<String>,
    /// When.
    #[serde(serialize_with = "maybe")]
    pub at: Option<Timestamp>,
    /// By which entry of the journal.
    pub entry: Option<u64>,
    /// Which revision is in force.
    pub revision: Option<u32>,
    /// Whether a later content waits.
    pub proposed: bool,
}

/// The questionnaire about an activity, as far as it has come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answering {
    /// The campaign that asks.
    pub campaign: String,
    /// Who is asked.
    pub asked: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// Each question that was answered, by whom and when.
    pub answered: Vec<AnsweredBy>,
    /// Questions that nobody answered yet.
    pub open: Vec<&'static str>,
    /// Doubts that nobody settled.
    pub doubts: Vec<String>,
    /// Who signed.
    pub signed_by: Option<String>,
    /// When.
    #[serde(serialize_with = "maybe")]
    pub signed_at: Option<Timestamp>,
}

/// That a question was answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnsweredBy {
    /// The question.
    pub question: String,
    /// By whom.
    pub by: String,
    /// When.
    #[serde(serialize_with = "said")]
    pub at: Timestamp,
}

/// An instant as it is written.
pub(super) fn said<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(at)
}

/// An instant that may be unknown.
fn maybe<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => said(at, to),
        None => to.serialize_none(),
    }
}

/// How a record came into force.
pub(super) fn approval(state: Option<&State>, kind: &str, id: &str, status: Status) -> Approval {
    let filing = state.and_then(|state| state.filing(kind, id));
    let in_force = filing.filter(|_| status == Status::Approved);
    let approved = in_force.and_then(|it| it.approved);
    Approval {
        record: format!("{kind}/{id}"),
        status: status.as_str(),
        by: in_force
            .and_then(|it| it.approver.as_deref())
            .map(Into::into),
        at: approved.map(|(_, at)| at),
        entry: approved.map(|(entry, _)| entry),
        revision: in_force.and_then(|it| it.in_force),
        proposed: filing.is_some_and(|it| it.proposed.is_some()),
    }
}

/// How the questionnaire about an activity stands; nothing where none was sent.
pub(super) fn answering(state: Option<&State>, activity: &str) -> Option<Answering> {
    let state = state?;
    let (id, sheet) = state.questionnaire(activity)?;
    let campaign = state.campaign(id)?;
    Some(Answering {
        campaign: id.to_string(),
        asked: sheet.to.clone(),
        standing: sheet.standing(state, campaign),
        answered: answered(sheet),
        open: sheet.open().map(|it| it.as_str()).collect(),
        doubts: sheet
            .contests
            .iter()
            .filter(|it| !it.settled)
            .map(|it| it.text.clone())
            .collect(),
        signed_by: sheet.signed.as_ref().map(|it| it.by.clone()),
        signed_at: sheet.signed.as_ref().map(|it| it.at),
    })
}

fn answered(sheet: &Sheet) -> Vec<AnsweredBy> {
    let one = |(question, it): (&&str, &continuity::requirements::campaign::Answered)| AnsweredBy {
        question: (*question).to_string(),
        by: it.by.clone(),
        at: it.at,
    };
    sheet.answers.iter().map(one).collect()
}
