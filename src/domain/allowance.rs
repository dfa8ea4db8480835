//! Defines monthly allowances, and computes what a grant pays.

use serde::Serialize;
use serde_json::Value;

use super::credits::Credits;
use super::number::grouped;

/// How a grant pays an allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Adds the amount to the balance.
    #[default]
    Plain,
    /// Fills the awarded balance up to this many credits, and takes nothing away.
    Cap(Credits),
    /// Lets the rest of the awarded balance expire, then pays the amount.
    Reset,
}

impl Policy {
    /// Returns the name that is stored and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Cap(_) => "cap",
            Self::Reset => "reset",
        }
    }

    pub const fn cap(self) -> Option<Credits> {
        match self {
            Self::Cap(cap) => Some(cap),
            Self::Plain | Self::Reset => None,
        }
    }

    /// Returns the policy with this name, or `None` if the name and the cap do not go together.
    pub fn named(name: &str, cap: Option<Credits>) -> Option<Self> {
        match (name, cap) {
            ("plain", None) => Some(Self::Plain),
            ("cap", Some(cap)) => Some(Self::Cap(cap)),
            ("reset", None) => Some(Self::Reset),
            _ => None,
        }
    }
}

impl Serialize for Policy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Credits a month and how they are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Credits a month, 0 for no allowance.
    pub amount: Credits,
    pub policy: Policy,
}

/// The effect of one month on a user's awarded balance, in credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Expires before the grant.
    pub expired: i64,
    pub granted: i64,
}

impl Policy {
    /// Returns the words to print after an amount, such as `, capped at 500`. A plain policy has none.
    pub fn in_words(self) -> String {
        match self {
            Self::Plain => String::new(),
            Self::Cap(cap) => format!(", capped at {}", grouped(cap.get())),
            Self::Reset => ", reset each month".to_owned(),
        }
    }
}

impl Allowance {
    pub const NONE: Self = Self { amount: Credits::ZERO, policy: Policy::Plain };

    /// Computes what a month pays to a user with these balances.
    ///
    /// `max_balance` limits both balances together; `None` means no limit.
    pub fn payment(self, awarded: i64, purchased: i64, max_balance: Option<i64>) -> Payment {
        let amount = self.amount.get();
        let (expired, granted) = match self.policy {
            Policy::Plain => (0, amount),
            Policy::Cap(cap) => (0, amount.min(cap.get().saturating_sub(awarded))),
            Policy::Reset if amount > 0 => (awarded, amount),
            Policy::Reset => (0, 0),
        };
        let there = awarded.saturating_add(purchased) - expired;
        let room = max_balance.map_or(i64::MAX, |most| most.saturating_sub(there));
        Payment { expired, granted: granted.min(room).max(0) }
    }

    /// Reads the text of a stored change: a number, or an object if the policy is not plain or if a pause begins or ends.
    pub fn from_stored(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let credits = |value: &Value| Credits::new(value.as_i64()?);
        if let Some(amount) = credits(&value) {
            return Some(Self { amount, ..Self::NONE });
        }
        let cap = value.get("cap").and_then(credits);
        let policy = Policy::named(value.get("policy")?.as_str()?, cap)?;
        Some(Self { amount: credits(value.get("amount")?)?, policy })
    }

    /// Returns the text that [`Allowance::from_stored`] reads, with the credits that a pause holds back.
    pub fn to_stored_with(self, held: Option<Credits>) -> String {
        let Self { amount, policy } = self;
        if policy == Policy::Plain && held.is_none() {
            return amount.to_string();
        }
        let key = |name: &str, credits: Option<Credits>| {
            credits.map(|credits| format!(r#","{name}":{credits}"#)).unwrap_or_default()
        };
        let (cap, held, name) = (key("cap", policy.cap()), key("held", held), policy.as_str());
        format!(r#"{{"amount":{amount},"policy":"{name}"{cap}{held}}}"#)
    }

    /// Returns the JSON of a stored change for people, with the credits that a pause holds back. `None` if it is no allowance.
    pub fn stored_in_words(stored: &Value) -> Option<String> {
        let allowance = Self::from_stored(&stored.to_string())?;
        let held = stored.get("held").and_then(Value::as_i64);
        Some(held.map_or_else(
            || allowance.in_words(),
            |held| match held {
                0 => "0".to_owned(),
                held => format!("0 ({} after the pause)", grouped(held)),
            },
        ))
    }

    /// Returns the allowance for people, such as `100, capped at 500`.
    pub fn in_words(self) -> String {
        grouped(self.amount.get()) + &self.policy.in_words()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(amount: i64, policy: Policy) -> Allowance {
        Allowance { amount: Credits::new(amount).unwrap(), policy }
    }

    fn cap(cap: i64) -> Policy {
        Policy::Cap(Credits::new(cap).unwrap())
    }

    #[test]
    fn a_cap_fills_up_and_takes_nothing() {
        let paid = |awarded| of(100, cap(150)).payment(awarded, 900, None);
        assert_eq!(paid(0), Payment { expired: 0, granted: 100 });
        assert_eq!(paid(80), Payment { expired: 0, granted: 70 });
        assert_eq!(paid(150), Payment { expired: 0, granted: 0 });
        assert_eq!(paid(900), Payment { expired: 0, granted: 0 });
    }

    #[test]
    fn a_reset_leaves_the_allowance_and_nothing_else() {
        let paid = |awarded| of(100, Policy::Reset).payment(awarded, 900, None);
        assert_eq!(paid(0), Payment { expired: 0, granted: 100 });
        assert_eq!(paid(730), Payment { expired: 730, granted: 100 });
    }

    #[test]
    fn the_largest_balance_limits_every_policy() {
        let plain = of(100, Policy::Plain);
        assert_eq!(plain.payment(50, 30, Some(100)), Payment { expired: 0, granted: 20 });
        assert_eq!(plain.payment(50, 70, Some(100)), Payment { expired: 0, granted: 0 });
        let reset = of(100, Policy::Reset);
        assert_eq!(reset.payment(50, 30, Some(100)), Payment { expired: 50, granted: 70 });
    }

    #[test]
    fn a_stored_allowance_is_a_number_or_an_object() {
        let stored = Allowance::from_stored;
        assert_eq!(stored("100"), Some(of(100, Policy::Plain)));
        assert_eq!(stored(r#"{"amount":100,"policy":"cap","cap":500}"#), Some(of(100, cap(500))));
        assert_eq!(stored(r#"{"amount":100,"policy":"reset"}"#), Some(of(100, Policy::Reset)));
        assert_eq!(stored(r#"{"amount":100,"policy":"plain","carried":true}"#), Some(of(100, Policy::Plain)));
        assert_eq!(stored(r#"{"amount":0,"policy":"reset","held":100}"#), Some(of(0, Policy::Reset)));
        for allowance in [of(100, Policy::Plain), of(100, cap(500)), of(100, Policy::Reset)] {
            assert_eq!(stored(&allowance.to_stored_with(None)), Some(allowance));
        }
        let paused = of(0, cap(500)).to_stored_with(Credits::new(100));
        assert_eq!(paused, r#"{"amount":0,"policy":"cap","cap":500,"held":100}"#);
        for wrong in ["-1", "", "1 cap 5", r#"{"amount":100,"policy":"cap"}"#, r#"{"amount":100}"#] {
            assert_eq!(stored(wrong), None, "{wrong}");
        }
    }
}
