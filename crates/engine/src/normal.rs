//! The normal distribution: its quantile exactly and by a table of cubics for millions of draws,
//! its distribution function, and the exponential function in plain arithmetic. No stream of
//! draws; that is `draw` and `annual_loss`.

use std::sync::LazyLock;

#[cfg(test)]
mod tests;

/// The standard normal quantile of a probability strictly between 0 and 1; the ends give the
/// infinities. Wichura's AS 241 (1988), accurate to about 1e-15 of the value.
pub fn quantile(share: f64) -> f64 {
    let from_middle = share - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180625 - from_middle * from_middle;
        return from_middle * ratio(r, &MIDDLE.0, &MIDDLE.1);
    }
    let end = if from_middle < 0.0 {
        share
    } else {
        1.0 - share
    };
    if end <= 0.0 {
        return f64::INFINITY.copysign(from_middle);
    }
    let r = (-end.ln()).sqrt();
    let size = match r <= 5.0 {
        true => ratio(r - 1.6, &NEAR.0, &NEAR.1),
        false => ratio(r - 5.0, &FAR.0, &FAR.1),
    };
    size.copysign(from_middle)
}

/// How likely a standard normal number is at most `x` (Marsaglia 2004).
pub fn at_most(x: f64) -> f64 {
    if x.abs() > 8.0 {
        return if x < 0.0 { 0.0 } else { 1.0 };
    }
    let (mut sum, mut term, mut odd) = (x, x, 1.0);
    for _ in 0..300 {
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
        if term.abs() < sum.abs() * 1e-17 {
            break;
        }
    }
    let density = (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (0.5 + density * sum).clamp(0.0, 1.0)
}

/// e to the power `x` by a polynomial, to about 1e-14 of the value: the same bits on every machine,
/// and quicker than the system's. What is out of range is held at 1e-304 and 1e304.
#[inline]
pub fn exp(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52: adding it rounds to a whole number
    const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let whole = shifted - SHIFT;
    let r = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    let (r2, r4) = (r * r, r * r * r * r);
    let low = 1.0 + r + r2 * (1.0 / 2.0 + r * (1.0 / 6.0));
    let middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0));
    let high = (1.0 / 40320.0 + r * (1.0 / 362_880.0))
        + r2 * (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0));
    let power = low + r4 * (middle + r4 * high);
    let scale = f64::from_bits(((whole as i64 + 1023) as u64) << 52);
    power * scale
}

/// Cells of the table.
const CELLS: usize = 1024;
/// Cells at each end in which the curve is too steep for a cubic; the exact quantile serves there.
const STEEP: usize = 16;

/// The normal quantile as cubics between equally spaced probabilities, within 1e-6 of the exact
/// one; in the outer sixty-fourths, where it is steep, the exact one itself.
pub struct Quantiles(Vec<[f64; 4]>);

/// The table, made once.
pub static QUANTILES: LazyLock<Quantiles> = LazyLock::new(Quantiles::new);

impl Quantiles {
    fn new() -> Quantiles {
        let width = 1.0 / CELLS as f64;
        let density = |z: f64| (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let cell = |at: usize| {
            if !(STEEP..CELLS - STEEP).contains(&at) {
                return [0.0; 4];
            }
            let (left, right) = (
                quantile(at as f64 * width),
                quantile((at + 1) as f64 * width),
            );
            let (rise, end_rise) = (width / density(left), width / density(right));
            let step = right - left;
            [
                left,
                rise,
                3.0 * step - 2.0 * rise - end_rise,
                rise + end_rise - 2.0 * step,
            ]
        };
        Quantiles((0..CELLS).map(cell).collect())
    }

    /// The standard normal number of an even 64-bit number.
    #[inline]
    pub fn of(&self, even: u64) -> f64 {
        const STEP: f64 = 1.0 / (1u64 << 53) as f64;
        let at = (even >> 54) as usize;
        if !(STEEP..CELLS - STEEP).contains(&at) {
            return quantile(((even >> 11) as f64 + 0.5) * STEP);
        }
        let within = ((even >> 11) & ((1 << 43) - 1)) as f64 * (1.0 / (1u64 << 43) as f64);
        let [zero, one, two, three] = self.0[at];
        zero + within * (one + within * (two + within * three))
    }
}

/// A ratio of two polynomials, constants first.
fn ratio(r: f64, above: &[f64; 8], below: &[f64; 8]) -> f64 {
    let value = |by: &[f64; 8]| by.iter().rev().fold(0.0, |sum, factor| sum * r + factor);
    value(above) / value(below)
}

type Ratio = ([f64; 8], [f64; 8]);

const MIDDLE: Ratio = (
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_545e3,
    ],
);
const NEAR: Ratio = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);
const FAR: Ratio = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);
