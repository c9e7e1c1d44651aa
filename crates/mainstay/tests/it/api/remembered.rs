//! A-04: every route that changes something is asked for it once. It writes exactly the entries
//! that belong to it; refused, for four reasons, it writes none. A changing route that this story
//! does not tell of fails the test.

mod campaigns;
mod forecasts;
mod runs;

use std::collections::BTreeSet;

use continuity::access::Function::{
    self, Administrator, ContinuityManager, Crisis, Monitor, Reader,
};
use serde_json::{Value, json};

use crate::served::{Served, Store, Told, told};

const PASSWORD: &str = "correct horse battery staple 1";
const NEXT_PASSWORD: &str = "correct horse battery staple 2";

/// Who asks.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Nobody,
    Token(Function),
    /// `boss`, who signed in.
    Cookie,
}

/// One request of the story, and the words of the events it must lead to.
struct Step<'a> {
    who: Who,
    verb: &'a str,
    route: &'a str,
    path: String,
    /// The revision seen, where the route asks for one.
    revision: Option<u32>,
    body: Option<Value>,
    words: &'a [&'a str],
}

/// A request about an account: verb, route, account, body, and the events it must lead to.
type Asked<'a> = (&'a str, &'a str, &'a str, Option<Value>, &'a [&'a str]);

struct Story {
    served: Served,
    cookie: Option<String>,
    head: u64,
    routes: BTreeSet<String>,
}

#[tokio::test]
async fn what_changes_is_remembered_and_what_is_refused_is_not_in_sqlite() {
    Story::begin(Store::Sqlite).await.tell().await;
}

#[tokio::test]
async fn what_changes_is_remembered_and_what_is_refused_is_not_in_postgresql() {
    Story::begin(Store::Postgres).await.tell().await;
}

impl Story {
    async fn begin(store: Store) -> Story {
        let mut story = Story {
            served: Served::start(store).await,
            cookie: None,
            head: 0,
            routes: BTreeSet::new(),
        };
        story.head = story.head().await;
        story
    }

    async fn tell(mut self) {
        self.records().await;
        self.warned().await;
        self.files().await;
        self.homes().await;
        self.campaigns().await;
        self.runs().await;
        self.forecasts().await;
        self.accounts().await;
        self.door().await;
        let description = told(self.served.ask(None, "GET", "/api/v1/openapi.json")).await;
        let mut changing = BTreeSet::new();
        for (_, verbs) in description.json()["paths"].as_object().expect("paths") {
            for (verb, operation) in verbs.as_object().expect("verbs") {
                let route = operation["x-route"].as_str().expect("a route");
                if verb != "get" {
                    changing.insert(format!("{} {route}", verb.to_uppercase()));
                }
            }
        }
        assert_eq!(
            self.routes, changing,
            "the story and the routes that change"
        );
    }

    async fn records(&mut self) {
        let plan = |title: &str| json!({ "kind": "plan", "id": "p", "steps": [{ "id": "s", "title": title }] });
        let why = json!({ "reason": "not yet" });
        let one = "/api/v1/{plural}/{id}";
        let steps: &[(&str, String, Option<u32>, Value, &str)] = &[
            (
                "POST",
                "/api/v1/{plural}".into(),
                None,
                plan("One"),
                "filed",
            ),
            (
                "POST",
                format!("{one}/submit"),
                Some(1),
                json!({}),
                "submitted",
            ),
            (
                "POST",
                format!("{one}/return"),
                Some(2),
                why.clone(),
                "returned",
            ),
            ("PUT", one.into(), Some(3), plan("Two"), "amended"),
            (
                "POST",
                format!("{one}/submit"),
                Some(4),
                json!({}),
                "submitted",
            ),
            (
                "POST",
                format!("{one}/approve"),
                Some(5),
                json!({}),
                "approved",
            ),
            ("POST", format!("{one}/retire"), Some(6), why, "retired"),
        ];
        for (verb, route, revision, body, word) in steps {
            let path = route.replace("{plural}", "plans").replace("{id}", "p");
            self.step(Step {
                who: Who::Token(ContinuityManager),
                verb,
                route,
                path,
                revision: *revision,
                body: Some(body.clone()),
                words: &[word],
            })
            .await;
        }
        self.arrivals().await;
    }

    /// What comes in from elsewhere: signals, files, a warning and what becomes of it.
    async fn arrivals(&mut self) {
        let route = "/api/v1/signals/alertmanager";
        let firing = json!({ "version": "4", "alerts": [{ "status": "firing",
            "labels": { "alertname": "Down", "service": "s" }, "startsAt": "2026-06-01T00:00:00Z" }] });
        for words in [&["filed"][..], &[]] {
            self.step(Step {
                who: Who::Token(Monitor),
                verb: "POST",
                route,
                path: route.into(),
                revision: None,
                body: Some(firing.clone()),
                words,
            })
            .await;
        }
        let file = r#"[{"kind":"service","id":"one"},{"kind":"service","id":"two"}]"#;
        let route = "/api/v1/import/{format}";
        self.step(Step {
            who: Who::Token(ContinuityManager),
            verb: "POST",
            route,
            path: route.replace("{format}", "mainstay"),
            revision: None,
            body: Some(json!({ "files": [{ "name": "a.json", "text": file }] })),
            words: &["filed", "filed"],
        })
        .await;
    }

    /// A warning for a site of ours comes in, a measure is declined, and it was a false alarm.
    async fn warned(&mut self) {
        let ours = r#"[{"kind":"site","id":"hall","location":{"lat":54.0,"lon":12.1}},
            {"kind":"hazard","id":"surge","sites":["hall"],"events":["storm surge"]},
            {"kind":"measure","id":"walls","answers":["hazard/surge"],"effective-after":"4h"}]"#;
        let import = "/api/v1/import/{format}";
        let square = json!([[
            [12.0, 53.9],
            [12.3, 53.9],
            [12.3, 54.1],
            [12.0, 54.1],
            [12.0, 53.9]
        ]]);
        let warning = json!({ "type": "FeatureCollection", "features": [{
            "id": "urn:w1", "type": "Feature",
            "geometry": { "type": "Polygon", "coordinates": square },
            "properties": { "id": "w1", "areaDesc": "Coast", "sent": "2026-06-01T00:00:00Z",
                "onset": "2098-01-01T00:00:00Z", "expires": "2099-01-01T00:00:00Z",
                "status": "Actual", "messageType": "Alert", "event": "Storm surge",
                "severity": "Severe", "certainty": "Likely", "urgency": "Expected",
                "sender": "met@example.org" } }] });
        let arrive = "/api/v1/warnings";
        let steps = [
            (
                import,
                import.replace("{format}", "mainstay"),
                json!({ "files": [{ "name": "b.json", "text": ours }] }),
                &["filed", "filed", "filed"][..],
            ),
            (
                arrive,
                arrive.into(),
                warning,
                &["feed-heard", "warning-received"],
            ),
        ];
        for (route, path, body, words) in steps {
            self.sent(ContinuityManager, route, path, body, words).await;
        }
        let board = self.served.get(Administrator, arrive).await.json();
        let id = board["warnings"][0]["id"]
            .as_str()
            .expect("a warning")
            .to_string();
        let decide = "/api/v1/warnings/{warning}/precautions";
        let judge = "/api/v1/warnings/{warning}/outcome";
        let no = json!({ "measure": "walls", "accept": false, "reason": "they stand already" });
        let steps = [
            (Crisis, decide, no, &["precaution-declined"][..]),
            (
                ContinuityManager,
                judge,
                json!({ "came": "false-alarm" }),
                &["warning-judged"],
            ),
        ];
        for (who, route, body, words) in steps {
            let path = route.replace("{warning}", &id);
            self.sent(who, route, path, body, words).await;
        }
    }

    async fn sent(
        &mut self,
        who: Function,
        route: &str,
        path: String,
        body: Value,
        words: &[&str],
    ) {
        self.step(Step {
            who: Who::Token(who),
            verb: "POST",
            route,
            path,
            revision: None,
            body: Some(body),
            words,
        })
        .await;
    }

    async fn files(&mut self) {
        let put = self
            .step(Step {
                who: Who::Token(ContinuityManager),
                verb: "POST",
                route: "/api/v1/{plural}/{id}/attachments",
                path: "/api/v1/plans/p/attachments?name=note.txt".into(),
                revision: None,
                body: None,
                words: &["attached"],
            })
            .await;
        let digest = put.json()["digest"].as_str().expect("a digest").to_string();
        self.step(Step {
            who: Who::Token(ContinuityManager),
            verb: "DELETE",
            route: "/api/v1/attachments/{digest}",
            path: format!("/api/v1/attachments/{digest}"),
            revision: None,
            body: Some(json!({ "reason": "asked for" })),
            words: &["erased"],
        })
        .await;
    }

    async fn homes(&mut self) {
        let route = "/api/v1/homes/{home}";
        let file = "kind: service\nid: homed\n";
        let files = json!({ "files": [{ "name": "a.yaml", "text": file }] });
        let change = json!({ "kind": "service", "id": "homed", "name": "Homed" });
        let propose = "/api/v1/{plural}/{id}/propose";
        let steps: [(&str, &str, Option<Value>, &[&str]); 3] = [
            ("POST", route, Some(files), &["filed", "synced"]),
            // The one route that is a question, though it is asked by POST.
            ("POST", propose, Some(change), &[]),
            ("DELETE", route, None, &["homed", "home-left"]),
        ];
        for (verb, route, body, words) in steps {
            let path = route.replace("{plural}", "services");
            self.step(Step {
                who: Who::Token(ContinuityManager),
                verb,
                route,
                path: path.replace("{id}", "homed").replace("{home}", "platform"),
                revision: None,
                body,
                words,
            })
            .await;
        }
    }

    async fn accounts(&mut self) {
        let boss = json!({ "account": "boss", "name": "Boss", "password": PASSWORD,
            "functions": [{ "function": "administrator" }] });
        let grant = json!({ "function": "scribe" });
        let identity = json!({ "identity": { "issuer": "https://id.example", "subject": "r" } });
        let close = json!({ "reason": "left" });
        let functions = "/api/v1/accounts/{account}/functions";
        let steps: &[Asked<'_>] = &[
            (
                "POST",
                "/api/v1/accounts",
                "",
                Some(boss),
                &["account-opened", "granted"],
            ),
            ("POST", functions, "sponsor", Some(grant), &["granted"]),
            (
                "DELETE",
                "/api/v1/accounts/{account}/functions/{function}",
                "sponsor",
                None,
                &["withdrawn"],
            ),
            (
                "PATCH",
                "/api/v1/accounts/{account}",
                "sponsor",
                Some(identity),
                &["identity-linked"],
            ),
            (
                "POST",
                "/api/v1/accounts/{account}/close",
                "crisis",
                Some(close),
                &["account-closed"],
            ),
        ];
        for (verb, route, account, body, words) in steps {
            let path = route.replace("{account}", account);
            self.step(Step {
                who: Who::Token(Administrator),
                verb,
                route,
                path: path.replace("{function}", "scribe"),
                revision: None,
                body: body.clone(),
                words,
            })
            .await;
        }
    }

    /// Signing in and out, and what only someone who signed in may.
    async fn door(&mut self) {
        self.sign_in(
            json!({ "account": "boss", "password": PASSWORD }),
            &["signed-in"],
        )
        .await;
        let codes = self
            .own("recovery-codes", None, &["verifier-changed"])
            .await;
        let code = codes.json()["codes"][0]
            .as_str()
            .expect("a code")
            .to_string();
        let by_code = json!({ "account": "boss", "code": code });
        self.sign_in(by_code, &["break-glass-used", "signed-in"])
            .await;
        self.step(Step {
            who: Who::Token(Administrator),
            verb: "POST",
            route: "/api/v1/alarms/{account}/acknowledge",
            path: "/api/v1/alarms/boss/acknowledge".into(),
            revision: None,
            body: Some(json!({ "found": "it was a test" })),
            words: &["alarm-acknowledged"],
        })
        .await;
        let change = json!({ "password": NEXT_PASSWORD, "current": PASSWORD });
        self.own("password", Some(change), &["verifier-changed"])
            .await;
        self.sign_in(
            json!({ "account": "boss", "password": NEXT_PASSWORD }),
            &["signed-in"],
        )
        .await;
        let token = json!({ "name": "a script", "functions": [] });
        let issued = self.own("tokens", Some(token), &["token-issued"]).await;
        let id = issued.json()["id"].as_str().expect("an id").to_string();
        self.signed("DELETE", "/api/v1/tokens/{id}", &id, &["token-revoked"])
            .await;
        let first = self.sessions().await;
        self.sign_in(
            json!({ "account": "boss", "password": NEXT_PASSWORD }),
            &["signed-in"],
        )
        .await;
        let other = first.first().expect("the session before");
        self.signed("DELETE", "/api/v1/sessions/{id}", other, &["signed-out"])
            .await;
        self.signed("DELETE", "/api/v1/session", "", &["signed-out"])
            .await;
        self.sign_in(
            json!({ "account": "boss", "password": NEXT_PASSWORD }),
            &["signed-in"],
        )
        .await;
        self.signed("DELETE", "/api/v1/sessions", "", &["sessions-ended"])
            .await;
    }

    async fn sign_in(&mut self, body: Value, words: &[&str]) {
        self.cookie = None;
        self.step(Step {
            who: Who::Nobody,
            verb: "POST",
            route: "/api/v1/session",
            path: "/api/v1/session".into(),
            revision: None,
            body: Some(body),
            words,
        })
        .await;
        assert!(self.cookie.is_some(), "signing in gives a cookie");
    }

    async fn own(&mut self, what: &str, body: Option<Value>, words: &[&str]) -> Told {
        self.step(Step {
            who: Who::Cookie,
            verb: "POST",
            route: &format!("/api/v1/accounts/{{account}}/{what}"),
            path: format!("/api/v1/accounts/boss/{what}"),
            revision: None,
            body,
            words,
        })
        .await
    }

    async fn signed(&mut self, verb: &str, route: &str, id: &str, words: &[&str]) {
        self.step(Step {
            who: Who::Cookie,
            verb,
            route,
            path: route.replace("{id}", id),
            revision: None,
            body: None,
            words,
        })
        .await;
    }

    async fn sessions(&mut self) -> Vec<String> {
        let request = self.served.ask(None, "GET", "/api/v1/sessions");
        let cookie = self.cookie.clone().expect("someone signed in");
        let list = told(request.header("cookie", cookie)).await.json();
        let ids = list["items"].as_array().expect("sessions").iter();
        ids.map(|one| one["id"].as_str().expect("an id").to_string())
            .collect()
    }

    /// Asks in vain, then asks, and compares what is remembered.
    async fn step(&mut self, step: Step<'_>) -> Told {
        self.refused(&step).await;
        let answer = self
            .ask(&step, step.who, step.revision, step.body.as_ref())
            .await;
        let what = format!("{} {}", step.verb, step.path);
        assert!(answer.status.is_success(), "{what}: {}", answer.text);
        if let Some(set) = answer.headers.get("set-cookie") {
            let set = set.to_str().expect("a cookie");
            self.cookie = set.split(';').next().map(str::to_string);
        }
        let path = format!("/api/v1/journal?after={}", self.head);
        let entries = self.served.get(Administrator, &path).await.json();
        let entries = entries["items"].as_array().expect("entries");
        let words: Vec<&str> = entries
            .iter()
            .map(|entry| entry["event"].as_str().expect("a word"))
            .collect();
        assert_eq!(words, step.words, "{what}");
        self.head = self.head().await;
        self.routes.insert(format!("{} {}", step.verb, step.route));
        answer
    }

    /// By nobody, by one who may not, with a body that is none, on a revision that is gone.
    async fn refused(&mut self, step: &Step<'_>) {
        let what = format!("{} {}", step.verb, step.path);
        let body = step.body.as_ref();
        if step.who != Who::Nobody && step.route != "/api/v1/session" {
            let answer = self.ask(step, Who::Nobody, step.revision, body).await;
            assert_eq!(answer.status, 401, "{what} by nobody");
        }
        if step.who != Who::Nobody && step.route != "/api/v1/session" && !step.words.is_empty() {
            let reader = Who::Token(Reader);
            let answer = self.ask(step, reader, step.revision, body).await;
            let status = answer.status.as_u16();
            assert!(matches!(status, 403 | 404), "{what} by a reader: {status}");
        }
        if body.is_some() {
            let nonsense = json!({ "nonsense": true });
            let answer = self
                .ask(step, step.who, step.revision, Some(&nonsense))
                .await;
            assert_eq!(answer.status, 422, "{what}: {}", answer.text);
        }
        if step.revision.is_some() {
            let answer = self.ask(step, step.who, Some(99), body).await;
            assert_eq!(answer.status, 412, "{what}: {}", answer.text);
        }
        assert_eq!(
            self.head().await,
            self.head,
            "{what}, refused, is remembered"
        );
    }

    async fn ask(
        &self,
        step: &Step<'_>,
        who: Who,
        revision: Option<u32>,
        body: Option<&Value>,
    ) -> Told {
        let function = match who {
            Who::Token(function) => Some(function),
            Who::Nobody | Who::Cookie => None,
        };
        let mut request = self.served.ask(function, step.verb, &step.path);
        if let (Who::Cookie, Some(cookie)) = (who, &self.cookie) {
            request = request
                .header("cookie", cookie)
                .header("sec-fetch-site", "same-origin");
        }
        if let Some(revision) = revision {
            request = request.header("if-match", format!("\"{revision}\""));
        }
        request = match body {
            Some(body) => request.json(body),
            None if step.route.ends_with("attachments") => request.body("bytes"),
            None => request,
        };
        told(request).await
    }

    async fn head(&self) -> u64 {
        let head = self.served.get(Administrator, "/api/v1/journal/head").await;
        head.json()["seq"].as_u64().expect("a number")
    }
}
