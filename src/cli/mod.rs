//! Defines what users can type, and nothing of what it does.
//!
//! Building all definitions takes a tenth of the time of a short command, so a command's definitions are only built if
//! the line names it (`defer`). The help of a command is at its enum variant. The struct of its arguments has no doc
//! comment, because that would replace the help.

pub mod completes;
pub mod config;
pub mod copies;
pub mod credits;
pub mod error;
pub mod globals;
pub mod grant;
pub mod invite;
pub mod lists;
pub mod log;
pub mod mail;
pub mod notify;
pub mod partner;
pub mod report;
pub mod table;
pub mod undo;
pub mod user;
pub mod users;
pub mod values;
pub mod verify;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};

pub use globals::Globals;

/// Returns the definitions of all commands, for code that walks through them. To parse a line, use
/// [`definitions_named`].
pub fn definitions() -> clap::Command {
    let mut root = Cli::command();
    root.build();
    root
}

/// Returns the definitions of only the command that one of the words names. A correct line needs no more, and this takes a
/// fraction of the time, because clap copies each global flag into each command. They have no texts for the errors of a
/// wrong line.
pub fn definitions_named(mut words: impl Iterator<Item = OsString>) -> Option<clap::Command> {
    let whole = Cli::command();
    let named = words.find_map(|word| whole.find_subcommand(word))?;
    let root = clap::Command::new("rad-admin").subcommand_required(true).subcommand(named.clone());
    Some(Globals::augment_args(root))
}

/// The first commands to type, for help.
const FIRST_STEPS: &str = "First steps:
  export RAD_ADMIN_ACTOR=ada@example.org               # who you are
  rad-admin init --timezone Europe/Berlin              # make the ledger
  rad-admin user add paul@example.org --role partner   # add a partner
  rad-admin credits award paul@example.org 50          # give credits
  rad-admin partner set paul@example.org 100           # set an allowance
  rad-admin grant-monthly                              # grant it, once a month";

/// Returns the text for a line that is only the program's name.
pub fn welcome() -> String {
    let about = Cli::command().get_about().map(ToString::to_string).unwrap_or_default();
    format!("{about}\n\n{FIRST_STEPS}\n\nAll commands: rad-admin --help\n")
}

/// Manage the users and credits of the RAD Platform.
#[derive(Debug, Parser)]
#[command(
    name = "rad-admin",
    version,
    about,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    help_template = "{about}\n\n{usage-heading} {usage}\n\nCommands:\n{subcommands}{after-help}\n\nGlobal options:\n{options}",
    after_help = format!("{FIRST_STEPS}\n\n\
        Exit status: 0 done or nothing to change, 1 failed, 2 usage, 3 not found, 4 refused by a rule,\n\
        5 not confirmed, 6 partly applied, 7 setup, 8 mail unsent, 9 not intact, 10 grant due, 11 in doubt, 75 busy: retry")
)]
pub struct Cli {
    #[command(flatten)]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Command,
}

/// The names of the commands, as texts name them.
pub const COMMAND_NAMES: &[&str] = &[
    "init",
    "user",
    "credits",
    "partner",
    "invite",
    "notify",
    "mail",
    "grant-monthly",
    "log",
    "report",
    "verify",
    "undo",
    "backup",
    "move",
    "restore",
    "status",
    "doctor",
    "config",
    "completions",
    "man",
];

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Make the ledger
    #[command(
        after_help = "To change the zone, run it again with another --timezone before the first operation.\n\n\
                            Example:\n  rad-admin init --timezone Europe/Berlin"
    )]
    Init(Init),
    /// Manage users: list, show, add, edit, import, statement, export, erase, restore
    #[command(
        subcommand,
        visible_alias = "users",
        after_help = "Examples:\n  rad-admin user list --search paul\n  rad-admin user show paul@example.org"
    )]
    User(user::UserCommand),
    /// Move credits: award, purchase, deduct, spend, refund, set, apply, history
    #[command(
        subcommand,
        visible_alias = "credit",
        after_help = "Examples:\n  rad-admin credits award paul@example.org 50 --reason 'Spring promotion'\n  \
                      rad-admin credits history paul@example.org"
    )]
    Credits(credits::CreditsCommand),
    /// Set partners' monthly allowances: set, pause, clear, list, forecast
    #[command(
        subcommand,
        visible_alias = "partners",
        after_help = "Examples:\n  rad-admin partner set paul@example.org 100\n  rad-admin partner list"
    )]
    Partner(partner::PartnerCommand),
    /// Invite people by e-mail: list, resend, revoke, accept
    #[command(alias = "invites")]
    Invite(invite::Invite),
    /// Tell users that few credits are left
    #[command(subcommand, after_help = "Example:\n  rad-admin notify low --dry-run")]
    Notify(notify::NotifyCommand),
    /// Manage the outbox: list, flush, retry, drop, test
    #[command(
        subcommand,
        alias = "mails",
        after_help = "Examples:\n  rad-admin mail list\n  rad-admin mail test paul@example.org"
    )]
    Mail(mail::MailCommand),
    /// Grant the month's allowances, exactly once
    GrantMonthly(grant::GrantMonthly),
    /// Show who did what, when and why
    #[command(alias = "logs")]
    Log(log::Log),
    /// Sum up a period: opening balance, what came and went, closing balance
    Report(report::Report),
    /// Prove that the ledger is intact: every digest, balance, field and month
    Verify(verify::Verify),
    /// Undo an operation: credits, fields, allowances, users, invitations, months
    Undo(undo::Undo),
    /// Copy the ledger, even in use, into a new file, and verify the copy
    Backup(copies::Backup),
    /// Move the ledger to another file or to a PostgreSQL server
    Move(copies::Move),
    /// Replace the ledger with a verified copy
    Restore(copies::Restore),
    /// Show the platform at a glance, and what needs attention
    #[command(
        after_help = "Examples:\n  rad-admin status\n  rad-admin status --at 2026-10\n  rad-admin status --metrics\n  \
                      rad-admin status --metrics ./rad-admin.prom"
    )]
    Status(Overview),
    /// Show what is wrong with this installation, and how to fix it
    #[command(
        after_help = "It logs in to the mail server and sends nothing. Exit status 10: something needs attention.\n\nExample:\n  rad-admin doctor || echo attention"
    )]
    Doctor,
    /// Show and change the settings: show, path, init, set, edit
    #[command(
        subcommand,
        alias = "configs",
        after_help = "Examples:\n  rad-admin config show\n  rad-admin config set limits.confirm_above 5000"
    )]
    Config(config::Config),
    /// Print the completions of a shell
    #[command(after_help = "Example:\n  rad-admin completions bash > rad-admin.bash")]
    Completions(Completions),
    /// Write the manual pages into a folder
    #[command(after_help = "Example:\n  rad-admin man ./man")]
    Man(Man),
}

#[derive(Args, Debug)]
pub struct Init {
    /// The zone in which months and days begin, such as Europe/Berlin [default: the system's]
    #[arg(long, value_name = "ZONE", value_parser = values::zone)]
    pub timezone: Option<crate::domain::Zone>,
    /// For a ledger on a server: print the SQL of init, and do nothing
    #[arg(long)]
    pub print_sql: bool,
}

#[derive(Args, Debug)]
pub struct Overview {
    /// As it was at the end of this DATE: 2026-09-30, 2026-09, yesterday, 7d, 4w, 3m (ago), or a time
    #[arg(long, value_name = "DATE", value_parser = values::day, conflicts_with = "metrics")]
    pub at: Option<crate::domain::Day>,
    /// Print metrics for Prometheus instead; with FILE, write them there for a textfile collector
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub metrics: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub struct Man {
    /// The folder to write into
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
