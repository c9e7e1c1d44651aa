//! The sites that a history can speak of: those with a point, or with the part of a country that
//! they lie in. A site that lacks what the history needs is named, never guessed at.

use engine::sphere::Point;
use record::kinds::Registers;

use super::{History, Whereabouts};

/// A site that a history can speak of.
pub(super) struct Exposed<'r> {
    /// Its id.
    pub id: &'r str,
    /// Where it is.
    pub point: Option<Point>,
    /// The part of a country, by ISO 3166-2.
    pub area: Option<String>,
}

/// Those sites, and what was found out about the others.
pub(super) struct Sites<'r> {
    /// The sites.
    pub list: Vec<Exposed<'r>>,
    /// What a person should know.
    pub remarks: Vec<String>,
}

/// The sites of the estate that a history can speak of. A site inside another stands where that
/// one stands and would only repeat it: it is left out.
pub(super) fn exposed<'r>(history: &History, registers: &'r Registers) -> Sites<'r> {
    let reported =
        |place: &Whereabouts| matches!(place, Whereabouts::Here(_) | Whereabouts::Elsewhere);
    if history.events.iter().all(|seen| reported(&seen.place)) {
        return Sites {
            list: Vec::new(),
            remarks: Vec::new(),
        };
    }
    let by_area = matches!(
        history.events.first().map(|seen| &seen.place),
        Some(Whereabouts::Area(_))
    );
    let (mut list, mut without) = (Vec::new(), Vec::new());
    for site in registers.sites.live() {
        let point = site.location.as_ref().map(|at| Point {
            lat: at.lat,
            lon: at.lon,
        });
        let area = site
            .subdivision
            .as_deref()
            .map(|it| it.trim().to_uppercase());
        let within_other = site.item.site.is_some();
        let can = if by_area {
            area.is_some()
        } else {
            point.is_some()
        };
        if can {
            let point = point.filter(|point| point.is_place());
            list.push(Exposed {
                id: &site.id,
                point,
                area,
            });
        } else if !within_other {
            without.push(format!("site/{}", site.id));
        }
    }
    let mut remarks = Vec::new();
    if by_area {
        let text = "a site's state is what its `subdivision` says (ISO 3166-2, as `US-SC`); it is \
                    not guessed from coordinates, since a border may run between a town and the \
                    nearest capital";
        remarks.push(text.to_string());
    }
    if !without.is_empty() {
        let lacks = if by_area {
            "`subdivision`"
        } else {
            "`location`"
        };
        let names = without.join(", ");
        remarks.push(format!("without a {lacks} and so not looked at: {names}"));
    }
    if list.is_empty() {
        remarks.push("no site of the estate can be held against this history".into());
    }
    Sites { list, remarks }
}
