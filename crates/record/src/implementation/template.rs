//! Template: a message prepared for the day.

use crate::link::PartyRef;
use crate::value::Duration;

crate::kind! {
    /// A message prepared for the day.
    pub struct Template("template", "templates", Implementation) {
        /// To whom.
        audience: Option<String>,
        /// By which ways.
        channels: Vec<String>,
        /// When it is sent.
        trigger: Option<String>,
        /// How often it is renewed.
        cadence: Option<Duration>,
        /// Who releases it.
        approver: Option<PartyRef>,
        /// Its language.
        language: Option<String>,
        /// Its subject line.
        subject: Option<String>,
        /// Its text, with `{places}` to fill.
        text: Option<String>,
    }
}
