//! What all pages share: head, top line, skip link, foot. What stands between is the page's own.

use maud::{DOCTYPE, Markup, html};

use super::asset::{MARK, STYLE};

/// How wide a page is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One form.
    Narrow,
    /// Text and tables.
    Wide,
}

/// A whole page. `who` is the name of whoever is signed in.
pub fn page(title: &str, who: Option<&str>, width: Width, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Mainstay" }
                link rel="icon" href=(MARK.path);
                link rel="stylesheet" href=(STYLE.path);
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.name href="/" { img src=(MARK.path) alt=""; "Mainstay" }
                    @if let Some(who) = who {
                        span.quiet { (who) }
                        form method="post" action="/sign-out" {
                            button.plain type="submit" { "Sign out" }
                        }
                    }
                }
                main #main .narrow[width == Width::Narrow] { (body) }
                footer { "Mainstay " (env!("CARGO_PKG_VERSION")) " · IT service continuity" }
            }
        }
    }
}

/// A page that says one thing: what happened and what to do.
pub fn notice(title: &str, text: &str, link: Option<(&str, &str)>) -> Markup {
    let body = html! {
        div.sheet {
            h1 { (title) }
            p { (text) }
            @if let Some((to, words)) = link {
                p { a.button href=(to) { (words) } }
            }
        }
    };
    page(title, None, Width::Narrow, &body)
}

/// A field of a form with its hint and what is wrong with it.
pub fn field(
    name: &str,
    label: &str,
    hint: &str,
    faults: &[(String, String)],
    input: &Markup,
) -> Markup {
    let fault = faults
        .iter()
        .find(|(field, _)| field == name)
        .map(|(_, fault)| fault);
    html! {
        label for=(name) {
            (label)
            @if !hint.is_empty() { span.hint #{(name) "-hint"} { (hint) } }
        }
        (input)
        @if let Some(fault) = fault { p.fault #{(name) "-fault"} { (fault) } }
    }
}
