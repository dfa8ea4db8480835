use crate::harness::{Home, PROGRAM, Run, postgres};

/// Runs a script from `examples`.
fn example(home: &Home, name: &str, arguments: &[&str], map: &str) -> Run {
    let mut command = home.other_command("bash");
    command.arg(format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))).args(arguments);
    home.finish(command.env("MAP", map).env("RAD_ADMIN", PROGRAM))
}

#[test]
fn the_spreadsheet_script_awards_once_however_often_it_runs() {
    let home = Home::with_users();
    home.write(
        "awards.csv",
        "user,amount,remark\r\nbob@example.org,10,\r\ncarol@example.org,20,\"good, very\"\r\n",
    );
    for _ in 0..2 {
        let run = example(&home, "award-from-spreadsheet.sh", &["awards.csv", "spring", "Spring"], "");
        assert_eq!(run.status, 0, "{}", run.stderr);
    }
    assert_eq!((home.balances("bob@example.org"), home.balances("carol@example.org")), ((60, 0), (20, 30)));
    assert_eq!(home.operations(), 4);
    assert_eq!(example(&home, "award-from-spreadsheet.sh", &["awards.csv"], "").status, 2);
}

#[test]
fn a_large_award_from_a_spreadsheet_waits_for_its_total() {
    let home = Home::with_users();
    home.write("awards.csv", "user,amount\nbob@example.org,10000\n");
    let line = ["awards.csv", "big", "Big", "10000"];
    assert_eq!(example(&home, "award-from-spreadsheet.sh", &line[..3], "").status, 5);
    assert_eq!(example(&home, "award-from-spreadsheet.sh", &line, "").status, 0);
}

#[test]
fn the_script_does_not_repeat_an_award_that_a_person_confirmed() {
    let home = Home::with_users();
    let line = ["bob@example.org", "20000", "order-1042", "The summer's order"];
    let run = example(&home, "adjust-safely.sh", &line, "");
    assert_eq!(run.status, 5, "{}", run.stderr);
    let (_, command) = run.stderr.split_once("confirm the total with: rad-admin ").expect("a command");
    let words = shlex::split(command.trim()).expect("words");
    home.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(example(&home, "adjust-safely.sh", &line, "").status, 0);
    assert_eq!(home.balances("bob@example.org"), (20_050, 0));
}

#[test]
fn a_script_without_its_arguments_says_how_it_is_used() {
    for (name, arguments) in
        [("adjust-safely.sh", &["one"][..]), ("award-from-spreadsheet.sh", &["one"]), ("mail-report.sh", &[])]
    {
        let run = example(&Home::with_users(), name, arguments, "");
        let script = name.rsplit('/').next().unwrap_or(name);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(run.stderr.starts_with(&format!("usage: {script} ")), "{}", run.stderr);
    }
}

#[test]
fn two_cron_hosts_grant_once_during_a_failover() {
    if postgres::server().is_none() {
        return;
    }
    let home = Home::new();
    let mut command = home.other_command("bash");
    command.arg(format!("{}/examples/failover.sh", env!("CARGO_MANIFEST_DIR")));
    let run = home.finish(command.env("PARTNERS", "500").env("RAD_ADMIN", PROGRAM));
    assert_eq!(run.status, 0, "{run}");
    assert!(run.stdout.ends_with("1 grant, 500 of 500 partners were paid once\n"), "{run}");
}

#[test]
fn a_second_night_of_the_sync_changes_nothing() {
    let home = Home::with_users();
    home.write(
        "export.csv",
        "email,fullName,isPartner,active,shoe\nbob@example.org,Robert,false,true,44\nnew@example.org,New,true,true,45\n",
    );
    for _ in 0..2 {
        let run = example(&home, "nightly-sync.sh", &["export.csv"], "name=fullName,partner=isPartner");
        assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    }
    assert_eq!(home.operations(), 4);
    let new = home.ok(&["user", "show", "new@example.org", "--json"]).json();
    assert_eq!(new["partner"], true);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}

#[test]
fn the_script_for_leavers_names_users_that_it_cannot_deactivate() {
    let home = Home::with_users();
    home.write(
        "leavers.txt",
        "# November\nbob@example.org # moved on\n\nzed@example.org\r\ncarol@example.org",
    );
    let run = example(&home, "deactivate-leavers.sh", &["leavers.txt"], "");
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert!(run.stderr.contains("no user 'zed@example.org'"), "{}", run.stderr);
    for user in ["bob@example.org", "carol@example.org"] {
        assert_eq!(home.ok(&["user", "show", user, "--json"]).json()["status"], "inactive");
    }
    let operations = home.operations();
    home.write("leavers.txt", "bob@example.org\n");
    assert_eq!(example(&home, "deactivate-leavers.sh", &["leavers.txt"], "").status, 0);
    assert_eq!(home.operations(), operations);
}

#[test]
fn a_killed_script_charges_each_job_once_when_it_runs_again() {
    const JOBS: i64 = 120;
    let home = Home::with_users();
    home.ok(&["credits", "set", "bob@example.org", "--awarded", "100", "--purchased", "1000"]);
    let jobs: Vec<String> = (1..=JOBS).map(|job| format!("{job},bob@example.org,3\n")).collect();
    home.write("jobs.csv", jobs.concat());
    let before = home.operations();
    let mut command = home.other_command("bash");
    command.arg(format!("{}/examples/charge-jobs.sh", env!("CARGO_MANIFEST_DIR"))).arg("jobs.csv");
    let mut first = command
        .env("RAD_ADMIN", PROGRAM)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the script starts");
    crate::harness::wait_until(|| home.operations() > before + 10);
    first.kill().expect("it is killed");
    first.wait().expect("it ends");
    assert_eq!(example(&home, "charge-jobs.sh", &["jobs.csv"], "").status, 0);
    let jobs = usize::try_from(JOBS).expect("a count");
    assert_eq!(home.operations(), before + jobs);
    assert_eq!(home.balances("bob@example.org"), (0, 1100 - 3 * JOBS));
}

#[test]
fn the_report_of_a_month_is_mailed_as_text_with_the_page_attached() {
    let home = Home::with_users();
    home.write("sendmail", "#!/bin/sh\necho \"$@\" >arguments\nexec cat >mail\n");
    let sendmail = home.path().join("sendmail");
    std::fs::set_permissions(&sendmail, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a script");
    let home = home.with("SENDMAIL", &sendmail.display().to_string());
    let run = example(&home, "mail-report.sh", &["boss@example.org", "2026-11"], "");
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run}");
    assert_eq!(home.read("arguments"), "-i -t\n");
    let mail = home.read("mail");
    let mail = mailparse::parse_mail(mail.as_bytes()).expect("a message");
    let header = |name| mailparse::MailHeaderMap::get_first_value(&mail.headers[..], name);
    assert_eq!(header("To").as_deref(), Some("boss@example.org"));
    assert_eq!(header("Subject").as_deref(), Some("Credits in 2026-11"));
    let [text, page] = &mail.subparts[..] else { panic!("{} parts", mail.subparts.len()) };
    assert_eq!(text.get_body().expect("text"), home.ok(&["report", "--month", "2026-11"]).stdout);
    assert_eq!(page.get_content_disposition().params["filename"], "credits-2026-11.html");
    assert_eq!(
        page.get_body().expect("a page"),
        home.ok(&["report", "--month", "2026-11", "--html", "-"]).stdout
    );
}

#[test]
fn no_mail_is_sent_where_the_report_fails() {
    let home = Home::with_users().with("SENDMAIL", "/nowhere");
    let run = example(&home, "mail-report.sh", &["boss@example.org", "2026-13"], "");
    assert_eq!(run.status, 2, "{run}");
    assert!(!run.stderr.contains("/nowhere"), "{run}");
}
