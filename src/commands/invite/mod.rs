//! `invite`: users who have not yet accepted.

pub(crate) mod accept;
pub(crate) mod conclude;
pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod receipt;
pub(crate) mod resend;
pub(crate) mod revoke;

use crate::app::App;
use crate::cli::invite::{Invite, InviteCommand};
use crate::error::Result;

pub(super) fn run(app: &mut App, arguments: &Invite) -> Result<()> {
    match &arguments.command {
        None => create::run(app, arguments),
        Some(InviteCommand::List(list)) => list::run(app, list),
        Some(InviteCommand::Resend(selected)) => resend::run(app, selected),
        Some(InviteCommand::Revoke(selected)) => revoke::run(app, selected),
        Some(InviteCommand::Accept(accept)) => accept::run(app, &accept.token),
    }
}
