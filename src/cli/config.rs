//! The command line of `config`.

use clap::{Args, Subcommand};

use super::completes::Completes;

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Show each setting with its value and where it came from
    #[command(after_help = "Example:\n  rad-admin config show")]
    Show,
    /// Print the path of the configuration file in use
    #[command(after_help = "Example:\n  rad-admin config path")]
    Path,
    /// Write a configuration file that explains every setting, with its folder
    #[command(after_help = "Example:\n  rad-admin config init --config new.toml")]
    Init,
    /// Change one setting in the configuration file, and keep its comments
    #[command(
        after_help = "Separate the items of a list by commas. An empty VALUE removes the setting, so that its default applies. \
                      A value that a command would refuse later is refused at once, such as a file that does not exist.\n\n\
                      Example:\n  rad-admin config set limits.confirm_above 5000"
    )]
    Set(SetSetting),
    /// Edit the configuration file in $VISUAL or $EDITOR; a text with a fault does not replace it
    #[command(
        after_help = "Without a terminal it needs an editor that works without one, named in one of these variables.\n\n\
                      Example:\n  rad-admin config edit"
    )]
    Edit,
}

impl Config {
    /// Whether the command concerns the file itself, so that it must work even if the content is wrong.
    pub fn is_about_the_file(&self) -> bool {
        !matches!(self, Self::Show)
    }
}

#[derive(Args, Debug)]
pub struct SetSetting {
    /// The setting, such as mail.host
    #[arg(value_name = "KEY", add = Completes::Setting)]
    pub key: String,
    /// Its value, without quotes
    #[arg(value_name = "VALUE", add = Completes::SettingValue, allow_hyphen_values = true)]
    pub value: String,
}
