//! Many points on the globe in rows of latitude, each row sorted by longitude, so that those
//! within a box are found without looking at the others.

use super::{Area, Bounds, turned};
use crate::sphere::Point;

/// Rows for each degree of latitude.
const ROWS: f64 = 2.0;

/// Points made ready to be asked which of them an area holds.
#[derive(Clone, Debug)]
pub struct Places {
    /// By row: longitude, then the point itself and its index.
    rows: Vec<Vec<(f64, Point, u32)>>,
}

impl Places {
    /// Sorts points. Cost: n log n.
    pub fn new(points: &[Point]) -> Places {
        let mut rows = vec![Vec::new(); row(90.0) + 1];
        for (index, &point) in points.iter().enumerate() {
            rows[row(point.lat)].push((turned(point.lon), point, index as u32));
        }
        for row in &mut rows {
            row.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Places { rows }
    }

    /// The indices of the points that an area holds, in no order. Cost: the points in its box.
    pub fn within(&self, area: &Area) -> Vec<u32> {
        let Bounds {
            south,
            north,
            west,
            width,
        } = area.bounds();
        let mut found = Vec::new();
        let mut look = |from: f64, to: f64| {
            for row in &self.rows[row(south)..=row(north)] {
                let start = row.partition_point(|place| place.0 < from - 1e-9);
                let near = row[start..].iter().take_while(|it| it.0 <= to + 1e-9);
                let inside = near.filter(|it| area.contains(it.1));
                found.extend(inside.map(|it| it.2));
            }
        };
        let east = west + width;
        if width >= 360.0 - 2e-9 {
            look(-180.0, 180.0);
        } else if east + 1e-9 < 180.0 {
            look(west, east);
        } else {
            look(west, 180.0);
            look(-180.0, east - 360.0);
        }
        found
    }
}

fn row(lat: f64) -> usize {
    ((lat.clamp(-90.0, 90.0) + 90.0) * ROWS) as usize
}
