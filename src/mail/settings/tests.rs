use super::*;
use crate::Code;

fn settings(toml: &str) -> MailSettings {
    toml::from_str(toml).expect(toml)
}

fn fault(toml: &str) -> String {
    let settings = settings(toml);
    let error = settings.sender().and(settings.route().map(drop)).expect_err(toml);
    assert_eq!(error.code(), Code::Setup);
    assert!(!error.hints().is_empty(), "{error}");
    error.message()
}

#[test]
fn the_documented_table_is_understood() {
    let route = settings(
        "from = 'RAD Platform <no-reply@example.org>'\ntransport = 'smtp'\nhost = 'smtp.example.org'\nport = 2587\n\
         security = 'starttls'\nusername = 'rad'\npassword_file = '/etc/rad-admin/smtp-password'\nfolder = '/x'",
    )
    .route();
    let expected = SmtpServer {
        host: "smtp.example.org".into(),
        port: 2587,
        security: Security::Starttls,
        username: Some("rad".into()),
        timeout: Duration::from_secs(30),
    };
    assert_eq!(route.ok(), Some(TransportSettings::Smtp(expected)));
}

#[test]
fn the_port_follows_the_security() {
    for (security, expected) in [("starttls", 587), ("tls", 465), ("none", 25)] {
        let route = settings(&format!("host = 'localhost'\nsecurity = '{security}'")).route();
        let Ok(TransportSettings::Smtp(route)) = route else { panic!("{security}") };
        assert_eq!(route.port, expected);
    }
}

#[test]
fn a_wrong_value_is_named_with_its_key() {
    let from = "from = 'a@example.org'\n";
    assert_eq!(fault(""), "mail.from is not set");
    assert_eq!(fault("from = 'nobody'"), "mail.from: 'nobody' is not an e-mail address: it has no '@'");
    assert_eq!(fault(from), "mail.host is not set");
    assert_eq!(fault(&format!("{from}transport = 'file'")), "mail.folder is not set");
    assert_eq!(
        fault(&format!("{from}host = 'smtp.example.org:25'")),
        "mail.host: 'smtp.example.org:25' is not a host name"
    );
    assert_eq!(
        fault(&format!("{from}host = 'x.org'\nusername = ''")),
        "mail.username is empty or has control characters"
    );
}

#[test]
fn a_connection_in_clear_is_allowed_to_this_machine_only() {
    for host in ["localhost", "127.0.0.1", "127.8.8.8", "::1"] {
        assert!(settings(&format!("host = '{host}'\nsecurity = 'none'")).route().is_ok(), "{host}");
    }
    for host in ["smtp.example.org", "localhost.example.org", "10.0.0.1", "0.0.0.0"] {
        let message = fault(&format!("from = 'a@b.org'\nhost = '{host}'\nsecurity = 'none'"));
        assert_eq!(message, format!("mail.security = \"none\" would send mail to '{host}' unencrypted"));
    }
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let error = toml::from_str::<MailSettings>("hots = 'x'").expect_err("unknown");
    assert!(error.to_string().contains("hots"), "{error}");
}
