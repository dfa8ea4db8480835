//! `partner`: monthly allowances.

pub(crate) mod clear;
pub(crate) mod forecast;
pub(crate) mod list;
pub(crate) mod pause;
pub(crate) mod set;
