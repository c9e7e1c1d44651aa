//! Every answer of the server equals the command's on the same files, byte for byte.

use std::path::Path;

use continuity::access::Function::Administrator;

use super::{example, import};
use crate::binary::mainstay;
use crate::served::{STORES, Served, Store};

const AT: &str = "2026-06-01T10:00:00Z";

/// What is asked: the path with its query, and the command with its arguments.
struct Question {
    path: String,
    command: Vec<String>,
}

/// A question in both tongues: `{}` is where the folder goes.
fn question(path: &str, command: &str) -> Question {
    let join = if path.contains('?') { '&' } else { '?' };
    let at = if command.starts_with("deadline") {
        ""
    } else {
        AT
    };
    let path = match at {
        "" => format!("/api/v1/{path}"),
        at => format!("/api/v1/{path}{join}at={at}"),
    };
    let mut command: Vec<String> = command.split(' ').map(str::to_string).collect();
    if !at.is_empty() {
        command.extend(["--at".to_string(), at.to_string()]);
    }
    command.extend(["--format".to_string(), "json".to_string()]);
    Question { path, command }
}

fn questions(folder: &Path) -> Vec<Question> {
    let name = folder.file_name().expect("a name").to_string_lossy();
    let mut all = vec![
        question("check", "check {}"),
        question("check?simulate=true", "check {} --simulate"),
        question("targets", "targets {}"),
        question("targets?hours=true", "targets {} --hours"),
        question("ask", "ask {}"),
        question("margin", "margin {}"),
        question("unknown", "unknown {}"),
        question("unknown?order=3", "unknown {} --order 3"),
        question("forecast", "forecast {}"),
        question("forecast?within=365d", "forecast {} --within 365d"),
    ];
    match &*name {
        "havensund" => all.extend([
            question("impact?lose=site/rst1", "impact {} --lose site/rst1"),
            question("recover?lose=site/rst1", "recover {} --lose site/rst1"),
            question(
                "recover?scenario=rostock-lost&seed=4&budget=200",
                "recover {} --scenario rostock-lost --seed 4 --budget 200",
            ),
            question(
                "impact?lose=scenario/rostock-lost",
                "impact {} --lose scenario/rostock-lost",
            ),
            question("targets?of=book-freight", "targets {} --of book-freight"),
            question(
                "weaknesses?of=book-freight",
                "weaknesses {} --of book-freight",
            ),
            question(
                "weaknesses?of=book-freight&breach=true&people=true&order=2",
                "weaknesses {} --of book-freight --breach --people --order 2",
            ),
            question(
                "deadline?calendar=office&start=2026-06-19T16:30&within=4h",
                "deadline {} --calendar office --start 2026-06-19T16:30 --within 4h",
            ),
        ]),
        _ => all.extend([
            question(
                "impact?lose=site/us-east1",
                "impact {} --lose site/us-east1",
            ),
            question(
                "weaknesses?of=service/ai-gateway",
                "weaknesses {} --of service/ai-gateway",
            ),
        ]),
    }
    all
}

async fn the_same(store: Store, name: &str) {
    let served = Served::start(store).await;
    let folder = example(name);
    let imported = import(&served, &folder, "").await;
    assert_eq!(imported.status, 200, "{}", imported.text);
    let folder_text = folder.to_str().expect("a readable path");
    for Question { path, command } in questions(&folder) {
        let arguments: Vec<&str> = command
            .iter()
            .map(|word| if word == "{}" { folder_text } else { word })
            .collect();
        let of_files = mainstay(&arguments);
        let of_server = served.get(Administrator, &path).await;
        assert_eq!(of_files.err, "", "{arguments:?}");
        assert_eq!(of_server.status, 200, "{path}: {}", of_server.text);
        assert_eq!(of_server.header("content-type"), "application/json");
        assert!(
            of_server.text == of_files.out,
            "{path} on {store:?} is another answer"
        );
    }
}

#[tokio::test]
async fn every_answer_about_havensund_is_that_of_the_command() {
    for store in STORES {
        the_same(store, "havensund").await;
    }
}

#[tokio::test]
async fn every_answer_about_gitlab_is_that_of_the_command() {
    for store in STORES {
        the_same(store, "gitlab-com").await;
    }
}

#[tokio::test]
async fn a_change_between_two_points_is_that_between_two_folders() {
    let served = Served::start(Store::Sqlite).await;
    let fixtures = crate::binary::fixtures();
    let seq = |told: &crate::served::Told| told.header("etag").trim_matches('"').to_string();
    let before = import(&served, &fixtures.join("shop"), "").await;
    let after = import(&served, &fixtures.join("shop_changed"), "").await;
    let (from, to) = (seq(&before), seq(&after));
    let path = format!("/api/v1/diff?from={from}&to={to}&at={AT}");
    let mut of_server = served.get(Administrator, &path).await.json();
    let command = [
        "diff",
        "shop",
        "shop_changed",
        "--at",
        AT,
        "--format",
        "json",
    ];
    let mut of_files = mainstay(&command).json();
    for answer in [&mut of_server, &mut of_files] {
        // Lines moved in the file below what changed; what was not changed was not read again.
        for list in ["broke", "introduced", "mended"] {
            for finding in answer[list].as_array_mut().expect("a list") {
                finding["at"] = serde_json::Value::Null;
            }
        }
    }
    assert!(!of_files["broke"].as_array().expect("a list").is_empty());
    assert_eq!(of_server, of_files);
    // The present of then is still there.
    let then = served
        .get(
            Administrator,
            &format!("/api/v1/check?as-of={from}&at={AT}"),
        )
        .await;
    let then_of_files = mainstay(&["check", "shop", "--at", AT, "--format", "json"]);
    assert!(then.text == then_of_files.out);
    for (format, media) in [
        ("sarif", "application/sarif+json"),
        ("junit", "application/xml"),
    ] {
        for path in ["check?", "diff?from=1&"] {
            let told = served
                .get(Administrator, &format!("/api/v1/{path}format={format}"))
                .await;
            assert_eq!(
                (told.status.as_u16(), told.header("content-type")),
                (200, media)
            );
        }
    }
}

#[tokio::test]
async fn what_needs_no_records_is_told_to_anyone() {
    let served = Served::start(Store::Sqlite).await;
    let schema = crate::served::told(served.ask(None, "GET", "/api/v1/schema")).await;
    assert!(schema.text == mainstay(&["schema"]).out);
    for code in ["target-missed", "no-deputy", "findings", "rules"] {
        let path = format!("/api/v1/explain/{code}");
        let told = crate::served::told(served.ask(None, "GET", &path)).await;
        assert!(told.text == mainstay(&["explain", code, "--format", "json"]).out);
    }
    let wrong = crate::served::told(served.ask(None, "GET", "/api/v1/explain/no-deputies")).await;
    let problem = wrong.problem(404, "unknown");
    let detail = problem["detail"].as_str().expect("a text");
    assert!(detail.contains("did you mean `no-deputy`?"), "{detail}");
}

#[tokio::test]
async fn what_cannot_be_meant_is_told_with_the_nearest_names() {
    let served = Served::start(Store::Sqlite).await;
    import(&served, &crate::binary::fixtures().join("shop"), "").await;
    for (path, says) in [
        ("impact?lose=service/shap", "did you mean service/shop?"),
        ("recover?lose=service/shap", "did you mean service/shop?"),
        ("recover", "what is lost?"),
        ("impact?lose=scenario/none", "there is no scenario `none`"),
        ("weaknesses?of=vaolt", "component/vault"),
        ("targets?of=nowhere", "no item is called `nowhere`"),
        (
            "deadline?calendar=office&start=2026-06-19T16:30&within=4h",
            "no calendar is called",
        ),
        (
            "deadline?calendar=office&start=2026-06-19T16:30&within=4",
            "4",
        ),
    ] {
        let told = served.get(Administrator, &format!("/api/v1/{path}")).await;
        let problem = told.problem(422, "invalid");
        let detail = problem["detail"].as_str().expect("a text");
        assert!(detail.contains(says), "{path}: {detail}");
    }
    let path = "/api/v1/weaknesses?breach=yes&order=9&unknwon=1&of=a&of=b";
    let problem = served
        .get(Administrator, path)
        .await
        .problem(422, "invalid");
    let faults = problem["errors"].as_array().expect("a list");
    let fields: Vec<&str> = faults
        .iter()
        .filter_map(|it| it["field"].as_str())
        .collect();
    assert_eq!(fields, ["breach", "order", "unknwon", "of"]);
}

/// S-17: what is computed has a budget of its own; reading a plan does not wait for it.
#[tokio::test]
async fn reading_does_not_wait_for_what_is_computed() {
    let served = Served::start(Store::Sqlite).await;
    import(&served, &example("havensund"), "").await;
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..24 {
        let path = "/api/v1/check?simulate=true";
        asked.spawn(crate::served::told(served.ask(
            Some(Administrator),
            "GET",
            path,
        )));
    }
    let plans = served.get(Administrator, "/api/v1/plans").await;
    assert_eq!(plans.status, 200, "{}", plans.text);
    let waits = std::iter::from_fn(|| asked.try_join_next()).count();
    assert!(waits < 24, "the plans came after every answer");
    while let Some(told) = asked.join_next().await {
        // Late in the queue one is told to ask again: busy is no fault.
        let status = told.expect("it ends").status.as_u16();
        assert!(matches!(status, 200 | 503), "{status}");
    }
}
