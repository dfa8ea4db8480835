//! What a server can reply at every step of a dialogue without TLS.

use std::thread;

use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use rad_admin::mail::SendFailureKind;

use super::client::{fault, mailer_to, mailer_with, message, only, send};
use crate::harness::server::{Fault, Script, Server, Step};

pub(super) const STEPS: [Step; 6] =
    [Step::Greeting, Step::Ehlo, Step::Mail, Step::Rcpt, Step::Data, Step::Content];

fn part<'a>(mail: &'a ParsedMail<'a>, kind: &str) -> &'a ParsedMail<'a> {
    mail.subparts.iter().find(|part| part.ctype.mimetype == kind).expect(kind)
}

#[test]
fn an_invitation_arrives_as_text_and_html() {
    let server = Server::start(Script::default());
    let mut mailer = mailer_to(&server, "security = 'none'");
    let message = message(&mailer, "ada@example.org", Some("Åda <Lövelace>, QC"));
    mailer.send(&message).expect("sent");

    let received = only(&server.log());
    assert_eq!(received.mail_line, "MAIL FROM:<no-reply@example.org>");
    assert_eq!(received.recipients, ["RCPT TO:<ada@example.org>"]);
    assert_eq!(received.bytes, message.bytes());
    let mail = parse_mail(&received.bytes).expect("mail");
    let header = |name: &str| mail.headers.get_first_value(name);
    assert_eq!(header("From").as_deref(), Some("RAD Plattförm <no-reply@example.org>"));
    assert_eq!(header("Message-ID").as_deref(), Some("<one@example.org>"));
    let text = part(&mail, "text/plain").get_body().expect("text");
    assert!(text.contains("Hello Åda <Lövelace>, QC,") && text.contains("/join?token=abc"), "{text}");
    let html = part(&mail, "text/html").get_body().expect("HTML");
    assert!(html.contains("Hello Åda &lt;Lövelace&gt;, QC,"), "{html}");
    assert_eq!(server.log().commands[0].1, "EHLO client.example.org");
}

#[test]
fn many_messages_take_one_connection() {
    let server = Server::start(Script::default());
    let mut mailer = mailer_to(&server, "security = 'none'");
    for number in 0..50 {
        send(&mut mailer, &format!("user{number}@example.org")).expect("sent");
    }
    drop(mailer);
    let log = server.log();
    assert_eq!((log.connections, log.messages.len()), (1, 50));
    assert_eq!(log.commands.last().map(|(_, line)| line.as_str()), Some("QUIT"));
}

#[test]
fn a_connection_that_ends_between_messages_is_opened_again() {
    let server = Server::start(Script { messages_per_connection: 10, ..Script::default() });
    let mut mailer = mailer_to(&server, "security = 'none'");
    for number in 0..25 {
        send(&mut mailer, &format!("user{number}@example.org")).expect("sent");
    }
    let log = server.log();
    assert_eq!((log.connections, log.messages.len()), (3, 25));
}

#[test]
fn a_refused_recipient_is_permanent_and_keeps_the_connection() {
    let server = Server::start(Script { unknown_recipient: Some("nobody@"), ..Script::default() });
    let mut mailer = mailer_to(&server, "security = 'none'");
    let failure = send(&mut mailer, "nobody@example.org").expect_err("refused");
    assert_eq!(failure.words, "550 5.1.1 nobody of that name lives here");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Permanent, false));
    assert!(failure.advice.contains("'nobody@example.org'"), "{}", failure.advice);
    send(&mut mailer, "ada@example.org").expect("sent");
    let log = server.log();
    assert_eq!(log.connections, 1);
    assert_eq!(only(&log).recipients, ["RCPT TO:<ada@example.org>"]);
}

#[test]
fn a_4xx_is_temporary_at_every_step_with_the_servers_words() {
    for step in STEPS {
        let failure = fault(Script::with_fault(step, Fault::Reply("451 4.3.0 later")), "security = 'none'");
        let got = (failure.kind, failure.words.as_str());
        assert_eq!(got, (SendFailureKind::Temporary, "451 4.3.0 later"), "{step:?}");
        assert_eq!(failure.halts, matches!(step, Step::Greeting | Step::Ehlo), "{step:?}");
    }
}

#[test]
fn a_5xx_is_permanent_for_the_message_and_temporary_before_its_turn() {
    for step in STEPS {
        let failure = fault(Script::with_fault(step, Fault::Reply("554 5.7.1 no")), "security = 'none'");
        let before = matches!(step, Step::Greeting | Step::Ehlo);
        let kind = if before { SendFailureKind::Temporary } else { SendFailureKind::Permanent };
        assert_eq!((failure.kind, failure.words.as_str()), (kind, "554 5.7.1 no"), "{step:?}");
        assert_eq!(failure.halts, before || step == Step::Mail, "{step:?}");
    }
}

#[test]
fn a_connection_that_ends_at_any_step_is_temporary() {
    for step in STEPS {
        let failure = fault(Script::with_fault(step, Fault::HangUp), "security = 'none'");
        assert_eq!(failure.kind, SendFailureKind::Temporary, "{step:?}");
        assert!(failure.words.contains("ended the connection"), "{step:?}: {failure}");
    }
}

#[test]
fn a_server_that_falls_silent_at_any_step_is_temporary() {
    thread::scope(|scope| {
        for step in STEPS {
            scope.spawn(move || {
                let settings = "security = 'none'\ntimeout_seconds = 1";
                let failure = fault(Script::with_fault(step, Fault::Silence), settings);
                assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true), "{step:?}");
                assert!(failure.words.contains("did not answer within 1 s"), "{step:?}: {failure}");
            });
        }
    });
}

#[test]
fn an_answer_that_belongs_to_another_step_is_not_taken_for_success() {
    for (step, reply) in
        [(Step::Data, "250 accepted"), (Step::Content, "354 go on"), (Step::Mail, "220 hello")]
    {
        let failure = fault(Script::with_fault(step, Fault::Reply(reply)), "security = 'none'");
        assert_eq!(failure.kind, SendFailureKind::Temporary);
        assert!(failure.words.contains(&format!("unexpected answer {}", &reply[..3])), "{failure}");
    }
}

#[test]
fn a_missing_server_and_an_unknown_name_have_their_own_errors() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = free.expect("a port").port();
    let mut nobody = mailer_with(&format!("host = '127.0.0.1'\nport = {port}\nsecurity = 'none'"));
    let failure = send(&mut nobody, "ada@example.org").expect_err("refused");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    assert_eq!(failure.words, format!("127.0.0.1:{port} refuses the connection"));

    // Such a name cannot exist, so no name server is asked.
    let host = format!("{}.example.org", "x".repeat(64));
    let mut unknown = mailer_with(&format!("host = '{host}'"));
    let failure = send(&mut unknown, "ada@example.org").expect_err("unknown");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Temporary, true));
    assert!(failure.words.starts_with("no address is known for 'xxx"), "{failure}");
    assert!(failure.advice.contains("mail.host"), "{}", failure.advice);
}

#[test]
fn an_address_beyond_ascii_goes_to_a_server_that_takes_it() {
    let server = Server::start(Script { smtputf8: true, ..Script::default() });
    send(&mut mailer_to(&server, "security = 'none'"), "åsa@exämple.org").expect("sent");
    let received = only(&server.log());
    assert_eq!(received.mail_line, "MAIL FROM:<no-reply@example.org> SMTPUTF8 BODY=8BITMIME");
    assert_eq!(received.recipients, ["RCPT TO:<åsa@xn--exmple-cua.org>"]);
}

#[test]
fn an_address_beyond_ascii_needs_smtputf8_and_a_domain_does_not() {
    let server = Server::start(Script::default());
    let mut mailer = mailer_to(&server, "security = 'none'");
    let failure = send(&mut mailer, "åsa@exämple.org").expect_err("refused");
    assert_eq!((failure.kind, failure.halts), (SendFailureKind::Permanent, false));
    assert!(failure.words.contains("takes only ASCII before the '@'"), "{failure}");

    send(&mut mailer, "asa@exämple.org").expect("sent");
    let log = server.log();
    assert_eq!(log.connections, 1);
    assert_eq!(only(&log).recipients, ["RCPT TO:<asa@xn--exmple-cua.org>"]);
}

#[test]
fn a_hostile_name_adds_neither_header_nor_recipient() {
    let server = Server::start(Script::default());
    let mut mailer = mailer_to(&server, "security = 'none'");
    let name = "Ada\r\nBcc: eve@example.org\r\nTo: eve@example.org\r\n\r\n.\r\nRCPT TO:<eve@example.org>\r\n";
    let message = message(&mailer, "ada@example.org", Some(name));
    mailer.send(&message).expect("sent");
    let received = only(&server.log());
    assert_eq!(received.recipients, ["RCPT TO:<ada@example.org>"]);
    let mail = parse_mail(&received.bytes).expect("mail");
    assert_eq!(mail.headers.get_all_values("Bcc").len(), 0);
    assert_eq!(mail.headers.get_all_values("To").len(), 1);
    let to =
        mailparse::addrparse_header(mail.headers.get_first_header("To").expect("To")).expect("addresses");
    assert_eq!(to.extract_single_info().map(|to| to.addr).as_deref(), Some("ada@example.org"));
}
