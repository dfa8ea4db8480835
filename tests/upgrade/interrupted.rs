//! A step that is interrupted: by a crash, or by the loss of a connection.

use super::next::installed;
use crate::harness::Home;

#[test]
fn a_killed_upgrade_leaves_the_old_tables_and_can_be_repeated() {
    let home = Home::seeded();
    let (before, proof) = (home.everything(), home.json(&["verify"]));
    let later = installed(&home);
    let crashing = later.with("RAD_ADMIN_TEST_CRASH", "SchemaChanged");
    for line in [&["status"][..], &["credits", "award", "bob@example.org", "1"], &["verify"]] {
        crashing.fails(128 + 6, line);
        assert_eq!(home.everything(), before, "the older version goes on");
        assert_eq!(home.json(&["verify"]), proof);
    }
    assert_eq!(later.everything(), before);
    assert_eq!(later.json(&["verify"]), proof);
}
