//! Secrets: what is shown of them, and what survives paper.

use super::{Secret, random_bytes, typed_code};

#[test]
fn a_secret_is_never_shown() {
    let secret = Secret::random("mst_");
    assert!(secret.reveal().starts_with("mst_"));
    assert_eq!(secret.reveal().len(), 4 + 43);
    assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "*** Some(***)");
    assert_eq!(secret.digest().len(), 64);
    assert_ne!(Secret::random("").digest(), Secret::random("").digest());
    assert_ne!(random_bytes::<32>(), [0; 32]);
}

#[test]
fn the_digest_is_sha_256() {
    // FIPS 180-2, appendix B.1.
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Secret::new("abc").digest(), known);
}

#[test]
fn a_recovery_code_survives_paper() {
    let code = Secret::recovery_code();
    let shown = code.reveal().to_owned();
    assert_eq!(shown.len(), 23, "{shown}");
    assert!(!shown.contains(['I', 'L', 'O', 'U']));
    let sloppy = shown
        .to_lowercase()
        .replace('-', " ")
        .replace('1', "l")
        .replace('0', "o");
    assert_eq!(typed_code(&sloppy).digest(), code.digest());
    assert_ne!(typed_code("").digest(), code.digest());
}
