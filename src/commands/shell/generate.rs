//! Generates completion scripts and the folder of manual pages from the definitions of the commands.

use std::fs;
use std::path::Path;

use clap_complete::Shell;

use super::complete;
use super::manual::page;
use crate::app;
use crate::cli::{self, Globals};
use crate::error::{Error, Result};
use crate::output::write_out;

/// Prints the completion script of a shell. The one for bash, zsh or fish asks the program; others only know commands and
/// flags.
pub(crate) fn completions(shell: Shell) -> Result<()> {
    let script: Vec<u8> = match shell {
        Shell::Bash => complete::BASH.into(),
        Shell::Zsh => complete::ZSH.into(),
        Shell::Fish => complete::FISH.into(),
        shell => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut cli::definitions(), "rad-admin", &mut script);
            script
        }
    };
    write_out(&script)
}

/// Writes a manual page for every command into the folder.
pub(crate) fn manual(folder: &Path, globals: &Globals) -> Result<()> {
    if globals.dry_run {
        let mut count: usize = 0;
        pages(&cli::definitions(), "rad-admin", &mut |_, _| {
            count += 1;
            Ok(())
        })?;
        app::remark(globals, &format!("dry run: {count} pages would be written into {}", folder.display()));
        return Ok(());
    }
    let cannot = |error| Error::failed(format!("the pages cannot be written to {}", folder.display()), error);
    fs::create_dir_all(folder).map_err(cannot)?;
    pages(&cli::definitions(), "rad-admin", &mut |name, page| {
        fs::write(folder.join(format!("{name}.1")), page).map_err(cannot)
    })
}

fn pages(
    command: &clap::Command,
    name: &str,
    write: &mut impl FnMut(&str, Vec<u8>) -> Result<()>,
) -> Result<()> {
    write(name, page(command, name)?)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        pages(sub, &format!("{name}-{}", sub.get_name()), write)?;
    }
    Ok(())
}
