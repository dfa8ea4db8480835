//! Invitations: made, sent again, revoked, accepted.
//!
//! Only the SHA-256 of a token is kept, so a message can be sent only by minting a token for it; `outbox` says when. A token
//! that somebody brings is looked for by the first eight bytes of its hash and then compared whole in constant time, so
//! that the time of an answer tells nothing of the hashes that are here.

use serde::Serialize;
use subtle::ConstantTimeEq;

use crate::domain::{Email, Filter, Sort, Status, Timestamp, ValueKind};
use crate::error::{Code, Error, Result};
use crate::store::engine::session::Row;
use crate::store::engine::value::ToValue;
use crate::store::ids::UserId;
use crate::store::ledger::digest::fits_seal;
use crate::store::ledger::operation::{Draft, Field};
use crate::store::outbox::message::MessageStatus;
use crate::store::queries::filter::{CompiledFilter, ListKey, order_by};
use crate::store::queries::list::{DOMAIN, ROLE};
use crate::store::queries::list_query::ListQuery;
use crate::store::session::Reader;
use crate::store::users::selection::Selected;
use crate::store::users::token_seal;

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InvitationStatus {
    /// Open.
    Invited,
    /// Accepted: the user is active.
    Accepted,
    /// Withdrawn.
    Revoked,
    /// Open, but its time is over.
    Expired,
    /// Sent again: a newer one stands in its place.
    Replaced,
}

impl InvitationStatus {
    /// Every status that a list shows.
    pub const LISTED: [Self; 4] = [Self::Invited, Self::Accepted, Self::Revoked, Self::Expired];

    /// The name, as printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Replaced => "replaced",
        }
    }

    /// Of a stored word and the time at which the invitation ends.
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

/// The newest invitation of a user, with its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Who is invited.
    pub email: Email,
    /// The name, where one is known.
    pub name: Option<String>,
    /// What became of it.
    pub status: InvitationStatus,
    /// What became of its message.
    pub mail: MessageStatus,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// When it was made.
    pub invited_at: Timestamp,
    /// Who made it.
    pub invited_by: String,
    /// Why the message is not sent, as of the last attempt.
    pub error: Option<String>,
}

/// The invitation that a token belongs to.
#[derive(Clone, Debug)]
pub struct TokenHolder {
    /// The invited user.
    pub user: UserId,
    /// The user's address as it is now.
    pub email: Email,
    /// The user's status; who is `invited` no longer has nothing to accept.
    pub user_status: Status,
    /// The address to which the token was mailed.
    pub mailed_to: Email,
    /// What became of the invitation.
    pub status: InvitationStatus,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

/// The columns of an [`Invited`].
const INVITED_COLUMNS: &str =
    "u.email, u.name, i.status, x.status, i.expires_at, o.at, o.actor, x.last_error";

/// The newest invitations with all that belongs to them.
const INVITED: &str =
    "invitations i CROSS JOIN users u ON u.id = i.user_id CROSS JOIN operations o ON o.id = i.operation
                   CROSS JOIN outbox x ON x.user_id = i.user_id AND x.kind = 'invitation' AND x.cause = i.id
     WHERE i.status <> 'replaced'";

/// What invitations can be filtered and sorted by: `i` is the invitation, `?1` the current second.
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
    ListKey::new("invited_by", ValueKind::Text, "o.actor"),
    ListKey::new("error", ValueKind::Text, "x.last_error"),
    DOMAIN,
    ROLE,
];

/// The order without another, which ends every other; no list shows the number.
const NEWEST_FIRST: Sort = Sort { key: "", descending: true };

/// The refusal of a token or an invitation that no operation left so.
fn not_sealed(email: &str) -> Error {
    Error::new(
        Code::VerifyFailed,
        format!("the token or the invitation of '{email}' is not as the ledger's operations left it"),
    )
    .hint("somebody changed the file past rad-admin: see rad-admin verify")
}

impl Reader<'_> {
    /// The user's newest invitation as of `now`; `None` for who was never invited.
    pub fn invitation_of(&self, user: UserId, now: Timestamp) -> Result<Option<Invited>> {
        self.session.optional(
            &format!("SELECT {INVITED_COLUMNS} FROM {INVITED} AND i.user_id = ?1"),
            [user],
            |row| invited_from_row(row, now),
        )
    }

    /// The users of the current selection with their addresses and statuses, in the order in which they were made.
    pub fn selected_invitees(&self) -> Result<Vec<(UserId, Email, Status)>> {
        self.session.all(
            "SELECT u.id, u.email, u.status FROM temp.selected s JOIN users u ON u.id = s.user_id ORDER BY u.id",
            (),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// Keeps only those of the current selection whose newest invitation fits.
    pub fn keep_invited(&self, filter: &Filter, now: Timestamp) -> Result<Selected> {
        let filter = CompiledFilter::new(filter, INVITATION_KEYS, 1);
        self.session.execute(
            &format!(
                "DELETE FROM temp.selected WHERE user_id NOT IN (SELECT i.user_id FROM {INVITED} AND ?1 > 0 AND {})",
                filter.sql()
            ),
            filter.values(&[now.to_value()]).as_slice(),
        )?;
        self.selection_now()
    }

    /// Hands over the newest invitation of everybody who was ever invited, where it fits, newest first. Ends with the first
    /// error of `each`.
    pub fn invitations(
        &self,
        query: &ListQuery,
        now: Timestamp,
        mut each: impl FnMut(&Invited) -> Result<()>,
    ) -> Result<()> {
        let filter = CompiledFilter::new(&query.filter, INVITATION_KEYS, 1);
        let mut statement = self.session.prepare(&format!(
            "SELECT {INVITED_COLUMNS} FROM {INVITED} AND ?1 > 0 AND {} ORDER BY {} {}",
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

    /// How many invitations fit the filter.
    pub fn count_invitations(&self, query: &ListQuery, now: Timestamp) -> Result<u64> {
        let filter = CompiledFilter::new(&query.filter, INVITATION_KEYS, 1);
        let sql = format!("SELECT count(*) FROM {INVITED} AND ?1 > 0 AND {}", filter.sql());
        self.session.value(&sql, filter.values(&[now.to_value()]).as_slice())
    }

    /// The invitation that the token with this hash was minted for, as of `now`.
    pub fn holder_of_token(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<TokenHolder>> {
        let (mut low, mut high) = ([0x00; 32], [0xff; 32]);
        low[..8].copy_from_slice(&hash[..8]);
        high[..8].copy_from_slice(&hash[..8]);
        let mut statement = self.session.prepare(
            "SELECT t.token_hash, i.user_id, u.email, t.email, i.status, i.expires_at, u.status, i.id, i.operation, t.seal,
                    s.digest, coalesce((SELECT c.after FROM changes c WHERE c.user_id = u.id AND c.field = 'invitation'
                                        ORDER BY c.id DESC LIMIT 1), 'invited')
             FROM invitation_tokens t JOIN invitations i ON i.id = t.invitation JOIN users u ON u.id = i.user_id
                  LEFT JOIN seals s ON s.operation = t.operation
             WHERE t.token_hash BETWEEN ?1 AND ?2",
        )?;
        let mut rows = statement.query((low, high))?;
        let mut found = None;
        while let Some(row) = rows.next()? {
            if bool::from(row.get::<[u8; 32]>(0)?.ct_eq(hash)) {
                let expires_at = row.get(5)?;
                let stored: String = row.get(4)?;
                let seal = token_seal::of(row.get(10)?, row.get(7)?, hash, row.text(3)?);
                let is_state_sealed = stored == "replaced" || stored == row.text(11)?;
                if row.get::<[u8; 32]>(9)? != seal
                    || !is_state_sealed
                    || !fits_seal(self.session, row.get(8)?)?
                {
                    return Err(not_sealed(row.text(2)?));
                }
                found = Some(TokenHolder {
                    user: row.get(1)?,
                    email: row.get(2)?,
                    user_status: row.get(6)?,
                    mailed_to: row.get(3)?,
                    status: InvitationStatus::at(now, &stored, expires_at),
                    expires_at,
                });
            }
        }
        Ok(found)
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
    /// Invites the user, whose status must be `invited`, and queues the message. `run` is the beginning of its Message-ID. An invitation that is there already is replaced: its links work no longer.
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
        self.session().execute(
            "INSERT INTO outbox (kind, user_id, cause, message_id, status, queued_at)
             VALUES ('invitation', ?1, ?2, ?3, 'queued', ?4)",
            (user, invitation, message_id, self.at()),
        )?;
        Ok(())
    }

    /// Withdraws the user's invitation, where it was not accepted; a message that still waits is not sent any more.
    pub fn revoke_invitation(&self, user: UserId) -> Result<()> {
        self.revoke_invitations(&user.0.to_string())
    }

    /// The same for many users, whose numbers come from SQL.
    pub(crate) fn revoke_invitations(&self, users: &str) -> Result<()> {
        // What is open is not replaced: with that said, too, the index of newest invitations serves.
        let open = format!("status = 'invited' AND status <> 'replaced' AND user_id IN ({users})");
        self.session().execute(
            &format!(
                "INSERT INTO changes (operation, user_id, field, before, after)
                 SELECT ?1, user_id, 'invitation', CASE WHEN expires_at <= ?2 THEN 'expired' ELSE 'invited' END, 'revoked'
                 FROM invitations WHERE {open} ORDER BY user_id"
            ),
            (self.id(), self.at()),
        )?;
        self.session().execute(
            &format!(
                "UPDATE outbox SET status = 'cancelled' WHERE status = 'queued' AND kind = 'invitation'
                 AND cause IN (SELECT id FROM invitations WHERE {open})"
            ),
            (),
        )?;
        self.session().execute(&format!("UPDATE invitations SET status = 'revoked' WHERE {open}"), ())?;
        Ok(())
    }

    /// Accepts the user's open invitation: the user becomes active.
    pub fn accept_invitation(&mut self, user: UserId) -> Result<()> {
        self.close_invitation(user, InvitationStatus::Accepted)?;
        self.record(user, Field::Invitation, None, Some("invited"), Some("accepted"))?;
        self.set_status(user, Status::Invited, Status::Active)
    }

    /// Gives the newest invitation this status; a message that still waits is not sent any more.
    fn close_invitation(&mut self, user: UserId, status: InvitationStatus) -> Result<()> {
        let newest = "(SELECT id FROM invitations WHERE user_id = ?1 AND status <> 'replaced')";
        self.session().execute(
            &format!(
                "UPDATE outbox SET status = 'cancelled'
                 WHERE status = 'queued' AND user_id = ?1 AND kind = 'invitation' AND cause = {newest}"
            ),
            [user],
        )?;
        self.session().execute(
            "UPDATE invitations SET status = ?2 WHERE user_id = ?1 AND status <> 'replaced'",
            (user, status.as_str()),
        )?;
        Ok(())
    }
}
