//! Which servers get a login and a message.

use std::path::Path;
use std::process::Command;

use rad_admin::mail::SendFailureKind;

use super::client::{PASSWORD, fault, mailer_to, send};
use crate::harness::server::certificate::Authority;
use crate::harness::server::{Fault, Protection, Script, Server, Step};

const LOGIN_IN_CLEAR: &str = "security = 'none'\nusername = 'rad'\ntimeout_seconds = 1";

/// Runs `body` in another process, which trusts the file that `body` gets (`SSL_CERT_FILE`).
fn in_a_process_that_trusts(test: &str, body: impl FnOnce(&Path)) {
    const FILE: &str = "RAD_ADMIN_TEST_AUTHORITY";
    #[expect(clippy::disallowed_methods, reason = "this test learns from it that it is the child process")]
    if let Some(file) = std::env::var_os(FILE) {
        return body(Path::new(&file));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("authority.pem");
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args([test, "--exact", "--nocapture"])
        .env(FILE, &file)
        .env("SSL_CERT_FILE", &file)
        .output()
        .expect("a child");
    let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
}

#[test]
fn starttls_and_tls_trust_the_certificates_of_ssl_cert_file() {
    let name = "mail_transport::tls::starttls_and_tls_trust_the_certificates_of_ssl_cert_file";
    in_a_process_that_trusts(name, |file| {
        let authority = Authority::new();
        std::fs::write(file, authority.pem()).expect("written");
        let config = authority.server("localhost");
        for (security, protection, in_clear) in [
            ("starttls", Protection::Starttls(config.clone()), vec!["EHLO client.example.org", "STARTTLS"]),
            ("tls", Protection::Tls(config), vec![]),
        ] {
            let server =
                Server::start(Script { protection, login: Some(("rad", PASSWORD)), ..Script::default() });
            let mut mailer = mailer_to(&server, &format!("security = '{security}'\nusername = 'rad'"));
            send(&mut mailer, "ada@example.org").expect("sent");
            send(&mut mailer, "bob@example.org").expect("sent");
            let log = server.log();
            assert_eq!((log.connections, log.messages.len()), (1, 2));
            let plain = log.commands.iter().filter(|(over_tls, _)| !over_tls);
            assert_eq!(plain.map(|(_, line)| line.as_str()).collect::<Vec<_>>(), in_clear);
        }
    });
}

#[test]
fn an_expired_or_foreign_certificate_is_refused_with_advice() {
    let name = "mail_transport::tls::an_expired_or_foreign_certificate_is_refused_with_advice";
    in_a_process_that_trusts(name, |file| {
        let authority = Authority::new();
        std::fs::write(file, authority.pem()).expect("written");
        for (config, words, advice) in [
            (authority.expired_server("localhost"), "has expired", "clock"),
            (authority.server("smtp.example.org"), "is for another name", "mail.host"),
        ] {
            for (security, protection) in
                [("starttls", Protection::Starttls(config.clone())), ("tls", Protection::Tls(config))]
            {
                let script = Script { protection, ..Script::default() };
                let failure = fault(script, &format!("security = '{security}'"));
                assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
                assert!(failure.words.ends_with(words), "{failure}");
                assert!(failure.advice.contains(advice), "{}", failure.advice);
            }
        }
    });
}

#[test]
fn an_unknown_authority_is_refused_before_the_login() {
    let config = Authority::new().server("localhost");
    for (security, protection) in
        [("starttls", Protection::Starttls(config.clone())), ("tls", Protection::Tls(config))]
    {
        let server =
            Server::start(Script { protection, login: Some(("rad", PASSWORD)), ..Script::default() });
        let mut mailer = mailer_to(&server, &format!("security = '{security}'\nusername = 'rad'"));
        let failure = send(&mut mailer, "ada@example.org").expect_err("refused");
        assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
        assert!(failure.words.contains("is signed by no authority that this machine trusts"), "{failure}");
        assert!(failure.advice.contains("SSL_CERT_FILE"), "{}", failure.advice);
        let log = server.log();
        assert!(!log.commands.iter().any(|(_, line)| line.starts_with("AUTH") || line.starts_with("MAIL")));
    }
}

#[test]
fn no_message_is_sent_in_clear_without_starttls() {
    let server = Server::start(Script { login: Some(("rad", PASSWORD)), ..Script::default() });
    let failure = send(&mut mailer_to(&server, "username = 'rad'"), "ada@example.org").expect_err("refused");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    assert!(failure.words.ends_with("offers no STARTTLS"), "{failure}");
    assert!(server.log().commands.iter().all(|(_, line)| line.starts_with("EHLO")));
}

#[test]
fn a_port_without_tls_has_its_own_error() {
    let failure = fault(Script::default(), "security = 'tls'\ntimeout_seconds = 1");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    assert!(failure.words.starts_with("no TLS with localhost:"), "{failure}");
    assert!(failure.advice.contains("mail.security"), "{}", failure.advice);
}

#[test]
fn a_refused_login_keeps_the_message_and_never_shows_the_password() {
    let script = Script { login: Some(("rad", "another")), ..Script::default() };
    let failure = fault(script, LOGIN_IN_CLEAR);
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    assert_eq!(failure.words, "535 5.7.8 bad login: AUTH PLAIN [password]");
    assert!(failure.advice.contains("mail.username ('rad')"), "{}", failure.advice);
}

#[test]
fn a_login_that_is_not_offered_or_not_set_has_its_own_error() {
    let unwanted = fault(Script::default(), LOGIN_IN_CLEAR);
    assert!(unwanted.words.contains("offers no login") && unwanted.halts, "{unwanted}");

    let script = Script::with_fault(Step::Mail, Fault::Reply("530 5.7.0 log in first"));
    let missing = fault(script, "security = 'none'");
    assert_eq!((missing.kind, missing.halts), (SendFailureKind::Temporary, true));
    assert_eq!(missing.advice, "the server wants a login: set mail.username and a password");
}

#[test]
fn a_fault_at_starttls_or_login_is_temporary_and_stops_the_sending() {
    let config = Authority::new().server("localhost");
    for broken in
        [Fault::Reply("454 4.7.0 not now"), Fault::Reply("554 5.7.0 no"), Fault::HangUp, Fault::Silence]
    {
        let starttls = Script {
            protection: Protection::Starttls(config.clone()),
            ..Script::with_fault(Step::Starttls, broken)
        };
        let login = Script { login: Some(("rad", PASSWORD)), ..Script::with_fault(Step::Auth, broken) };
        for (script, settings) in [(starttls, "timeout_seconds = 1"), (login, LOGIN_IN_CLEAR)] {
            let failure = fault(script, settings);
            assert_eq!(
                (failure.kind, failure.halts),
                (SendFailureKind::Temporary, true),
                "{broken:?}: {failure}"
            );
        }
    }
}
