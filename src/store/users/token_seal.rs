//! What ties a token to the ledger: a seal over it and over the digest of the newest operation when it was made.
//!
//! A token is made when its message is sent, and that is no operation of its own.

use crate::domain::Digest;
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::engine::session::Session;

/// The name of the encoding; a change of it is a new name.
const TOKEN: &str = "rad-admin token 1";

/// The newest operation, and the seal of a token that is made now.
pub(crate) fn new(
    session: &Session,
    invitation: i64,
    hash: &[u8; 32],
    email: &str,
) -> Result<(i64, [u8; 32])> {
    let newest = "SELECT operation, digest FROM seals ORDER BY operation DESC LIMIT 1";
    let (operation, head) = session.one(newest, (), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((operation, of(head, invitation, hash, email)))
}

/// The seal of a token that was made when the digest of the newest operation was `head`.
pub(crate) fn of(head: Digest, invitation: i64, hash: &[u8; 32], email: &str) -> [u8; 32] {
    let mut encoder = Encoder::new(TOKEN);
    encoder.bytes(&head.0).integer(invitation).bytes(hash).text(email);
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links in messages hold for days: the encoding never changes under its name.
    #[test]
    fn the_seal_of_a_token_is_what_it_always_was() {
        let seal = of(Digest([1; 32]), 2, &[3; 32], "ada@example.org");
        assert_eq!(
            Digest(seal).to_string(),
            "7d3109dadf4b15f56cb53e2612004b88093c177a502dd9840d4305a63de999c8"
        );
    }
}
