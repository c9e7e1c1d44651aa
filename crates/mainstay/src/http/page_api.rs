//! Pages over HTTP: what a browser asks for and sends. Each looks up a view and hands it to
//! `web`; what went wrong is told on the page itself.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use continuity::access::{Action, Object, authorize, functions};
use continuity::actor::Actor;
use continuity::command::Command;
use maud::Markup;

use super::call::{Call, Sent};
use super::order;
use super::parameter::{Asked, Parameter, Sort};
use super::problem::Problem;
use super::{demonstration_api, openapi, reply, router, session_api};
use crate::access::cookie::Use;
use crate::access::password::weakness;
use crate::access::secret::Secret;
use crate::access::sign_in::Unsigned;
use crate::access::{codes, first_link, oidc};
use crate::keep::remark::{Level, Remark};
use crate::web::account::{Account, Health, Session};
use crate::web::first_start::FirstStart;
use crate::web::frame::Page;
use crate::web::sign_in::SignIn;
use crate::web::{self, asset, layout};

/// What every page takes, for the one that also answers whoever has not signed in.
pub const HOME: &[Parameter] = &[
    typed("as-of", "The present as it was then."),
    typed("after", "Not before this entry."),
    typed("tour", "The stop of the tour."),
    typed("team", "Only services that this team recovers."),
    typed("tier", "Only services of this tier."),
    typed("site", "Only services at this site."),
];
/// Where to go afterwards.
pub const NEXT: &[Parameter] = &[typed(
    "next",
    "Where to go afterwards: a path of this server.",
)];
/// The secret of the one-time link.
pub const LINK: &[Parameter] = &[typed("link", "The secret of the link.")];
/// The form that makes the administrator.
pub const FIRST_START: &[Parameter] = &[
    typed("link", "The secret of the link."),
    typed("account", "The account."),
    typed("name", "How it is shown."),
    typed("password", "Its password."),
    typed("again", "The same once more."),
];
/// Whom to be in a demonstration.
pub const BE: &[Parameter] = &[
    typed("account", "The account."),
    typed("next", "Where to go afterwards."),
];
/// The form of signing in.
pub const SIGN_IN: &[Parameter] = &[
    typed("account", "The account."),
    typed("password", "Its password."),
    typed("code", "A recovery code instead."),
    typed("next", "Where to go afterwards."),
];
/// What a provider sends someone back with. Most of it means nothing to us, and differs.
pub const BACK: &[Parameter] = &[
    long("code", "What is exchanged for an identity."),
    long("state", "What we sent."),
    long("error", "Why there is no code."),
    long("error_description", "The same in words."),
    long("error_uri", "More of it."),
    long("iss", "The provider."),
    long("scope", "What was granted."),
    long("session_state", "The session there."),
    long("authuser", "Which of several people."),
    long("hd", "Their domain."),
    long("prompt", "What they were asked."),
    long("client_info", "About the client."),
];
/// What a provider says when someone left.
pub const ENDED: &[Parameter] = &[long("logout_token", "The provider's word.").required()];
/// What a provider has a browser ask when someone left.
pub const GONE: &[Parameter] = &[
    long("iss", "The provider.").required(),
    long("sid", "The session there.").required(),
];

const fn typed(name: &'static str, says: &'static str) -> Parameter {
    Parameter::new(name, Sort::Typed, says)
}

const fn long(name: &'static str, says: &'static str) -> Parameter {
    Parameter::new(name, Sort::Long, says)
}

/// The home page; whoever is not signed in is asked to.
pub async fn home(call: Call) -> Result<Response, Problem> {
    if call.actor.account().is_some() {
        // A program that only files signals has a home as little as a stranger.
        let present = call.doors.ledger.present();
        authorize(
            &present.state,
            &call.actor,
            Action::Read,
            Object::Whole,
            call.now,
        )?;
        return web::home::show_home(call).await;
    }
    let present = call.doors.ledger.present();
    if !present.state.has_administrator(call.now) {
        let text = "Nobody can sign in yet. Open the link that the server printed when it was \
                    started; `mainstay serve --first-start` makes a new one.";
        return Ok(html(&layout::notice("Not set up yet", text, None)));
    }
    Ok(to("/sign-in"))
}

/// The page of one's own account.
pub async fn account(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let id = call.actor.account().unwrap_or_default();
    let access = &call.doors.access;
    let account = present.state.account(id);
    // While the database is away, the page says so and shows what is known.
    let sessions = access
        .sessions
        .of(&call.doors.ledger, id)
        .await
        .unwrap_or_default();
    let this = call.session_id();
    let sessions = sessions.iter().map(|session| Session {
        since: shown(session.made),
        seen: shown(session.seen),
        how: session.how.word.clone(),
        agent: session.agent.clone(),
        this: this == Some(session.id()),
    });
    let functions = functions(&present.state, &call.actor, call.now);
    let administers = functions.contains(&continuity::access::Function::Administrator);
    let keeping = call.doors.keeping.remarks(&call.doors.ledger, call.now);
    let keeping = keeping
        .iter()
        .filter(|it| administers && it.level >= Level::Error)
        .map(Remark::words);
    let alarms = present
        .state
        .alarms()
        .iter()
        .filter(|_| administers)
        .map(|alarm| {
            let at = shown(alarm.at);
            format!(
                "A recovery code opened the door to {} at {at}. Find out why.",
                alarm.account
            )
        });
    let view = Account {
        name: account
            .map_or(id, |account| account.name.as_str())
            .to_owned(),
        account: id.to_owned(),
        functions: functions
            .iter()
            .map(|function| function.as_str().to_owned())
            .collect(),
        head: present.seq,
        head_at: (present.seq > 0).then(|| shown(present.at)),
        records: present.state.filings().count(),
        health: health(&call),
        alarms: alarms.chain(keeping).collect(),
        codes_left: codes::left(&call.doors.ledger, id).await.ok(),
        sessions: sessions.collect(),
    };
    let page = Page::new("Your account", "/account", web::account::account(&view));
    web::frame::show(&call, page).await
}

/// What the API offers.
pub async fn api(call: Call) -> Result<Response, Problem> {
    let document = openapi::document(router::CHAPTERS);
    Ok(html(&web::api::api(&document, call.name().as_deref())))
}

/// A file that pages load.
pub async fn asset(call: Call) -> Result<Response, Problem> {
    let path = format!("/assets/{}", call.path.get("name"));
    let asset = asset::find(&path).ok_or_else(|| Problem::unknown("that"))?;
    let response = reply::body(asset.media_type, asset.bytes);
    Ok(reply::with(
        response,
        header::CACHE_CONTROL,
        "public, max-age=31536000, immutable",
    ))
}

/// The form of the first start.
pub async fn first_start(call: Call) -> Result<Response, Problem> {
    let link = call.query.text("link").unwrap_or_default();
    match maker(&call, link).await? {
        None => Ok(over()),
        Some(_) => {
            let view = FirstStart {
                link: link.to_owned(),
                ..FirstStart::default()
            };
            Ok(html(&web::first_start::form(&view)))
        }
    }
}

/// Makes the administrator, and shows the recovery codes once.
pub async fn first_start_done(call: Call) -> Result<Response, Problem> {
    let form = call.form();
    let field = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let (link, account) = (field("link"), field("account").trim().to_owned());
    let (name, password) = (
        field("name").trim().to_owned(),
        Secret::new(field("password")),
    );
    let Some(user) = maker(&call, &link).await? else {
        return Ok(over());
    };
    let mut faults = Vec::new();
    let mut fault = |field: &str, text: &str| faults.push((field.to_owned(), text.to_owned()));
    let (access, ledger) = (&call.doors.access, &call.doors.ledger);
    if !record::link::is_id(&account) || account == "unknown" {
        fault(
            "account",
            "Use small letters, digits, - . _ and nothing else.",
        );
    } else if ledger.present().state.account(&account).is_some() {
        fault(
            "account",
            "This account exists already; choose another name.",
        );
    }
    if name.is_empty() || name.chars().count() > 200 {
        fault("name", "A name has 1 to 200 letters.");
    }
    if let Some(weakness) = weakness(&password, &account) {
        fault("password", &format!("The password {weakness}."));
    } else if password.reveal() != field("again") {
        fault("again", "The two are not the same.");
    }
    if !faults.is_empty() {
        let view = FirstStart {
            link,
            account,
            name,
            faults,
        };
        let page = html(&web::first_start::form(&view));
        return Ok(reply::with_status(page, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let world = |failure: journal::failure::Failure| order::failed(&failure.into());
    let link = Secret::new(link);
    if !first_link::spend(ledger, &link).await.map_err(world)? {
        return Ok(over());
    }
    // Verifiers of an account that is not there open nothing; once it is, nothing is missing.
    access
        .keep_password(&account, password)
        .await
        .map_err(world)?;
    let codes = codes::renew(ledger, &account).await.map_err(world)?;
    let functions = vec![(continuity::access::Function::Administrator, None)];
    let command = Command::OpenAccount {
        account: account.clone(),
        name: name.clone(),
        person: None,
        functions,
    };
    order::execute_as(&call, Actor::Operator { user }, command).await?;
    let signed_in = access
        .open(&account, "first-link", None, call.comer())
        .await;
    let signed_in = signed_in.map_err(|unsigned| call.unsigned(unsigned))?;
    let page = html(&web::first_start::codes(&name, &codes));
    Ok(call.signed_in(page, &signed_in).await)
}

/// The form of signing in.
pub async fn sign_in(call: Call) -> Result<Response, Problem> {
    let next = local(call.query.text("next").unwrap_or_default());
    if call.actor.account().is_some() {
        return Ok(to(&next));
    }
    let view = SignIn {
        next,
        provider: call.provider(),
        players: demonstration_api::players(&call),
        tour: web::tour::is_possible(&call.doors.ledger.present().state),
        ..SignIn::default()
    };
    Ok(html(&web::sign_in::form(&view)))
}

/// Signs in from the form.
pub async fn sign_in_done(call: Call) -> Result<Response, Problem> {
    let form = call.form();
    let field = |name: &str| form.text(name).unwrap_or_default();
    let (account, next) = (field("account"), local(field("next")));
    let access = &call.doors.access;
    let signed_in = match field("code") {
        "" => {
            let password = Secret::new(field("password"));
            access.by_password(account, password, call.comer()).await
        }
        code => {
            access
                .by_code(account, &Secret::new(code), call.comer())
                .await
        }
    };
    match signed_in {
        Ok(signed_in) => Ok(call.signed_in(to(&next), &signed_in).await),
        Err(unsigned) => {
            let problem = call.unsigned(unsigned);
            let view = SignIn {
                account: account.to_owned(),
                fault: Some(problem.words()),
                provider: call.provider(),
                players: demonstration_api::players(&call),
                tour: web::tour::is_possible(&call.doors.ledger.present().state),
                next,
            };
            let page = html(&web::sign_in::form(&view));
            Ok(problem.onto(page))
        }
    }
}

/// The question before signing out.
pub async fn sign_out(call: Call) -> Result<Response, Problem> {
    match call.name() {
        Some(name) => Ok(html(&web::sign_in::sign_out(&name))),
        None => Ok(to("/sign-in")),
    }
}

/// Signs out.
pub async fn sign_out_done(call: Call) -> Result<Response, Problem> {
    if let Some(secret) = call
        .doors
        .access
        .cookies
        .find(Use::Session, &call.parts.headers)
    {
        session_api::end(&call, &secret.digest()).await?;
    }
    Ok(call.without_session(to("/sign-in")))
}

/// Sends someone to the provider.
pub async fn oidc(call: Call) -> Result<Response, Problem> {
    let access = &call.doors.access;
    let Some(provider) = &access.oidc else {
        return Err(Problem::unknown("a provider"));
    };
    let next = local(call.query.text("next").unwrap_or_default());
    match provider.send(&next, call.now).await {
        Ok(sent) => {
            let mut response = to(&sent.to);
            let cookie = access.cookies.set(Use::Away, &sent.cookie);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(fault) => Ok(call.provider_fault(&fault, provider.name())),
    }
}

/// Takes someone back from the provider.
pub async fn oidc_back(call: Call) -> Result<Response, Problem> {
    let access = &call.doors.access;
    let Some(provider) = &access.oidc else {
        return Err(Problem::unknown("a provider"));
    };
    let field = |name: &str| call.query.text(name).unwrap_or_default();
    let cookie = access.cookies.find(Use::Away, &call.parts.headers);
    let taken = match cookie {
        Some(cookie) if !field("code").is_empty() => {
            provider
                .take_back(&cookie, field("state"), field("code"), call.now)
                .await
        }
        _ => Err(oidc::Fault::Refused(
            "there is no code, or nobody was sent".into(),
        )),
    };
    let (identity, next) = match taken {
        Ok(taken) => taken,
        Err(fault) => return Ok(call.provider_fault(&fault, provider.name())),
    };
    let response = match access.by_identity(identity, call.comer()).await {
        Ok(signed_in) => call.signed_in(to(&next), &signed_in).await,
        Err(Unsigned::Stranger(identity)) => {
            let text = format!(
                "{} knows you as {} ({}). Nobody has let you in here yet: give an administrator \
                 this name, word for word.",
                provider.name(),
                identity.subject,
                identity.issuer
            );
            let page = layout::notice("Not let in yet", &text, Some(("/sign-in", "Back")));
            reply::with_status(html(&page), StatusCode::FORBIDDEN)
        }
        Err(unsigned) => return Err(call.unsigned(unsigned)),
    };
    let mut response = response;
    let cookie = access.cookies.clear(Use::Away);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The provider says that someone left: their sessions here end.
pub async fn oidc_ended(call: Call) -> Result<Response, Problem> {
    let access = &call.doors.access;
    let Some(provider) = &access.oidc else {
        return Err(Problem::unknown("a provider"));
    };
    let token = call
        .form()
        .text("logout_token")
        .unwrap_or_default()
        .to_owned();
    let ended = provider.ended(&token, call.now).await.map_err(|fault| {
        tracing::warn!(?fault, "a logout of the provider was refused");
        let detail = "That is no logout token of the provider.";
        Problem::new(
            StatusCode::BAD_REQUEST,
            "no-logout",
            detail,
            "Send one that holds.",
        )
    })?;
    let subject = ended.subject.unwrap_or_default();
    let present = call.doors.ledger.present();
    if let Some(account) = present.state.account_of_identity(&ended.issuer, &subject) {
        let (account, why) = (account.to_owned(), "left at the provider".to_owned());
        let command = Command::EndSessions { account, why };
        order::execute_as(&call, Actor::Server, command).await?;
    }
    let response = reply::nothing(StatusCode::OK);
    Ok(reply::with(response, header::CACHE_CONTROL, "no-store"))
}

/// The provider has a browser say that a session there is over: the sessions here that it opened
/// end. Nobody can guess a session's name.
pub async fn oidc_gone(call: Call) -> Result<Response, Problem> {
    let access = &call.doors.access;
    let issuer = call.query.text("iss").unwrap_or_default();
    let Some(provider) = access
        .oidc
        .as_ref()
        .filter(|provider| provider.issuer() == issuer)
    else {
        return Err(Problem::unknown("that provider"));
    };
    let there = call.query.text("sid").unwrap_or_default();
    let ended = access.sessions.end_there(&call.doors.ledger, there).await;
    let ended = ended.map_err(|failure| order::failed(&failure.into()))?;
    for (account, session) in ended {
        let command = Command::SignOut { account, session };
        order::execute_as(&call, Actor::Server, command).await?;
    }
    tracing::info!(
        provider = provider.name(),
        "a session at the provider is over"
    );
    let page = layout::notice("Signed out", "You left at the provider.", None);
    Ok(html(&page))
}

impl Call {
    /// What was typed into a form.
    pub(super) fn form(&self) -> Asked {
        match &self.sent {
            Sent::Form(form) => form.clone(),
            _ => Asked::default(),
        }
    }

    /// The name of whoever is signed in.
    fn name(&self) -> Option<String> {
        let id = self.actor.account()?;
        let present = self.doors.ledger.present();
        Some(
            present
                .state
                .account(id)
                .map_or(id, |account| account.name.as_str())
                .to_owned(),
        )
    }

    /// What people call the provider, where there is one.
    fn provider(&self) -> Option<String> {
        self.doors
            .access
            .oidc
            .as_ref()
            .map(|provider| provider.name().to_owned())
    }

    fn provider_fault(&self, fault: &oidc::Fault, name: &str) -> Response {
        tracing::warn!(?fault, "sign-in by the provider came to nothing");
        let (status, text) = match fault {
            oidc::Fault::Away(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                format!(
                    "{name} does not answer. Whoever is signed in stays so; you can sign in with \
                     a password, or with one of your recovery codes."
                ),
            ),
            oidc::Fault::Refused(_) => (
                StatusCode::BAD_REQUEST,
                format!("Signing in with {name} came to nothing. Please begin again."),
            ),
        };
        let page = layout::notice("Not signed in", &text, Some(("/sign-in", "Back")));
        reply::with_status(html(&page), status)
    }
}

fn health(call: &Call) -> Vec<(String, Health, String)> {
    let mut rows = Vec::new();
    for check in call.doors.health.checks(&call.doors.ledger) {
        let health = if check.well {
            Health::Good
        } else {
            Health::Bad
        };
        rows.push((check.name.to_owned(), health, check.words));
    }
    let load = call.doors.ledger.load();
    let share = load.entries.saturating_mul(100) / load.entries_max.max(1);
    let health = match (load.is_full(), load.is_half()) {
        (true, _) => Health::Bad,
        (_, true) => Health::Warn,
        _ => Health::Good,
    };
    let words = format!("{share} % of the entries it may hold");
    rows.push(("limit".to_owned(), health, words));
    rows
}

async fn maker(call: &Call, link: &str) -> Result<Option<String>, Problem> {
    if !(20..=100).contains(&link.len()) {
        return Ok(None);
    }
    let made = first_link::maker(&call.doors.ledger, &Secret::new(link)).await;
    made.map_err(|failure| order::failed(&failure.into()))
}

/// The link is spent, old or wrong.
fn over() -> Response {
    let text = "This link does not hold any more: it lasts for an hour and works once. Run \
                `mainstay serve --first-start` at the machine for a new one.";
    let page = layout::notice("The link is over", text, Some(("/sign-in", "Sign in")));
    reply::with_status(html(&page), StatusCode::FORBIDDEN)
}

/// A path of ours and of nobody else; the home page for anything else.
pub(super) fn local(next: &str) -> String {
    let ours = next.starts_with('/') && !next.starts_with("//");
    let plain = next.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if ours && plain {
        next.to_owned()
    } else {
        "/".to_owned()
    }
}

pub(super) fn to(place: &str) -> Response {
    let response = reply::nothing(StatusCode::SEE_OTHER);
    let response = reply::with(response, header::LOCATION, place);
    reply::with(response, header::CACHE_CONTROL, "no-store")
}

fn html(page: &Markup) -> Response {
    let mut response = reply::body("text/html; charset=utf-8", page.0.clone());
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// An instant for people, in UTC.
fn shown(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests;
