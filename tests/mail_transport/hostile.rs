//! Servers that would block the program forever, fill its memory or inject lines into the dialogue. The tests only end
//! if the program ends.

use std::process::Command;
use std::thread;

use rad_admin::mail::SendFailureKind;

use super::client::{PASSWORD, fault, mailer_to, send};
use super::smtp::STEPS;
use crate::harness::Home;
use crate::harness::messages::configure;
use crate::harness::server::certificate::Authority;
use crate::harness::server::{Fault, Protection, Script, Server, Step};

const IN_CLEAR: &str = "security = 'none'\ntimeout_seconds = 1";

/// Returns the reported failure of a server with this fault, for each step of the dialogue.
fn words_at_each_step(broken: Fault) -> Vec<String> {
    thread::scope(|scope| {
        let runs = STEPS.map(|step| {
            scope.spawn(move || {
                let failure = fault(Script::with_fault(step, broken), IN_CLEAR);
                assert_eq!(failure.kind, SendFailureKind::Temporary, "{step:?}: {failure}");
                failure.words
            })
        });
        runs.into_iter().map(|run| run.join().expect("a result")).collect()
    })
}

#[test]
fn a_line_or_a_reply_without_end_is_cut_off() {
    for broken in [Fault::EndlessLine, Fault::EndlessReply] {
        for words in words_at_each_step(broken) {
            assert!(words.contains("sent a reply without end"), "{words}");
        }
    }
}

#[test]
fn a_byte_now_and_then_does_not_hold_the_program_beyond_its_time() {
    for words in words_at_each_step(Fault::Trickle) {
        assert!(words.contains("did not answer within 1 s"), "{words}");
    }
}

#[test]
fn a_slow_server_ends_with_the_time_limit_of_the_message() {
    let script = Script { faults: STEPS.map(|step| (step, Fault::Slow)).to_vec(), ..Script::default() };
    let server = Server::start(script);
    let failure = send(&mut mailer_to(&server, IN_CLEAR), "ada@example.org").expect_err("a failure");
    let late = ["took longer than 5 s for one message", "did not answer within 1 s"];
    assert!(failure.halts && late.iter().any(|words| failure.words.contains(words)), "{failure}");
}

#[test]
fn replies_that_came_before_tls_do_not_count_after_it() {
    let injected = "220 go\r\n250-mx\r\n250 AUTH PLAIN\r\n235 in\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken";
    let script = Script {
        protection: Protection::Starttls(Authority::new().server("localhost")),
        login: Some(("rad", PASSWORD)),
        ..Script::with_fault(Step::Starttls, Fault::Reply(injected))
    };
    let failure = fault(script, "username = 'rad'");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    assert!(failure.words.ends_with("sent a reply before it was asked (STARTTLS)"), "{failure}");
}

#[test]
fn a_reply_to_a_command_that_was_not_sent_does_not_count() {
    for step in [Step::Ehlo, Step::Mail, Step::Rcpt] {
        let failure = fault(Script::with_fault(step, Fault::Reply("250 ok\r\n250 ok")), IN_CLEAR);
        assert!(failure.halts && failure.words.contains("before it was asked"), "{step:?}: {failure}");
    }
}

#[test]
fn a_server_that_speaks_something_else_is_called_that() {
    let failure =
        fault(Script::with_fault(Step::Greeting, Fault::Reply("HTTP/1.1 400 Bad Request")), IN_CLEAR);
    assert!(failure.halts && failure.words.ends_with("does not speak SMTP (greeting)"), "{failure}");
    assert!(failure.advice.contains("mail.port"), "{}", failure.advice);
}

#[test]
fn an_offer_of_nothing_is_no_offer() {
    let server = Server::start(Script::with_fault(Step::Ehlo, Fault::Reply("250-mx\r\n250-   \r\n250 HELP")));
    send(&mut mailer_to(&server, IN_CLEAR), "ada@example.org").expect("sent");
}

#[test]
fn hostile_servers_take_no_more_than_64_mb() {
    for (broken, words) in [
        (Fault::EndlessLine, "without end"),
        (Fault::EndlessReply, "without end"),
        (Fault::Trickle, "within 1 s"),
    ] {
        let server = Server::start(Script::with_fault(Step::Greeting, broken));
        let home = Home::initialised();
        configure(&home, &format!("host = 'localhost'\nport = {}\n{IN_CLEAR}", server.port));
        let program = home.command(&["mail", "test", "ada@example.org"]);
        let mut limited = Command::new("/bin/sh");
        limited.args(["-c", "ulimit -d 65536 && exec \"$0\" \"$@\""]).arg(program.get_program());
        limited.args(program.get_args()).env_clear();
        limited.envs(program.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
        let output = limited.output().expect("a run");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(8), "{errors}");
        assert!(errors.contains(words), "{errors}");
    }
}
