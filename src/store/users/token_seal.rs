//! Seals tokens: ties each one to the newest operation at the time when it was made.
//!
//! A token is made when its message is sent, which is no operation, so no digest covers it.

use crate::domain::Digest;
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::engine::session::Session;

/// The name of the encoding. Another encoding needs another name.
const TOKEN: &str = "rad-admin token 1";

/// Returns the newest operation, and the seal of a token that is made now.
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

/// Returns the seal of a token that was made when the newest digest was `head`.
pub(crate) fn of(head: Digest, invitation: i64, hash: &[u8; 32], email: &str) -> [u8; 32] {
    let mut encoder = Encoder::new(TOKEN);
    encoder.bytes(&head.0).integer(invitation).bytes(hash).text(email);
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links in messages work for days, so the encoding under this name must never change.
    #[test]
    fn the_seal_of_a_token_is_what_it_always_was() {
        let seal = of(Digest([1; 32]), 2, &[3; 32], "ada@example.org");
        assert_eq!(
            Digest(seal).to_string(),
            "7d3109dadf4b15f56cb53e2612004b88093c177a502dd9840d4305a63de999c8"
        );
    }
}
