//! The table of settings: what each key takes, its default, and its meaning. To add a key, add a row; the reader of the
//! file, `config show`, and the reference page follow the table.

use std::fmt;
use std::ops::RangeInclusive;

use super::Settings;
use crate::domain::MAX_CREDITS;

#[derive(Debug)]
pub struct Setting {
    /// The full key, such as `mail.host`.
    pub key: &'static str,
    /// For the reference page and the commented file.
    pub meaning: &'static str,
    pub(super) value_type: SettingType,
    pub(super) default: DefaultValue,
}

#[derive(Debug)]
pub(super) enum SettingType {
    Text,
    /// A path. A relative one starts at the folder of the file.
    Path,
    /// The path of a program that `rad-admin` runs.
    Program,
    /// A shell command. `config show` hides it, because it can contain a secret.
    Command,
    OneOf(&'static [&'static str]),
    Number(RangeInclusive<i64>),
    Bool,
    Port,
    Texts,
    /// A table of texts whose keys the file chooses.
    Map,
}

impl Setting {
    /// Returns the values that it can have, if they are words.
    pub fn words(&self) -> Vec<&'static str> {
        match &self.value_type {
            SettingType::OneOf(words) => words.to_vec(),
            SettingType::Bool => vec!["true", "false"],
            _ => Vec::new(),
        }
    }
}

/// The value of a key that the file does not set.
#[derive(Clone, Copy, Debug)]
pub(super) enum DefaultValue {
    /// No value. The text is an example, in TOML.
    Unset(&'static str),
    Number(i64),
    Bool(bool),
    /// A value that follows from other settings.
    Computed(fn(&Settings) -> String),
}

/// Defines a constant for each setting, and the list of all settings.
macro_rules! settings {
    ($($name:ident = $key:literal, $value_type:expr, $default:expr, $meaning:literal;)*) => {
        $(pub(super) const $name: Setting = Setting { key: $key, meaning: $meaning, value_type: $value_type, default: $default };)*
        /// Every setting, in the order of `config show`.
        pub static SETTINGS: &[Setting] = &[$($name),*];
    };
}

settings! {
    DATABASE = "database", SettingType::Path, DefaultValue::Unset(r#""/var/lib/rad-admin/rad-admin.db""#),
        "The ledger: a file, or `postgres://USER@HOST/DATABASE`. A relative path starts at the folder of the configuration file";
    ACTOR = "actor", SettingType::Text, DefaultValue::Unset(r#""ada@example.org""#),
        "Who is responsible for what you do: an address or a short name. Default: your login name";
    ACTORS = "actors", SettingType::Map, DefaultValue::Unset(r#"{ ada = "ada@example.org", cron = "cron@example.org" }"#),
        "The address of each account of the system, such as `{ ada = \"ada@example.org\" }`. If set, the account decides who the actor is";
    ACTORS_ANY = "actors_any", SettingType::Texts, DefaultValue::Unset(r#"["root"]"#),
        "With `actors`: the accounts that may name any actor";
    CONFIRM_ABOVE = "limits.confirm_above", SettingType::Number(0..=i64::MAX), DefaultValue::Number(10_000),
        "An adjustment of this many credits or more needs a reason and its total; 0: never";
    MONTHS_AT_ONCE = "limits.months_at_once", SettingType::Number(1..=1200), DefaultValue::Number(3),
        "How many months `grant-monthly` may grant without `--confirm TOTAL`, and how many months after the newest operation a month may be; from 1 to 1200";
    MAX_BALANCE = "limits.max_balance", SettingType::Number(0..=MAX_CREDITS), DefaultValue::Number(0),
        "The most credits that a user may have, awarded and purchased together; a grant fills up to it; 0: no limit";
    INVITE_URL = "invite.url", SettingType::Text, DefaultValue::Unset(r#""https://platform.example.org/join?token={token}""#),
        "The link of an invitation, with `{token}` in it. Messages wait until it is set";
    INVITE_EXPIRES_DAYS = "invite.expires_days", SettingType::Number(1..=366), DefaultValue::Number(7),
        "How many days an invitation can be accepted, from 1 to 366";
    INVITE_AWARDED = "invite.awarded", SettingType::Number(0..=MAX_CREDITS), DefaultValue::Number(0),
        "The awarded credits that an invited account opens with, unless `--awarded` says otherwise";
    TEMPLATE_SUBJECT = "invite.templates.subject", SettingType::Path, DefaultValue::Unset(r#""templates/invitation.subject.txt""#),
        "A file with the subject of the message; without it, the built-in subject is used";
    TEMPLATE_TEXT = "invite.templates.text", SettingType::Path, DefaultValue::Unset(r#""templates/invitation.txt""#), "The same for its plain text";
    TEMPLATE_HTML = "invite.templates.html", SettingType::Path, DefaultValue::Unset(r#""templates/invitation.html""#), "The same for its HTML";
    NOTIFY_LOW_BALANCE = "notify.low_balance", SettingType::Number(0..=MAX_CREDITS), DefaultValue::Number(0),
        "`notify low` tells users whose balance falls below this; 0: nobody";
    NOTIFY_REPEAT_DAYS = "notify.repeat_days", SettingType::Number(0..=366), DefaultValue::Number(7),
        "After how many days it tells them again, while the balance stays low; 0: never";
    NOTIFY_ADJUSTED = "notify.adjusted", SettingType::Bool, DefaultValue::Bool(false),
        "Whether users get a message when an administrator changes their credits";
    NOTIFY_GRANTED = "notify.granted", SettingType::Bool, DefaultValue::Bool(false),
        "Whether users get a message when a month grants them credits";
    LOW_BALANCE_SUBJECT = "notify.templates.low_balance.subject", SettingType::Path, DefaultValue::Unset(r#""templates/low_balance.subject.txt""#),
        "A file with the subject of the message about a low balance; without it, the built-in subject is used";
    LOW_BALANCE_TEXT = "notify.templates.low_balance.text", SettingType::Path, DefaultValue::Unset(r#""templates/low_balance.txt""#), "The same for its plain text";
    LOW_BALANCE_HTML = "notify.templates.low_balance.html", SettingType::Path, DefaultValue::Unset(r#""templates/low_balance.html""#), "The same for its HTML";
    ADJUSTED_SUBJECT = "notify.templates.adjusted.subject", SettingType::Path, DefaultValue::Unset(r#""templates/adjusted.subject.txt""#),
        "A file with the subject of the message about changed credits; without it, the built-in subject is used";
    ADJUSTED_TEXT = "notify.templates.adjusted.text", SettingType::Path, DefaultValue::Unset(r#""templates/adjusted.txt""#), "The same for its plain text";
    ADJUSTED_HTML = "notify.templates.adjusted.html", SettingType::Path, DefaultValue::Unset(r#""templates/adjusted.html""#), "The same for its HTML";
    GRANTED_SUBJECT = "notify.templates.granted.subject", SettingType::Path, DefaultValue::Unset(r#""templates/granted.subject.txt""#),
        "A file with the subject of the message about a granted month; without it, the built-in subject is used";
    GRANTED_TEXT = "notify.templates.granted.text", SettingType::Path, DefaultValue::Unset(r#""templates/granted.txt""#), "The same for its plain text";
    GRANTED_HTML = "notify.templates.granted.html", SettingType::Path, DefaultValue::Unset(r#""templates/granted.html""#), "The same for its HTML";
    CORRECTED_SUBJECT = "notify.templates.corrected.subject", SettingType::Path, DefaultValue::Unset(r#""templates/corrected.subject.txt""#),
        "A file with the subject of the message about an undone change; without it, the built-in subject is used";
    CORRECTED_TEXT = "notify.templates.corrected.text", SettingType::Path, DefaultValue::Unset(r#""templates/corrected.txt""#), "The same for its plain text";
    CORRECTED_HTML = "notify.templates.corrected.html", SettingType::Path, DefaultValue::Unset(r#""templates/corrected.html""#), "The same for its HTML";
    MAIL_FROM = "mail.from", SettingType::Text, DefaultValue::Unset(r#""RAD Platform <no-reply@example.org>""#),
        "The sender, such as `RAD Platform <no-reply@example.org>`";
    MAIL_TRANSPORT = "mail.transport", SettingType::OneOf(&["smtp", "sendmail", "file"]),
        DefaultValue::Computed(|settings| lower(settings.mail.transport())),
        "`smtp`; `sendmail`; or `file`, which writes each message into `mail.folder` as an `.eml` file";
    MAIL_HOST = "mail.host", SettingType::Text, DefaultValue::Unset(r#""smtp.example.org""#), "The SMTP server";
    MAIL_PORT = "mail.port", SettingType::Port, DefaultValue::Computed(|settings| settings.mail.port().to_string()),
        "The port of the server. Default: 587 for `starttls`, 465 for `tls`, 25 for `none`";
    MAIL_SECURITY = "mail.security", SettingType::OneOf(&["starttls", "tls", "none"]),
        DefaultValue::Computed(|settings| lower(settings.mail.security())),
        "`starttls`; `tls`; or `none`, which only this machine's own server may have";
    MAIL_USERNAME = "mail.username", SettingType::Text, DefaultValue::Unset(r#""rad""#), "The login name; without it, there is no login";
    MAIL_PASSWORD_FILE = "mail.password_file", SettingType::Path, DefaultValue::Unset(r#""/etc/rad-admin/smtp-password""#),
        "A file with the password; refused if others can read it";
    MAIL_PASSWORD_COMMAND = "mail.password_command", SettingType::Command, DefaultValue::Unset(r#""pass show smtp""#),
        "A shell command that prints the password, instead of the file";
    MAIL_FOLDER = "mail.folder", SettingType::Path, DefaultValue::Unset(r#""/var/spool/rad-admin""#), "The folder of the transport `file`";
    MAIL_SENDMAIL_PATH = "mail.sendmail_path", SettingType::Program,
        DefaultValue::Computed(|settings| settings.mail.sendmail_path().display().to_string()),
        "The program of the transport `sendmail`";
    MAIL_TIMEOUT_SECONDS = "mail.timeout_seconds", SettingType::Number(1..=600),
        DefaultValue::Computed(|settings| settings.mail.timeout_seconds().to_string()),
        "How long one step of sending may take, from 1 to 600";
}

/// Returns the name of a variant as the file writes it.
fn lower(variant: impl fmt::Debug) -> String {
    format!("{variant:?}").to_lowercase()
}

impl fmt::Display for SettingType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text | Self::Path | Self::Program | Self::Command => f.write_str("text in quotes"),
            Self::OneOf(words) => write!(f, "one of {}", words.join(", ")),
            Self::Port => f.write_str("a port (1 to 65535)"),
            Self::Number(range) if *range.end() == i64::MAX => {
                write!(f, "a whole number from {} on", range.start())
            }
            Self::Number(range) => write!(f, "a whole number from {} to {}", range.start(), range.end()),
            Self::Bool => f.write_str("true or false"),
            Self::Texts => f.write_str("a list of texts in quotes"),
            Self::Map => f.write_str("a table of texts in quotes"),
        }
    }
}
