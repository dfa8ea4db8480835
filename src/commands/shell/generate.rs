//! Generates completion scripts and manual pages from the definitions of the commands.

use std::fs;
use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::complete;
use crate::app;
use crate::cli::{self, Globals};
use crate::error::{Code, Error, INTERRUPTED, Result};
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

/// Moves the examples from the end of the help into their own section.
fn with_examples(page: &str) -> String {
    let page = page.replace("\nExample:\n", "\nExamples:\n").replace("\nExamples:\n", "\n.SH EXAMPLES\n");
    page.replace(".SH EXTRA\n.SH EXAMPLES\n", ".SH EXAMPLES\n").replace(".SH EXTRA\n", ".SH NOTES\n")
}

/// Replaces the list of all flags in the synopsis with the usage line of the help, and drops the description, which repeats the
/// name.
fn with_usage(page: &str, usage: &str) -> String {
    let usage = format!(".SH SYNOPSIS\n{}\n", usage.replace('-', "\\-"));
    let Some((before, rest)) = page.split_once(".SH SYNOPSIS\n") else { return page.to_owned() };
    let after = rest.split_once(".SH DESCRIPTION\n").and_then(|(_, rest)| rest.split_once("\n.SH "));
    after.map_or_else(|| page.to_owned(), |(_, after)| format!("{before}{usage}.SH {after}"))
}

/// Hides the flags that every command takes: the page of the program describes them.
fn without_globals(command: clap::Command) -> clap::Command {
    command.mut_args(|argument| {
        let is_global = argument.is_global_set();
        argument.hide(is_global)
    })
}

fn page(command: &clap::Command, name: &str) -> Result<Vec<u8>> {
    let is_of_program = name == "rad-admin";
    let usage = command.clone().render_usage().to_string();
    let command = if is_of_program { command.clone() } else { without_globals(command.clone()) };
    let man =
        Man::new(command.display_name(name.to_owned())).title(name.to_uppercase()).manual("rad-admin manual");
    let mut page = Vec::new();
    man.render(&mut page)?;
    let page = with_usage(&String::from_utf8_lossy(&page), usage.trim_start_matches("Usage: "));
    let mut page = with_examples(&page).into_bytes();
    statuses().to_writer(&mut page)?;
    if !is_of_program {
        see_also().to_writer(&mut page)?;
    }
    Ok(page)
}

/// Names the page with what holds for all commands.
fn see_also() -> Roff {
    let mut also = Roff::new();
    also.control("SH", ["SEE ALSO"]);
    also.text([bold("rad-admin"), roman("(1) for the options that every command takes")]);
    also
}

fn statuses() -> Roff {
    let mut status = Roff::new();
    status.control("SH", ["EXIT STATUS"]);
    status.control("TP", []).text([bold("0")]).text([roman("done, or nothing to change")]);
    for code in Code::ALL {
        let number = code.exit_status().to_string();
        let text = format!("{}: {}", code.name(), code.meaning());
        status.control("TP", []).text([bold(number)]).text([roman(text)]);
    }
    status.control("TP", []).text([bold("130, 143")]).text([roman(INTERRUPTED)]);
    status
}
