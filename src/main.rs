//! The `rad-admin` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    rad_admin::run::main(std::env::args_os())
}
