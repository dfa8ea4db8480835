//! The columns of lists. Keys and order are stable, because scripts rely on them.

use crate::domain::{Credits, Month, Policy, Role, User};
use crate::output::{Cell, ColumnChoice, ListColumn, grouped};
use crate::store::{Entry, Erasure, Invited, LoggedOperation, OutboxMessage};

const EMAIL: ListColumn<User> = ListColumn::new("email", "EMAIL", 0, |user| Cell::text(user.email.as_str()));
const NAME: ListColumn<User> =
    ListColumn::new("name", "NAME", 5, |user| Cell::maybe_text(user.name.as_deref()));
const STATUS: ListColumn<User> =
    ListColumn::new("status", "STATUS", 2, |user| Cell::Word(user.status.as_str()));
const ROLES: ListColumn<User> =
    ListColumn::new("roles", "ROLES", 4, |user| Cell::Words(user.roles.iter().map(Role::as_str).collect()));
const PARTNER: ListColumn<User> =
    ListColumn::hidden("partner", "PARTNER", |user| Cell::Boolean(user.partner()));
const AWARDED: ListColumn<User> =
    ListColumn::new("awarded", "AWARDED", 1, |user| Cell::Integer(user.awarded.get()));
const PURCHASED: ListColumn<User> =
    ListColumn::new("purchased", "PURCHASED", 1, |user| Cell::Integer(user.purchased.get()));
const BALANCE: ListColumn<User> =
    ListColumn::new("balance", "BALANCE", 0, |user| Cell::Integer(user.balance()));
const ALLOWANCE: ListColumn<User> =
    ListColumn::new("allowance", "ALLOWANCE", 3, |user| Cell::Integer(user.allowance.get()));
const POLICY: ListColumn<User> =
    ListColumn::<User>::new("policy", "POLICY", 4, |user| Cell::Word(user.policy.as_str())).shown_as(
        |user| match user.policy {
            _ if user.is_paused => Cell::text(match user.paused_until() {
                Some(month) => format!("paused until {month}"),
                None => "paused".to_owned(),
            }),
            _ if user.allowance == Credits::ZERO => Cell::Null,
            Policy::Cap(cap) => Cell::text(format!("cap {}", grouped(cap.get()))),
            policy => Cell::Word(policy.as_str()),
        },
    );
const CAP: ListColumn<User> = ListColumn::hidden("cap", "CAP", |user| {
    user.policy.cap().map_or(Cell::Null, |cap| Cell::Integer(cap.get()))
});
const UNTIL: ListColumn<User> =
    ListColumn::new("until", "UNTIL", 3, |user| user.until.map_or(Cell::Null, Cell::Month));
const PAUSED: ListColumn<User> = ListColumn::hidden("paused", "PAUSED", |user| Cell::Boolean(user.is_paused));
const PAUSED_UNTIL: ListColumn<User> = ListColumn::hidden("paused_until", "PAUSED UNTIL", |user| {
    user.paused_until().map_or(Cell::Null, Cell::Month)
});
const MAIL: ListColumn<User> = ListColumn::hidden("mail", "MAIL", |user| Cell::Boolean(user.mail));
const VERSION: ListColumn<User> =
    ListColumn::hidden("version", "VERSION", |user| Cell::Integer(user.version));
const CREATED_AT: ListColumn<User> =
    ListColumn::hidden("created_at", "CREATED", |user| Cell::Time(user.created_at));
const UPDATED_AT: ListColumn<User> =
    ListColumn::hidden("updated_at", "UPDATED", |user| Cell::Time(user.updated_at));

/// `user list`.
pub(crate) const USERS: &[ListColumn<User>] = &[
    EMAIL,
    NAME,
    STATUS,
    ROLES,
    PARTNER,
    AWARDED,
    PURCHASED,
    BALANCE,
    ALLOWANCE,
    POLICY.left_out(),
    CAP,
    UNTIL.left_out(),
    PAUSED,
    PAUSED_UNTIL,
    MAIL,
    VERSION,
    CREATED_AT,
    UPDATED_AT,
];

/// `partner list`.
pub(crate) const PARTNERS: &[ListColumn<User>] = &[
    EMAIL,
    NAME,
    STATUS,
    ROLES.left_out(),
    PARTNER,
    AWARDED.left_out(),
    PURCHASED.left_out(),
    BALANCE.left_out(),
    ALLOWANCE.ranked(0),
    POLICY.ranked(1),
    CAP,
    UNTIL.ranked(6),
    PAUSED,
    PAUSED_UNTIL,
    MAIL,
    VERSION,
    CREATED_AT,
    UPDATED_AT,
];

/// `credits history`.
pub(crate) const ENTRIES: &[ListColumn<Entry>] = &[
    ListColumn::hidden("id", "ID", |entry| Cell::Integer(entry.id.get())),
    ListColumn::new("operation", "OPERATION", 0, |entry| Cell::Integer(entry.operation.get())),
    ListColumn::new("at", "AT", 1, |entry| Cell::Time(entry.at)),
    ListColumn::hidden("day", "DAY", |entry| Cell::Day(entry.day)),
    ListColumn::hidden("month_of", "MONTH OF", |entry| Cell::Month(entry.month_of)),
    ListColumn::new("email", "EMAIL", 0, |entry| Cell::text(entry.email.as_str())),
    ListColumn::new("bucket", "BUCKET", 3, |entry| Cell::Word(entry.bucket.as_str())),
    ListColumn::new("kind", "KIND", 4, |entry| Cell::Word(entry.kind.as_str())),
    ListColumn::new("amount", "AMOUNT", 0, |entry| Cell::Integer(entry.amount)),
    ListColumn::new("balance_after", "BALANCE AFTER", 2, |entry| Cell::Integer(entry.balance_after)),
    ListColumn::<Entry>::new("total_after", "TOTAL AFTER", 1, |entry| {
        entry.total_after.map_or(Cell::Null, Cell::Integer)
    })
    .left_out(),
    ListColumn::<Entry>::new("reason", "REASON", 3, |entry| Cell::maybe_text(entry.reason.as_deref()))
        .shown_as(|entry| why(entry.reason.as_deref(), entry.month, entry.reference.as_deref())),
    ListColumn::hidden("reference", "REFERENCE", |entry| Cell::maybe_text(entry.reference.as_deref())),
    ListColumn::hidden("key", "KEY", |entry| Cell::maybe_text(entry.key.as_deref())),
    ListColumn::hidden("month", "MONTH", |entry| entry.month.map_or(Cell::Null, Cell::Month)),
    ListColumn::new("actor", "ACTOR", 5, |entry| Cell::text(&entry.actor)),
];

/// The columns of [`ENTRIES`] for a single user: the table hides the address and shows the total.
pub(crate) const OF_ONE_USER: ColumnChoice = ColumnChoice { show: &["total_after"], hide: &["email"] };

/// Says why an operation was made: the reason, else the granted month, else the reference.
pub(crate) fn why<'a>(reason: Option<&'a str>, month: Option<Month>, reference: Option<&'a str>) -> Cell<'a> {
    match (reason, month, reference) {
        (Some(reason), ..) => Cell::text(reason),
        (None, Some(month), _) => Cell::Month(month),
        (None, None, Some(reference)) => Cell::text(format!("ref {reference}")),
        (None, None, None) => Cell::Null,
    }
}

/// `log`.
pub(crate) const OPERATIONS: &[ListColumn<LoggedOperation>] = &[
    ListColumn::new("operation", "OPERATION", 0, |done| Cell::Integer(done.operation.get())),
    ListColumn::new("at", "AT", 1, |done| Cell::Time(done.at)),
    ListColumn::hidden("day", "DAY", |done| Cell::Day(done.day)),
    ListColumn::hidden("month_of", "MONTH OF", |done| Cell::Month(done.month_of)),
    ListColumn::new("actor", "ACTOR", 3, |done| Cell::text(&done.actor)),
    ListColumn::hidden("os_user", "OS USER", |done| Cell::text(&done.os_user)),
    ListColumn::new("command", "COMMAND", 0, |done| Cell::text(&done.command)),
    ListColumn::<LoggedOperation>::new("reason", "REASON", 2, |done| {
        Cell::maybe_text(done.reason.as_deref())
    })
    .shown_as(|done| why(done.reason.as_deref(), done.month, done.reference.as_deref())),
    ListColumn::hidden("reference", "REFERENCE", |done| Cell::maybe_text(done.reference.as_deref())),
    ListColumn::hidden("key", "KEY", |done| Cell::maybe_text(done.key.as_deref())),
    ListColumn::new("users", "USERS", 4, |done| Cell::count(done.users)),
    ListColumn::new("total", "TOTAL", 0, |done| Cell::Integer(done.total)),
    ListColumn::<LoggedOperation>::new("share", "SHARE", 0, |done| {
        done.share.map_or(Cell::Null, Cell::Integer)
    })
    .left_out(),
    ListColumn::hidden("undoes", "UNDOES", |done| {
        done.undoes.map_or(Cell::Null, |other| Cell::Integer(other.get()))
    }),
    ListColumn::hidden("undone", "UNDONE", |done| Cell::Word(done.undone.as_str())),
    ListColumn::new("undone_by", "UNDONE BY", 5, |done| Cell::Operations(&done.undone_by)),
    ListColumn::hidden("month", "MONTH", |done| done.month.map_or(Cell::Null, Cell::Month)),
    ListColumn::hidden("arguments", "ARGUMENTS", |done| {
        done.arguments.as_deref().map_or(Cell::Null, Cell::Texts)
    }),
];

/// The column that the table of [`OPERATIONS`] also shows for a single user.
pub(crate) const WITH_SHARE: ColumnChoice = ColumnChoice { show: &["share"], hide: &[] };

/// `user erasures`.
pub(crate) const ERASURES: &[ListColumn<Erasure>] = &[
    ListColumn::new("email", "EMAIL", 0, |erasure| Cell::text(&erasure.email)),
    ListColumn::new("operation", "OPERATION", 0, |erasure| Cell::Integer(erasure.operation.get())),
    ListColumn::new("at", "AT", 1, |erasure| Cell::Time(erasure.at)),
    ListColumn::new("actor", "ACTOR", 3, |erasure| Cell::text(&erasure.actor)),
    ListColumn::new("reason", "REASON", 2, |erasure| Cell::maybe_text(erasure.reason.as_deref())),
    ListColumn::new("redacted", "REDACTED", 2, |erasure| Cell::Integer(erasure.redacted)),
    ListColumn::hidden("addresses", "ADDRESSES", |erasure| Cell::Texts(&erasure.addresses)),
];

/// `invite list`.
pub(crate) const INVITATIONS: &[ListColumn<Invited>] = &[
    ListColumn::new("email", "EMAIL", 0, |invited| Cell::text(invited.email.as_str())),
    ListColumn::new("name", "NAME", 5, |invited| Cell::maybe_text(invited.name.as_deref())),
    ListColumn::new("status", "STATUS", 0, |invited| Cell::Word(invited.status.as_str())),
    ListColumn::new("mail", "MAIL", 1, |invited| Cell::Word(invited.mail.as_str())),
    ListColumn::new("expires_at", "EXPIRES", 1, |invited| Cell::Time(invited.expires_at)),
    ListColumn::new("invited_at", "INVITED", 3, |invited| Cell::Time(invited.invited_at)),
    ListColumn::new("invited_by", "BY", 4, |invited| Cell::text(&invited.invited_by)),
    ListColumn::hidden("error", "ERROR", |invited| Cell::maybe_text(invited.error.as_deref())),
];

/// `mail list`.
pub(crate) const MESSAGES: &[ListColumn<OutboxMessage>] = &[
    ListColumn::hidden("message_id", "MESSAGE-ID", |queued| Cell::text(queued.message_id.as_str())),
    ListColumn::new("kind", "KIND", 1, |queued| Cell::Word(queued.kind.as_str())),
    ListColumn::new("email", "EMAIL", 0, |queued| Cell::text(queued.email.as_str())),
    ListColumn::new("status", "STATUS", 0, |queued| Cell::Word(queued.status.as_str())),
    ListColumn::hidden("operation", "OPERATION", |queued| {
        queued.operation.map_or(Cell::Null, |operation| Cell::Integer(operation.get()))
    }),
    ListColumn::new("queued_at", "QUEUED", 3, |queued| Cell::Time(queued.queued_at)),
    ListColumn::new("attempts", "ATTEMPTS", 4, |queued| Cell::Integer(queued.attempts)),
    ListColumn::new("sent_at", "SENT", 2, |queued| queued.sent_at.map_or(Cell::Null, Cell::Time)),
    ListColumn::new("error", "ERROR", 1, |queued| Cell::maybe_text(queued.error.as_deref())),
];
