//! The settings: from flags, else the environment, else one TOML file, else defaults.

mod actor;
mod check;
mod document;
mod file;
mod origin;
mod place;
mod table;

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::command_line::CommandLine;
use super::environment;
use crate::cli::Globals;
use crate::domain::Credits;
use crate::error::{Code, Error, Result};
use crate::mail::{MailSettings, TemplateSettings};
use crate::store::Target;
use actor::Refusal;
use file::{ConfigFile, FileValue};
use table::{
    CONFIRM_ABOVE, DATABASE, DefaultValue, INVITE_AWARDED, INVITE_EXPIRES_DAYS, INVITE_URL, MAX_BALANCE,
    MONTHS_AT_ONCE, NOTIFY_ADJUSTED, NOTIFY_GRANTED, NOTIFY_LOW_BALANCE, NOTIFY_REPEAT_DAYS, SettingType,
};

pub(super) use actor::recorded_account;
pub use document::{checked, value_in, with_value};
pub use file::dead_link;
pub use origin::{Origin, Sourced};
pub use table::{SETTINGS, Setting};

/// Printed in place of a secret.
const HIDDEN: &str = "(set, hidden)";

#[derive(Debug)]
pub struct Settings {
    /// The configuration file in use, or the one that would be used if it existed.
    pub config: Sourced<PathBuf>,
    pub config_exists: bool,
    pub database: Sourced<Target>,
    pub actor: Sourced<String>,
    /// The files that replace the built-in templates.
    pub templates: TemplateSettings,
    pub mail: MailSettings,
    /// Whether the environment contains the password of the mail server.
    pub smtp_password_is_set: bool,
    actor_refusal: Option<Refusal>,
    file: ConfigFile,
    /// Relative paths in the file start here.
    folder: PathBuf,
}

/// A line of `config show`.
#[derive(Debug)]
pub struct ShownSetting {
    pub key: &'static str,
    pub value: Option<String>,
    pub origin: Origin,
}

impl Settings {
    /// Reads all settings. Exit 7 if the file cannot be read or is invalid, exit 2 if a variable is invalid.
    pub fn load(globals: &Globals) -> Result<Self> {
        Self::of(globals, |config, exists| {
            let is_expected = exists || config.origin != Origin::Default;
            if is_expected { file::read(config) } else { Ok(ConfigFile::default()) }
        })
    }

    /// Reads the settings without the file, for commands that create or repair it.
    pub fn without_file(globals: &Globals) -> Result<Self> {
        Self::of(globals, |_, _| Ok(ConfigFile::default()))
    }

    fn of(
        globals: &Globals,
        read: impl FnOnce(&Sourced<PathBuf>, bool) -> Result<ConfigFile>,
    ) -> Result<Self> {
        let folders = ProjectDirs::from("", "", "rad-admin");
        let (config, config_exists) = place::config_file(globals, folders.as_ref())?;
        let file = read(&config, config_exists)?;
        let folder = config.value.parent().unwrap_or(Path::new("")).to_owned();
        let actor = actor::actor(globals, &file, &config.value.display().to_string())?;
        Ok(Self {
            database: database(globals, &file, &folder, folders.as_ref())?,
            actor: actor.name,
            actor_refusal: actor.refusal,
            templates: file.templates.clone().below(&folder),
            mail: file.mail.clone().below(&folder),
            smtp_password_is_set: environment::text("RAD_ADMIN_SMTP_PASSWORD")?.is_some(),
            config,
            config_exists,
            file,
            folder,
        })
    }

    /// An adjustment of this many credits or more must be confirmed with its total; 0: never.
    pub fn confirm_above_credits(&self) -> u64 {
        self.number(&CONFIRM_ABOVE)
    }

    /// How many months a grant may close, and lie ahead of the newest operation, without a confirmed total.
    pub fn months_at_once(&self) -> u64 {
        self.number(&MONTHS_AT_ONCE)
    }

    /// The most credits that a user may have, both balances together; `None`: no limit.
    pub fn max_balance(&self) -> Option<Credits> {
        Credits::new(self.number(&MAX_BALANCE).cast_signed()).filter(|most| *most > Credits::ZERO)
    }

    pub fn invite_expires_days(&self) -> u32 {
        u32::try_from(self.number(&INVITE_EXPIRES_DAYS)).unwrap_or(u32::MAX)
    }

    /// The link in an invitation, with `{token}` in it.
    pub fn invite_url(&self) -> Option<&str> {
        self.text(&INVITE_URL)
    }

    /// The awarded credits of an invitation that names no amount.
    pub fn invite_awarded(&self) -> Credits {
        Credits::new(self.number(&INVITE_AWARDED).cast_signed()).unwrap_or(Credits::ZERO)
    }

    /// A balance below this is low, in credits; 0: no balance is.
    pub fn low_balance(&self) -> i64 {
        self.number(&NOTIFY_LOW_BALANCE).cast_signed()
    }

    /// After how many days a user is told about a low balance again; 0: never.
    pub fn repeat_days(&self) -> u32 {
        u32::try_from(self.number(&NOTIFY_REPEAT_DAYS)).unwrap_or(u32::MAX)
    }

    /// Whether users get a message when an administrator changes their credits.
    pub fn notify_adjusted(&self) -> bool {
        self.is_on(&NOTIFY_ADJUSTED)
    }

    /// Whether users get a message when a month grants them credits.
    pub fn notify_granted(&self) -> bool {
        self.is_on(&NOTIFY_GRANTED)
    }

    /// Checks that the account may write as this actor. Exit 4 or 7 if not.
    pub(super) fn require_actor(&self) -> Result<()> {
        self.actor_refusal.as_ref().map_or(Ok(()), |refusal| Err(refusal.error()))
    }

    fn number(&self, setting: &Setting) -> u64 {
        let number = match (self.file.get(setting), setting.default) {
            (Some(FileValue::Number(number)), _) => *number,
            (_, DefaultValue::Number(number)) => number,
            _ => 0,
        };
        number.unsigned_abs()
    }

    fn is_on(&self, setting: &Setting) -> bool {
        match (self.file.get(setting), setting.default) {
            (Some(FileValue::Bool(is_on)), _) => *is_on,
            (_, DefaultValue::Bool(is_on)) => is_on,
            _ => false,
        }
    }

    fn text(&self, setting: &Setting) -> Option<&str> {
        match self.file.get(setting)? {
            FileValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns all settings for `config show`.
    pub fn shown(&self) -> Vec<ShownSetting> {
        let path = |path: &Sourced<PathBuf>| (Some(path.value.display().to_string()), path.origin);
        let row = |key, (value, origin)| ShownSetting { key, value, origin };
        let mut rows = vec![row("config", path(&self.config))];
        for setting in SETTINGS {
            rows.push(row(
                setting.key,
                match setting.key {
                    "database" => (Some(self.database.value.to_string()), self.database.origin),
                    "actor" => (Some(self.actor.value.clone()), self.actor.origin),
                    _ => self.shown_value(setting),
                },
            ));
        }
        if self.smtp_password_is_set {
            let origin = Origin::Environment("RAD_ADMIN_SMTP_PASSWORD");
            rows.push(row("mail.password", (Some(HIDDEN.to_owned()), origin)));
        }
        rows
    }

    fn shown_value(&self, setting: &Setting) -> (Option<String>, Origin) {
        let Some(value) = self.file.get(setting) else {
            let value = match setting.default {
                DefaultValue::Unset(_) => None,
                DefaultValue::Number(number) => Some(number.to_string()),
                DefaultValue::Bool(is_on) => Some(is_on.to_string()),
                DefaultValue::Computed(default) => Some(default(self)),
            };
            return (value, Origin::Default);
        };
        let text = match (value, &setting.value_type) {
            (_, SettingType::Command) => HIDDEN.to_owned(),
            (FileValue::Text(path), SettingType::Path | SettingType::Program) => {
                self.folder.join(path).display().to_string()
            }
            (FileValue::Text(text), _) => text.clone(),
            (FileValue::Number(number), _) => number.to_string(),
            (FileValue::Bool(is_on), _) => is_on.to_string(),
            (FileValue::Texts(texts), _) => texts.join(", "),
            (FileValue::Map(pairs), _) => {
                pairs.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
            }
        };
        (Some(text), Origin::File)
    }

    /// Returns the error for a missing database.
    pub(super) fn no_database(&self) -> Error {
        let path = self.database.value.to_string();
        let mut init = CommandLine::new(["rad-admin", "init"].map(Into::into));
        if self.database.origin != Origin::Default {
            init.push_flag("--db", Some(&path));
        }
        Error::setup(format!("there is no ledger at {path}"))
            .reason("no_ledger")
            .hint(
                "if the ledger is elsewhere, name it with --db or RAD_ADMIN_DB \
                 (cron does not have your environment)",
            )
            .hint(format!("to begin a new one: {init}"))
    }
}

/// Returns the database that the file names.
fn database_name(file: &ConfigFile, folder: &Path) -> Option<PathBuf> {
    match file.get(&DATABASE)? {
        // A URL is not relative to the folder.
        FileValue::Text(url) if url.contains("://") => Some(PathBuf::from(url)),
        FileValue::Text(path) => Some(folder.join(path)),
        _ => None,
    }
}

fn database(
    globals: &Globals,
    file: &ConfigFile,
    folder: &Path,
    folders: Option<&ProjectDirs>,
) -> Result<Sourced<Target>> {
    let candidates = [
        (globals.db.clone(), Origin::Flag("--db")),
        (environment::path("RAD_ADMIN_DB"), Origin::Environment("RAD_ADMIN_DB")),
        (database_name(file, folder), Origin::File),
        (folders.map(|folders| folders.data_dir().join("rad-admin.db")), Origin::Default),
    ];
    let found = candidates.into_iter().find_map(|(value, origin)| Some(Sourced { value: value?, origin }));
    let found = found.ok_or_else(|| {
        Error::setup("there is no home directory for the ledger").hint("name it with --db PATH")
    })?;
    let value = Target::parse(found.value, environment::lossy).map_err(|error| match found.origin {
        Origin::File => error.with_code(Code::Setup),
        _ => error,
    })?;
    Ok(Sourced { value, origin: found.origin })
}
