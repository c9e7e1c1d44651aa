//! Site: a place in which things stand.

use crate::item::Item;

crate::kind! {
    /// A place in which things stand: data centre, office, cloud region.
    pub struct Site("site", "sites", Initiation) {
        .. /// What every node of the estate may carry.
        item: Item,
        /// Where it is.
        location: Option<Location>,
        /// The country, as two letters.
        country: Option<String>,
        /// The country and the part of it that it lies in, by ISO 3166-2: `US-SC`.
        subdivision: Option<String>,
        /// Data centre, office, cloud region, workplace recovery.
        type_ : Option<String> as "type",
        /// The power grid that feeds it.
        grid: Option<String>,
        /// The rate that all restores from it share; absent: each has its own.
        restore_rate: Option<crate::value::Throughput>,
        /// True where it can be entered at any hour.
        access_always: bool,
        /// Codes by which warnings name its place: `SAME:045015`, `UGC:SCC015`, `EMMA_ID:DE413`.
        codes: Vec<String>,
    } check check
}

crate::fields! {
    /// A point on the globe, in degrees.
    pub struct Location {
        /// Latitude, -90 to 90.
        lat: f64,
        /// Longitude, -180 to 180.
        lon: f64,
    }
}

fn check(site: &Site, fault: &mut dyn FnMut(String, String)) {
    for (index, code) in site.codes.iter().enumerate() {
        let sound = code
            .rsplit_once(':')
            .is_some_and(|(scheme, code)| !scheme.trim().is_empty() && !code.trim().is_empty());
        if !sound {
            let text = "a code is written with its scheme: `SAME:045015`";
            fault(format!("codes.{index}"), text.into());
        }
    }
    let Some(location) = &site.location else {
        return;
    };
    if location.lat.abs() > 90.0 {
        fault(
            "location.lat".into(),
            "a latitude lies between -90 and 90".into(),
        );
    }
    if location.lon.abs() > 180.0 {
        fault(
            "location.lon".into(),
            "a longitude lies between -180 and 180".into(),
        );
    }
}
