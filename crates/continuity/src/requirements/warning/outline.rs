//! Polygons and circles as the journal keeps them: one line of text each, as short as they were
//! sent. A polygon of a million points is one value, not a million.

use std::fmt::Write;

use record::complaint::Complaints;
use record::node::Node;
use record::shape::Shape;

/// A point: latitude and longitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// A polygon: its outer ring, then its holes, each closed or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The rings.
    pub rings: Vec<Vec<Spot>>,
}

/// All within a distance of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// Its middle.
    pub middle: Spot,
    /// Its radius in kilometres.
    pub km: f64,
}

fn spot(text: &str) -> Option<Spot> {
    let (lat, lon) = text.split_once(',')?;
    let number = |text: &str| text.parse::<f64>().ok().filter(|it| it.is_finite());
    Some(Spot {
        lat: number(lat)?,
        lon: number(lon)?,
    })
}

fn outline(text: &str) -> Option<Outline> {
    let ring = |text: &str| text.split_whitespace().map(spot).collect();
    let rings = text.split(';').map(ring).collect::<Option<Vec<_>>>()?;
    Some(Outline { rings })
}

fn circle(text: &str) -> Option<Circle> {
    let (middle, km) = text.split_once(' ')?;
    Some(Circle {
        middle: spot(middle)?,
        km: km.parse().ok().filter(|km: &f64| km.is_finite())?,
    })
}

fn texts() -> Node {
    Node::map([("type", Node::text("string"))])
}

impl Shape for Outline {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Outline> {
        let text = complaints.scalar(node, "a polygon (`lat,lon lat,lon lat,lon`)")?;
        let read = outline(text);
        if read.is_none() {
            complaints.expected(node, "a polygon (`lat,lon lat,lon lat,lon`)");
        }
        read
    }

    fn write(&self) -> Node {
        let mut text = String::new();
        for (index, ring) in self.rings.iter().enumerate() {
            if index > 0 {
                text.push(';');
            }
            for (index, spot) in ring.iter().enumerate() {
                let gap = if index > 0 { " " } else { "" };
                let _ = write!(text, "{gap}{},{}", spot.lat, spot.lon);
            }
        }
        Node::text(text)
    }

    fn schema() -> Node {
        texts()
    }
}

impl Shape for Circle {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Circle> {
        let text = complaints.scalar(node, "a circle (`lat,lon km`)")?;
        let read = circle(text);
        if read.is_none() {
            complaints.expected(node, "a circle (`lat,lon km`)");
        }
        read
    }

    fn write(&self) -> Node {
        let Circle { middle, km } = self;
        Node::text(format!("{},{} {km}", middle.lat, middle.lon))
    }

    fn schema() -> Node {
        texts()
    }
}
