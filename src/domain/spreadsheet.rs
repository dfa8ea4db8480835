//! Protects text in a CSV or TSV cell that a spreadsheet would take for a formula.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a full-width form of one of these, a tab or a carriage
//! return. Such a cell gets a `'` before it. Text that already *looks* protected (one or more `'`, then one of those
//! characters) gets one more `'`, so that [`unprotect`] always returns the text that [`protect`] was given. All other text,
//! such as `'tis`, stays as it is.

use std::borrow::Cow;

/// Spreadsheets in East Asian locales also accept the full-width forms.
const TRIGGERS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Puts a `'` before a text that a spreadsheet would run, or that looks protected.
pub fn protect(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(TRIGGERS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the text that [`protect`] was given.
pub fn unprotect(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(TRIGGERS) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_that_a_spreadsheet_would_run_is_given_an_apostrophe() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＠SUM(A1)"] {
            assert_eq!(protect(text), format!("'{text}"));
            assert_eq!(unprotect(&protect(text)), text);
        }
    }

    #[test]
    fn text_that_only_looks_protected_comes_back_as_it_was() {
        for text in ["'=x", "''=x", "''''@", "'", "''", "'tis", "O'Neil", "", "x=1", " =1"] {
            assert_eq!(unprotect(&protect(text)), text);
        }
        assert_eq!(protect("'tis"), "'tis");
        assert_eq!(protect("'=x"), "''=x");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_never_begins_like_a_formula(text in "['=+@＝＠\t\r-]{0,4}.{0,3}") {
            let cell = protect(&text);
            prop_assert_eq!(unprotect(&cell), &text);
            prop_assert!(!cell.starts_with(TRIGGERS));
        }
    }
}
