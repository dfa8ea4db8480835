//! Generates completion scripts and manual pages from the definitions of the commands.

use std::fs;
use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::complete;
use crate::app;
use crate::cli::{self, Globals};
use crate::error::{Code, Error, Result};
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
    write(name, page(command.clone(), name)?)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        pages(sub, &format!("{name}-{}", sub.get_name()), write)?;
    }
    Ok(())
}

/// Moves the examples from the end of the help into their own section.
fn with_examples(page: &str) -> String {
    let page = page.replace("\nExample:\n", "\nExamples:\n").replace("\nExamples:\n", "\n.SH EXAMPLES\n");
    page.replace(".SH EXTRA\n.SH EXAMPLES\n", ".SH EXAMPLES\n").replace(".SH EXTRA\n", ".SH NOTES\n")
}

fn page(command: clap::Command, name: &str) -> Result<Vec<u8>> {
    let man =
        Man::new(command.display_name(name.to_owned())).title(name.to_uppercase()).manual("rad-admin manual");
    let mut page = Vec::new();
    man.render(&mut page)?;
    let mut page = with_examples(&String::from_utf8_lossy(&page)).into_bytes();
    let mut status = Roff::new();
    status.control("SH", ["EXIT STATUS"]);
    status.control("TP", []).text([bold("0")]).text([roman("done, or nothing to change")]);
    for code in Code::ALL {
        let number = code.exit_status().to_string();
        let text = format!("{}: {}", code.name(), code.meaning());
        status.control("TP", []).text([bold(number)]).text([roman(text)]);
    }
    status.control("TP", []).text([bold("130, 143")]).text([roman("interrupted, rolled back")]);
    status.to_writer(&mut page)?;
    Ok(page)
}
