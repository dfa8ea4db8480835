use std::fs;

use super::*;
use crate::Code;

fn invitation(name: Option<&str>) -> MessageFacts {
    let to = "ada@example.org".parse().expect("an address");
    MessageFacts::new(MessageKind::Invitation, &to, name)
        .with(Placeholder::Inviter, "grace@example.org")
        .with(Placeholder::Roles, "partner, trainer")
        .with(Placeholder::Awarded, "500")
        .with(Placeholder::Link, "https://platform.example.org/join?a=1&token=abc")
        .with(Placeholder::Expires, "8 November 2026, 10:30 (Europe/Berlin)")
}

fn of_invitations(files: &TemplateFiles) -> Result<MessageTemplates> {
    let invitation = files.clone();
    MessageTemplates::load(&TemplateSettings { invitation, ..TemplateSettings::default() })
}

fn built_in() -> MessageTemplates {
    of_invitations(&TemplateFiles::default()).expect("templates")
}

#[test]
fn the_built_in_invitation_names_the_inviter_link_and_end() {
    let message = built_in().render(&invitation(Some("Ada")));
    assert_eq!(message.subject, "grace@example.org invites you to the RAD Platform");
    for part in [&message.text, &message.html] {
        for fact in [
            "Hello Ada,",
            "grace@example.org",
            "partner, trainer",
            "500",
            "8 November 2026",
            "did not expect",
        ] {
            assert!(part.contains(fact), "{fact} in {part}");
        }
    }
    assert!(message.text.contains("\nhttps://platform.example.org/join?a=1&token=abc\n"));
    assert!(message.html.contains("<a href=\"https://platform.example.org/join?a=1&amp;token=abc\""));
}

#[test]
fn every_kind_has_built_in_templates_with_all_that_it_is_about() {
    let to = "ada@example.org".parse().expect("an address");
    for kind in MessageKind::ALL {
        let mut facts = MessageFacts::new(kind, &to, None);
        for placeholder in Placeholder::of_kind(kind) {
            facts = facts.with(*placeholder, format!("<{}>", placeholder.as_str()));
        }
        let message = built_in().render(&facts);
        for placeholder in Placeholder::of_kind(kind) {
            let fact = format!("<{}>", placeholder.as_str());
            let is_said = message.text.contains(&fact) && message.html.contains(&escape_html(&fact));
            // A reason may be meant for administrators alone, and a month already says when it was granted.
            let is_kept = *placeholder == Placeholder::Reason
                || kind == MessageKind::Granted && *placeholder == Placeholder::Date;
            assert!(is_said != is_kept, "{kind}: {fact}");
        }
        assert!(message.text.lines().all(|line| line.len() <= 78), "{}", message.text);
    }
}

#[test]
fn a_message_leaves_out_sentences_without_a_fact() {
    let bare = invitation(Some(" ")).with(Placeholder::Roles, "").with(Placeholder::Awarded, "");
    let message = built_in().render(&bare);
    for part in [&message.text, &message.html] {
        assert!(part.contains("Hello ada@example.org,"));
        assert!(!part.contains("roles") && !part.contains("credits") && !part.contains('{'), "{part}");
    }
}

#[test]
fn a_value_is_escaped_in_html_and_never_ends_its_line() {
    let name = "<b>Ada</b> & 'Co' \"Ltd\"\r\nBcc: eve@example.org\u{2028}x{link}";
    let message = built_in().render(&invitation(Some(name)));
    let one_line = "Bcc: eve@example.org x{link},";
    assert!(message.html.contains("&lt;b&gt;Ada&lt;/b&gt; &amp; &#39;Co&#39; &quot;Ltd&quot;  Bcc: "));
    assert!(message.text.contains("Hello <b>Ada</b>") && message.text.contains(one_line), "{}", message.text);
    assert!(!message.text.lines().any(|line| line.starts_with("Bcc:")));
    let subject = invitation(None).with(Placeholder::Inviter, "Eve\r\nBcc: all@example.org");
    let expected = "Eve  Bcc: all@example.org invites you to the RAD Platform";
    assert_eq!(built_in().render(&subject).subject, expected);
}

#[test]
fn an_administrators_files_take_the_place_of_the_built_in_ones() {
    let folder = tempfile::tempdir().expect("folder");
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("written");
        Some(path)
    };
    let fault = |files: TemplateFiles| {
        let error = of_invitations(&files).expect_err("a fault");
        assert_eq!(error.code(), Code::Setup);
        error.message()
    };
    let none = TemplateFiles::default;
    let files = TemplateFiles {
        subject: write("subject", "Komm dazu, {name}!\n"),
        text: write("text", "\u{feff}Grüße von {inviter}:\r\n{link}\r\n"),
        html: None,
    };
    let message = of_invitations(&files).expect("templates").render(&invitation(Some("Åsa")));
    assert_eq!(message.subject, "Komm dazu, Åsa!");
    assert_eq!(message.text, "Grüße von grace@example.org:\nhttps://platform.example.org/join?a=1&token=abc");
    assert!(message.html.contains("Hello Åsa,"));

    let unknown = fault(TemplateFiles { html: write("html", "{link} {nam}"), ..none() });
    assert!(unknown.contains("html") && unknown.contains("{nam}"), "{unknown}");
    assert!(fault(TemplateFiles { text: write("text", "hello"), ..none() }).contains("{link}"));
    let two = TemplateFiles { subject: write("subject", "a\nBcc: b@c.org"), ..none() };
    assert!(fault(two).contains("not one line"));
    let missing = TemplateFiles { text: Some(folder.path().join("none")), ..none() };
    assert!(fault(missing).contains("cannot be read"));
}
