//! Drawings of probabilities: a band on a scale of tenfolds, the months of a year, what was said
//! beside what came. Each has its figures in words beside it.

use continuity::requirements::hazard_outlook::share;
use continuity::requirements::score::Class;
use maud::{Markup, html};

/// The least probability on the scale.
const LEAST: f64 = 0.0001;
const WIDE: f64 = 300.0;
const MONTHS: [&str; 12] = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];

/// Where a probability stands on the scale of tenfolds, from 0.01 % to 100 %.
fn place(probability: f64) -> f64 {
    let tenfolds = -LEAST.log10();
    (probability.max(LEAST).log10() + tenfolds) / tenfolds * WIDE
}

/// What a band means.
pub(super) fn legend(days: u32) -> Markup {
    html! {
        p.quiet { "Each bar: how likely at least once within " (days) " days, on a scale from \
            0.01 % to 100 % in tenfolds; the mark is the forecast, the bar what it lies between \
            with nine in ten." }
    }
}

/// A probability and between what it lies.
pub(super) fn band(probability: f64, range: [f64; 2]) -> Markup {
    let [low, high] = range;
    let (from, to, mark) = (place(low), place(high), place(probability));
    let said = format!(
        "{}, between {} and {}",
        share(probability),
        share(low),
        share(high)
    );
    let width = (to - from).max(2.0);
    html! {
        svg.band viewBox="0 0 300 20" role="img" aria-label=(said) preserveAspectRatio="none" {
            @for tick in [75, 150, 225] { line x1=(tick) x2=(tick) y1="0" y2="20" {} }
            rect x=(format!("{from:.1}")) y="6" width=(format!("{width:.1}")) height="8" {}
            path d=(format!("M{mark:.1} 0v20")) {}
        }
    }
}

/// How the year is shared out among its twelfths.
pub(super) fn season(season: &[f64; 12]) -> Markup {
    let most = season.iter().copied().fold(1.0, f64::max);
    html! {
        svg.season viewBox="0 0 240 64" role="img"
            aria-label="How much of its even share each month has" {
            @for (month, share) in season.iter().enumerate() {
                @let high = share / most * 46.0;
                rect x=(month * 20 + 3) width="14" y=(format!("{:.1}", 48.0 - high))
                    height=(format!("{high:.1}")) {}
                text x=(month * 20 + 10) y="60" text-anchor="middle" { (MONTHS[month]) }
            }
        }
    }
}

/// What was said beside what came: on the diagonal they agree; the larger, the more forecasts.
pub(super) fn calibration(classes: &[Class]) -> Markup {
    let most = classes.iter().map(|it| it.forecasts).max().unwrap_or(1) as f64;
    let at = |share: f64| share * 180.0;
    html! {
        svg.calibration viewBox="-30 -10 230 220" role="img"
            aria-label="What was said against what came; the table beside it holds the figures" {
            path.axis d="M0 0V180H180" {}
            path.even d="M0 180L180 0" {}
            @for it in classes {
                @let radius = 3.0 + 5.0 * (it.forecasts as f64 / most).sqrt();
                circle cx=(format!("{:.1}", at(it.said))) cy=(format!("{:.1}", 180.0 - at(it.came)))
                    r=(format!("{radius:.1}")) {}
            }
            text x="90" y="200" text-anchor="middle" { "said" }
            text x="-8" y="184" text-anchor="end" { "0" }
            text x="-8" y="6" text-anchor="end" { "1" }
            text x="-12" y="94" text-anchor="middle" transform="rotate(-90 -12 94)" { "came" }
        }
    }
}
