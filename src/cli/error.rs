//! What clap found wrong, as an error of ours.

use clap::error::ErrorKind;

use crate::error::Error;

/// What reading the command line came to, other than a command.
#[derive(Debug)]
pub enum Stop {
    /// Help or the version was asked for: text for standard output.
    Shown(String),
    /// A group of commands was named without a command: its help, and exit 2.
    Incomplete(String, Error),
    /// The line is wrong: exit 2.
    Wrong(Error),
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Self::Shown(error.render().to_string()),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let missing = Error::usage("a command is missing").hint("rad-admin --help lists them");
                Self::Incomplete(error.render().to_string(), missing)
            }
            _ => Self::Wrong(reworded(&error.render().to_string())),
        }
    }
}

/// The rendering is `error: …`, perhaps some `tip: …`, a usage line, and where to find help.
fn reworded(rendered: &str) -> Error {
    let mut message = Vec::new();
    let mut hints = Vec::new();
    let mut usage = None;
    for line in rendered.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(tip) = line.strip_prefix("tip: ") {
            hints.push(tip.to_owned());
        } else if let Some(line) = line.strip_prefix("Usage: ") {
            usage = Some(format!("usage: {line}"));
        } else if usage.is_none() && !line.starts_with("For more information") {
            message.push(line.strip_prefix("error: ").unwrap_or(line));
        }
    }
    hints.extend(usage);
    hints.into_iter().fold(Error::usage(message.join(" ")), Error::hint)
}
