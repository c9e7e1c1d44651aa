//! The pages of the first start: make the administrator, and see the recovery codes once.

use maud::{Markup, html};

use super::layout::{Width, field, page};
use crate::access::password::LETTERS_MIN;
use crate::access::secret::Secret;

/// What the form shows: what was typed, and what is wrong with it.
#[derive(Debug, Default)]
pub struct FirstStart {
    /// The one-time link's secret, handed on.
    pub link: String,
    /// The account's id as typed.
    pub account: String,
    /// The name as typed.
    pub name: String,
    /// Field and fault.
    pub faults: Vec<(String, String)>,
}

/// The form that makes the administrator.
pub fn form(view: &FirstStart) -> Markup {
    let wrong = |name: &str| view.faults.iter().any(|(field, _)| field == name);
    let body = html! {
        h1 { "Make the administrator" }
        p { "This journal has no administrator who can sign in. The account you make here may do \
             everything; make one of its own for daily work later." }
        @if !view.faults.is_empty() {
            div.banner.bad role="alert" { p { "Nothing was made yet. Please look at what is marked." } }
        }
        form.sheet method="post" action="/first-start" {
            input type="hidden" name="link" value=(view.link);
            (field("account", "Account", "What you sign in with: small letters, digits, - . _",
                &view.faults, &html! {
                input #account name="account" value=(view.account) required autocomplete="username"
                    autocapitalize="none" spellcheck="false" maxlength="64"
                    aria-describedby="account-hint" aria-invalid=[wrong("account").then_some("true")];
            }))
            (field("name", "Name", "What others read", &view.faults, &html! {
                input #name name="name" value=(view.name) required autocomplete="name"
                    maxlength="200" aria-describedby="name-hint" aria-invalid=[wrong("name").then_some("true")];
            }))
            (field("password", "Password", &format!("At least {LETTERS_MIN} letters; a sentence of \
                your own is easy to keep"), &view.faults, &html! {
                input #password name="password" type="password" required
                    autocomplete="new-password" aria-describedby="password-hint"
                    aria-invalid=[wrong("password").then_some("true")];
            }))
            (field("again", "Password again", "", &view.faults, &html! {
                input #again name="again" type="password" required autocomplete="new-password"
                    aria-invalid=[wrong("again").then_some("true")];
            }))
            button.wide type="submit" { "Make the account" }
        }
    };
    page("First start", None, Width::Narrow, &body)
}

/// The recovery codes, shown this once.
pub fn codes(name: &str, codes: &[Secret]) -> Markup {
    let body = html! {
        h1 { "Your recovery codes" }
        p { "Each of them signs you in once, without password and without any other system. They \
             are for the day on which nothing else works, and using one alarms every administrator." }
        div.sheet {
            ol.codes {
                @for code in codes { li { code { (code.reveal()) } } }
            }
            p { strong { "They are shown this once." } " Print this page or write them down, and put \
                the paper where you find it in the dark." }
            p { a.button href="/" { "I have them" } }
        }
    };
    page("Recovery codes", Some(name), Width::Wide, &body)
}
