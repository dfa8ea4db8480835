//! `verify`.

use clap::Args;

use super::values;
use crate::domain::Digest;

// Arguments of `verify`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit status 9 where anything does not fit. Keep the head that it prints somewhere else: only with it is\n\
                  the removal of the newest operations found.\n\n\
                  Examples:\n  rad-admin verify\n  rad-admin verify -o tsv --no-header --fields head > head.txt\n  \
                  rad-admin verify --head \"$(cat head.txt)\""
)]
pub struct Verify {
    /// Also prove that the history which ended in this digest is the beginning of this one
    #[arg(long, value_name = "DIGEST", value_parser = values::digest)]
    pub head: Option<Digest>,
}
