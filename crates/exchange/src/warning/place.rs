//! Polygons and circles as they are written, and whether they can be on the globe. What cannot is
//! left out and remarked, and its area is marked as not read: never as empty.

use continuity::requirements::warning::{Circle, Outline, Spot, WarnedArea};
use record::node::shorten;

/// Half the way round the globe: no circle reaches further.
const HALF_ROUND_KM: f64 = 20_038.0;

/// Reads a polygon: pairs `lat,lon` between spaces; commas too many are passed over, and pairs of
/// numbers without any comma are read in turn.
pub fn polygon(text: &str, area: &mut WarnedArea, remarks: &mut Vec<String>) {
    if text.trim().is_empty() {
        return;
    }
    match ring(text, remarks) {
        Ok(ring) => {
            if ring.first() != ring.last() {
                remarks.push("a polygon is not closed; it was closed".into());
            }
            area.polygons.push(Outline { rings: vec![ring] });
        }
        Err(why) => unread(area, remarks, "polygon", &why),
    }
}

/// Marks an area as not read.
pub fn unread(area: &mut WarnedArea, remarks: &mut Vec<String>, what: &str, why: &str) {
    area.unread = true;
    remarks.push(format!("a {what} cannot be read and was left out: {why}"));
}

fn ring(text: &str, remarks: &mut Vec<String>) -> Result<Vec<Spot>, String> {
    let mut spots = Vec::new();
    let mut tidy = true;
    if text.contains(',') {
        for pair in text.split_whitespace() {
            let bare = pair.trim_matches(',');
            tidy &= bare.len() == pair.len();
            if bare.is_empty() {
                continue;
            }
            let Some((lat, lon)) = bare.split_once(',') else {
                return Err(format!("`{}` is no pair", shorten(pair)));
            };
            spots.push(spot(number(lat)?, number(lon)?)?);
        }
    } else {
        tidy = false;
        let numbers = text.split_whitespace().map(number);
        let numbers = numbers.collect::<Result<Vec<f64>, String>>()?;
        if numbers.len() % 2 == 1 {
            return Err("an odd count of numbers".into());
        }
        for pair in numbers.chunks_exact(2) {
            spots.push(spot(pair[0], pair[1])?);
        }
    }
    if !tidy {
        remarks
            .push("a polygon is not written as pairs `lat,lon`; it was read all the same".into());
    }
    check_ring(&spots)?;
    Ok(spots)
}

/// Whether a ring encloses anything.
pub fn check_ring(ring: &[Spot]) -> Result<(), String> {
    let mut distinct: Vec<Spot> = Vec::new();
    for spot in ring {
        if !distinct.contains(spot) {
            distinct.push(*spot);
        }
        if distinct.len() == 3 {
            return Ok(());
        }
    }
    Err("it has fewer than three points".into())
}

/// A point of the globe. Errors: it is none.
pub fn spot(lat: f64, lon: f64) -> Result<Spot, String> {
    if !(-90.0..=90.0).contains(&lat) || !(-360.0..=360.0).contains(&lon) {
        let turned = (-90.0..=90.0).contains(&lon) && (-180.0..=180.0).contains(&lat);
        let hint = match turned {
            true => " (latitude comes first)",
            false => "",
        };
        return Err(format!("{lat},{lon} is no point on the globe{hint}"));
    }
    let lon = match lon {
        far if far > 180.0 => far - 360.0,
        far if far < -180.0 => far + 360.0,
        lon => lon,
    };
    Ok(Spot { lat, lon })
}

fn number(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let number = text.parse::<f64>().ok().filter(|it| it.is_finite());
    number.ok_or_else(|| format!("`{}` is no number", shorten(text)))
}

/// Reads a circle: `lat,lon radius-in-km`.
pub fn circle(text: &str, area: &mut WarnedArea, remarks: &mut Vec<String>) {
    if text.trim().is_empty() {
        return;
    }
    match read_circle(text) {
        Ok(circle) => {
            if circle.km == 0.0 {
                remarks.push("a circle has no radius: only its very point is in it".into());
            }
            area.circles.push(circle);
        }
        Err(why) => unread(area, remarks, "circle", &why),
    }
}

fn read_circle(text: &str) -> Result<Circle, String> {
    let mut parts = text
        .split([',', ' ', '\t', '\n', '\r'])
        .filter(|part| !part.is_empty())
        .map(number);
    let mut next = || {
        parts
            .next()
            .unwrap_or_else(|| Err("too few numbers".into()))
    };
    let (lat, lon, km) = (next()?, next()?, next()?);
    if parts.next().is_some() {
        return Err("too many numbers".into());
    }
    if !(0.0..=HALF_ROUND_KM).contains(&km) {
        return Err(format!("{km} km is no radius on the globe"));
    }
    Ok(Circle {
        middle: spot(lat, lon)?,
        km,
    })
}

/// A polygon of GeoJSON's order, longitude first: the rings of one polygon.
pub fn rings(rings: Vec<Vec<(f64, f64)>>) -> Result<Outline, String> {
    let mut read = Vec::new();
    for ring in rings {
        let spots = ring.into_iter().map(|(lon, lat)| spot(lat, lon));
        let spots = spots.collect::<Result<Vec<Spot>, String>>()?;
        check_ring(&spots)?;
        read.push(spots);
    }
    match read.is_empty() {
        true => Err("it has no ring".into()),
        false => Ok(Outline { rings: read }),
    }
}
