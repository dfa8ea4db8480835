//! Checks the architecture against the source.

mod circles;
mod modules;
mod names;
mod source;
mod test_files;
