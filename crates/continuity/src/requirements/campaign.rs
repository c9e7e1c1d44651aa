//! A campaign of the business impact analysis: who was asked what, what they answered, what was
//! contested. The answers themselves are records; here stands only that a question was answered.
//! Whoever may do what is decided in `decide`.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use record::kind::Status;
use record::shelf::Shelf;
use record::value::Date;
use serde::Serialize;

use super::questionnaire::Topic;
use crate::event::{Event, Remembered};
use crate::state::State;

record::fields! {
    /// A campaign was begun.
    pub struct CampaignBegun {
        /// Its id.
        campaign: String,
        /// What it is called.
        name: String,
        /// By when all shall have answered.
        due: Option<Date>,
    }
}

record::fields! {
    /// The questionnaire about an activity was sent.
    pub struct QuestionnaireSent {
        /// The campaign.
        campaign: String,
        /// The activity, by its id.
        activity: String,
        /// Who is asked: the party that answers for the activity.
        to: Option<String>,
    }
}

record::fields! {
    /// A question was answered; what changed stands in the records.
    pub struct QuestionnaireAnswered {
        /// The campaign.
        campaign: String,
        /// The activity.
        activity: String,
        /// The question.
        topic: Topic,
        /// A word to whoever approves it.
        remark: Option<String>,
    }
}

record::fields! {
    /// One question was handed to someone else.
    pub struct QuestionnaireDelegated {
        /// The campaign.
        campaign: String,
        /// The activity.
        activity: String,
        /// The question.
        topic: Topic,
        /// To whom: `person/id` or `account/id`.
        to: String,
    }
}

record::fields! {
    /// An answer, or all of them, were doubted.
    pub struct AnswerContested {
        /// The campaign.
        campaign: String,
        /// The activity.
        activity: String,
        /// The question; nothing: all of them.
        topic: Option<Topic>,
        /// Why, in a sentence.
        text: String,
    }
}

record::fields! {
    /// The answers were signed and wait for approval.
    pub struct QuestionnaireSigned {
        /// The campaign.
        campaign: String,
        /// The activity.
        activity: String,
        /// The records that hold the answers, `kind/id`.
        records: Vec<String>,
    }
}

record::fields! {
    /// Someone was reminded.
    pub struct QuestionnaireChased {
        /// The campaign.
        campaign: String,
        /// The activity.
        activity: String,
        /// What they were told.
        text: Option<String>,
    }
}

record::fields! {
    /// A campaign was closed.
    pub struct CampaignClosed {
        /// The campaign.
        campaign: String,
        /// Why, in a sentence.
        reason: String,
    }
}

/// What is asked of a campaign.
#[derive(Clone, Debug, PartialEq)]
pub enum CampaignStep {
    /// Begin one: every activity's questionnaire is sent to whoever answers for it.
    Begin {
        /// What it is called.
        name: String,
        /// The activities, by id.
        activities: Vec<String>,
        /// By when all shall have answered.
        due: Option<Date>,
    },
    /// Answer a question: the records are changed, and that it was answered is remembered.
    Answer {
        /// The activity.
        activity: String,
        /// The question.
        topic: Topic,
        /// A word to whoever approves it.
        remark: Option<String>,
        /// The records as they shall be, drafts all.
        records: Vec<crate::written::Written>,
        /// The last entry that was seen; nothing: whatever is there.
        seen: Option<u64>,
    },
    /// Hand one question to someone else.
    Delegate {
        /// The activity.
        activity: String,
        /// The question.
        topic: Topic,
        /// To whom: `person/id` or `account/id`.
        to: String,
    },
    /// Doubt an answer.
    Contest {
        /// The activity.
        activity: String,
        /// The question; nothing: all of them.
        topic: Option<Topic>,
        /// Why.
        text: String,
    },
    /// Sign the answers: they wait for approval.
    Sign {
        /// The activity.
        activity: String,
    },
    /// Put the answers in force.
    Approve {
        /// The activity.
        activity: String,
    },
    /// Give the answers back, with a reason.
    Return {
        /// The activity.
        activity: String,
        /// Why.
        reason: String,
    },
    /// Remind whoever has not answered.
    Chase {
        /// The activities; none: all that are open.
        activities: Vec<String>,
        /// What they are told.
        text: Option<String>,
    },
    /// Close it.
    Close {
        /// Why.
        reason: String,
    },
}

/// A campaign so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// What it is called.
    pub name: String,
    /// By when all shall have answered.
    pub due: Option<Date>,
    /// Who began it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When and why it was closed.
    pub closed: Option<(Timestamp, String)>,
    /// What each activity was asked, by its id.
    pub sheets: Shelf<Arc<Sheet>>,
}

/// What one activity was asked, and what came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Who is asked.
    pub to: Option<String>,
    /// When it was sent.
    pub sent: Timestamp,
    /// The questions that were answered.
    pub answers: BTreeMap<&'static str, Answered>,
    /// The questions that were handed on, each with its delegate.
    pub delegated: BTreeMap<&'static str, String>,
    /// Doubts, in order.
    pub contests: Vec<Contest>,
    /// Reminders: when, and by whom.
    pub chased: Vec<(Timestamp, String)>,
    /// Who signed, when, and the records that hold the answers.
    pub signed: Option<Signed>,
}

/// That a question was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// A word to whoever approves it.
    pub remark: Option<String>,
}

/// A doubt.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    /// The question; nothing: all of them.
    pub topic: Option<Topic>,
    /// Why.
    pub text: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was answered since.
    pub settled: bool,
}

/// That the answers were signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The records, `kind/id`.
    pub records: Vec<String>,
}

/// How a questionnaire stands: computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Sent, and not yet signed.
    Sent,
    /// The same, and someone was reminded since.
    Chased,
    /// An answer is doubted.
    Contested,
    /// Signed, and waits for approval.
    Answered,
    /// In force, or the campaign is over.
    Closed,
}

impl Standing {
    /// Every standing, in order.
    pub const ALL: &'static [Standing] = &[
        Standing::Sent,
        Standing::Chased,
        Standing::Contested,
        Standing::Answered,
        Standing::Closed,
    ];

    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Sent => "sent",
            Standing::Chased => "chased",
            Standing::Contested => "contested",
            Standing::Answered => "answered",
            Standing::Closed => "closed",
        }
    }
}

impl Sheet {
    /// How it stands.
    pub fn standing(&self, state: &State, campaign: &Campaign) -> Standing {
        if campaign.closed.is_some() || self.is_in_force(state) {
            Standing::Closed
        } else if self.contests.iter().any(|contest| !contest.settled) {
            Standing::Contested
        } else if self.signed.is_some() {
            Standing::Answered
        } else if self.was_chased() {
            Standing::Chased
        } else {
            Standing::Sent
        }
    }

    /// Whether all that was signed is in force, or was taken out since.
    fn is_in_force(&self, state: &State) -> bool {
        let in_force = |reference: &String| {
            let (kind, id) = record::link::split(reference);
            let status = state
                .latest(kind.unwrap_or_default(), id)
                .map(|it| it.status());
            matches!(status, Some(Status::Approved | Status::Retired))
        };
        let signed = self.signed.as_ref();
        signed.is_some_and(|signed| signed.records.iter().all(in_force))
    }

    /// Whether someone was reminded since the last answer.
    fn was_chased(&self) -> bool {
        let answered = self.answers.values().map(|it| it.at).max();
        let chased = self.chased.last().map(|(at, _)| *at);
        chased.is_some_and(|at| answered.is_none_or(|answered| answered <= at))
    }

    /// The questions that nobody answered yet.
    pub fn open(&self) -> impl Iterator<Item = Topic> {
        let missing = |topic: &Topic| !self.answers.contains_key(topic.as_str());
        Topic::ALL.iter().copied().filter(missing)
    }

    /// The doubts about a question that nobody answered since; of all, for no question.
    pub fn doubts(&self, topic: Option<Topic>) -> impl Iterator<Item = &Contest> {
        let about = move |contest: &&Contest| {
            !contest.settled && (topic.is_none() || contest.topic == topic)
        };
        self.contests.iter().filter(about)
    }
}

impl Campaign {
    /// How many of its questionnaires stand how, in the order of the standings.
    pub fn counts(&self, state: &State) -> Vec<(Standing, usize)> {
        let standings: Vec<Standing> = self
            .sheets
            .iter()
            .map(|(_, sheet)| sheet.standing(state, self))
            .collect();
        let count = |standing: &Standing| standings.iter().filter(|it| *it == standing).count();
        Standing::ALL.iter().map(|it| (*it, count(it))).collect()
    }

    /// Takes an event in. What came before its beginning is none of its own.
    pub(crate) fn apply(&mut self, remembered: &Remembered) {
        let (by, at) = (&remembered.actor, remembered.at);
        match &remembered.event {
            Event::QuestionnaireSent(it) if self.sheets.get(&it.activity).is_none() => {
                let sheet = Sheet::new(it.to.clone(), at);
                self.sheets.put(&it.activity, Arc::new(sheet));
            }
            Event::CampaignClosed(it) => self.closed = Some((at, it.reason.clone())),
            Event::QuestionnaireAnswered(it) => self.sheet(&it.activity, |sheet| {
                sheet.answer(it, by, at);
            }),
            Event::QuestionnaireDelegated(it) => self.sheet(&it.activity, |sheet| {
                sheet.delegated.insert(it.topic.as_str(), it.to.clone());
            }),
            Event::AnswerContested(it) => self.sheet(&it.activity, |sheet| {
                sheet.signed = None;
                sheet.contests.push(Contest {
                    topic: it.topic,
                    text: it.text.clone(),
                    by: by.clone(),
                    at,
                    settled: false,
                });
            }),
            Event::QuestionnaireSigned(it) => self.sheet(&it.activity, |sheet| {
                sheet.settle(None);
                sheet.signed = Some(Signed {
                    by: by.clone(),
                    at,
                    records: it.records.clone(),
                });
            }),
            Event::QuestionnaireChased(it) => self.sheet(&it.activity, |sheet| {
                sheet.chased.push((at, by.clone()));
            }),
            _ => {}
        }
    }

    fn sheet(&mut self, activity: &str, change: impl FnOnce(&mut Sheet)) {
        if let Some(sheet) = self.sheets.get_mut(activity) {
            change(Arc::make_mut(sheet));
        }
    }
}

impl Sheet {
    fn new(to: Option<String>, sent: Timestamp) -> Sheet {
        Sheet {
            to,
            sent,
            answers: BTreeMap::new(),
            delegated: BTreeMap::new(),
            contests: Vec::new(),
            chased: Vec::new(),
            signed: None,
        }
    }

    fn answer(&mut self, it: &QuestionnaireAnswered, by: &str, at: Timestamp) {
        let answered = Answered {
            by: by.to_string(),
            at,
            remark: it.remark.clone(),
        };
        self.answers.insert(it.topic.as_str(), answered);
        self.delegated.remove(it.topic.as_str());
        self.settle(Some(it.topic));
        self.signed = None;
    }

    /// Doubts about a question are settled by answering it; about all of them, by signing.
    fn settle(&mut self, topic: Option<Topic>) {
        for contest in &mut self.contests {
            contest.settled |= contest.topic == topic;
        }
    }
}
