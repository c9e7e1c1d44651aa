//! What an answer may change: records of the activity alone, each respondent's judgement by that
//! respondent, and nothing signed while respondents disagree and nobody has decided.

use record::kind::{Filed, Status};
use record::kinds::Record;
use record::requirements::Impact;

use super::known_as;
use crate::command::Step;
use crate::decide::Desk;
use crate::event::Event;
use crate::initiation::policy_in_force::policy_in_force;
use crate::path::humane;
use crate::refusal::Refusal;
use crate::requirements::questionnaire::turn::is_emptied;
use crate::requirements::questionnaire::{Answers, Topic};
use crate::requirements::respondents::{Agreement, ConditionViews, NORMAL, View, when};
use crate::written::Written;

/// Why a workaround is retired.
pub(super) const EMPTIED: &str = "The questionnaire says nothing of it any more.";

/// Whose judgements somebody may answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Those of everybody asked: who answers for the activity writes down what each of them said.
    Anyones,
    /// Their own alone, to the one question that was handed to them.
    Own(Topic),
}

impl Desk<'_> {
    /// A record of a questionnaire is the activity or belongs to it.
    pub(super) fn about(&self, record: &Record, activity: &str) -> Result<(), Refusal> {
        let own = match record {
            Record::Activity(it) => &*it.id == activity,
            Record::Impact(it) => it.activity.id() == activity,
            Record::Workaround(it) => it.activity.id() == activity,
            _ => false,
        };
        let taken = match (record, self.state.latest(record.kind(), record.id())) {
            (Record::Impact(_), Some(Record::Impact(it))) => it.activity.id() != activity,
            (Record::Workaround(_), Some(Record::Workaround(it))) => it.activity.id() != activity,
            _ => false,
        };
        if own && !taken {
            return Ok(());
        }
        let text = format!("{} is no part of the answers", record.reference());
        Err(Refusal::invalid("records", text))
    }

    /// A record as a draft, filed or changed; nothing where it says what it said. A workaround of
    /// which nothing is said any more is retired: at once where it never was in force, else when
    /// the answers are approved.
    pub(super) fn drafted(
        &self,
        written: &Written,
        seen: Option<u64>,
    ) -> Result<Option<Event>, Refusal> {
        let (kind, id) = (written.record.kind(), written.record.id());
        let mut written = written.clone();
        let Some(filing) = self.state.filing(kind, id) else {
            if is_emptied(&written.record) {
                return Ok(None);
            }
            written.record.envelope_mut().status = Some(Status::Draft);
            return Ok(Some(Event::Filed(self.revised(&written, None))));
        };
        let latest = self.state.latest(kind, id);
        let mut same = written.record.clone();
        same.envelope_mut().status = latest.as_ref().and_then(|it| it.envelope().status);
        if latest.as_ref() == Some(&same) {
            return Ok(None);
        }
        let subject = written.record.reference();
        self.not_frozen(&subject, filing)?;
        if seen.is_some_and(|seen| filing.last > seen) {
            let (why, remedy) = (
                "was changed by someone else meanwhile",
                "Look at the question again, and answer it anew.",
            );
            return Err(Refusal::wrong_state(&subject, why, remedy));
        }
        if is_emptied(&written.record) && filing.in_force.is_none() {
            let step = Step {
                reason: Some(EMPTIED.into()),
                ..Step::of(&subject)
            };
            return Ok(self.retire(&step)?.pop());
        }
        written.record.envelope_mut().status = Some(Status::Draft);
        Ok(Some(Event::Amended(self.revised(&written, None))))
    }

    /// An impact judges normal times or a peak that the activity has, or is given with it.
    pub(super) fn in_a_condition(
        &self,
        record: &Record,
        activity: &str,
        given: &[Written],
    ) -> Result<(), Refusal> {
        let Record::Impact(impact) = record else {
            return Ok(());
        };
        let when = when(impact);
        let of = |record: &Record| match record {
            Record::Activity(it) => Some(it.own.peaks.clone()),
            _ => None,
        };
        let given = given.iter().find_map(|it| of(&it.record));
        let latest = || of(&self.state.latest("activity", activity)?);
        let peaks = given.or_else(latest).unwrap_or_default();
        if when == NORMAL || peaks.iter().any(|peak| peak.name == when) {
            return Ok(());
        }
        let names: Vec<&str> = peaks.iter().map(|peak| peak.name.as_str()).collect();
        let known = match names.is_empty() {
            true => "it has none".to_string(),
            false => format!("it has {}", names.join(", ")),
        };
        let when = record::node::shorten(when);
        let text = format!("`{when}` is no peak of activity/{activity}; {known}");
        Err(Refusal::invalid("when", text))
    }

    /// A record as whoever answers may give it. A delegate answers as themself: a new judgement is
    /// theirs, one of somebody else stays as it is but for what the question itself is about.
    pub(super) fn as_themself(&self, written: &Written, whose: Whose) -> Result<Written, Refusal> {
        let mut written = written.clone();
        let (Whose::Own(topic), Record::Impact(impact)) = (whose, &mut written.record) else {
            return Ok(written);
        };
        let me = known_as(self.state, self.context.actor);
        let old = match self.state.latest("impact", &impact.id) {
            Some(Record::Impact(old)) => Some(old),
            _ => None,
        };
        let Some(old) = old else {
            let named = impact.own.respondent.get_or_insert_with(|| me.clone());
            return match *named == me {
                true => Ok(written),
                false => Err(Refusal::invalid(
                    "respondent",
                    format!("you answer as yourself, {me}; somebody else's answer is theirs"),
                )),
            };
        };
        if old.own.respondent.as_deref() == Some(me.as_str()) {
            impact.own.respondent = Some(me);
            return Ok(written);
        }
        let asked = match topic {
            Topic::Loss => same_but(&old, impact, |it| it.loss.clear()),
            Topic::Confidence => same_but(&old, impact, |it| it.confidence = None),
            _ => same_but(&old, impact, |_| {}),
        };
        match asked {
            true => Ok(written),
            false => {
                let by = old.own.respondent.as_deref().unwrap_or("somebody else");
                let why = format!("holds what {by} answered");
                let remedy = "Answer in an impact of your own: the two are set side by side.";
                Err(Refusal::wrong_state(&old.reference(), &why, remedy))
            }
        }
    }

    /// Nothing is signed that nobody can place, or that the owner has to decide first.
    pub(super) fn is_decided(&self, answers: &Answers) -> Result<(), Refusal> {
        let subject = answers.activity.reference();
        let all = answers.conditions(&policy_in_force(&self.state.registers));
        if let Some(lost) = all.iter().find(|it| !it.known) {
            let impact = &lost.views[0].impact;
            let why = format!("has no peak called {}, which {impact} judges", lost.when);
            let remedy = "Name the peak so, or retire that impact; then sign.";
            return Err(Refusal::wrong_state(&subject, &why, remedy));
        }
        let open = |it: &&ConditionViews| it.agreement == Agreement::Undecided;
        let Some(open) = all.iter().find(open) else {
            return Ok(());
        };
        let limit = |view: &View| match view.mtpd_seconds {
            Some(seconds) => humane(seconds),
            None => format!("never within {}", humane(view.judged_to_seconds)),
        };
        let limits: Vec<String> = [open.views.first(), open.views.last()]
            .into_iter()
            .flatten()
            .map(|view| format!("{} says {}", view.by(), limit(view)))
            .collect();
        let at = match open.when.as_str() {
            NORMAL => "normal times",
            peak => peak,
        };
        let why = format!("is judged differently for {at}: {}", limits.join(", "));
        let remedy = "Decide which limit counts, with a reason; then sign.";
        Err(Refusal::wrong_state(&subject, &why, remedy))
    }
}

/// Whether two contents of an impact are the same once what a question asks is left out.
fn same_but(old: &Filed<Impact>, new: &Filed<Impact>, leave_out: impl Fn(&mut Impact)) -> bool {
    let bare = |it: &Filed<Impact>| {
        let mut own = it.own.clone();
        leave_out(&mut own);
        own
    };
    bare(old) == bare(new)
}
