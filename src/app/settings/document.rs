//! Writes the text of the configuration file: a new, commented one, or an existing one with a changed value.

use std::fmt::Write as _;
use std::fs::Metadata;
use std::path::Path;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::table::{DefaultValue, SETTINGS, Setting, SettingType};
use super::{HIDDEN, Settings, check, file};
use crate::domain::nearest;
use crate::error::{Code, Error, Result};

impl Settings {
    /// Returns a new file that changes nothing: each key with its meaning, commented out, with its default or an
    /// example.
    pub fn commented_file(&self) -> String {
        let mut text = "# Settings of rad-admin. To change one, remove the # before its key, or run:\n\
                        #   rad-admin config set KEY VALUE\n\
                        # Flags and environment variables come before this file.\n"
            .to_owned();
        let mut above = "";
        for setting in SETTINGS {
            let (table, name) = setting.key.rsplit_once('.').unwrap_or(("", setting.key));
            if table != above {
                let _ = write!(text, "\n[{table}]\n");
                above = table;
            }
            let _ = write!(text, "\n# {}.\n#{name} = {}\n", setting.meaning, self.example(setting));
        }
        text
    }

    fn example(&self, setting: &Setting) -> String {
        match setting.default {
            DefaultValue::Unset(example) => example.to_owned(),
            DefaultValue::Number(number) => number.to_string(),
            DefaultValue::Bool(is_on) => is_on.to_string(),
            DefaultValue::Computed(default) => match setting.value_type {
                SettingType::Number(_) | SettingType::Port => default(self),
                _ => format!("{:?}", default(self)),
            },
        }
    }
}

/// Checks that the text can be the configuration file at `path`. Exit 7 if not. `metadata` belongs to the existing
/// file.
pub fn checked(text: &str, path: &Path, metadata: Option<&Metadata>) -> Result<()> {
    let values = file::parsed(text, path)?;
    check::values(&values, path)?;
    metadata.map_or(Ok(()), |metadata| file::require_safe(path, metadata, &values))
}

/// Returns the text with a changed value; comments stay. An empty value removes the key. Exit 2 if the key does not
/// exist or does not take the value.
pub fn with_value(text: &str, path: &Path, key: &str, value: &str) -> Result<String> {
    let value = value_of(key, value)?;
    let shown = path.display();
    let cannot = |error| Error::setup(format!("{shown} is not TOML")).caused_by(error).hint(REPAIR);
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| cannot(error))?;
    let (tables, name) = key.rsplit_once('.').unwrap_or(("", key));
    let mut table: &mut dyn toml_edit::TableLike = document.as_table_mut();
    for part in tables.split('.').filter(|part| !part.is_empty()) {
        let mut missing = Table::new();
        // A table that only contains tables needs no header of its own.
        missing.set_implicit(true);
        let inner = table.entry(part).or_insert(Item::Table(missing)).as_table_like_mut();
        table = inner.ok_or_else(|| Error::setup(format!("{shown}: {part} is not a table")).hint(REPAIR))?;
    }
    match (value, table.get_mut(name).and_then(Item::as_value_mut)) {
        (None, _) => drop(table.remove(name)),
        // Keep what follows the value on its line, such as a comment.
        (Some(mut value), Some(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        (Some(value), None) => drop(table.insert(name, Item::Value(value))),
    }
    let changed = document.to_string();
    match checked(&changed, path, None)
        .and_then(|()| check::named_file(&file::parsed(&changed, path)?, path, key))
    {
        Ok(()) => Ok(changed),
        // The file was valid before, so the value on the command line is wrong.
        Err(fault) if checked(text, path, None).is_ok() => Err(as_usage(&fault)),
        Err(fault) => Err(fault.hint(REPAIR)),
    }
}

/// Returns the value that the text has for the key, without quotes, and hides a command. `None` if it does not set the key.
pub fn value_in(text: &str, key: &str) -> Option<String> {
    let is_secret =
        |setting: &Setting| setting.key == key && matches!(setting.value_type, SettingType::Command);
    let document: DocumentMut = text.parse().ok()?;
    let mut item = document.as_item();
    for part in key.split('.') {
        item = item.get(part)?;
    }
    if SETTINGS.iter().any(is_secret) {
        return Some(HIDDEN.to_owned());
    }
    let value = item.clone().into_value().ok()?;
    Some(value.as_str().map_or_else(|| value.clone().decorated("", "").to_string(), str::to_owned))
}

fn as_usage(fault: &Error) -> Error {
    fault.hints().iter().fold(Error::new(Code::Usage, fault.message()), Error::hint)
}

const REPAIR: &str = "repair it with: rad-admin config edit";

/// Returns the value to write for the key; `None` removes the key.
fn value_of(key: &str, text: &str) -> Result<Option<Value>> {
    let of_map = |setting: &&Setting| {
        let inner = key.strip_prefix(setting.key).and_then(|rest| rest.strip_prefix('.'));
        matches!(setting.value_type, SettingType::Map)
            && inner.is_some_and(|name| !name.is_empty() && !name.contains('.'))
    };
    let setting = SETTINGS.iter().find(|setting| setting.key == key);
    if text.is_empty() && (setting.is_some() || SETTINGS.iter().any(|setting| of_map(&setting))) {
        return Ok(None);
    }
    let Some(setting) = setting else {
        if SETTINGS.iter().any(|setting| of_map(&setting)) {
            return Ok(Some(text.into()));
        }
        let keys = || SETTINGS.iter().map(|setting| setting.key);
        let elsewhere = || keys().find(|known| known.rsplit('.').next() == Some(key));
        let near = nearest(key, keys()).or_else(elsewhere);
        let hint = near.map_or_else(|| file::LIST_KEYS.to_owned(), |near| format!("did you mean '{near}'?"));
        return Err(Error::usage(format!("there is no setting '{key}'")).hint(hint));
    };
    let value = match &setting.value_type {
        SettingType::Number(_) | SettingType::Port => text.parse::<i64>().ok().map(Value::from),
        SettingType::Bool => text.parse::<bool>().ok().map(Value::from),
        SettingType::Texts => Some(text.split(',').map(str::trim).collect::<Array>().into()),
        SettingType::Map => pairs(text).map(Value::from),
        SettingType::Text
        | SettingType::Path
        | SettingType::Program
        | SettingType::Command
        | SettingType::OneOf(_) => Some(text.into()),
    };
    value
        .filter(|value| setting.accepts(value))
        .map(Some)
        .ok_or_else(|| Error::usage(format!("{key}: '{text}' is not {}", setting.value_type.as_typed())))
}

/// Parses pairs such as `ada=ada@example.org,cron=cron@example.org`.
fn pairs(text: &str) -> Option<InlineTable> {
    text.split(',')
        .map(|pair| pair.split_once('=').map(|(name, value)| (name.trim(), value.trim())))
        .collect()
}

impl Setting {
    /// Whether the setting takes the value. Uses the file's reader, which alone knows the ranges.
    fn accepts(&self, value: &Value) -> bool {
        let mut document = DocumentMut::new();
        document["value"] = Item::Value(value.clone());
        let text = document.to_string();
        toml::de::DeTable::parse(&text).is_ok_and(|table| {
            table.get_ref().get("value").is_some_and(|value| self.value_type.value(value.get_ref()).is_some())
        })
    }
}

impl SettingType {
    /// Like [`SettingType`] displays it, for a value on the command line, where the shell removed the quotes.
    fn as_typed(&self) -> String {
        match self {
            Self::Texts => "a list with commas".to_owned(),
            Self::Map => "a list of NAME=VALUE with commas".to_owned(),
            other => other.to_string(),
        }
    }
}
