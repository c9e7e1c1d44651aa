//! Lesson: what a disruption or an exercise taught, and what follows from it.

use crate::link::RecordRef;
use crate::value::Date;

crate::kind! {
    /// What a disruption or an exercise taught: it leads to something, or it says why to nothing.
    pub struct Lesson("lesson", "lessons", Invocation) {
        /// What taught it: a run, an exercise, a review.
        from: Option<RecordRef>,
        /// What was learnt.
        text: Option<String>,
        /// When.
        at: Option<Date>,
        /// What was changed or begun because of it.
        leads_to: Vec<RecordRef>,
        /// Why nothing is to be changed, where that was decided.
        no_change: Option<String>,
    } check check
}

fn check(lesson: &Lesson, fault: &mut dyn FnMut(String, String)) {
    if lesson.no_change.is_some() && !lesson.leads_to.is_empty() {
        let text = "a lesson that leads to something does not say that nothing changes";
        fault("no-change".into(), text.into());
    }
}
