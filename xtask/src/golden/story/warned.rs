//! The part of the story in which a warning comes: a measure is declined, another is carried out by
//! a plan, and it was a false alarm.

use continuity::command::{Command, DecidePrecaution, JudgeWarning, ReceiveWarnings};
use continuity::event::Came;
use continuity::requirements::kept_forecast::Statement;
use continuity::requirements::warning::{Certainty, Circle, Spot, WarnedArea, Warning};
use jiff::SignedDuration;

use super::{Desk, made, someone};

const RUN: &str = "0190a0b0-0000-7000-8000-000000000003";

/// Tells it.
pub async fn tell(desk: &Desk<'_>) -> anyhow::Result<()> {
    let anna = someone("anna");
    for record in [
        r#"{"kind":"site","id":"golden-quay","location":{"lat":54.0,"lon":12.0}}"#,
        r#"{"kind":"hazard","id":"golden-surge","events":["surge"]}"#,
        r#"{"kind":"plan","id":"golden-walls","name":"Golden walls","status":"approved","steps":[
            {"id":"walls","title":"Set the walls","takes":"1h"}]}"#,
        r#"{"kind":"measure","id":"golden-walls","status":"approved",
            "answers":["hazard/golden-surge"],"plan":"plan/golden-walls",
            "cost-to-act":"100 EUR","avoids":"9000 EUR"}"#,
        r#"{"kind":"measure","id":"golden-move","status":"approved",
            "answers":["hazard/golden-surge"],"effective-after":"2h"}"#,
    ] {
        let written = made(record);
        desk.tell(&anna, Command::File { written }).await?;
    }
    desk.tell(&anna, forecast(desk)).await?;
    let warning = surge(desk);
    let id = warning.id();
    let brought = ReceiveWarnings {
        feed: "golden".into(),
        digest: Some("cd".repeat(32)),
        warnings: vec![warning],
        errors: vec!["golden.cap:3: it carries a document type".into()],
    };
    let command = Command::ReceiveWarnings(Box::new(brought));
    desk.tell(&anna, command).await?;
    for (measure, accept) in [("golden-move", false), ("golden-walls", true)] {
        let decide = DecidePrecaution {
            warning: id.clone(),
            measure: measure.into(),
            accept,
            reason: Some("The gauge rises.".into()),
            run: RUN.into(),
            typed: Some("Golden walls".into()),
        };
        let command = Command::DecidePrecaution(Box::new(decide));
        desk.tell(&anna, command).await?;
    }
    let judge = JudgeWarning {
        warning: id,
        came: Came::FalseAlarm,
        struck: None,
        note: Some("The wind turned.".into()),
    };
    desk.tell(&anna, Command::JudgeWarning(judge)).await
}

/// What was said to come.
fn forecast(desk: &Desk<'_>) -> Command {
    Command::KeepForecasts {
        statements: vec![Statement {
            key: "hazard/golden-surge@site/golden-quay".into(),
            subject: "site/golden-quay".into(),
            what: "golden-surge at golden-quay".into(),
            from: desk.now(),
            until: desk.now() + SignedDuration::from_hours(24 * 30),
            probability: 0.125,
            base: Some(0.1),
            by: "a guess".into(),
        }],
    }
}

fn surge(desk: &Desk<'_>) -> Warning {
    let mut warning = Warning::named("golden-1", "CAP 1.2");
    warning.sender = Some("met@example.org".into());
    warning.sent = Some(desk.now());
    warning.events = vec!["Storm surge".into()];
    warning.certainty = Some(Certainty::Likely);
    warning.areas = vec![WarnedArea {
        description: Some("The coast".into()),
        polygons: Vec::new(),
        circles: vec![Circle {
            middle: Spot {
                lat: 54.0,
                lon: 12.0,
            },
            km: 20.0,
        }],
        codes: vec!["EMMA_ID:DE001".into()],
        unread: false,
    }];
    warning
}
