//! Which services the page speaks of: of a team, a tier, a site.

use std::collections::BTreeSet;

use continuity::operation::readiness::{Readiness, Standing};
use maud::{Markup, html};

use crate::http::call::Call;
use crate::web::frame::asked;
use crate::web::link;

/// What the services must have in common.
#[derive(Default)]
pub struct Filter {
    team: Option<String>,
    tier: Option<String>,
    site: Option<String>,
}

impl Filter {
    /// As it is asked for.
    pub fn of(call: &Call) -> Filter {
        Filter {
            team: asked(call, "team"),
            tier: asked(call, "tier"),
            site: asked(call, "site"),
        }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.team.is_none() && self.tier.is_none() && self.site.is_none()
    }

    /// Whether it takes a service.
    pub fn takes(&self, it: &Standing) -> bool {
        let same = |wanted: &Option<String>, has: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| has == Some(wanted))
        };
        let tier = it.tier.map(|tier| tier.to_string());
        same(&self.team, it.team.as_deref())
            && same(&self.tier, tier.as_deref())
            && same(&self.site, it.site.as_deref())
    }

    /// It as a part of an address, after a sign.
    pub fn query(&self, sign: &str) -> String {
        let parts = [
            ("team", &self.team),
            ("tier", &self.tier),
            ("site", &self.site),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| {
            let value = link::escaped(value.as_deref()?);
            Some(format!("{name}={value}"))
        });
        let parts: Vec<String> = parts.collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!("{sign}{}", parts.join("&")),
        }
    }

    /// It in words.
    pub fn words(&self) -> String {
        let parts = [
            ("team", &self.team),
            ("tier", &self.tier),
            ("site", &self.site),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| {
            let value = value.as_deref()?;
            Some(format!("{name} {value}"))
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The form that asks for another one.
    pub fn form(&self, readiness: &Readiness) -> Markup {
        let all = |of: fn(&Standing) -> Option<String>| -> BTreeSet<String> {
            readiness.services.iter().filter_map(of).collect()
        };
        let choices = [
            ("team", "Team", &self.team, all(|it| it.team.clone())),
            (
                "tier",
                "Tier",
                &self.tier,
                all(|it| it.tier.map(|tier| tier.to_string())),
            ),
            ("site", "Site", &self.site, all(|it| it.site.clone())),
        ];
        if choices.iter().all(|(.., values)| values.is_empty()) {
            return html! {};
        }
        html! {
            form.row.filter method="get" {
                @for (name, label, chosen, values) in &choices {
                    @if !values.is_empty() {
                        div.field {
                            label for={ "by-" (name) } { (label) }
                            select id={ "by-" (name) } name=(name) {
                                option value="" { "All" }
                                @for value in values {
                                    @let taken = chosen.as_ref() == Some(value);
                                    option value=(value) selected[taken] { (value) }
                                }
                            }
                        }
                    }
                }
                button.plain type="submit" { "Show" }
            }
        }
    }
}
