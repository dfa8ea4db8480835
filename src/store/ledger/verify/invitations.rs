//! Checks invitations and their tokens: an operation that invites made each of them, and they are as the changes left them.

use super::{Check, Found};
use crate::error::Result;
use crate::store::engine::session::Session;
use crate::store::ledger::attached_rows::INVITING_COMMANDS;
use crate::store::users::token_seal;

pub(super) fn prove(session: &Session) -> Check {
    let foreign = session.optional(
        "SELECT i.user_id FROM invitations i LEFT JOIN operations o ON o.id = i.operation
         WHERE o.id IS NULL OR substr(o.command, 1, length(?1)) <> ?1 LIMIT 1",
        [INVITING_COMMANDS],
        |row| row.get(0),
    )?;
    if let Some(user) = foreign {
        return Ok(Some(Found::of_user(user, "no operation made the invitation")));
    }
    // All but a user's newest invitation were replaced.
    let several = session.optional(
        "SELECT user_id FROM invitations GROUP BY user_id
         HAVING max(CASE WHEN status <> 'replaced' THEN id END) IS DISTINCT FROM max(id)
             OR count(CASE WHEN status <> 'replaced' THEN 1 END) <> 1 LIMIT 1",
        (),
        |row| row.get(0),
    )?;
    let changed = session.optional(
        "SELECT i.user_id FROM invitations i
         WHERE i.status <> 'replaced'
           AND i.status <> coalesce((SELECT c.after FROM changes c WHERE c.user_id = i.user_id AND c.field = 'invitation'
                                     ORDER BY c.id DESC LIMIT 1), 'invited') LIMIT 1",
        (),
        |row| row.get(0),
    )?;
    if let Some(user) = several.or(changed) {
        return Ok(Some(Found::of_user(user, "the invitation is not as the log left it")));
    }
    tokens(session)
}

fn tokens(session: &Session) -> Result<Option<Found>> {
    let mut found = None;
    session.each(
        "SELECT t.token_hash, t.invitation, t.email, t.seal, s.digest, i.user_id
         FROM invitation_tokens t LEFT JOIN seals s ON s.operation = t.operation
              LEFT JOIN invitations i ON i.id = t.invitation
         ORDER BY t.token_hash",
        (),
        |row| {
            let (hash, invitation): ([u8; 32], i64) = (row.get(0)?, row.get(1)?);
            let seal = row
                .get::<Option<_>>(4)?
                .map(|head| {
                    Ok::<_, crate::error::Error>(token_seal::of(head, invitation, &hash, row.text(2)?))
                })
                .transpose()?;
            let user: Option<i64> = row.get(5)?;
            if user.is_none() || seal != Some(row.get(3)?) {
                let what = "something other than rad-admin made a token";
                found.get_or_insert_with(|| {
                    user.map_or_else(|| Found::new(what), |user| Found::of_user(user, what))
                });
            }
            Ok(())
        },
    )?;
    Ok(found)
}
