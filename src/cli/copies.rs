//! The command lines of `backup`, `restore` and `move`.

use std::path::PathBuf;

use clap::Args;

use super::values;
use crate::domain::Digest;

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  rad-admin backup \"ledger-$(date +%F).db\"")]
pub struct Backup {
    /// The file to make; an existing file is never overwritten
    #[arg(value_name = "FILE", value_parser = values::file())]
    pub file: PathBuf,
}

#[derive(Args, Debug)]
#[command(
    after_help = "The move is the last operation of this ledger, which refuses writes from then on. Both heads are equal.\n\n\
                  To a PostgreSQL server: rad-admin move postgres://rad@db.example.org/rad\n\n\
                  Example:\n  rad-admin move new.db --yes"
)]
pub struct Move {
    /// A new file, or the URL of a database on a PostgreSQL server
    #[arg(value_name = "TARGET")]
    pub target: PathBuf,
    /// Why you do this, for the log
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Stop whatever uses the ledger first. The old ledger stays beside the new one, as \
                  rad-admin.db.before-restore.TIME.\n\n\
                  Examples:\n  rad-admin backup nightly.db\n  rad-admin restore nightly.db --yes")]
pub struct Restore {
    /// The copy to restore
    #[arg(value_name = "FILE", value_parser = values::file())]
    pub file: PathBuf,
    /// Also prove that the copy continues the history that ended in this digest
    #[arg(long, value_name = "DIGEST", value_parser = values::digest)]
    pub head: Option<Digest>,
}
