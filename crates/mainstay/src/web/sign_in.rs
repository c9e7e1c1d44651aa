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
    /// Who can be tried out, where this is a demonstration.
    pub players: Vec<Player>,
    /// Whether there is a tour of it.
    pub tour: bool,
}

/// Someone to be in a demonstration.
#[derive(Debug)]
pub struct Player {
    /// The account.
    pub account: String,
    /// How it is shown.
    pub name: String,
    /// In which function it acts.
    pub function: String,
    /// What one does as such.
    pub does: &'static str,
}

/// The form of signing in.
pub fn form(view: &SignIn) -> Markup {
    if !view.players.is_empty() {
        return stage(view);
    }
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

/// The door of a demonstration: whom to be.
fn stage(view: &SignIn) -> Markup {
    let tour = match view.next.as_str() {
        "/" => "/?tour=1",
        elsewhere => elsewhere,
    };
    let body = html! {
        h1 { "Whom do you want to be?" }
        p.banner role="note" {
            strong { "Demonstration: nothing is kept." }
            " Look everywhere, change everything; it is all gone when the program ends."
        }
        @if let Some(first) = view.players.first().filter(|_| view.tour) {
            form.sheet method="post" action="/sign-in/as" {
                p { "In ten minutes, what it is good for: from the rules of the house to a Friday \
                     afternoon on which a site is lost." }
                input type="hidden" name="account" value=(first.account);
                input type="hidden" name="next" value=(tour);
                button.wide type="submit" { "Take the tour as " (first.name) }
            }
        }
        ul.players.sheet {
            @for player in &view.players { li { (act(player, &view.next)) } }
        }
    };
    page(
        "Whom to be",
        None,
        Width::Wide,
        &html! { div.door { (body) } },
    )
}

/// One click to be someone.
fn act(player: &Player, next: &str) -> Markup {
    html! {
        form method="post" action="/sign-in/as" {
            input type="hidden" name="account" value=(player.account);
            input type="hidden" name="next" value=(next);
            button.plain type="submit" { (player.name) }
            p {
                @if player.name != player.function { strong { (player.function) } ". " }
                (player.does)
            }
        }
    }
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
