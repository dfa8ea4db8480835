//! Checks the documents: commands work, shown output is real output, and links lead somewhere.
//!
//! In README.md, docs/ and examples/, blocks fenced as `sh` are run, and so are comments that begin with `<!-- sh`, which set
//! up a page. Blocks fenced as `console` are also run, and the text after each `$ ` line has to be what the command printed.
//! Each page is one shell session in its own home folder.

mod digests;
mod keys;
mod links;
mod markdown;
mod pages;
#[cfg(target_os = "linux")]
mod picture;
mod questions;
mod reference;
mod samples;
mod settings;
mod unwritten;
