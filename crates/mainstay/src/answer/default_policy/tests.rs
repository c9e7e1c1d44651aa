//! The policy that ships can be read, is filed once, and gives way to one of its id.

use continuity::rule::DEFAULT_POLICY_ID;
use record::kinds::Registers;

use super::add;

#[test]
fn it_is_filed_once_and_gives_way() {
    let mut registers = Registers::default();
    add(&mut registers);
    assert_eq!((registers.len(), registers.policies.len()), (1, 1));
    let shipped = registers
        .policies
        .get(DEFAULT_POLICY_ID)
        .expect("it is there");
    assert!(shipped.is_approved());
    let mut own = shipped.clone();
    own.envelope.name = Some("ours".into());
    let mut registers = Registers::default();
    registers.policies.replace(own);
    add(&mut registers);
    let kept = registers
        .policies
        .get(DEFAULT_POLICY_ID)
        .expect("it is there");
    assert_eq!(kept.envelope.name.as_deref(), Some("ours"));
}
