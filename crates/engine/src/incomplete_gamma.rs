//! The regularised incomplete gamma function, and its inverse: shares and quantiles of a gamma
//! distribution with scale 1. Accurate to about 12 digits; it knows nothing of rates or years.

#[cfg(test)]
mod tests;

/// Terms after which a series or a fraction has long converged, or never will.
const TERMS_MAX: usize = 100_000;
const PRECISION: f64 = 1e-15;

/// Coefficients of Stirling's series: Bernoulli numbers over `2k (2k - 1)`.
const STIRLING: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3617.0 / 122_400.0,
];

/// The logarithm of the gamma function, for an argument above zero: Stirling's series from 12 up,
/// stepped down below.
pub fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut stepped) = (x, 0.0);
    while x < 12.0 {
        stepped += x.ln();
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let (mut series, mut power) = (0.0, 1.0 / x);
    for coefficient in STIRLING {
        series += coefficient * power;
        power *= square;
    }
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - stepped
}

/// The share of a gamma distribution of this shape and scale 1 that lies at or below `x`.
pub fn lower_share(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x < shape + 1.0 {
        series(shape, x)
    } else {
        1.0 - fraction(shape, x)
    }
}

/// The share above `x`; precise also where it is tiny.
pub fn upper_share(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x < shape + 1.0 {
        1.0 - series(shape, x)
    } else {
        fraction(shape, x)
    }
}

/// The value below which a share of the distribution lies: by halving on the logarithm, which
/// cannot run away, whatever the shape. Shares outside 0 to 1 are taken as their ends.
pub fn quantile(shape: f64, share: f64) -> f64 {
    if share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return f64::INFINITY;
    }
    // Below this the distribution is the first term of its series: x^a / gamma(a + 1).
    let small = ((share.ln() + ln_gamma(shape + 1.0)) / shape).min(700.0);
    if small < -600.0 {
        return small.exp();
    }
    let mut low = small - 1.0;
    let mut high = (shape + 20.0 + 20.0 * shape.sqrt()).ln();
    while lower_share(shape, high.exp()) < share && high < 700.0 {
        high += 1.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        match lower_share(shape, middle.exp()) < share {
            true => low = middle,
            false => high = middle,
        }
    }
    (0.5 * (low + high)).exp()
}

fn front(shape: f64, x: f64) -> f64 {
    (shape * x.ln() - x - ln_gamma(shape)).exp()
}

/// The share below, by its power series; quick where x is below the shape.
fn series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut next) = (1.0 / shape, 1.0 / shape, shape);
    for _ in 0..TERMS_MAX {
        next += 1.0;
        term *= x / next;
        sum += term;
        if term < sum * PRECISION {
            break;
        }
    }
    (sum * front(shape, x)).clamp(0.0, 1.0)
}

/// The share above, by its continued fraction (modified Lentz); quick where x is above the shape.
fn fraction(shape: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for step in 1..TERMS_MAX {
        let step = step as f64;
        let a = -step * (step - shape);
        b += 2.0;
        let away = |value: f64| if value.abs() < TINY { TINY } else { value };
        d = 1.0 / away(a * d + b);
        c = away(b + a / c);
        value *= d * c;
        if (d * c - 1.0).abs() < PRECISION {
            break;
        }
    }
    (value * front(shape, x)).clamp(0.0, 1.0)
}
