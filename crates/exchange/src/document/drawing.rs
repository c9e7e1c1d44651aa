//! A drawing of lines, boxes and words in points, for black ink on white paper. It says itself in
//! a sentence, for who cannot see it and for formats that cannot draw.

use serde::Serialize;

/// A drawing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawing {
    /// What is to be seen, in words.
    pub says: String,
    /// Width in points; the paper has room for 480.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// What is drawn, the first lowest.
    pub shapes: Vec<Shape>,
}

/// One thing drawn. All lengths are points from the upper left corner.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Shape {
    /// A line.
    Line {
        /// Where it begins.
        from: (f64, f64),
        /// Where it ends.
        to: (f64, f64),
        /// True where it is broken.
        dashed: bool,
    },
    /// A box.
    Box {
        /// Its upper left corner.
        at: (f64, f64),
        /// Its width and height.
        size: (f64, f64),
        /// How dark it is.
        fill: Fill,
    },
    /// Words on one line.
    Words {
        /// The end they stand at, on the height of their middle.
        at: (f64, f64),
        /// Which end.
        anchor: Anchor,
        /// The letters' size.
        size: f64,
        /// The words.
        text: String,
    },
}

/// How dark a box is; nothing is told by darkness alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// White, with a frame.
    Open,
    /// Light grey, with a frame.
    Light,
    /// Black.
    Full,
}

/// The end at which words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// They begin there.
    Start,
    /// Their middle is there.
    Middle,
    /// They end there.
    End,
}

impl Drawing {
    /// Changes every text.
    pub fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(&mut self.says);
        for shape in &mut self.shapes {
            if let Shape::Words { text, .. } = shape {
                change(text);
            }
        }
    }
}
