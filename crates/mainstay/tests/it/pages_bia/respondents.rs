//! Several respondents and several conditions in one questionnaire, by plain forms: each has an
//! answer of their own, the range is shown, the owner decides, and a workaround may go.

use continuity::access::Function::{ContinuityManager, ProcessOwner, Reader};
use serde_json::{Value, json};

use super::{PAY, answer, answer_all, begin, file, furnish, grid, page, post, taken};
use crate::served::{Served, Store};

async fn asked() -> Served {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    begin(&served).await;
    served
}

async fn questionnaire(served: &Served) -> Value {
    let path = "/api/v1/questionnaires/pay";
    served.get(ContinuityManager, path).await.json()
}

/// The grid of somebody who judges beside others.
fn beside<'a>(when: &'a str, who: &'a str, levels: [&'static str; 4]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = grid(levels);
    fields.extend([("when", when), ("new", "yes"), ("respondent", who)]);
    fields
}

#[tokio::test]
async fn two_who_disagree_are_set_side_by_side_and_the_owner_decides() {
    let served = asked().await;
    answer_all(&served).await;
    beside_anas(&served).await;
    as_a_range(&served).await;
    decided(&served).await;
    in_force(&served).await;
}

/// Ben judges beside Ana: he sees none of her answer, and needs a name that is not hers.
async fn beside_anas(served: &Served) {
    let one = format!("{PAY}/1");
    let blank = page(served, ProcessOwner, &format!("{one}?when=normal&new=yes")).await;
    assert!(
        blank.contains("Who judges") && blank.contains("It begins empty"),
        "{blank}"
    );
    assert!(
        !blank.contains("last time"),
        "one answer is no hint for the other: {blank}"
    );
    let nameless = post(
        served,
        ProcessOwner,
        &one,
        &beside("normal", "", ["0", "0", "0", "3"]),
    )
    .await;
    assert_eq!(nameless.status, 422);
    assert!(
        nameless.text.contains("say who judges"),
        "{}",
        nameless.text
    );
    let same = post(
        served,
        ProcessOwner,
        &one,
        &beside("normal", "ana", ["0", "0", "0", "3"]),
    )
    .await;
    assert!(
        same.text.contains("has judged this already"),
        "{}",
        same.text
    );
    let bens = beside("normal", "Ben", ["0", "0", "1", "2"]);
    let place = taken(served, ProcessOwner, &one, &bens).await;
    assert!(
        place.starts_with(&format!("{PAY}/2?of=pay-impact&after=")),
        "{place}"
    );
}

async fn as_a_range(served: &Served) {
    let told = questionnaire(served).await;
    let normal = &told["conditions"][0];
    assert_eq!(normal["agreement"], "undecided");
    assert_eq!(normal["least_seconds"], 86_400);
    assert_eq!(normal["greatest_seconds"], Value::Null);
    assert_eq!(normal["never_within_seconds"], 3 * 86_400);
    assert_eq!(normal["views"][0]["respondent"], "Ana");
    assert_eq!(normal["views"][0]["category"], "legal");
    assert_eq!(normal["views"][1]["respondent"], "Ben");
    assert_eq!(
        told["consequence"]["mtpd_seconds"], 86_400,
        "the least counts"
    );

    let check = page(served, ProcessOwner, &format!("{PAY}/answers")).await;
    assert!(check.contains("1 d to never within 3 d"), "{check}");
    assert!(!check.contains("Sign the answers"), "{check}");
    let answers = format!("{PAY}/answers");
    let sign = post(served, ProcessOwner, &answers, &[("do", "sign")]).await;
    assert_eq!(sign.status, 409, "{}", sign.text);
}

/// The owner decides with a reason; nobody else does.
async fn decided(served: &Served) {
    let answers = format!("{PAY}/answers");
    let bare = [
        ("do", "decide"),
        ("when", "normal"),
        ("limit.normal", "86400"),
    ];
    let told = post(served, ProcessOwner, &answers, &bare).await;
    assert_eq!(told.status, 422);
    assert!(
        told.text.contains("say why, in a sentence"),
        "{}",
        told.text
    );
    let decide = [
        ("do", "decide"),
        ("when", "normal"),
        ("limit.normal", "other"),
        ("other.normal", "2 days"),
        ("reason.normal", "Ben counts the reserve, Ana does not."),
    ];
    let told = post(served, Reader, &answers, &decide).await;
    assert_eq!(told.status, 403, "{}", told.text);
    taken(served, ProcessOwner, &answers, &decide).await;
    let told = questionnaire(served).await;
    assert_eq!(told["conditions"][0]["agreement"], "decided");
    assert_eq!(told["conditions"][0]["decided_seconds"], 2 * 86_400);
    let remark = told["questions"][3]["remark"].as_str().expect("a remark");
    assert!(
        remark.ends_with("Decided for normal times: 2 d. Ben counts the reserve, Ana does not."),
        "{remark}"
    );
}

async fn in_force(served: &Served) {
    let answers = format!("{PAY}/answers");
    taken(served, ProcessOwner, &answers, &[("do", "sign")]).await;
    taken(served, ContinuityManager, &answers, &[("do", "approve")]).await;
    for id in ["pay", "pay-impact"] {
        let path = format!("/api/v1/impacts/{id}");
        let impact = served.get(ContinuityManager, &path).await.json();
        assert_eq!(impact["meta"]["status"], "approved", "{id}");
    }
    let path = "/api/v1/targets";
    let targets = served.get(ContinuityManager, path).await.json();
    let rows = targets["items"].as_array().expect("rows");
    let pay = rows.iter().find(|row| row["id"] == "activity/pay");
    assert_eq!(pay.expect("it is there")["mtpd_seconds"], 2 * 86_400);
}

#[tokio::test]
async fn month_end_has_a_grid_of_its_own_begun_from_normal_times() {
    let served = asked().await;
    answer_all(&served).await;
    let peaks = page(&served, ProcessOwner, &format!("{PAY}/3")).await;
    assert!(peaks.contains("judge month-end"), "{peaks}");
    let begun = page(&served, ProcessOwner, &format!("{PAY}/1?when=month-end")).await;
    assert!(begun.contains("what was judged of normal times"), "{begun}");
    assert!(
        begun.contains("option value=\"4\" selected"),
        "prefilled: {begun}"
    );
    let none = questionnaire(&served).await;
    assert_eq!(none["conditions"][1]["when"], "month-end");
    assert_eq!(
        none["conditions"][1]["agreement"], "unjudged",
        "nothing is kept yet"
    );
    let mut fields = grid(["0", "3", "4", "4"]);
    fields.extend([("when", "month-end"), ("new", "yes")]);
    // What follows is said of the condition while it is typed.
    fields.push(("n", "1"));
    let side = post(
        &served,
        ProcessOwner,
        &format!("{PAY}/consequence"),
        &fields,
    )
    .await;
    assert!(
        side.text.contains("legal decides at month-end"),
        "{}",
        side.text
    );
    assert!(
        side.text.contains("the least: it is the headline"),
        "{}",
        side.text
    );
    let place = taken(&served, ProcessOwner, &format!("{PAY}/1"), &fields).await;
    assert!(
        place.starts_with(&format!("{PAY}/2?of=pay-month-end&after=")),
        "{place}"
    );
    let told = questionnaire(&served).await;
    assert_eq!(told["conditions"][0]["least_seconds"], 86_400);
    assert_eq!(told["conditions"][1]["least_seconds"], 4 * 3_600);
    assert_eq!(told["consequence"]["mtpd_when"], "month-end");
    nobody_judges_what_is_no_peak(&served).await;
}

async fn nobody_judges_what_is_no_peak(served: &Served) {
    let renamed = [
        ("peaks.0.name", "quarter-end"),
        ("peaks.0.days", "last-3-working"),
    ];
    let told = post(served, ProcessOwner, &format!("{PAY}/3"), &renamed).await;
    assert_eq!(told.status, 422);
    assert!(
        told.text
            .contains("is judged by itself in impact/pay-month-end"),
        "{}",
        told.text
    );
    let path = format!("{PAY}/1?when=quarter-end");
    let unknown = served.get(ProcessOwner, &path).await;
    assert_eq!(unknown.status, 404, "{}", unknown.text);
    let yule = json!({ "activity": "pay", "question": "impact", "records": [{ "kind": "impact",
        "id": "yule", "activity": "pay", "when": "yule", "after": ["1h"],
        "levels": { "legal": [3] } }] });
    let path = "/api/v1/campaigns/spring-2027/answer";
    let told = served.send(ProcessOwner, "POST", path, &[], &yule).await;
    assert_eq!(told.status, 422, "{}", told.text);
    assert!(
        told.text
            .contains("no peak of activity/pay; it has month-end"),
        "{}",
        told.text
    );
}

#[tokio::test]
async fn a_delegate_answers_beside_the_owner() {
    let served = asked().await;
    answer(&served, 1, &grid(["0", "2", "3", "4"])).await;
    let hand = [("do", "hand-on"), ("to", "account/reader")];
    taken(&served, ProcessOwner, &format!("{PAY}/1"), &hand).await;
    let seen = page(&served, Reader, &format!("{PAY}/1")).await;
    assert!(seen.contains("You answer as yourself"), "{seen}");
    assert!(!seen.contains("selected>4"), "it begins empty: {seen}");
    let bens = grid(["3", "3", "4", "4"]);
    taken(&served, Reader, &format!("{PAY}/1"), &bens).await;
    let told = questionnaire(&served).await;
    let views = &told["conditions"][0]["views"];
    assert_eq!(views[0]["respondent"], "person/reader");
    assert_eq!(views[0]["last_tolerable_seconds"], 0);
    assert_eq!(views[1]["impact"], "impact/pay", "the owner's answer stays");
    let mut stale = grid(["0", "0", "0", "0"]);
    stale.extend([("of", "pay-impact"), ("seen", "1")]);
    let stale = post(&served, ProcessOwner, &format!("{PAY}/1"), &stale).await;
    assert_eq!(stale.status, 422);
    assert!(
        stale.text.contains("changed by someone else meanwhile"),
        "{}",
        stale.text
    );
    let paper = page(&served, ProcessOwner, &format!("{PAY}/interview")).await;
    assert_eq!(
        paper.matches("known: ").count(),
        8,
        "both grids are printed: {paper}"
    );
    let start = page(&served, ProcessOwner, &format!("{PAY}/start")).await;
    assert!(start.contains("see who says what, and decide"), "{start}");
    let side = page(&served, ProcessOwner, &format!("{PAY}/consequence")).await;
    assert!(side.contains("they disagree"), "{side}");
    let question = page(&served, ProcessOwner, &format!("{PAY}/1?of=pay-impact")).await;
    assert!(question.contains("is intolerable already"), "{question}");
}

#[tokio::test]
async fn an_emptied_workaround_is_said_to_go_and_goes() {
    let served = asked().await;
    let vouchers = json!({ "kind": "workaround", "id": "vouchers", "name": "Paper vouchers",
        "activity": "pay", "start-within": "1h", "sustain-for": "60h" });
    file(&served, "workarounds", vouchers).await;
    answer_all(&served).await;
    let retired = page(&served, ProcessOwner, &format!("{PAY}/6")).await;
    assert!(
        retired.contains("is retired once the answers are approved"),
        "{retired}"
    );
    let answers = format!("{PAY}/answers");
    taken(&served, ProcessOwner, &answers, &[("do", "sign")]).await;
    taken(&served, ContinuityManager, &answers, &[("do", "approve")]).await;
    let path = "/api/v1/workarounds/vouchers";
    let told = served.get(ContinuityManager, path).await.json();
    assert_eq!(told["meta"]["status"], "retired");
    let whole = served
        .get(Reader, "/api/v1/campaigns/spring-2027")
        .await
        .json();
    assert_eq!(whole["questionnaires"][0]["standing"], "closed");
}

#[tokio::test]
async fn the_backlog_says_when_it_is_over_and_what_is_impossible() {
    let served = asked().await;
    answer(&served, 1, &grid(["0", "2", "3", "4"])).await;
    answer(&served, 4, &[("rto", "12 hours")]).await;
    let flow = [
        ("arrives", "100"),
        ("clears", "130"),
        ("mtpd-ends", "work-recovered"),
    ];
    answer(&served, 7, &flow).await;
    let side = page(&served, ProcessOwner, &format!("{PAY}/consequence")).await;
    // TV-7: 24 h leave 5 h 32 min; 12 h down take 40 h more.
    assert!(side.contains("an RTO of 12 h is impossible"), "{side}");
    assert!(side.contains("<strong>5 h 32 min</strong>"), "{side}");
    let flow = [
        ("arrives", "100"),
        ("clears", "130"),
        ("mtpd-ends", "mbco-reached"),
    ];
    answer(&served, 7, &flow).await;
    let side = page(&served, ProcessOwner, &format!("{PAY}/consequence")).await;
    assert!(!side.contains("is impossible"), "{side}");
    assert!(side.contains("catching up takes nothing of it"), "{side}");
    let question = page(&served, ProcessOwner, &format!("{PAY}/7")).await;
    assert!(
        question.contains("value=\"mbco-reached\" checked"),
        "{question}"
    );
}
