//! Catching up as sentences, the same on the command line and on pages.

use super::{BacklogWork, CatchingUp, GroupWork, Outage};
use crate::path::humane;
use crate::requirements::reconciliation::{Ahead, GroupSkew, ModeSkew};
use crate::requirements::reconstruction::Reconstructed;

impl Reconstructed {
    /// What is made anew, from what, how far back, and whether that counts.
    pub fn words(&self) -> String {
        let from = self.from.as_deref().unwrap_or("another source");
        let reaches = humane(self.reaches_back_seconds);
        let takes = match self.takes_seconds {
            Some(takes) => format!("in {}", humane(takes)),
            None => "nobody says in how long".into(),
        };
        let counts = match (self.counts, self.rpo_seconds) {
            (true, Some(rpo)) => format!(
                "so its share of the requirement is {} and not {}",
                humane(rpo.max(self.reaches_back_seconds)),
                humane(rpo)
            ),
            (true, None) => "it asks for no recovery point that this could ease".into(),
            (false, _) => format!("not counted: {}", self.too_long_words()),
        };
        format!(
            "{} makes {} anew from {from} of the last {reaches}, {takes}; {counts}",
            self.activity, self.dataset
        )
    }

    fn too_long_words(&self) -> String {
        match (self.takes_together_seconds, self.wrt_seconds) {
            (None, _) => "a time is missing".into(),
            (_, None) => "nobody says how long catching up may take (`wrt`)".into(),
            (Some(takes), Some(wrt)) => {
                format!(
                    "{} do not fit into {} of catching up",
                    humane(takes),
                    humane(wrt)
                )
            }
        }
    }
}

impl ModeSkew {
    /// The oldest point, who is ahead of it, and the work.
    pub fn words(&self) -> String {
        let Some(oldest) = self.oldest_seconds else {
            return format!(
                "{}: not every member comes back, or nobody knows",
                self.mode
            );
        };
        let mut out = format!("{}: all come back to {} before", self.mode, humane(oldest));
        if self.ahead.is_empty() {
            out.push_str("; nothing is known to be ahead of that");
            return out;
        }
        for ahead in &self.ahead {
            out.push_str(&format!("; {}", ahead.words()));
        }
        if self.ahead.len() > 1 {
            let all = self.takes_seconds.map_or("unknown".into(), humane);
            out.push_str(&format!("; all of it, one after the other: {all}"));
        }
        out
    }
}

impl Ahead {
    /// Flow times time is work; work by pace is time.
    fn words(&self) -> String {
        let changes = rounded(self.changes);
        let takes = match (self.reconciles_per_hour, self.takes_seconds) {
            (Some(pace), Some(takes)) => {
                format!("put right at {}/h in {}", rounded(pace), humane(takes))
            }
            (Some(pace), None) => format!("never put right at {}/h", rounded(pace)),
            (None, _) => "nobody says how fast that is put right (`reconciles`)".into(),
        };
        format!(
            "{} is {} ahead, {changes} changes at {}/h, {takes}",
            self.dataset,
            humane(self.ahead_seconds),
            rounded(self.changes_per_hour)
        )
    }
}

/// To two decimals, without those that say nothing.
fn rounded(figure: f64) -> String {
    let figure = (figure * 100.0).round() / 100.0;
    format!("{figure}")
}

impl GroupSkew {
    /// A sentence for each failure mode.
    pub fn lines(&self) -> Vec<String> {
        self.modes.iter().map(ModeSkew::words).collect()
    }
}

impl GroupWork {
    /// A sentence for each failure mode.
    pub fn lines(&self) -> Vec<String> {
        self.modes.iter().map(ModeSkew::words).collect()
    }
}

impl Outage {
    /// How long the backlog takes after it.
    pub fn words(&self) -> String {
        let clears = |after: Option<i64>| match after {
            Some(after) => format!("another {}", humane(after)),
            None => "never: work arrives as fast as it is cleared".into(),
        };
        let down = humane(self.down_seconds);
        let mut out = format!(
            "down for {down}, the backlog takes {}",
            clears(self.clears_after_seconds)
        );
        if let Some(eased) = &self.with_workaround {
            out.push_str(&format!(
                "; with {} doing {} % of the work for {} and {} to enter it again, {}",
                eased.workaround,
                eased.percent,
                humane(eased.at_work_seconds),
                humane(eased.rekey_seconds),
                clears(eased.clears_after_seconds)
            ));
        }
        out
    }
}

impl BacklogWork {
    /// What arrives and is cleared, then an outage as long as the target and one as long as
    /// calculation says.
    pub fn lines(&self) -> Vec<String> {
        let mut out = vec![format!(
            "{}/h arrives, {}/h is cleared",
            rounded(self.arrives_per_hour),
            rounded(self.clears_per_hour)
        )];
        let named = [
            ("as long as the target allows", &self.at_target),
            (
                "as long as recovery takes by calculation",
                &self.by_calculation,
            ),
        ];
        for (title, outage) in named {
            out.extend(outage.as_ref().map(|it| format!("{title}: {}", it.words())));
        }
        out
    }
}

impl CatchingUp {
    /// What it all takes, beside what is given for it.
    pub fn words(&self) -> String {
        let given = match self.wrt_seconds {
            Some(wrt) => format!("{} are given for it", humane(wrt)),
            None => "nobody says how long it may take".into(),
        };
        if self.reconstructs.is_empty() && self.reconciles.is_empty() {
            return given;
        }
        match self.takes_seconds {
            Some(takes) => format!(
                "making data anew and putting right what does not agree takes {}; {given}",
                humane(takes)
            ),
            None => format!("how long it takes is not known; {given}"),
        }
    }
}
