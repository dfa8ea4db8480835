//! `partner pause`: stops allowances for a while. Afterwards the former ones are in force again.

use super::set::{NewAllowance, change};
use crate::app::App;
use crate::cli::partner::PartnerPause;
use crate::domain::Allowance;
use crate::error::Result;

pub(crate) fn run(app: &mut App, arguments: &PartnerPause) -> Result<()> {
    let new = NewAllowance { allowance: Allowance::NONE, until: arguments.until, pauses: true };
    change(app, "partner pause", &arguments.whom, new, None)
}
