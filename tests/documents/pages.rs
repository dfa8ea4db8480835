use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::digests::Digests;
use super::markdown::{Block, Page, pages_in, root};
use crate::harness::fresh;

/// Stands in the script's output before the number of each step.
const MARK: char = '\u{1e}';

/// Commands with one output: one command of a `console` block, or a whole `sh` block.
struct Step<'p> {
    block: &'p Block,
    /// The typed lines, as they are on the page.
    typed: &'p [String],
}

/// Returns the steps of a page in order.
fn steps(blocks: &[Block]) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for block in blocks {
        match block.language.as_str() {
            "sh" => steps.push(Step { block, typed: &block.lines }),
            "console" => {
                let mut at = 0;
                while at < block.lines.len() {
                    let is_more = |line: &&String| line.starts_with("> ");
                    let more = block.lines[at + 1..].iter().take_while(is_more).count();
                    if block.lines[at].starts_with("$ ") {
                        steps.push(Step { block, typed: &block.lines[at..=at + more] });
                    }
                    at += 1 + more;
                }
            }
            _ => {}
        }
    }
    steps
}

/// Returns one script for all steps. A command of a `console` block may fail, and the next one sees its exit status; a command
/// of an `sh` block may not.
fn script(steps: &[Step<'_>]) -> String {
    let mut script = "exec 2>&1\nstatus=0\n".to_owned();
    for (number, step) in steps.iter().enumerate() {
        let _ = writeln!(script, "printf '\\036{number}\\n'");
        let shown = step.block.language == "console";
        let lines = step.typed.iter().map(|line| if shown { &line[2..] } else { line });
        let code = lines.collect::<Vec<_>>().join("\n");
        let _ = if shown {
            writeln!(script, "(exit $status)\n{code}\nstatus=$?")
        } else {
            writeln!(script, "set -e\n{code}\nset +e\nstatus=0")
        };
    }
    script
}

/// Runs the page and returns the output of each step. Fails if the shell ends before the last step.
fn outputs(page: &Page, steps: &[Step<'_>]) -> Vec<String> {
    let home = tempfile::tempdir().expect("a home");
    let programs = Path::new(env!("CARGO_BIN_EXE_rad-admin")).parent().expect("a folder");
    let run = Command::new("bash")
        .args(["-c", &script(steps)])
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display()))
        .env("TZ", "UTC")
        .env("RAD_ADMIN_TEST_NOW", "2026-11-01T06:00:00Z")
        .env("RAD_ADMIN_TEST_FIXED_RANDOM", "1")
        .current_dir(home.path())
        .output()
        .expect("bash runs");
    let text = String::from_utf8(run.stdout).expect("text");
    let outputs: Vec<&str> = text
        .split(MARK)
        .skip(1)
        .map(|output| output.split_once('\n').map_or("", |(_, output)| output))
        .collect();
    let outputs = settled(&page.name(), &outputs, &home.path().display().to_string());
    if outputs.len() < steps.len() || !run.status.success() {
        let last = &steps[outputs.len().max(1) - 1];
        let output = outputs.last().map_or("", String::as_str);
        panic!("{}:{}: this failed\n{}\n{output}", page.name(), last.block.line, last.typed.join("\n"));
    }
    outputs
}

/// Replaces what differs between machines: the home folder, the login name, digests.
fn settled(page: &str, outputs: &[&str], home: &str) -> Vec<String> {
    let mut digests = Digests::of(page);
    outputs
        .iter()
        .map(|output| digests.settle(&output.replace(home, "/home/ada")))
        .map(|text| match text.split_once("(as ") {
            Some((before, after)) => {
                format!("{before}(as ada){}", after.split_once(')').map_or("", |(_, rest)| rest))
            }
            None => text,
        })
        .collect()
}

/// Returns the page with what its commands print now.
fn retold(page: &Page, blocks: &[Block]) -> String {
    let steps = steps(blocks);
    let outputs = outputs(page, &steps);
    let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
    // Goes backwards, so that the line numbers of earlier blocks stay right.
    for block in blocks.iter().rev().filter(|block| block.language == "console") {
        let block_lines: Vec<String> = steps
            .iter()
            .zip(&outputs)
            .filter(|(step, _)| step.block.line == block.line)
            .flat_map(|(step, output)| step.typed.iter().cloned().chain(output.lines().map(str::to_owned)))
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.splice(block.line..block.line + block.lines.len(), block_lines);
    }
    lines.join("\n") + "\n"
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success())
}

/// In CI, every program that a page uses must be installed. Elsewhere, pages that need a missing program are skipped.
#[allow(clippy::disallowed_methods, reason = "a variable says that this is CI")]
fn can_be_run(page: &Page) -> bool {
    !page.text.contains("jq ") || has("jq") || std::env::var_os("CI").is_some()
}

fn check(pages: Vec<Page>) {
    for page in pages.into_iter().filter(can_be_run) {
        let blocks = page.blocks();
        if blocks.iter().any(|block| ["sh", "console"].contains(&block.language.as_str())) {
            fresh::check_file(&page.path, retold(&page, &blocks).as_bytes(), "documents");
        }
    }
}

#[test]
fn every_command_of_the_readme_works_in_the_order_in_which_it_stands() {
    let page = Page::read(root().join("README.md"));
    let run: usize = steps(&page.blocks()).iter().map(|step| step.typed.len()).sum();
    assert!(run > 15, "only {run} lines were found");
    check(vec![page]);
}

#[test]
fn every_command_of_the_guides_works_and_prints_what_is_shown() {
    let pages = pages_in("docs");
    assert!(pages.len() > 8, "only {} pages were found", pages.len());
    check(pages);
}

#[test]
fn every_command_on_the_pages_of_the_examples_works() {
    check(pages_in("examples"));
}

#[test]
fn the_guides_explain_every_exit_status() {
    let read = |name| fs::read_to_string(root().join(name)).expect("the page");
    let (scripts, troubleshooting) = (read("docs/scripts.md"), read("docs/troubleshooting.md"));
    for code in rad_admin::Code::ALL {
        let heading = format!("\n## {}: `{}`\n", code.exit_status(), code.name());
        assert!(troubleshooting.contains(&heading), "{heading}");
        let row = format!("| {} | `{}` |", code.exit_status(), code.name());
        assert!(scripts.contains(&row), "{row}");
    }
}
