//! A hostile environment: disks that are full or read-only, missing rights, files that are something else, change under a
//! running command or never end, and clocks that are wrong.
#![cfg(target_os = "linux")]

mod clock;
mod disk;
mod endless;
mod names;
mod new_files;
mod places;
mod readers;
mod rights;
mod running;
mod sending;
