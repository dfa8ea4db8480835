//! Values of flags and cells: every accepted value prints as text that parses to the same value.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use proptest::sample::select;
use rad_admin::cli::users::{Users, UsersPart};
use rad_admin::cli::values;
use rad_admin::domain::{
    Amount, Bucket, Credits, Day, Digest, Email, Filter, Kind, MAX_CREDITS, MAX_TEXT_CHARACTERS, Month, Role,
    Roles, Sort, Status, Timestamp, Zone,
};
use rad_admin::input::Rename;
use rad_admin::mail::Token;
use rad_admin::store::{USER_KEYS, filter_keys};

/// Values that are almost valid, to be cut, doubled and mixed.
const NEARLY: &[&str] = &[
    "ada.l+x@example.org",
    "åsa@exämple.org",
    "ΑΣ@x.gr",
    "İ@x.tr",
    "2026-11",
    "9999-12",
    "2026-02-29",
    "2024-02-29",
    "2026-11-01T09:30:00Z",
    "9999-12-31T23:59:59-23:59",
    "0000-01-01T00:00:00+23:59",
    "2016-12-31T23:59:60Z",
    "9007199254740991",
    "9007199254740992",
    "-9223372036854775808",
    "+007",
    "role:partner",
    "status:active",
    "@list",
    "@",
    "-",
    "all",
    "partner,admin",
    "email,-balance",
    "awarded=creditAwards",
    "Europe/Berlin",
    "'=1+1",
    "\u{202e}",
    "\0",
    "00000000000000000000000000000000000000000000000000000000000000ff",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
];

/// Returns an almost valid value, changed in one place.
fn mutated() -> impl Strategy<Value = String> {
    (
        select(NEARLY),
        select(NEARLY),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<char>(),
        0..5,
    )
        .prop_map(|(one, other, at, to, letter, how)| {
            let mut letters: Vec<char> = one.chars().collect();
            let (at, to) = (at.index(letters.len()), to.index(letters.len()));
            match how {
                0 => letters[at] = letter,
                1 => letters.insert(at, letter),
                2 => drop(letters.remove(at)),
                3 => letters.splice(at..at, other.chars()).for_each(drop),
                _ => letters.swap(at, to),
            }
            letters.into_iter().collect()
        })
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![4 => mutated(), 1 => any::<String>(), 1 => "[0-9:.TZ+ -]{0,30}", 1 => "[a-zÀ-ſ@.+-]{0,300}"]
}

/// Checks that an accepted value survives printing and parsing, and that a refusal has a message.
fn comes_back<T>(text: &str) -> Result<(), TestCaseError>
where
    T: FromStr<Err = String> + Display + PartialEq + Debug,
{
    match text.parse::<T>() {
        Ok(value) => prop_assert_eq!(value.to_string().parse::<T>(), Ok(value)),
        Err(what) => prop_assert!(!what.is_empty()),
    }
    Ok(())
}

/// Like [`comes_back`], for a value whose name is printed in another way.
fn name_comes_back<T: FromStr + PartialEq + Debug>(
    text: &str,
    name: impl Fn(&T) -> &'static str,
) -> Result<(), TestCaseError> {
    if let Ok(value) = text.parse::<T>() {
        prop_assert_eq!(name(&value), text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(super::config(1))]

    #[test]
    fn accepted_values_are_printed_and_read_again(text in anything()) {
        comes_back::<Email>(&text)?;
        comes_back::<Month>(&text)?;
        comes_back::<Timestamp>(&text)?;
        comes_back::<Credits>(&text)?;
        comes_back::<Amount>(&text)?;
        comes_back::<Digest>(&text)?;
        comes_back::<Role>(&text)?;
        comes_back::<Roles>(&text)?;
        comes_back::<Status>(&text)?;
        comes_back::<Zone>(&text)?;
        name_comes_back(&text, |kind: &Kind| kind.as_str())?;
        name_comes_back(&text, |bucket: &Bucket| bucket.as_str())?;
    }

    #[test]
    fn accepted_values_are_within_their_limits(text in anything()) {
        if let Ok(email) = text.parse::<Email>() {
            prop_assert!(email.as_str().len() <= 254 && !email.as_str().contains(char::is_control));
            prop_assert_eq!(email.as_str(), text.trim().to_lowercase());
        }
        if let Ok(credits) = text.parse::<Credits>() {
            prop_assert!((0..=MAX_CREDITS).contains(&credits.get()));
        }
        if let Ok(amount) = text.parse::<Amount>() {
            prop_assert!(amount.get().abs() <= MAX_CREDITS);
        }
        if let Ok(text) = values::text(&text) {
            prop_assert!((1..=MAX_TEXT_CHARACTERS).contains(&text.chars().count()));
        }
        if let Ok(actor) = values::actor(&text) {
            prop_assert!(actor.len() <= 254 && !actor.contains(char::is_control));
        }
        if let Ok(Day::Date(day)) = text.parse() {
            prop_assert_eq!(day.to_string(), text.as_str());
        }
    }

    #[test]
    fn selectors_renames_orders_and_tokens_are_what_they_seem(text in anything()) {
        let parts = text.parse::<Users>().map_or(Vec::new(), |users| users.0);
        for (part, text) in parts.iter().zip(text.split(',').map(str::trim)) {
            match part {
                UsersPart::All => prop_assert_eq!(text, "all"),
                UsersPart::Stdin => prop_assert_eq!(text, "-"),
                UsersPart::Role(role) => prop_assert_eq!(format!("role:{role}"), text),
                UsersPart::Status(status) => prop_assert_eq!(format!("status:{status}"), text),
                UsersPart::Domain(_) => prop_assert!(text.starts_with("domain:")),
                UsersPart::File(file) => prop_assert_eq!(format!("@{}", file.display()), text),
                UsersPart::User(email) => prop_assert_eq!(email.as_str(), text.to_lowercase()),
            }
        }
        if let Ok(Rename { ours, theirs }) = text.parse() {
            prop_assert_eq!(format!("{ours}={theirs}"), text.as_str());
        }
        if let Some(token) = Token::parse(&text) {
            prop_assert_eq!(text.trim().len(), 43);
            prop_assert_ne!(token.hash(), [0; 32]);
        }
        let keys = filter_keys(USER_KEYS);
        let _ = Sort::parse(&text, &keys);
        let _ = Filter::parse(&[text.clone(), format!("created_at{text}")], &keys, Zone::UTC, Timestamp::from_seconds(0));
    }
}
