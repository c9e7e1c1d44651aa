//! Warnings laid on the sites: which are touched, which are not, and which nobody can tell about,
//! each with its reason. A place is decided by what was drawn before what was coded; what neither
//! decides is never "not affected".

use std::collections::BTreeMap;

use engine::area::{Area, Places};
use engine::sphere::Point;
use record::initiation::Site;
use record::kind::Filed;
use record::kinds::Registers;
use serde::Serialize;

use super::chain::Standing;
use super::codes::Code;
use super::{Spot, WarnedArea, Warning};

/// At most so many sites are looked for one around the other.
const AROUND_MAX: usize = 16;

/// Most pairs of edge and site for which a distance to a polygon is worked out.
const DISTANCES_MAX: usize = 5_000_000;

/// What is said of a site and a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It touches the site and holds.
    Affected,
    /// Nobody can tell.
    CannotDecide,
    /// It touches the site, and is over.
    Ended,
    /// It does not touch the site.
    NotAffected,
}

impl Verdict {
    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Affected => "affected",
            Verdict::CannotDecide => "cannot_decide",
            Verdict::Ended => "ended",
            Verdict::NotAffected => "not_affected",
        }
    }
}

/// A site and what a warning means for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteVerdict {
    /// `site/id`.
    pub id: String,
    /// What is said.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub because: String,
    /// How far the site is from the drawn area, in kilometres; zero inside, nothing where nothing
    /// was drawn or the site has no place.
    pub distance_km: Option<f64>,
}

/// A site as warnings see it.
struct Place<'r> {
    site: &'r Filed<Site>,
    point: Option<Point>,
    codes: Vec<Code>,
}

/// The sites, made ready to be compared with many warnings.
pub struct Ground<'r> {
    places: Vec<Place<'r>>,
    points: Places,
    /// The sites that carry each code.
    coded: BTreeMap<Code, Vec<u32>>,
    /// The place of each point of `points`.
    of_point: Vec<u32>,
}

/// How one area lies to one site.
enum Lie {
    Inside(String),
    Outside,
    Unknown(String),
}

/// An area made ready.
struct Ready<'w> {
    of: &'w WarnedArea,
    drawn: Vec<Area>,
    edges: usize,
    codes: Vec<Code>,
}

impl<'r> Ground<'r> {
    /// Makes the sites ready. Cost: n log n.
    pub fn new(registers: &'r Registers) -> Ground<'r> {
        let place = |site: &'r Filed<Site>| {
            let around = around(registers, site);
            let location = around.iter().find_map(|it| it.own.location.as_ref());
            let coded = around.iter().find(|it| !it.own.codes.is_empty());
            Place {
                site,
                point: location.map(|it| Point {
                    lat: it.lat,
                    lon: it.lon,
                }),
                codes: coded.map_or(Vec::new(), |it| {
                    let read = it.own.codes.iter().filter_map(|it| Code::read(it));
                    read.collect()
                }),
            }
        };
        let places: Vec<Place<'r>> = registers.sites.live().map(place).collect();
        let (mut points, mut of_point) = (Vec::new(), Vec::new());
        let mut coded: BTreeMap<Code, Vec<u32>> = BTreeMap::new();
        for (index, place) in places.iter().enumerate() {
            for code in &place.codes {
                coded.entry(code.clone()).or_default().push(index as u32);
            }
            if let Some(point) = place.point {
                points.push(point);
                of_point.push(index as u32);
            }
        }
        Ground {
            places,
            points: Places::new(&points),
            coded,
            of_point,
        }
    }

    /// How many sites there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A site by its index.
    pub fn site(&self, index: u32) -> &'r Filed<Site> {
        self.places[index as usize].site
    }

    /// The indices of the sites that a warning's areas hold, whatever its time, in order. Cost:
    /// the sites near its areas, and those that carry its codes.
    pub fn touched(&self, warning: &Warning) -> Vec<u32> {
        let mut found = Vec::new();
        for area in warning.areas.iter().map(Ready::new) {
            for drawn in &area.drawn {
                let points = self.points.within(drawn);
                found.extend(points.iter().map(|&point| self.of_point[point as usize]));
            }
            for code in &area.codes {
                self.carrying(code, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The sites that carry a code or one that it holds.
    fn carrying(&self, code: &Code, found: &mut Vec<u32>) {
        let Some(begins) = code.begins() else {
            found.extend(self.coded.get(code).into_iter().flatten());
            return;
        };
        let from = Code {
            scheme: code.scheme.clone(),
            place: begins.to_string(),
        };
        let held = self
            .coded
            .range(from..)
            .take_while(|(it, _)| code.holds(it));
        held.for_each(|(_, sites)| found.extend(sites));
    }

    /// What a warning means for every site, by id. `areas` are those of the warning, or of the
    /// ones that it calls off. Cost: sites by areas.
    pub fn verdicts(&self, areas: &[&WarnedArea], standing: &Standing) -> Vec<SiteVerdict> {
        let ready: Vec<Ready<'_>> = areas.iter().copied().map(Ready::new).collect();
        let edges: usize = ready.iter().map(|area| area.edges).sum();
        let measure = edges.saturating_mul(self.places.len()) <= DISTANCES_MAX;
        let verdict = |place: &Place<'_>| verdict(place, &ready, standing, measure);
        self.places.iter().map(verdict).collect()
    }
}

impl<'w> Ready<'w> {
    fn new(of: &'w WarnedArea) -> Ready<'w> {
        let point = |spot: &Spot| Point {
            lat: spot.lat,
            lon: spot.lon,
        };
        let ring = |ring: &Vec<Spot>| ring.iter().map(point).collect::<Vec<Point>>();
        let mut drawn: Vec<Area> = Vec::new();
        let mut edges = of.circles.len();
        for outline in &of.polygons {
            edges += outline.rings.iter().map(Vec::len).sum::<usize>();
            let rings: Vec<Vec<Point>> = outline.rings.iter().map(ring).collect();
            drawn.extend(Area::polygon(&rings));
        }
        let circles = of.circles.iter();
        drawn.extend(circles.map(|it| Area::circle(point(&it.middle), it.km)));
        let codes = of.codes.iter().filter_map(|it| Code::read(it)).collect();
        Ready {
            of,
            drawn,
            edges,
            codes,
        }
    }

    /// The code of the site that the area names.
    fn named<'p>(&self, place: &'p Place<'_>) -> Option<&'p Code> {
        let named = |code: &&Code| self.codes.iter().any(|it| it.holds(code));
        place.codes.iter().find(named)
    }

    fn lie(&self, place: &Place<'_>) -> Lie {
        let name = self.of.description.as_deref().map(record::node::shorten);
        let called = name.map_or(String::new(), |name| format!(" ({name})"));
        let inside = |point: Point| self.drawn.iter().any(|area| area.contains(point));
        if place.point.is_some_and(inside) {
            return Lie::Inside(format!("it lies inside the area that is drawn{called}"));
        }
        if let Some(code) = self.named(place) {
            let Code { scheme, place } = code;
            return Lie::Inside(format!("its {scheme} code {place} is named{called}"));
        }
        let told = place
            .codes
            .iter()
            .any(|code| self.codes.iter().any(|it| it.scheme == code.scheme));
        if self.of.unread {
            let why = "what is drawn of the area could not be read";
            return Lie::Unknown(format!("{why}{called}"));
        }
        match (self.drawn.is_empty(), place.point) {
            (false, Some(_)) => Lie::Outside,
            _ if told => Lie::Outside,
            (false, None) => Lie::Unknown("the site has no coordinates and no code named".into()),
            (true, _) if self.codes.is_empty() => {
                Lie::Unknown(format!("the area is neither drawn nor coded{called}"))
            }
            (true, _) => Lie::Unknown(format!(
                "the area is named only by codes ({}) and the site carries none of them",
                self.schemes()
            )),
        }
    }

    fn schemes(&self) -> String {
        let mut schemes: Vec<&str> = Vec::new();
        for code in &self.of.codes {
            let scheme = code.rsplit_once(':').map_or("", |(scheme, _)| scheme);
            if !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        schemes.join(", ")
    }
}

fn verdict(
    place: &Place<'_>,
    areas: &[Ready<'_>],
    standing: &Standing,
    measure: bool,
) -> SiteVerdict {
    let (mut inside, mut unknown) = (None, None);
    for area in areas {
        match area.lie(place) {
            Lie::Inside(why) => inside = inside.or(Some(why)),
            Lie::Unknown(why) => unknown = unknown.or(Some(why)),
            Lie::Outside => {}
        }
    }
    if areas.is_empty() {
        unknown = Some("the alert names no area".to_string());
    }
    let drawn = || areas.iter().flat_map(|area| &area.drawn);
    let distance_km = place.point.filter(|_| measure).and_then(|point| {
        let away = drawn().map(|area| area.distance_km(point));
        away.min_by(f64::total_cmp)
            .map(|km| (km * 10.0).round() / 10.0)
    });
    let (verdict, because) = match (inside, unknown, standing.text()) {
        (Some(why), _, None) => (Verdict::Affected, why),
        (Some(why), _, Some(over)) => (Verdict::Ended, format!("{why}, but {over}")),
        (None, Some(why), _) => (Verdict::CannotDecide, why),
        (None, None, _) => {
            let away = distance_km.map_or(String::new(), |km| format!(", about {km:.0} km away"));
            let why = match drawn().next() {
                Some(_) => format!("it lies outside every area that is drawn{away}"),
                None => "none of its codes is named".to_string(),
            };
            (Verdict::NotAffected, why)
        }
    };
    SiteVerdict {
        id: place.site.reference(),
        verdict,
        because,
        distance_km,
    }
}

/// A site, the site that it stands in, and so on outwards: a zone lies where its region lies.
fn around<'r>(registers: &'r Registers, site: &'r Filed<Site>) -> Vec<&'r Filed<Site>> {
    let outer = |site: &&'r Filed<Site>| {
        let outer = site.own.item.site.as_ref()?;
        registers.sites.get(outer.id())
    };
    let outwards = std::iter::successors(Some(site), outer);
    outwards.take(AROUND_MAX).collect()
}
