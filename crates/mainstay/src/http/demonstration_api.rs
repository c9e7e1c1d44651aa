//! Signing in to a demonstration: one click, no password. Anywhere else this is not there.

use axum::response::Response;
use continuity::access::functions;

use super::call::Call;
use super::page_api::{local, to};
use super::problem::Problem;
use crate::demo::accounts::{does, words};
use crate::web::sign_in::Player;

/// Who can be tried out here; nobody where this is no demonstration.
pub fn players(call: &Call) -> Vec<Player> {
    if !call.doors.demonstration {
        return Vec::new();
    }
    let present = call.doors.ledger.present();
    let state = &present.state;
    let mut players: Vec<(usize, Player)> = state
        .accounts()
        .filter_map(|(id, account)| {
            let actor = continuity::actor::Actor::Account {
                id: id.to_owned(),
                via: None,
            };
            let function = functions(state, &actor, call.now).first().copied()?;
            let (rank, does) = does(function);
            let player = Player {
                account: id.to_owned(),
                name: account.name.to_string(),
                function: words(function),
                does,
            };
            Some((rank, player))
        })
        .collect();
    players.sort_by_key(|(rank, _)| *rank);
    players.into_iter().map(|(_, player)| player).collect()
}

/// Signs in as someone.
pub async fn be(call: Call) -> Result<Response, Problem> {
    if !call.doors.demonstration {
        return Err(Problem::unknown("that"));
    }
    let form = call.form();
    let field = |name: &str| form.text(name).unwrap_or_default();
    let (account, next) = (field("account"), local(field("next")));
    let present = call.doors.ledger.present();
    if !present.state.account(account).is_some_and(|it| !it.closed) {
        return Err(Problem::unknown("that account"));
    }
    let access = &call.doors.access;
    let signed_in = access
        .open(account, "demonstration", None, call.comer())
        .await;
    let signed_in = signed_in.map_err(|unsigned| call.unsigned(unsigned))?;
    Ok(call.signed_in(to(&next), &signed_in).await)
}
