//! Where one is on the map, as an address: every change of view is another address.

use maud::{Markup, html};

use crate::http::parameter::Asked;
use crate::web::link::escaped;
use continuity::requirements::neighbourhood::HOPS_MAX;

/// A view of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The item in the middle.
    pub of: String,
    /// How many steps both ways.
    pub hops: u32,
    /// What is lost.
    pub lose: Vec<String>,
    /// Kinds that are left out.
    pub hide: Vec<String>,
    /// How many hours after the loss.
    pub hours: Option<u32>,
    /// Percent of the natural size.
    pub zoom: u32,
}

/// Steps where nobody says how many.
const HOPS: u32 = 2;

impl Address {
    /// The usual view of an item.
    pub fn of(reference: &str) -> Address {
        Address {
            of: reference.to_owned(),
            hops: HOPS,
            lose: Vec::new(),
            hide: vec!["team".into()],
            hours: None,
            zoom: 100,
        }
    }

    /// What an address asks for; what cannot be meant is left aside.
    pub fn read(asked: &Asked) -> Address {
        let text = |name: &str| asked.text(name).unwrap_or_default().trim();
        let number = |name: &str| text(name).parse::<u32>().ok();
        let filled = |name: &str| -> Vec<String> {
            let all = asked.texts(name).into_iter().map(|it| it.trim().to_owned());
            let mut all: Vec<String> = all.filter(|it| !it.is_empty()).collect();
            all.dedup();
            all
        };
        let mut address = Address::of(text("of"));
        address.hops = number("hops").unwrap_or(HOPS).clamp(1, HOPS_MAX);
        address.lose = filled("lose");
        if asked.text("hide").is_some() {
            address.hide = filled("hide");
        }
        address.hours = number("hours").filter(|_| !address.lose.is_empty());
        address.zoom = number("zoom").unwrap_or(100).clamp(25, 300);
        address
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("of", self.of.clone())];
        if self.hops != HOPS {
            pairs.push(("hops", self.hops.to_string()));
        }
        pairs.extend(self.lose.iter().map(|it| ("lose", it.clone())));
        match self.hide.as_slice() {
            [team] if team == "team" => {}
            [] => pairs.push(("hide", String::new())),
            hide => pairs.extend(hide.iter().map(|it| ("hide", it.clone()))),
        }
        pairs.extend(self.hours.map(|hours| ("hours", hours.to_string())));
        if self.zoom != 100 {
            pairs.push(("zoom", self.zoom.to_string()));
        }
        pairs
    }

    fn query(&self) -> String {
        let pairs = self.pairs();
        let part = |(name, value): &(&str, String)| format!("{name}={}", escaped(value));
        pairs.iter().map(part).collect::<Vec<_>>().join("&")
    }

    /// Its address on this server.
    pub fn link(&self) -> String {
        format!("/map?{}", self.query())
    }

    /// The same as a file.
    pub fn export(&self, form: &str) -> String {
        format!("/map/{form}?{}", self.query())
    }

    /// The page of everything that the loss stops.
    pub fn impact(&self) -> String {
        let part = |lost: &String| format!("lose={}", escaped(lost));
        let lost: Vec<String> = self.lose.iter().map(part).collect();
        format!("/requirements/impact?{}", lost.join("&"))
    }

    /// Fields that keep the view, but for the one that a form sets anew; a loss is added.
    pub fn hidden(&self, set: &str) -> Markup {
        let keep = |name: &str| name != set || name == "lose";
        html! { @for (name, value) in self.pairs().iter().filter(|(name, _)| keep(name)) {
            input type="hidden" name=(name) value=(value);
        } }
    }

    /// Seen from another item.
    pub fn from(&self, reference: &str) -> Address {
        Address {
            of: reference.to_owned(),
            ..self.clone()
        }
    }

    /// With so many steps.
    pub fn with_hops(&self, hops: u32) -> Address {
        Address {
            hops,
            ..self.clone()
        }
    }

    /// So many hours after the loss.
    pub fn with_hours(&self, hours: u32) -> Address {
        Address {
            hours: Some(hours),
            ..self.clone()
        }
    }

    /// At another size.
    pub fn with_zoom(&self, zoom: u32) -> Address {
        Address {
            zoom,
            ..self.clone()
        }
    }

    /// With one more lost.
    pub fn losing(&self, reference: &str) -> Address {
        let mut address = self.clone();
        if !address.lose.iter().any(|it| it == reference) {
            address.lose.push(reference.to_owned());
        }
        address
    }

    /// With one given back.
    pub fn without(&self, reference: &str) -> Address {
        let mut address = self.clone();
        address.lose.retain(|it| it != reference);
        address.hours = address.hours.filter(|_| !address.lose.is_empty());
        address
    }

    /// With a kind hidden that is shown, or the other way round.
    pub fn toggling(&self, kind: &str) -> Address {
        let mut address = self.clone();
        match address.hide.iter().position(|it| it == kind) {
            Some(at) => drop(address.hide.remove(at)),
            None => address.hide.push(kind.to_owned()),
        }
        address
    }
}
