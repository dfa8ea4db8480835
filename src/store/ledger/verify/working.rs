//! Checks the tables that every operation keeps up to date (months, reversals, repayments) against the operations.

use crate::domain::Month;
use std::collections::BTreeMap;

use super::walk::Payments;
use super::{Check, Found};
use crate::error::Result;
use crate::store::engine::session::{Rows, Session};
use crate::store::ledger::due::{PAID_NOTHING, undone_and_capped};
use crate::store::ledger::sealed_ranges::sql_is_sealed_entry;

/// The figures that a month has to have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct MonthState {
    step: i64,
    closed_by: Option<i64>,
    granted: i64,
    credits: i64,
    expired: i64,
    capped: i64,
}

/// What undos and refunds took back of each entry. An undo of a refund raises the limit of the spend.
fn reversed() -> String {
    format!("SELECT n.reverses AS entry, sum(abs(n.amount)) AS credits, abs(e.amount) + coalesce(t.credits, 0) AS limit_credits
     FROM operations o JOIN seals s ON s.operation = o.id
          JOIN entries n ON {}
          LEFT JOIN entries e ON e.id = n.reverses AND e.user_id = n.user_id AND e.bucket = n.bucket
                              AND (e.amount > 0) <> (n.amount > 0)
                              AND CASE n.kind WHEN 'refund' THEN e.kind = 'spend' ELSE e.operation = o.undoes END
          LEFT JOIN (SELECT f.reverses AS entry, sum(r.credits) AS credits
                     FROM reversals r CROSS JOIN entries f ON f.id = r.entry
                     WHERE f.kind = 'refund' GROUP BY f.reverses) t ON t.entry = n.reverses
     WHERE o.undoes IS NOT NULL OR o.command = 'credits refund'
     GROUP BY n.reverses, e.amount, t.credits ORDER BY n.reverses",
        sql_is_sealed_entry("n", "s")
    )
}

/// Checks the tables. `payments` has what was paid for each month, `steps` how many allowances begin less those that end.
pub(super) fn prove(session: &Session, payments: Payments, steps: BTreeMap<i64, i64>) -> Check {
    let reversals = "SELECT entry, credits, limit_credits FROM reversals ORDER BY entry";
    if let Some(entry) = difference(session, &reversed(), reversals)? {
        return Ok(Some(Found::new(format!(
            "what was taken back of entry {entry} is not what the undos say"
        ))));
    }
    let paid_again =
        "SELECT month, user_id, attempt FROM entries WHERE month IS NOT NULL AND attempt IS NOT NULL
         ORDER BY +month, user_id, attempt";
    let repayments = "SELECT month, user_id, attempt FROM repayments ORDER BY month, user_id, attempt";
    if let Some(month) = difference(session, paid_again, repayments)? {
        return Ok(Some(Found::new(format!("the repayments of {month} are not those that were made"))));
    }
    if let Some(month) = paid_twice(session)? {
        return Ok(Some(Found::new(format!("a user was paid {month} again before it was taken back"))));
    }
    if let Some(month) = paid_after_nothing(session)? {
        return Ok(Some(Found::new(format!("a user was paid {month} after the month had paid nothing"))));
    }
    months(session, payments, steps)
}

/// Returns the first number of a row that only one of the two queries has. Both return three numbers, in their order.
fn difference(session: &Session, one: &str, other: &str) -> Result<Option<i64>> {
    let (mut one, mut other) = (session.prepare(one)?, session.prepare(other)?);
    let (mut one, mut other) = (one.query(())?, other.query(())?);
    loop {
        match (next_numbers(&mut one)?, next_numbers(&mut other)?) {
            (None, None) => return Ok(None),
            (one, other) if one == other => {}
            (one, other) => {
                let first = [one, other].into_iter().flatten().min();
                return Ok(first.map(|[number, ..]| number.unwrap_or_default()));
            }
        }
    }
}

fn next_numbers(rows: &mut Rows<'_>) -> Result<Option<[Option<i64>; 3]>> {
    rows.next()?.map(|row| Ok([row.get(0)?, row.get(1)?, row.get(2)?])).transpose()
}

/// Returns a month that was paid to a user again before the first payment was taken back as a whole.
fn paid_twice(session: &Session) -> Result<Option<i64>> {
    let sql = "SELECT p.month FROM repayments p
               WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN reversals r ON r.entry = e.id
                                 WHERE e.month = p.month AND e.user_id = p.user_id
                                   AND coalesce(e.attempt, 0) = p.attempt - 1 AND r.credits = r.limit_credits) LIMIT 1";
    session.optional(sql, (), |row| row.get(0))
}

/// Returns a month that was paid to a user although it is on record that it paid them nothing.
fn paid_after_nothing(session: &Session) -> Result<Option<i64>> {
    let sql = format!(
        "SELECT z.month FROM changes z JOIN entries e ON e.month = z.month AND e.user_id = z.user_id
         WHERE {PAID_NOTHING}
           AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.entry = e.id AND r.credits = r.limit_credits) LIMIT 1"
    );
    session.optional(&sql, (), |row| row.get(0))
}

fn months(session: &Session, payments: Payments, steps: BTreeMap<i64, i64>) -> Check {
    let mut expected = expected_months(session, payments, steps)?;
    let mut wrong = None;
    session.each(
        "SELECT month, step, closed_by, granted, credits, expired, capped FROM months ORDER BY month",
        (),
        |row| {
            let month: i64 = row.get(0)?;
            let found = MonthState {
                step: row.get(1)?,
                closed_by: row.get(2)?,
                granted: row.get(3)?,
                credits: row.get(4)?,
                expired: row.get(5)?,
                capped: row.get(6)?,
            };
            if expected.remove(&month) != Some(found) {
                wrong.get_or_insert(month);
            }
            Ok(())
        },
    )?;
    expected.retain(|_, month| *month != MonthState::default());
    let missing = expected.first_key_value().map(|(month, _)| *month);
    Ok(wrong.or(missing).map(|month| {
        Found::new(format!("the month {} does not stand as the operations left it", in_words(month)))
    }))
}

/// Derives the months from the operations.
fn expected_months(
    session: &Session,
    payments: Payments,
    steps: BTreeMap<i64, i64>,
) -> Result<BTreeMap<i64, MonthState>> {
    let mut expected: BTreeMap<i64, MonthState> = BTreeMap::new();
    for (month, step) in steps {
        expected.entry(month).or_default().step = step;
    }
    for (month, paid) in payments {
        let month = expected.entry(month).or_default();
        (month.granted, month.credits) = (paid.entries, paid.credits);
        (month.expired, month.capped) = (paid.expired, paid.capped);
    }
    session.each(
        &format!(
            "SELECT e.month, count(CASE WHEN r.credits = r.limit_credits THEN 1 END), sum(r.credits),
                    count(CASE WHEN {} THEN 1 END)
             FROM reversals r JOIN entries e ON e.id = r.entry WHERE e.month IS NOT NULL GROUP BY e.month",
            undone_and_capped()
        ),
        (),
        |row| {
            let month = expected.entry(row.get(0)?).or_default();
            month.granted -= row.get::<i64>(1)?;
            month.credits -= row.get::<i64>(2)?;
            month.capped -= row.get::<i64>(3)?;
            Ok(())
        },
    )?;
    session.each(
        "SELECT month, count(*) FROM changes WHERE field = 'monthly' AND reverses IS NOT NULL GROUP BY month",
        (),
        |row| {
            expected.entry(row.get(0)?).or_default().capped -= row.get::<i64>(1)?;
            Ok(())
        },
    )?;
    session.each(
        "SELECT o.month, sum(r.credits)
         FROM reversals r JOIN entries e ON e.id = r.entry JOIN operations o ON o.id = e.operation
         WHERE e.kind = 'expire' GROUP BY o.month",
        (),
        |row| {
            expected.entry(row.get(0)?).or_default().expired -= row.get::<i64>(1)?;
            Ok(())
        },
    )?;
    session.each(
        "SELECT g.month, g.operation FROM monthly_grants g
         WHERE NOT EXISTS (SELECT 1 FROM operations o WHERE o.undoes = g.operation)",
        (),
        |row| {
            expected.entry(row.get(0)?).or_default().closed_by = Some(row.get(1)?);
            Ok(())
        },
    )?;
    Ok(expected)
}

/// Returns a month as people read it, or the number if it is none.
fn in_words(month: i64) -> String {
    Month::from_number(month).map_or_else(|| month.to_string(), |month| month.to_string())
}
