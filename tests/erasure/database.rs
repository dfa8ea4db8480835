//! The database itself lets nothing be changed but by an erasure.

use super::{erase, left};
use crate::harness::{Home, on_file};

#[test]
fn the_database_lets_nothing_be_removed_but_by_an_erasure() {
    let home = left();
    erase(&home);
    for forged in [
        "UPDATE operations SET reason = NULL WHERE id = 3",
        "UPDATE operations SET reason = 'forged' WHERE reason IS NOT NULL",
        "UPDATE operations SET at = at + 1",
        "UPDATE entries SET reason = NULL WHERE reason IS NOT NULL",
        "UPDATE changes SET after = 'eve@example.org' WHERE field = 'email'",
        "UPDATE changes SET person = person || ' ' WHERE field = 'created'",
        "UPDATE changes SET salt = NULL WHERE field = 'created'",
        "DELETE FROM redactions",
        "UPDATE redactions SET commitment = NULL",
        "UPDATE redactions SET operation = 1",
        "DELETE FROM tombstones",
        "INSERT INTO redactions SELECT 'operation', 1, 'reason', 4, operation, commitment, key_hash FROM redactions LIMIT 1",
        "INSERT OR REPLACE INTO redactions SELECT * FROM redactions",
    ] {
        assert!(home.tamper(forged).is_err(), "{forged}");
    }
    home.ok(&["verify"]);
}

/// As another program does it: without PRAGMA `recursive_triggers`, a REPLACE fires no trigger of DELETE.
#[test]
fn the_database_refuses_to_replace_what_is_on_record() {
    let _on_file = on_file();
    let home = left();
    home.ok(&["credits", "award", "bob@example.org", "7"]);
    home.ok(&["undo", "last", "--yes"]);
    home.fails(8, &["invite", "gina@example.org"]);
    erase(&home);
    for table in [
        "ledger",
        "operations",
        "seals",
        "entries",
        "changes",
        "monthly_grants",
        "tombstones",
        "redactions",
        "reversals",
        "invitations",
    ] {
        let rows = home.number(&format!("SELECT count(*) FROM {table}"));
        assert!(rows > 0, "the ledger of this test needs rows in {table}");
        for verb in ["INSERT OR REPLACE", "REPLACE"] {
            let replaced = format!("{verb} INTO {table} SELECT * FROM {table} ORDER BY 1 LIMIT 1");
            assert!(home.tamper(&replaced).is_err(), "{replaced}");
        }
    }
    for forged in [
        "REPLACE INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, key)
         SELECT operation, user_id, bucket, kind, 1, 1, 0, key FROM entries WHERE key IS NOT NULL LIMIT 1",
        "REPLACE INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, month)
         SELECT operation, user_id, bucket, kind, 1, 1, 0, month FROM entries WHERE month IS NOT NULL LIMIT 1",
        "REPLACE INTO monthly_grants SELECT month, attempt + 1, operation, status, 0, 0, 0, 0, 0 FROM monthly_grants LIMIT 1",
        "UPDATE ledger SET timezone = 'UTC'",
        "UPDATE ledger SET created_at = 0",
        "UPDATE ledger SET identity = zeroblob(32)",
        "DELETE FROM ledger",
    ] {
        assert!(home.tamper(forged).is_err(), "{forged}");
    }
    home.ok(&["verify"]);
}

#[test]
fn an_erasure_can_write_only_placeholders() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "1", "--reason", "Thanks"]);
    let (operation, erasure) = (home.operations(), home.operations() + 1);
    let bytes = |length: usize| {
        if home.is_on_server() {
            format!("decode(repeat('00', {length}), 'hex')")
        } else {
            format!("zeroblob({length})")
        }
    };
    let redaction = |subject: &str, row: usize, field: &str, erasure: usize| {
        let hash = bytes(32);
        format!(
            "INSERT INTO redactions (subject, row_id, field, user_id, operation, commitment)
             VALUES ('{subject}', {row}, '{field}', 1, {erasure}, {hash})"
        )
    };
    let unchecked = if home.is_on_server() { "" } else { "PRAGMA foreign_keys = OFF; " };
    let refused = home.tamper(&format!("{unchecked}{}", redaction("operation", operation, "reason", 999)));
    assert!(refused.unwrap_err().contains("only an erasure redacts"));
    let account = if home.is_on_server() { "session_user" } else { "'root'" };
    let begun = format!(
        "{unchecked}BEGIN;
         INSERT INTO operations (id, at, actor, os_user, command, arguments, salt)
             VALUES ({erasure}, 1, 'x', {account}, 'user erase', '[]', {});
         {}; {}; {};",
        bytes(16),
        redaction("operation", operation, "reason", erasure),
        redaction("entry", 1, "reason", erasure),
        redaction("change", 1, "after", erasure),
    );
    for forged in [
        format!("UPDATE operations SET reason = 'forged' WHERE id = {operation}"),
        format!("UPDATE operations SET actor = 'eve@example.org' WHERE id = {operation}"),
        format!("UPDATE operations SET arguments = '[]' WHERE id = {operation}"),
        format!("UPDATE operations SET key = 'forged' WHERE id = {operation}"),
        "UPDATE entries SET reason = 'forged' WHERE id = 1".to_owned(),
        "UPDATE changes SET after = 'forged' WHERE id = 1".to_owned(),
        "UPDATE changes SET person = 'forged' WHERE id = 1".to_owned(),
    ] {
        let error = home.tamper(&format!("{begun} {forged}; COMMIT")).unwrap_err();
        assert!(error.contains("append-only"), "{forged}: {error}");
    }
    home.ok(&["verify"]);
}
