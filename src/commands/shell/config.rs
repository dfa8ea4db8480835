//! `config show` and `config path`: the settings in use and their file.

use serde::Serialize;

use crate::app::{App, ShownSetting};
use crate::error::Result;
use crate::output::{Cell, Document, Formatter, ListColumn};

pub(crate) struct SettingRow(ShownSetting);

/// The columns of `config show`.
pub(crate) const SETTING_COLUMNS: &[ListColumn<SettingRow>] = &[
    ListColumn::new("key", "SETTING", 0, |setting| Cell::Word(setting.0.key)),
    ListColumn::new("value", "VALUE", 0, |setting| {
        setting.0.value.as_deref().map_or(Cell::Null, Cell::UncutText)
    }),
    ListColumn::new("source", "FROM", 1, |setting| Cell::text(setting.0.origin.to_string())),
];

/// Prints the settings in use and where each comes from.
pub(crate) fn show(app: &mut App) -> Result<()> {
    let rows = app.settings.shown();
    let mut list = app.printer.list(SETTING_COLUMNS)?;
    for row in rows {
        list.push(&SettingRow(row))?;
    }
    list.finish().map(drop)
}

#[derive(Serialize)]
struct ConfigPath {
    config: String,
    exists: bool,
    source: String,
}

impl Document for ConfigPath {
    fn human(&self, formatter: &Formatter) -> String {
        format!("{}\n", formatter.clean(&self.config))
    }
}

/// Prints the path of the file in use, or of the file that would be used.
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
