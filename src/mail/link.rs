//! Builds invitation links from `invite.url` and a token.

use crate::{Error, Result};

const TOKEN: &str = "{token}";

/// The pattern in `invite.url`: a web address that contains `{token}` once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationLink(String);

impl InvitationLink {
    /// Parses and checks the pattern. A malformed one is a setup error.
    pub fn parse(url: &str) -> Result<Self> {
        let fault = |what: &str| {
            Err(Error::setup(format!("invite.url: '{}' {what}", url.escape_debug())).hint(
                "write it like url = \"https://platform.example.org/join?token={token}\" under [invite]",
            ))
        };
        if !url.starts_with("https://") && !url.starts_with("http://") {
            return fault("is no web address");
        }
        if url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c)) {
            return fault("has characters that a web address cannot have");
        }
        if url.matches(TOKEN).count() != 1 {
            return fault("must have {token} in it once");
        }
        Ok(Self(url.to_owned()))
    }

    /// Returns the link that accepts the invitation. Its holder can join, so keep it out of logs.
    pub fn with_token(&self, token: &super::Token) -> String {
        self.0.replace(TOKEN, token.reveal())
    }

    /// Returns the link with the word TOKEN in place of the token, for previews.
    pub fn without_token(&self) -> String {
        self.0.replace(TOKEN, "TOKEN")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_a_web_address_with_the_token_once() {
        let link = InvitationLink::parse("https://x.org/join?token={token}&a=1").expect("a link");
        let text = "A".repeat(43);
        let token = crate::mail::Token::parse(&text).expect("a token");
        assert_eq!(link.with_token(&token), format!("https://x.org/join?token={text}&a=1"));
        assert_eq!(link.without_token(), "https://x.org/join?token=TOKEN&a=1");
        for wrong in [
            "",
            "x.org/{token}",
            "javascript:alert('{token}')",
            "https://x.org/join",
            "https://x.org/{token}/{token}",
            "https://x.org/a b/{token}",
            "https://x.org/{tokn}",
        ] {
            assert!(InvitationLink::parse(wrong).is_err(), "{wrong}");
        }
    }
}
