//! What needs attention, each with the command for it.

use super::grant;
use crate::domain::Month;
use crate::output::counted;
use crate::store::Summary;
use crate::text::and_more;

/// The most months that are named. More are only counted.
const NAMED_MONTHS: usize = 6;

/// `due` is the month to grant now, if it is due.
pub(super) fn attention(
    summary: &Summary,
    current: Month,
    missed: &[Month],
    due: Option<Month>,
) -> Vec<String> {
    let mut attention = Vec::new();
    if let Some(place) = &summary.moved_to {
        // Whatever else needs attention, this copy refuses the commands for it.
        return vec![format!("the ledger has moved to {place}; this copy takes no more writes")];
    }
    let remedy = grant::command_for(missed);
    if let Some(command) = &remedy {
        attention.push(format!("months owed and not granted: {} ({command})", named_months(missed)));
    }
    if let Some(month) = due {
        let command = remedy.filter(|command| command == grant::CATCH_UP);
        let command = command.unwrap_or_else(|| "rad-admin grant-monthly".to_owned());
        attention.push(format!("the grant of {month} is due ({command})"));
    }
    for closed in summary.months.iter().filter(|closed| closed.month > current) {
        attention.push(format!("{} ({})", grant::granted_early(closed), grant::undo_of(closed)));
    }
    if summary.mail.queued > 0 {
        let messages = counted(summary.mail.queued, "message", "messages");
        attention.push(format!("{messages} waiting to be sent (rad-admin mail flush)"));
    }
    if summary.mail.failed > 0 {
        let messages = counted(summary.mail.failed, "message", "messages");
        attention.push(format!(
            "{messages} could not be sent (rad-admin mail list; then mail retry or mail drop)"
        ));
    }
    if summary.invitations.lately_expired > 0 {
        let invitations = counted(summary.invitations.lately_expired, "invitation", "invitations");
        attention.push(format!("{invitations} expired (see: rad-admin invite list --expired)"));
    }
    if summary.active_admins == 0 {
        attention.push(format!("no user is an active admin ({})", command_for_an_admin(summary)));
    }
    attention
}

/// Returns the command that makes an admin.
pub(super) fn command_for_an_admin(summary: &Summary) -> &'static str {
    if summary.users.total == 0 {
        "rad-admin user add EMAIL --role admin"
    } else {
        "rad-admin user edit USER --add-role admin"
    }
}

pub(super) fn named_months(months: &[Month]) -> String {
    and_more(months.iter().take(NAMED_MONTHS), months.len() as u64)
}
