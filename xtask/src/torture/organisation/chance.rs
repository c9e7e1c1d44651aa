//! What people and programs ask for in a simulated organisation: every command there is, of every
//! sort of actor, sensible and not, drawn from a seed and the present.

use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::{Command, Step};
use continuity::state::State;
use continuity::written::Written;
use jiff::{SignedDuration, Timestamp};
use journal::attachment::Attachment;
use ledger::{Order, Present};
use record::complaint::Complaints;
use record::kinds::Record;

use crate::seeded::Seeded;

/// Kinds of records, of which the last is no item of the estate.
const KINDS: [&str; 7] = [
    "service",
    "component",
    "site",
    "supplier",
    "team",
    "activity",
    "plan",
];
/// How many ids there are of each kind, and how many accounts.
const IDS: usize = 6;
/// How many snapshots are kept, to be found again in the past.
const KEPT: usize = 4;

/// Where the draws come from.
pub(crate) struct Chance {
    random: Seeded,
    number: u64,
    /// Snapshots on the way, which the past must give again.
    pub(crate) kept: Vec<Present>,
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance {
            random: Seeded(seed ^ 0x5eed),
            number: 0,
            kept: Vec::new(),
        }
    }

    /// Keeps a snapshot, to be found again in the past.
    pub(crate) fn keep(&mut self, present: &Present) {
        if self.kept.len() < KEPT {
            self.kept.push(present.clone());
        }
    }

    /// The next order, each under an id of its own.
    pub(crate) fn order(&mut self, state: &State, at: Timestamp) -> Order {
        self.number += 1;
        let (command, attachments) = self.command(state, at);
        let actor = self.actor(state, &command);
        let id = format!("request-{}", self.number);
        let mut order = Order::new(actor, command).under(&id, &id);
        order.attachments = attachments;
        order
    }

    /// Whoever may, mostly; anyone at all sometimes.
    fn actor(&mut self, state: &State, command: &Command) -> Actor {
        if self.random.one_in(5) {
            return match self.random.below(3) {
                0 => Actor::Anonymous,
                1 => Actor::Server,
                _ => self.someone(state),
            };
        }
        match command {
            Command::SignIn { .. } | Command::RefuseSignIn { .. } | Command::Keep { .. } => {
                Actor::Server
            }
            Command::MakeFirstLink => operator(),
            _ if self.random.one_in(3) => self.someone(state),
            _ => operator(),
        }
    }

    fn someone(&mut self, state: &State) -> Actor {
        let id = self.account();
        let tokens = state.account(&id).map_or(&[][..], |known| &known.tokens);
        let via = match tokens {
            [first, ..] if self.random.one_in(2) => Some(format!("token/{}", first.id)),
            _ => None,
        };
        Actor::Account { id, via }
    }

    fn account(&mut self) -> String {
        format!("a{}", self.random.below(IDS))
    }

    fn function(&mut self) -> Function {
        Function::ALL[self.random.below(Function::ALL.len())]
    }

    fn until(&mut self, at: Timestamp) -> Option<Timestamp> {
        let hours = [-1, 1, 24, 8_760][self.random.below(4)];
        (!self.random.one_in(3)).then(|| at + SignedDuration::from_hours(hours))
    }

    fn subject(&mut self) -> String {
        self.subject_of(&KINDS)
    }

    fn subject_of(&mut self, kinds: &[&str]) -> String {
        let kind = self.random.pick(kinds);
        format!("{kind}/{}{}", &kind[..1], self.random.below(IDS))
    }

    fn command(&mut self, state: &State, at: Timestamp) -> (Command, Vec<Attachment>) {
        let command = match self.random.below(20) {
            0..=3 => Command::File {
                written: self.written(),
            },
            4..=7 => self.amend(state),
            8 | 9 => Command::Submit(self.step(state)),
            10 => Command::Approve(self.step(state)),
            11 => Command::Return(self.step(state)),
            12 => Command::Retire(self.step(state)),
            13 => Command::Import {
                source: "a list".into(),
                seen: [None, None, Some(self.number)][self.random.below(3)],
                records: self.many(),
            },
            14 => self.home(),
            15 => return self.file(state),
            16 => self.keep_or_policy(state),
            _ => self.access(state, at),
        };
        (command, Vec::new())
    }

    /// A record as someone writes it; every fourth was read from a file.
    fn written(&mut self) -> Written {
        let subject = self.subject();
        self.written_of(&subject)
    }

    fn written_of(&mut self, subject: &str) -> Written {
        let (kind, id) = subject.split_once('/').expect("a subject is kind/id");
        let status = ["draft", "in-review", "approved", "approved"][self.random.below(4)];
        let (more, needed) = (self.random.below(1_000), self.subject_of(&KINDS[..6]));
        let own = match kind {
            "plan" => format!(r#","covers":["{needed}"],"steps":[{{"id":"s{more}","title":"T"}}]"#),
            "service" if self.random.one_in(3) => format!(r#","tier":1,"requires":["{needed}"]"#),
            "service" | "component" => format!(r#","requires":["{needed}"]"#),
            _ => String::new(),
        };
        let text = format!(
            r#"{{"kind":"{kind}","id":"{id}","name":"N {more}","status":"{status}"{own}}}"#
        );
        match self.random.one_in(4) {
            true => Written::read_from(record(&text), &format!("f{}.yaml", self.random.below(3))),
            false => Written::made(record(&text)),
        }
    }

    /// Several records, none of them twice.
    fn many(&mut self) -> Vec<Written> {
        let mut subjects: Vec<String> = (0..1 + self.random.below(6))
            .map(|_| self.subject())
            .collect();
        subjects.sort();
        subjects.dedup();
        subjects
            .iter()
            .map(|subject| self.written_of(subject))
            .collect()
    }

    fn amend(&mut self, state: &State) -> Command {
        let subject = self.subject();
        Command::Amend {
            written: self.written_of(&subject),
            expected: self.expected(state, &subject),
        }
    }

    /// The revision that is there, or none, or a wrong one.
    fn expected(&mut self, state: &State, subject: &str) -> Option<u32> {
        let (kind, id) = subject.split_once('/').expect("a subject is kind/id");
        let revision = state.filing(kind, id).map(|filing| filing.revision);
        match self.random.below(4) {
            0 => None,
            1 => Some(1),
            _ => revision,
        }
    }

    /// A step of a record: mostly of one that is there and waits for something.
    fn step(&mut self, state: &State) -> Step {
        let mut waiting: Vec<&str> = state.filings().map(|(subject, _)| subject).collect();
        waiting.truncate(24);
        let subject = match waiting.is_empty() || self.random.one_in(6) {
            true => self.subject(),
            false => waiting[self.random.below(waiting.len())].to_string(),
        };
        Step {
            expected: self.expected(state, &subject),
            reason: (!self.random.one_in(6)).then(|| "because".to_string()),
            subject,
        }
    }

    fn home(&mut self) -> Command {
        let home = format!("h{}", self.random.below(2));
        match self.random.one_in(4) {
            true => Command::LeaveHome { home },
            false => Command::Sync {
                seen: None,
                folder: format!("/srv/{home}"),
                home,
                records: self.many(),
            },
        }
    }

    /// A file that comes, or one whose bytes go.
    fn file(&mut self, state: &State) -> (Command, Vec<Attachment>) {
        let known: Vec<&str> = state.attachments().map(|(digest, _)| digest).collect();
        if !known.is_empty() && self.random.one_in(3) {
            let digest = known[self.random.below(known.len())].to_string();
            let reason = "asked for".to_string();
            return (Command::Erase { digest, reason }, Vec::new());
        }
        let bytes = format!("bytes {}", self.number).into_bytes();
        let length = bytes.len() as u64;
        let attachment = Attachment::new(bytes).expect("a small file");
        let command = Command::Attach {
            subject: self.subject(),
            digest: attachment.digest.to_string(),
            name: "note.txt".into(),
            media_type: "text/plain".into(),
            bytes: length,
            private: self.random.one_in(2),
        };
        (command, vec![attachment])
    }

    /// What the server keeps note of; and a rule that refuses from then on.
    fn keep_or_policy(&mut self, state: &State) -> Command {
        if self.random.one_in(2) || state.filing("policy", "ours").is_some() {
            return Command::Keep {
                what: ["backup", "rehearsal"][self.random.below(2)].into(),
                succeeded: !self.random.one_in(3),
                text: format!("Number {}.", self.number),
                head: self.number,
            };
        }
        let text = r#"{"kind":"policy","id":"ours","rules":[{"id":"target","says":"Every tier 1
            service has a target.","applies":{"kind":"service","tier":1},"requires":"target-set",
            "severity":"refuse"}]}"#;
        Command::file(record(&text.replace('\n', " ")))
    }

    /// What happens to accounts and at the door.
    fn access(&mut self, state: &State, at: Timestamp) -> Command {
        let account = self.account();
        let text = || "for a reason".to_string();
        if state.account(&account).is_none() && !self.random.one_in(4) {
            let (function, until) = (self.function(), self.until(at));
            return Command::OpenAccount {
                name: format!("Name of {account}"),
                person: None,
                functions: vec![(function, until)],
                account,
            };
        }
        match self.random.below(14) {
            0 | 1 => Command::Grant {
                account,
                function: self.function(),
                until: self.until(at),
            },
            2 => Command::Withdraw {
                function: self.function(),
                account,
            },
            3 => Command::LinkIdentity {
                account,
                issuer: "https://id.example".into(),
                subject: format!("s{}", self.random.below(IDS)),
            },
            4 => Command::ChangeVerifier {
                account,
                what: "password".into(),
            },
            5 => Command::IssueToken {
                account,
                token: format!("t{}", self.number),
                name: "a script".into(),
                functions: Vec::new(),
                until: self.until(at),
            },
            6 => self.revoke(state, account),
            7 | 8 => Command::SignIn {
                account,
                how: ["password", "oidc", "recovery-code"][self.random.below(3)].into(),
            },
            9 => Command::RefuseSignIn {
                account,
                why: text(),
            },
            10 => Command::EndSessions {
                account,
                why: text(),
            },
            11 => Command::AcknowledgeAlarm {
                account,
                found: text(),
            },
            12 => Command::SignOut {
                account,
                session: format!("s{}", self.number),
            },
            _ if self.random.one_in(3) => Command::CloseAccount {
                account,
                reason: text(),
            },
            _ => Command::MakeFirstLink,
        }
    }

    fn revoke(&mut self, state: &State, account: String) -> Command {
        let tokens = state.account(&account).map_or(&[][..], |it| &it.tokens);
        let token = match tokens.is_empty() {
            true => "t0".into(),
            false => tokens[self.random.below(tokens.len())].id.clone(),
        };
        Command::RevokeToken { account, token }
    }
}

fn operator() -> Actor {
    Actor::Operator {
        user: "root".into(),
    }
}

/// A record from our own JSON, which is well formed.
fn record(text: &str) -> Record {
    let node = exchange::read::json::read(text, 1, 10_000).expect("our own JSON");
    let mut complaints = Complaints::new();
    let record = Record::read(&node, 0, &mut complaints);
    record.unwrap_or_else(|| panic!("{text}: {:?}", complaints.all))
}
