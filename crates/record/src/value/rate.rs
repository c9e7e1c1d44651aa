//! How often: rates a year, and flows an hour.

use std::fmt;

use super::amount::written;
use crate::complaint::Complaints;
use crate::node::{Node, shorten};
use crate::shape::Shape;

/// Parses a plain positive decimal; `1e5`, signs and `inf` are no way to write a frequency.
fn number(text: &str) -> Option<f64> {
    let plain = |c: char| c.is_ascii_digit() || c == '.';
    if text.is_empty() || text.len() > 20 || !text.chars().all(plain) {
        return None;
    }
    text.parse().ok()
}

/// Events a year.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rate(pub f64);

impl Rate {
    fn parse(text: &str) -> Option<Rate> {
        number(text.strip_suffix("/yr")?.trim_end()).map(Rate)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/yr", self.0)
    }
}

written!(Rate, "a frequency a year (`0.05/yr`)", "^[0-9.]+ ?/yr$");

/// Work items an hour.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Flow(pub f64);

impl Flow {
    fn parse(text: &str) -> Option<Flow> {
        number(text.strip_suffix("/h")?.trim_end()).map(Flow)
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/h", self.0)
    }
}

written!(Flow, "a flow an hour (`100/h`)", "^[0-9.]+ ?/h$");
