//! Campaigns of the business impact analysis: who may begin one, answer, hand a question on,
//! doubt, sign, approve, remind and close.

mod answers;

use record::initiation::role::Authority;
use record::kind::Status;
use record::kinds::Record;
use record::link::{is_id, split};

use self::answers::{EMPTIED, Whose};
use super::{Desk, moved};
use crate::access::{self, Action, Object};
use crate::actor::Actor;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::requirements::campaign::{
    AnswerContested, Campaign, CampaignBegun, CampaignClosed, CampaignStep, QuestionnaireAnswered,
    QuestionnaireChased, QuestionnaireDelegated, QuestionnaireSent, QuestionnaireSigned, Sheet,
    Standing,
};
use crate::requirements::questionnaire::turn::is_emptied;
use crate::requirements::questionnaire::{Answers, Topic, confirmed};
use crate::state::State;
use crate::written::Written;

/// Most characters of a sentence.
const SENTENCE_MAX: usize = 2_000;
/// Most characters of a name.
const NAME_MAX: usize = 200;

impl Desk<'_> {
    pub(super) fn campaign(&self, id: &str, step: &CampaignStep) -> Result<Vec<Event>, Refusal> {
        match step {
            CampaignStep::Begin { .. } => self.begin(id, step),
            CampaignStep::Answer { .. } => self.answer(id, step),
            CampaignStep::Delegate { .. } => self.delegate(id, step),
            CampaignStep::Contest {
                activity,
                topic,
                text,
            } => {
                self.may(Action::File, Object::Whole)?;
                self.sheet(id, activity)?;
                let text = sentence("text", text)?;
                Ok(vec![contested(id, activity, *topic, text)])
            }
            CampaignStep::Sign { activity } => self.sign(id, activity),
            CampaignStep::Approve { activity } => self.approve_answers(id, activity),
            CampaignStep::Return { activity, reason } => self.return_answers(id, activity, reason),
            CampaignStep::Chase { activities, text } => self.chase(id, activities, text.as_deref()),
            CampaignStep::Close { reason } => {
                let campaign = self.open_campaign(id)?;
                self.runs(
                    campaign,
                    campaign.sheets.iter().map(|(activity, _)| activity),
                )?;
                let reason = sentence("reason", reason)?;
                Ok(vec![Event::CampaignClosed(CampaignClosed {
                    campaign: id.to_string(),
                    reason,
                })])
            }
        }
    }

    fn begin(&self, id: &str, step: &CampaignStep) -> Result<Vec<Event>, Refusal> {
        let CampaignStep::Begin {
            name,
            activities,
            due,
        } = step
        else {
            return Ok(Vec::new());
        };
        self.may(Action::File, Object::Whole)?;
        if !is_id(id) {
            let text = "an id has lower-case letters, digits, `-`, `.`, `_`";
            return Err(Refusal::invalid("campaign", text));
        }
        if self.state.campaign(id).is_some() {
            let subject = format!("campaign/{id}");
            return Err(Refusal::Exists { subject });
        }
        if name.trim().is_empty() || name.chars().count() > NAME_MAX {
            return Err(Refusal::invalid(
                "name",
                "give it a name of 1 to 200 characters",
            ));
        }
        if activities.is_empty() {
            return Err(Refusal::invalid(
                "activities",
                "choose at least one activity",
            ));
        }
        let mut events = vec![Event::CampaignBegun(CampaignBegun {
            campaign: id.to_string(),
            name: name.trim().to_string(),
            due: *due,
        })];
        for (index, activity) in activities.iter().enumerate() {
            if activities[..index].contains(activity) {
                continue;
            }
            events.push(self.sent(id, activity)?);
        }
        Ok(events)
    }

    fn sent(&self, id: &str, activity: &str) -> Result<Event, Refusal> {
        let subject = format!("activity/{activity}");
        let registers = &self.state.registers;
        let record = registers.activities.get(activity);
        let record = record.filter(|record| record.status() != Status::Retired);
        let record = record.ok_or_else(|| Refusal::unknown(&subject))?;
        self.may(Action::Amend, Object::Record("activity", activity))?;
        if let Some((other, _)) = self.state.questionnaire(activity) {
            let why = format!("is asked about in the campaign {other} already");
            let remedy = "Answer it there, or close that campaign first.";
            return Err(Refusal::wrong_state(&subject, &why, remedy));
        }
        Ok(Event::QuestionnaireSent(QuestionnaireSent {
            campaign: id.to_string(),
            activity: activity.to_string(),
            to: record.envelope.owner.as_ref().map(|it| it.text.to_string()),
        }))
    }

    fn answer(&self, id: &str, step: &CampaignStep) -> Result<Vec<Event>, Refusal> {
        let CampaignStep::Answer {
            activity,
            topic,
            remark,
            records,
            seen,
        } = step
        else {
            return Ok(Vec::new());
        };
        let (_, sheet) = self.sheet(id, activity)?;
        self.may_answer(sheet, activity, *topic)?;
        let whose = match self.may(Action::Amend, Object::Record("activity", activity)) {
            Ok(()) => Whose::Anyones,
            Err(_) => Whose::Own(*topic),
        };
        let mut events = Vec::new();
        for written in records {
            self.about(&written.record, activity)?;
            self.in_a_condition(&written.record, activity, records)?;
            let written = self.as_themself(written, whose)?;
            events.extend(self.drafted(&written, *seen)?);
        }
        let remark = remark.as_deref().map(str::trim).filter(|it| !it.is_empty());
        let remark = remark.map(|text| sentence("remark", text)).transpose()?;
        events.push(Event::QuestionnaireAnswered(QuestionnaireAnswered {
            campaign: id.to_string(),
            activity: activity.clone(),
            topic: *topic,
            remark,
        }));
        Ok(events)
    }

    fn delegate(&self, id: &str, step: &CampaignStep) -> Result<Vec<Event>, Refusal> {
        let CampaignStep::Delegate {
            activity,
            topic,
            to,
        } = step
        else {
            return Ok(Vec::new());
        };
        self.sheet(id, activity)?;
        self.may(Action::Amend, Object::Record("activity", activity))?;
        let known = match split(to) {
            (Some("person"), person) => self.state.registers.persons.get(person).is_some(),
            (Some("account"), account) => self.state.account(account).is_some_and(|it| !it.closed),
            _ => false,
        };
        if !known {
            let text = format!("`{to}` is nobody known; name a person or an account");
            return Err(Refusal::invalid("to", text));
        }
        Ok(vec![Event::QuestionnaireDelegated(
            QuestionnaireDelegated {
                campaign: id.to_string(),
                activity: activity.clone(),
                topic: *topic,
                to: to.clone(),
            },
        )])
    }

    /// Signing confirms the impact, and puts up for approval what is a draft. One event for each
    /// record: confirming and submitting are one new content.
    fn sign(&self, id: &str, activity: &str) -> Result<Vec<Event>, Refusal> {
        let (_, sheet) = self.sheet(id, activity)?;
        self.may(Action::Amend, Object::Record("activity", activity))?;
        let subject = format!("activity/{activity}");
        let open: Vec<String> = sheet.open().map(|it| it.number().to_string()).collect();
        if !open.is_empty() {
            let why = format!("has questions that nobody answered: {}", open.join(", "));
            return Err(Refusal::wrong_state(
                &subject,
                &why,
                "Answer them, then sign.",
            ));
        }
        if sheet.doubts(None).any(|it| it.topic.is_some()) {
            let remedy = "Answer what is contested, then sign.";
            return Err(Refusal::wrong_state(
                &subject,
                "has contested answers",
                remedy,
            ));
        }
        let answers = Answers::latest(self.state, activity);
        let answers = answers.ok_or_else(|| Refusal::unknown(&subject))?;
        self.is_decided(&answers)?;
        let mut events = Vec::new();
        let mut records = Vec::new();
        for mut record in answers.records() {
            let reference = record.reference();
            if let Record::Impact(impact) = &mut record {
                let day = self.context.now.to_zoned(jiff::tz::TimeZone::UTC).date();
                impact.envelope.confirmed = Some(confirmed(&self.signer(), day));
                impact.envelope.status = Some(Status::InReview);
                let (kind, id) = split(&reference);
                if let Some(filing) = self.state.filing(kind.unwrap_or_default(), id) {
                    self.not_frozen(&reference, filing)?;
                }
                let written = Written::made(record);
                events.push(Event::Amended(self.revised(&written, None)));
            } else if record.status() == Status::Draft {
                events.push(Event::Submitted(moved(self.state, &reference, None)));
            }
            records.push(reference);
        }
        if answers.impact.is_none() {
            let why = "has no category of harm judged yet";
            let remedy = "Answer the first question, then sign.";
            return Err(Refusal::wrong_state(&subject, why, remedy));
        }
        events.push(Event::QuestionnaireSigned(QuestionnaireSigned {
            campaign: id.to_string(),
            activity: activity.to_string(),
            records,
        }));
        Ok(events)
    }

    /// Who signs, as the record shall carry it: the person where one is known.
    fn signer(&self) -> String {
        let actor = self.context.actor;
        let account = actor.account().and_then(|it| self.state.account(it));
        let person = account.and_then(|it| it.person.as_deref());
        person.map_or_else(|| actor.as_text(), str::to_string)
    }

    fn approve_answers(&self, id: &str, activity: &str) -> Result<Vec<Event>, Refusal> {
        let (campaign, sheet) = self.sheet(id, activity)?;
        let subject = format!("activity/{activity}");
        let signed = self.signed(campaign, sheet, &subject)?;
        if two_persons(self.state) && signed.by == self.context.actor.as_text() {
            let why = "was signed by the very person who would approve it";
            let remedy = "A role demands two persons for this: someone else approves.";
            return Err(Refusal::wrong_state(&subject, why, remedy));
        }
        let mut events = Vec::new();
        for reference in &signed.records {
            self.may_approve(activity, reference)?;
            if !self.waits(reference) {
                continue;
            }
            let (kind, id) = split(reference);
            let latest = self.state.latest(kind.unwrap_or_default(), id);
            events.push(match latest.as_ref().is_some_and(is_emptied) {
                true => Event::Retired(moved(self.state, reference, Some(EMPTIED))),
                false => Event::Approved(moved(self.state, reference, None)),
            });
        }
        Ok(events)
    }

    fn return_answers(
        &self,
        id: &str,
        activity: &str,
        reason: &str,
    ) -> Result<Vec<Event>, Refusal> {
        let (campaign, sheet) = self.sheet(id, activity)?;
        let signed = self.signed(campaign, sheet, &format!("activity/{activity}"))?;
        let reason = sentence("reason", reason)?;
        let mut events = Vec::new();
        for reference in &signed.records {
            self.may_approve(activity, reference)?;
            if self.waits(reference) {
                let step = moved(self.state, reference, Some(&reason));
                events.push(Event::Returned(step));
            }
        }
        events.push(contested(id, activity, None, reason));
        Ok(events)
    }

    fn signed<'s>(
        &self,
        campaign: &Campaign,
        sheet: &'s Sheet,
        subject: &str,
    ) -> Result<&'s crate::requirements::campaign::Signed, Refusal> {
        let standing = sheet.standing(self.state, campaign);
        match &sheet.signed {
            Some(signed) if standing == Standing::Answered => Ok(signed),
            _ => {
                let why = format!("waits for no approval: its questionnaire is {}", {
                    standing.as_str()
                });
                let remedy = "Only what was signed is approved or returned.";
                Err(Refusal::wrong_state(subject, &why, remedy))
            }
        }
    }

    /// Whoever may approve a record; one that nobody owns is approved with its activity.
    fn may_approve(&self, activity: &str, reference: &str) -> Result<(), Refusal> {
        let object = access::record_object(reference);
        let object = object.ok_or_else(|| Refusal::unknown(reference))?;
        let (kind, id) = split(reference);
        let envelope = self.state.registers.envelope(kind.unwrap_or_default(), id);
        match envelope.is_some_and(|(envelope, ..)| envelope.owner.is_none()) {
            true => self.may(Action::Approve, Object::Record("activity", activity)),
            false => self.may(Action::Approve, object),
        }
    }

    fn waits(&self, reference: &str) -> bool {
        let (kind, id) = split(reference);
        let latest = self.state.latest(kind.unwrap_or_default(), id);
        latest.is_some_and(|it| it.status() == Status::InReview)
    }

    fn chase(
        &self,
        id: &str,
        activities: &[String],
        text: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        let campaign = self.open_campaign(id)?;
        let waiting = |sheet: &Sheet| {
            use Standing::{Chased, Contested, Sent};
            matches!(
                sheet.standing(self.state, campaign),
                Sent | Chased | Contested
            )
        };
        for activity in activities {
            self.sheet(id, activity)?;
        }
        let named =
            |activity: &str| activities.is_empty() || activities.iter().any(|it| it == activity);
        let chosen: Vec<&str> = campaign
            .sheets
            .iter()
            .filter(|(activity, sheet)| named(activity) && waiting(sheet))
            .map(|(activity, _)| activity)
            .collect();
        self.runs(campaign, chosen.iter().copied())?;
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let text = text.map(|text| sentence("text", text)).transpose()?;
        let chased = |activity: &&str| {
            Event::QuestionnaireChased(QuestionnaireChased {
                campaign: id.to_string(),
                activity: activity.to_string(),
                text: text.clone(),
            })
        };
        Ok(chosen.iter().map(chased).collect())
    }

    fn open_campaign(&self, id: &str) -> Result<&Campaign, Refusal> {
        let subject = format!("campaign/{id}");
        let campaign = self.state.campaign(id);
        let campaign = campaign.ok_or_else(|| Refusal::unknown(&subject))?;
        if campaign.closed.is_some() {
            let remedy = "Begin another one.";
            return Err(Refusal::wrong_state(&subject, "is closed", remedy));
        }
        Ok(campaign)
    }

    fn sheet(&self, id: &str, activity: &str) -> Result<(&Campaign, &Sheet), Refusal> {
        let campaign = self.open_campaign(id)?;
        let sheet = campaign.sheets.get(activity);
        let unknown = || Refusal::unknown(&format!("activity/{activity} in campaign/{id}"));
        Ok((campaign, sheet.map(|it| it.as_ref()).ok_or_else(unknown)?))
    }

    /// Who began a campaign runs it; so does whoever may change all that it asks about.
    fn runs<'a>(
        &self,
        campaign: &Campaign,
        activities: impl Iterator<Item = &'a str>,
    ) -> Result<(), Refusal> {
        self.may(Action::File, Object::Whole)?;
        if campaign.by == self.context.actor.as_text() {
            return Ok(());
        }
        for activity in activities {
            self.may(Action::Amend, Object::Record("activity", activity))?;
        }
        Ok(())
    }

    /// Whoever may change the activity answers; and a delegate the question handed to them.
    fn may_answer(&self, sheet: &Sheet, activity: &str, topic: Topic) -> Result<(), Refusal> {
        let delegate = sheet.delegated.get(topic.as_str());
        if delegate.is_some_and(|to| is_delegate(self.state, self.context.actor, to)) {
            return self.may(Action::Read, Object::Whole);
        }
        self.may(Action::Amend, Object::Record("activity", activity))
    }
}

/// Whether an actor is the one to whom a question was handed.
pub fn is_delegate(state: &State, actor: &Actor, to: &str) -> bool {
    let Some(id) = actor.account() else {
        return false;
    };
    let person = state.account(id).and_then(|it| it.person.as_deref());
    match split(to) {
        (Some("account"), account) => account == id,
        (_, person_to) => person.is_some_and(|person| split(person).1 == person_to),
    }
}

/// An actor as a respondent is named: `person/id` where one is known.
pub fn known_as(state: &State, actor: &Actor) -> String {
    let account = actor.account().and_then(|it| state.account(it));
    let person = account.and_then(|it| it.person.as_deref());
    person.map_or_else(|| actor.as_text(), |it| format!("person/{}", split(it).1))
}

/// Whether a role that may approve impacts demands two persons.
fn two_persons(state: &State) -> bool {
    let apart = |authority: &Authority| {
        let named = |kind: &String| kind == "impact" || kind == "any";
        authority.two_person && authority.approve.iter().any(named)
    };
    let mut roles = state.registers.roles.approved();
    roles.any(|role| role.own.authority.as_ref().is_some_and(apart))
}

fn contested(id: &str, activity: &str, topic: Option<Topic>, text: String) -> Event {
    Event::AnswerContested(AnswerContested {
        campaign: id.to_string(),
        activity: activity.to_string(),
        topic,
        text,
    })
}

fn sentence(field: &str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let wrong = |why: &str| Err(Refusal::invalid(field, why));
    match text.chars().count() {
        0 => wrong("say why, in a sentence: it is kept for good"),
        count if count > SENTENCE_MAX => wrong("say it in at most 2,000 characters"),
        _ => Ok(text.to_string()),
    }
}
