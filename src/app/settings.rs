//! The settings: flags, then the environment, then one TOML file, then defaults.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::file::{self, File};
use super::{CommandLine, environment};
use crate::cli::{Globals, values};
use crate::error::{Error, Result};
use crate::mail::{MailSettings, TemplateFiles};

const SYSTEM_FILE: &str = "/etc/rad-admin/config.toml";

/// Where a setting came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag of this name.
    Flag(&'static str),
    /// An environment variable of this name.
    Environment(&'static str),
    /// The configuration file.
    File,
    /// Nothing was set.
    Default,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(name) | Self::Environment(name) => f.write_str(name),
            Self::File => f.write_str("configuration file"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// The effective settings.
#[derive(Debug)]
pub struct Settings {
    /// The configuration file in use, or the one that would be.
    pub config: Sourced<PathBuf>,
    /// Whether that file is there.
    pub config_exists: bool,
    /// The database.
    pub database: Sourced<PathBuf>,
    /// Who is answerable.
    pub actor: Sourced<String>,
    /// An adjustment of this total or more must be confirmed by its total; 0: never.
    pub confirm_above: Sourced<u64>,
    /// The link of an invitation, with `{token}` in it.
    pub invite_url: Sourced<Option<String>>,
    /// How long an invitation is open.
    pub invite_expires_days: Sourced<u32>,
    /// The administrator's own message.
    pub templates: TemplateFiles,
    /// How mail is sent.
    pub mail: MailSettings,
    /// Whether the environment holds a password for it.
    pub smtp_password_is_set: bool,
}

impl Settings {
    /// Reads them all. Exit 7 when the file cannot be read, is not TOML or holds an unknown key.
    pub fn load(globals: &Globals) -> Result<Self> {
        let folders = ProjectDirs::from("", "", "rad-admin");
        let (config, config_exists) = config_file(globals, folders.as_ref())?;
        let file = if config_exists || config.origin != Origin::Default {
            file::read(&config)?
        } else {
            File::default()
        };
        let folder = config.value.parent().unwrap_or(Path::new("")).to_owned();
        let database = first([
            globals.db.clone().map(|value| (value, Origin::Flag("--db"))),
            environment::path("RAD_ADMIN_DB").map(|value| (value, Origin::Environment("RAD_ADMIN_DB"))),
            file.database.map(|value| (folder.join(value), Origin::File)),
            folders.as_ref().map(|folders| (folders.data_dir().join("rad-admin.db"), Origin::Default)),
        ])
        .ok_or_else(|| {
            Error::setup("there is no home directory for the database").hint("name it with --db PATH")
        })?;
        Ok(Self {
            actor: actor(globals, file.actor, &config.value)?,
            confirm_above: or_default(file.limits.confirm_above, 10_000),
            invite_url: or_default(file.invite.url.map(Some), None),
            invite_expires_days: or_default(file.invite.expires_days, 7),
            templates: file.invite.templates.below(&folder),
            mail: file.mail.below(&folder),
            smtp_password_is_set: environment::text("RAD_ADMIN_SMTP_PASSWORD").is_some(),
            config,
            config_exists,
            database,
        })
    }
}

impl Settings {
    /// That nothing is where the database should be. Most often it is somewhere else.
    pub(super) fn no_database(&self) -> Error {
        let path = self.database.value.display().to_string();
        let mut init = CommandLine::new(["rad-admin", "init"].map(Into::into));
        if self.database.origin != Origin::Default {
            init.push_flag("--db", Some(&path));
        }
        Error::setup(format!("there is no database at {path}"))
            .hint(
                "if the ledger is elsewhere, name it with --db PATH or RAD_ADMIN_DB \
                 (cron does not have your environment)",
            )
            .hint(format!("to begin a new one: {init}"))
    }
}

fn config_file(globals: &Globals, folders: Option<&ProjectDirs>) -> Result<(Sourced<PathBuf>, bool)> {
    let named = first([
        globals.config.clone().map(|value| (value, Origin::Flag("--config"))),
        environment::path("RAD_ADMIN_CONFIG").map(|value| (value, Origin::Environment("RAD_ADMIN_CONFIG"))),
    ]);
    if let Some(named) = named {
        let exists = named.value.exists();
        return Ok((named, exists));
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

/// Exit 7 where nobody can tell, for without its settings another ledger might be used. A home folder that the account may not
/// enter is another's, as it is by runuser, and has none of its settings.
fn is_there(path: &Path) -> Result<bool> {
    let is_foreign =
        || super::home().is_some_and(|home| path.starts_with(&home) && home.join(".").metadata().is_err());
    match path.try_exists() {
        // Nothing is below what is no folder.
        Err(error) if error.kind() == ErrorKind::NotADirectory || is_foreign() => Ok(false),
        Err(error) => {
            let what = format!("the configuration file {} cannot be looked for", path.display());
            Err(Error::setup(what).caused_by(error).hint(
                "the account that runs rad-admin must be able to read it; name another with --config PATH",
            ))
        }
        Ok(found) => Ok(found),
    }
}

fn actor(globals: &Globals, file: Option<String>, config: &Path) -> Result<Sourced<String>> {
    if let Some(value) = globals.actor.clone() {
        return Ok(Sourced { value, origin: Origin::Flag("--actor") });
    }
    if let Some(name) = environment::text("RAD_ADMIN_ACTOR") {
        let value = values::actor(&name).map_err(|what| Error::usage(format!("RAD_ADMIN_ACTOR: {what}")))?;
        return Ok(Sourced { value, origin: Origin::Environment("RAD_ADMIN_ACTOR") });
    }
    if let Some(name) = file {
        let value = values::actor(&name)
            .map_err(|what| Error::setup(format!("{}: actor: {what}", config.display())))?;
        return Ok(Sourced { value, origin: Origin::File });
    }
    Ok(Sourced { value: os_user(), origin: Origin::Default })
}

/// The operating-system user that runs the program.
pub(super) fn os_user() -> String {
    whoami::username().unwrap_or_else(|_| "unknown".to_owned())
}

fn first<T, const N: usize>(candidates: [Option<(T, Origin)>; N]) -> Option<Sourced<T>> {
    candidates.into_iter().flatten().next().map(|(value, origin)| Sourced { value, origin })
}

fn or_default<T>(file: Option<T>, default: T) -> Sourced<T> {
    match file {
        Some(value) => Sourced { value, origin: Origin::File },
        None => Sourced { value: default, origin: Origin::Default },
    }
}
