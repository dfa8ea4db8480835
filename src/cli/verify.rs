//! The command line of `verify`.

use clap::Args;

use super::values;
use crate::domain::Digest;

#[derive(Args, Debug)]
#[command(
    after_help = "Exit status 9: something does not prove. Keep the head somewhere else: only with it does verify find that the \
                  newest operations were removed.\n\n\
                  Examples:\n  rad-admin verify\n  rad-admin verify -o tsv --no-header --fields head > head.txt\n  \
                  rad-admin verify --head \"$(cat head.txt)\""
)]
pub struct Verify {
    /// Also prove that this ledger continues the history that ended in this digest
    #[arg(long, value_name = "DIGEST", value_parser = values::digest)]
    pub head: Option<Digest>,
}
