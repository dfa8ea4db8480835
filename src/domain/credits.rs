//! Whole, checked numbers of credits, small enough to be exact in JSON.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// The largest balance and the largest amount, 2^53 − 1: the last whole number that every JSON reader keeps exact.
pub const MAX_CREDITS: i64 = 9_007_199_254_740_991;

/// A number of credits from 0 to [`MAX_CREDITS`], such as a balance or an allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Credits(i64);

impl Credits {
    pub const ZERO: Self = Self(0);

    /// Returns `None` outside 0 to [`MAX_CREDITS`].
    pub const fn new(value: i64) -> Option<Self> {
        if value >= 0 && value <= MAX_CREDITS { Some(Self(value)) } else { None }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns the change that turns `self` into `target`.
    pub const fn difference_to(self, target: Self) -> Amount {
        Amount(target.0 - self.0)
    }
}

impl FromStr for Credits {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse_whole(text)
            .and_then(Self::new)
            .ok_or_else(|| format!("credits are a whole number from 0 to {MAX_CREDITS}"))
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A signed change of a balance, at most [`MAX_CREDITS`] either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Amount(i64);

impl Amount {
    /// Returns `None` beyond [`MAX_CREDITS`] either way.
    pub const fn new(value: i64) -> Option<Self> {
        if value >= -MAX_CREDITS && value <= MAX_CREDITS { Some(Self(value)) } else { None }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }
}

impl From<Credits> for Amount {
    fn from(credits: Credits) -> Self {
        Self(credits.0)
    }
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse_whole(text)
            .and_then(Self::new)
            .ok_or_else(|| format!("an amount is a whole number from -{MAX_CREDITS} to {MAX_CREDITS}"))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Reads an optional sign and decimal digits; refuses separators, exponents and fractions.
fn parse_whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// One of a user's two balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    /// Credits given: grants, promotions, tests, monthly allowances.
    Awarded,
    /// Credits bought, or received from a subscription.
    Purchased,
}

impl Bucket {
    /// Returns the name that is stored and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Awarded => "awarded",
            Self::Purchased => "purchased",
        }
    }
}

impl FromStr for Bucket {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "awarded" => Ok(Self::Awarded),
            "purchased" => Ok(Self::Purchased),
            _ => Err("a bucket is 'awarded' or 'purchased'".to_owned()),
        }
    }
}

/// The reason for an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Adds to the awarded balance.
    Award,
    /// Adds to the purchased balance.
    Purchase,
    /// Takes from either balance.
    Deduct,
    /// Sets a balance; the entry holds the difference.
    Set,
    /// Gives a new account its first balance.
    Opening,
    /// Pays a partner's monthly allowance.
    Monthly,
    /// Takes credits that the platform used.
    Spend,
    /// Gives spent credits back.
    Refund,
    /// Takes the rest of the awarded balance before a resetting allowance is paid.
    Expire,
    /// Takes the rest of a balance when its user is erased.
    Forfeit,
    /// Reverses an earlier entry.
    Undo,
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::Award,
        Self::Purchase,
        Self::Deduct,
        Self::Set,
        Self::Opening,
        Self::Monthly,
        Self::Spend,
        Self::Refund,
        Self::Expire,
        Self::Forfeit,
        Self::Undo,
    ];

    /// Returns the name that is stored and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Purchase => "purchase",
            Self::Deduct => "deduct",
            Self::Set => "set",
            Self::Opening => "opening",
            Self::Monthly => "monthly",
            Self::Spend => "spend",
            Self::Refund => "refund",
            Self::Expire => "expire",
            Self::Forfeit => "forfeit",
            Self::Undo => "undo",
        }
    }

    /// Whether an entry of this kind can change this bucket by this amount.
    pub const fn fits(self, bucket: Bucket, amount: i64) -> bool {
        match self {
            Self::Award | Self::Monthly => amount > 0 && matches!(bucket, Bucket::Awarded),
            Self::Purchase => amount > 0 && matches!(bucket, Bucket::Purchased),
            Self::Opening | Self::Refund => amount > 0,
            Self::Expire => amount < 0 && matches!(bucket, Bucket::Awarded),
            Self::Deduct | Self::Spend | Self::Forfeit => amount < 0,
            Self::Set | Self::Undo => amount != 0,
        }
    }

    /// Returns the kind of an adjustment that adds `amount` to `bucket`.
    pub const fn of_adjustment(bucket: Bucket, amount: Amount) -> Self {
        match (bucket, amount.0 < 0) {
            (_, true) => Self::Deduct,
            (Bucket::Awarded, false) => Self::Award,
            (Bucket::Purchased, false) => Self::Purchase,
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("'{text}' is not a kind of entry"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_whole_numbers_from_zero_to_the_json_limit() {
        assert_eq!("0".parse(), Ok(Credits::ZERO));
        assert_eq!("9007199254740991".parse::<Credits>().map(Credits::get), Ok(MAX_CREDITS));
        for wrong in ["", "-1", "9007199254740992", "1.5", "1e3", "1_000", "1,000", " 1", "ten", "+"] {
            assert!(wrong.parse::<Credits>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_amount_may_have_either_sign() {
        assert_eq!("-5".parse::<Amount>().map(Amount::get), Ok(-5));
        assert_eq!("+5".parse::<Amount>().map(Amount::get), Ok(5));
        for wrong in ["--5", "-", "99999999999999999999", "-9007199254740992"] {
            assert!(wrong.parse::<Amount>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_negative_adjustment_is_a_deduction_from_either_bucket() {
        let (Some(five), Some(minus)) = (Amount::new(5), Amount::new(-5)) else { unreachable!() };
        assert_eq!(Kind::of_adjustment(Bucket::Awarded, five), Kind::Award);
        assert_eq!(Kind::of_adjustment(Bucket::Purchased, five), Kind::Purchase);
        assert_eq!(Kind::of_adjustment(Bucket::Awarded, minus), Kind::Deduct);
        assert_eq!(Kind::of_adjustment(Bucket::Purchased, minus), Kind::Deduct);
    }
}
