//! Files as others could read them.

use std::os::unix::fs::PermissionsExt;

use super::remarks;

#[test]
fn only_what_others_can_read_is_remarked_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.key");
    std::fs::write(&file, "").unwrap();
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let all = || {
        remarks([
            folder.path(),
            file.as_path(),
            &folder.path().join("missing"),
        ])
    };
    mode(folder.path(), 0o700);
    mode(&file, 0o600);
    assert_eq!(all(), Vec::<String>::new());
    mode(folder.path(), 0o750);
    mode(&file, 0o644);
    let told = all();
    assert!(
        told[0].contains("mode 0750") && told[0].contains("chmod 0700"),
        "{told:?}"
    );
    assert!(
        told[1].contains("mode 0644") && told[1].contains("chmod 0600"),
        "{told:?}"
    );
}
