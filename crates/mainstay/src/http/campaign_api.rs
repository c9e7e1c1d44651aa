//! Campaigns of the business impact analysis over HTTP: begun, read, answered, doubted, signed,
//! approved, chased, closed. What an answer is, the questionnaire says.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::command::Command;
use continuity::requirements::campaign::CampaignStep;
use continuity::requirements::questionnaire::Topic;
use continuity::written::Written;
use record::complaint::Complaints;
use record::kinds::Record;
use record::value::Date;

use super::call::Call;
use super::problem::Problem;
use super::{order, reply};
use crate::answer::{self, campaigns, questionnaire};
use crate::web::reckoned;

record::fields! {
    /// A campaign to be begun.
    pub struct Begin {
        /// Its id.
        id: String,
        /// What it is called.
        name: String,
        /// The activities, by id.
        activities: Vec<String>,
        /// By when all shall have answered.
        due: Option<Date>,
    }
}

record::fields! {
    /// An answer to one question.
    pub struct Answer {
        /// The activity.
        activity: String,
        /// The question.
        question: Topic,
        /// A word to whoever approves it.
        remark: Option<String>,
        /// The records as they shall be: the activity, its impacts (each respondent and each peak
        /// has one of its own), its workaround (one that says nothing is retired).
        records: Vec<Given>,
        /// The last entry that was seen.
        seen: Option<u64>,
    }
}

record::fields! {
    /// A step about one activity.
    pub struct Step {
        /// The activity.
        activity: String,
        /// Why, where a reason is asked for.
        reason: Option<String>,
    }
}

record::fields! {
    /// A doubt.
    pub struct Doubt {
        /// The activity.
        activity: String,
        /// The question; nothing: all of them.
        question: Option<Topic>,
        /// Why.
        text: String,
    }
}

record::fields! {
    /// A question to be handed on.
    pub struct Handing {
        /// The activity.
        activity: String,
        /// The question.
        question: Topic,
        /// To whom: `person/id` or `account/id`.
        to: String,
    }
}

record::fields! {
    /// A reminder.
    pub struct Reminder {
        /// The activities; none: all that are open.
        activities: Vec<String>,
        /// What they are told.
        text: Option<String>,
    }
}

record::fields! {
    /// Why a campaign is closed.
    pub struct Closing {
        /// Why.
        reason: String,
    }
}

/// A record as it was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Given(Record);

impl record::shape::Shape for Given {
    fn read(node: &record::node::Node, complaints: &mut Complaints) -> Option<Given> {
        Record::read(node, 0, complaints).map(Given)
    }

    fn write(&self) -> record::node::Node {
        self.0.write()
    }

    fn schema() -> record::node::Node {
        use record::node::Node;
        let required = Node::list([Node::text("kind"), Node::text("id")]);
        Node::map([("type", Node::text("object")), ("required", required)])
    }
}

/// The campaigns.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let listed = campaigns::listed(&call.doors.ledger.present().state, call.now);
    Ok(reply::json_bytes(answer::json(&listed)))
}

/// A campaign with its questionnaires.
pub async fn read(call: Call) -> Result<Response, Problem> {
    let id = call.path.get("campaign");
    let whole = campaigns::whole(&call.doors.ledger.present().state, id, call.now);
    let whole = whole.ok_or_else(|| Problem::unknown(&format!("campaign/{id}")))?;
    Ok(reply::json_bytes(answer::json(&whole)))
}

/// The questionnaire about an activity.
pub async fn questionnaire(call: Call) -> Result<Response, Problem> {
    let activity = call.path.get("activity").to_string();
    let now = reckoned::of(&call).await?;
    let subject = format!("activity/{activity}");
    let money = call.may(Action::ReadMoney);
    let compute = move || {
        let present = std::sync::Arc::clone(&now.present);
        now.today(|today| questionnaire::questionnaire(today, &present.state, &activity))
    };
    let found = call.doors.compute(compute).await?;
    let mut found = found.ok_or_else(|| Problem::unknown(&subject))?;
    if !money {
        found.changes.retain(|change| change.topic != Some("loss"));
    }
    Ok(reply::json_bytes(answer::json(&found)))
}

/// Begins a campaign.
pub async fn begin(call: Call) -> Result<Response, Problem> {
    let begin: Begin = call.body()?;
    let step = CampaignStep::Begin {
        name: begin.name,
        activities: begin.activities,
        due: begin.due,
    };
    let (campaign, place) = (begin.id.clone(), format!("/api/v1/campaigns/{}", begin.id));
    let receipt = order::execute(&call, Command::Campaign { campaign, step }).await?;
    Ok(order::created(&receipt, &place))
}

/// Answers a question.
pub async fn answer(call: Call) -> Result<Response, Problem> {
    let answer: Answer = call.body()?;
    let records = answer.records.into_iter();
    let step = CampaignStep::Answer {
        activity: answer.activity,
        topic: answer.question,
        remark: answer.remark,
        records: records.map(|it| Written::made(it.0)).collect(),
        seen: answer.seen,
    };
    done(&call, step).await
}

/// Hands a question on.
pub async fn delegate(call: Call) -> Result<Response, Problem> {
    let handing: Handing = call.body()?;
    let step = CampaignStep::Delegate {
        activity: handing.activity,
        topic: handing.question,
        to: handing.to,
    };
    done(&call, step).await
}

/// Doubts an answer.
pub async fn contest(call: Call) -> Result<Response, Problem> {
    let doubt: Doubt = call.body()?;
    let step = CampaignStep::Contest {
        activity: doubt.activity,
        topic: doubt.question,
        text: doubt.text,
    };
    done(&call, step).await
}

/// Signs the answers.
pub async fn sign(call: Call) -> Result<Response, Problem> {
    let activity = call.body::<Step>()?.activity;
    done(&call, CampaignStep::Sign { activity }).await
}

/// Puts the answers in force.
pub async fn approve(call: Call) -> Result<Response, Problem> {
    let activity = call.body::<Step>()?.activity;
    done(&call, CampaignStep::Approve { activity }).await
}

/// Gives the answers back.
pub async fn give_back(call: Call) -> Result<Response, Problem> {
    let step: Step = call.body()?;
    let step = CampaignStep::Return {
        activity: step.activity,
        reason: step.reason.unwrap_or_default(),
    };
    done(&call, step).await
}

/// Reminds whoever has not answered.
pub async fn chase(call: Call) -> Result<Response, Problem> {
    let reminder: Reminder = call.body()?;
    let step = CampaignStep::Chase {
        activities: reminder.activities,
        text: reminder.text,
    };
    done(&call, step).await
}

/// Closes a campaign.
pub async fn close(call: Call) -> Result<Response, Problem> {
    let reason = call.body::<Closing>()?.reason;
    done(&call, CampaignStep::Close { reason }).await
}

async fn done(call: &Call, step: CampaignStep) -> Result<Response, Problem> {
    let campaign = call.path.get("campaign").to_string();
    let receipt = order::execute(call, Command::Campaign { campaign, step }).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}
