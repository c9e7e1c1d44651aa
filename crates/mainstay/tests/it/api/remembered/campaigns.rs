//! The routes of campaigns: an impact analysis from its beginning to its close.

use continuity::access::Function::ContinuityManager;
use serde_json::{Value, json};

use super::{Step, Story, Who};

const ANSWERED: &[&str] = &["questionnaire-answered"];
const TOPICS: [&str; 8] = [
    "loss",
    "peaks",
    "targets",
    "minimum",
    "workaround",
    "backlog",
    "needs",
    "confidence",
];

impl Story {
    pub(super) async fn campaigns(&mut self) {
        let import = "/api/v1/import/{format}";
        let asked = r#"[{"kind":"person","id":"helper"},{"kind":"activity","id":"asked"}]"#;
        self.step(Step {
            who: Who::Token(ContinuityManager),
            verb: "POST",
            route: import,
            path: import.replace("{format}", "mainstay"),
            revision: None,
            body: Some(json!({ "files": [{ "name": "asked.json", "text": asked }] })),
            words: &["filed", "filed"],
        })
        .await;
        let begin = json!({ "id": "spring", "name": "Spring", "activities": ["asked"] });
        let begun = &["campaign-begun", "questionnaire-sent"];
        self.of_campaign("", begin, begun).await;
        let chase = json!({ "activities": ["asked"] });
        self.of_campaign("/chase", chase, &["questionnaire-chased"])
            .await;
        let hand = json!({ "activity": "asked", "question": "loss", "to": "person/helper" });
        self.of_campaign("/delegate", hand, &["questionnaire-delegated"])
            .await;
        let impact = json!({ "kind": "impact", "id": "asked", "activity": "asked",
            "after": ["1h", "8h"], "levels": { "legal": [1, 3] } });
        let first = json!({ "activity": "asked", "question": "impact", "records": [impact] });
        let filed = &["filed", "questionnaire-answered"];
        self.of_campaign("/answer", first, filed).await;
        for topic in TOPICS {
            let answer = json!({ "activity": "asked", "question": topic, "records": [] });
            self.of_campaign("/answer", answer, ANSWERED).await;
        }
        let asked = || json!({ "activity": "asked" });
        let signed = &["amended", "questionnaire-signed"];
        self.of_campaign("/sign", asked(), signed).await;
        let doubt = json!({ "activity": "asked", "reason": "Only three?" });
        let returned = &["returned", "answer-contested"];
        self.of_campaign("/return", doubt, returned).await;
        self.of_campaign("/sign", asked(), signed).await;
        self.of_campaign("/approve", asked(), &["approved"]).await;
        let doubt = json!({ "activity": "asked", "text": "Looked at again?" });
        self.of_campaign("/contest", doubt, &["answer-contested"])
            .await;
        let close = json!({ "reason": "all are in" });
        self.of_campaign("/close", close, &["campaign-closed"])
            .await;
    }

    async fn of_campaign(&mut self, rest: &str, body: Value, words: &[&str]) {
        let place = if rest.is_empty() { "" } else { "/{campaign}" };
        let route = format!("/api/v1/campaigns{place}{rest}");
        self.step(Step {
            who: Who::Token(ContinuityManager),
            verb: "POST",
            route: &route,
            path: route.replace("{campaign}", "spring"),
            revision: None,
            body: Some(body),
            words,
        })
        .await;
    }
}
