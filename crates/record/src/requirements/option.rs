//! Option: a way to recover a service, with what it can do and costs.

use crate::link::{Id, ItemRef, RecordRef};
use crate::requirements::Measure;
use crate::requirements::alteration::Alteration;
use crate::value::{Date, Duration, Money, Percent};

crate::kind! {
    /// A way to recover a service: what it can do, what it costs.
    pub struct StrategyOption("option", "options", Requirements) {
        /// What it recovers.
        covers: Vec<ItemRef>,
        /// The sort of recovery.
        type_ : Option<Recovery> as "type",
        /// The failure mode it answers.
        mode: Option<crate::requirements::scenario::Mode>,
        /// Recovery time it reaches.
        rtc: Option<Duration>,
        /// The same at best. Absent: nobody says.
        rtc_best: Option<Duration>,
        /// The same at worst. Absent: nobody says.
        rtc_worst: Option<Duration>,
        /// Recovery point it reaches.
        rpc: Option<Duration>,
        /// Level it reaches.
        level: Option<Percent>,
        /// What it would change in the estate: its capability is then computed, and `rtc` and
        /// `rpc` are what its seller claims.
        changes: Vec<Alteration>,
        /// What it costs once; the lower end where there is a range.
        cost: Option<Money>,
        /// The upper end of what it costs once.
        cost_max: Option<Money>,
        /// What it costs a year to run; the lower end where there is a range.
        cost_per_year: Option<Money>,
        /// The upper end of what it costs a year to run.
        cost_per_year_max: Option<Money>,
        /// What its people cost a year.
        people_per_year: Option<Money>,
        /// Over how many years what it costs once is spread; absent: 5.
        years: Option<u32>,
        /// The day of its prices.
        priced: Option<Date>,
        /// The measures it builds on: their cost is counted once, however many options share them.
        builds_on: Vec<Id<Measure>>,
        /// What stands in its way or binds it.
        constraints: Vec<Constraint>,
        /// What shows that it works: an exercise, a run, an attestation.
        evidence: Vec<RecordRef>,
        /// When it was last shown to work.
        tested: Option<Date>,
        /// How long it takes to build.
        lead_time: Option<Duration>,
        /// The loss a year that remains.
        residual_loss: Option<Money>,
    } check check
}

fn check(option: &StrategyOption, fault: &mut dyn FnMut(String, String)) {
    let ends = [
        ("rtc-best", option.rtc_best, option.rtc),
        ("rtc-worst", option.rtc, option.rtc_worst),
    ];
    for (field, least, most) in ends {
        let end = if field == "rtc-best" { least } else { most };
        if end.is_some() && option.rtc.is_none() {
            fault(field.into(), "say `rtc` too: what is likely".into());
        } else if least.zip(most).is_some_and(|(least, most)| least > most) {
            let text = match field {
                "rtc-best" => "is not above `rtc`",
                _ => "is not below `rtc`",
            };
            fault(field.into(), text.into());
        }
    }
}

crate::fields! {
    /// What binds an option or stands in its way.
    pub struct Constraint {
        /// What it is about.
        about: Option<About>,
        /// What it says.
        says: String,
        /// False where it rules the option out; absent: nobody has looked.
        met: Option<bool>,
    }
}

crate::words! {
    /// What a constraint is about.
    pub enum About {
        /// Where data may be.
        DataResidency = "data-residency",
        /// Who must be there to run it.
        Staff = "staff",
        /// What a contract or a law demands.
        Contract = "contract",
        /// Anything else.
        Other = "other",
    }
}

crate::words! {
    /// The sorts of recovery, from least to most.
    pub enum Recovery {
        /// None.
        DoNothing = "do-nothing",
        /// By hand.
        Manual = "manual",
        /// With another organisation.
        Reciprocal = "reciprocal",
        /// Cold standby.
        Gradual = "gradual",
        /// Warm standby.
        Intermediate = "intermediate",
        /// Hot standby.
        Fast = "fast",
        /// Mirrored.
        Immediate = "immediate",
    }
}
