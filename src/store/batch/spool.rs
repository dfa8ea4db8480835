//! A file's rows, kept in temporary tables from their reading to their posting.
//!
//! A file is read once, before the transaction: it may come through a pipe, and nobody should wait for the ledger while a
//! slow one is read. The tables live in SQLite's temporary file, so that memory stays constant whatever the file's size,
//! and outlast a transaction that is rolled back to ask a question.

use rusqlite::{Connection, Row, Statement, Transaction, TransactionBehavior, params};

use crate::domain::{Credits, Roles, Status};
use crate::error::{Code, Error, Result};
use crate::row::{AdjustmentRow, Given, RowFault, UserRow};
use crate::store::session::{Reader, Store};

/// The tables while they are being filled.
#[derive(Debug)]
pub struct Spool<'c> {
    row: Statement<'c>,
    user: Statement<'c>,
    fault: Statement<'c>,
    next_row: i64,
}

impl Store {
    /// Fills the spool anew. Nothing of the ledger is read, written or locked.
    pub fn spool(&mut self, fill: impl FnOnce(&mut Spool<'_>) -> Result<()>) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        create(&transaction)?;
        let mut spool = Spool::new(&transaction)?;
        fill(&mut spool)?;
        drop(spool);
        Ok(transaction.commit()?)
    }
}

fn create(transaction: &Transaction<'_>) -> Result<()> {
    Ok(transaction.execute_batch(
        "DROP TABLE IF EXISTS temp.spool;
         DROP TABLE IF EXISTS temp.faults;
         DROP TABLE IF EXISTS temp.seen;
         CREATE TEMP TABLE spool (
             row INTEGER PRIMARY KEY, line INTEGER NOT NULL, email TEXT, bucket TEXT, amount INTEGER,
             reason TEXT, reference TEXT, key TEXT, original BLOB,
             name TEXT, name_given INTEGER, status TEXT, roles_set INTEGER, roles_kept INTEGER,
             awarded INTEGER, purchased INTEGER, allowance INTEGER);
         CREATE TEMP TABLE faults (row INTEGER NOT NULL, column_name TEXT, what TEXT NOT NULL, code INTEGER NOT NULL);
         CREATE INDEX temp.faults_row ON faults (row);
         CREATE TEMP TABLE seen (row INTEGER PRIMARY KEY);",
    )?)
}

impl<'c> Spool<'c> {
    fn new(connection: &'c Connection) -> Result<Self> {
        let row = connection.prepare(
            "INSERT INTO temp.spool (row, line, email, bucket, amount, reason, reference, key, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let user = connection.prepare(
            "INSERT INTO temp.spool (row, line, email, name, name_given, status, roles_set, roles_kept,
                                     awarded, purchased, allowance)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        Ok(Self { row, user, fault: connection.prepare(INSERT_FAULT)?, next_row: 1 })
    }

    /// Adds a row, with its bytes where they may be needed again.
    pub fn adjustment(&mut self, row: &AdjustmentRow<'_>, original: Option<&[u8]>) -> Result<()> {
        self.row.execute(params![
            self.next_row,
            row.line.cast_signed(),
            row.user.as_str(),
            row.bucket.as_str(),
            row.amount.get(),
            row.reason.as_deref(),
            row.reference.as_deref(),
            row.key.as_deref(),
            original,
        ])?;
        self.next_row += 1;
        Ok(())
    }

    /// Adds a row.
    pub fn user(&mut self, row: &UserRow<'_>) -> Result<()> {
        self.user.execute(params![
            self.next_row,
            row.line.cast_signed(),
            row.email.as_str(),
            row.name.as_ref().value().map(AsRef::as_ref),
            row.name != Given::Absent,
            row.status.value().map(Status::as_str),
            row.roles_over(Roles::default()).bits(),
            row.roles_over(Roles::ALL).bits(),
            row.awarded.value().map(Credits::get),
            row.purchased.value().map(Credits::get),
            row.allowance.value().map(Credits::get),
        ])?;
        self.next_row += 1;
        Ok(())
    }

    /// Adds a row that cannot be read, with all that is wrong with it.
    pub fn malformed(&mut self, line: u64, original: Option<&[u8]>, faults: &[RowFault]) -> Result<()> {
        let nothing: Option<&str> = None;
        self.row.execute(params![
            self.next_row,
            line.cast_signed(),
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            original,
        ])?;
        for RowFault { line: _, column, what, code } in faults {
            self.fault.execute((self.next_row, column, what, number(*code)))?;
        }
        self.next_row += 1;
        Ok(())
    }
}

/// How a fault is added: row, column, what, code.
pub(crate) const INSERT_FAULT: &str =
    "INSERT INTO temp.faults (row, column_name, what, code) VALUES (?1, ?2, ?3, ?4)";

/// The code as the table of faults has it.
pub(crate) fn number(code: Code) -> i64 {
    code.exit_status().into()
}

impl Reader<'_> {
    /// How many spooled rows have a fault.
    pub fn faulty_rows(&self) -> Result<u64> {
        self.count_spooled("SELECT count(DISTINCT row) FROM temp.faults")
    }

    /// How many rows have been spooled.
    pub fn spooled_rows(&self) -> Result<u64> {
        self.count_spooled("SELECT count(*) FROM temp.spool")
    }

    /// The kind of failure that the faults come to together: one that is malformed makes it [`Code::Usage`], else one that
    /// a rule forbids [`Code::Refused`], else [`Code::NotFound`].
    pub fn faults_code(&self) -> Result<Code> {
        let found = |code| -> Result<bool> {
            Ok(self.connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM temp.faults WHERE code = ?1)",
                [number(code)],
                |row| row.get(0),
            )?)
        };
        Ok(if found(Code::Usage)? {
            Code::Usage
        } else if found(Code::Refused)? {
            Code::Refused
        } else {
            Code::NotFound
        })
    }

    /// Hands over the faults in the order of the rows.
    pub fn faults(&self, mut each: impl FnMut(RowFault)) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT s.line, f.column_name, f.what, f.code FROM temp.faults f CROSS JOIN temp.spool s ON s.row = f.row
             ORDER BY f.row, f.rowid",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line = row.get::<_, i64>(0)?.cast_unsigned();
            each(fault(line, row, 1)?);
        }
        Ok(())
    }

    /// Hands over each row that has a fault, in their order: its bytes, and its faults.
    pub fn faulty(&self, mut each: impl FnMut(&[u8], &[RowFault]) -> Result<()>) -> Result<()> {
        let mut rows = self.connection.prepare(
            "SELECT row, line, original FROM temp.spool
             WHERE row IN (SELECT row FROM temp.faults) ORDER BY row",
        )?;
        let mut faults = self
            .connection
            .prepare("SELECT column_name, what, code FROM temp.faults WHERE row = ?1 ORDER BY rowid")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let line = row.get::<_, i64>(1)?.cast_unsigned();
            let mut faults = faults.query([row.get::<_, i64>(0)?])?;
            let mut why = Vec::new();
            while let Some(row) = faults.next()? {
                why.push(fault(line, row, 0)?);
            }
            let original: Option<Vec<u8>> = row.get(2)?;
            each(&original.unwrap_or_default(), &why)?;
        }
        Ok(())
    }

    pub(crate) fn count_spooled(&self, sql: &str) -> Result<u64> {
        Ok(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }
}

/// The fault in a column, a text and a code that begin at this column of the result.
fn fault(line: u64, row: &Row<'_>, first: usize) -> Result<RowFault> {
    let (column, what, number): (Option<String>, String, u8) =
        (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?);
    let code = Code::ALL.into_iter().find(|code| code.exit_status() == number);
    let code = code.ok_or_else(|| Error::new(Code::Failed, "a fault has no kind"))?;
    Ok(RowFault { code, ..RowFault::new(line, column.as_deref(), &what) })
}
