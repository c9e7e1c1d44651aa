//! The first records can be read, say what was answered, and mark what nobody answered.

use jiff::civil::date;
use record::complaint::Complaints;
use record::kinds::{Record, Registers};

use super::first_records::files;
use super::{Answers, QUESTIONS};

fn read(answers: &Answers) -> Registers {
    let mut registers = Registers::default();
    let files = files(answers, date(2026, 5, 15));
    for node in files.iter().flat_map(|file| file.records()) {
        let mut complaints = Complaints::new();
        let record = Record::read(node, 0, &mut complaints);
        let record = record.unwrap_or_else(|| panic!("{:#?}", complaints.all));
        registers.file(record).expect("ids are unique");
    }
    registers
}

#[test]
fn every_function_of_the_day_has_a_role_and_every_deliverable_an_end() {
    use continuity::initiation::duty::Function;
    let registers = read(&Answers::defaults());
    for function in Function::OF_ROLES {
        let mut roles = registers.roles.live();
        let held = roles.any(|role| function.is_held_by(&registers, role));
        assert!(held, "no role may {}", function.words());
    }
    for it in registers
        .programmes
        .live()
        .flat_map(|it| &it.own.deliverables)
    {
        let whole = it.accepted_when.is_some() && it.owner.is_some() && it.due.is_some();
        assert!(whole, "{}", it.title);
        let owner = record::link::split(&it.owner.as_ref().expect("checked").text)
            .1
            .to_string();
        assert!(registers.roles.get(&owner).is_some(), "{owner} is a role");
    }
    let policy = registers.policies.get("continuity").expect("it is made");
    assert_eq!(
        policy.envelope.review_due.map(|day| day.0),
        Some(date(2027, 5, 15))
    );
}

#[test]
fn one_role_may_declare_and_decide_and_own_the_programme() {
    let mut answers = Answers::defaults();
    answers
        .answer(8, "Continuity manager")
        .expect("it is an answer");
    answers
        .answer(9, "Continuity manager, 10 EUR")
        .expect("it is an answer");
    let registers = read(&answers);
    let ids: Vec<&str> = registers.roles.iter().map(|role| &*role.id).collect();
    assert_eq!(ids, ["communications-lead", "continuity-manager"]);
    let role = registers
        .roles
        .get("continuity-manager")
        .expect("it is made");
    assert!(!role.envelope.assumption, "it was answered");
}

#[test]
fn each_question_has_a_field_of_its_own_and_a_default_that_is_an_answer() {
    let fields: std::collections::BTreeSet<&str> = QUESTIONS.iter().map(|it| it.field).collect();
    assert_eq!(fields.len(), QUESTIONS.len());
    for (index, question) in QUESTIONS.iter().enumerate() {
        let mut answers = Answers::defaults();
        answers
            .answer(index, question.default)
            .expect(question.text);
    }
}
