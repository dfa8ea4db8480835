//! `partner clear`.

use super::set::change;
use crate::app::App;
use crate::cli::partner::PartnerClear;
use crate::domain::Credits;
use crate::error::Result;

/// Ends the allowance.
pub(crate) fn run(app: &mut App, arguments: &PartnerClear) -> Result<()> {
    change(app, "partner clear", &arguments.whom, Credits::ZERO, None)
}
