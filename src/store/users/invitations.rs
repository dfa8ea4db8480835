//! Makes, renews, revokes and accepts invitations.
//!
//! The ledger keeps only the SHA-256 of a token, so each attempt to send a message makes a new token (see `outbox`).

use serde::Serialize;

use crate::domain::{Email, Filter, Sort, Status, Timestamp, ValueKind};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::engine::value::ToValue;
use crate::store::ids::UserId;
use crate::store::ledger::operation::{Draft, Field};
use crate::store::outbox::message::MessageStatus;
use crate::store::queries::filter::{CompiledFilter, ListKey, order_by};
use crate::store::queries::list::{DOMAIN, ROLE};
use crate::store::queries::list_query::ListQuery;
use crate::store::session::Reader;
use crate::store::users::selected::Selected;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InvitationStatus {
    /// Open: the user can accept it.
    Invited,
    /// Accepted: the user became active.
    Accepted,
    Revoked,
    /// Open, but past its end.
    Expired,
    /// Sent again: a newer invitation has taken its place.
    Replaced,
}

impl InvitationStatus {
    /// All that lists show. A replaced invitation is in no list.
    pub const LISTED: [Self; 4] = [Self::Invited, Self::Accepted, Self::Revoked, Self::Expired];

    /// The status as it is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Replaced => "replaced",
        }
    }

    /// Reads the stored status of an invitation that ends at `expires_at`.
    pub(crate) fn at(now: Timestamp, stored: &str, expires_at: Timestamp) -> Self {
        match stored {
            "accepted" => Self::Accepted,
            "revoked" => Self::Revoked,
            "replaced" => Self::Replaced,
            _ if expires_at <= now => Self::Expired,
            _ => Self::Invited,
        }
    }
}

/// A user's newest invitation and its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    pub email: Email,
    pub name: Option<String>,
    pub status: InvitationStatus,
    /// The state of its message.
    pub mail: MessageStatus,
    /// The time at which it ends.
    pub expires_at: Timestamp,
    pub invited_at: Timestamp,
    /// The actor.
    pub invited_by: String,
    /// Why the last attempt to send its message failed.
    pub error: Option<String>,
}

/// The columns that [`invited_from_row`] reads from [`INVITED`].
const INVITED_COLUMNS: &str =
    "u.email, u.name, i.status, x.status, i.expires_at, o.at, o.actor, x.last_error";

/// Each user's newest invitation `i`, with the user `u`, its operation `o` and its message `x`.
const INVITED: &str =
    "invitations i CROSS JOIN users u ON u.id = i.user_id CROSS JOIN operations o ON o.id = i.operation
                   CROSS JOIN outbox x ON x.user_id = i.user_id AND x.kind = 'invitation' AND x.cause = i.id
     WHERE i.status <> 'replaced'";

/// What invitations can be filtered and sorted by. In the SQL, `i` is the invitation and `?1` the current second.
pub const INVITATION_KEYS: &[ListKey] = &[
    ListKey::new("email", ValueKind::Address, "u.email"),
    ListKey::new("name", ValueKind::Text, "u.name"),
    ListKey::new(
        "status",
        ValueKind::Word(|| InvitationStatus::LISTED.map(InvitationStatus::as_str).to_vec()),
        "CASE WHEN i.status = 'invited' AND i.expires_at <= ?1 THEN 'expired' ELSE i.status END",
    ),
    ListKey::new(
        "mail",
        ValueKind::Word(|| MessageStatus::ALL.map(MessageStatus::as_str).to_vec()),
        "x.status",
    ),
    ListKey::new("expires_at", ValueKind::Time, "i.expires_at"),
    ListKey::new("invited_at", ValueKind::Time, "o.at"),
    ListKey::new("invited_by", ValueKind::Actor, "o.actor"),
    ListKey::new("error", ValueKind::Text, "x.last_error"),
    DOMAIN,
    ROLE,
];

/// The default order, which also ends every other. It sorts by a number that no list shows, so it has no key.
const NEWEST_FIRST: Sort = Sort { key: "", descending: true };

impl Reader<'_> {
    /// Returns the user's newest invitation; `None` for somebody who was never invited.
    pub fn invitation_of(&self, user: UserId, now: Timestamp) -> Result<Option<Invited>> {
        self.session.optional(
            &format!("SELECT {INVITED_COLUMNS} FROM {INVITED} AND i.user_id = ?1"),
            [user],
            |row| invited_from_row(row, now),
        )
    }

    /// Returns the users of the current selection, oldest account first.
    pub fn selected_invitees(&self) -> Result<Vec<(UserId, Email, Status)>> {
        self.session.all(
            "SELECT u.id, u.email, u.status FROM temp.selected s JOIN users u ON u.id = s.user_id ORDER BY u.id",
            (),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// Keeps those of the current selection whose newest invitation fits the filter.
    pub fn keep_invited(&self, filter: &Filter, now: Timestamp) -> Result<Selected> {
        let filter = CompiledFilter::with_parameter(filter, INVITATION_KEYS, &[])?;
        self.session.run(
            &format!(
                "DELETE FROM temp.selected WHERE user_id NOT IN (SELECT i.user_id FROM {INVITED} AND {})",
                filter.sql()
            ),
            filter.values(&[now.to_value()]).as_slice(),
        )?;
        self.selection_now()
    }

    /// Hands over each user's newest invitation that fits the query, newest first unless the query sorts. Ends with the first
    /// error of `each`.
    pub fn invitations(
        &self,
        query: &ListQuery,
        now: Timestamp,
        mut each: impl FnMut(&Invited) -> Result<()>,
    ) -> Result<()> {
        let filter = CompiledFilter::with_parameter(&query.filter, INVITATION_KEYS, &query.sort)?;
        let mut statement = self.session.prepare(&format!(
            "SELECT {INVITED_COLUMNS} FROM {INVITED} AND {} ORDER BY {} {}",
            filter.sql(),
            order_by(&query.sort, INVITATION_KEYS, &NEWEST_FIRST, "i.id"),
            query.cut()
        ))?;
        let mut rows = statement.query(filter.values(&[now.to_value()]).as_slice())?;
        while let Some(row) = rows.next()? {
            each(&invited_from_row(row, now)?)?;
        }
        Ok(())
    }

    pub fn count_invitations(&self, query: &ListQuery, now: Timestamp) -> Result<u64> {
        let filter = CompiledFilter::with_parameter(&query.filter, INVITATION_KEYS, &[])?;
        let sql = format!("SELECT count(*) FROM {INVITED} AND {}", filter.sql());
        self.session.value(&sql, filter.values(&[now.to_value()]).as_slice())
    }
}

fn invited_from_row(row: Row<'_>, now: Timestamp) -> Result<Invited> {
    let expires_at = row.get(4)?;
    let stored: String = row.get(2)?;
    Ok(Invited {
        email: row.get(0)?,
        name: row.get(1)?,
        status: InvitationStatus::at(now, &stored, expires_at),
        mail: row.get(3)?,
        expires_at,
        invited_at: row.get(5)?,
        invited_by: row.get(6)?,
        error: row.get(7)?,
    })
}

impl Draft<'_> {
    /// Invites the user, whose status has to be `invited`, and queues the message; its Message-ID begins with `run`. An earlier
    /// invitation is replaced, and its links stop working.
    pub fn invite(&mut self, user: UserId, run: &str, expires_at: Timestamp) -> Result<()> {
        if let Some(before) = self.writer().invitation_of(user, self.at())? {
            self.close_invitation(user, InvitationStatus::Replaced)?;
            self.record(user, Field::Invitation, None, Some(before.status.as_str()), Some("invited"))?;
        }
        let invitation: i64 = self.session().value(
            "INSERT INTO invitations (user_id, operation, status, expires_at)
                 VALUES (?1, ?2, 'invited', ?3) RETURNING id",
            (user, self.id(), expires_at),
        )?;
        let message_id = format!("{run}.{}.{}", self.id(), user.0);
        self.session().run(
            "INSERT INTO outbox (kind, user_id, cause, message_id, status, queued_at)
             VALUES ('invitation', ?1, ?2, ?3, 'queued', ?4)",
            (user, invitation, message_id, self.at()),
        )?;
        Ok(())
    }

    /// Revokes the user's open invitation, if there is one, and cancels its message if it is still queued.
    pub fn revoke_invitation(&self, user: UserId) -> Result<()> {
        self.revoke_invitations("?1", user.0)
    }

    /// Does the same as [`Self::revoke_invitation`] for many users. `users` is SQL that gives their numbers, with the value `?1`.
    pub(crate) fn revoke_invitations(&self, users: &str, value: i64) -> Result<()> {
        // An open invitation is never a replaced one. SQLite needs both conditions to use the index of newest invitations.
        let open = format!("status = 'invited' AND status <> 'replaced' AND user_id IN ({users})");
        self.session().run(
            &format!(
                "INSERT INTO changes (operation, user_id, field, before, after)
                 SELECT ?2, user_id, 'invitation', CASE WHEN expires_at <= ?3 THEN 'expired' ELSE 'invited' END, 'revoked'
                 FROM invitations WHERE {open} ORDER BY user_id"
            ),
            (value, self.id(), self.at()),
        )?;
        self.session().run(
            &format!(
                "UPDATE outbox SET status = 'cancelled' WHERE status = 'queued' AND kind = 'invitation'
                 AND cause IN (SELECT id FROM invitations WHERE {open})"
            ),
            [value],
        )?;
        self.session().run(&format!("UPDATE invitations SET status = 'revoked' WHERE {open}"), [value])?;
        Ok(())
    }

    pub fn accept_invitation(&mut self, user: UserId) -> Result<()> {
        self.close_invitation(user, InvitationStatus::Accepted)?;
        self.record(user, Field::Invitation, None, Some("invited"), Some("accepted"))?;
        self.set_status(user, Status::Invited, Status::Active)
    }

    /// Gives the newest invitation this status, and cancels its message if it is still queued.
    fn close_invitation(&mut self, user: UserId, status: InvitationStatus) -> Result<()> {
        let newest = "(SELECT id FROM invitations WHERE user_id = ?1 AND status <> 'replaced')";
        self.session().run(
            &format!(
                "UPDATE outbox SET status = 'cancelled'
                 WHERE status = 'queued' AND user_id = ?1 AND kind = 'invitation' AND cause = {newest}"
            ),
            [user],
        )?;
        self.session().run(
            "UPDATE invitations SET status = ?2 WHERE user_id = ?1 AND status <> 'replaced'",
            (user, status.as_str()),
        )?;
        Ok(())
    }
}
