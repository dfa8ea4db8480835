//! Checks the keys of `--fields`.

use std::collections::HashSet;

use crate::domain::nearest;
use crate::{Error, Result};

/// Returns the positions of the wanted names in `known`, in the order wanted. Exit 2 if a name is unknown or occurs
/// twice.
pub(super) fn select(wanted: &[String], known: &[&str]) -> Result<Vec<usize>> {
    let mut seen = HashSet::new();
    wanted
        .iter()
        .map(|name| {
            let position =
                known.iter().position(|known| known == name).ok_or_else(|| unknown(name, known))?;
            if seen.insert(position) {
                Ok(position)
            } else {
                Err(Error::usage(format!("field '{name}' is named twice")))
            }
        })
        .collect()
}

fn unknown(name: &str, known: &[&str]) -> Error {
    let error = Error::usage(format!("no field '{name}'"));
    let error = match nearest(name, known.iter().copied()) {
        Some(near) => error.hint(format!("did you mean '{near}'?")),
        None => error,
    };
    error.hint(format!("the fields are {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    fn wanted(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn fields_are_selected_in_the_order_asked_for() {
        let selected = select(&wanted(&["balance", "email"]), &["email", "name", "balance"]);
        assert_eq!(selected.expect("known fields"), [2, 0]);
    }

    #[test]
    fn an_unknown_field_is_a_usage_error_that_names_the_nearest() {
        let error = select(&wanted(&["emial"]), &["email", "name"]).expect_err("unknown");
        assert_eq!(error.code(), Code::Usage);
        assert_eq!(error.message(), "no field 'emial'");
        assert_eq!(error.hints(), ["did you mean 'email'?", "the fields are email, name"]);
    }

    #[test]
    fn a_field_cannot_be_named_twice() {
        let error = select(&wanted(&["email", "email"]), &["email"]).expect_err("twice");
        assert_eq!(error.message(), "field 'email' is named twice");
    }
}
