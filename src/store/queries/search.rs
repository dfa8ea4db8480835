//! Finding a part of an address or a name, in any case.
//!
//! No index stands behind it. One over trigrams (FTS5, `detail=none`) answers in a millisecond, but costs 4.4 s for each
//! million users that are imported and a tenth of the file, and is a second truth about every name. The scan takes 0.17 s,
//! where `LIKE`, which knows the case of ASCII only, takes 0.12 s.

use memchr::memmem::Finder;

use crate::error::Result;
use crate::store::session::Reader;

impl Reader<'_> {
    /// Gives the connection `is_found(email, name)`: whether either text holds `part`. The built-in `lower` and LIKE know the case
    /// of ASCII only.
    pub(crate) fn define_search(&self, part: &str) -> Result<()> {
        let part = Part::new(part);
        self.session.define_predicate("is_found", move |text| part.is_in(text))
    }
}

/// What is looked for, folded.
struct Part {
    finder: Finder<'static>,
}

impl Part {
    fn new(part: &str) -> Self {
        Self { finder: Finder::new(&folded(part)).into_owned() }
    }

    /// Whether the text, folded, holds the part.
    fn is_in(&self, text: &[u8]) -> bool {
        if text.is_ascii() {
            // As it stands first: an address always is in lower case.
            self.finder.find(text).is_some()
                || text.iter().any(u8::is_ascii_uppercase)
                    && self.finder.find(&text.to_ascii_lowercase()).is_some()
        } else {
            std::str::from_utf8(text).is_ok_and(|text| self.finder.find(folded(text).as_bytes()).is_some())
        }
    }
}

/// The text without differences of case. Character by character, so that a part is folded as it is within the whole.
fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
