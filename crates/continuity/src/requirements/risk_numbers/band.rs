//! The cell of a risk matrix, derived from numbers and never stored: a view, and a poor one, which
//! is why the ranking by numbers stands beside it.

/// How often, by bands of a factor of ten.
pub const OFTEN: [(&str, f64); 5] = [
    ("rare", 0.01),
    ("unlikely", 0.1),
    ("possible", 1.0),
    ("likely", 10.0),
    ("frequent", f64::INFINITY),
];

/// How hard, in whole units of the currency, by bands of a factor of ten.
pub const HARD: [(&str, f64); 5] = [
    ("negligible", 10_000.0),
    ("minor", 100_000.0),
    ("moderate", 1_000_000.0),
    ("major", 10_000_000.0),
    ("severe", f64::INFINITY),
];

/// What a matrix hides; it stands wherever one is shown.
pub const WARNING: &str = "A matrix is a picture, not a measure. Its cells span a factor of ten, \
    so very different risks share one and like risks fall into two; it can rank a small risk above \
    a large one; scores that are multiplied are no amounts and do not add up; it shows neither how \
    unsure a figure is nor what strikes together; and where frequent risks are mild it can be worse \
    than chance (Cox 2008). Decide by the expected loss and the curve.";

/// The cell of a risk: the places of its bands in `OFTEN` and `HARD`.
pub fn cell(per_year: f64, loss: f64) -> (usize, usize) {
    let place = |bands: &[(&str, f64); 5], value: f64| {
        let found = bands.iter().position(|(_, below)| value < *below);
        found.unwrap_or(bands.len() - 1)
    };
    (place(&OFTEN, per_year), place(&HARD, loss))
}
