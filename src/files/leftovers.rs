//! The names of unfinished files, and how those that a dead process left behind are removed.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

/// The start and the end of an unfinished file's name. The process and a number are in between.
const UNFINISHED: [&str; 2] = [".rad-admin-", ".new"];

/// Do not follow a link, and do not wait for a pipe.
const NO_FOLLOW: i32 = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).bits().cast_signed();

/// Returns the name of this process's unfinished file of this number.
pub(super) fn unfinished_name(nth: u64) -> String {
    let [begin, end] = UNFINISHED;
    format!("{begin}{}-{nth}{end}", std::process::id())
}

/// Whether this is the name of an unfinished file.
pub fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let [begin, end] = UNFINISHED;
    let number = name.strip_prefix(begin).and_then(|name| name.strip_suffix(end));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number
        .and_then(|number| number.split_once('-'))
        .is_some_and(|(process, nth)| is_number(process) && is_number(nth))
}

/// Removes files in the folder that dead processes left unfinished, as far as rights allow.
pub fn clear_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && is_unfinished(&entry.file_name()) {
            let path = entry.path();
            // Hold the lock until the file is gone. Its creator locks it too, so a new file is not removed.
            if let Ok(file) = OpenOptions::new().read(true).custom_flags(NO_FOLLOW).open(&path)
                && file.try_lock().is_ok()
            {
                let _ = fs::remove_file(&path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_in_the_making_look_unfinished() {
        assert!(is_unfinished(OsStr::new(".rad-admin-4711-12.new")));
        for name in
            ["x.new", ".rad-admin-1.new", ".rad-admin--0.new", ".rad-admin-1-0.new.db", "rad-admin-1-0.new"]
        {
            assert!(!is_unfinished(OsStr::new(name)), "{name}");
        }
    }
}
