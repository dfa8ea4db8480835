//! The documents: what they tell people to type works, what they show is what is printed, and where they point there is
//! something.
//!
//! In README.md, docs/ and examples/, a block fenced as `sh` is run, and so is a comment that begins with `<!-- sh`, which
//! sets up what a page needs. A block fenced as `console` is run as well, and what follows each `$ ` line has to be what it
//! printed. A page is one session of a shell in a home folder of its own.

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
