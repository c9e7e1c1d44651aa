//! The pages of signing in and out.

use maud::{Markup, html};

use super::layout::{Width, field, page};

/// What the sign-in page shows.
#[derive(Debug, Default)]
pub struct SignIn {
    /// The account as typed.
    pub account: String,
    /// What went wrong, in a sentence.
    pub fault: Option<String>,
    /// What people call the provider, where there is one.
    pub provider: Option<String>,
    /// Where to go afterwards: a path of ours.
    pub next: String,
}

/// The form of signing in.
pub fn form(view: &SignIn) -> Markup {
    let body = html! {
        h1 { "Sign in" }
        @if let Some(fault) = &view.fault {
            div.banner.bad role="alert" { p { (fault) } }
        }
        div.sheet {
            @if let Some(provider) = &view.provider {
                a.button.wide href={ "/sign-in/oidc?next=" (view.next) } { "Sign in with " (provider) }
                p.or { "or with an account of this server" }
            }
            form method="post" action="/sign-in" {
                input type="hidden" name="next" value=(view.next);
                (field("account", "Account", "", &[], &html! {
                    input #account name="account" value=(view.account) required
                        autocomplete="username" autocapitalize="none" spellcheck="false";
                }))
                (field("password", "Password", "", &[], &html! {
                    input #password name="password" type="password"
                        autocomplete="current-password";
                }))
                details {
                    summary { "Use a recovery code instead" }
                    (field("code", "Recovery code", "One of the ten on paper. Its use alarms every \
                        administrator.", &[], &html! {
                        input #code name="code" autocomplete="off" autocapitalize="characters"
                            spellcheck="false" aria-describedby="code-hint";
                    }))
                }
                button.wide type="submit" { "Sign in" }
            }
        }
    };
    page("Sign in", None, Width::Narrow, &body)
}

/// The question before signing out, for those who came by a link.
pub fn sign_out(who: &str) -> Markup {
    let body = html! {
        form.sheet method="post" action="/sign-out" {
            h1 { "Sign out?" }
            p { "You are signed in as " strong { (who) } "." }
            button type="submit" { "Sign out" }
        }
    };
    page("Sign out", None, Width::Narrow, &body)
}
