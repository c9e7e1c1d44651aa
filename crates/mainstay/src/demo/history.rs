//! What has happened in a demonstration before anyone looks: the organisation was brought in, its
//! people got accounts, a plan was talked through, another was carried out. Each is a command that
//! someone gave, at the hour at which they gave it.

use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::{Command, Start, Step, Tick, Told};
use continuity::event::{Criterion, Minimum, Mode, Outcome, RunStoodDown};
use continuity::written::Written;
use exchange::import::{File, by_name};
use jiff::{SignedDuration, Timestamp};
use ledger::{Denied, Ledger, Order};
use record::kinds::Record;

use super::accounts::players;
use super::monitors;
use super::organisation::Organisation;
use crate::answer;

/// Why a demonstration does not begin.
#[derive(Debug, thiserror::Error)]
pub enum Unplayed {
    /// The organisation cannot be read.
    #[error("the example does not read: {0}")]
    Example(String),
    /// A command was refused.
    #[error("`{what}` was refused: {why}")]
    Refused {
        /// Which.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// The journal.
    #[error(transparent)]
    Ledger(#[from] ledger::Failure),
}

/// Plays what happened before `now` into an empty ledger, whose clock is set as it goes.
pub async fn play(
    ledger: &Ledger,
    organisation: Organisation,
    now: Timestamp,
) -> Result<(), Unplayed> {
    let story = Story { ledger, now };
    story.days_ago(120, 0);
    story.bring_in(organisation).await?;
    story.open_accounts(organisation).await?;
    if organisation == Organisation::Havensund {
        story.talk_through().await?;
        story.plan_on_the_way().await?;
        story.watch().await?;
        story.move_booking().await?;
        story.read_lately().await?;
    }
    story.days_ago(0, 0);
    Ok(())
}

struct Story<'a> {
    ledger: &'a Ledger,
    now: Timestamp,
}

impl Story<'_> {
    /// Sets the clock: so many days before now, and so many minutes after that.
    fn days_ago(&self, days: i64, minutes: i64) {
        let ago = SignedDuration::from_hours(24 * days) - SignedDuration::from_mins(minutes);
        self.ledger.clock().set(self.now - ago);
    }

    async fn give(&self, who: &str, what: &'static str, command: Command) -> Result<(), Unplayed> {
        let (id, via) = (who.to_owned(), None);
        self.order(Actor::Account { id, via }, what, command).await
    }

    async fn order(
        &self,
        actor: Actor,
        what: &'static str,
        command: Command,
    ) -> Result<(), Unplayed> {
        let done = self.ledger.execute(Order::new(actor, command)).await;
        match done {
            Ok(_) => Ok(()),
            Err(Denied::Refused(refusal)) => {
                let why = refusal.reason();
                Err(Unplayed::Refused { what, why })
            }
            Err(Denied::Failed(failure)) => Err(failure.into()),
        }
    }

    async fn open_accounts(&self, organisation: Organisation) -> Result<(), Unplayed> {
        let quarter = SignedDuration::from_hours(24 * 90);
        let present = self.ledger.present();
        for player in players(organisation) {
            let until = (player.function == Function::Auditor).then(|| self.now + quarter);
            let command = Command::OpenAccount {
                account: player.account().to_owned(),
                name: player.name(&present.state),
                person: player.person.map(str::to_owned),
                functions: vec![(player.function, until)],
            };
            self.order(operator(), "open an account", command).await?;
        }
        Ok(())
    }

    async fn bring_in(&self, organisation: Organisation) -> Result<(), Unplayed> {
        let files = organisation.files();
        let read: Vec<File<'_>> = files
            .iter()
            .map(|(name, text)| File {
                name,
                bytes: text.as_bytes(),
            })
            .collect();
        let importer = by_name("mainstay").expect("our own format is in the list");
        let imported = importer(&read);
        if let Some((file, complaint)) = imported.complaints.first() {
            return Err(Unplayed::Example(format!("{file}: {}", complaint.text)));
        }
        let names: Vec<String> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
        let present = self.ledger.present();
        let (_, records) = answer::import::to_write(imported, &names, &present.state.registers);
        let command = Command::Import {
            source: format!("the example {}", organisation.name()),
            records,
            seen: None,
        };
        self.order(operator(), "import", command).await
    }

    /// A table-top exercise: it shows that people know the plan, and no time.
    async fn talk_through(&self) -> Result<(), Unplayed> {
        let run = Run {
            story: self,
            id: "sign-in-table-1",
            days_ago: 69,
        };
        run.start("ines-krahl", "restore-sign-in", "sign-in-table")
            .await?;
        for (at, step) in (10..).step_by(15).zip(self.steps("restore-sign-in")) {
            run.tick("ines-krahl", &step, at, None).await?;
        }
        let met = [true];
        run.stand_down("ines-krahl", 95, Outcome::Passed, &met, None)
            .await
    }

    /// A plan that has been a draft for long is put up for approval.
    async fn plan_on_the_way(&self) -> Result<(), Unplayed> {
        self.days_ago(55, 0);
        let step = Step::of("plan/freight-desk-restart");
        self.give("mara-holst", "submit the plan", Command::Submit(step))
            .await
    }

    /// The plan of booking carried out beside what runs, with its times.
    async fn move_booking(&self) -> Result<(), Unplayed> {
        let run = Run {
            story: self,
            id: "booking-in-luebeck-1",
            days_ago: 42,
        };
        run.start("mara-holst", "restore-booking", "booking-in-luebeck")
            .await?;
        run.tick(
            "tomas-lind",
            "invoke",
            9,
            Some("All eleven harbours confirmed."),
        )
        .await?;
        run.tick(
            "henrik-voss",
            "data",
            24,
            Some("Last booking is of 05:58, as in the log."),
        )
        .await?;
        run.note(
            "mara-holst",
            30,
            "Selling waited four minutes for a password.",
        )
        .await?;
        run.tick(
            "henrik-voss",
            "sell",
            41,
            Some("Rostock to Gedser, one car, refunded."),
        )
        .await?;
        let minimum = Some((43, "eva-marold"));
        run.stand_down("mara-holst", 47, Outcome::Passed, &[true, true], minimum)
            .await?;
        run.verify("eva-marold", 180).await
    }

    /// What monitors said until before the booking was moved.
    async fn watch(&self) -> Result<(), Unplayed> {
        self.days_ago(7 * monitors::WEEKS, 0);
        let name = "operation/monitors.yaml";
        let first = monitors::readings(self.now, monitors::WEEKS);
        self.take(name, &first).await
    }

    /// What they said since, what was changed, and that someone gave notice.
    async fn read_lately(&self) -> Result<(), Unplayed> {
        for weeks in (0..monitors::WEEKS).rev() {
            self.days_ago(7 * weeks, 0);
            let text = monitors::readings(self.now, weeks);
            self.take("operation/monitors.yaml", &text).await?;
        }
        let changes = monitors::changes(self.now);
        self.take("operation/changes-lately.yaml", &changes).await?;
        let present = self.ledger.present();
        let Some(person) = present.state.registers.persons.get("henrik-voss") else {
            return Ok(());
        };
        let mut person = person.clone();
        person.own.leaves = Some(record::value::Date(monitors::last_day(self.now)));
        let command = Command::Amend {
            written: Written::made(Record::Person(person)),
            expected: None,
        };
        self.order(operator(), "give notice", command).await
    }

    /// Brings in a text of our own format.
    async fn take(&self, name: &str, text: &str) -> Result<(), Unplayed> {
        let importer = by_name("mainstay").expect("our own format is in the list");
        let bytes = text.as_bytes();
        let imported = importer(&[File { name, bytes }]);
        if let Some((file, complaint)) = imported.complaints.first() {
            return Err(Unplayed::Example(format!("{file}: {}", complaint.text)));
        }
        let present = self.ledger.present();
        let names = [name.to_owned()];
        let (_, records) = answer::import::to_write(imported, &names, &present.state.registers);
        let command = Command::Import {
            source: "the monitors".into(),
            records,
            seen: None,
        };
        self.order(operator(), "import", command).await
    }

    /// The steps of a plan, in its order.
    fn steps(&self, plan: &str) -> Vec<String> {
        let present = self.ledger.present();
        let plan = present.state.registers.plans.get(plan);
        let steps = plan.map(|plan| plan.own.steps.iter().map(|step| step.id.clone()));
        steps.map(Iterator::collect).unwrap_or_default()
    }
}

/// Whoever started the demonstration.
fn operator() -> Actor {
    Actor::Operator {
        user: "demonstration".into(),
    }
}

/// A run that is told.
struct Run<'a> {
    story: &'a Story<'a>,
    id: &'static str,
    days_ago: i64,
}

impl Run<'_> {
    async fn start(&self, who: &str, plan: &str, exercise: &str) -> Result<(), Unplayed> {
        self.story.days_ago(self.days_ago, 0);
        let start = Start {
            run: self.id.to_owned(),
            mode: Mode::Exercise,
            plan: plan.to_owned(),
            exercise: Some(exercise.to_owned()),
            scenario: None,
            at: None,
            began: None,
            reason: None,
            typed: None,
        };
        let command = Command::StartRun(Box::new(start));
        self.story.give(who, "start the run", command).await
    }

    async fn tick(
        &self,
        who: &str,
        step: &str,
        minutes: i64,
        note: Option<&str>,
    ) -> Result<(), Unplayed> {
        self.story.days_ago(self.days_ago, minutes);
        let tick = Tick {
            run: self.id.to_owned(),
            step: step.to_owned(),
            what: Told::Done,
            at: None,
            started: None,
            note: note.map(str::to_owned),
        };
        self.story
            .give(who, "tick a step", Command::Tick(tick))
            .await
    }

    async fn note(&self, who: &str, minutes: i64, text: &str) -> Result<(), Unplayed> {
        self.story.days_ago(self.days_ago, minutes);
        let command = Command::NoteRun {
            run: self.id.to_owned(),
            at: None,
            text: text.to_owned(),
        };
        self.story.give(who, "note", command).await
    }

    async fn stand_down(
        &self,
        who: &str,
        minutes: i64,
        outcome: Outcome,
        met: &[bool],
        minimum: Option<(i64, &str)>,
    ) -> Result<(), Unplayed> {
        let minimum = minimum.map(|(minutes, by)| {
            self.story.days_ago(self.days_ago, minutes);
            Minimum {
                by: by.to_owned(),
                at: self.story.ledger.clock().now(),
            }
        });
        self.story.days_ago(self.days_ago, minutes);
        let present = self.story.ledger.present();
        let run = present.state.run(self.id);
        let criteria = run.map_or(&[][..], |run| &run.start.pass_criteria);
        let criteria = criteria.iter().zip(met).map(|(text, met)| Criterion {
            text: text.clone(),
            met: Some(*met),
            note: None,
        });
        let end = RunStoodDown {
            run: self.id.to_owned(),
            at: self.story.ledger.clock().now(),
            outcome,
            criteria: criteria.collect(),
            minimum,
            data_volume: None,
            note: None,
        };
        let command = Command::StandDown(Box::new(end));
        self.story.give(who, "stand the run down", command).await
    }

    async fn verify(&self, who: &str, minutes: i64) -> Result<(), Unplayed> {
        self.story.days_ago(self.days_ago, minutes);
        let command = Command::VerifyRun {
            run: self.id.to_owned(),
            confirmed: true,
            note: None,
        };
        self.story.give(who, "verify the run", command).await
    }
}
