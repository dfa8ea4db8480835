//! Parses the values of flags and arguments.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};

use crate::domain::{
    Amount, Bucket, Credits, Day, Digest, Email, Kind, MAX_CREDITS, Month, OperationId, ReportKey, Role,
    Status, Zone, checked_text,
};
use crate::output::{ColorChoice, Format};

/// Parses `on` or `off`.
pub fn switch() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["on", "off"]).map(|word| word == "on")
}

pub fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::as_str)).try_map(|word| word.parse::<Role>().map_err(plain))
}

pub fn status() -> impl TypedValueParser<Value = Status> {
    PossibleValuesParser::new(Status::ALL.map(Status::as_str))
        .try_map(|word| word.parse::<Status>().map_err(plain))
}

pub fn bucket() -> impl TypedValueParser<Value = Bucket> {
    PossibleValuesParser::new(["awarded", "purchased"]).try_map(|word| word.parse::<Bucket>().map_err(plain))
}

pub fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::as_str)).try_map(|word| word.parse::<Kind>().map_err(plain))
}

pub fn report_key() -> impl TypedValueParser<Value = ReportKey> {
    PossibleValuesParser::new(ReportKey::ALL.map(ReportKey::as_str))
        .try_map(|word| word.parse::<ReportKey>().map_err(plain))
}

/// The value of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputChoice {
    /// A form that every command prints.
    Format(Format),
    /// A journal for hledger and ledger, which only `credits history` prints.
    Journal,
}

const JOURNAL: &str = "hledger";

pub fn output() -> impl TypedValueParser<Value = OutputChoice> {
    let names = Format::ALL.map(Format::as_str).into_iter().chain([JOURNAL]);
    PossibleValuesParser::new(names).try_map(|word| match word.as_str() {
        JOURNAL => Ok(OutputChoice::Journal),
        name => name.parse().map(OutputChoice::Format).map_err(plain),
    })
}

pub fn color() -> impl TypedValueParser<Value = ColorChoice> {
    PossibleValuesParser::new(["auto", "always", "never"]).map(|word| match word.as_str() {
        "always" => ColorChoice::Always,
        "never" => ColorChoice::Never,
        _ => ColorChoice::Auto,
    })
}

pub fn operation(text: &str) -> Result<OperationId, String> {
    text.parse()
}

/// An operation by its number, or the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationTarget {
    Number(OperationId),
    Last,
}

impl FromStr for OperationTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "last" { Ok(Self::Last) } else { operation(text).map(Self::Number) }
    }
}

pub fn version(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| "a version is a whole number, which rad-admin user show prints".to_owned())
}

/// Parses a number of rows, as large as a database can count.
pub fn rows(text: &str) -> Result<u64, String> {
    let rows = text.parse().ok().filter(|rows| i64::try_from(*rows).is_ok());
    rows.ok_or_else(|| format!("a number of rows is a whole number from 0 to {}", i64::MAX))
}

/// Parses the path of a file. Refuses `-`.
pub fn file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        if path.as_os_str() == "-" {
            Err("'-' is not a file; write ./- if that is its name".to_owned())
        } else {
            Ok(path)
        }
    })
}

/// Parses a number of months, from 1 to ten years.
pub fn months(text: &str) -> Result<usize, String> {
    let months = text.parse().ok().filter(|months| (1..=120).contains(months));
    months.ok_or_else(|| "a number of months is a whole number from 1 to 120".to_owned())
}

/// Parses seconds to wait, at most a day.
pub fn seconds(text: &str) -> Result<u32, String> {
    const DAY_SECONDS: u32 = 86_400;
    let seconds = text.parse().ok().filter(|seconds| *seconds <= DAY_SECONDS);
    seconds.ok_or_else(|| format!("it is a whole number of seconds, at most a day's {DAY_SECONDS}"))
}

pub fn email(text: &str) -> Result<Email, String> {
    text.parse()
}

/// Parses an actor: an address, or the plain name of a person or a script.
pub fn actor(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.contains('@') {
        return name.parse().map(|email: Email| email.to_string());
    }
    let plain = !name.is_empty() && name.len() <= 64 && !name.contains(char::is_control);
    if plain { Ok(name.to_owned()) } else { Err("an actor is an e-mail address, or a short name".to_owned()) }
}

pub fn zone(text: &str) -> Result<Zone, String> {
    text.parse()
}

pub fn month(text: &str) -> Result<Month, String> {
    text.parse()
}

pub fn day(text: &str) -> Result<Day, String> {
    text.parse()
}

pub fn digest(text: &str) -> Result<Digest, String> {
    text.trim().parse()
}

/// Parses credits from 0.
pub fn credits(text: &str) -> Result<Credits, String> {
    text.parse()
}

/// The value of `--confirm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// The total of an adjustment.
    Total(Credits),
    /// The address of the user to erase.
    Address(Email),
}

pub fn confirmation(text: &str) -> Result<Confirmation, String> {
    if text.contains('@') {
        return text.parse().map(Confirmation::Address);
    }
    text.parse().map(Confirmation::Total)
}

/// Parses the credits to set something to, from 0. Refuses a sign, which would look like an addition.
pub fn set_credits(text: &str) -> Result<Credits, String> {
    if text.starts_with('+') {
        return Err("a set is no addition: write the new figure without a sign".to_owned());
    }
    text.parse()
}

/// Parses a signed change of a balance, not 0.
pub fn amount(text: &str) -> Result<Amount, String> {
    text.parse().and_then(|amount: Amount| {
        if amount.get() == 0 { Err("an amount of 0 changes nothing".to_owned()) } else { Ok(amount) }
    })
}

/// Parses credits from 1.
pub fn some_credits(text: &str) -> Result<Credits, String> {
    match text.parse() {
        Ok(Credits::ZERO) | Err(_) if text.starts_with('-') => {
            Err("it must be at least 1; to take credits, use: rad-admin credits deduct".to_owned())
        }
        Ok(Credits::ZERO) | Err(_) => Err(format!("an amount is a whole number from 1 to {MAX_CREDITS}")),
        Ok(amount) => Ok(amount),
    }
}

/// Parses a text: not empty, at most [`MAX_TEXT_CHARACTERS`](crate::domain::MAX_TEXT_CHARACTERS), without
/// control characters.
pub fn text(text: &str) -> Result<String, String> {
    match checked_text(text).map_err(|what| format!("it {what}"))? {
        "" => Err("it is empty".to_owned()),
        text => Ok(text.to_owned()),
    }
}

/// Like [`text`], but turns blanks into an empty text.
pub fn text_or_nothing(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Ok(String::new()) } else { self::text(text) }
}

/// Parses the reason of an adjustment that needs one.
pub fn reason(typed: &str) -> Result<String, String> {
    if typed.trim().is_empty() { Err("a reason is required".to_owned()) } else { text(typed) }
}

fn plain(fault: String) -> std::io::Error {
    std::io::Error::other(fault)
}
