//! `partner clear`: ends allowances.

use super::set::{NewAllowance, change};
use crate::app::App;
use crate::cli::partner::PartnerClear;
use crate::domain::Allowance;
use crate::error::Result;

pub(crate) fn run(app: &mut App, arguments: &PartnerClear) -> Result<()> {
    let new = NewAllowance { allowance: Allowance::NONE, until: None, pauses: false };
    change(app, "partner clear", &arguments.whom, new, None)
}
