//! The sorts of things that can be foreseen in the own estate: their words, and how long the mend
//! takes where the records do not say.

use serde::{Serialize, Serializer};

macro_rules! sorts {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $words:literal, $mend:literal;)+) => {
        /// What will be missed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum What { $($(#[$doc])* $name,)+ }

        impl What {
            /// Every one, in the order of this list.
            pub const ALL: &'static [What] = &[$(What::$name,)+];

            /// The stable word.
            pub fn as_str(self) -> &'static str {
                match self { $(What::$name => $code,)+ }
            }

            /// In words for people.
            pub fn words(self) -> &'static str {
                match self { $(What::$name => $words,)+ }
            }

            /// How many days the mend takes where no record says: a judgement of ours.
            pub fn mend_days(self) -> u32 {
                match self { $(What::$name => $mend,)+ }
            }
        }
    };
}

sorts! {
    /// Data grow until restoring them takes longer than there is time.
    RestoreTime = "restore-time", "restoring takes too long", 60;
    /// The newest copy is older than data may be lost for.
    RecoveryPoint = "recovery-point", "the newest copy is too old", 1;
    /// A replica lags further behind than data may be lost for.
    ReplicationLag = "replication-lag", "the replica lags too far", 7;
    /// There is no room left.
    Capacity = "capacity", "no room is left", 30;
    /// A certificate, a key or a token ends.
    Certificate = "certificate", "a certificate runs out", 14;
    /// A licence ends.
    Licence = "licence", "a licence runs out", 30;
    /// The maker's support ends.
    Support = "support", "the maker's support ends", 180;
    /// A contract ends.
    Contract = "contract", "a contract ends", 90;
    /// What is held ready ends.
    Standby = "standby", "a standby ends", 60;
    /// A waiver ends.
    Waiver = "waiver", "a waiver ends", 30;
    /// The acceptance of a risk or of a gap ends.
    AcceptedRisk = "accepted-risk", "an acceptance ends", 30;
    /// A standing review is due.
    Review = "review", "a review is due", 14;
    /// A plan must be looked through again.
    PlanReview = "plan-review", "a plan is due to be looked through", 14;
    /// What an exercise showed no longer counts.
    Exercise = "exercise", "what an exercise showed no longer counts", 45;
    /// What a restore showed no longer counts.
    RestoreTest = "restore-test", "what a restore showed no longer counts", 30;
    /// A training no longer counts.
    Training = "training", "a training no longer counts", 30;
    /// Contact details must be verified again.
    Contact = "contact", "contact details are due to be verified", 7;
    /// What a supplier assured of its own continuity no longer counts.
    Assurance = "assurance", "a supplier's assurance no longer counts", 45;
    /// Changes fail more often than elsewhere.
    FailedChanges = "failed-changes", "the next change may fail", 14;
    /// Someone leaves who alone has done or can do something.
    Leaver = "leaver", "someone leaves who alone can do it", 30;
}

impl What {
    /// One by its word.
    pub fn of(word: &str) -> Option<What> {
        What::ALL.iter().copied().find(|it| it.as_str() == word)
    }
}

impl Serialize for What {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl What {
    /// Whether it is seen by measuring, so that a miss shows only while it lasts; else it has a
    /// day, and stays missed until someone renews it.
    pub fn is_measured(self) -> bool {
        matches!(
            self,
            What::RestoreTime | What::RecoveryPoint | What::ReplicationLag | What::Capacity
        )
    }
}
