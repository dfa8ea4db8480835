//! Keeps the rows of a file in temporary tables, from reading to posting.
//!
//! A file is read once, before the transaction begins, because it may come through a slow pipe, and nobody should have to wait
//! for the ledger meanwhile. SQLite keeps the tables in its temporary file, so memory does not grow with the file. The tables
//! outlast a transaction that is rolled back to ask a question.

use serde_json::{Value, json};

use crate::domain::Roles;
use crate::error::{Code, Error, MAX_NAMED, Result};
use crate::row::{AdjustmentRow, FaultReason, RowFault, RowValue, UserRow};
use crate::store::engine::row_batch::RowBatch;
use crate::store::engine::session::{Access, Row, Session};
use crate::store::session::{Reader, Store};

/// Fills the tables.
pub struct Spool<'c> {
    rows: RowBatch<'c>,
    users: RowBatch<'c>,
    faults: RowBatch<'c>,
    next_row: u64,
    /// How many entries the rows so far make if all their users are new.
    openings: u64,
}

impl Store {
    /// Empties the spool and fills it. Reads, writes and locks nothing of the ledger.
    pub fn spool(&mut self, fill: impl FnOnce(&mut Spool<'_>) -> Result<()>) -> Result<()> {
        let transaction = self.session.begin(Access::Read)?;
        self.session.batch(TABLES)?;
        let mut spool = Spool::new(&self.session)?;
        fill(&mut spool)?;
        spool.finish();
        transaction.commit()
    }
}

const TABLES: &str = "
    DROP TABLE IF EXISTS temp.spool;
    DROP TABLE IF EXISTS temp.faults;
    DROP TABLE IF EXISTS temp.seen;
    CREATE TEMP TABLE spool (
        row INTEGER PRIMARY KEY, line INTEGER NOT NULL, email TEXT, bucket TEXT, amount INTEGER,
        reason TEXT, reference TEXT, key TEXT, original BLOB,
        name TEXT, name_given INTEGER, status TEXT, roles_set INTEGER, roles_kept INTEGER,
        awarded INTEGER, purchased INTEGER, allowance INTEGER, mail INTEGER, openings_before INTEGER,
        erased_key TEXT, erased_user INTEGER);
    CREATE TEMP TABLE faults (
        id INTEGER PRIMARY KEY, row INTEGER NOT NULL, column_name TEXT, what TEXT NOT NULL, reason TEXT NOT NULL,
        user_id INTEGER, figures TEXT, operation INTEGER);
    CREATE INDEX temp.faults_row ON faults (row);
    CREATE TEMP TABLE seen (row INTEGER PRIMARY KEY);";

/// The columns of a row of adjustments.
const ROW: &str = "temp.spool (row, line, email, bucket, amount, reason, reference, key, original)";
/// The columns of a row of users.
const USER: &str = "temp.spool (row, line, email, name, name_given, status, roles_set, roles_kept,
                                awarded, purchased, allowance, mail, openings_before)";
/// The columns of a fault.
pub(crate) const FAULT: &str = "temp.faults (row, column_name, what, reason)";

impl<'c> Spool<'c> {
    fn new(session: &'c Session) -> Result<Self> {
        Ok(Self {
            rows: RowBatch::new(session, ROW, 9)?,
            users: RowBatch::new(session, USER, 13)?,
            faults: RowBatch::new(session, FAULT, 4)?,
            next_row: 1,
            openings: 0,
        })
    }

    fn finish(self) {
        [self.rows, self.users, self.faults].into_iter().for_each(RowBatch::finish);
    }

    /// Adds a row. `original` has its bytes if they may be needed again.
    pub fn adjustment(&mut self, row: &AdjustmentRow<'_>, original: Option<&[u8]>) -> Result<()> {
        self.rows.add((
            self.next_row,
            row.line,
            &row.user,
            row.bucket,
            row.amount,
            row.reason.as_deref(),
            row.reference.as_deref(),
            row.key.as_deref(),
            original,
        ))?;
        self.next_row += 1;
        Ok(())
    }

    pub fn user(&mut self, row: &UserRow<'_>) -> Result<()> {
        self.users.add((
            self.next_row,
            row.line,
            &row.email,
            row.name.as_ref().value().map(AsRef::<str>::as_ref),
            row.name != RowValue::NoColumn,
            row.status.value(),
            row.roles_over(Roles::default()),
            row.roles_over(Roles::ALL),
            row.awarded.value(),
            row.purchased.value(),
            row.allowance.value(),
            row.mail.value(),
            self.openings,
        ))?;
        self.next_row += 1;
        let balances = [row.awarded.value(), row.purchased.value()];
        self.openings += balances.into_iter().flatten().filter(|credits| credits.get() > 0).count() as u64;
        Ok(())
    }

    /// Adds a row that cannot be read, and everything that is wrong with it.
    pub fn malformed(&mut self, line: u64, original: Option<&[u8]>, faults: &[RowFault]) -> Result<()> {
        let nothing: Option<&str> = None;
        self.rows.add((
            self.next_row,
            line,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            original,
        ))?;
        for RowFault { line: _, column, what, reason } in faults {
            self.faults.add((self.next_row, column, what, reason.as_str()))?;
        }
        self.next_row += 1;
        Ok(())
    }
}

impl Reader<'_> {
    pub fn faulty_rows(&self) -> Result<u64> {
        self.count_spooled("SELECT count(DISTINCT row) FROM temp.faults")
    }

    pub fn spooled_rows(&self) -> Result<u64> {
        self.count_spooled("SELECT count(*) FROM temp.spool")
    }

    /// Returns the error code of all faults together: [`Code::Usage`] if any row is malformed, else [`Code::Refused`] if a rule
    /// forbids any, else [`Code::NotFound`].
    pub fn faults_code(&self) -> Result<Code> {
        let found = self
            .session
            .all("SELECT DISTINCT reason FROM temp.faults", (), |row| Ok(reason_of(row.text(0)?)?.code()))?;
        let worst = [Code::Usage, Code::Refused].into_iter().find(|code| found.contains(code));
        Ok(worst.unwrap_or(Code::NotFound))
    }

    /// Hands over the faults in the order of the rows.
    pub fn faults(&self, mut each: impl FnMut(RowFault)) -> Result<()> {
        self.session.each(
            "SELECT s.line, f.column_name, f.what, f.reason
             FROM temp.faults f CROSS JOIN temp.spool s ON s.row = f.row ORDER BY f.row, f.id",
            (),
            |row| {
                each(fault_from_row(row)?);
                Ok(())
            },
        )
    }

    /// Returns the figures of the faults for scripts: `users`, the first of those whose balances cannot change as the rows ask,
    /// each with the first case, and their `count`; and `keys` that were used for something else, with the `operation` of the
    /// first.
    pub fn figures_of_faults(&self) -> Result<Vec<(&'static str, Value)>> {
        let count = self.count_spooled("SELECT count(DISTINCT user_id) FROM temp.faults")?;
        let users = self.session.all(
            &format!(
                "SELECT figures FROM temp.faults WHERE id IN (
                     SELECT min(id) FROM temp.faults WHERE user_id IS NOT NULL GROUP BY user_id)
                 ORDER BY row LIMIT {MAX_NAMED}"
            ),
            (),
            |row| Ok(serde_json::from_str(row.text(0)?).unwrap_or_default()),
        )?;
        let keys: Vec<Value> = self.session.all(
            &format!(
                "SELECT s.key, f.operation FROM temp.faults f CROSS JOIN temp.spool s ON s.row = f.row
                 WHERE f.operation IS NOT NULL ORDER BY f.row LIMIT {MAX_NAMED}"
            ),
            (),
            |row| Ok(json!({ "key": row.text(0)?, "operation": row.get::<i64>(1)? })),
        )?;
        let mut figures = Vec::new();
        if count > 0 {
            figures.extend([("users", Value::Array(users)), ("count", count.into())]);
        }
        if let Some(first) = keys.first() {
            figures.extend([("operation", first["operation"].clone()), ("keys", Value::Array(keys))]);
        }
        Ok(figures)
    }

    /// Hands over the bytes and the faults of each faulty row, in order.
    pub fn faulty(&self, mut each: impl FnMut(&[u8], &[RowFault]) -> Result<()>) -> Result<()> {
        let mut faults = self.session.prepare(
            "SELECT s.line, f.column_name, f.what, f.reason
             FROM temp.faults f CROSS JOIN temp.spool s ON s.row = f.row WHERE f.row = ?1 ORDER BY f.id",
        )?;
        self.session.each(
            "SELECT row, original FROM temp.spool WHERE row IN (SELECT row FROM temp.faults) ORDER BY row",
            (),
            |row| {
                let mut why = Vec::new();
                let mut found = faults.query([row.get::<u64>(0)?])?;
                while let Some(fault) = found.next()? {
                    why.push(fault_from_row(fault)?);
                }
                each(&row.get::<Option<Vec<u8>>>(1)?.unwrap_or_default(), &why)
            },
        )
    }

    /// Returns how many users have several spooled rows, and the addresses of the first `named` of them.
    pub fn spooled_several_times(&self, named: usize) -> Result<(u64, Vec<String>)> {
        let (mut count, mut first) = (0, Vec::new());
        let sql = "SELECT email FROM temp.spool WHERE email IS NOT NULL
                   GROUP BY email HAVING count(*) > 1 ORDER BY min(row)";
        self.session.each(sql, (), |row| {
            count += 1;
            if first.len() < named {
                first.push(row.text(0)?.to_owned());
            }
            Ok(())
        })?;
        Ok((count, first))
    }

    pub(crate) fn count_spooled(&self, sql: &str) -> Result<u64> {
        self.session.value(sql, ())
    }
}

/// Reads a fault from the columns line, column, what and reason.
fn fault_from_row(row: Row<'_>) -> Result<RowFault> {
    let reason = reason_of(row.text(3)?)?;
    Ok(RowFault { reason, ..RowFault::new(row.get(0)?, row.optional_text(1)?, row.text(2)?) })
}

fn reason_of(word: &str) -> Result<FaultReason> {
    FaultReason::of(word).ok_or_else(|| Error::new(Code::Failed, "a fault has no kind"))
}
