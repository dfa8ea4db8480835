//! Sums up a user's entries by kind, which shows what the balance is made of.

use serde::Serialize;

use super::summary::CreditSums;
use crate::domain::{Bucket, Kind, Timestamp};
use crate::error::Result;
use crate::store::chain::with_chain_of_user;
use crate::store::ids::UserId;
use crate::store::session::Reader;

/// The sum of all entries of one kind. Keys and order are stable, because scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindSum {
    pub kind: Kind,
    /// The sums of the signed amounts.
    #[serde(flatten)]
    pub credits: CreditSums,
    pub entries: i64,
}

impl Reader<'_> {
    /// Sums up the user's entries up to and including the second `until`. A kind that occurred earlier comes first.
    pub fn sums_by_kind(&self, user: UserId, until: Timestamp) -> Result<Vec<KindSum>> {
        let mut sums: Vec<KindSum> = Vec::new();
        self.session.each(
            &format!(
                "{} SELECT e.kind, e.bucket, e.amount
                 FROM chain c CROSS JOIN entries e ON e.id = c.id CROSS JOIN operations o ON o.id = e.operation
                 WHERE o.at <= ?2 ORDER BY e.id",
                with_chain_of_user()
            ),
            (user, until),
            |row| {
                let (kind, bucket, amount): (Kind, Bucket, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let credits = match bucket {
                    Bucket::Awarded => CreditSums::of(amount.into(), 0),
                    Bucket::Purchased => CreditSums::of(0, amount.into()),
                };
                match sums.iter_mut().find(|sum| sum.kind == kind) {
                    Some(sum) => (sum.credits, sum.entries) = (sum.credits.plus(credits), sum.entries + 1),
                    None => sums.push(KindSum { kind, credits, entries: 1 }),
                }
                Ok(())
            },
        )?;
        Ok(sums)
    }
}
