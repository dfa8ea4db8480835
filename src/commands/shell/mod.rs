//! Commands around the ledger: completion, manual pages, settings, version.

pub(crate) mod complete;
pub(crate) mod config;
pub(crate) mod config_file;
pub(crate) mod generate;
mod manual;
pub(crate) mod version;

use crate::app::App;
use crate::cli::config::Config;
use crate::error::Result;

/// Runs a command of `config`.
pub(super) fn run_config(app: &mut App, command: Config) -> Result<()> {
    match command {
        Config::Show => config::show(app),
        Config::Path => config::path(app),
        Config::Init => config_file::init(app),
        Config::Set(arguments) => config_file::set(app, &arguments),
        Config::Edit => config_file::edit(app),
    }
}
