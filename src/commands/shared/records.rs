//! How the store's rows are printed in lists. Keys and order are stable: scripts rely on them.

use crate::domain::{Month, Role, User};
use crate::output::{Cell, Field, Record};
use crate::store::{Entry, Invited, LoggedOperation, OutboxMessage};

const fn field(name: &'static str, heading: &'static str, rank: u8) -> Field {
    Field { name, heading, table: true, rank }
}

/// A key that a table has only when asked.
const fn hidden(name: &'static str, heading: &'static str) -> Field {
    Field { name, heading, table: false, rank: 9 }
}

impl Record for User {
    const FIELDS: &'static [Field] = &[
        field("email", "EMAIL", 0),
        field("name", "NAME", 5),
        field("status", "STATUS", 2),
        field("roles", "ROLES", 4),
        hidden("partner", "PARTNER"),
        field("awarded", "AWARDED", 1),
        field("purchased", "PURCHASED", 1),
        field("balance", "BALANCE", 0),
        field("allowance", "ALLOWANCE", 3),
        hidden("version", "VERSION"),
        hidden("created_at", "CREATED"),
        hidden("updated_at", "UPDATED"),
    ];

    fn cell(&self, field: usize) -> Cell<'_> {
        match field {
            0 => Cell::text(self.email.as_str()),
            1 => Cell::maybe_text(self.name.as_deref()),
            2 => Cell::Word(self.status.as_str()),
            3 => Cell::Words(self.roles.iter().map(Role::as_str).collect()),
            4 => Cell::Boolean(self.partner()),
            5 => Cell::Integer(self.awarded.get()),
            6 => Cell::Integer(self.purchased.get()),
            7 => Cell::Integer(self.balance()),
            8 => Cell::Integer(self.allowance.get()),
            9 => Cell::Integer(self.version),
            10 => Cell::Time(self.created_at),
            _ => Cell::Time(self.updated_at),
        }
    }
}

/// A user in a list of partners.
pub(crate) struct Partner(pub(crate) User);

impl Record for Partner {
    const FIELDS: &'static [Field] = &[
        field("email", "EMAIL", 0),
        field("name", "NAME", 5),
        field("status", "STATUS", 2),
        hidden("roles", "ROLES"),
        hidden("partner", "PARTNER"),
        hidden("awarded", "AWARDED"),
        hidden("purchased", "PURCHASED"),
        hidden("balance", "BALANCE"),
        field("allowance", "ALLOWANCE", 0),
        hidden("version", "VERSION"),
        hidden("created_at", "CREATED"),
        hidden("updated_at", "UPDATED"),
    ];

    fn cell(&self, field: usize) -> Cell<'_> {
        self.0.cell(field)
    }
}

impl Record for Entry {
    const FIELDS: &'static [Field] = &[
        hidden("id", "ID"),
        field("operation", "OPERATION", 0),
        field("at", "AT", 1),
        field("email", "EMAIL", 0),
        field("bucket", "BUCKET", 3),
        field("kind", "KIND", 4),
        field("amount", "AMOUNT", 0),
        field("balance_after", "BALANCE AFTER", 2),
        field("reason", "REASON", 3),
        hidden("reference", "REFERENCE"),
        hidden("month", "MONTH"),
        field("actor", "ACTOR", 5),
    ];

    fn cell(&self, field: usize) -> Cell<'_> {
        match field {
            0 => Cell::Integer(self.id),
            1 => Cell::Integer(self.operation),
            2 => Cell::Time(self.at),
            3 => Cell::text(self.email.as_str()),
            4 => Cell::Word(self.bucket.as_str()),
            5 => Cell::Word(self.kind.as_str()),
            6 => Cell::Integer(self.amount),
            7 => Cell::Integer(self.balance_after),
            8 => Cell::maybe_text(self.reason.as_deref()),
            9 => Cell::maybe_text(self.reference.as_deref()),
            10 => self.month.map_or(Cell::Null, Cell::Month),
            _ => Cell::text(&self.actor),
        }
    }

    fn cell_for_people(&self, field: usize) -> Cell<'_> {
        match field {
            8 => why(self.reason.as_deref(), self.month, self.reference.as_deref()),
            _ => self.cell(field),
        }
    }
}

/// Why, as far as it is known: the reason, else the month that was granted, else what is referred to.
pub(crate) fn why<'a>(reason: Option<&'a str>, month: Option<Month>, reference: Option<&'a str>) -> Cell<'a> {
    match (reason, month, reference) {
        (Some(reason), ..) => Cell::text(reason),
        (None, Some(month), _) => Cell::Month(month),
        (None, None, Some(reference)) => Cell::text(format!("ref {reference}")),
        (None, None, None) => Cell::Null,
    }
}

impl Record for LoggedOperation {
    const FIELDS: &'static [Field] = &[
        field("operation", "OPERATION", 0),
        field("at", "AT", 1),
        field("actor", "ACTOR", 3),
        hidden("os_user", "OS USER"),
        field("command", "COMMAND", 0),
        field("reason", "REASON", 2),
        hidden("reference", "REFERENCE"),
        hidden("key", "KEY"),
        field("users", "USERS", 4),
        field("total", "TOTAL", 0),
        hidden("undoes", "UNDOES"),
        field("undone_by", "UNDONE BY", 5),
        hidden("month", "MONTH"),
    ];

    fn cell(&self, field: usize) -> Cell<'_> {
        match field {
            0 => Cell::Integer(self.operation),
            1 => Cell::Time(self.at),
            2 => Cell::text(&self.actor),
            3 => Cell::text(&self.os_user),
            4 => Cell::text(&self.command),
            5 => Cell::maybe_text(self.reason.as_deref()),
            6 => Cell::maybe_text(self.reference.as_deref()),
            7 => Cell::maybe_text(self.key.as_deref()),
            8 => Cell::Integer(self.users),
            9 => Cell::Integer(self.total),
            10 => self.undoes.map_or(Cell::Null, Cell::Integer),
            11 => self.undone_by.map_or(Cell::Null, Cell::Integer),
            _ => self.month.map_or(Cell::Null, Cell::Month),
        }
    }

    fn cell_for_people(&self, field: usize) -> Cell<'_> {
        match field {
            5 => why(self.reason.as_deref(), self.month, self.reference.as_deref()),
            _ => self.cell(field),
        }
    }
}

impl Record for Invited {
    const FIELDS: &'static [Field] = &[
        field("email", "EMAIL", 0),
        field("name", "NAME", 5),
        field("status", "STATUS", 0),
        field("mail", "MAIL", 1),
        field("expires_at", "EXPIRES", 1),
        field("invited_at", "INVITED", 3),
        field("invited_by", "BY", 4),
        hidden("error", "ERROR"),
    ];

    fn cell(&self, field: usize) -> Cell<'_> {
        match field {
            0 => Cell::text(self.email.as_str()),
            1 => Cell::maybe_text(self.name.as_deref()),
            2 => Cell::Word(self.status.as_str()),
            3 => Cell::Word(self.mail.as_str()),
            4 => Cell::Time(self.expires_at),
            5 => Cell::Time(self.invited_at),
            6 => Cell::text(&self.invited_by),
            _ => Cell::maybe_text(self.error.as_deref()),
        }
    }
}

impl Record for OutboxMessage {
    const FIELDS: &'static [Field] = &[
        hidden("message_id", "MESSAGE-ID"),
        field("email", "EMAIL", 0),
        field("status", "STATUS", 0),
        field("queued_at", "QUEUED", 3),
        field("attempts", "ATTEMPTS", 4),
        field("sent_at", "SENT", 2),
        field("error", "ERROR", 1),
    ];

    fn cell(&self, field: usize) -> Cell<'_> {
        match field {
            0 => Cell::text(self.message_id.as_str()),
            1 => Cell::text(self.email.as_str()),
            2 => Cell::Word(self.status.as_str()),
            3 => Cell::Time(self.queued_at),
            4 => Cell::Integer(self.attempts),
            5 => self.sent_at.map_or(Cell::Null, Cell::Time),
            _ => Cell::maybe_text(self.error.as_deref()),
        }
    }
}
