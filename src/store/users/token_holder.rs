//! Finds the invitation that a token was made for.
//!
//! A token is looked up by the first eight bytes of its hash; then the whole hash is compared in constant time. So the time of an
//! answer reveals nothing about the stored hashes.

use subtle::ConstantTimeEq;

use crate::domain::{Email, Status, Timestamp};
use crate::error::{Code, Error, Result};
use crate::store::engine::session::Row;
use crate::store::ids::UserId;
use crate::store::ledger::operation_digest::fits_seal;
use crate::store::session::Reader;
use crate::store::users::invitations::InvitationStatus;
use crate::store::users::token_seal;

/// The invitation that a token belongs to.
#[derive(Clone, Debug)]
pub struct TokenHolder {
    pub user: UserId,
    /// The user's present address.
    pub email: Email,
    /// Anybody but an `invited` user has nothing to accept.
    pub user_status: Status,
    /// The address that the token was mailed to.
    pub mailed_to: Email,
    pub status: InvitationStatus,
    /// The time at which it ends.
    pub expires_at: Timestamp,
}

columns! {
    /// What is read of a token `t`, its invitation `i`, the user `u`, and the seal `s` of the operation of the token.
    HolderColumn {
        Hash = "t.token_hash",
        User = "i.user_id",
        Email = "u.email",
        MailedTo = "t.email",
        Status = "i.status",
        ExpiresAt = "i.expires_at",
        UserStatus = "u.status",
        Invitation = "i.id",
        Operation = "i.operation",
        Seal = "t.seal",
        OperationDigest = "s.digest",
        SealedStatus = "coalesce((SELECT c.after FROM changes c WHERE c.user_id = u.id AND c.field = 'invitation'
                                  ORDER BY c.id DESC LIMIT 1), 'invited')",
    }
}

impl Reader<'_> {
    /// Returns the invitation that the token with this hash was made for. Fails (exit 9) if the token or the invitation is not
    /// as the ledger's operations left it.
    pub fn holder_of_token(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<TokenHolder>> {
        let (mut low, mut high) = ([0x00; 32], [0xff; 32]);
        low[..8].copy_from_slice(&hash[..8]);
        high[..8].copy_from_slice(&hash[..8]);
        let mut statement = self.session.prepare(&format!(
            "SELECT {} FROM invitation_tokens t JOIN invitations i ON i.id = t.invitation JOIN users u ON u.id = i.user_id
                            LEFT JOIN seals s ON s.operation = t.operation
             WHERE t.token_hash BETWEEN ?1 AND ?2",
            HolderColumn::sql()
        ))?;
        let mut rows = statement.query((low, high))?;
        let mut found = None;
        while let Some(row) = rows.next()? {
            if bool::from(row.get::<[u8; 32]>(HolderColumn::Hash.at())?.ct_eq(hash)) {
                found = Some(self.sealed_holder(row, hash, now)?);
            }
        }
        Ok(found)
    }

    /// Returns the holder of the token, if its row is as it was sealed.
    fn sealed_holder(&self, row: Row<'_>, hash: &[u8; 32], now: Timestamp) -> Result<TokenHolder> {
        use HolderColumn::{
            Email, ExpiresAt, Invitation, MailedTo, Operation, OperationDigest, Seal, SealedStatus, Status,
            User, UserStatus,
        };
        let (stored, expires_at) = (row.text(Status.at())?, row.get(ExpiresAt.at())?);
        let digest = row.get(OperationDigest.at())?;
        let seal = token_seal::of(digest, row.get(Invitation.at())?, hash, row.text(MailedTo.at())?);
        let is_state_sealed = stored == "replaced" || stored == row.text(SealedStatus.at())?;
        let is_sealed = row.get::<[u8; 32]>(Seal.at())? == seal && is_state_sealed;
        if !is_sealed || !fits_seal(self.session, row.get(Operation.at())?)? {
            return Err(not_sealed(row.text(Email.at())?));
        }
        Ok(TokenHolder {
            user: row.get(User.at())?,
            email: row.get(Email.at())?,
            user_status: row.get(UserStatus.at())?,
            mailed_to: row.get(MailedTo.at())?,
            status: InvitationStatus::at(now, stored, expires_at),
            expires_at,
        })
    }
}

/// The error for a token or an invitation that is not as an operation left it.
fn not_sealed(email: &str) -> Error {
    Error::new(
        Code::VerifyFailed,
        format!("the token or the invitation of '{email}' is not as the ledger's operations left it"),
    )
    .hint("something other than rad-admin changed the ledger: run rad-admin verify")
}
