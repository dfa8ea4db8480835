//! Sums up the whole ledger for `status`.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::domain::{Month, Role, Timestamp};
use crate::error::Result;
use crate::store::ledger::months::{ClosedMonth, Closing};
use crate::store::session::Reader;
use crate::store::sums::{sql_sum, sum_at};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UserCounts {
    /// Users of every status.
    pub total: u64,
    /// Users who have not accepted their invitation yet.
    pub invited: u64,
    pub active: u64,
    pub inactive: u64,
    /// Users whose personal data was removed.
    pub erased: u64,
}

/// The holders of each role, of any status. A user may hold several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleCounts(pub [(Role, u64); 6]);

/// An object with a key for each role.
impl Serialize for RoleCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut roles = serializer.serialize_map(Some(self.0.len()))?;
        for (role, users) in self.0 {
            roles.serialize_entry(&role, &users)?;
        }
        roles.end()
    }
}

/// Sums of balances, which may exceed 64 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CreditSums {
    pub awarded: i128,
    pub purchased: i128,
    pub balance: i128,
}

impl CreditSums {
    pub const fn of(awarded: i128, purchased: i128) -> Self {
        Self { awarded, purchased, balance: awarded + purchased }
    }

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self::of(self.awarded + other.awarded, self.purchased + other.purchased)
    }

    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self::of(self.awarded - other.awarded, self.purchased - other.purchased)
    }
}

/// How long an expired invitation needs attention: 30 days.
const EXPIRED_SECONDS: i64 = 30 * 86_400;

/// Invitations that nobody accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InvitationCounts {
    /// Can still be accepted.
    pub open: u64,
    pub expired: u64,
    /// Expired within the last 30 days, so they still need attention.
    #[serde(skip)]
    pub lately_expired: u64,
}

/// Messages that no server has accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MailCounts {
    /// Wait for the next `mail flush`.
    pub queued: u64,
    /// Were refused for good, or their invitation expired first.
    pub failed: u64,
}

/// What `status` shows about the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub users: UserCounts,
    pub roles: RoleCounts,
    pub active_admins: u64,
    /// The balances of all users.
    pub credits: CreditSums,
    /// The newest month that was granted.
    pub last_grant: Option<ClosedMonth>,
    /// The first open month from the current one on.
    pub next_month: Month,
    /// The owed months, oldest first, including the current one.
    pub owed: Vec<Month>,
    /// The newest closed months, newest first, at most [`Summary::MONTHS`].
    pub months: Vec<ClosedMonth>,
    pub invitations: InvitationCounts,
    pub mail: MailCounts,
    pub operations: u64,
    pub entries: u64,
    /// The size of the database in bytes, without its write-ahead log.
    pub database_bytes: u64,
    /// The place that the ledger has moved to.
    pub moved_to: Option<String>,
}

impl Summary {
    /// How many closed months a summary has.
    pub const MONTHS: usize = 12;
}

impl Reader<'_> {
    /// Returns the summary at a moment to which this read went back. What only the present knows is empty.
    pub fn past_summary(&self, moment: Timestamp) -> Result<Summary> {
        let (operations, entries) = self.counts_until(Some(moment))?;
        let (users, roles, credits) = self.user_sums()?;
        let months = self.past_months()?;
        Ok(Summary {
            users,
            roles,
            active_admins: 0,
            credits,
            last_grant: months.iter().copied().find(|closed| closed.closing == Closing::Granted),
            next_month: self.next_grant(self.zone().month_of(moment))?,
            owed: Vec::new(),
            months: months.into_iter().take(Summary::MONTHS).collect(),
            invitations: InvitationCounts::default(),
            mail: MailCounts::default(),
            operations,
            entries,
            database_bytes: 0,
            moved_to: None,
        })
    }

    /// Returns the number of operations and of entries.
    fn counts_until(&self, moment: Option<Timestamp>) -> Result<(u64, u64)> {
        self.session.one(
            "SELECT count(*), CAST(coalesce(sum(s.entries), 0) AS INTEGER)
             FROM seals s JOIN operations o ON o.id = s.operation WHERE o.at <= ?1",
            [moment.map_or(i64::MAX, Timestamp::seconds)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Returns the present summary. Reads every user once.
    pub fn summary(&self, now: Timestamp) -> Result<Summary> {
        let current = self.zone().month_of(now);
        let (operations, entries) = self.counts_until(None)?;
        let database_bytes = self.session.size_bytes()?;
        let (users, roles, credits) = self.user_sums()?;
        let months = self.months()?;
        Ok(Summary {
            users,
            roles,
            active_admins: self.active_admins()?,
            credits,
            last_grant: months.closed().find(|closed| closed.closing == Closing::Granted),
            next_month: self.next_grant(current)?,
            owed: months.owed(current),
            months: months.closed().take(Summary::MONTHS).collect(),
            invitations: self.invitation_counts(now)?,
            mail: self.mail_counts(now)?,
            operations,
            entries,
            database_bytes,
            moved_to: self.moved_to()?,
        })
    }

    /// Counts the active users whose total balance is below this.
    pub fn users_below(&self, credits: i64) -> Result<u64> {
        let sql = "SELECT count(*) FROM users WHERE status = 'active' AND awarded + purchased < ?1";
        self.session.value(sql, [credits])
    }

    fn invitation_counts(&self, now: Timestamp) -> Result<InvitationCounts> {
        self.session.one(
            "SELECT count(*) FILTER (WHERE i.expires_at > ?1), count(*) FILTER (WHERE i.expires_at <= ?1),
                    count(*) FILTER (WHERE i.expires_at <= ?1 AND i.expires_at > ?2)
             FROM invitations i WHERE i.status = 'invited'",
            (now, now.seconds() - EXPIRED_SECONDS),
            |row| {
                Ok(InvitationCounts { open: row.get(0)?, expired: row.get(1)?, lately_expired: row.get(2)? })
            },
        )
    }

    /// Counts an invitation's message only if the invitation is open, or expired within the last 30 days.
    fn mail_counts(&self, now: Timestamp) -> Result<MailCounts> {
        let count = |status: &str| {
            self.session.value(
                &format!(
                    "SELECT count(*) FROM outbox x WHERE x.status = '{status}' AND (
                         x.kind <> 'invitation' OR EXISTS (SELECT 1 FROM invitations i WHERE i.id = x.cause
                                                           AND i.status = 'invited' AND i.expires_at > ?1))"
                ),
                [now.seconds() - EXPIRED_SECONDS],
            )
        };
        Ok(MailCounts { queued: count("queued")?, failed: count("failed")? })
    }

    fn user_sums(&self) -> Result<(UserCounts, RoleCounts, CreditSums)> {
        let holders = Role::ALL.map(|role| format!("count(*) FILTER (WHERE roles & {} <> 0)", role.bit()));
        let mut statement = self.session.prepare(&format!(
            "SELECT status, count(*), {}, {}, {} FROM users GROUP BY status",
            sql_sum("awarded"),
            sql_sum("purchased"),
            holders.join(", ")
        ))?;
        let mut rows = statement.query(())?;
        let (mut users, mut credits) = (UserCounts::default(), CreditSums::default());
        let mut roles = Role::ALL.map(|role| (role, 0));
        while let Some(row) = rows.next()? {
            let count: u64 = row.get(1)?;
            users.total += count;
            match row.text(0)? {
                "invited" => users.invited = count,
                "active" => users.active = count,
                "erased" => users.erased = count,
                _ => users.inactive = count,
            }
            credits.awarded += sum_at(row, 2)?;
            credits.purchased += sum_at(row, 4)?;
            for (column, (_, holders)) in (6..).zip(&mut roles) {
                *holders += row.get::<u64>(column)?;
            }
        }
        credits.balance = credits.awarded + credits.purchased;
        Ok((users, RoleCounts(roles), credits))
    }
}
