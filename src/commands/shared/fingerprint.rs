//! What is asked for under an idempotency key, as a fingerprint that is stored with the key.
//!
//! The encoding is written out here by hand, and its test vectors are literal: a key that was used once must mean the same in
//! every later version of the program.

use crate::app::About;
use crate::domain::{Amount, Bucket, Credits, Email};
use crate::encoding::Encoder;
use crate::store::{OnFault, Selection};

/// Names the encoding; a change of it is a new name.
const NAME: &str = "rad-admin request 1";

/// What a command asks for, besides its name and its reference.
pub(crate) enum Asked<'a> {
    /// The same change for each user of a selection.
    Adjustment { bucket: Bucket, amount: Amount, users: &'a Selection },
    /// Balances to set.
    Balances { user: &'a Email, awarded: Option<Credits>, purchased: Option<Credits> },
    /// The rows of a file, by their content hash.
    File { content: &'a [u8; 32], on_fault: OnFault },
    /// An operation to undo, or what it did to a selection.
    Undo { operation: i64, as_far_as_possible: bool, only: Option<&'a Selection> },
}

/// Fills in the fingerprint, where there is a key. The reason is no part of it: it may be typed later, and is compared by itself.
pub(crate) fn sign(about: &mut About, asked: &Asked<'_>) {
    let Some(key) = &mut about.key else { return };
    let mut encoder = Encoder::new(NAME);
    encoder.text(about.command).optional_text(about.reference.as_deref());
    match asked {
        Asked::Adjustment { bucket, amount, users } => {
            encoder.text(bucket.as_str()).integer(amount.get());
            add_selection(&mut encoder, users);
        }
        Asked::Balances { user, awarded, purchased } => {
            encoder.text(user.as_str());
            encoder.optional_integer(awarded.map(Credits::get)).optional_integer(purchased.map(Credits::get));
        }
        Asked::File { content, on_fault } => {
            encoder.bytes(*content).text(on_fault.as_str());
        }
        Asked::Undo { operation, as_far_as_possible, only } => {
            encoder.integer(*operation).boolean(*as_far_as_possible).boolean(only.is_some());
            if let Some(only) = only {
                add_selection(&mut encoder, only);
            }
        }
    }
    key.fingerprint = encoder.finish();
}

/// A selection as it was asked for, not as it came out: the users of a role may change between two tries.
fn add_selection(encoder: &mut Encoder, selection: &Selection) {
    match selection {
        Selection::User(email) => _ = encoder.text("user").text(email.as_str()),
        Selection::All => _ = encoder.text("all"),
        Selection::Role(role) => _ = encoder.text("role").text(role.as_str()),
        Selection::Status(status) => _ = encoder.text("status").text(status.as_str()),
        Selection::Listed(emails) => {
            let mut emails: Vec<&str> = emails.iter().map(Email::as_str).collect();
            emails.sort_unstable();
            emails.dedup();
            encoder.text("listed").integer(i64::try_from(emails.len()).unwrap_or(i64::MAX));
            for email in emails {
                encoder.text(email);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::store::Key;

    fn fingerprint(command: &'static str, reference: Option<&str>, asked: &Asked<'_>) -> String {
        let key = Some(Key { key: "k".to_owned(), fingerprint: [0; 32] });
        let mut about = About { command, reference: reference.map(str::to_owned), key };
        sign(&mut about, asked);
        about.key.map(|key| key.fingerprint.map(|byte| format!("{byte:02x}")).concat()).unwrap_or_default()
    }

    fn credits(text: &str) -> Credits {
        text.parse().expect("credits")
    }

    #[test]
    fn a_fingerprint_never_changes_for_what_was_asked() {
        let ada: Email = "ada@example.org".parse().expect("an address");
        let bob: Email = "bob@example.org".parse().expect("an address");
        let five = Amount::from(credits("5"));
        let adjust = |users: &Selection| {
            fingerprint(
                "credits award",
                Some("ticket-7"),
                &Asked::Adjustment { bucket: Bucket::Awarded, amount: five, users },
            )
        };
        let vectors = [
            (
                adjust(&Selection::User(ada.clone())),
                "dd6fa6e6bc225ae76a43361a4ce76b4e8fba1f845677485a47e0f0a20226a125",
            ),
            (adjust(&Selection::All), "81db558bfab0c3c1a57e69c4658832af68168ddf696ff3e8ef95c9ec88eab314"),
            (
                adjust(&Selection::Role(Role::Partner)),
                "1cd602ce10c27db79ecd9cb83a2cd363f53835425ef67bf2cb1633a514919bf1",
            ),
            (
                adjust(&Selection::Listed(vec![bob, ada.clone(), ada.clone()])),
                "64812a4bc5b52e0f5e9ee95929ddcf43999c56af49508cf72a81a768c110024e",
            ),
            (
                fingerprint(
                    "credits set",
                    None,
                    &Asked::Balances { user: &ada, awarded: Some(credits("100")), purchased: None },
                ),
                "45fd012cde5274da897e2aeaa16196744fc13ef5b9b50d23dce3049ff771b144",
            ),
            (
                fingerprint(
                    "credits apply",
                    None,
                    &Asked::File { content: &[7; 32], on_fault: OnFault::Stop },
                ),
                "fd4f0f6f56473c71fc3652bb705c7e359c2655ce6b41544c9039e92d8f9963f8",
            ),
            (
                fingerprint(
                    "credits apply",
                    None,
                    &Asked::File { content: &[7; 32], on_fault: OnFault::Continue },
                ),
                "bfe8563897f4fe0239f9be2462d534db5985af8a189d55612c34d3972e9e189c",
            ),
            (
                fingerprint(
                    "undo",
                    None,
                    &Asked::Undo { operation: 3, as_far_as_possible: false, only: None },
                ),
                "673dcdd06000b4ff48c6a2ec5bb7c10be1c821112c11aa0f3c06fb405c77a042",
            ),
        ];
        for (found, expected) in vectors {
            assert_eq!(found, expected);
        }
    }
}
