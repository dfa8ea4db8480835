//! Grants months: pays the users whom a month pays, and closes it.

use super::allowances::{in_force, newest_row};
use super::due::PAID_NOTHING;
use super::months::{ClosedMonth, Closing, MonthFigures};
use super::operation::{Draft, Header, Marks, Sealed};
use super::payees::Payees;
use crate::domain::{Email, Month};
use crate::error::{Error, Result};
use crate::store::ids::UserId;
use crate::store::ledger::sealed_ranges::sql_is_sealed_change;
use crate::store::session::{Reader, Writer};
use crate::store::users::some_users::SomeUsers;

/// SQL for whether `user` was paid `month` and kept any of it, or got it with 0 because of a cap. Both are SQL, too.
pub(super) fn keeps(month: &str, user: &str) -> String {
    format!(
        "(EXISTS (SELECT 1 FROM entries e WHERE e.month = {month} AND e.user_id = {user}
                 AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.entry = e.id AND r.credits = r.limit_credits))
         OR EXISTS (SELECT 1 FROM changes z WHERE z.month = {month} AND z.user_id = {user} AND {PAID_NOTHING}))"
    )
}

/// A month that was just closed.
#[derive(Clone, Debug)]
pub struct JustClosed {
    pub closed: ClosedMonth,
    /// The operation.
    pub sealed: Sealed,
    /// The credits that it let expire.
    pub expired: i64,
    /// Of a month that is granted after its end, the first users with an allowance who were active partners at its end and are
    /// not now, or the other way round; each with what they were.
    pub differing: Vec<(Email, bool)>,
    /// The number of all such users.
    pub differing_users: u64,
}

/// A month that was paid to users of a selection.
#[derive(Clone, Copy, Debug)]
pub struct PaidToSelected {
    /// The operation.
    pub sealed: Sealed,
    /// The credits that expired.
    pub expired: i64,
}

/// The condition on users who have an allowance and are not paid.
fn left_out(payees: Payees) -> String {
    format!("{} AND NOT ({})", payees.among(), payees.condition())
}

impl Reader<'_> {
    /// Whether the user was paid this month and kept any of it.
    pub fn was_granted(&self, user: UserId, month: Month) -> Result<bool> {
        self.session.value(&format!("SELECT {}", keeps("?1", "?2")), (month, user))
    }

    /// Whether the month was ever paid to anybody. A payment of 0 counts.
    pub(super) fn is_paid_in_part(&self, month: Month) -> Result<bool> {
        self.session.value(
            "SELECT EXISTS (SELECT 1 FROM entries WHERE month = ?1)
                 OR EXISTS (SELECT 1 FROM changes WHERE field = 'monthly' AND reverses IS NULL AND month = ?1)",
            [month],
        )
    }

    /// Counts the users of the current selection who got this month.
    pub fn granted_among_selected(&self, month: Month) -> Result<u64> {
        let sql = format!("SELECT count(*) FROM temp.selected s WHERE {}", keeps("?1", "s.user_id"));
        self.session.value(&sql, [month])
    }

    /// Counts the users of the current selection whom a grant of this month would pay.
    pub fn due_among_selected(&self, month: Month) -> Result<u64> {
        self.count_with_allowance(month, Payees::Selected.condition())
    }

    /// Counts the users who have an allowance for this month, did not get it, and are not among the payees.
    fn skipped(&self, month: Month, payees: Payees) -> Result<u64> {
        self.count_with_allowance(month, &left_out(payees))
    }

    fn count_with_allowance(&self, month: Month, condition: &str) -> Result<u64> {
        let users = self.with_allowance(month, "?1", condition)?;
        self.session.value(&format!("SELECT count(*) FROM ({users}) x"), [month])
    }

    /// Returns the users of the current selection who have an allowance for one of the months, did not get it, and are not
    /// active.
    pub fn inactive_among_selected(&self, months: &[Month]) -> Result<SomeUsers> {
        let condition = left_out(Payees::Selected);
        let of_month = |(number, month)| self.with_allowance(month, &format!("?{number}"), &condition);
        let each = (1..).zip(months.iter().copied()).map(of_month).collect::<Result<Vec<_>>>()?;
        if each.is_empty() {
            Ok(SomeUsers::default())
        } else {
            self.some_users(&each.join(" UNION "), months)
        }
    }

    /// The SELECT of the users who have an allowance for the month, which is the parameter `at`, and did not get it.
    fn with_allowance(&self, month: Month, at: &str, condition: &str) -> Result<String> {
        let kept = if self.is_paid_in_part(month)? { keeps(at, "u.id") } else { "FALSE".to_owned() };
        Ok(format!(
            "SELECT u.id FROM users u CROSS JOIN allowances a ON a.user_id = u.id
             WHERE {condition} AND a.amount > 0
               AND a.from_month = {} AND NOT {kept}",
            newest_row("u.id", at)
        ))
    }
}

impl Writer<'_> {
    /// Grants a month and closes it. The month must be open and not later than the current one. After its end, it pays the
    /// users who were active partners then.
    pub fn grant_month(&self, header: Header, month: Month) -> Result<JustClosed> {
        let is_late = month < self.zone().month_of(header.at);
        let payees = if is_late { Payees::ActiveAtEnd } else { Payees::ActivePartners };
        if is_late {
            self.look_back_to_end(month)?;
        }
        let skipped = self.skipped(month, payees)?;
        let mut draft = self.begin_marked(header, self.paying(month))?;
        let capped = draft.pay_month(month, payees)?;
        let body = draft.body()?;
        let (granted, credits, expired) = body.paid_credits()?;
        let paid = MonthFigures { granted, credits, expired, capped };
        draft.close_month(month, Closing::Granted, paid, skipped)?;
        draft.add_payments(month, paid)?;
        let sealed = draft.seal_body(&body)?;
        let (differing, differing_users) = if is_late { self.differing(month)? } else { (Vec::new(), 0) };
        Ok(JustClosed { closed: self.just_closed(month)?, sealed, expired, differing, differing_users })
    }

    /// Returns the marks of an operation that pays the month.
    fn paying(&self, month: Month) -> Marks {
        Marks { month: Some(month), max_balance: self.max_balance, ..Marks::default() }
    }

    /// Closes a month without paying anybody. The month must be open.
    pub fn skip_month(&self, header: Header, month: Month) -> Result<ClosedMonth> {
        let draft = self.begin_marked(header, Marks { month: Some(month), ..Marks::default() })?;
        draft.close_month(month, Closing::Skipped, MonthFigures::default(), 0)?;
        draft.seal()?;
        self.just_closed(month)
    }

    fn just_closed(&self, month: Month) -> Result<ClosedMonth> {
        let missing = || Error::setup(format!("{month} was closed and is not"));
        self.months()?.get(month).ok_or_else(missing)
    }

    /// Grants a month to those users of the current selection who have an allowance for it, are active, and did not get
    /// it. The month stays as it is, open or closed. Returns the operation, `None` when nobody was due, and who was
    /// skipped because they are not active.
    pub fn grant_month_to_selected(&self, header: Header, month: Month) -> Result<Option<PaidToSelected>> {
        if self.due_among_selected(month)? == 0 {
            return Ok(None);
        }
        let mut draft = self.begin_marked(header, self.paying(month))?;
        let capped = draft.pay_month(month, Payees::Selected)?;
        let body = draft.body()?;
        let (granted, credits, expired) = body.paid_credits()?;
        draft.add_payments(month, MonthFigures { granted, credits, expired, capped })?;
        Ok(Some(PaidToSelected { sealed: draft.seal_body(&body)?, expired }))
    }

    /// Fills `temp.month_end`: for each user whose status or roles changed after the end of the month, whether they were an
    /// active partner then. The times of operations decide, because a clock may have been set back.
    fn look_back_to_end(&self, month: Month) -> Result<()> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS month_end (user_id INTEGER PRIMARY KEY, was_active INTEGER NOT NULL);
             DELETE FROM temp.month_end;",
        )?;
        self.session.run(
            &format!(
                "INSERT INTO temp.month_end (user_id, was_active)
             SELECT u.id, CASE WHEN f.created IS NULL AND coalesce(s.before, u.status) = 'active'
                                AND CASE WHEN r.id IS NULL THEN (u.roles & 1) <> 0
                                         ELSE ',' || r.before || ',' LIKE '%,partner,%' END
                          THEN 1 ELSE 0 END
             FROM (SELECT c.user_id, min(CASE c.field WHEN 'created' THEN c.id END) AS created,
                          min(CASE c.field WHEN 'status' THEN c.id END) AS status,
                          min(CASE c.field WHEN 'roles' THEN c.id END) AS roles
                   FROM operations o CROSS JOIN seals l ON l.operation = o.id
                        CROSS JOIN changes c ON {}
                   WHERE o.at >= ?1 AND (c.field = 'created' OR c.field = 'status' OR c.field = 'roles')
                   GROUP BY c.user_id) f
                  JOIN users u ON u.id = f.user_id
                  LEFT JOIN changes s ON s.id = f.status
                  LEFT JOIN changes r ON r.id = f.roles
             ORDER BY u.id",
                sql_is_sealed_change("c", "l")
            ),
            [self.zone().start_of(month.next())],
        )?;
        Ok(())
    }

    /// Returns the first users with an allowance for the month who were active partners at its end and are not now, or the
    /// other way round, and the number of all of them.
    fn differing(&self, month: Month) -> Result<(Vec<(Email, bool)>, u64)> {
        const NAMED_USERS: usize = 3;
        let sql = format!(
            "SELECT u.email, t.was_active FROM temp.month_end t JOIN users u ON u.id = t.user_id
             WHERE u.status <> 'erased' AND {} > 0 AND t.was_active <> CASE WHEN {} THEN 1 ELSE 0 END
             ORDER BY u.id",
            in_force("u.id", "?1"),
            Payees::ActivePartners.condition()
        );
        let (mut named, mut count) = (Vec::new(), 0);
        self.session.each(&sql, [month], |row| {
            if named.len() < NAMED_USERS {
                named.push((row.get(0)?, row.get(1)?));
            }
            count += 1;
            Ok(())
        })?;
        Ok((named, count))
    }
}

impl Draft<'_> {
    /// Closes the month with this operation, which pays this and skips this many users.
    fn close_month(&self, month: Month, closing: Closing, paid: MonthFigures, skipped: u64) -> Result<()> {
        let MonthFigures { granted, credits, expired, capped } = paid;
        self.session().run(
            "INSERT INTO monthly_grants (month, attempt, operation, status, granted, skipped, capped, expired, credits)
             VALUES (?1, (SELECT count(*) FROM monthly_grants WHERE month = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (month, self.id(), closing, granted, skipped, capped, expired, credits),
        )?;
        self.session().run(
            "INSERT INTO months (month, closed_by) VALUES (?1, ?2)
             ON CONFLICT (month) DO UPDATE SET closed_by = excluded.closed_by",
            (month, self.id()),
        )?;
        Ok(())
    }
}
