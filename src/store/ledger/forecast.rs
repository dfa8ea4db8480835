//! Forecasts what coming months will grant if users, roles and allowances stay as they are and nobody spends.

use super::allowances::policy;
use super::grants::keeps;
use super::payees::Payees;
use crate::domain::{Allowance, Credits, Month};
use crate::error::{Error, Result};
use crate::store::ids::UserId;
use crate::store::session::Reader;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastMonth {
    pub month: Month,
    /// The number of users that it will pay.
    pub users: u64,
    pub credits: i64,
    /// The number of users who will get less, or nothing, because of a cap.
    pub capped: u64,
}

/// A partner, from one month to the next.
#[derive(Debug)]
struct Payee {
    user: UserId,
    awarded: i64,
    purchased: i64,
    /// Whether the partner already got the first of the months.
    is_paid: bool,
    /// The first month of each allowance, oldest first.
    allowances: Vec<(Month, Allowance)>,
}

impl Payee {
    /// Adds what this partner gets to the figures of the months.
    fn add_to(mut self, months: &mut [ForecastMonth], max_balance: Option<Credits>) -> Result<()> {
        for (index, forecast) in months.iter_mut().enumerate() {
            let in_force = self.allowances.iter().rev().find(|(from, _)| *from <= forecast.month);
            let Some((_, allowance)) = in_force.filter(|(_, allowance)| allowance.amount > Credits::ZERO)
            else {
                continue;
            };
            if index == 0 && self.is_paid {
                continue;
            }
            let payment = allowance.payment(self.awarded, self.purchased, max_balance.map(Credits::get));
            let too_much =
                || Error::refused(format!("the credits of {} are too many to be counted", forecast.month));
            self.awarded =
                (self.awarded - payment.expired).checked_add(payment.granted).ok_or_else(too_much)?;
            forecast.credits = forecast.credits.checked_add(payment.granted).ok_or_else(too_much)?;
            forecast.users += u64::from(payment.granted > 0);
            forecast.capped += u64::from(payment.granted < allowance.amount.get());
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// Forecasts the first `months` open months from `current` on.
    pub fn forecast(
        &self,
        current: Month,
        months: usize,
        max_balance: Option<Credits>,
    ) -> Result<Vec<ForecastMonth>> {
        let mut forecast: Vec<ForecastMonth> = Vec::new();
        let mut month = self.next_grant(current)?;
        while forecast.len() < months && month < Month::LAST {
            forecast.push(ForecastMonth { month, users: 0, credits: 0, capped: 0 });
            month = self.next_grant(month.next())?;
        }
        let (Some(first), Some(last)) = (forecast.first(), forecast.last()) else { return Ok(forecast) };
        let mut values = vec![last.month];
        let mut is_paid = "FALSE".to_owned();
        if self.is_paid_in_part(first.month)? {
            values.push(first.month);
            is_paid = keeps("?2", "u.id");
        }
        let sql = format!(
            "SELECT u.id, u.awarded, u.purchased, {is_paid}, a.from_month, a.amount, a.policy, a.cap
             FROM users u CROSS JOIN allowances a ON a.user_id = u.id
             WHERE {} AND a.from_month <= ?1 ORDER BY a.user_id, a.from_month",
            Payees::ActivePartners.condition()
        );
        let mut payee: Option<Payee> = None;
        self.session.each(&sql, values.as_slice(), |row| {
            let user = row.get(0)?;
            let from =
                (row.get(4)?, Allowance { amount: row.get(5)?, policy: policy(row.text(6)?, row.get(7)?)? });
            match &mut payee {
                Some(payee) if payee.user == user => payee.allowances.push(from),
                _ => {
                    let (awarded, purchased, is_paid) = (row.get(1)?, row.get(2)?, row.get(3)?);
                    let next = Payee { user, awarded, purchased, is_paid, allowances: vec![from] };
                    if let Some(done) = payee.replace(next) {
                        done.add_to(&mut forecast, max_balance)?;
                    }
                }
            }
            Ok(())
        })?;
        if let Some(done) = payee {
            done.add_to(&mut forecast, max_balance)?;
        }
        Ok(forecast)
    }
}
