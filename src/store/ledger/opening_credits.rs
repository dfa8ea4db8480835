//! Makes the users of a file together with the credits that they begin with.
//!
//! A new user's balances are those of the row, so nothing is moved: users and entries are written once, as they are in the end.
//! Over 1 000 000 users, staging the rows and moving balances from 0 would take half as long again.

use super::operation::Draft;
use crate::crash::{self, CrashPoint};
use crate::error::Result;
use crate::store::engine::failure::is_out_of_bounds;

/// SQL for the number of entries that the spooled row before `b` makes: 1 or 0 for each balance.
const HAS_AWARDED: &str = "CASE WHEN s.awarded > 0 THEN 1 ELSE 0 END";
const HAS_PURCHASED: &str = "CASE WHEN s.purchased > 0 THEN 1 ELSE 0 END";

impl Draft<'_> {
    /// Makes the spooled users with their balances and entries if none of them is there yet. Returns how many there are.
    ///
    /// `None`: this made nobody, because a user is there, occurs twice, or would have too many credits.
    pub(crate) fn open_accounts(&mut self, first_user: i64) -> Result<Option<u64>> {
        let is_known = "SELECT EXISTS (SELECT 1 FROM temp.spool s CROSS JOIN users u ON u.email = s.email)";
        if self.session().value(is_known, ())? {
            return Ok(None);
        }
        match self.session().savepoint(|| self.session().insert_many(|| self.write_accounts(first_user))) {
            Ok(users) => {
                (self.moved_users, self.moved_all) = (users, true);
                Ok(Some(users))
            }
            Err(error) if is_out_of_bounds(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write_accounts(&self, first_user: i64) -> Result<u64> {
        let users = self.session().start(
            &format!(
                "INSERT INTO users (id, email, name, status, roles, mail, awarded, purchased, version, last_entry, created_at,
                                    updated_at)
                 SELECT ?1 + s.row - 1, s.email, s.name, coalesce(s.status, 'active'), s.roles_set, coalesce(s.mail, 1),
                        coalesce(s.awarded, 0), coalesce(s.purchased, 0), 1,
                        CASE WHEN s.awarded > 0 OR s.purchased > 0
                             THEN ?2 + s.openings_before + {HAS_AWARDED} + {HAS_PURCHASED} - 1 ELSE 0 END, ?3, ?3
                 FROM temp.spool s WHERE s.email IS NOT NULL ORDER BY s.row"
            ),
            (first_user, self.first_entry, self.at()),
        )?;
        self.session().run(
            &format!(
                "INSERT INTO entries (id, operation, user_id, bucket, kind, amount, balance_after, previous)
                 SELECT ?2 + s.openings_before + b.after_awarded * {HAS_AWARDED}, ?3, ?1 + s.row - 1, b.bucket, 'opening',
                        CASE b.bucket WHEN 'awarded' THEN s.awarded ELSE s.purchased END,
                        CASE b.bucket WHEN 'awarded' THEN s.awarded ELSE s.purchased END,
                        b.after_awarded * {HAS_AWARDED} * (?2 + s.openings_before)
                 FROM temp.spool s CROSS JOIN (SELECT 'awarded' AS bucket, 0 AS after_awarded
                                               UNION ALL SELECT 'purchased', 1) b
                 WHERE CASE b.bucket WHEN 'awarded' THEN s.awarded ELSE s.purchased END > 0
                 ORDER BY s.row, b.bucket"
            ),
            (first_user, self.first_entry, self.id()),
        )?;
        crash::point(CrashPoint::EntriesWritten);
        users.get()
    }
}
