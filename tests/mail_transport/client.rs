//! Messages and mailers for the tests.

use rad_admin::domain::{Email, MessageKind, Timestamp};
use rad_admin::mail::{
    MailSettings, Mailer, Message, MessageFacts, MessageTemplates, Placeholder, Secret, SendFailure,
    Surroundings, TemplateSettings,
};

use crate::harness::server::{Log, Received, Script, Server};

/// The password of every mailer here that logs in.
pub(crate) const PASSWORD: &str = "correct horse";

pub(crate) fn mailer_with(settings: &str) -> Mailer {
    let from = "from = 'RAD Plattförm <no-reply@example.org>'\n";
    let settings: MailSettings = toml::from_str(&format!("{from}{settings}")).expect("settings");
    let surroundings = Surroundings {
        password: Some(Secret::new(PASSWORD.into())),
        credentials_directory: None,
        host_name: "client.example.org".into(),
    };
    Mailer::new(&settings, surroundings).expect("a mailer")
}

pub(crate) fn mailer_to(server: &Server, more: &str) -> Mailer {
    mailer_with(&format!("host = 'localhost'\nport = {}\n{more}", server.port))
}

pub(crate) fn message(mailer: &Mailer, to: &str, name: Option<&str>) -> Message {
    let email: Email = to.parse().expect("an address");
    let facts = MessageFacts::new(MessageKind::Invitation, &email, name)
        .with(Placeholder::Inviter, "grace@example.org")
        .with(Placeholder::Roles, "partner")
        .with(Placeholder::Awarded, "500")
        .with(Placeholder::Link, "https://platform.example.org/join?token=abc")
        .with(Placeholder::Expires, "8 November 2026");
    let content = MessageTemplates::load(&TemplateSettings::default()).expect("templates").render(&facts);
    let date = Timestamp::from_seconds(1_793_525_400);
    Message::new(mailer.sender(), &email, name, &content, "one@example.org", date).expect("a message")
}

pub(crate) fn send(mailer: &mut Mailer, to: &str) -> Result<(), SendFailure> {
    let message = message(mailer, to, None);
    mailer.send(&message)
}

/// Returns the failure of sending a message to such a server.
pub(crate) fn fault(script: Script, settings: &str) -> SendFailure {
    let server = Server::start(script);
    let failure = send(&mut mailer_to(&server, settings), "ada@example.org").expect_err("a failure");
    assert!(server.log().messages.is_empty());
    assert!(!failure.advice.is_empty());
    failure
}

pub(crate) fn only(log: &Log) -> Received {
    assert_eq!(log.messages.len(), 1);
    log.messages[0].clone()
}
