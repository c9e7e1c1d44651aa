//! What a stop costs by each moment: the rows of the form, with what it costs at the least and at
//! the most where somebody knows it, and what they say.

use maud::{Markup, html};
use record::requirements::Impact;
use record::value::Money;

use super::ask::Shown;
use super::typed::money;
use crate::http::fields::Fields;
use crate::web::form::Faults;
use crate::web::when;

/// The ends of what is likely: the field, and what stands behind `Lost after 4 h`.
const ENDS: [(&str, &str); 2] = [("loss-low", "at the least"), ("loss-high", "at the most")];

/// The rows.
pub fn rows(shown: &Shown<'_>) -> Markup {
    let Some(impact) = &shown.answers.impact else {
        return html! { p { "First judge the harm: its times are asked about here. You may leave this "
        "open and come back." } };
    };
    if !shown.sees_money {
        return html! { p { "Figures of money are not shown to you. Whoever may see them answers this; "
        "what you save here leaves them as they are." } };
    }
    let own = &impact.own;
    let currency = own.loss.first().map(|it| it.code().to_string());
    let common = || {
        let mut losses = shown
            .registers
            .impacts
            .approved()
            .flat_map(|it| &it.own.loss);
        losses.next().map(|it| it.code().to_string())
    };
    let amount = |list: &[Money], at: usize| {
        let text = list.get(at).map(|money| money.to_string())?;
        text.split(' ').next().map(str::to_string)
    };
    html! {
        p { "All money lost from the beginning up to each moment, roughly: lost income, penalties, "
            "overtime. Leave all of it open where nobody knows." }
        div.row {
            (shown.line("currency", "Currency", "Three letters.", currency.or_else(common).or(Some("EUR".into()))))
        }
        @for (at, time) in own.after.iter().enumerate() {
            (shown.line(&format!("loss.{at}"), &format!("Lost after {}", when::span(time.0)), "",
                amount(&own.loss, at)))
        }
        @let known = !own.loss_low.is_empty() || !own.loss_high.is_empty();
        details open[known || shown.faults_under("loss-")] {
            summary { "How far that may be off" }
            p.quiet { "Of ten such stops one costs less than the least, and one more than the \
                most. With that a bad year can be told." }
            @for (at, time) in own.after.iter().enumerate() {
                @let ends = ENDS.iter().zip([&own.loss_low, &own.loss_high]);
                div.row { @for ((name, behind), list) in ends {
                    (shown.line(&format!("{name}.{at}"), &format!("Lost after {}, {behind}",
                        when::span(time.0)), "", amount(list, at)))
                } }
            }
        }
    }
}

/// What the rows say.
pub fn taken(impact: &mut Impact, fields: &Fields, faults: &mut Faults) {
    let moments = impact.after.len();
    let filled =
        |name: &str| (0..moments).any(|at| fields.filled(&format!("{name}.{at}")).is_some());
    if !filled("loss") {
        if filled("loss-low") || filled("loss-high") {
            faults.add("loss.0", "say what is likely, too");
            return;
        }
        (impact.loss, impact.loss_low, impact.loss_high) = Default::default();
        return;
    }
    let currency = fields.filled("currency").unwrap_or_default().to_uppercase();
    if currency.len() != 3 || !currency.chars().all(|c| c.is_ascii_uppercase()) {
        faults.add("currency", "three letters, as in EUR");
        return;
    }
    let lists = [
        &mut impact.loss,
        &mut impact.loss_low,
        &mut impact.loss_high,
    ];
    let names = ["loss", "loss-low", "loss-high"];
    for (name, list) in names.into_iter().zip(lists) {
        let asked = fields
            .pairs()
            .any(|(field, _)| field.starts_with(&format!("{name}.")));
        if asked {
            *list = row(fields, (name, moments), &currency, faults);
        }
    }
}

/// An amount for every moment, or none at all.
fn row(
    fields: &Fields,
    (name, moments): (&str, usize),
    currency: &str,
    faults: &mut Faults,
) -> Vec<Money> {
    let name = |at: usize| format!("{name}.{at}");
    let typed: Vec<Option<&str>> = (0..moments).map(|at| fields.filled(&name(at))).collect();
    if typed.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (at, text) in typed.into_iter().enumerate() {
        match text {
            Some(text) => all.extend(money(text, currency, &name(at), faults)),
            None => faults.add(name(at), "say it for every time, or for none"),
        }
    }
    all
}
