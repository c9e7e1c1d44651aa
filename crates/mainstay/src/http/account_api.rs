//! Accounts over HTTP: who there is, in which functions they act, and what proves them. Secrets
//! are answered once, when they are made, and never again.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Function, Object, authorize};
use continuity::command::Command;
use continuity::state::Account;
use jiff::Timestamp;
use record::node::Node;
use record::shape::Shape as _;
use serde_json::json;

use super::call::Call;
use super::order;
use super::problem::{Fault, Problem};
use super::reply;
use super::shape::{Shape, value};
use crate::access::password::weakness;
use crate::access::secret::Secret;
use crate::access::{codes, token};

record::fields! {
    /// A function, and until when.
    pub struct GrantBody {
        /// The function.
        function: Function,
        /// Until when; an auditor must have an end.
        until: Option<Timestamp>,
    }
}

record::fields! {
    /// An account to be opened.
    pub struct AccountBody {
        /// Its id: small letters, digits, `-`, `.`, `_`.
        account: String,
        /// How it is shown.
        name: String,
        /// The person it belongs to.
        person: Option<String>,
        /// The functions it has from the start.
        functions: Vec<GrantBody>,
        /// Its first password.
        password: Option<String>,
    }
}

record::fields! {
    /// Who an account is at a provider.
    pub struct IdentityBody {
        /// The provider's address.
        issuer: String,
        /// The provider's own name for them.
        subject: String,
    }
}

record::fields! {
    /// What changes of an account.
    pub struct AccountChange {
        /// Who it is at a provider.
        identity: IdentityBody,
    }
}

record::fields! {
    /// A new password.
    pub struct PasswordBody {
        /// The new one.
        password: String,
        /// The old one; for one's own account.
        current: Option<String>,
    }
}

record::fields! {
    /// A token to be issued.
    pub struct TokenBody {
        /// What it is for.
        name: String,
        /// The functions it is limited to; none: all of its account.
        functions: Vec<Function>,
        /// Until when.
        until: Option<Timestamp>,
    }
}

record::fields! {
    /// Why an account is closed.
    pub struct CloseBody {
        /// Why, in a sentence.
        reason: String,
    }
}

/// An account to be opened.
pub static ACCOUNT: Shape = Shape {
    name: "account-to-open",
    schema: || value(&AccountBody::schema()),
};

/// What changes of an account.
pub static CHANGE: Shape = Shape {
    name: "account-change",
    schema: || value(&AccountChange::schema()),
};

/// Why it is closed.
pub static CLOSE: Shape = Shape {
    name: "account-close",
    schema: || value(&CloseBody::schema()),
};

/// A function.
pub static GRANT: Shape = Shape {
    name: "grant",
    schema: || value(&GrantBody::schema()),
};

/// A new password.
pub static PASSWORD: Shape = Shape {
    name: "new-password",
    schema: || value(&PasswordBody::schema()),
};

/// A token to be issued.
pub static TOKEN: Shape = Shape {
    name: "token-to-issue",
    schema: || value(&TokenBody::schema()),
};

/// An account, as far as others rely on it.
pub static KNOWN: Shape = Shape {
    name: "account",
    schema: || {
        let objects = json!({ "type": "array", "items": { "type": "object" } });
        json!({
            "type": "object",
            "required": ["account", "name", "functions", "identities", "closed"],
            "properties": {
                "account": { "type": "string" },
                "name": { "type": "string" },
                "person": { "type": ["string", "null"] },
                "functions": objects,
                "identities": objects,
                "closed": { "type": "boolean" },
            },
        })
    },
};

/// Recovery codes, shown once.
pub static CODES: Shape = Shape {
    name: "recovery-codes",
    schema: || {
        let codes = json!({ "type": "array", "items": { "type": "string" } });
        json!({ "type": "object", "required": ["codes"], "properties": { "codes": codes } })
    },
};

/// A token, shown once.
pub static ISSUED: Shape = Shape {
    name: "issued-token",
    schema: || {
        json!({
            "type": "object",
            "required": ["id", "token"],
            "properties": { "id": { "type": "string" }, "token": { "type": "string" } },
        })
    },
};

/// All accounts.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let accounts = present.state.accounts();
    let items = accounts.map(|(id, account)| node(id, account, call.now));
    Ok(reply::node(&Node::map([("items", Node::list(items))])))
}

/// Opens an account.
pub async fn open(call: Call) -> Result<Response, Problem> {
    let body: AccountBody = call.body()?;
    let password = body.password.map(Secret::new);
    if let Some(password) = &password {
        strong(password, &body.account)?;
    }
    let functions = body
        .functions
        .iter()
        .map(|grant| (grant.function, grant.until));
    let command = Command::OpenAccount {
        account: body.account.clone(),
        name: body.name,
        person: body.person,
        functions: functions.collect(),
    };
    let receipt = order::execute(&call, command).await?;
    if let (Some(password), false) = (password, receipt.repeated) {
        let kept = call
            .doors
            .access
            .keep_password(&body.account, password)
            .await;
        kept.map_err(|failure| order::failed(&failure.into()))?;
    }
    Ok(order::created(
        &receipt,
        &format!("/api/v1/accounts/{}", body.account),
    ))
}

/// An account.
pub async fn read(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let id = call.path.get("account");
    let account = known(&present.state, id)?;
    Ok(reply::node(&node(id, account, call.now)))
}

/// Says who an account is at a provider.
pub async fn change(call: Call) -> Result<Response, Problem> {
    let AccountChange { identity } = call.body()?;
    let command = Command::LinkIdentity {
        account: call.path.get("account").to_owned(),
        issuer: identity.issuer,
        subject: identity.subject,
    };
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// Closes an account for good: nothing opens the door to it any more.
pub async fn close(call: Call) -> Result<Response, Problem> {
    let CloseBody { reason } = call.body()?;
    let account = call.path.get("account").to_owned();
    let command = Command::CloseAccount {
        account: account.clone(),
        reason,
    };
    let receipt = order::execute(&call, command).await?;
    let journal = call.doors.ledger.journal();
    // It is closed already; what is left beside the journal opens nothing.
    let _ = journal.delete_credentials_of(&account).await;
    let _ = journal.delete_sessions_of(&account).await;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// Lets an account act in a function.
pub async fn grant(call: Call) -> Result<Response, Problem> {
    let GrantBody { function, until } = call.body()?;
    let account = call.path.get("account").to_owned();
    changed(
        &call,
        Command::Grant {
            account,
            function,
            until,
        },
    )
    .await
}

/// Lets an account no longer act in a function.
pub async fn withdraw(call: Call) -> Result<Response, Problem> {
    let word = call.path.get("function");
    let function = Function::ALL.iter().find(|known| known.as_str() == word);
    let function = *function.ok_or_else(|| Problem::unknown(&format!("function/{word}")))?;
    let account = call.path.get("account").to_owned();
    changed(&call, Command::Withdraw { account, function }).await
}

/// Sets a password. All sessions and tokens of the account end; the caller's own is renewed.
pub async fn password(call: Call) -> Result<Response, Problem> {
    let PasswordBody { password, current } = call.body()?;
    let (account, password) = (call.path.get("account").to_owned(), Secret::new(password));
    let access = &call.doors.access;
    strong(&password, &account)?;
    let world = |failure: journal::failure::Failure| order::failed(&failure.into());
    let own = call.actor.account() == Some(account.as_str());
    if own && access.has_password(&account).await.map_err(world)? {
        let current = Secret::new(current.unwrap_or_default());
        let right = access
            .is_own_password(&account, current, call.comer())
            .await;
        if !right.map_err(|unsigned| call.unsigned(unsigned))? {
            let fault = Fault::of("current", "it is not the password of the account");
            return Err(Problem::invalid("The password is wrong.").with_faults(vec![fault]));
        }
    }
    let what = "password".to_owned();
    // First the entry: it says who may, and ends what the old password opened.
    let command = Command::ChangeVerifier {
        account: account.clone(),
        what,
    };
    let receipt = order::execute(&call, command).await?;
    access
        .keep_password(&account, password)
        .await
        .map_err(world)?;
    renewed(
        &call,
        &account,
        &receipt,
        order::receipt(&receipt, StatusCode::OK),
    )
    .await
}

/// Makes new recovery codes in place of the old ones, and shows them once.
pub async fn recovery_codes(call: Call) -> Result<Response, Problem> {
    let account = call.path.get("account").to_owned();
    let what = "recovery-codes".to_owned();
    let command = Command::ChangeVerifier {
        account: account.clone(),
        what,
    };
    let receipt = order::execute(&call, command).await?;
    once(&receipt)?;
    let codes = codes::renew(&call.doors.ledger, &account).await;
    let codes = codes.map_err(|failure| order::failed(&failure.into()))?;
    let codes = codes.iter().map(|code| Node::text(code.reveal()));
    let response = secret(&Node::map([("codes", Node::list(codes))]));
    renewed(&call, &account, &receipt, response).await
}

/// The tokens of an account; what they are for, never what they are.
pub async fn tokens(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let account = known(&present.state, call.path.get("account"))?;
    let items = account.tokens.iter().map(|token| {
        let holds = token.issued >= account.changed && token.holds(call.now) && !account.closed;
        Node::map([
            ("id", Node::text(token.id.as_str())),
            ("name", Node::text(token.name.as_str())),
            (
                "functions",
                Node::list(token.functions.iter().map(|it| Node::text(it.as_str()))),
            ),
            (
                "until",
                token
                    .until
                    .map_or(Node::number(None), |until| until.write()),
            ),
            ("holds", Node::bare(holds)),
        ])
    });
    Ok(reply::node(&Node::map([("items", Node::list(items))])))
}

/// Issues a token, and shows it once.
pub async fn issue(call: Call) -> Result<Response, Problem> {
    let body: TokenBody = call.body()?;
    let (account, ledger) = (call.path.get("account").to_owned(), &call.doors.ledger);
    let world = |failure: journal::failure::Failure| order::failed(&failure.into());
    let made = token::make();
    // First the digest: a token that the journal knows always opens what it says.
    let kept = token::keep(ledger, &made, &account, &body.name, body.until).await;
    kept.map_err(world)?;
    let command = Command::IssueToken {
        account,
        token: made.id.clone(),
        name: body.name,
        functions: body.functions,
        until: body.until,
    };
    let receipt = order::execute(&call, command).await;
    let issued = receipt.and_then(|receipt| once(&receipt));
    if let Err(problem) = issued {
        // What is left of it opens nothing: the journal knows no such token.
        let _ = token::forget(ledger, &made.id).await;
        return Err(problem);
    }
    let node = Node::map([
        ("id", Node::text(made.id.as_str())),
        ("token", Node::text(made.secret.reveal())),
    ]);
    Ok(reply::with_status(secret(&node), StatusCode::CREATED))
}

/// Revokes a token.
pub async fn revoke(call: Call) -> Result<Response, Problem> {
    let id = call.path.get("id").to_owned();
    let unknown = || Problem::unknown(&format!("token/{}", record::node::shorten(&id)));
    let present = call.doors.ledger.present();
    let mut accounts = present.state.accounts();
    let owner = accounts.find(|(_, account)| account.tokens.iter().any(|it| it.id == id));
    let (account, _) = owner.ok_or_else(unknown)?;
    let object = Object::Account(account);
    authorize(
        &present.state,
        &call.actor,
        Action::OwnAccount,
        object,
        call.now,
    )
    .map_err(|_| unknown())?;
    let command = Command::RevokeToken {
        account: account.to_owned(),
        token: id.clone(),
    };
    let receipt = order::execute(&call, command).await?;
    // It is revoked already; what is left of it opens nothing.
    let _ = token::forget(&call.doors.ledger, &id).await;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// A change of an account's rights; the caller's own session is renewed if it was theirs.
async fn changed(call: &Call, command: Command) -> Result<Response, Problem> {
    let receipt = order::execute(call, command).await?;
    let account = call.path.get("account");
    renewed(
        call,
        account,
        &receipt,
        order::receipt(&receipt, StatusCode::OK),
    )
    .await
}

async fn renewed(
    call: &Call,
    account: &str,
    receipt: &ledger::Receipt,
    response: Response,
) -> Result<Response, Problem> {
    let own = call.actor.account() == Some(account);
    match receipt.entries.filter(|_| own && !receipt.repeated) {
        Some((_, last)) => call.renewed(response, last).await,
        None => Ok(response),
    }
}

/// A secret is shown by the request that made it, and by no repetition.
fn once(receipt: &ledger::Receipt) -> Result<(), Problem> {
    if !receipt.repeated {
        return Ok(());
    }
    let detail = "That request was carried out; its secret is shown once.";
    let remedy = "Make a new one under a new `Idempotency-Key`.";
    Err(Problem::new(
        StatusCode::CONFLICT,
        "shown-once",
        detail,
        remedy,
    ))
}

fn secret(node: &Node) -> Response {
    reply::with(
        reply::node(node),
        axum::http::header::CACHE_CONTROL,
        "no-store",
    )
}

fn strong(password: &Secret, account: &str) -> Result<(), Problem> {
    let Some(weakness) = weakness(password, account) else {
        return Ok(());
    };
    let detail = format!("password: {weakness}");
    Err(Problem::invalid(detail).with_faults(vec![Fault::of("password", weakness)]))
}

fn known<'s>(state: &'s continuity::state::State, id: &str) -> Result<&'s Account, Problem> {
    let shown = record::node::shorten(id);
    state
        .account(id)
        .ok_or_else(|| Problem::unknown(&format!("account/{shown}")))
}

/// An account as the API says it.
fn node(id: &str, account: &Account, now: Timestamp) -> Node {
    let until = |until: Option<Timestamp>| until.map_or(Node::number(None), |at| at.write());
    let grants = account.grants.iter().map(|grant| {
        Node::map([
            ("function", Node::text(grant.function.as_str())),
            ("until", until(grant.until)),
            ("holds", Node::bare(account.is(grant.function, now))),
        ])
    });
    let identities = account.identities.iter().map(|(issuer, subject)| {
        Node::map([
            ("issuer", Node::text(issuer.as_str())),
            ("subject", Node::text(subject.as_str())),
        ])
    });
    let person = account.person.as_deref();
    Node::map([
        ("account", Node::text(id)),
        ("name", Node::text(account.name.as_str())),
        ("person", person.map_or(Node::number(None), Node::text)),
        ("functions", Node::list(grants)),
        ("identities", Node::list(identities)),
        ("closed", Node::bare(account.closed)),
    ])
}
