//! Builds the bytes of a message, with sender, recipient and headers.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{Date, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use super::address::address_of;
use super::content::one_line;
use super::{MessageContent, Sender};
use crate::domain::{Email, Timestamp};
use crate::{Error, Result};

/// The longest Message-ID; a file may be named after it.
const ID_BYTES_MAX: usize = 200;
/// A header line may have 998 bytes (RFC 5322, 2.1.1) and should have 78; escaping can double a word.
const WORD_BYTES_MAX: usize = 30;
/// A quoted name is not folded, because readers disagree about line ends in it.
const NAME_BYTES_MAX: usize = 60;
/// The last second that a Date header can express: the end of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// A message ready to be sent. The same arguments give the same bytes, so that mail systems can recognise a repeat.
pub struct Message {
    id: String,
    sender: Address,
    recipient: Address,
    bytes: Vec<u8>,
}

impl Message {
    /// Builds the message. `id` is the Message-ID without angle brackets; it is unique forever and the same in every attempt.
    /// Fails (exit 2) if the address cannot be mailed, see [`super::check_deliverable`].
    pub fn new(
        sender: &Sender,
        to: &Email,
        name: Option<&str>,
        content: &MessageContent,
        id: &str,
        date: Timestamp,
    ) -> Result<Self> {
        if !is_message_id(id) {
            return Err(Error::new(crate::Code::Failed, format!("'{}' is no Message-ID", id.escape_debug())));
        }
        let recipient = address_of(to).map_err(Error::usage)?;
        let name = name.map(one_line).filter(|name| !name.trim().is_empty());
        let seconds = u64::try_from(date.seconds()).unwrap_or(0).min(LAST_SECOND);
        let envelope = Envelope::new(Some(sender.address().clone()), vec![recipient.clone()])
            .map_err(|error| Error::failed("cannot address the message", error))?;
        let subject = one_line(&content.subject);
        let builder = lettre::Message::builder().envelope(envelope).from(sender.mailbox());
        let builder = match name {
            Some(name) if name.len() > NAME_BYTES_MAX || has_long_word(&name) => {
                let to = format!("{}\r\n <{recipient}>", encoded_words(&name));
                builder.raw_header(encoded_header("To", to))
            }
            name => builder.to(Mailbox::new(name, recipient.clone())),
        };
        let builder = if has_long_word(&subject) {
            builder.raw_header(encoded_header("Subject", encoded_words(&subject)))
        } else {
            builder.subject(subject)
        };
        let message = builder
            .message_id(Some(format!("<{id}>")))
            .header(Date::new(UNIX_EPOCH + Duration::from_secs(seconds)))
            .multipart(
                MultiPart::alternative()
                    .boundary(boundary(id))
                    .singlepart(SinglePart::plain(content.text.clone()))
                    .singlepart(SinglePart::html(content.html.clone())),
            )
            .map_err(|error| Error::failed("cannot build the message", error))?;
        Ok(Self {
            id: id.to_owned(),
            sender: sender.address().clone(),
            recipient,
            bytes: message.formatted(),
        })
    }

    /// Returns the Message-ID without angle brackets.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns header and body with CRLF line ends, as an `.eml` file holds them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn sender(&self) -> &Address {
        &self.sender
    }

    pub(super) fn recipient(&self) -> &Address {
        &self.recipient
    }
}

/// Whether a word is too long to fold. lettre breaks headers only between words.
fn has_long_word(text: &str) -> bool {
    text.split(' ').any(|word| word.len() > WORD_BYTES_MAX)
}

/// Encodes the text in base64 words of at most 75 characters, one per line (RFC 2047).
fn encoded_words(text: &str) -> String {
    const BYTES_PER_WORD: usize = 42;
    let mut words = vec![String::new()];
    for c in text.chars() {
        if words.last().is_some_and(|word| word.len() + c.len_utf8() > BYTES_PER_WORD) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    let encoded = words.iter().map(|word| format!("=?utf-8?b?{}?=", STANDARD.encode(word)));
    encoded.collect::<Vec<_>>().join("\r\n ")
}

fn encoded_header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// Whether the text is two dot-atoms around an '@' (RFC 5322, 3.6.4).
fn is_message_id(id: &str) -> bool {
    let is_atom = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&c);
    let is_dot_atom = |part: &str| part.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom));
    id.len() <= ID_BYTES_MAX
        && id.split_once('@').is_some_and(|(left, right)| is_dot_atom(left) && is_dot_atom(right))
}

/// Returns the line between the MIME parts. It depends on the Message-ID alone, and the author of a template cannot guess it.
fn boundary(id: &str) -> String {
    let digest = Sha256::digest(id.as_bytes());
    digest.iter().take(16).fold("rad-admin-".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use mailparse::{MailHeaderMap, parse_mail};

    use super::*;

    fn message(to: &str, name: Option<&str>, subject: &str) -> Message {
        let content = MessageContent {
            subject: subject.into(),
            text: "Grüße\n.\n..und mehr\n".into(),
            html: "<p>Grüße</p>".into(),
        };
        let sender = Sender::parse("RÄD Platform <no-reply@example.org>").expect("a sender");
        let to = to.parse().expect("an address");
        let date = Timestamp::from_seconds(1_793_525_400);
        Message::new(&sender, &to, name, &content, "abc.1@example.org", date).expect("a message")
    }

    fn header(message: &Message, name: &str) -> Option<String> {
        parse_mail(message.bytes()).expect("mail").headers.get_first_value(name)
    }

    #[test]
    fn a_message_is_text_and_html_with_its_headers_and_the_same_every_time() {
        let first = message("ada@example.org", Some("Åsa, \"Q\" <x>"), "Grüße an Åsa");
        assert_eq!(first.bytes(), message("ada@example.org", Some("Åsa, \"Q\" <x>"), "Grüße an Åsa").bytes());
        assert!(first.bytes().is_ascii());
        assert_eq!(header(&first, "From").as_deref(), Some("RÄD Platform <no-reply@example.org>"));
        assert_eq!(header(&first, "Subject").as_deref(), Some("Grüße an Åsa"));
        assert_eq!(header(&first, "Message-ID").as_deref(), Some("<abc.1@example.org>"));
        assert_eq!(header(&first, "Date").as_deref(), Some("Sun, 01 Nov 2026 09:30:00 +0000"));
        let mail = parse_mail(first.bytes()).expect("mail");
        let to = mailparse::addrparse_header(mail.headers.get_first_header("To").expect("To"))
            .expect("an address");
        let to = to.extract_single_info().expect("one recipient");
        assert_eq!(
            (to.display_name.as_deref(), to.addr.as_str()),
            (Some("Åsa, \"Q\" <x>"), "ada@example.org")
        );
        assert_eq!(mail.ctype.mimetype, "multipart/alternative");
        let parts: Vec<_> = mail.subparts.iter().map(|part| part.get_body().expect("a body")).collect();
        assert_eq!(parts[0].replace("\r\n", "\n").trim_end(), "Grüße\n.\n..und mehr");
        assert_eq!(parts[1].trim_end(), "<p>Grüße</p>");
    }

    #[test]
    fn no_value_adds_a_header_or_a_recipient() {
        let attack = "Ada\r\nBcc: eve@example.org\r\n\r\nbody";
        let attacked = message("ada@example.org", Some(attack), attack);
        assert_eq!(header(&attacked, "Bcc"), None);
        let mail = parse_mail(attacked.bytes()).expect("mail");
        assert_eq!(mail.headers.len(), message("ada@example.org", None, "x").headers_count());
        assert_eq!(mail.subparts.len(), 2);
    }

    impl Message {
        fn headers_count(&self) -> usize {
            parse_mail(&self.bytes).expect("mail").headers.len()
        }
    }

    #[test]
    fn a_header_of_any_length_is_folded_into_legal_lines_and_reads_as_it_was() {
        for name in ["n".repeat(1000), "é".repeat(1000), "n n, ".repeat(200), "\"\\".repeat(500)] {
            let name = name.trim();
            let message = message("ada@example.org", Some(name), name);
            let text = str::from_utf8(message.bytes()).expect("ASCII");
            assert!(text.lines().all(|line| line.len() <= 78), "{text}");
            assert_eq!(header(&message, "Subject").as_deref(), Some(name));
            let mail = parse_mail(message.bytes()).expect("mail");
            let to = mailparse::addrparse_header(mail.headers.get_first_header("To").expect("To"));
            let to = to.expect("an address").extract_single_info().expect("one recipient");
            assert_eq!(to.display_name.as_deref(), Some(name));
        }
    }

    #[test]
    fn an_address_beyond_ascii_stands_in_the_header_as_it_is_sent() {
        let message = message("åsa@exämple.org", None, "x");
        assert_eq!(message.recipient().to_string(), "åsa@xn--exmple-cua.org");
        assert!(String::from_utf8_lossy(message.bytes()).contains("\r\nTo: åsa@xn--exmple-cua.org\r\n"));
    }

    #[test]
    fn a_message_id_is_two_dot_atoms() {
        for right in ["a@b", "20261101.0a-b_c@mail.example.org"] {
            assert!(is_message_id(right), "{right}");
        }
        for wrong in ["", "a", "a@", "@b", "a b@c", "a@b>\r\nBcc: x@y", "a..b@c", "<a@b>", "a@b@c"] {
            assert!(!is_message_id(wrong), "{wrong}");
        }
    }
}
