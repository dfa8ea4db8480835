//! A hostile environment: full and read-only disks, missing rights, files that are something else, change during a
//! command or never end, and wrong clocks.
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
mod server_disk;
