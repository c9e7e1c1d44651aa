//! Forecasts are kept as they are made.

use continuity::access::Function::Administrator;
use serde_json::json;

use super::{Step, Story, Who};
use crate::served::told;

impl Story {
    pub(super) async fn forecasts(&mut self) {
        let hazard = json!({ "kind": "hazard", "id": "flood", "status": "approved",
            "prior": { "events": 1, "years": 20 } });
        self.step(Step {
            who: Who::Token(Administrator),
            verb: "POST",
            route: "/api/v1/{plural}",
            path: "/api/v1/hazards".into(),
            revision: None,
            body: Some(hazard),
            words: &["filed"],
        })
        .await;
        self.step(Step {
            who: Who::Token(Administrator),
            verb: "POST",
            route: "/api/v1/forecasts",
            path: "/api/v1/forecasts".into(),
            revision: None,
            body: None,
            words: &["forecasts-made"],
        })
        .await;
        let kept = told(
            self.served
                .ask(Some(Administrator), "GET", "/api/v1/forecasts"),
        )
        .await;
        let kept = kept.json();
        assert_eq!(
            (kept["kept"].as_u64(), kept["open"].as_u64()),
            (Some(1), Some(1))
        );
        assert_eq!(kept["items"][0]["key"], "hazard/flood");
    }
}
