//! The architecture, proven on the source itself.

mod circles;
mod modules;
mod names;
mod source;
mod test_files;
