//! An overview of the ledger.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::domain::{Month, Role, Timestamp};
use crate::error::Result;
use crate::store::ledger::months::{ClosedMonth, Closing};
use crate::store::session::Reader;

/// Users by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UserCounts {
    /// All of them.
    pub total: u64,
    /// Users who have not accepted their invitation.
    pub invited: u64,
    /// Users in use.
    pub active: u64,
    /// Deactivated users.
    pub inactive: u64,
    /// Users whose personal data was erased.
    pub erased: u64,
}

/// Users by role, whatever their status; a user may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleCounts(pub [(Role, u64); 6]);

/// A key for each role.
impl Serialize for RoleCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut roles = serializer.serialize_map(Some(self.0.len()))?;
        for (role, users) in self.0 {
            roles.serialize_entry(&role, &users)?;
        }
        roles.end()
    }
}

/// Credits outstanding: sums over all users, which may exceed 64 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CreditSums {
    /// The awarded balances.
    pub awarded: i128,
    /// The purchased balances.
    pub purchased: i128,
    /// Both together.
    pub balance: i128,
}

impl CreditSums {
    /// Of these two sums.
    pub const fn of(awarded: i128, purchased: i128) -> Self {
        Self { awarded, purchased, balance: awarded + purchased }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self::of(self.awarded + other.awarded, self.purchased + other.purchased)
    }

    /// This without the other.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self::of(self.awarded - other.awarded, self.purchased - other.purchased)
    }
}

/// For how long an expired invitation needs attention: 30 days.
const EXPIRED_SECONDS: i64 = 30 * 86_400;

/// Invitations that were not accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InvitationCounts {
    /// They can be accepted.
    pub open: u64,
    /// Their time is over.
    pub expired: u64,
    /// Of these, the ones that still need attention.
    #[serde(skip)]
    pub lately_expired: u64,
}

/// Messages that no server has taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MailCounts {
    /// They wait for the next run.
    pub queued: u64,
    /// They were refused for good, or their invitations expired first.
    pub failed: u64,
}

/// What `status` tells about the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Users by status.
    pub users: UserCounts,
    /// Users by role.
    pub roles: RoleCounts,
    /// How many admins are active.
    pub active_admins: u64,
    /// Credits outstanding.
    pub credits: CreditSums,
    /// The newest month that was granted.
    pub last_grant: Option<ClosedMonth>,
    /// The first month from the current one on that is open.
    pub next_month: Month,
    /// The owed months, oldest first, the current one included.
    pub owed: Vec<Month>,
    /// The newest closed months, at most [`Summary::MONTHS`], newest first.
    pub months: Vec<ClosedMonth>,
    /// Invitations that were not accepted.
    pub invitations: InvitationCounts,
    /// Messages that were not sent.
    pub mail: MailCounts,
    /// How many operations there are.
    pub operations: u64,
    /// How many entries there are.
    pub entries: u64,
    /// The size of the database in bytes, without its write-ahead log.
    pub database_bytes: u64,
    /// Where the ledger has moved to.
    pub moved_to: Option<String>,
}

impl Summary {
    /// How many closed months it names.
    pub const MONTHS: usize = 12;
}

impl Reader<'_> {
    /// What is known of an overview at a moment to which this read went back. The rest is empty: the present alone has it.
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

    /// How many operations there are, and how many entries.
    fn counts_until(&self, moment: Option<Timestamp>) -> Result<(u64, u64)> {
        self.session.one(
            "SELECT count(*), CAST(coalesce(sum(s.entries), 0) AS INTEGER)
             FROM seals s JOIN operations o ON o.id = s.operation WHERE o.at <= ?1",
            [moment.map_or(i64::MAX, Timestamp::seconds)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// An overview at this time. Reads every user once.
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

    /// How many active users have fewer credits than these in all.
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

    /// Of invitations only those count that were neither accepted nor withdrawn, nor expired long ago.
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

    /// Sums of balances are taken in halves of 32 bits, for a whole one may overflow.
    fn user_sums(&self) -> Result<(UserCounts, RoleCounts, CreditSums)> {
        let holders = Role::ALL.map(|role| format!("count(*) FILTER (WHERE roles & {} <> 0)", role.bit()));
        let mut statement = self.session.prepare(&format!(
            "SELECT status, count(*), sum(awarded >> 32), sum(awarded & 4294967295),
                    sum(purchased >> 32), sum(purchased & 4294967295), {}
             FROM users GROUP BY status",
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
            let sum = |high: usize| -> Result<i128> {
                Ok((i128::from(row.get::<i64>(high)?) << 32) + i128::from(row.get::<i64>(high + 1)?))
            };
            credits.awarded += sum(2)?;
            credits.purchased += sum(4)?;
            for (column, (_, holders)) in (6..).zip(&mut roles) {
                *holders += row.get::<u64>(column)?;
            }
        }
        credits.balance = credits.awarded + credits.purchased;
        Ok((users, RoleCounts(roles), credits))
    }
}
