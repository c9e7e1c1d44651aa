//! Passwords against verifiers that were really made.

use super::{Passwords, weakness};
use crate::access::secret::Secret;

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

#[tokio::test]
async fn a_password_answers_to_its_own_verifier_alone() {
    let passwords = Passwords::new();
    let verifier = passwords.hash(secret("seven boats at anchor")).await;
    assert!(
        verifier.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{verifier}"
    );
    let other = passwords.hash(secret("seven boats at anchor")).await;
    assert_ne!(verifier, other, "salted");
    assert!(
        passwords
            .check(secret("seven boats at anchor"), Some(verifier.clone()))
            .await
    );
    assert!(
        !passwords
            .check(secret("seven boats at anchoR"), Some(verifier))
            .await
    );
    assert!(
        !passwords
            .check(secret("seven boats"), Some("no verifier".into()))
            .await
    );
}

#[tokio::test]
async fn an_unknown_account_costs_the_same_work() {
    let passwords = Passwords::new();
    assert!(!passwords.check(secret("seven boats at anchor"), None).await);
    assert_eq!(passwords.checked(), 1);
}

#[test]
fn weak_ones_are_refused_with_a_reason() {
    let weak = |text: &str| weakness(&secret(text), "ada").unwrap_or_default();
    assert!(weak("short").contains("15"));
    assert!(weak(&"a b ".repeat(100)).contains("256"));
    assert!(weak("aaaaaaaaaaaaaaaaaaaa").contains("same few"));
    assert!(weak("my name is ADA, truly").contains("account"));
    assert_eq!(weak("seven boats at anchor"), "");
}
