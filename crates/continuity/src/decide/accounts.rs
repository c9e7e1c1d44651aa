//! Accounts: who may act, in which functions, and what they did at the door.

use jiff::Timestamp;

use super::Desk;
use crate::access::{Action, Function, Object};
use crate::actor::Actor;
use crate::command::Command;
use crate::event::{self, Event};
use crate::refusal::Refusal;
use crate::state::Account;

impl Desk<'_> {
    pub(super) fn account(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::OpenAccount {
                account,
                name,
                person,
                functions,
            } => self.open(account, name, person.as_deref(), functions),
            Command::CloseAccount { account, reason } => self.close(account, reason),
            Command::Grant {
                account,
                function,
                until,
            } => self.grant(account, *function, *until),
            Command::Withdraw { account, function } => self.withdraw(account, *function),
            Command::LinkIdentity {
                account,
                issuer,
                subject,
            } => self.link(account, issuer, subject),
            Command::IssueToken { .. } => self.issue(command),
            Command::RevokeToken { account, token } => self.revoke(account, token),
            _ => self.at_the_door(command),
        }
    }

    fn open(
        &self,
        id: &str,
        name: &str,
        person: Option<&str>,
        functions: &[(Function, Option<Timestamp>)],
    ) -> Result<Vec<Event>, Refusal> {
        self.may_admit(functions.iter().map(|(function, _)| *function))?;
        if !record::link::is_id(id) || id == "unknown" {
            let text = "an account has lower-case letters, digits, `-`, `.`, `_`";
            return Err(Refusal::invalid("account", text));
        }
        if name.trim().is_empty() || name.len() > 200 {
            return Err(Refusal::invalid("name", "a name has 1 to 200 characters"));
        }
        if self.state.account(id).is_some() {
            return Err(Refusal::Exists {
                subject: format!("account/{id}"),
            });
        }
        let mut events = vec![Event::AccountOpened(event::AccountOpened {
            account: id.to_string(),
            name: name.trim().to_string(),
            person: person.map(str::to_string),
        })];
        for &(function, until) in functions {
            events.push(self.granted(id, function, until)?);
        }
        Ok(events)
    }

    /// The server itself may let in whom a provider vouches for, though never an administrator.
    fn may_admit(&self, mut functions: impl Iterator<Item = Function>) -> Result<(), Refusal> {
        if *self.context.actor == Actor::Server
            && functions.all(|function| function != Function::Administrator)
        {
            return Ok(());
        }
        self.may(Action::ManageAccounts, Object::Whole)
    }

    fn close(&self, id: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
        self.may(Action::ManageAccounts, Object::Account(id))?;
        if self.known_account(id)?.closed {
            return Ok(Vec::new());
        }
        self.not_the_last(id)?;
        if reason.trim().is_empty() {
            return Err(Refusal::invalid("reason", "say why, in a sentence"));
        }
        Ok(vec![Event::AccountClosed(told(id, reason))])
    }

    fn grant(
        &self,
        id: &str,
        function: Function,
        until: Option<Timestamp>,
    ) -> Result<Vec<Event>, Refusal> {
        self.may_admit(std::iter::once(function))?;
        self.open_account(id)?;
        let granted = self.granted(id, function, until)?;
        let account = self.known_account(id)?;
        let same = account
            .grants
            .iter()
            .any(|it| it.function == function && it.until == until);
        Ok(if same { Vec::new() } else { vec![granted] })
    }

    fn granted(
        &self,
        id: &str,
        function: Function,
        until: Option<Timestamp>,
    ) -> Result<Event, Refusal> {
        if function == Function::Auditor && until.is_none() {
            let text = "an auditor reads for a limited time: say until when";
            return Err(Refusal::invalid("until", text));
        }
        if until.is_some_and(|until| until <= self.context.now) {
            return Err(Refusal::invalid("until", "this instant is past"));
        }
        Ok(Event::Granted(event::Granted {
            account: id.to_string(),
            function,
            until,
        }))
    }

    fn withdraw(&self, id: &str, function: Function) -> Result<Vec<Event>, Refusal> {
        self.may(Action::ManageAccounts, Object::Account(id))?;
        let account = self.known_account(id)?;
        if !account
            .grants
            .iter()
            .any(|grant| grant.function == function)
        {
            return Ok(Vec::new());
        }
        if function == Function::Administrator {
            self.not_the_last(id)?;
        }
        Ok(vec![Event::Withdrawn(event::Withdrawn {
            account: id.to_string(),
            function,
        })])
    }

    /// Nobody may lock everyone out.
    fn not_the_last(&self, id: &str) -> Result<(), Refusal> {
        let mut administrators = self.state.administrators(self.context.now);
        let is_one = administrators.next();
        if is_one == Some(id) && administrators.next().is_none() {
            let (why, remedy) = (
                "is the last administrator",
                "Make someone else an administrator first.",
            );
            return Err(Refusal::wrong_state(&format!("account/{id}"), why, remedy));
        }
        Ok(())
    }

    fn link(&self, id: &str, issuer: &str, subject: &str) -> Result<Vec<Event>, Refusal> {
        self.may_admit(std::iter::empty())?;
        self.open_account(id)?;
        match self.state.account_of_identity(issuer, subject) {
            Some(known) if known == id => Ok(Vec::new()),
            Some(known) => {
                let why = "is linked to that identity already";
                Err(Refusal::wrong_state(
                    &format!("account/{known}"),
                    why,
                    "Close that account first.",
                ))
            }
            None => Ok(vec![Event::IdentityLinked(event::IdentityLinked {
                account: id.to_string(),
                issuer: issuer.to_string(),
                subject: subject.to_string(),
            })]),
        }
    }

    fn issue(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        let Command::IssueToken {
            account,
            token,
            name,
            functions,
            until,
        } = command
        else {
            return Ok(Vec::new());
        };
        self.own(account)?;
        let known = self.open_account(account)?;
        if name.trim().is_empty() || name.len() > 200 {
            return Err(Refusal::invalid("name", "say what the token is for"));
        }
        if until.is_some_and(|until| until <= self.context.now) {
            return Err(Refusal::invalid("until", "this instant is past"));
        }
        let has = |function: &&Function| known.is(**function, self.context.now);
        if let Some(wide) = functions.iter().find(|function| !has(function)) {
            let text = format!("the account has not the function {}", wide.as_str());
            return Err(Refusal::invalid("functions", text));
        }
        Ok(vec![Event::TokenIssued(event::TokenIssued {
            account: account.clone(),
            token: token.clone(),
            name: name.trim().to_string(),
            functions: functions.clone(),
            until: *until,
        })])
    }

    fn revoke(&self, id: &str, token: &str) -> Result<Vec<Event>, Refusal> {
        self.own(id)?;
        let known = self
            .known_account(id)?
            .tokens
            .iter()
            .find(|it| it.id == token);
        match known {
            None => Err(Refusal::unknown(&format!("token/{token}"))),
            Some(token) if token.revoked => Ok(Vec::new()),
            Some(_) => Ok(vec![Event::TokenRevoked(event::TokenRevoked {
                account: id.to_string(),
                token: token.to_string(),
            })]),
        }
    }

    /// What is remembered of the door itself.
    fn at_the_door(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::ChangeVerifier { account, what } => {
                self.own(account)?;
                self.open_account(account)?;
                Ok(vec![Event::VerifierChanged(told(account, what))])
            }
            Command::SignIn { account, how } => {
                self.by_the_server()?;
                self.open_account(account)?;
                let mut events = Vec::new();
                if how == "recovery-code" {
                    events.push(Event::BreakGlassUsed(told(account, how)));
                }
                events.push(Event::SignedIn(told(account, how)));
                Ok(events)
            }
            Command::SignOut { account, session } => {
                if *self.context.actor != Actor::Server {
                    self.own(account)?;
                }
                self.known_account(account)?;
                Ok(vec![Event::SignedOut(told(account, session))])
            }
            Command::RefuseSignIn { account, why } => {
                self.by_the_server()?;
                Ok(vec![Event::SignInRefused(told(account, why))])
            }
            Command::EndSessions { account, why } => {
                if *self.context.actor != Actor::Server {
                    self.own(account)?;
                }
                self.known_account(account)?;
                Ok(vec![Event::SessionsEnded(told(account, why))])
            }
            Command::AcknowledgeAlarm { account, found } => {
                self.may(Action::ManageAccounts, Object::Whole)?;
                let mut alarms = self.state.alarms().iter();
                if !alarms.any(|alarm| alarm.account == *account) {
                    return Err(Refusal::unknown(&format!("alarm/{account}")));
                }
                if found.trim().is_empty() {
                    return Err(Refusal::invalid("found", "say what was found"));
                }
                Ok(vec![Event::AlarmAcknowledged(told(account, found))])
            }
            Command::MakeFirstLink => match self.context.actor {
                Actor::Operator { user } => Ok(vec![Event::FirstLinkMade(told(user, "terminal"))]),
                _ => Err(Refusal::not_allowed(
                    Action::ManageAccounts,
                    Object::Whole,
                    "an operator at the machine".into(),
                )),
            },
            _ => Ok(Vec::new()),
        }
    }

    /// One's own account, by signing in and not by a token; or an administrator.
    fn own(&self, id: &str) -> Result<(), Refusal> {
        self.may(Action::OwnAccount, Object::Account(id))?;
        match self.context.actor.via() {
            Some(via) if via.starts_with("token/") => Err(Refusal::not_allowed(
                Action::OwnAccount,
                Object::Account(id),
                "someone who signed in, not a token".into(),
            )),
            _ => Ok(()),
        }
    }

    fn by_the_server(&self) -> Result<(), Refusal> {
        match self.context.actor {
            Actor::Server => Ok(()),
            _ => Err(Refusal::not_allowed(
                Action::ManageAccounts,
                Object::Whole,
                "the server".into(),
            )),
        }
    }

    fn known_account(&self, id: &str) -> Result<&Account, Refusal> {
        let unknown = || Refusal::unknown(&format!("account/{id}"));
        self.state.account(id).ok_or_else(unknown)
    }

    fn open_account(&self, id: &str) -> Result<&Account, Refusal> {
        let account = self.known_account(id)?;
        if account.closed {
            let (why, remedy) = ("is closed", "Open a new account.");
            return Err(Refusal::wrong_state(&format!("account/{id}"), why, remedy));
        }
        Ok(account)
    }
}

fn told(account: &str, what: &str) -> event::AccountEvent {
    event::AccountEvent {
        account: account.to_string(),
        what: what.to_string(),
    }
}
