//! Areas on the globe: is a point inside, how far is it, which of many points are? Edges are
//! straight in latitude and longitude and take the shorter way round; areas may cross the
//! antimeridian and hold a pole. It draws nothing and knows no map.

mod places;
#[cfg(test)]
mod tests;

pub use places::Places;

use crate::sphere::{Point, RADIUS_KM, distance_km};

/// Kilometres of one degree on a great circle.
const DEGREE_KM: f64 = RADIUS_KM * std::f64::consts::PI / 180.0;
/// How near to an edge still counts as on it, in degrees: about a tenth of a millimetre.
const ON_EDGE: f64 = 1e-9;
/// Most stripes that the edges of one polygon are sorted into.
const STRIPES_MAX: usize = 65_536;

/// An area: a polygon, or all within a distance of a point.
#[derive(Clone, Debug)]
pub enum Area {
    /// What an odd number of rings enclose.
    Polygon(Polygon),
    /// What lies within a distance of a point.
    Circle {
        /// Its middle.
        middle: Point,
        /// Its radius.
        km: f64,
    },
}

/// A polygon made ready: its edges sorted into stripes of longitude.
#[derive(Clone, Debug)]
pub struct Polygon {
    edges: Vec<Edge>,
    /// Edges by stripe: those of stripe `i` stand at `starts[i]..starts[i + 1]`.
    striped: Vec<u32>,
    starts: Vec<u32>,
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    /// Whether the north pole is inside.
    over_north: bool,
    over_south: bool,
}

/// An edge, its longitudes unrolled so that it runs the shorter way.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: Point,
    to: Point,
}

/// A box that holds an area: from `west` eastwards over `width` degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Southernmost latitude.
    pub south: f64,
    /// Northernmost latitude.
    pub north: f64,
    /// Westernmost longitude, -180 to 180.
    pub west: f64,
    /// How far it reaches eastwards, at most 360.
    pub width: f64,
}

impl Area {
    /// A polygon from rings, closed or not; what an odd number of them enclose is inside, so
    /// that a second ring within the first is a hole. Nothing where no ring has three points.
    /// Cost: linear in the points.
    pub fn polygon(rings: &[Vec<Point>]) -> Option<Area> {
        Polygon::new(rings).map(Area::Polygon)
    }

    /// All within a distance of a point; a radius of zero is the point itself.
    pub fn circle(middle: Point, km: f64) -> Area {
        Area::Circle { middle, km }
    }

    /// Whether a point lies inside or on the edge. Cost: the edges that pass the point's
    /// longitude.
    pub fn contains(&self, point: Point) -> bool {
        match self {
            Area::Polygon(polygon) => polygon.contains(point),
            Area::Circle { middle, km } => distance_km(*middle, point) <= km + 1e-6,
        }
    }

    /// About how many kilometres a point is away; zero inside. Cost: linear in the edges.
    pub fn distance_km(&self, point: Point) -> f64 {
        if self.contains(point) {
            return 0.0;
        }
        match self {
            Area::Circle { middle, km } => distance_km(*middle, point) - km,
            Area::Polygon(polygon) => {
                let away = polygon.edges.iter().map(|edge| edge.distance_km(point));
                away.fold(f64::INFINITY, f64::min)
            }
        }
    }

    /// A box that holds it.
    pub fn bounds(&self) -> Bounds {
        match self {
            Area::Polygon(polygon) => polygon.bounds(),
            Area::Circle { middle, km } => circle_bounds(*middle, *km),
        }
    }
}

impl Polygon {
    fn new(rings: &[Vec<Point>]) -> Option<Polygon> {
        let mut edges = Vec::with_capacity(rings.iter().map(Vec::len).sum());
        let (mut over_north, mut over_south) = (false, false);
        for ring in rings {
            let turns = unroll(ring, &mut edges);
            if turns != 0 {
                let mean = ring.iter().map(|point| point.lat).sum::<f64>() / ring.len() as f64;
                over_north ^= mean >= 0.0;
                over_south ^= mean < 0.0;
            }
        }
        let first = edges.first()?;
        let (mut west, mut east) = (first.from.lon, first.from.lon);
        let (mut south, mut north) = (first.from.lat, first.from.lat);
        for Point { lat, lon } in edges.iter().flat_map(|edge| [edge.from, edge.to]) {
            (west, east) = (west.min(lon), east.max(lon));
            (south, north) = (south.min(lat), north.max(lat));
        }
        let (starts, striped) = stripes(&edges, west, east);
        Some(Polygon {
            edges,
            striped,
            starts,
            west,
            east,
            south,
            north,
            over_north,
            over_south,
        })
    }

    /// Counts the edges between the point and the north pole.
    fn contains(&self, point: Point) -> bool {
        let mut inside = self.over_north;
        let mut turn = ((self.west - ON_EDGE - point.lon) / 360.0).ceil();
        loop {
            let lon = point.lon + 360.0 * turn;
            if lon > self.east + ON_EDGE {
                return inside;
            }
            for &edge in self.stripe(lon) {
                let edge = &self.edges[edge as usize];
                if edge.touches(lon, point.lat) {
                    return true;
                }
                if (edge.from.lon <= lon) != (edge.to.lon <= lon) {
                    inside ^= edge.lat_at(lon) > point.lat;
                }
            }
            turn += 1.0;
        }
    }

    fn stripe(&self, lon: f64) -> &[u32] {
        let count = self.starts.len() - 1;
        let at = stripe_of(lon, self.west, self.east, count);
        &self.striped[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn bounds(&self) -> Bounds {
        let polar = self.over_north || self.over_south;
        Bounds {
            south: if self.over_south { -90.0 } else { self.south },
            north: if self.over_north { 90.0 } else { self.north },
            west: if polar { -180.0 } else { turned(self.west) },
            width: if polar {
                360.0
            } else {
                (self.east - self.west).min(360.0)
            },
        }
    }
}

impl Edge {
    fn lat_at(&self, lon: f64) -> f64 {
        let part = (lon - self.from.lon) / (self.to.lon - self.from.lon);
        self.from.lat + (self.to.lat - self.from.lat) * part
    }

    fn touches(&self, lon: f64, lat: f64) -> bool {
        let between =
            |value: f64, a: f64, b: f64| value >= a.min(b) - ON_EDGE && value <= a.max(b) + ON_EDGE;
        if !between(lon, self.from.lon, self.to.lon) {
            return false;
        }
        match (self.to.lon - self.from.lon).abs() < ON_EDGE {
            true => between(lat, self.from.lat, self.to.lat),
            false => (self.lat_at(lon) - lat).abs() <= ON_EDGE,
        }
    }

    /// To the nearest point of the edge as it looks from the point, measured on the sphere.
    fn distance_km(&self, point: Point) -> f64 {
        let narrow = point.lat.to_radians().cos().max(0.01);
        let turn = turned(self.from.lon - point.lon) - self.from.lon;
        let flat = |end: Point| ((end.lon + turn) * narrow, end.lat - point.lat);
        let (from, to) = (flat(self.from), flat(self.to));
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let long = x * x + y * y;
        let part = match long > 0.0 {
            true => (-(from.0 * x + from.1 * y) / long).clamp(0.0, 1.0),
            false => 0.0,
        };
        let near = Point {
            lat: self.from.lat + (self.to.lat - self.from.lat) * part,
            lon: self.from.lon + (self.to.lon - self.from.lon) * part,
        };
        distance_km(point, near)
    }
}

/// The edges of a ring, each the shorter way; how often the ring goes round the globe.
fn unroll(ring: &[Point], edges: &mut Vec<Edge>) -> i32 {
    let closed = ring.len() > 1 && ring.first() == ring.last();
    let ring = match closed {
        true => &ring[..ring.len() - 1],
        false => ring,
    };
    if ring.len() < 3 {
        return 0;
    }
    let mut turns = 0;
    for (index, &from) in ring.iter().enumerate() {
        let to = ring[(index + 1) % ring.len()];
        let step = to.lon - from.lon;
        // A whole turn in one edge is meant: the edge of a map of the world.
        let turn = match step.abs() {
            far if far > 180.0 && far < 360.0 => {
                if step > 0.0 {
                    -1
                } else {
                    1
                }
            }
            _ => 0,
        };
        let at = |point: Point, turns: i32| Point {
            lat: point.lat,
            lon: point.lon + 360.0 * f64::from(turns),
        };
        edges.push(Edge {
            from: at(from, turns),
            to: at(to, turns + turn),
        });
        turns += turn;
    }
    turns
}

fn stripe_of(lon: f64, west: f64, east: f64, count: usize) -> usize {
    let wide = east - west;
    if wide <= 0.0 {
        return 0;
    }
    let at = (lon - west) / wide * count as f64;
    (at.max(0.0) as usize).min(count - 1)
}

/// Sorts edges into stripes, so many that all lists together stay linear in the edges.
fn stripes(edges: &[Edge], west: f64, east: f64) -> (Vec<u32>, Vec<u32>) {
    let wide = (east - west).max(f64::MIN_POSITIVE);
    let spans = edges.iter().map(|edge| (edge.to.lon - edge.from.lon).abs());
    let crossed = spans.sum::<f64>() / wide;
    let count = (edges.len() as f64 / 2.0).min(8.0 * edges.len() as f64 / crossed.max(1.0));
    let count = (count as usize).clamp(1, STRIPES_MAX);
    let range = |edge: &Edge| {
        let (low, high) = (
            edge.from.lon.min(edge.to.lon),
            edge.from.lon.max(edge.to.lon),
        );
        let low = stripe_of(low - ON_EDGE, west, east, count);
        low..=stripe_of(high + ON_EDGE, west, east, count)
    };
    let mut starts = vec![0u32; count + 1];
    for edge in edges {
        range(edge).for_each(|stripe| starts[stripe + 1] += 1);
    }
    for stripe in 0..count {
        starts[stripe + 1] += starts[stripe];
    }
    let mut next = starts.clone();
    let mut striped = vec![0u32; starts[count] as usize];
    for (index, edge) in edges.iter().enumerate() {
        for stripe in range(edge) {
            striped[next[stripe] as usize] = index as u32;
            next[stripe] += 1;
        }
    }
    (starts, striped)
}

fn circle_bounds(middle: Point, km: f64) -> Bounds {
    let reach = (km / DEGREE_KM + 1e-6).clamp(0.0, 180.0);
    let (south, north) = (middle.lat - reach, middle.lat + reach);
    if south <= -90.0 || north >= 90.0 {
        return Bounds {
            south: south.max(-90.0),
            north: north.min(90.0),
            west: -180.0,
            width: 360.0,
        };
    }
    let sine = reach.to_radians().sin() / middle.lat.to_radians().cos();
    let aside = sine.clamp(-1.0, 1.0).asin().to_degrees() + 1e-6;
    Bounds {
        south,
        north,
        west: turned(middle.lon - aside),
        width: 2.0 * aside,
    }
}

/// The same longitude between -180 and 180.
pub fn turned(lon: f64) -> f64 {
    let turned = (lon + 180.0).rem_euclid(360.0) - 180.0;
    match !(-180.0..180.0).contains(&turned) {
        true => -180.0,
        false => turned,
    }
}
