//! Finds the invitation that a token was made for.
//!
//! A token is looked up by the first eight bytes of its hash; then the whole hash is compared in constant time. So the time of an
//! answer reveals nothing about the stored hashes.

use subtle::ConstantTimeEq;

use crate::domain::{Digest, Email, OperationId, Status, Timestamp};
use crate::error::{Code, Error, Result};
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
    HolderRow<'r> {
        hash: [u8; 32] = "t.token_hash",
        user: UserId = "i.user_id",
        email: Email = "u.email",
        mailed_to: Email = "t.email",
        status: &'r str = "i.status",
        expires_at: Timestamp = "i.expires_at",
        user_status: Status = "u.status",
        invitation: i64 = "i.id",
        operation: OperationId = "i.operation",
        seal: [u8; 32] = "t.seal",
        operation_digest: Digest = "s.digest",
        sealed_status: &'r str = "coalesce((SELECT c.after FROM changes c WHERE c.user_id = u.id AND c.field = 'invitation'
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
            HolderRow::sql()
        ))?;
        let mut rows = statement.query((low, high))?;
        let mut found = None;
        while let Some(row) = rows.next()? {
            let row = HolderRow::read(row)?;
            if bool::from(row.hash.ct_eq(hash)) {
                found = Some(self.sealed_holder(row, now)?);
            }
        }
        Ok(found)
    }

    /// Returns the holder of the token, if its row is as it was sealed.
    fn sealed_holder(&self, row: HolderRow<'_>, now: Timestamp) -> Result<TokenHolder> {
        let seal = token_seal::of(row.operation_digest, row.invitation, &row.hash, row.mailed_to.as_str());
        let is_state_sealed = row.status == "replaced" || row.status == row.sealed_status;
        if row.seal != seal || !is_state_sealed || !fits_seal(self.session, row.operation)? {
            return Err(not_sealed(&row.email));
        }
        Ok(TokenHolder {
            user: row.user,
            email: row.email,
            user_status: row.user_status,
            mailed_to: row.mailed_to,
            status: InvitationStatus::at(now, row.status, row.expires_at),
            expires_at: row.expires_at,
        })
    }
}

/// The error for a token or an invitation that is not as an operation left it.
fn not_sealed(email: &Email) -> Error {
    Error::new(
        Code::VerifyFailed,
        format!("the token or the invitation of '{email}' is not as the ledger's operations left it"),
    )
    .hint("something other than rad-admin changed the ledger: run rad-admin verify")
}
