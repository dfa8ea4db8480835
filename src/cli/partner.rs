//! The command line of `partner`.

use clap::{Args, Subcommand};

use super::completes::Completes;
use super::lists::ListFlags;
use super::users::Whom;
use super::values;
use crate::domain::{Credits, Month};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum PartnerCommand {
    /// Set a partner's monthly allowance
    #[command(after_help = "Examples:\n  rad-admin partner set paul@example.org 100\n  \
                      rad-admin partner set role:partner 120 --from 2027-01 --yes\n  \
                      rad-admin partner set paul@example.org 100 --cap 500 --until 2027-06\n  \
                      rad-admin partner set role:partner 100 --reset --yes")]
    Set(PartnerSet),
    /// Stop a partner's monthly allowance for some months; afterwards it is what it was
    #[command(after_help = "Examples:\n  rad-admin partner pause paul@example.org --until 2027-02\n  \
                      rad-admin partner pause paul@example.org")]
    Pause(PartnerPause),
    /// End a partner's monthly allowance
    #[command(after_help = "Example:\n  rad-admin partner clear paul@example.org")]
    Clear(PartnerClear),
    /// List the partners and their allowances
    #[command(
        after_help = "Examples:\n  rad-admin partner list\n  rad-admin partner list --where 'allowance>=100' --sort -allowance"
    )]
    List(ListFlags),
    /// Show what coming months will grant, if nobody spends
    #[command(
        after_help = "It counts the partners who are active now, and leaves out owed months before this one.\n\nExamples:\n  \
                      rad-admin partner forecast\n  rad-admin partner forecast --months 12 -o csv\n  \
                      rad-admin partner forecast --where 'capped>0' --sort -credits"
    )]
    Forecast(PartnerForecast),
}

#[derive(Args, Debug)]
pub struct PartnerForecast {
    /// How many months, from the first on that is open
    #[arg(long, value_name = "N", value_parser = values::months, allow_negative_numbers = true, default_value = "6")]
    pub months: usize,
    #[command(flatten)]
    pub list: ListFlags,
}

#[derive(Args, Debug)]
pub struct PartnerSet {
    #[command(flatten)]
    pub whom: Whom,
    /// Credits a month; 0 ends the allowance
    #[arg(value_name = "AMOUNT", value_parser = values::set_credits, allow_negative_numbers = true)]
    pub amount: Credits,
    /// In force from this month on [default: the next to be granted]
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, add = Completes::ComingMonth)]
    pub from: Option<Month>,
    /// The last month; afterwards only what is planned for later months is in force
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, add = Completes::ComingMonth)]
    pub until: Option<Month>,
    /// Grant only up to an awarded balance of this many credits
    #[arg(long, value_name = "CREDITS", value_parser = values::set_credits, conflicts_with = "reset")]
    pub cap: Option<Credits>,
    /// Each grant sets the awarded balance to the allowance: what was left expires
    #[arg(long)]
    pub reset: bool,
}

#[derive(Args, Debug)]
pub struct PartnerPause {
    #[command(flatten)]
    pub whom: Whom,
    /// The last month of the pause [default: until an allowance is set]
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, add = Completes::ComingMonth)]
    pub until: Option<Month>,
}

#[derive(Args, Debug)]
pub struct PartnerClear {
    #[command(flatten)]
    pub whom: Whom,
}
