//! The routes of folders that are homes of records, and of how the journal is kept.

use continuity::access::Action::{Read, ReadLog, Sync};

use crate::http::home_api as homes;
use crate::http::keeping_api as keeping;
use crate::http::route::Header::{IdempotencyKey, IfMatchHead};
use crate::http::route::Needs::May;
use crate::http::route::On::{Journal, Record, Whole};
use crate::http::route::{Gives, Route, Takes, Verb};
use crate::http::shape;

/// Folders that are homes.
pub const HOMES: &[Route] = &[
    Route {
        gives: &[Gives::json(200, &shape::HOMES, "The folders.")],
        ..Route::get(
            "/api/v1/homes",
            "The folders that are the home of records.",
            May(Read, Whole),
            |call| Box::pin(homes::list(call)),
        )
    },
    Route {
        query: homes::SYNC,
        headers: &[IfMatchHead, IdempotencyKey],
        takes: Takes::Files,
        gives: &[Gives::json(200, &shape::SYNC, "What it changed, or would.")],
        ..Route::post(
            "/api/v1/homes/{home}",
            "Brings a folder into step: it is the home of the records it holds, and what it no \
             longer holds is retired. Says what that would change.",
            May(Sync, Whole),
            |call| Box::pin(homes::sync(call)),
        )
    },
    Route {
        headers: &[IdempotencyKey],
        gives: &[Gives::json(200, &shape::RECEIPT, "It is done.")],
        ..Route::new(
            Verb::Delete,
            "/api/v1/homes/{home}",
            "Ends a folder's being the home of records: they can be changed here.",
            May(Sync, Whole),
            |call| Box::pin(homes::leave(call)),
        )
    },
    Route {
        headers: &[],
        takes: Takes::Json(&shape::RECORD),
        gives: &[Gives::body(
            200,
            homes::PATCH,
            "The patch; empty where nothing would change.",
        )],
        ..Route::post(
            "/api/v1/{plural}/{id}/propose",
            "A change of a record whose home is a folder, as a patch for that folder. Nothing is \
             written.",
            May(Read, Record),
            |call| Box::pin(homes::propose(call)),
        )
    },
];

/// How the journal is kept.
pub const KEEPING: &[Route] = &[Route {
    gives: &[Gives::json(200, &shape::KEEPING, "How it stands.")],
    ..Route::get(
        "/api/v1/keeping",
        "Backups, rehearsals of bringing them back, and checkpoints kept elsewhere: when last, and \
         what is wrong with them.",
        May(ReadLog, Journal),
        |call| Box::pin(keeping::keeping(call)),
    )
}];
