//! Reads the configuration file, checks it against the table of settings, and reports the line of a fault.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::origin::Sourced;
use super::table::{SETTINGS, Setting, SettingType};
use crate::domain::nearest;
use crate::error::{Error, Result};
use crate::mail::{MailSettings, TemplateFiles, TemplateSettings};

/// Far above the size of any real file.
const CONFIG_BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    values: BTreeMap<&'static str, FileValue>,
    /// Tables that the mail module reads itself. Relative paths are not resolved yet.
    pub(super) mail: MailSettings,
    pub(super) templates: TemplateSettings,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FileValue {
    Text(String),
    Number(i64),
    Bool(bool),
    Texts(Vec<String>),
    Map(BTreeMap<String, String>),
}

impl ConfigFile {
    pub(super) fn get(&self, setting: &Setting) -> Option<&FileValue> {
        self.values.get(setting.key)
    }
}

/// The hint for an unknown key. It works with any fault in the file.
pub(super) const LIST_KEYS: &str = "list the keys with: rad-admin config show --config /dev/null";

/// Reads the file. Exit 7 if it cannot be read, is not TOML, or has an unknown key or an invalid value. Also exit 7 if
/// it names a program to run and others can write it.
pub(super) fn read(config: &Sourced<PathBuf>) -> Result<ConfigFile> {
    let shown = config.value.display();
    let (text, metadata) = read_text(&config.value).map_err(|error| match error.kind() {
        ErrorKind::NotFound => dead_link(&config.value).unwrap_or_else(|| {
            Error::setup(format!("there is no configuration file {shown}"))
                .hint(format!("it is named by {}", config.origin))
        }),
        _ => Error::setup(format!("cannot read the configuration file {shown}")).caused_by(error),
    })?;
    if text.len() as u64 > CONFIG_BYTES_MAX {
        return Err(Error::setup(format!(
            "the configuration file {shown} is longer than {CONFIG_BYTES_MAX} bytes"
        ))
        .hint("check that it is the right file"));
    }
    let file = parsed(&text, &config.value)?;
    require_safe(&config.value, &metadata, &file)?;
    Ok(file)
}

/// Returns the error that the path is a link to nothing, if it is one.
pub fn dead_link(path: &Path) -> Option<Error> {
    let target = fs::read_link(path).ok()?;
    let (path, target) = (path.display(), target.display());
    Some(
        Error::setup(format!("the configuration file {path} is a link to {target}, which is not there"))
            .hint(format!("restore {target}, or remove the link: rm '{path}'")),
    )
}

/// Parses the text of the configuration file at `path`. Exit 7, with the line of the fault.
pub(super) fn parsed(text: &str, path: &Path) -> Result<ConfigFile> {
    parse(text).map_err(|fault| {
        let start = fault.place.map_or(0, |place| place.start);
        let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
        Error::setup(format!("{}:{line}: {}", path.display(), fault.what)).maybe_hint(fault.hint)
    })
}

/// Returns the text, cut off one byte above the limit.
fn read_text(path: &Path) -> std::io::Result<(String, Metadata)> {
    let mut text = Vec::new();
    let file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    file.take(CONFIG_BYTES_MAX + 1).read_to_end(&mut text)?;
    let text = String::from_utf8(text)
        .map_err(|_| std::io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))?;
    Ok((text, metadata))
}

/// Refuses a file that names a program to run if others can write it: they could run any program with your rights.
pub(super) fn require_safe(path: &Path, metadata: &Metadata, file: &ConfigFile) -> Result<()> {
    let runs = |setting: &&Setting| matches!(setting.value_type, SettingType::Program | SettingType::Command);
    let Some(program) = SETTINGS.iter().filter(runs).find(|setting| file.get(setting).is_some()) else {
        return Ok(());
    };
    let (path, key) = (path.display(), program.key);
    let own = rustix::process::geteuid().as_raw();
    if ![0, own].contains(&metadata.uid()) {
        let what = format!("{path} belongs to another account, and {key} in it names a program to run");
        return Err(Error::setup(what).hint(format!("make the file your own: chown root '{path}'")));
    }
    if metadata.mode() & 0o022 != 0 {
        let what = format!("others can write {path}, and {key} in it names a program to run");
        return Err(Error::setup(what).hint(format!("take that right away: chmod go-w '{path}'")));
    }
    Ok(())
}

#[derive(Debug)]
struct ConfigFault {
    place: Option<Range<usize>>,
    what: String,
    hint: Option<String>,
}

impl From<toml::de::Error> for ConfigFault {
    fn from(error: toml::de::Error) -> Self {
        // The parser's list of what it expected helps nobody.
        let what = error.message().split(", expected ").next().unwrap_or_default().trim().replace('`', "'");
        let hint =
            "write a line as KEY = VALUE, text in quotes, and the name of a table as [mail]".to_owned();
        Self { place: error.span(), what, hint: Some(hint) }
    }
}

fn parse(text: &str) -> Result<ConfigFile, ConfigFault> {
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct Tables {
        mail: MailSettings,
        invite: InviteTable,
        notify: NotifyTable,
    }
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct InviteTable {
        templates: TemplateFiles,
    }
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct NotifyTable {
        templates: TemplateSettings,
    }
    let mut values = BTreeMap::new();
    collect(DeTable::parse(text)?.get_ref(), "", &mut values)?;
    let tables: Tables = toml::from_str(text)?;
    let templates = TemplateSettings { invitation: tables.invite.templates, ..tables.notify.templates };
    Ok(ConfigFile { values, mail: tables.mail, templates })
}

/// Adds the values of a table. `above` is the name of the table, with a dot at its end.
fn collect(
    table: &DeTable<'_>,
    above: &str,
    values: &mut BTreeMap<&'static str, FileValue>,
) -> Result<(), ConfigFault> {
    for (name, value) in table {
        let key = format!("{above}{}", name.get_ref());
        let inner = format!("{key}.");
        let setting = SETTINGS.iter().find(|setting| setting.key == key);
        let is_table = SETTINGS.iter().any(|setting| setting.key.starts_with(&inner));
        match (setting, value.get_ref()) {
            (None, DeValue::Table(table)) if is_table => collect(table, &inner, values)?,
            (None, _) if !is_table => return Err(unknown(above, name)),
            (setting, found) => {
                if let Some((setting, value)) =
                    setting.and_then(|setting| Some((setting, setting.value_type.value(found)?)))
                {
                    values.insert(setting.key, value);
                    continue;
                }
                let wanted =
                    setting.map_or_else(|| "a table".to_owned(), |setting| setting.value_type.to_string());
                let what = format!("{key}: {} is not {wanted}", shown(found));
                return Err(ConfigFault { place: Some(value.span()), what, hint: None });
            }
        }
    }
    Ok(())
}

/// Describes an unknown key, and suggests a similar one in the same table or the same one in another.
fn unknown(above: &str, name: &Spanned<DeString<'_>>) -> ConfigFault {
    let (place, name) = (Some(name.span()), name.get_ref().as_ref());
    let keys = || SETTINGS.iter().map(|setting| setting.key);
    let beside = keys().filter_map(|known| known.strip_prefix(above)?.split('.').next());
    let near = nearest(name, beside).map(|near| format!("{above}{near}"));
    let elsewhere = || keys().find(|known| known.rsplit('.').next() == Some(name));
    let hint = match near.or_else(|| elsewhere().map(str::to_owned)) {
        Some(meant) => format!("did you mean '{meant}'?"),
        None => LIST_KEYS.to_owned(),
    };
    ConfigFault { place, what: format!("there is no setting '{above}{name}'"), hint: Some(hint) }
}

impl SettingType {
    /// Returns the value if the setting takes it.
    pub(super) fn value(&self, value: &DeValue<'_>) -> Option<FileValue> {
        let number = |range: &std::ops::RangeInclusive<i64>| {
            let integer = value.as_integer()?;
            let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
            range.contains(&number).then_some(FileValue::Number(number))
        };
        let text = |value: &DeValue<'_>| value.as_str().map(str::to_owned);
        match self {
            Self::Text | Self::Path | Self::Program | Self::Command => text(value).map(FileValue::Text),
            Self::OneOf(words) => {
                text(value).filter(|text| words.contains(&text.as_str())).map(FileValue::Text)
            }
            Self::Port => number(&(1..=65535)),
            Self::Number(range) => number(range),
            Self::Bool => value.as_bool().map(FileValue::Bool),
            Self::Texts => {
                let texts = value.as_array()?.iter().map(|value| text(value.get_ref()));
                texts.collect::<Option<_>>().map(FileValue::Texts)
            }
            Self::Map => {
                let pairs = value.as_table()?.iter();
                let pairs =
                    pairs.map(|(name, value)| Some((name.get_ref().to_string(), text(value.get_ref())?)));
                pairs.collect::<Option<_>>().map(FileValue::Map)
            }
        }
    }
}

/// Formats a value as the file writes it; a list or a table is only named.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(is_on) => is_on.to_string(),
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
        for setting in SETTINGS {
            let values = match &setting.value_type {
                SettingType::Text | SettingType::Path | SettingType::Program | SettingType::Command => {
                    vec!["\"x\"".to_owned()]
                }
                SettingType::OneOf(words) => words.iter().map(|word| format!("{word:?}")).collect(),
                SettingType::Number(range) => vec![range.start().to_string(), range.end().to_string()],
                SettingType::Port => vec!["1".to_owned(), "65535".to_owned()],
                SettingType::Bool => vec!["true".to_owned(), "false".to_owned()],
                SettingType::Texts => vec!["[]".to_owned(), "['a', 'b']".to_owned()],
                SettingType::Map => vec!["{ a = 'b' }".to_owned()],
            };
            for value in values {
                let line = format!("{} = {value}", setting.key);
                let file = parse(&line).unwrap_or_else(|fault| panic!("{line}: {}", fault.what));
                assert!(file.get(setting).is_some(), "{line}");
            }
        }
    }
}
