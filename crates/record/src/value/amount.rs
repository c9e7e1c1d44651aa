//! Amounts: money, percentages, sizes, throughputs, monthly growth.

use std::fmt;

use crate::complaint::Complaints;
use crate::node::{Node, shorten};
use crate::shape::Shape;

/// Shape for a value that is written as one text and parsed from it.
macro_rules! written {
    ($name:ident, $how:expr, $pattern:literal) => {
        impl Shape for $name {
            fn read(node: &Node, complaints: &mut Complaints) -> Option<$name> {
                let text = complaints.scalar(node, $how)?;
                let value = $name::parse(text);
                if value.is_none() {
                    let text = shorten(text);
                    complaints.add(node.at, format!("`{text}` is not {}", $how));
                }
                value
            }

            fn write(&self) -> Node {
                Node::text(self.to_string())
            }

            fn schema() -> Node {
                Node::map([
                    ("type", Node::text("string")),
                    ("pattern", Node::text($pattern)),
                ])
            }
        }
    };
}
pub(super) use written;

/// A decimal number as (digits without point, decimals), within range.
fn decimal(text: &str, decimals_max: usize) -> Option<(i64, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let point = text.contains('.');
    if whole.is_empty() || !digits(whole) || !digits(fraction) || point == fraction.is_empty() {
        return None;
    }
    if fraction.len() > decimals_max {
        return None;
    }
    format!("{whole}{fraction}")
        .parse()
        .ok()
        .map(|number| (number, fraction.len() as u32))
}

fn write_decimal(out: &mut fmt::Formatter<'_>, number: i64, scale: i64) -> fmt::Result {
    write!(out, "{}", number / scale)?;
    if number % scale != 0 {
        let width = scale.ilog10() as usize;
        let fraction = format!("{:0width$}", number % scale);
        write!(out, ".{}", fraction.trim_end_matches('0'))?;
    }
    Ok(())
}

/// Money in minor units (cents) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    /// Hundredths of the currency.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: [u8; 3],
}

impl Money {
    fn parse(text: &str) -> Option<Money> {
        let (amount, code) = text.rsplit_once(' ')?;
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        if !code.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let (number, decimals) = decimal(amount.trim(), 2)?;
        let minor = number.checked_mul(10i64.pow(2 - decimals))?;
        (minor <= 10i64.pow(17)).then_some(Money {
            minor,
            currency: code,
        })
    }

    /// The currency code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or("XXX")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, cents) = (self.minor / 100, self.minor % 100);
        if cents == 0 {
            write!(out, "{whole}")?
        } else {
            write!(out, "{whole}.{cents:02}")?
        }
        write!(out, " {}", self.code())
    }
}

written!(
    Money,
    "money with its currency (`1200 EUR`)",
    "^[0-9]+(\\.[0-9]{1,2})? [A-Z]{3}$"
);

/// A share of normal, in hundredths of a percent: 10,000 is all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

impl Percent {
    fn parse(text: &str) -> Option<Percent> {
        let (number, decimals) = decimal(text.strip_suffix('%')?.trim_end(), 2)?;
        let hundredths = number.checked_mul(10i64.pow(2 - decimals))?;
        (hundredths <= 10_000).then_some(Percent(hundredths as u32))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(out, self.0.into(), 100)?;
        out.write_str("%")
    }
}

written!(
    Percent,
    "a percentage from `0%` to `100%`",
    "^[0-9]+(\\.[0-9]{1,2})? ?%$"
);

/// Growth a month, in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth(pub u32);

impl Growth {
    fn parse(text: &str) -> Option<Growth> {
        let percent = text.strip_suffix("/month")?.trim_end().strip_suffix('%')?;
        let (number, decimals) = decimal(percent.trim_end(), 2)?;
        let hundredths = number.checked_mul(10i64.pow(2 - decimals))?;
        u32::try_from(hundredths).ok().map(Growth)
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(out, self.0.into(), 100)?;
        out.write_str("%/month")
    }
}

written!(
    Growth,
    "growth a month (`3%/month`)",
    "^[0-9.]+ ?% ?/month$"
);

const SIZES: [(&str, u64); 10] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("PB", 1_000_000_000_000_000),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("KB", 1_000),
    ("kB", 1_000),
];

fn bytes(text: &str) -> Option<u64> {
    let unit = SIZES.iter().find(|(unit, _)| text.ends_with(unit)).copied();
    let (unit, factor) = unit.or_else(|| text.ends_with('B').then_some(("B", 1)))?;
    let (number, decimals) = decimal(text.strip_suffix(unit)?.trim_end(), 6)?;
    let product = (number as u128).checked_mul(factor.into())? / 10u128.pow(decimals);
    u64::try_from(product).ok()
}

fn write_bytes(out: &mut fmt::Formatter<'_>, bytes: u64) -> fmt::Result {
    let fits = |(_, factor): &&(&str, u64)| bytes >= *factor && bytes.is_multiple_of(*factor);
    let decimal_units = SIZES[4..9].iter().find(fits);
    match decimal_units {
        Some((unit, factor)) => write!(out, "{} {unit}", bytes / factor),
        None => write!(out, "{bytes} B"),
    }
}

/// A size in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

impl Size {
    fn parse(text: &str) -> Option<Size> {
        bytes(text).map(Size)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_bytes(out, self.0)
    }
}

written!(
    Size,
    "a size (`6 TB`, `200 GB`)",
    "^[0-9.]+ ?([KkMGTP]i?)?B$"
);

/// Bytes a second, never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Throughput(pub u64);

impl Throughput {
    fn parse(text: &str) -> Option<Throughput> {
        let rate = bytes(text.strip_suffix("/s")?.trim_end()).filter(|bytes| *bytes > 0);
        rate.map(Throughput)
    }
}

impl fmt::Display for Throughput {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_bytes(out, self.0)?;
        out.write_str("/s")
    }
}

written!(
    Throughput,
    "a throughput above zero (`400 MB/s`)",
    "^[0-9.]+ ?([KkMGTP]i?)?B/s$"
);
