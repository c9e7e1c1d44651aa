//! The routes of access: signing in, accounts, what proves them.

use continuity::access::Action::{ManageAccounts, OwnAccount};

use crate::http::parameter::{Parameter, Sort};
use crate::http::route::Header::IdempotencyKey;
use crate::http::route::Needs::{May, Nothing, SignedIn};
use crate::http::route::On::{Account, Whole};
use crate::http::route::{Gives, Route, Takes, Verb};
use crate::http::{account_api as accounts, session_api as sessions, shape};

const DONE: &[Gives] = &[Gives::json(200, &shape::RECEIPT, "It is done.")];
const OF: &[Parameter] = &[Parameter::new(
    "account",
    Sort::Text,
    "Of whom; else one's own.",
)];

/// The rows.
pub const ACCESS: &[Route] = &[
    Route {
        takes: Takes::Json(&sessions::SIGN_IN),
        gives: &[Gives::json(
            200,
            &sessions::ME,
            "You are signed in; a cookie says so.",
        )],
        headers: &[],
        denies: &[401, 403, 429],
        ..Route::post(
            "/api/v1/session",
            "Signs in, with a password or a recovery code.",
            Nothing,
            |call| Box::pin(sessions::sign_in(call)),
        )
    },
    Route {
        denies: &[403],
        gives: &[Gives::nothing(204, "You are signed out.")],
        ..Route::new(
            Verb::Delete,
            "/api/v1/session",
            "Signs out.",
            Nothing,
            |call| Box::pin(sessions::sign_out(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &sessions::ME, "Who you are.")],
        ..Route::get(
            "/api/v1/me",
            "Who I am and what I may do; for administrators also the alarms.",
            SignedIn,
            |call| Box::pin(sessions::me(call)),
        )
    },
    Route {
        query: OF,
        denies: &[404],
        gives: &[Gives::json(
            200,
            &shape::ITEMS,
            "Its sessions, the newest first.",
        )],
        ..Route::get(
            "/api/v1/sessions",
            "Where an account is signed in.",
            SignedIn,
            |call| Box::pin(sessions::sessions(call)),
        )
    },
    Route {
        query: OF,
        headers: &[IdempotencyKey],
        gives: DONE,
        denies: &[404],
        ..Route::new(
            Verb::Delete,
            "/api/v1/sessions",
            "Ends all sessions and tokens of an account.",
            SignedIn,
            |call| Box::pin(sessions::end_sessions(call)),
        )
    },
    Route {
        gives: &[Gives::nothing(204, "It is over.")],
        ..Route::new(
            Verb::Delete,
            "/api/v1/sessions/{id}",
            "Ends a session.",
            SignedIn,
            |call| Box::pin(sessions::end_session(call)),
        )
    },
    Route {
        takes: Takes::Json(&sessions::FOUND),
        gives: DONE,
        ..Route::post(
            "/api/v1/alarms/{account}/acknowledge",
            "Takes note of the use of a recovery code.",
            May(ManageAccounts, Whole),
            |call| Box::pin(sessions::acknowledge(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::ITEMS, "The accounts, by id.")],
        ..Route::get(
            "/api/v1/accounts",
            "All accounts.",
            May(ManageAccounts, Whole),
            |call| Box::pin(accounts::list(call)),
        )
    },
    Route {
        takes: Takes::Json(&accounts::ACCOUNT),
        gives: &[Gives::json(201, &shape::RECEIPT, "It is open.")],
        ..Route::post(
            "/api/v1/accounts",
            "Opens an account.",
            May(ManageAccounts, Whole),
            |call| Box::pin(accounts::open(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &accounts::KNOWN, "The account.")],
        ..Route::get(
            "/api/v1/accounts/{account}",
            "An account.",
            May(OwnAccount, Account),
            |call| Box::pin(accounts::read(call)),
        )
    },
    Route {
        takes: Takes::Json(&accounts::CHANGE),
        headers: &[IdempotencyKey],
        gives: DONE,
        ..Route::new(
            Verb::Patch,
            "/api/v1/accounts/{account}",
            "Says who an account is at a provider.",
            May(ManageAccounts, Account),
            |call| Box::pin(accounts::change(call)),
        )
    },
    Route {
        takes: Takes::Json(&accounts::CLOSE),
        gives: DONE,
        ..Route::post(
            "/api/v1/accounts/{account}/close",
            "Closes an account for good.",
            May(ManageAccounts, Account),
            |call| Box::pin(accounts::close(call)),
        )
    },
    Route {
        takes: Takes::Json(&accounts::GRANT),
        gives: DONE,
        ..Route::post(
            "/api/v1/accounts/{account}/functions",
            "Lets an account act in a function; its sessions and tokens end.",
            May(ManageAccounts, Account),
            |call| Box::pin(accounts::grant(call)),
        )
    },
    Route {
        headers: &[IdempotencyKey],
        gives: DONE,
        ..Route::new(
            Verb::Delete,
            "/api/v1/accounts/{account}/functions/{function}",
            "Lets an account no longer act in a function; its sessions and tokens end.",
            May(ManageAccounts, Account),
            |call| Box::pin(accounts::withdraw(call)),
        )
    },
    Route {
        takes: Takes::Json(&accounts::PASSWORD),
        headers: &[],
        denies: &[429],
        gives: DONE,
        ..Route::post(
            "/api/v1/accounts/{account}/password",
            "Sets a password; all sessions and tokens of the account end.",
            May(OwnAccount, Account),
            |call| Box::pin(accounts::password(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &accounts::CODES, "The codes.")],
        ..Route::post(
            "/api/v1/accounts/{account}/recovery-codes",
            "Makes new recovery codes in place of the old ones, shown once.",
            May(OwnAccount, Account),
            |call| Box::pin(accounts::recovery_codes(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::ITEMS, "The tokens.")],
        ..Route::get(
            "/api/v1/accounts/{account}/tokens",
            "The tokens of an account: what they are for.",
            May(OwnAccount, Account),
            |call| Box::pin(accounts::tokens(call)),
        )
    },
    Route {
        takes: Takes::Json(&accounts::TOKEN),
        gives: &[Gives::json(201, &accounts::ISSUED, "The token.")],
        ..Route::post(
            "/api/v1/accounts/{account}/tokens",
            "Issues a token for programs, shown once.",
            May(OwnAccount, Account),
            |call| Box::pin(accounts::issue(call)),
        )
    },
    Route {
        headers: &[IdempotencyKey],
        gives: DONE,
        ..Route::new(
            Verb::Delete,
            "/api/v1/tokens/{id}",
            "Revokes a token.",
            SignedIn,
            |call| Box::pin(accounts::revoke(call)),
        )
    },
];
