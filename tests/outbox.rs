//! The outbox keeps messages, tries again, and never sends a message twice.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::harness::messages::{Message, collect, configure, home_with_folder};
use crate::harness::server::{Fault, Script, Server, Step};
use crate::harness::{Home, on_file, wait_until};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// An empty ledger whose messages go to this server.
fn home_with(server: &Server) -> Home {
    let home = Home::initialised();
    connect(&home, server);
    home
}

fn connect(home: &Home, server: &Server) {
    configure(home, &format!("host = 'localhost'\nport = {}\nsecurity = 'none'", server.port));
}

/// A ledger with messages to this many people in its outbox, and no settings for mail.
fn home_with_queued(people: usize) -> Home {
    let home = Home::initialised();
    let list: Vec<String> = (0..people).map(|number| format!("user{number}@example.org")).collect();
    let list = home.write("list.txt", list.join("\n"));
    home.fails(8, &["invite", &format!("@{list}"), "--yes"]);
    home
}

fn message_of(home: &Home, email: &str) -> Value {
    let messages = home.json(&["mail", "list"]);
    messages.as_array().unwrap().iter().find(|message| message["email"] == email).unwrap().clone()
}

#[test]
fn a_test_message_in_a_folder_says_where_it_is() {
    let home = home_with_folder();
    let run = home.ok(&["mail", "test", "zoe@example.org"]);
    let folder = home.json(&["mail", "test", "zoe@example.org"])["folder"].as_str().unwrap().to_owned();
    assert!(folder.ends_with("/messages"), "{folder}");
    assert_eq!(
        run.stdout,
        format!("Wrote a test message to zoe@example.org into the folder {folder}; nothing was sent.\n")
    );
}

#[test]
fn a_missing_setting_is_named_with_its_file() {
    let home = Home::initialised();
    let file = home.config().display().to_string();
    let test = home.fails(7, &["mail", "test", "zoe@example.org"]).stderr;
    assert!(test.starts_with("error: mail is not configured\n"), "{test}");
    assert!(test.contains(&format!("hint: under [mail] in {file}, set from")), "{test}");
    assert!(!test.contains("mail flush"), "{test}");

    home.write(".config/rad-admin/config.toml", "[mail]\nfrom = 'a@example.org'\nhost = 'localhost'\n");
    let invite = home.fails(8, &["invite", "zoe@example.org"]).stderr;
    assert!(invite.contains("not sent: invite.url, the link of an invitation, is not set\n"), "{invite}");
    assert!(invite.contains(&format!("hint: under [invite] in {file}, set url = ")), "{invite}");
    assert!(invite.ends_with("then run 'rad-admin mail flush'\n"), "{invite}");
}

#[test]
fn without_mail_settings_the_invitation_is_kept_and_the_hint_names_them() {
    let home = Home::initialised();
    let run = home.fails(8, &["invite", "ada@example.org", "--json"]);
    assert_eq!(run.json()["invites"][0]["mail"], "queued");
    let error = run.json_error();
    assert_eq!(error["code"], "mail_unsent");
    assert!(error["hints"][0].as_str().unwrap().contains("under [mail]"), "{run}");
    assert_eq!((&error["data"]["queued"], &error["data"]["failed"]), (&json!(1), &json!(0)), "{run}");
    home.fails(8, &["mail", "flush"]);
    assert_eq!(message_of(&home, "ada@example.org")["attempts"], 0);

    configure(&home, "transport = 'file'\nfolder = 'messages'");
    let receipt = home.json(&["mail", "flush"]);
    assert_eq!((&receipt["sent"], &receipt["queued"], &receipt["failed"]), (&json!(1), &json!(0), &json!(0)));
    let messages = collect(&home);
    home.ok(&["invite", "accept", &messages[0].token()]);
    assert_eq!(home.json(&["mail", "flush"])["changed"], false);
}

#[test]
fn a_dry_run_of_an_invitation_ends_like_the_invitation() {
    let home = Home::initialised();
    let run = home.fails(8, &["invite", "ada@example.org", "-n", "--json"]);
    assert_eq!(run.json()["dry_run"], true);
    assert_eq!(home.json(&["users", "list"]), json!([]));
}

#[test]
fn a_signal_ends_a_flush_between_two_messages_and_the_rest_stay_queued() {
    let home = home_with_queued(3);
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    let mut flush = home.with("RAD_ADMIN_TEST_PAUSE", "MessageDelivered").command(&["mail", "flush"]);
    let mut flush =
        flush.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let has_message = || {
        std::fs::read_dir(home.path().join(".config/rad-admin/messages"))
            .is_ok_and(|mut found| found.any(|_| true))
    };
    wait_until(has_message);
    kill_process(Pid::from_child(&flush), Signal::TERM).unwrap();
    drop(flush.stdin.take());
    let ended = flush.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(8));
    assert_eq!(String::from_utf8_lossy(&ended.stdout), "1 sent, 2 queued, 0 failed.\n");
    let message = String::from_utf8_lossy(&ended.stderr);
    assert!(message.contains("interrupted") && message.contains("rad-admin mail flush"), "{message}");
    assert_eq!(home.json(&["mail", "flush"])["sent"], 2);
}

#[test]
fn a_temporary_refusal_is_tried_again_under_the_same_message_id() {
    let unwilling = Server::start(Script::with_fault(Step::Rcpt, Fault::Reply("451 4.3.0 later")));
    let home = home_with(&unwilling);
    let run = home.fails(8, &["invite", "ada@example.org"]);
    assert!(run.stderr.contains("451 4.3.0 later"), "{run}");
    let first = message_of(&home, "ada@example.org");
    assert_eq!((&first["status"], &first["attempts"]), (&json!("queued"), &json!(1)));
    assert_eq!(first["error"], "451 4.3.0 later");

    // An explicit flush tries even a message that failed just now.
    let run = home.fails(8, &["mail", "flush"]);
    assert_eq!(run.stdout, "0 sent, 1 queued, 0 failed.\n");
    assert!(run.stderr.contains("451 4.3.0 later"), "{run}");
    assert_eq!(message_of(&home, "ada@example.org")["attempts"], 2);

    let willing = Server::start(Script::default());
    connect(&home, &willing);
    home.ok(&["mail", "flush"]);
    let sent = message_of(&home, "ada@example.org");
    assert_eq!((&sent["status"], &sent["error"]), (&json!("sent"), &Value::Null));
    assert_eq!((&sent["attempts"], &sent["message_id"]), (&json!(3), &first["message_id"]));
    let message = Message::parse(&willing.log().messages[0].bytes);
    assert_eq!(message.id, first["message_id"].as_str().unwrap());
    home.ok(&["invite", "accept", &message.token()]);
    assert_eq!(home.ok(&["mail", "flush"]).stdout, "Nothing to send.\n");
}

#[test]
fn a_message_that_stops_a_run_is_behind_the_others_in_the_next() {
    let home = home_with_queued(3);
    let unwilling = Server::start(Script::with_fault(Step::Rcpt, Fault::Reply("535 5.7.8 log in first")));
    connect(&home, &unwilling);
    home.fails(8, &["mail", "flush"]);
    let willing = Server::start(Script::default());
    connect(&home, &willing);
    home.ok(&["mail", "flush"]);
    let log = willing.log();
    let recipients: Vec<String> = log.messages.iter().map(|message| message.recipients.join(" ")).collect();
    assert_eq!(recipients, [1, 2, 0].map(|number| format!("RCPT TO:<user{number}@example.org>")));
}

#[test]
fn a_permanent_refusal_stays_failed_until_a_retry() {
    let server = Server::start(Script { unknown_recipient: Some("bob@"), ..Script::default() });
    let home = home_with(&server);
    let line = ["invite", "ada@example.org", "bob@example.org", "carol@example.org", "--yes", "--json"];
    let run = home.fails(8, &line);
    let mail: Vec<Value> =
        run.json()["invites"].as_array().unwrap().iter().map(|invite| invite["mail"].clone()).collect();
    assert_eq!(mail, ["sent", "failed", "sent"]);
    assert!(
        run.json_error()["message"].as_str().unwrap().contains("bob@example.org: 550 5.1.1 nobody"),
        "{run}"
    );
    assert_eq!(home.json(&["status"])["mail"], json!({"queued": 0, "failed": 1}));

    let kind = Server::start(Script::default());
    connect(&home, &kind);
    home.at("2026-11-16T09:00:00Z").ok(&["mail", "flush"]);
    assert_eq!(kind.log().messages.len(), 0);
    home.ok(&["invite", "resend", "bob@example.org"]);
    assert_eq!(kind.log().messages.len(), 1);
    assert_eq!(home.json(&["status"])["mail"], json!({"queued": 0, "failed": 0}));
}

#[test]
fn a_server_that_is_not_there_is_asked_once_and_all_messages_wait() {
    let home = home_with_queued(3);
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    configure(&home, &format!("host = 'localhost'\nport = {}\nsecurity = 'none'", free.unwrap().port()));
    let run = home.fails(8, &["mail", "flush", "--json"]);
    assert_eq!((&run.json()["queued"], &run.json()["failed"]), (&json!(3), &json!(0)));
    assert!(run.json_error()["message"].as_str().unwrap().contains("refuses the connection"), "{run}");
    let data = run.json_error()["data"].clone();
    assert_eq!((&data["sent"], &data["queued"], &data["failed"]), (&json!(0), &json!(3), &json!(0)), "{run}");
    assert_eq!((data["users"].as_array().map(Vec::len), &data["count"]), (Some(1), &json!(1)), "{run}");
    let attempts: Vec<Value> = home
        .json(&["mail", "list"])
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["attempts"].clone())
        .collect();
    assert_eq!(attempts, [0, 0, 1]);
    assert_eq!(home.json(&["status"])["mail"], json!({"queued": 3, "failed": 0}));
}

#[test]
fn messages_leave_oldest_first_over_one_connection() {
    let server = Server::start(Script::default());
    let home = home_with_queued(40);
    connect(&home, &server);
    assert_eq!(home.json(&["mail", "flush"])["sent"], 40);
    let log = server.log();
    assert_eq!(log.connections, 1);
    let recipients: Vec<String> = log.messages.iter().map(|message| message.recipients.join(" ")).collect();
    let expected: Vec<String> = (0..40).map(|number| format!("RCPT TO:<user{number}@example.org>")).collect();
    assert_eq!(recipients, expected);
}

#[test]
fn several_flushes_at_once_send_every_message_once() {
    let server = Server::start(Script::default());
    let home = home_with_queued(40);
    connect(&home, &server);
    let sent: i64 = thread::scope(|scope| {
        let flushes: Vec<_> =
            (0..4).map(|_| scope.spawn(|| home.json(&["mail", "flush"])["sent"].as_i64().unwrap())).collect();
        flushes.into_iter().map(|flush| flush.join().unwrap()).sum()
    });
    assert_eq!((sent, server.log().messages.len()), (40, 40));
}

#[test]
fn a_killed_flush_loses_no_message_and_holds_up_no_other() {
    let silent = Server::start(Script::with_fault(Step::Content, Fault::Silence));
    let home = home_with_queued(2);
    connect(&home, &silent);
    let mut killed =
        home.command(&["mail", "flush"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !silent.log().commands.iter().any(|(_, line)| line == "DATA") {
        thread::sleep(Duration::from_millis(5));
    }
    // Another flush cannot start while it runs.
    let run = home.fails(8, &["mail", "flush", "--lock-timeout", "0"]);
    assert!(run.stderr.contains("another process is sending"), "{run}");
    killed.kill().unwrap();
    killed.wait().unwrap();

    let server = Server::start(Script::default());
    connect(&home, &server);
    let begun = message_of(&home, "user0@example.org");
    assert_eq!(home.json(&["mail", "flush"])["sent"], 2);
    let repeated = message_of(&home, "user0@example.org");
    assert_eq!((&repeated["attempts"], &repeated["message_id"]), (&json!(2), &begun["message_id"]));
    assert_eq!(server.log().messages.len(), 2);
}

#[test]
fn the_links_of_all_attempts_open_the_invitation() {
    let home = home_with_folder();
    home.ok(&["invite", "ada@example.org"]);
    let first = crate::harness::messages::only(&home);
    // This is what a crash leaves between the server's reply and the mark.
    home.tamper("UPDATE outbox SET status = 'queued', sent_at = NULL").unwrap();
    home.ok(&["mail", "flush"]);
    let second = crate::harness::messages::only(&home);
    assert_eq!(first.id, second.id);
    assert_ne!(first.token(), second.token());
    home.ok(&["invite", "accept", &first.token(), "-n"]);
    home.ok(&["invite", "accept", &second.token()]);
    home.refuses(4, &["invite", "accept", &first.token()]);
}

#[test]
fn a_message_whose_invitation_ended_first_is_not_sent() {
    let home = home_with_queued(2);
    home.ok(&["invite", "revoke", "user0@example.org"]);
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    home.at("2026-11-22T09:00:00Z").fails(8, &["mail", "flush"]);
    assert!(collect(&home).is_empty());
    assert_eq!(message_of(&home, "user0@example.org")["status"], "cancelled");
    let expired = message_of(&home, "user1@example.org");
    assert_eq!(expired["status"], "failed");
    assert!(expired["error"].as_str().unwrap().contains("expired"));
}

#[test]
fn a_flush_says_how_many_messages_it_gives_up_and_the_status_counts_them() {
    let home = home_with_queued(3);
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    let late = home.at("2026-11-22T09:00:00Z");
    assert_eq!(late.json(&["status"])["mail"], json!({"queued": 3, "failed": 0}));
    let run = late.ok(&["mail", "flush", "-n"]);
    assert_eq!(run.stdout, "3 messages would be given up: their invitations have expired.\n");
    let run = late.fails(8, &["mail", "flush"]);
    assert_eq!(run.stdout, "3 messages were given up: their invitations have expired.\n");
    let status = late.ok(&["status"]);
    assert!(status.stdout.contains("0 queued, 3 failed"), "{status}");
    assert!(
        status
            .stdout
            .contains("3 messages could not be sent (rad-admin mail list; then mail retry or mail drop)"),
        "{status}"
    );
    assert_eq!(late.ok(&["mail", "list"]).stdout.matches(" failed ").count(), 3);
    let again = late.json(&["mail", "flush"]);
    assert_eq!((&again["changed"], &again["expired"]), (&json!(false), &json!(0)));
    late.ok(&["invite", "resend", "status:invited", "--yes"]);
    assert_eq!(late.json(&["status"])["mail"], json!({"queued": 0, "failed": 0}));
}

#[test]
fn a_flush_that_is_only_tried_connects_to_nobody() {
    let server = Server::start(Script::default());
    let home = home_with_queued(2);
    connect(&home, &server);
    assert_eq!(home.json(&["mail", "flush", "-n"])["queued"], 2);
    home.ok(&["mail", "test", "ada@example.org", "-n"]);
    assert_eq!(server.log().connections, 0);
}

#[test]
fn the_mail_password_is_never_shown() {
    const PASSWORD: &str = "correct horse";
    let server = Server::start(Script { login: Some(("rad", PASSWORD)), ..Script::default() });
    let home = Home::initialised();
    let settings = format!("host = 'localhost'\nport = {}\nsecurity = 'none'\nusername = 'rad'", server.port);
    configure(&home, &settings);
    let run = home.fails(7, &["mail", "test", "ada@example.org"]);
    assert!(run.stderr.contains("there is no password"), "{run}");

    let by_environment = home.with("RAD_ADMIN_SMTP_PASSWORD", PASSWORD);
    by_environment.ok(&["mail", "test", "ada@example.org", "-v"]);
    assert!(!by_environment.ok(&["config", "show"]).stdout.contains("correct horse"));
    home.write("credentials/smtp-password", PASSWORD);
    let folder = home.path().join("credentials").display().to_string();
    home.with("CREDENTIALS_DIRECTORY", &folder).ok(&["mail", "test", "ada@example.org"]);
    assert_eq!(server.log().messages.len(), 2);

    let run =
        home.with("RAD_ADMIN_SMTP_PASSWORD", "wrong horse").fails(8, &["mail", "test", "ada@example.org"]);
    assert!(run.stderr.contains("check mail.username ('rad') and the password"), "{run}");
    assert!(!run.stderr.contains("horse"), "{run}");
}

#[test]
fn a_test_message_without_settings_names_them() {
    let run = Home::initialised().fails(7, &["mail", "test", "ada@example.org"]);
    assert!(run.stderr.contains("hint: under [mail]"), "{run}");
}

#[test]
fn a_message_that_sendmail_took_is_sent_once() {
    let home = Home::initialised();
    let program = home.path().join("sendmail");
    symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sendmail"), &program).unwrap();
    let path = program.display();
    configure(&home, &format!("transport = 'sendmail'\nsendmail_path = '{path}'\ntimeout_seconds = 20"));
    home.ok(&["invite", "leaves@example.org"]);
    assert_eq!(home.json(&["mail", "flush"])["changed"], false);
    let message = message_of(&home, "leaves@example.org");
    assert_eq!((&message["status"], &message["attempts"]), (&json!("sent"), &json!(1)));
}

#[test]
fn a_quiet_flush_reports_a_fault_once_and_then_once_a_day() {
    let home = home_with_queued(2);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    configure(&home, &format!("host = '127.0.0.1'\nport = {}\nsecurity = 'none'", nobody.unwrap().port()));
    let quiet = |time: &str| home.at(time).fails(8, &["mail", "flush", "--quiet"]);
    let first = quiet("2026-11-15T10:00:00Z");
    assert!(first.stderr.contains("refuses the connection") && first.stdout.is_empty(), "{first}");
    for time in ["2026-11-15T10:15:00Z", "2026-11-16T09:30:00Z"] {
        assert_eq!(quiet(time).stderr, "");
    }
    let loud = home.at("2026-11-15T11:00:00Z").fails(8, &["mail", "flush"]);
    assert!(loud.stderr.contains("refuses the connection"), "{loud}");
    assert!(quiet("2026-11-16T11:00:00Z").stderr.contains("refuses the connection"));

    configure(&home, "transport = 'file'\nfolder = 'messages'");
    assert_eq!(home.at("2026-11-16T12:00:00Z").ok(&["mail", "flush", "--quiet"]).stderr, "");
    configure(&home, "transport = 'file'\nfolder = '/dev/null/x'");
    home.at("2026-11-16T12:15:00Z").fails(8, &["invite", "zoe@example.org", "-q"]);
    assert!(quiet("2026-11-16T12:30:00Z").stderr.contains("/dev/null/x"), "a new fault is reported at once");
}

#[test]
fn a_quiet_flush_reports_every_message_that_it_gives_up() {
    let server = Server::start(Script { unknown_recipient: Some("user0@"), ..Script::default() });
    let home = home_with_queued(2);
    connect(&home, &server);
    let run = home.fails(8, &["mail", "flush", "--quiet"]);
    assert!(run.stderr.contains("user0@example.org: 550 5.1.1 nobody of that name lives here"), "{run}");
    assert!(run.stderr.contains("rad-admin mail retry"), "{run}");
    assert_eq!(home.ok(&["mail", "flush", "--quiet"]).stderr, "");

    let late = home_with_queued(1);
    connect(&late, &server);
    let run = late.at("2026-11-23T09:00:00Z").fails(8, &["mail", "flush", "--quiet"]);
    assert!(run.stderr.contains("1 message was given up (the invitation expired first)"), "{run}");
    assert!(run.stderr.contains("rad-admin invite resend --expired"), "{run}");
}

#[test]
fn a_quiet_flush_reports_what_it_gives_up_beside_what_could_not_be_sent() {
    let home = Home::seeded();
    configure(&home, "host = 'localhost'\nport = 1\nsecurity = 'none'\n[notify]\nadjusted = true");
    home.fails(8, &["invite", "zoe@example.org"]);
    home.fails(8, &["credits", "award", "bob@example.org", "5"]);
    let late = home.at("2026-11-23T09:00:00Z");
    let run = late.fails(8, &["mail", "flush", "--quiet"]);
    assert!(run.stderr.contains("1 message was not sent (bob@example.org"), "{run}");
    assert!(run.stderr.contains("1 message was given up (the invitation expired first)"), "{run}");
    assert!(run.stderr.contains("rad-admin invite resend --expired"), "{run}");
}

#[test]
fn a_message_that_failed_is_tried_again_or_dropped_by_user_or_by_its_id() {
    let unwilling = Server::start(Script { unknown_recipient: Some("user"), ..Script::default() });
    let home = home_with_queued(3);
    connect(&home, &unwilling);
    home.fails(8, &["mail", "flush"]);
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    let run = home.ok(&["mail", "retry", "user0@example.org"]);
    assert_eq!(run.stdout, "Tried 1 message again: 1 sent, 0 queued, 0 failed.\n");
    let id = message_of(&home, "user1@example.org")["message_id"].as_str().unwrap().to_owned();
    assert_eq!(home.ok(&["mail", "drop", &id, "-n"]).stdout, "Dry run, nothing dropped: 1 message.\n");
    assert_eq!(home.ok(&["mail", "drop", &format!("<{id}>")]).stdout, "Dropped 1 message.\n");
    assert_eq!(message_of(&home, "user1@example.org")["status"], "cancelled");
    assert_eq!(home.ok(&["mail", "retry"]).stdout, "Tried 1 message again: 1 sent, 0 queued, 0 failed.\n");
    assert_eq!(home.ok(&["mail", "retry"]).stdout, "No message to try again.\n");
    assert_eq!(home.ok(&["mail", "drop"]).stdout, "No message to drop.\n");
    assert_eq!(collect(&home).len(), 2);
    let unknown = format!("{}.1.1@example.org", "0".repeat(32));
    let run = home.fails(3, &["mail", "retry", &unknown]);
    assert!(run.stderr.contains("rad-admin mail list"), "{run}");
}

#[test]
fn messages_are_listed_by_user_or_by_id_as_they_are_tried_again() {
    let home = home_with_queued(3);
    let listed = |of: &str| {
        let list = home.json(&["mail", "list", of]);
        list.as_array()
            .unwrap()
            .iter()
            .map(|row| row["email"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed("user1@example.org"), ["user1@example.org"]);
    assert_eq!(listed("user0@example.org,user2@example.org"), ["user2@example.org", "user0@example.org"]);
    let id = message_of(&home, "user1@example.org")["message_id"].as_str().unwrap().to_owned();
    assert_eq!(listed(&id), ["user1@example.org"]);
    assert_eq!(listed(&format!("<{id}>")), ["user1@example.org"]);
    assert_eq!(home.ok(&["mail", "list", "user1@example.org", "--count"]).stdout, "1\n");
    assert_eq!(home.ok(&["mail", "list", "user1@example.org", "--status", "sent", "--count"]).stdout, "0\n");
    let unknown = format!("{}.1.1@example.org", "0".repeat(32));
    for command in ["list", "retry", "drop"] {
        let run = home.fails(3, &["mail", command, &unknown]);
        assert!(run.stderr.contains("no message has the Message-ID"), "{run}");
        // A Message-ID of another program looks like an address.
        let run = home.fails(3, &["mail", command, "cafe.17@mail.example.org"]);
        assert!(run.stderr.contains("find a Message-ID with: rad-admin mail list"), "{run}");
    }
}

#[test]
fn a_flush_of_a_read_only_ledger_sends_nothing() {
    let _on_file = on_file();
    let home = home_with_queued(1);
    configure(&home, "transport = 'file'\nfolder = 'letters'");
    home.sql().execute_batch("CREATE TABLE foreign_table (x)").unwrap();
    for flush in [&["mail", "flush"][..], &["mail", "flush", "--quiet"], &["mail", "flush", "-n"]] {
        let run = home.fails(9, flush);
        assert_eq!((run.stderr.matches("error:").count(), run.stdout.as_str()), (1, ""), "{run}");
    }
    assert!(collect(&home).is_empty());
}

#[test]
fn a_message_of_an_invitation_that_expired_is_not_tried_again() {
    let home = home_with_queued(1);
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    let late = home.at("2026-11-23T09:00:00Z");
    late.fails(8, &["mail", "flush"]);
    let run = late.ok(&["mail", "retry"]);
    assert!(run.stderr.contains("left out 1 invitation that is closed or expired"), "{run}");
    assert_eq!(late.ok(&["mail", "drop"]).stdout, "Dropped 1 message.\n");
    assert_eq!(late.json(&["status"])["mail"], json!({"queued": 0, "failed": 0}));
}

#[test]
fn no_password_is_in_the_environment_of_another_program() {
    let home = home_with_queued(1);
    let program = home.path().join("sendmail");
    home.write("sendmail", "#!/bin/sh\ncat >/dev/null\nenv >\"$0.env\"\n");
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    configure(&home, &format!("transport = 'sendmail'\nsendmail_path = '{}'", program.display()));
    let secrets = home.with("RAD_ADMIN_SMTP_PASSWORD", "hunter2").with("PGPASSWORD", "hunter3");
    secrets.ok(&["mail", "flush"]);
    let seen = home.read("sendmail.env");
    assert!(seen.contains("PATH=") && !seen.contains("hunter"), "{seen}");
}

#[test]
fn a_message_that_was_sent_and_could_not_be_marked_is_reported_as_that() {
    let home = home_with_queued(1);
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    let mut flush =
        home.with("RAD_ADMIN_TEST_PAUSE", "MessageDelivered").command(&["invite", "eve@example.org"]);
    let mut flush =
        flush.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_until(|| {
        std::fs::read_dir(home.path().join(".config/rad-admin/messages"))
            .is_ok_and(|mut found| found.any(|_| true))
    });
    // The program writes nothing to a database whose schema somebody changed.
    home.tamper("CREATE VIEW messages AS SELECT * FROM outbox").unwrap();
    drop(flush.stdin.take());
    let ended = flush.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(8), "{errors}");
    assert!(errors.contains("the last message was sent, and the outbox could not record it"), "{errors}");
    assert!(errors.contains("sends it again, under the same Message-ID"), "{errors}");
    assert_eq!(collect(&home).len(), 1);
}

#[test]
fn a_flush_gives_up_an_expired_invitation() {
    let home = Home::new();
    home.ok(&["init", "--timezone", "UTC"]);
    home.fails(8, &["invite", "zoe@example.org"]);
    let later = home.at("2026-12-15T09:00:00Z");
    let run = later.fails(8, &["mail", "flush"]);
    assert!(run.stderr.contains("1 message was given up (the invitation expired first)"), "{run}");
    assert_eq!(later.json(&["status"])["mail"], json!({ "queued": 0, "failed": 1 }));
}
