//! The command line of `user` and `users`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::completes::Completes;
use super::lists::ListFlags;
use super::report::Period;
use super::table::InputTable;
use super::users::Whom;
use super::values;
use crate::domain::{Credits, Day, Email, Role, Status};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum UserCommand {
    /// List everyone, with balances, partner status and allowance
    #[command(
        after_help = "Examples:\n  rad-admin user list\n  rad-admin user list --role partner --sort -balance --limit 10\n  \
                      rad-admin user list --search example.org -o csv\n  \
                      rad-admin user list --where 'balance<10' --where status=active\n  \
                      rad-admin user list --where domain=example.org --count\n  \
                      rad-admin user list --at 2026-10-31"
    )]
    List(UserList),
    /// Show one user: balances, allowance, next grant, last entries
    #[command(after_help = "Examples:\n  rad-admin user show paul@example.org\n  \
                            rad-admin user show paul@example.org --at 2026-10-31")]
    Show(UserShow),
    /// Show one user's credits in a period: opening balance, entries, closing balance
    #[command(after_help = "Examples:\n  rad-admin user statement paul@example.org\n  \
                            rad-admin user statement paul@example.org --month 2026-10 -o csv\n  \
                            rad-admin user statement paul@example.org --html statement.html")]
    Statement(UserStatement),
    /// Print everything stored about a person, as one JSON document
    #[command(
        after_help = "For a person who asks what you store about them. It leaves out other people: their addresses, and who acted.\n\n\
                            Example:\n  rad-admin user export paul@example.org > paul.json"
    )]
    Export(UserExport),
    /// Add an active user at once, without an invitation
    #[command(after_help = "On a terminal, without EMAIL: a form.\n\n\
                      Example:\n  rad-admin user add eve@example.org --name 'Eve Arden' --role partner --awarded 50")]
    Add(UserAdd),
    /// Change any fields of a user, or the same fields of several, in one save
    #[command(
        after_help = "On a terminal, without a field: a form filled with the present values. Without USERS as well: a search first.\n\n\
                      For several users: --add-role, --remove-role, --partner, --active, --mail and --allowance.\n\n\
                      Examples:\n  rad-admin user edit paul@example.org --partner on --allowance 100\n  \
                      rad-admin user edit role:agent,domain:example.org --add-role support\n  \
                      rad-admin user edit paul@example.org --active off --yes"
    )]
    Edit(Box<UserEdit>),
    /// Remove a person from the ledger for good: address, name and the texts about them
    #[command(
        after_help = "Deactivate the user first. Confirm with the address: --yes is not enough. After you restored an old backup, \
                      --replay repeats the erasures that 'user erasures -o jsonl' printed.\n\n\
                      Examples:\n  rad-admin user erase emil@example.org --reason 'Request of 3 May' --confirm emil@example.org\n  \
                      rad-admin user erasures -o jsonl > erasures.jsonl\n  rad-admin user erase --replay erasures.jsonl --yes"
    )]
    Erase(UserErase),
    /// Add an erased address again, as a new user: no credits, no history
    #[command(after_help = "Example:\n  rad-admin user restore gina@example.org --reason 'Back again'")]
    Restore(UserRestore),
    /// List the erasures, newest first, with hashed addresses. Keep a copy outside of the ledger
    #[command(
        after_help = "Example:\n  rad-admin user erasures -o jsonl > erasures.jsonl\n  rad-admin user erasures --where 'at>=2026-10' --count"
    )]
    Erasures(ListFlags),
    /// Import users from CSV or JSON Lines, with opening balances and allowances
    #[command(after_help = "The columns are those of 'user list'; only email is required.\n\n\
                      Examples:\n  rad-admin user import new-users.csv\n  \
                      rad-admin user import export.csv --update --map name=fullName,awarded=creditAwards --ignore-columns")]
    Import(UserImport),
}

#[derive(Args, Debug)]
pub struct UserList {
    /// Only those whose address, former address or name contains this text
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only those with this role, or any of several, with commas
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',', value_parser = values::role())]
    pub role: Vec<Role>,
    /// Only those with this status, or any of several, with commas
    #[arg(long, value_name = "STATUS,…", value_delimiter = ',', value_parser = values::status())]
    pub status: Vec<Status>,
    #[command(flatten)]
    pub list: ListFlags,
    /// As it was at the end of this DATE: 2026-09-30, 2026-09, yesterday, 7d, 4w, 3m (ago), or a time
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub at: Option<Day>,
}

#[derive(Args, Debug)]
pub struct UserShow {
    /// The user's address, or a part of the address or name that fits nobody else
    #[arg(value_name = "USER", value_parser = values::text, add = Completes::User)]
    pub user: String,
    /// As it was at the end of this DATE: 2026-09-30, 2026-09, yesterday, 7d, 4w, 3m (ago), or a time
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub at: Option<Day>,
}

#[derive(Args, Debug)]
pub struct UserStatement {
    /// The user's address
    #[arg(value_name = "USER", value_parser = values::email, add = Completes::User)]
    pub user: Email,
    #[command(flatten)]
    pub period: Period,
    /// Write an HTML page to this file instead, to send or to print; - is standard output
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub html: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct UserExport {
    /// The user's address
    #[arg(value_name = "USER", value_parser = values::email, add = Completes::User)]
    pub user: Email,
}

#[derive(Args, Clone, Debug)]
pub struct UserAdd {
    /// The user's address
    #[arg(value_name = "EMAIL", value_parser = values::email)]
    pub email: Option<Email>,
    /// The user's name
    #[arg(long, value_name = "NAME", value_parser = values::text)]
    pub name: Option<String>,
    /// The user's role, or several with commas
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',', value_parser = values::role())]
    pub role: Vec<Role>,
    /// The awarded credits the account opens with
    #[arg(long, value_name = "N", value_parser = values::credits, allow_negative_numbers = true)]
    pub awarded: Option<Credits>,
    /// The purchased credits the account opens with
    #[arg(long, value_name = "N", value_parser = values::credits, allow_negative_numbers = true)]
    pub purchased: Option<Credits>,
    /// The monthly allowance; needs --role partner
    #[arg(long, value_name = "N", value_parser = values::credits, allow_negative_numbers = true)]
    pub allowance: Option<Credits>,
    /// Why you do this, for the log
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
}

#[derive(Args, Debug)]
pub struct UserEdit {
    #[command(flatten)]
    pub whom: Whom,
    #[command(flatten)]
    pub fields: UserFields,
    /// Why you do this, for the log
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
    /// Refuse if the user has changed since this version
    #[arg(long, value_name = "V", value_parser = values::version, allow_negative_numbers = true)]
    pub if_version: Option<i64>,
}

#[derive(Args, Debug)]
pub struct UserErase {
    /// The user's address
    #[arg(value_name = "USER", value_parser = values::email, required_unless_present = "replay", add = Completes::User)]
    pub user: Option<Email>,
    /// Why; do not name the person
    #[arg(long, value_name = "TEXT", value_parser = values::text, required_unless_present = "replay")]
    pub reason: Option<String>,
    /// Give up the credits that are left
    #[arg(long)]
    pub forfeit: bool,
    /// Repeat the erasures in this file, printed by 'user erasures -o jsonl'
    #[arg(long, value_name = "FILE", conflicts_with_all = ["user", "forfeit"])]
    pub replay: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct UserRestore {
    /// The address that was erased
    #[arg(value_name = "EMAIL", value_parser = values::email)]
    pub email: Email,
    /// The user's name
    #[arg(long, value_name = "NAME", value_parser = values::text)]
    pub name: Option<String>,
    /// Why you do this, for the log
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
}

#[derive(Args, Debug)]
pub struct UserImport {
    #[command(flatten)]
    pub table: InputTable,
    /// Also update the users that already exist
    #[arg(long)]
    pub update: bool,
    /// Why you do this, for the log
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
}

// The fields that the form of `user edit` has, too.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFields {
    /// The name; '' removes it
    #[arg(long, value_name = "NAME", value_parser = values::text_or_nothing)]
    pub name: Option<String>,
    /// A new address
    #[arg(long, value_name = "NEW", value_parser = values::email)]
    pub email: Option<Email>,
    /// Grant a role, or several with commas
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',', value_parser = values::role())]
    pub add_role: Vec<Role>,
    /// Revoke a role, or several with commas
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',', value_parser = values::role())]
    pub remove_role: Vec<Role>,
    /// Partner status: on or off
    #[arg(long, value_name = "on|off", value_parser = values::switch(), hide_possible_values = true)]
    pub partner: Option<bool>,
    /// Activate or deactivate the account: on or off
    #[arg(long, value_name = "on|off", value_parser = values::switch(), hide_possible_values = true)]
    pub active: Option<bool>,
    /// Messages besides invitations: on or off
    #[arg(long, value_name = "on|off", value_parser = values::switch(), hide_possible_values = true)]
    pub mail: Option<bool>,
    /// The new awarded balance
    #[arg(long, value_name = "N", value_parser = values::set_credits, allow_negative_numbers = true)]
    pub awarded: Option<Credits>,
    /// The new purchased balance
    #[arg(long, value_name = "N", value_parser = values::set_credits, allow_negative_numbers = true)]
    pub purchased: Option<Credits>,
    /// The monthly allowance from the next grant on; 0 ends it
    #[arg(long, value_name = "N", value_parser = values::set_credits, allow_negative_numbers = true)]
    pub allowance: Option<Credits>,
}
