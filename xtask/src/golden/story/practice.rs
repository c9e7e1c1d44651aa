//! The part of the story in which the practice is lived: a policy is read, a charter signed, an
//! impact analysis asked for, and a plan carried out step by step.

use continuity::actor::Actor;
use continuity::command::{Command, Start, Tick, Told};
use continuity::event::{Mode, Outcome, RunStoodDown};
use continuity::requirements::campaign::CampaignStep;
use continuity::requirements::questionnaire::Topic;

use super::{Desk, made, someone};

const RUN: &str = "0190a0b0-0000-7000-8000-000000000002";

/// Tells it.
pub async fn tell(desk: &Desk<'_>) -> anyhow::Result<()> {
    agreed(desk).await?;
    campaign(desk).await?;
    run(desk).await
}

async fn agreed(desk: &Desk<'_>) -> anyhow::Result<()> {
    let (anna, emil) = (someone("anna"), someone("emil"));
    let policy = made(r#"{"kind":"policy","id":"golden","name":"Golden","status":"approved"}"#);
    desk.tell(&anna, Command::File { written: policy }).await?;
    let read = Command::Acknowledge {
        subject: "policy/golden".into(),
        revision: 1,
        person: None,
    };
    desk.tell(&emil, read).await?;
    let sign = Command::Sign {
        document: "charter".into(),
        entry: desk.ledger.present().seq,
        digest: "ab".repeat(32),
        statement: Some("We shall be back in time.".into()),
    };
    desk.tell(&anna, sign).await
}

/// A campaign about one activity: sent, handed on, answered, doubted, chased, signed, closed.
async fn campaign(desk: &Desk<'_>) -> anyhow::Result<()> {
    let anna = someone("anna");
    let activity = r#"{"kind":"activity","id":"golden","name":"Golden","status":"approved"}"#;
    let written = made(activity);
    desk.tell(&anna, Command::File { written }).await?;
    let activity = || "golden".to_string();
    let step = |step: CampaignStep| Command::Campaign {
        campaign: "golden-year".into(),
        step,
    };
    let impact = made(
        r#"{"kind":"impact","id":"golden","activity":"golden","after":["1h","8h"],"levels":{"financial":[0,3]}}"#,
    );
    let steps = [
        CampaignStep::Begin {
            name: "The golden year".into(),
            activities: vec![activity()],
            due: None,
        },
        CampaignStep::Delegate {
            activity: activity(),
            topic: Topic::Loss,
            to: "account/emil".into(),
        },
        CampaignStep::Chase {
            activities: Vec::new(),
            text: Some("By Friday, please.".into()),
        },
        CampaignStep::Answer {
            activity: activity(),
            topic: Topic::Impact,
            remark: Some("Busy in summer.".into()),
            records: vec![impact],
            seen: None,
        },
        CampaignStep::Contest {
            activity: activity(),
            topic: Some(Topic::Impact),
            text: "Only after eight hours?".into(),
        },
    ];
    let all = Topic::ALL.iter().map(|&topic| CampaignStep::Answer {
        activity: activity(),
        topic,
        remark: None,
        records: Vec::new(),
        seen: None,
    });
    let end = [
        CampaignStep::Sign {
            activity: activity(),
        },
        CampaignStep::Close {
            reason: "All is in.".into(),
        },
    ];
    for one in steps.into_iter().chain(all).chain(end) {
        desk.tell(&anna, step(one)).await?;
    }
    Ok(())
}

/// An exercise of the golden plan with every word that can be said of a step.
async fn run(desk: &Desk<'_>) -> anyhow::Result<()> {
    let (anna, ben) = (someone("anna"), someone("ben"));
    let start = Start {
        run: RUN.into(),
        mode: Mode::Exercise,
        plan: "golden-run".into(),
        exercise: None,
        scenario: None,
        at: None,
        began: None,
        reason: Some("the yearly exercise".into()),
        typed: None,
    };
    let plan = made(
        r#"{"kind":"plan","id":"golden-run","name":"Golden run","status":"approved","steps":[
            {"id":"call","title":"Call","takes":"10m"},{"id":"restore","title":"Restore","takes":"1h"},
            {"id":"check","title":"Check","takes":"5m"}]}"#,
    );
    desk.tell(&anna, Command::File { written: plan }).await?;
    desk.tell(&ben, Command::StartRun(Box::new(start))).await?;
    let said = [
        ("call", Told::Start, None),
        ("call", Told::Failed, Some("nobody answered")),
        ("call", Told::Undo, Some("it was the wrong number")),
        ("call", Told::Done, None),
        (
            "restore",
            Told::Blocked,
            Some("the key is in the other house"),
        ),
        ("restore", Told::Done, Some("from the copy of noon")),
        ("check", Told::Skip, Some("the till was closed")),
    ];
    for (step, what, note) in said {
        desk.tell(&ben, tick(step, what, note)).await?;
    }
    let note = Command::NoteRun {
        run: RUN.into(),
        at: None,
        text: "The generator was loud.".into(),
    };
    desk.tell(&ben, note).await?;
    let down = RunStoodDown {
        run: RUN.into(),
        at: desk.now(),
        outcome: Outcome::Passed,
        criteria: Vec::new(),
        minimum: None,
        data_volume: None,
        note: None,
    };
    desk.tell(&ben, Command::StandDown(Box::new(down))).await?;
    verify(desk, &anna).await
}

fn tick(step: &str, what: Told, note: Option<&str>) -> Command {
    Command::Tick(Tick {
        run: RUN.into(),
        step: step.into(),
        what,
        at: None,
        started: None,
        note: note.map(str::to_string),
    })
}

async fn verify(desk: &Desk<'_>, by: &Actor) -> anyhow::Result<()> {
    let verify = Command::VerifyRun {
        run: RUN.into(),
        confirmed: true,
        note: Some("I was there.".into()),
    };
    desk.tell(by, verify).await
}
