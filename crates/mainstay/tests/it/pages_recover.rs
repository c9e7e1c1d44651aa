//! The page of a recovery, on a real server that holds `examples/havensund`: its figures are those
//! of the answer, what is typed wrongly is told, and nothing in a name is markup.

use std::path::Path;
use std::process::Command;

use continuity::access::Function;

use crate::served::{Served, Store, token};

const MANAGER: Function = Function::ContinuityManager;
const AT: &str = "2026-11-20T12:00:00Z";

/// Imported by someone who may approve policies, so that their leads count.
async fn havensund() -> Served {
    let served = Served::start(Store::Sqlite).await;
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/havensund");
    let imported = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(["import", "mainstay"])
        .arg(example)
        .args(["--yes", "--quiet", "--into", &served.url])
        .env("MAINSTAY_TOKEN", token(Function::Administrator))
        .output()
        .expect("the binary runs");
    assert!(imported.status.success());
    served
}

/// `+1:05`, written from the rule.
fn clock(seconds: i64) -> String {
    format!("+{}:{:02}", seconds / 3_600, seconds / 60 % 60)
}

#[tokio::test]
async fn the_page_shows_what_the_answer_says() {
    let served = havensund().await;
    let query = format!("lose=scenario/rostock-lost&at={AT}");
    let told = served
        .get(MANAGER, &format!("/api/v1/recover?{query}"))
        .await
        .json();
    let page = served
        .get(MANAGER, &format!("/implementation/recover?{query}"))
        .await;
    assert_eq!(page.status, 200);
    for task in told["tasks"].as_array().expect("a list") {
        let id = task["id"].as_str().expect("a text");
        let starts = clock(task["starts_seconds"].as_i64().expect("a number"));
        assert!(page.text.contains(id), "{id} is missing");
        assert!(page.text.contains(&starts), "{starts} of {id} is missing");
    }
    let late = told["late_count"].as_u64().expect("a number");
    assert!(page.text.contains(&format!("{late} of ")));
    let plans = told["plans"].as_array().expect("a list");
    let fits = |plan: &&serde_json::Value| plan["alone_late"] == serde_json::json!([]);
    let says = format!(
        "Alone {} of {} plans keep their targets; together 1 of these do not",
        plans.iter().filter(fits).count(),
        plans.len()
    );
    assert!(page.text.contains(&says), "{says}");
    assert!(page.text.contains("Promises that cannot all be kept"));
    assert!(page.text.contains("The bottleneck is"));
    assert!(!page.text.contains("style=\"") && !page.text.contains("onclick"));
    for anchor in [
        "plans", "people", "conflict", "back", "tasks", "drawing", "critical", "method",
    ] {
        assert!(page.text.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
}

#[tokio::test]
async fn without_a_loss_it_asks_and_what_is_wrong_is_told() {
    let served = havensund().await;
    let page = |path: &'static str| {
        let served = &served;
        async move { served.get(MANAGER, path).await }
    };
    let empty = page("/implementation/recover").await;
    assert_eq!(empty.status, 200);
    assert!(empty.text.contains("/implementation/recover?lose=scenario"));
    let unknown = page("/implementation/recover?lose=%3Cb%3Erst").await;
    assert_eq!(unknown.status, 200);
    assert!(unknown.text.contains("no item is called"));
    assert!(!unknown.text.contains("<b>rst"));
    let time = page("/implementation/recover?lose=rst1&at=noonish").await;
    assert!(time.text.contains("is no time; write 2026-06-19 16:30"));
}
