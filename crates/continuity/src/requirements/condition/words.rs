//! Conditions as sentences, the same on the command line and on pages.

use super::{ConditionMtpd, ConditionNow, From, LOSS};
use crate::path::humane;

impl ConditionMtpd {
    /// How long a stop can be borne under it, in words.
    pub fn mtpd_words(&self) -> String {
        match (self.mtpd_seconds, self.last_tolerable_seconds) {
            (Some(mtpd), _) => format!("unbearable after {}", humane(mtpd)),
            (None, Some(last)) => format!("never unbearable within {}", humane(last)),
            (None, None) => "nobody has said how long it can be borne".into(),
        }
    }

    /// Where that comes from: who says it, the interval in which the truth lies, what decides.
    pub fn why_words(&self) -> String {
        let mut parts = vec![match self.from {
            From::Declared => "its record says so".to_owned(),
            From::Peak => "its record says so for this peak".to_owned(),
            From::Normal => "nobody has said more of this peak: as in normal times".to_owned(),
            From::Impact | From::Nothing => String::new(),
        }];
        parts.retain(|it| !it.is_empty());
        if let (Some(impact), Some(last)) = (&self.impact, self.last_tolerable_seconds) {
            parts.push(match self.first_intolerable_seconds {
                Some(first) => format!(
                    "{impact} judged {} tolerable and {} not: the truth lies between",
                    humane(last),
                    humane(first)
                ),
                None => format!("{impact} judged no time up to {} intolerable", humane(last)),
            });
        }
        parts.extend(self.driver_words());
        if let Some(crossing) = self.indicative_loss_crossing_seconds {
            parts.push(format!(
                "the loss alone crosses the intolerable one after about {}",
                humane(crossing)
            ));
        }
        parts.join("; ")
    }

    fn driver_words(&self) -> Option<String> {
        Some(match self.driver.as_deref()? {
            LOSS => "money decides, read on a straight line between two times judged".into(),
            driver if self.life_safety => {
                format!("{driver} decides: harm to life, taken as entered")
            }
            driver => format!("{driver} decides"),
        })
    }
}

impl ConditionNow {
    /// What applies on the day, what targets keep to, and what is coming.
    pub fn words(&self) -> String {
        let bears = |mtpd: Option<i64>| {
            mtpd.map_or("never known to be unbearable".into(), |it| {
                format!("unbearable after {}", humane(it))
            })
        };
        let day = match self.when.as_str() {
            super::NORMAL => "a normal day",
            peak => peak,
        };
        let mut out = format!("{day}: {}", bears(self.mtpd_seconds));
        if let Some(headline) = self.headline_mtpd_seconds
            && self.headline_mtpd_seconds != self.mtpd_seconds
        {
            let when = self.headline_when.as_deref().unwrap_or("declared");
            out.push_str(&format!("; targets keep to {} ({when})", humane(headline)));
        }
        if let Some(then) = &self.then {
            out.push_str(&format!(
                "; {} begins in {}: {}",
                then.when,
                humane(then.begins_after_seconds),
                bears(then.mtpd_seconds)
            ));
        }
        out
    }

    /// Whether the day differs from what targets say anyway.
    pub fn is_worth_saying(&self) -> bool {
        self.when != super::NORMAL
            || self.mtpd_seconds != self.headline_mtpd_seconds
            || self.then.is_some()
    }
}
