//! Sessions over HTTP: signing in and out, who I am, where I am signed in, and taking note of an
//! alarm.

use axum::http::{StatusCode, header};
use axum::response::Response;
use continuity::access::{Action, Function, Object, authorize, functions};
use continuity::actor::Actor;
use continuity::command::Command;
use record::node::Node;
use record::shape::Shape as _;
use serde_json::json;

use super::call::Call;
use super::order;
use super::problem::Problem;
use super::reply;
use super::shape::{Shape, value};
use crate::access::cookie::Use;
use crate::access::secret::Secret;
use crate::access::session::Session;
use crate::access::sign_in::{Comer, SignedIn, Unsigned};

record::fields! {
    /// Who signs in, with a password or a recovery code.
    pub struct SignInBody {
        /// The account.
        account: String,
        /// Its password.
        password: Option<String>,
        /// One of its recovery codes, instead of the password.
        code: Option<String>,
    }
}

record::fields! {
    /// What was found when an alarm was looked into.
    pub struct Found {
        /// What was found, in a sentence.
        found: String,
    }
}

/// Who signs in.
pub static SIGN_IN: Shape = Shape {
    name: "sign-in",
    schema: || value(&SignInBody::schema()),
};

/// What was found.
pub static FOUND: Shape = Shape {
    name: "found",
    schema: || value(&Found::schema()),
};

/// Who I am.
pub static ME: Shape = Shape {
    name: "me",
    schema: || {
        let text = json!({ "type": "string" });
        let texts = json!({ "type": "array", "items": text });
        json!({
            "type": "object",
            "required": ["account", "name", "person", "functions", "via", "alarms", "seq"],
            "properties": {
                "account": text,
                "name": text,
                "person": { "type": ["string", "null"] },
                "functions": texts,
                "via": { "type": ["string", "null"] },
                "alarms": { "type": "array", "items": { "type": "object" } },
                "seq": { "type": "integer", "minimum": 0 },
            },
        })
    },
};

/// Signs in.
pub async fn sign_in(call: Call) -> Result<Response, Problem> {
    let body: SignInBody = call.body()?;
    let access = &call.doors.access;
    let signed_in = match (body.password, body.code) {
        (Some(password), None) => {
            access
                .by_password(&body.account, Secret::new(password), call.comer())
                .await
        }
        (None, Some(code)) => {
            access
                .by_code(&body.account, &Secret::new(code), call.comer())
                .await
        }
        _ => return Err(Problem::invalid("Send `password` or `code`, one of both.")),
    };
    let signed_in = signed_in.map_err(|unsigned| call.unsigned(unsigned))?;
    call.leave_old_session().await;
    let actor = Actor::Account {
        id: signed_in.account.clone(),
        via: None,
    };
    let response = reply::node(&me_node(&call, &actor));
    Ok(call.with_session(response, &signed_in.secret))
}

/// Signs out.
pub async fn sign_out(call: Call) -> Result<Response, Problem> {
    if let Some(secret) = call
        .doors
        .access
        .cookies
        .find(Use::Session, &call.parts.headers)
    {
        end(&call, &secret.digest()).await?;
    }
    Ok(call.without_session(reply::nothing(StatusCode::NO_CONTENT)))
}

/// Who I am and what I may do.
pub async fn me(call: Call) -> Result<Response, Problem> {
    Ok(reply::node(&me_node(&call, &call.actor)))
}

/// Where an account is signed in.
pub async fn sessions(call: Call) -> Result<Response, Problem> {
    let own = call.actor.account().unwrap_or_default();
    let account = call.query.text("account").unwrap_or(own);
    let present = call.doors.ledger.present();
    let object = Object::Account(account);
    authorize(
        &present.state,
        &call.actor,
        Action::OwnAccount,
        object,
        call.now,
    )?;
    let access = &call.doors.access;
    let all = access.sessions.of(&call.doors.ledger, account).await;
    let all = all.map_err(|failure| order::failed(&failure.into()))?;
    let this = call.session_id();
    let items = all.iter().map(|session| {
        Node::map([
            ("id", Node::text(session.id())),
            ("made", session.made.write()),
            ("seen", session.seen.write()),
            ("expires", session.expires.write()),
            ("how", Node::text(session.how.word.as_str())),
            ("agent", Node::text(session.agent.as_str())),
            ("this", Node::bare(this == Some(session.id()))),
        ])
    });
    Ok(reply::node(&Node::map([("items", Node::list(items))])))
}

/// Ends a session.
pub async fn end_session(call: Call) -> Result<Response, Problem> {
    let id = call.path.get("id");
    let session = find(&call, id).await?;
    end(&call, &session.digest).await?;
    let this = call.session_id() == Some(session.id());
    let response = reply::nothing(StatusCode::NO_CONTENT);
    Ok(if this {
        call.without_session(response)
    } else {
        response
    })
}

/// Ends all sessions of an account, and its tokens with them.
pub async fn end_sessions(call: Call) -> Result<Response, Problem> {
    let own = call.actor.account().unwrap_or_default();
    let account = call.query.text("account").unwrap_or(own).to_owned();
    let own = account == own;
    let why = "signed out everywhere".to_owned();
    let receipt = order::execute(&call, Command::EndSessions { account, why }).await?;
    let response = order::receipt(&receipt, StatusCode::OK);
    Ok(if own {
        call.without_session(response)
    } else {
        response
    })
}

/// Takes note of an alarm.
pub async fn acknowledge(call: Call) -> Result<Response, Problem> {
    let Found { found } = call.body()?;
    let account = call.path.get("account").to_owned();
    let command = Command::AcknowledgeAlarm { account, found };
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

impl Call {
    /// Who comes, as far as the network knows.
    pub fn comer(&self) -> Comer<'_> {
        let agent = self.header(header::USER_AGENT).unwrap_or_default();
        Comer {
            from: self.from,
            agent,
        }
    }

    /// The id of the session by which the caller came.
    pub fn session_id(&self) -> Option<&str> {
        self.actor.via()?.strip_prefix("session/")
    }

    /// The answer with the cookie of a new session.
    pub fn with_session(&self, mut response: Response, secret: &Secret) -> Response {
        let cookie = self.doors.access.cookies.set(Use::Session, secret);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }

    /// The answer that takes the cookie back.
    pub fn without_session(&self, mut response: Response) -> Response {
        let cookie = self.doors.access.cookies.clear(Use::Session);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }

    /// Ends the session that a browser had before it signed in anew: a secret that someone else
    /// may have put there must not live on.
    pub async fn leave_old_session(&self) {
        let access = &self.doors.access;
        if let Some(old) = access.cookies.find(Use::Session, &self.parts.headers) {
            // If the database is away now, the session ends by its own time.
            let _ = access.sessions.end(&self.doors.ledger, &old.digest()).await;
        }
    }

    /// Gives the caller a new session when a change to their own account has ended the old one.
    pub async fn renewed(&self, response: Response, entry: u64) -> Result<Response, Problem> {
        let access = &self.doors.access;
        let (Some(account), Some(_)) = (self.actor.account(), self.session_id()) else {
            return Ok(response);
        };
        let old = access.cookies.find(Use::Session, &self.parts.headers);
        let how = old.and_then(|old| access.sessions.how(&old));
        let (word, there) = how.map_or(("renewed".to_owned(), None), |how| (how.word, how.there));
        self.leave_old_session().await;
        let agent = self.comer().agent;
        let secret = access.session(account, &word, entry, there, agent).await;
        let secret = secret.map_err(|failure| order::failed(&failure.into()))?;
        Ok(self.with_session(response, &secret))
    }

    /// Why nobody was signed in, as a problem: the same for an unknown account as for a wrong
    /// password.
    pub fn unsigned(&self, unsigned: Unsigned) -> Problem {
        match unsigned {
            Unsigned::Wrong => {
                let detail = "Account, password or code are wrong.";
                let remedy = "Try again, or use a recovery code.";
                Problem::new(StatusCode::UNAUTHORIZED, "sign-in-refused", detail, remedy)
            }
            Unsigned::Later(seconds) => {
                let detail = "Too many guesses were made.";
                let remedy =
                    format!("Try again in {seconds} seconds. A recovery code works at any time.");
                let status = StatusCode::TOO_MANY_REQUESTS;
                Problem::new(status, "too-many-guesses", detail, remedy)
                    .with_header(header::RETRY_AFTER, seconds.unsigned_abs().into())
            }
            Unsigned::Stranger(_) => {
                let detail = "Nobody has let this identity in here.";
                Problem::new(
                    StatusCode::FORBIDDEN,
                    "stranger",
                    detail,
                    "Ask an administrator.",
                )
            }
            Unsigned::Denied(denied) => order::denied(denied),
        }
    }

    /// A browser that signed in: its new session, and the old one ended.
    pub async fn signed_in(&self, response: Response, signed_in: &SignedIn) -> Response {
        self.leave_old_session().await;
        self.with_session(response, &signed_in.secret)
    }
}

/// The session of an id that the caller may end; to others it is not there.
async fn find(call: &Call, id: &str) -> Result<Session, Problem> {
    let (access, ledger) = (&call.doors.access, &call.doors.ledger);
    let present = ledger.present();
    let administers =
        functions(&present.state, &call.actor, call.now).contains(&Function::Administrator);
    let own = call.actor.account().unwrap_or_default();
    let accounts: Vec<&str> = match administers {
        true => present.state.accounts().map(|(id, _)| id).collect(),
        false => vec![own],
    };
    for account in accounts {
        let all = access.sessions.of(ledger, account).await;
        let all = all.map_err(|failure| order::failed(&failure.into()))?;
        if let Some(session) = all.into_iter().find(|session| session.id() == id) {
            return Ok(session);
        }
    }
    Err(Problem::unknown(&format!(
        "session/{}",
        record::node::shorten(id)
    )))
}

/// Ends a session, and has that remembered.
pub async fn end(call: &Call, digest: &str) -> Result<(), Problem> {
    let (access, ledger) = (&call.doors.access, &call.doors.ledger);
    let known = ledger.journal().session(digest).await;
    let known = known.map_err(|failure| order::failed(&failure.into()))?;
    let ended = access.sessions.end(ledger, digest).await;
    ended.map_err(|failure| order::failed(&failure.into()))?;
    let Some(known) = known else { return Ok(()) };
    let session = digest.get(..16).unwrap_or_default().to_owned();
    let command = Command::SignOut {
        account: known.account,
        session,
    };
    order::execute_as(call, Actor::Server, command)
        .await
        .map(|_| ())
}

/// Who someone is, as the API says it.
fn me_node(call: &Call, actor: &Actor) -> Node {
    let present = call.doors.ledger.present();
    let id = actor.account().unwrap_or_default();
    let functions = functions(&present.state, actor, call.now);
    let account = present.state.account(id);
    let name = account.map_or(id, |account| account.name.as_str());
    let alarms = match functions.contains(&Function::Administrator) {
        true => present.state.alarms(),
        false => &[],
    };
    let alarms = alarms.iter().map(|alarm| {
        Node::map([
            ("account", Node::text(alarm.account.as_str())),
            ("at", alarm.at.write()),
            ("what", Node::text(alarm.what.as_str())),
        ])
    });
    let person = account.and_then(|account| account.person.as_deref());
    Node::map([
        ("account", Node::text(id)),
        ("name", Node::text(name)),
        ("person", person.map_or(Node::number(None), Node::text)),
        (
            "functions",
            Node::list(
                functions
                    .iter()
                    .map(|function| Node::text(function.as_str())),
            ),
        ),
        ("via", actor.via().map_or(Node::number(None), Node::text)),
        ("alarms", Node::list(alarms)),
        ("seq", Node::bare(present.seq)),
    ])
}
