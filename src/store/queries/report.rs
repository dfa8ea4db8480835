//! Sums up what came and went in a period, and the balances at both ends.

use super::report_netting::NettedOut;
use super::report_query::ReportQuery;
use super::report_scope::Scope;
use super::summary::CreditSums;
use crate::domain::{ReportKey, Role, Timestamp};
use crate::error::{Code, Error, Result};
use crate::store::engine::session::Row;
use crate::store::engine::value::Value;
use crate::store::session::Reader;
use crate::store::sums::{sql_sum, sum_at};

/// SQL for the value of a key.
const fn column(key: ReportKey) -> &'static str {
    match key {
        ReportKey::Month => SPAN_MONTH,
        ReportKey::Day => SPAN_DAY,
        ReportKey::Kind => "e.kind",
        ReportKey::Bucket => "e.bucket",
        ReportKey::User => "u.email",
        ReportKey::Role => "r.name",
        ReportKey::Domain => "substr(u.email, instr(u.email, '@') + 1)",
        ReportKey::Actor => "o.actor",
        ReportKey::Reference => "coalesce(e.reference, o.reference)",
        ReportKey::Command => "o.command",
    }
}

/// The day or month of an operation, looked up by the operation's time.
const SPAN_DAY: &str =
    "(SELECT d.day FROM temp.days d WHERE d.first_second <= o.at ORDER BY d.first_second DESC LIMIT 1)";
const SPAN_MONTH: &str = "(SELECT substr(d.day, 1, 7) FROM temp.days d WHERE d.first_second <= o.at \
                          ORDER BY d.first_second DESC LIMIT 1)";

/// What came and went under one combination of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// A value for each key, and one for the direction if it is a key. The value of a reference or a role may be missing.
    pub keys: Vec<Option<String>>,
    /// The sums of the signed amounts.
    pub credits: CreditSums,
    pub entries: i64,
}

/// A period in sums: `opening`, all flows and `others` are together `closing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodSums {
    /// The balances before the first second.
    pub opening: CreditSums,
    /// Ordered by their keys.
    pub flows: Vec<Flow>,
    /// What other actors did; `None` if the query names no actor.
    pub others: Option<CreditSums>,
    /// What the flows leave out because it was undone within the period.
    pub netted_out: NettedOut,
    /// The balances after the last second.
    pub closing: CreditSums,
}

/// SQL for the sums of an amount of entries `e`, first of awarded credits, then of purchased ones.
fn sql_sum_by_bucket(amount: &str) -> String {
    let awarded = sql_sum(&format!("CASE e.bucket WHEN 'awarded' THEN {amount} ELSE 0 END"));
    let purchased = sql_sum(&format!("CASE e.bucket WHEN 'awarded' THEN 0 ELSE {amount} END"));
    format!("{awarded}, {purchased}")
}

impl Reader<'_> {
    /// Returns the sums of the period. Fails (exit 3) for an address that nobody has, and (exit 9) if the balances are not the
    /// sums of their entries.
    pub fn report(&self, query: &ReportQuery) -> Result<PeriodSums> {
        let scope = self.scope_of(query.selection.as_ref())?;
        let before = Timestamp::from_seconds(query.since.seconds().saturating_sub(1));
        let after = Timestamp::from_seconds(query.until.seconds().saturating_add(1));
        let balances = self.balances_of(query.selection.is_some())?;
        let later = self.sum_between(scope, Some(after), None)?;
        let netted_out = self.net_out(scope, query)?;
        let flows = self.flows(scope, query)?;
        let sum =
            |flows: &[Flow]| flows.iter().fold(CreditSums::default(), |sum, flow| sum.plus(flow.credits));
        let within = if query.by.contains(&ReportKey::Role) || query.actor.is_some() {
            self.sum_between(scope, Some(query.since), Some(query.until))?
        } else {
            sum(&flows)
        };
        let others = match &query.actor {
            None => None,
            // Without keys, a user with several roles counts once.
            Some(_) => {
                Some(within.minus(sum(&self.flows(scope, &ReportQuery { by: Vec::new(), ..query.clone() })?)))
            }
        };
        let closing = balances.minus(later);
        let opening = closing.minus(within);
        self.require_opening(scope, before, opening)?;
        Ok(PeriodSums { opening, flows, others, netted_out, closing })
    }

    fn balances_of(&self, selected: bool) -> Result<CreditSums> {
        let whom = if selected { "WHERE id IN (SELECT user_id FROM temp.selected)" } else { "" };
        self.session.one(
            &format!("SELECT {}, {} FROM users {whom}", sql_sum("awarded"), sql_sum("purchased")),
            (),
            |row| sums_at(row, 0),
        )
    }

    fn sum_between(
        &self,
        scope: Scope,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<CreditSums> {
        let (entries, users) = (scope.entries(), scope.and_users());
        let sums = sql_sum_by_bucket("e.amount");
        self.session.one(
            &format!("SELECT {sums} FROM {entries} WHERE o.at BETWEEN ?1 AND ?2 {users}"),
            seconds_between(since, until),
            |row| sums_at(row, 0),
        )
    }

    /// Checks the opening balances, which were computed back from the present ones. They have to be the sum of all that came
    /// before: for everybody by the totals of the seals, for a selection by its entries.
    fn require_opening(&self, scope: Scope, before: Timestamp, opening: CreditSums) -> Result<()> {
        let is_sum = if scope == Scope::Everybody {
            let earlier: i128 = self.session.one(
                &format!(
                    "SELECT {} FROM operations o CROSS JOIN seals s ON s.operation = o.id WHERE o.at <= ?1",
                    sql_sum("s.total")
                ),
                [before],
                |row| sum_at(row, 0),
            )?;
            earlier == opening.balance
        } else {
            self.sum_between(scope, None, Some(before))? == opening
        };
        if is_sum {
            return Ok(());
        }
        Err(Error::new(Code::VerifyFailed, "the balances are not the sums of their entries")
            .hint("find the fault with: rad-admin verify"))
    }

    fn flows(&self, scope: Scope, query: &ReportQuery) -> Result<Vec<Flow>> {
        let by = &query.by;
        if by.iter().any(|key| matches!(key, ReportKey::Month | ReportKey::Day)) {
            self.lay_out_days(query)?;
        }
        let (entries, users) = (scope.entries(), scope.and_users());
        let mut joins = String::new();
        if by.iter().any(|key| matches!(key, ReportKey::User | ReportKey::Role | ReportKey::Domain)) {
            joins += " CROSS JOIN users u ON u.id = e.user_id";
        }
        if by.contains(&ReportKey::Role) {
            self.lay_out_roles()?;
            joins += " CROSS JOIN temp.report_roles r ON u.roles & r.bit <> 0 OR u.roles = r.bit";
        }
        let is_netted: bool = self.session.value("SELECT EXISTS (SELECT 1 FROM temp.netted)", ())?;
        let (amount, left) = if is_netted {
            joins += " LEFT JOIN temp.netted n ON n.id = e.id";
            ("e.amount + coalesce(n.amount, 0)", "AND e.amount + coalesce(n.amount, 0) <> 0")
        } else {
            ("e.amount", "")
        };
        let sums = sql_sum_by_bucket(amount);
        let direction = format!("CASE WHEN {amount} > 0 THEN 'in' ELSE 'out' END");
        let mut keys: Vec<&str> = by.iter().map(|key| column(*key)).collect();
        keys.extend(query.by_direction.then_some(direction.as_str()));
        let numbers: Vec<String> = (1..=keys.len()).map(|number| number.to_string()).collect();
        let group = match numbers.as_slice() {
            [] => String::new(),
            numbers => {
                format!(
                    "GROUP BY {} ORDER BY {} NULLS FIRST",
                    numbers.join(", "),
                    numbers.join(" NULLS FIRST, ")
                )
            }
        };
        let (and_actor, actor) = query.and_actor("o", 3);
        let sql = format!(
            "SELECT {}, count(*) FROM {entries} {joins}
             WHERE o.at BETWEEN ?1 AND ?2 {users} {left} {and_actor} {group}",
            keys.iter().copied().chain([sums.as_str()]).collect::<Vec<_>>().join(", ")
        );
        let between = [query.since, query.until].map(|time| Value::Integer(time.seconds()));
        let values: Vec<_> = between.into_iter().chain(actor).collect();
        self.session.all(&sql, values.as_slice(), |row| {
            let values = (0..keys.len()).map(|column| row.get(column)).collect::<Result<_>>()?;
            Ok(Flow { keys: values, credits: sums_at(row, keys.len())?, entries: row.get(keys.len() + 4)? })
        })
    }

    /// Fills `temp.days` with the first second of each day, in the ledger's zone, on which there was an operation.
    fn lay_out_days(&self, query: &ReportQuery) -> Result<()> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS days (first_second INTEGER PRIMARY KEY, day TEXT NOT NULL);
             DELETE FROM temp.days;",
        )?;
        let (zone, mut next) = (self.zone(), i64::MIN);
        let mut days = Vec::new();
        self.session.each(
            "SELECT at FROM operations WHERE at BETWEEN ?1 AND ?2 ORDER BY at",
            (query.since, query.until),
            |row| {
                let at: Timestamp = row.get(0)?;
                if at.seconds() >= next {
                    let day = zone.bounded_day(at);
                    next = day.next_start.seconds();
                    days.push(day);
                }
                Ok(())
            },
        )?;
        for day in days {
            self.session.run("INSERT INTO temp.days VALUES (?1, ?2)", (day.start, day.date))?;
        }
        Ok(())
    }

    /// Fills `temp.report_roles` with the roles, and with one row for users without any.
    fn lay_out_roles(&self) -> Result<()> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS report_roles (bit INTEGER PRIMARY KEY, name TEXT);
             DELETE FROM temp.report_roles;
             INSERT INTO temp.report_roles VALUES (0, NULL);",
        )?;
        for role in Role::ALL {
            self.session.run("INSERT INTO temp.report_roles VALUES (?1, ?2)", (role.bit(), role.as_str()))?;
        }
        Ok(())
    }
}

fn sums_at(row: Row<'_>, first: usize) -> Result<CreditSums> {
    Ok(CreditSums::of(sum_at(row, first)?, sum_at(row, first + 2)?))
}

/// The first and the last second; `None` is no bound.
fn seconds_between(since: Option<Timestamp>, until: Option<Timestamp>) -> (i64, i64) {
    (since.map_or(i64::MIN, Timestamp::seconds), until.map_or(i64::MAX, Timestamp::seconds))
}
