//! Finds the configuration file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::origin::{Origin, Sourced};
use crate::app::environment;
use crate::cli::Globals;
use crate::error::{Error, Result};

const SYSTEM_FILE: &str = "/etc/rad-admin/config.toml";

/// Returns the path of the file, and whether it exists. In the default places, a broken link counts as existing.
pub(super) fn config_file(
    globals: &Globals,
    folders: Option<&ProjectDirs>,
) -> Result<(Sourced<PathBuf>, bool)> {
    let flag = globals.config.clone().map(|value| (value, Origin::Flag("--config")));
    let variable = || {
        let path = environment::path("RAD_ADMIN_CONFIG")?;
        Some((path, Origin::Environment("RAD_ADMIN_CONFIG")))
    };
    if let Some((value, origin)) = flag.or_else(variable) {
        let exists = value.exists();
        return Ok((Sourced { value, origin }, exists));
    }
    let own = folders.map(|folders| folders.config_dir().join("config.toml"));
    let system = PathBuf::from(SYSTEM_FILE);
    let mut candidates = own.into_iter().chain([system]);
    for path in candidates.clone() {
        if is_there(&path)? {
            return Ok((Sourced { value: path, origin: Origin::Default }, true));
        }
    }
    let value = candidates.next().unwrap_or_else(|| SYSTEM_FILE.into());
    Ok((Sourced { value, origin: Origin::Default }, false))
}

/// Whether the file exists. Exit 7 if that cannot be determined: without its settings, the command might use another
/// ledger. A home folder that the account cannot enter belongs to somebody else, as under runuser, so it has no
/// settings for this account.
fn is_there(path: &Path) -> Result<bool> {
    let is_foreign = || {
        crate::app::home().is_some_and(|home| path.starts_with(&home) && home.join(".").metadata().is_err())
    };
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        // `NotADirectory`: part of the path is a file.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(_) if is_foreign() => Ok(false),
        Err(error) => {
            let what = format!("cannot check whether there is a configuration file {}", path.display());
            Err(Error::setup(what).caused_by(error).hint(
                "the account that runs rad-admin must be able to read it; name another with --config PATH",
            ))
        }
    }
}
