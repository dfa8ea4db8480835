//! The program: reads the line, runs the command, tells the exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    rad_admin::run::main(std::env::args_os())
}
