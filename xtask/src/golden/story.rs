//! The story of a golden journal: a year of a small organisation in which everything happens that
//! a journal can remember.

mod practice;
mod warned;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::{Command, Step};
use continuity::written::Written;
use exchange::import::{File, mainstay};
use jiff::{SignedDuration, Timestamp};
use journal::attachment::Attachment;
use journal::note::SigningKey;
use ledger::{Denied, Ledger, Order};
use record::complaint::Complaints;
use record::kinds::Record;

/// Most records of each kind that are taken from an example.
const OF_A_KIND: usize = 6;

/// Tells the story to an empty ledger.
pub async fn tell(ledger: &Ledger, key: &SigningKey) -> anyhow::Result<()> {
    let desk = Desk { ledger };
    let operator = Actor::Operator {
        user: "root".into(),
    };
    desk.tell(&operator, Command::MakeFirstLink).await?;
    people(&desk, &operator).await?;
    estate(&desk, &operator).await?;
    desk.checkpoint(key).await?;
    records(&desk).await?;
    homes(&desk, &operator).await?;
    files(&desk).await?;
    practice::tell(&desk).await?;
    warned::tell(&desk).await?;
    door(&desk).await?;
    many(&desk, &operator).await?;
    desk.checkpoint(key).await
}

/// Who tells, and when.
struct Desk<'a> {
    ledger: &'a Ledger,
}

impl Desk<'_> {
    fn now(&self) -> Timestamp {
        self.ledger.clock().now()
    }

    async fn tell(&self, actor: &Actor, command: Command) -> anyhow::Result<()> {
        self.order(Order::new(actor.clone(), command)).await
    }

    /// Executes an order ten minutes after the one before; it must lead to something.
    async fn order(&self, order: Order) -> anyhow::Result<()> {
        let clock = self.ledger.clock();
        clock.set(clock.now() + SignedDuration::from_mins(10));
        let what = format!("{:?}", order.command);
        match self.ledger.execute(order).await {
            Ok(receipt) => {
                ensure!(receipt.entries.is_some(), "{what} leads to nothing");
                Ok(())
            }
            Err(Denied::Refused(refusal)) => anyhow::bail!("{what}: {}", refusal.reason()),
            Err(Denied::Failed(failure)) => Err(anyhow::Error::new(failure).context(what)),
        }
    }

    async fn checkpoint(&self, key: &SigningKey) -> anyhow::Result<()> {
        let at = self.now().as_microsecond();
        let made = self.ledger.journal().checkpoint(key, at).await?;
        made.map(|_| ()).context("a checkpoint was due")
    }
}

async fn people(desk: &Desk<'_>, operator: &Actor) -> anyhow::Result<()> {
    let later = |days: i64| Some(desk.now() + SignedDuration::from_hours(24 * days));
    let accounts = [
        ("anna", "Anna Ærø", Function::Administrator, None),
        ("ben", "Ben", Function::ContinuityManager, None),
        ("cleo", "Cleo", Function::ServiceOwner, None),
        ("dora", "Dora \"the auditor\"", Function::Auditor, later(90)),
        ("emil", "Emil", Function::Reader, None),
    ];
    for (account, name, function, until) in accounts {
        let open = Command::OpenAccount {
            account: account.into(),
            name: name.into(),
            person: (account == "anna").then(|| "person/anna".into()),
            functions: vec![(function, until)],
        };
        desk.tell(operator, open).await?;
    }
    let anna = someone("anna");
    let grant = Command::Grant {
        account: "emil".into(),
        function: Function::Scribe,
        until: later(30),
    };
    desk.tell(&anna, grant).await?;
    let link = Command::LinkIdentity {
        account: "ben".into(),
        issuer: "https://id.example/realm".into(),
        subject: "b-17".into(),
    };
    desk.tell(&anna, link).await?;
    for what in ["password", "recovery-codes"] {
        let change = Command::ChangeVerifier {
            account: "anna".into(),
            what: what.into(),
        };
        desk.tell(&anna, change).await?;
    }
    let token = Command::IssueToken {
        account: "ben".into(),
        token: "0190a0b0-0000-7000-8000-000000000001".into(),
        name: "nightly import".into(),
        functions: vec![Function::ContinuityManager],
        until: later(365),
    };
    desk.tell(&someone("ben"), token).await
}

/// Some records of every kind, as they stand in the files of an example.
async fn estate(desk: &Desk<'_>, operator: &Actor) -> anyhow::Result<()> {
    let folder = Path::new("examples/havensund");
    let mut paths = Vec::new();
    find(folder, &mut paths)?;
    paths.sort();
    let mut texts = Vec::new();
    for path in &paths {
        let name = path.strip_prefix(folder)?.display().to_string();
        texts.push((name, std::fs::read(path)?));
    }
    let files: Vec<File<'_>> = texts
        .iter()
        .map(|(name, bytes)| File { name, bytes })
        .collect();
    let import = mainstay::import(&files);
    ensure!(import.complaints.is_empty(), "{:?}", import.complaints);
    let mut taken: Vec<Written> = Vec::new();
    for record in import.records {
        let same = taken.iter().filter(|it| it.record.kind() == record.kind());
        if same.count() < OF_A_KIND {
            let file = record.origin().file as usize;
            taken.push(Written::read_from(record, &texts[file].0));
        }
    }
    let command = Command::Import {
        source: "examples/havensund".into(),
        seen: Some(desk.ledger.present().seq),
        records: taken,
    };
    let order = Order::new(operator.clone(), command).under("import-1", "a digest");
    desk.order(order).await
}

fn find(folder: &Path, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                paths.push(path);
            }
        }
    }
    Ok(())
}

/// The life of a record: drafted, given back, drafted again, approved, changed, retired.
async fn records(desk: &Desk<'_>) -> anyhow::Result<()> {
    let (ben, emil) = (someone("ben"), someone("anna"));
    let plan = |title: &str| {
        made(&format!(
            r#"{{"kind":"plan","id":"golden","name":"Éclair — \"gold\"\nplan","steps":[
            {{"id":"one","title":"{title}","takes":"10m"}}]}}"#
        ))
    };
    let step = |expected: Option<u32>, reason: Option<&str>| Step {
        subject: "plan/golden".into(),
        expected,
        reason: reason.map(str::to_string),
    };
    let file = Order::new(
        ben.clone(),
        Command::File {
            written: plan("Call"),
        },
    );
    desk.order(file.under("file-1", "another digest")).await?;
    desk.tell(&ben, Command::Submit(step(Some(1), None)))
        .await?;
    let back = Command::Return(step(None, Some("whom do we call?")));
    desk.tell(&emil, back).await?;
    let amend = |title: &str, expected: Option<u32>| Command::Amend {
        written: plan(title),
        expected,
    };
    desk.tell(&ben, amend("Call the harbour", Some(3))).await?;
    desk.tell(&ben, Command::Submit(step(None, None))).await?;
    desk.tell(&emil, Command::Approve(step(Some(5), None)))
        .await?;
    let by_token = Actor::Account {
        id: "ben".into(),
        via: Some("token/0190a0b0-0000-7000-8000-000000000001".into()),
    };
    desk.tell(&by_token, amend("Call the harbour master", None))
        .await?;
    let service = made(r#"{"kind":"service","id":"old","name":"Old","status":"approved"}"#);
    desk.tell(&ben, Command::File { written: service }).await?;
    let retire = Command::Retire(Step {
        reason: Some("switched off".into()),
        ..Step::of("service/old")
    });
    desk.tell(&emil, retire).await
}

/// A folder that is the home of records, changes, collides, and is left again.
async fn homes(desk: &Desk<'_>, operator: &Actor) -> anyhow::Result<()> {
    let read = |text: &str, file: &str| Written::read_from(made(text).record, file);
    let one = r#"{"kind":"component","id":"homed-1","name":"One","requires":["homed-2"]}"#;
    let two = r#"{"kind":"component","id":"homed-2","name":"Two"}"#;
    let clash = r#"{"kind":"plan","id":"golden","steps":[{"id":"x","title":"X"}]}"#;
    let sync = |records: Vec<Written>| Command::Sync {
        seen: None,
        home: "platform".into(),
        folder: "/srv/platform".into(),
        records,
    };
    let first = vec![
        read(one, "a.yaml"),
        read(two, "b.yaml"),
        read(clash, "c.yaml"),
    ];
    desk.tell(operator, sync(first)).await?;
    // One moved to another file, the other is gone.
    desk.tell(operator, sync(vec![read(one, "moved/a.yaml")]))
        .await?;
    let leave = Command::LeaveHome {
        home: "platform".into(),
    };
    desk.tell(operator, leave).await?;
    let again = vec![read(one, "a.yaml"), read(two, "b.yaml")];
    desk.tell(operator, sync(again)).await
}

async fn files(desk: &Desk<'_>) -> anyhow::Result<()> {
    let ben = someone("ben");
    let mut digests = Vec::new();
    for (text, private) in [("a photograph", false), ("a telephone number", true)] {
        let attachment = Attachment::new(text.as_bytes().to_vec())?;
        let command = Command::Attach {
            subject: "plan/golden".into(),
            digest: attachment.digest.to_string(),
            name: format!("{text}.txt"),
            media_type: "text/plain".into(),
            bytes: text.len() as u64,
            private,
        };
        digests.push(attachment.digest.to_string());
        let mut order = Order::new(ben.clone(), command);
        order.attachments.push(attachment);
        desk.order(order).await?;
    }
    let erase = Command::Erase {
        digest: digests.remove(1),
        reason: "they left, and asked".into(),
    };
    desk.tell(&ben, erase).await
}

/// At the door, and what the server keeps note of.
async fn door(desk: &Desk<'_>) -> anyhow::Result<()> {
    let (anna, server) = (someone("anna"), Actor::Server);
    let text = |text: &str| text.to_string();
    for how in ["password", "oidc", "recovery-code"] {
        let (account, how) = (text("anna"), text(how));
        desk.tell(&server, Command::SignIn { account, how }).await?;
    }
    let (account, why) = (text("unknown"), text("a wrong password, 7 times"));
    let refuse = Command::RefuseSignIn { account, why };
    desk.tell(&server, refuse).await?;
    let (account, found) = (text("anna"), text("it was me: the provider was down"));
    let noted = Command::AcknowledgeAlarm { account, found };
    desk.tell(&anna, noted).await?;
    let how = text("recovery-code");
    let (account, why) = (text("ben"), text("a lost laptop"));
    let end = Command::EndSessions { account, why };
    desk.tell(&anna, end).await?;
    let account = text("ben");
    desk.tell(&server, Command::SignIn { account, how }).await?;
    let (account, token) = (text("ben"), text("0190a0b0-0000-7000-8000-000000000001"));
    let revoke = Command::RevokeToken { account, token };
    desk.tell(&someone("ben"), revoke).await?;
    let sign_out = Command::SignOut {
        account: text("ben"),
        session: text("s-1"),
    };
    desk.tell(&someone("ben"), sign_out).await?;
    let withdraw = Command::Withdraw {
        account: text("emil"),
        function: Function::Scribe,
    };
    desk.tell(&anna, withdraw).await?;
    let (account, reason) = (text("cleo"), text("left"));
    desk.tell(&anna, Command::CloseAccount { account, reason })
        .await?;
    for (what, succeeded) in [("backup", true), ("rehearsal", false), ("rehearsal", true)] {
        let keep = Command::Keep {
            what: text(what),
            succeeded,
            text: text("All of it."),
            head: desk.ledger.present().seq,
        };
        desk.tell(&server, keep).await?;
    }
    Ok(())
}

/// So many changes that the tree has a kept row.
async fn many(desk: &Desk<'_>, operator: &Actor) -> anyhow::Result<()> {
    let mut number = 0;
    while desk.ledger.present().seq < 330 {
        number += 1;
        let text = format!(r#"{{"kind":"site","id":"golden","name":"Number {number}"}}"#);
        let written = made(&text);
        let command = match number {
            1 => Command::File { written },
            _ => Command::Amend {
                written,
                expected: None,
            },
        };
        desk.tell(operator, command).await?;
    }
    Ok(())
}

fn someone(id: &str) -> Actor {
    Actor::Account {
        id: id.into(),
        via: None,
    }
}

/// A record from our own JSON, as one files it at a door.
fn made(text: &str) -> Written {
    let text = text.replace("\n            ", " ");
    let node = exchange::read::json::read(&text, 1, 10_000).expect("our own JSON");
    let mut complaints = Complaints::new();
    let record = Record::read(&node, 0, &mut complaints);
    Written::made(record.unwrap_or_else(|| panic!("{text}: {:?}", complaints.all)))
}
