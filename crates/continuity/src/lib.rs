//! What follows: answers, findings and rules.
