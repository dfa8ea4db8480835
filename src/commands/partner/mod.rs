//! `partner`: monthly allowances.

pub(crate) mod set;
