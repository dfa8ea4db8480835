//! `backup`, `restore` and `move`.

use std::path::PathBuf;

use clap::Args;

use super::values;
use crate::domain::Digest;

// Arguments of `backup`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  rad-admin backup \"ledger-$(date +%F).db\"")]
pub struct Backup {
    /// The file to make; an existing file is never overwritten
    #[arg(value_name = "FILE", value_parser = values::file())]
    pub file: PathBuf,
}

// Arguments of `move`.
#[derive(Args, Debug)]
#[command(
    after_help = "Both ledgers end with the move, so their heads are equal. This one takes no more writes then.\n\n\
                  To a PostgreSQL server: rad-admin move postgres://rad@db.example.org/rad\n\n\
                  Example:\n  rad-admin move new.db --yes"
)]
pub struct Move {
    /// Where to: a new file, or a database on a PostgreSQL server
    #[arg(value_name = "TARGET")]
    pub target: PathBuf,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
}

// Arguments of `restore`.
#[derive(Args, Debug)]
#[command(
    after_help = "Stop what uses the ledger first. The ledger from before stays beside the new one, as\n\
                  rad-admin.db.before-restore.TIME.\n\n\
                  Examples:\n  rad-admin backup nightly.db\n  rad-admin restore nightly.db --yes"
)]
pub struct Restore {
    /// The copy to restore
    #[arg(value_name = "FILE", value_parser = values::file())]
    pub file: PathBuf,
    /// Also prove that the history which ended in this digest is the beginning of the copy's
    #[arg(long, value_name = "DIGEST", value_parser = values::digest)]
    pub head: Option<Digest>,
}
