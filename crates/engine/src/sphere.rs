//! The earth as a sphere: distances between points and from a point to a path of points. Degrees
//! in, kilometres out. The sphere is within half a percent of the true figure of the earth, which
//! is less than anybody knows of where a storm passed.

/// The mean radius of the earth, in kilometres.
pub const RADIUS_KM: f64 = 6_371.008_8;

/// A place: latitude north and longitude east, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180; what lies beyond comes round.
    pub lon: f64,
}

impl Point {
    /// Whether this can be a place at all: finite, and no further north or south than the poles.
    pub fn is_place(self) -> bool {
        self.lat.is_finite() && self.lon.is_finite() && self.lat.abs() <= 90.0
    }

    /// The same as a direction from the centre of the earth, of length one.
    fn direction(self) -> [f64; 3] {
        let (lat, lon) = (self.lat.to_radians(), self.lon.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    }
}

/// The great-circle distance of two points, in kilometres (haversine, which stays exact for points
/// that are close together).
pub fn distance_km(one: Point, other: Point) -> f64 {
    let (lat_a, lat_b) = (one.lat.to_radians(), other.lat.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((other.lon - one.lon).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * RADIUS_KM * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// How far a point is from the nearest place of a way between two others along the great circle,
/// in kilometres, and how far along the way that place lies, from 0 to 1. Of two points opposite
/// each other no way is the shortest: the nearer end counts.
pub fn distance_to_way_km(point: Point, from: Point, to: Point) -> (f64, f64) {
    let ends = (distance_km(point, from), distance_km(point, to));
    let nearer_end = if ends.0 <= ends.1 {
        (ends.0, 0.0)
    } else {
        (ends.1, 1.0)
    };
    let (start, end, place) = (from.direction(), to.direction(), point.direction());
    let axis = cross(start, end);
    let length = dot(axis, axis).sqrt();
    if length < 1e-12 {
        return nearer_end;
    }
    // The foot of the point on the great circle: what is left without its part along the axis.
    let lift = dot(place, axis) / length;
    let foot: [f64; 3] = std::array::from_fn(|i| place[i] - lift * axis[i] / length);
    let after_start = dot(cross(start, foot), axis);
    let before_end = dot(cross(foot, end), axis);
    if after_start < 0.0 || before_end < 0.0 {
        return nearer_end;
    }
    let whole = angle(start, end);
    let along = angle(start, foot) / whole;
    let away = lift.clamp(-1.0, 1.0).asin().abs() * RADIUS_KM;
    if away <= nearer_end.0 {
        (away, along.clamp(0.0, 1.0))
    } else {
        nearer_end
    }
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

fn angle(a: [f64; 3], b: [f64; 3]) -> f64 {
    let across = cross(a, b);
    dot(across, across).sqrt().atan2(dot(a, b))
}

#[cfg(test)]
mod tests;
