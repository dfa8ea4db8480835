//! The configuration file: its keys, what each of them takes, and the words for whatever does not fit.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Read};
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::settings::{Origin, Sourced};
use crate::domain::nearest;
use crate::error::{Error, Result};
use crate::mail::{MailSettings, TemplateFiles};

/// Nobody's settings are near it.
const CONFIG_BYTES_MAX: u64 = 1 << 20;

/// The file, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) actor: Option<String>,
    pub(super) database: Option<PathBuf>,
    pub(super) limits: Limits,
    pub(super) invite: Invite,
    pub(super) mail: MailSettings,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Limits {
    pub(super) confirm_above: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Invite {
    pub(super) url: Option<String>,
    pub(super) expires_days: Option<u32>,
    pub(super) templates: TemplateFiles,
}

/// What a key takes.
enum Wanted {
    Text,
    OneOf(&'static [&'static str]),
    Number(RangeInclusive<i64>),
    Port,
}

/// Every key that there is.
const KEYS: [(&str, Wanted); 19] = [
    ("actor", Wanted::Text),
    ("database", Wanted::Text),
    ("limits.confirm_above", Wanted::Number(0..=i64::MAX)),
    ("invite.url", Wanted::Text),
    ("invite.expires_days", Wanted::Number(1..=366)),
    ("invite.templates.subject", Wanted::Text),
    ("invite.templates.text", Wanted::Text),
    ("invite.templates.html", Wanted::Text),
    ("mail.from", Wanted::Text),
    ("mail.transport", Wanted::OneOf(&["smtp", "sendmail", "file"])),
    ("mail.host", Wanted::Text),
    ("mail.port", Wanted::Port),
    ("mail.security", Wanted::OneOf(&["starttls", "tls", "none"])),
    ("mail.username", Wanted::Text),
    ("mail.password_file", Wanted::Text),
    ("mail.password_command", Wanted::Text),
    ("mail.folder", Wanted::Text),
    ("mail.sendmail_path", Wanted::Text),
    ("mail.timeout_seconds", Wanted::Number(1..=600)),
];

/// Reads the file. Exit 7 when it cannot be read, is not TOML, holds an unknown key or a value that its key does not take.
pub(super) fn read(config: &Sourced<PathBuf>) -> Result<File> {
    let shown = config.value.display();
    let text = read_text(&config.value).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let named =
                (config.origin != Origin::Default).then(|| format!("it is named by {}", config.origin));
            Error::setup(format!("there is no configuration file {shown}")).maybe_hint(named)
        }
        _ => Error::setup(format!("the configuration file {shown} cannot be read")).caused_by(error),
    })?;
    if text.len() as u64 > CONFIG_BYTES_MAX {
        return Err(Error::setup(format!(
            "the configuration file {shown} is longer than {CONFIG_BYTES_MAX} bytes"
        ))
        .hint("is it the right file?"));
    }
    parse(&text).map_err(|fault| {
        let start = fault.place.map_or(0, |place| place.start);
        let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
        Error::setup(format!("{shown}:{line}: {}", fault.what)).maybe_hint(fault.hint)
    })
}

/// The text, or a little more of it than it may have.
fn read_text(path: &Path) -> std::io::Result<String> {
    let mut text = Vec::new();
    fs::File::open(path)?.take(CONFIG_BYTES_MAX + 1).read_to_end(&mut text)?;
    String::from_utf8(text).map_err(|_| std::io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}

/// What is wrong, and where.
struct ConfigFault {
    place: Option<Range<usize>>,
    what: String,
    hint: Option<String>,
}

impl From<toml::de::Error> for ConfigFault {
    fn from(error: toml::de::Error) -> Self {
        // What the parser expected in its place helps nobody.
        let what = error.message().split(", expected ").next().unwrap_or_default().trim().replace('`', "'");
        let hint =
            "write a line as KEY = VALUE, text in quotes, and the name of a table as [mail]".to_owned();
        Self { place: error.span(), what, hint: Some(hint) }
    }
}

fn parse(text: &str) -> Result<File, ConfigFault> {
    check(DeTable::parse(text)?.get_ref(), "")?;
    Ok(toml::from_str(text)?)
}

/// Holds a table against the keys; `above` is its name with a dot behind it.
fn check(table: &DeTable<'_>, above: &str) -> Result<(), ConfigFault> {
    for (name, value) in table {
        let key = format!("{above}{}", name.get_ref());
        let inner = format!("{key}.");
        let wanted = KEYS.iter().find(|(known, _)| *known == key).map(|(_, wanted)| wanted);
        let is_table = KEYS.iter().any(|(known, _)| known.starts_with(&inner));
        match (wanted, value.get_ref()) {
            (Some(wanted), value) if wanted.takes(value) => {}
            (None, DeValue::Table(table)) if is_table => check(table, &inner)?,
            (None, _) if !is_table => return Err(unknown(above, name)),
            (wanted, found) => {
                let wanted = wanted.map_or_else(|| "a table".to_owned(), ToString::to_string);
                let what = format!("{key}: {} is not {wanted}", shown(found));
                return Err(ConfigFault { place: Some(value.span()), what, hint: None });
            }
        }
    }
    Ok(())
}

/// That there is no such key, and which was meant: the nearest beside it, or the one of that name in another table.
fn unknown(above: &str, name: &Spanned<DeString<'_>>) -> ConfigFault {
    let (place, name) = (Some(name.span()), name.get_ref().as_ref());
    let beside = KEYS.iter().filter_map(|(known, _)| known.strip_prefix(above)?.split('.').next());
    let near = nearest(name, beside).map(|near| format!("{above}{near}"));
    let elsewhere = || KEYS.iter().find(|(known, _)| known.rsplit('.').next() == Some(name));
    let hint = match near.or_else(|| elsewhere().map(|(known, _)| (*known).to_owned())) {
        Some(meant) => format!("did you mean '{meant}'?"),
        None => "list the keys with: rad-admin config show --config /dev/null".to_owned(),
    };
    ConfigFault { place, what: format!("there is no setting '{above}{name}'"), hint: Some(hint) }
}

impl Wanted {
    fn takes(&self, value: &DeValue<'_>) -> bool {
        let integer = || value.as_integer();
        let number = || i64::from_str_radix(integer()?.as_str(), integer()?.radix()).ok();
        match self {
            Self::Text => value.is_str(),
            Self::OneOf(words) => value.as_str().is_some_and(|text| words.contains(&text)),
            Self::Port => number().is_some_and(|number| (1..=65535).contains(&number)),
            Self::Number(range) => number().is_some_and(|number| range.contains(&number)),
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text in quotes"),
            Self::OneOf(words) => write!(f, "one of {}", words.join(", ")),
            Self::Port => f.write_str("a port (1 to 65535)"),
            Self::Number(range) if *range.end() == i64::MAX => {
                write!(f, "a whole number from {} on", range.start())
            }
            Self::Number(range) => write!(f, "a whole number from {} to {}", range.start(), range.end()),
        }
    }
}

/// A value as it is written; what is not one value is only named.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_with_a_value_that_it_takes() {
        for (key, wanted) in &KEYS {
            let values = match wanted {
                Wanted::Text => vec!["\"x\"".to_owned()],
                Wanted::OneOf(words) => words.iter().map(|word| format!("{word:?}")).collect(),
                Wanted::Number(range) => vec![range.start().to_string(), range.end().to_string()],
                Wanted::Port => vec!["1".to_owned(), "65535".to_owned()],
            };
            for value in values {
                let line = format!("{key} = {value}");
                assert!(parse(&line).is_ok(), "{line}");
            }
        }
    }
}
