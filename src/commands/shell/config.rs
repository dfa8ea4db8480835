//! `config`.

use std::fmt::{Debug, Display};
use std::path::PathBuf;

use serde::Serialize;

use crate::app::{App, Origin, Settings, Sourced};
use crate::error::Result;
use crate::output::{Cell, Document, ListColumn, Paper};

/// A setting.
pub(crate) struct SettingRow {
    key: &'static str,
    value: Option<String>,
    source: String,
}

/// `config show`.
pub(crate) const SETTINGS: &[ListColumn<SettingRow>] = &[
    ListColumn::new("key", "SETTING", 0, |setting| Cell::Word(setting.key)),
    ListColumn::new("value", "VALUE", 0, |setting| setting.value.as_deref().map_or(Cell::Null, Cell::Whole)),
    ListColumn::new("source", "FROM", 1, |setting| Cell::text(setting.source.as_str())),
];

/// Prints each setting with its value and where it came from.
pub(crate) fn show(app: &mut App) -> Result<()> {
    let rows = rows(&app.settings);
    let mut list = app.printer.list(SETTINGS)?;
    for row in &rows {
        list.push(row)?;
    }
    list.finish().map(drop)
}

fn rows(settings: &Settings) -> Vec<SettingRow> {
    let mail = &settings.mail;
    let mut rows = vec![
        path_row("config", &settings.config),
        path_row("database", &settings.database),
        SettingRow {
            key: "actor",
            value: Some(settings.actor.value.clone()),
            source: settings.actor.origin.to_string(),
        },
        SettingRow {
            key: "limits.confirm_above",
            value: Some(settings.confirm_above.value.to_string()),
            source: settings.confirm_above.origin.to_string(),
        },
        SettingRow {
            key: "invite.url",
            value: settings.invite_url.value.clone(),
            source: settings.invite_url.origin.to_string(),
        },
        SettingRow {
            key: "invite.expires_days",
            value: Some(settings.invite_expires_days.value.to_string()),
            source: settings.invite_expires_days.origin.to_string(),
        },
    ];
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    rows.extend([
        file_row("invite.templates.subject", path(&settings.templates.subject)),
        file_row("invite.templates.text", path(&settings.templates.text)),
        file_row("invite.templates.html", path(&settings.templates.html)),
        file_row("mail.from", mail.from.clone()),
        row_in_force("mail.transport", mail.transport.is_some(), word(&mail.transport())),
        file_row("mail.host", mail.host.clone()),
        row_in_force("mail.port", mail.port.is_some(), mail.port()),
        row_in_force("mail.security", mail.security.is_some(), word(&mail.security())),
        file_row("mail.username", mail.username.clone()),
        file_row("mail.password_file", path(&mail.password_file)),
        file_row("mail.password_command", mail.password_command.as_ref().map(|_| "(set, hidden)".to_owned())),
        file_row("mail.folder", path(&mail.folder)),
        row_in_force("mail.sendmail_path", mail.sendmail_path.is_some(), mail.sendmail_path().display()),
        row_in_force("mail.timeout_seconds", mail.timeout_seconds.is_some(), mail.timeout_seconds()),
    ]);
    if settings.smtp_password_is_set {
        let source = Origin::Environment("RAD_ADMIN_SMTP_PASSWORD").to_string();
        rows.push(SettingRow { key: "mail.password", value: Some("(set, hidden)".to_owned()), source });
    }
    rows
}

fn path_row(key: &'static str, setting: &Sourced<PathBuf>) -> SettingRow {
    SettingRow { key, value: Some(setting.value.display().to_string()), source: setting.origin.to_string() }
}

/// A setting without a default.
fn file_row(key: &'static str, value: Option<impl Display>) -> SettingRow {
    let origin = if value.is_some() { Origin::File } else { Origin::Default };
    SettingRow { key, value: value.map(|value| value.to_string()), source: origin.to_string() }
}

/// A setting with a default, which acts where the file has nothing.
fn row_in_force(key: &'static str, is_in_file: bool, value: impl Display) -> SettingRow {
    let origin = if is_in_file { Origin::File } else { Origin::Default };
    SettingRow { key, value: Some(value.to_string()), source: origin.to_string() }
}

/// One of several, as the file has it.
fn word(chosen: &impl Debug) -> String {
    format!("{chosen:?}").to_lowercase()
}

#[derive(Serialize)]
struct ConfigPath {
    config: String,
    exists: bool,
    source: String,
}

impl Document for ConfigPath {
    fn human(&self, paper: &Paper) -> String {
        format!("{}\n", paper.clean(&self.config))
    }
}

/// Prints the configuration file in use, or the one that would be.
pub(crate) fn path(app: &mut App) -> Result<()> {
    let settings = &app.settings;
    let document = ConfigPath {
        config: settings.config.value.display().to_string(),
        exists: settings.config_exists,
        source: settings.config.origin.to_string(),
    };
    if !document.exists {
        app.printer.remark("there is no such file yet");
    }
    app.printer.document(&document)
}
