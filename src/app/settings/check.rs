//! Checks values that the program uses only later: before `config` writes them, and for `doctor`.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use super::file::{ConfigFile, FileValue};
use super::table::{INVITE_URL, SETTINGS, SettingType};
use super::{Settings, actor, database_name};
use crate::app::environment;
use crate::error::{Code, Error, Result};
use crate::mail::{InvitationLink, MailSettings, MessageTemplates};
use crate::store::Target;

impl Settings {
    /// Checks the values of the file and the files that they name. Exit 7 if a command would refuse one.
    pub fn check(&self) -> Result<()> {
        values(&self.file, &self.config.value)?;
        SETTINGS.iter().try_for_each(|setting| named_file(&self.file, &self.config.value, setting.key))
    }
}

/// Checks the values themselves. Exit 7 if a command would refuse one.
pub(super) fn values(file: &ConfigFile, path: &Path) -> Result<()> {
    actor::check_addresses(file, &path.display().to_string())?;
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Some(name) = database_name(file, folder) {
        Target::parse(name, environment::lossy).map_err(|error| error.with_code(Code::Setup))?;
    }
    if let Some(FileValue::Text(url)) = file.get(&INVITE_URL) {
        InvitationLink::parse(url)?;
    }
    file.mail.check()?;
    Ok(())
}

/// Checks the file that this key names, if it has to exist. Exit 7 if a command would refuse it.
pub(super) fn named_file(file: &ConfigFile, path: &Path, key: &str) -> Result<()> {
    // These two are made when they are needed.
    if ["database", "mail.folder"].contains(&key) {
        return Ok(());
    }
    let names_file =
        |value_type: &SettingType| matches!(value_type, SettingType::Path | SettingType::Program);
    let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key && names_file(&setting.value_type))
    else {
        return Ok(());
    };
    let Some(FileValue::Text(name)) = file.get(setting) else { return Ok(()) };
    let folder = path.parent().unwrap_or(Path::new(""));
    let place = folder.join(name);
    match File::open(&place) {
        // Another account may be the one that runs the program.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(()),
        Err(error) => {
            let what = format!("{key}: cannot read {}: {error}", place.display());
            return Err(Error::setup(what).hint("make the file first, or correct its path"));
        }
        Ok(_) => {}
    }
    if key.contains("templates.") {
        return MessageTemplates::load(&file.templates.clone().below(folder)).map(drop);
    }
    if key == "mail.password_file" { MailSettings::check_password_file(&place) } else { Ok(()) }
}
