//! Checks who can read and write the files, and whether the disk has space.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::finding::Finding;
use crate::app::App;
use crate::files;

/// A backup, the log of a large grant and a restore each need about the size of the database.
const FREE_SIZES: u64 = 2;
const FREE_BYTES: u64 = 64 << 20;

pub(super) fn check(app: &App, findings: &mut Vec<Finding>) {
    let settings = &app.settings;
    if settings.config_exists {
        findings.push(rights("config_rights", &settings.config.value, 0o022, "go-w"));
    }
    if let Some(file) = &settings.mail.password_file {
        findings.push(rights("password_rights", file, 0o077, "go="));
    }
    if let Some(database) = settings.database.value.file().filter(|database| database.exists()) {
        findings.push(rights("database_rights", database, 0o027, "g-w,o="));
        findings.push(rights("folder_rights", files::folder_of(database), 0o022, "go-w"));
        findings.push(space(database));
    }
}

/// Checks that none of the `refused` bits is set. An account that can write the file can change it without the program, and one
/// that can read it sees addresses.
fn rights(check: &'static str, path: &Path, refused: u32, change: &str) -> Finding {
    let shown = path.display();
    match fs::metadata(path) {
        Err(error) => {
            let fix =
                "make it readable for the account that runs rad-admin, or correct its path in the settings";
            Finding::error(check, format!("cannot read {shown}: {error}"), fix)
        }
        Ok(found) if found.mode() & refused != 0 => {
            let message =
                format!("{shown} has mode {:03o}: other accounts have too many rights", found.mode() & 0o777);
            Finding::error(check, message, format!("chmod {change} '{shown}'"))
        }
        Ok(found) => Finding::ok(check, format!("{shown} has mode {:03o}", found.mode() & 0o777)),
    }
}

fn space(database: &Path) -> Finding {
    const CHECK: &str = "disk";
    let needed = FREE_BYTES + FREE_SIZES * fs::metadata(database).map_or(0, |found| found.len());
    match files::free_bytes(files::folder_of(database)) {
        Ok(free) if free >= needed => Finding::ok(CHECK, "enough is free beside the ledger"),
        Ok(free) => Finding::warning(
            CHECK,
            format!("only {} MiB are free beside the ledger, and {} should be", free >> 20, needed >> 20),
            "free some space: without it, nothing can be written",
        ),
        Err(error) => {
            Finding::warning(CHECK, format!("cannot find out how much is free: {error}"), "check the disk")
        }
    }
}
