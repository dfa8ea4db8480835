//! The rows that enter the digests of some operations only: invitations, and what an erasure removed.

use std::ops::RangeInclusive;

use super::digest::add_value;
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::engine::ranged::RangedRows;
use crate::store::engine::session::{Session, Statement};

/// The command of an operation that erases; the schema names it too.
pub(crate) const ERASING_COMMAND: &str = "user erase";

/// What the commands begin with whose operations make invitations.
pub(crate) const INVITING_COMMANDS: &str = "invite";

/// The names of the encodings; a change of one is a new name.
const ERASURE: &str = "rad-admin erasure 1";
const INVITATIONS: &str = "rad-admin invitations 1";

const INVITATION_ROWS: &str = "SELECT operation, id, user_id, expires_at FROM invitations
     WHERE operation BETWEEN ?1 AND ?2 ORDER BY operation, id";
const REDACTION_ROWS: &str =
    "SELECT operation, subject, row_id, field, user_id, commitment, key_hash FROM redactions
     WHERE operation BETWEEN ?1 AND ?2 ORDER BY operation, subject, row_id, field";
const TOMBSTONE_ROWS: &str = "SELECT operation, address_hash, user_id FROM tombstones
     WHERE operation BETWEEN ?1 AND ?2 ORDER BY operation, address_hash";

/// Whether rows may be attached to an operation with this command.
pub(super) fn may_have(command: &str) -> bool {
    command == ERASING_COMMAND || command.starts_with(INVITING_COMMANDS)
}

/// The statements that read attached rows.
pub(crate) struct AttachedStatements<'s> {
    invitations: Statement<'s>,
    redactions: Statement<'s>,
    tombstones: Statement<'s>,
}

impl<'s> AttachedStatements<'s> {
    pub(crate) fn prepare(session: &'s Session) -> Result<Self> {
        Ok(Self {
            invitations: session.prepare(INVITATION_ROWS)?,
            redactions: session.prepare(REDACTION_ROWS)?,
            tombstones: session.prepare(TOMBSTONE_ROWS)?,
        })
    }

    /// Begins to read the rows of these operations.
    pub(crate) fn query(&mut self, operations: RangeInclusive<i64>) -> Result<AttachedRows<'_>> {
        let numbers = (*operations.start(), *operations.end());
        Ok(AttachedRows {
            invitations: RangedRows::new(self.invitations.query(numbers)?),
            redactions: RangedRows::new(self.redactions.query(numbers)?),
            tombstones: RangedRows::new(self.tombstones.query(numbers)?),
        })
    }
}

/// The attached rows of one operation, or of several in their order.
pub(crate) struct AttachedRows<'q> {
    invitations: RangedRows<'q>,
    redactions: RangedRows<'q>,
    tombstones: RangedRows<'q>,
}

impl AttachedRows<'_> {
    /// Adds the digest of the rows that are attached to an operation, if its command attaches any.
    pub(super) fn add(&mut self, encoder: &mut Encoder, command: &str, operation: i64) -> Result<()> {
        if command == ERASING_COMMAND {
            encoder.bytes(&self.erasure(operation)?);
        } else if command.starts_with(INVITING_COMMANDS) {
            encoder.bytes(&self.made_invitations(operation)?);
        }
        Ok(())
    }

    /// The digest of the invitations that an operation made.
    fn made_invitations(&mut self, operation: i64) -> Result<[u8; 32]> {
        let (mut encoder, range) = (Encoder::new(INVITATIONS), operation..=operation);
        while let Some(row) = self.invitations.next_within(&range)? {
            encoder.boolean(true);
            for column in 1..row.columns() {
                add_value(&mut encoder, row.value(column)?);
            }
        }
        encoder.boolean(false);
        Ok(encoder.finish())
    }

    /// The digest of what an erasure removed, and of the addresses that it keeps from coming back.
    fn erasure(&mut self, operation: i64) -> Result<[u8; 32]> {
        let (mut encoder, range) = (Encoder::new(ERASURE), operation..=operation);
        while let Some(row) = self.redactions.next_within(&range)? {
            encoder.boolean(true).text(row.text(1)?).integer(row.get(2)?).text(row.text(3)?);
            encoder.integer(row.get(4)?).bytes(&row.get::<[u8; 32]>(5)?);
            add_value(&mut encoder, row.value(6)?);
        }
        encoder.boolean(false);
        while let Some(row) = self.tombstones.next_within(&range)? {
            encoder.boolean(true).bytes(&row.get::<[u8; 32]>(1)?).integer(row.get(2)?);
        }
        encoder.boolean(false);
        Ok(encoder.finish())
    }
}
