//! The policy that ships: our findings as its rules. It holds where no other policy speaks of a
//! finding; loading it is the doors' business.

/// Its text, a record like any other.
pub const DEFAULT_POLICY: &str = include_str!("default_policy.yaml");

/// Its id.
pub const DEFAULT_POLICY_ID: &str = "mainstay-default";
