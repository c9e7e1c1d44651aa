//! The report of the impact analysis over HTTP: the very bytes that the command prints for the same
//! records, with every amount left out for who may not see money.

use axum::response::Response;
use continuity::access::Action;
use continuity::homes::Homes;

use super::answer_api::{AT, computed, given, judged};
use super::call::Call;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use crate::answer::impact_report::{Ground, Reckoning, impact_report};
use crate::answer::{self, Given, check, targets};

/// What the report may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "activity",
        Sort::Text,
        "Only these activities, `activity/id` or a bare id; the ranking is always whole.",
    )
    .many(),
    AS_OF,
    AT,
];

/// The report of the analysis.
pub async fn report(call: Call) -> Result<Response, Problem> {
    let (named, money) = (call.query.texts("activity"), call.may(Action::ReadMoney));
    computed(&call, move |present, at| {
        let (registers, homes) = (judged(present), Homes::of(&present.state));
        let given = Given {
            homes: &homes,
            ..given(&registers, &[], at)
        };
        let all = targets::Asked {
            hours: false,
            of: Vec::new(),
        };
        let known = Reckoning {
            rows: &targets::targets(&given, &all)?.items,
            findings: &check::findings(&given),
            state: Some(&present.state),
            entry: Some(present.seq),
            money,
        };
        let ground = Ground::new(&given, &known);
        Ok(answer::json(&impact_report(&ground, &named)?))
    })
    .await
}
