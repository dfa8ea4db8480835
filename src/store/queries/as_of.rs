//! Shows the ledger as it was: temporary tables of the past hide those of the present.
//!
//! SQLite looks up a name among the temporary tables first. So every query of this module works unchanged on rewound copies of
//! `users`, `allowances` and `months`. The copies lie in a temporary file, however many users there are, and vanish at the end
//! of the read.

use crate::domain::{Email, Role, Timestamp};
use crate::error::{Error, Result};
use crate::store::ledger::allowances::columns_of_stored;
use crate::store::ledger::sealed_ranges::sql_is_sealed_change;
use crate::store::session::Reader;

/// Lists the operations to rewind: all after second `?1`. Their time decides, not their number, because a clock may have been
/// set back.
const LATER: &str = "INSERT INTO temp.later SELECT id FROM operations WHERE at > ?1";

const AIDS: &str = "
    CREATE TEMP TABLE later (operation INTEGER PRIMARY KEY);
    CREATE TEMP TABLE role_names (name TEXT, bit INTEGER);";

/// For each user: what the later operations moved, and the entry before them; each field's value before its first later change;
/// and how many of the operations touched the user.
fn undone() -> String {
    format!("
    CREATE TEMP TABLE moved AS
        SELECT m.user_id, e.previous, m.awarded, m.purchased
        FROM (SELECT user_id, min(id) AS first, sum(CASE bucket WHEN 'awarded' THEN amount ELSE 0 END) AS awarded,
                     sum(CASE bucket WHEN 'purchased' THEN amount ELSE 0 END) AS purchased
              FROM entries
              WHERE id >= (SELECT min(first_entry) FROM seals WHERE operation IN (SELECT operation FROM temp.later))
                AND operation IN (SELECT operation FROM temp.later)
              GROUP BY user_id) m JOIN entries e ON e.id = m.first;
    CREATE TEMP TABLE changed AS
        SELECT f.user_id, f.field, c.before
        FROM (SELECT c.user_id, c.field, min(c.id) AS first
              FROM temp.later l CROSS JOIN seals s ON s.operation = l.operation
                   CROSS JOIN changes c ON {is_change}
              GROUP BY c.user_id, c.field) f JOIN changes c ON c.id = f.first;
    CREATE TEMP TABLE touched AS
        SELECT user_id, count(*) AS times FROM (
            SELECT c.user_id, c.operation
            FROM temp.later l CROSS JOIN seals s ON s.operation = l.operation
                              CROSS JOIN changes c ON {is_change}
            UNION
            SELECT user_id, operation FROM entries
            WHERE id >= (SELECT min(first_entry) FROM seals WHERE operation IN (SELECT operation FROM temp.later))
              AND operation IN (SELECT operation FROM temp.later))
        GROUP BY user_id;",
        is_change = sql_is_sealed_change("c", "s")
    )
}

const USERS: &str = "
    CREATE TEMP TABLE users (
        id INTEGER PRIMARY KEY, email TEXT, name TEXT, status TEXT, roles INTEGER, awarded INTEGER, purchased INTEGER,
        mail INTEGER, last_entry INTEGER, version INTEGER, created_at INTEGER, updated_at INTEGER);
    INSERT INTO temp.users
        SELECT id, email, name, status, roles, awarded, purchased, mail, last_entry, version,
               created_at, updated_at
        FROM main.users;
    DELETE FROM temp.users WHERE id IN (SELECT user_id FROM temp.changed WHERE field = 'created');
    UPDATE temp.users SET awarded = users.awarded - m.awarded, purchased = users.purchased - m.purchased
        FROM temp.moved m WHERE m.user_id = users.id;
    UPDATE temp.users SET email = c.before FROM temp.changed c WHERE c.user_id = users.id AND c.field = 'email';
    UPDATE temp.users SET name = c.before FROM temp.changed c WHERE c.user_id = users.id AND c.field = 'name';
    UPDATE temp.users SET status = c.before FROM temp.changed c WHERE c.user_id = users.id AND c.field = 'status';
    UPDATE temp.users SET mail = CASE c.before WHEN 'on' THEN 1 ELSE 0 END
        FROM temp.changed c WHERE c.user_id = users.id AND c.field = 'mail';
    UPDATE temp.users SET roles = (SELECT coalesce(sum(r.bit), 0) FROM temp.role_names r
                                   WHERE instr(',' || c.before || ',', ',' || r.name || ',') > 0)
        FROM temp.changed c WHERE c.user_id = users.id AND c.field = 'roles';
    UPDATE temp.users SET version = users.version - t.times, updated_at = max(
            coalesce((SELECT o.at FROM entries e JOIN operations o ON o.id = e.operation
                      WHERE e.id = coalesce((SELECT m.previous FROM temp.moved m WHERE m.user_id = users.id),
                                            users.last_entry)), users.created_at),
            coalesce((SELECT o.at FROM changes c JOIN operations o ON o.id = c.operation
                      WHERE c.user_id = users.id AND c.operation NOT IN (SELECT operation FROM temp.later)
                      ORDER BY c.id DESC LIMIT 1), users.created_at))
        FROM temp.touched t WHERE t.user_id = users.id;";

/// Replays the allowances from the beginning. A change records what was in force before it, but not whether a row of its own
/// said so.
fn allowances() -> String {
    format!(
        "CREATE TEMP TABLE allowances (user_id INTEGER, from_month INTEGER, amount INTEGER, policy TEXT, cap INTEGER,
                                  held INTEGER, carried INTEGER,
                                  PRIMARY KEY (user_id, from_month)) WITHOUT ROWID;
    INSERT INTO temp.allowances (user_id, from_month, amount, policy, cap, held, carried)
        SELECT user_id, month, {}
        FROM (
            SELECT c.user_id, c.month,
                   CASE c.field WHEN 'created' THEN c.after ->> 'allowance' ELSE c.after END AS after
            FROM (SELECT max(id) AS last FROM changes
                  WHERE field IN ('allowance', 'created') AND operation NOT IN (SELECT operation FROM temp.later)
                  GROUP BY user_id, month) l JOIN changes c ON c.id = l.last) x
        WHERE after IS NOT NULL;",
        columns_of_stored("after")
    )
}

/// The months that were closed, and not undone, at that time.
const MONTHS: &str = "
    CREATE TEMP TABLE months AS
        SELECT g.month, g.operation AS closed_by FROM main.monthly_grants g
        WHERE g.operation NOT IN (SELECT operation FROM temp.later)
          AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.undoes = g.operation
                          AND o.id NOT IN (SELECT operation FROM temp.later));";

impl Reader<'_> {
    /// From here to the end of this read, users, balances, allowances and closed months are those at the end of the second
    /// `moment`. Entries and operations are not reduced.
    pub fn go_back_to(&self, moment: Timestamp) -> Result<()> {
        self.session.batch(AIDS)?;
        self.session.run(LATER, [moment])?;
        for role in Role::ALL {
            self.session.run("INSERT INTO temp.role_names VALUES (?1, ?2)", (role.as_str(), role.bit()))?;
        }
        for batch in [&undone(), &allowances(), MONTHS, USERS] {
            self.session.batch(batch)?;
        }
        Ok(())
    }

    /// Returns the address that the user had at the moment to which this read went back. `email` is the user's present address,
    /// or one of that time. Fails (exit 3) if the account was made later.
    pub fn past_address(&self, email: &Email) -> Result<Email> {
        let mut of_present = self.session.prepare(
            "SELECT (SELECT p.email FROM temp.users p WHERE p.id = u.id), u.created_at FROM main.users u WHERE u.email = ?1",
        )?;
        let mut rows = of_present.query([email.as_str()])?;
        let Some(row) = rows.next()? else { return Ok(email.clone()) };
        let (past, made_at): (Option<String>, i64) = (row.get(0)?, row.get(1)?);
        match past {
            Some(past) => past.parse().map_err(Error::setup),
            None => Err(Error::not_found(format!("'{email}' was not a user yet"))
                .hint(format!("the account was made at {}", Timestamp::from_seconds(made_at)))),
        }
    }
}
