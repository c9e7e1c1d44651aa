//! The routes of runs: a plan carried out from its start to its verification.

use continuity::access::Function::{Administrator, ContinuityManager};
use serde_json::{Value, json};

use super::{Step, Story, Who};
use crate::served::told;

impl Story {
    pub(super) async fn runs(&mut self) {
        let import = "/api/v1/import/{format}";
        let plan = r#"[{"kind":"plan","id":"run-me","status":"approved","steps":[{"id":"s"}]}]"#;
        self.step(Step {
            who: Who::Token(ContinuityManager),
            verb: "POST",
            route: import,
            path: import.replace("{format}", "mainstay"),
            revision: None,
            body: Some(json!({ "files": [{ "name": "a.json", "text": plan }] })),
            words: &["filed"],
        })
        .await;
        let start = json!({ "plan": "run-me", "mode": "exercise" });
        let started = self.of_run("", "", start, &["run-started"]).await;
        let place = started.header("location").to_string();
        let run = place.rsplit('/').next().expect("an id").to_string();
        let done = json!({ "what": "done" });
        let of = |rest: &str| format!("/{{run}}{rest}");
        self.of_run(&of("/steps/{step}"), &run, done, &["step-done"])
            .await;
        let note = json!({ "text": "all is quiet" });
        self.of_run(&of("/notes"), &run, note, &["run-noted"]).await;
        let end = json!({ "outcome": "passed" });
        self.of_run(&of("/stand-down"), &run, end, &["run-stood-down"])
            .await;
        let yes = json!({ "confirmed": true });
        self.step(Step {
            who: Who::Token(Administrator),
            verb: "POST",
            route: "/api/v1/runs/{run}/verification",
            path: format!("/api/v1/runs/{run}/verification"),
            revision: None,
            body: Some(yes),
            words: &["run-verified"],
        })
        .await;
        let read = told(self.served.ask(Some(Administrator), "GET", &place)).await;
        assert_eq!(read.json()["verified"]["confirmed"], true, "{}", read.text);
    }

    async fn of_run(
        &mut self,
        rest: &str,
        run: &str,
        body: Value,
        words: &[&str],
    ) -> crate::served::Told {
        let route = format!("/api/v1/runs{rest}");
        self.step(Step {
            who: Who::Token(ContinuityManager),
            verb: "POST",
            route: &route,
            path: route.replace("{run}", run).replace("{step}", "s"),
            revision: None,
            body: Some(body),
            words,
        })
        .await
    }
}
