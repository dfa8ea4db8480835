//! `report --html` and `user statement --html` print the figures of the JSON, and nothing that runs.

use std::fs;

use serde_json::Value;

use crate::harness::{Home, on_file};

const MARKUP: &str = "<script>alert(1)</script><b>\"&amp;'";

/// Paul, a partner, got an allowance and an award. Mia, whose name is markup, bought and spent credits.
fn ledger() -> Home {
    let home = Home::new().at("2026-10-10T08:00:00Z");
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
    home.ok(&["user", "add", "ada@example.org", "--role", "admin", "--yes"]);
    home.ok(&[
        "user",
        "add",
        "paul@example.org",
        "--name",
        "Paul Brandt",
        "--role",
        "partner",
        "--awarded",
        "1200",
    ]);
    home.ok(&["user", "add", "mia@example.org", "--name", MARKUP, "--purchased", "50"]);
    home.ok(&["partner", "set", "paul@example.org", "40"]);
    let home = home.at("2026-11-02T08:00:00Z");
    home.ok(&["grant-monthly", "--catch-up"]);
    home.ok(&["credits", "purchase", "mia@example.org", "1500", "--reason", MARKUP, "--reference", MARKUP]);
    home.ok(&["credits", "spend", "mia@example.org", "70"]);
    home.ok(&["credits", "award", "all", "5", "--yes"]);
    home.ok(&["undo", "last", "--yes"]);
    home.at("2026-11-20T08:00:00Z")
}

fn page(home: &Home, line: &[&str]) -> String {
    home.ok(&[line, &["--html", "page.html"]].concat());
    fs::read_to_string(home.path().join("page.html")).unwrap()
}

/// Returns the large figures, in order.
fn figures(page: &str) -> Vec<i64> {
    let page = page.replace("<wbr>", "");
    let figures = page.split("class=\"figure\">").skip(1);
    figures.map(|rest| rest.split('<').next().unwrap().replace(',', "").parse().unwrap()).collect()
}

/// Returns the rows of the table below a heading, without markup.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, table) =
        page.split_once(&format!("<h2>{heading}</h2>")).unwrap_or_else(|| panic!("no {heading}"));
    let (table, _) = table.split_once("</section>").unwrap();
    let Some((_, body)) = table.split_once("<tbody>") else { return Vec::new() };
    let text = |cell: &str| {
        let parts = cell.split('<').map(|part| part.rsplit('>').next().unwrap());
        parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ").replace(',', "")
    };
    let row = |row: &str| row.split("</td>").map(text).collect::<Vec<_>>();
    let rows = body.split("</tr>").map(row).map(|mut row| {
        row.pop();
        row
    });
    rows.filter(|row| !row.is_empty()).collect()
}

fn balance(document: &Value, key: &str) -> i64 {
    document[key]["balance"].as_i64().unwrap()
}

#[test]
fn the_figures_of_the_page_of_a_report_are_those_of_its_json() {
    let home = ledger();
    for line in [
        &["report"][..],
        &["report", "--gross", "--by", "day,kind"],
        &["report", "--since", "2026-10", "--by", "month,bucket"],
        &["report", "role:partner"],
    ] {
        let page = page(&home, line);
        let report = home.json(line);
        let finest = "day,kind,bucket,user,actor,reference,command";
        let parts = home.json(&[line, &["--by", finest][..]].concat()[..]);
        let flows = |report: &Value| -> Vec<i64> {
            report["flows"].as_array().unwrap().iter().map(|flow| flow["balance"].as_i64().unwrap()).collect()
        };
        let came: i64 = flows(&parts).iter().filter(|change| **change > 0).sum();
        let went: i64 = flows(&parts).iter().filter(|change| **change < 0).sum();
        assert_eq!(
            figures(&page),
            [balance(&report, "opening"), came, -went, balance(&report, "closing")],
            "{line:?}"
        );
        let shown = rows(&page, "What came and went");
        let shown: Vec<i64> = shown.iter().map(|row| row.last().unwrap().parse().unwrap()).collect();
        assert_eq!(shown, flows(&report), "{line:?}");
    }
}

#[test]
fn sums_of_a_page_hold_changes_that_cancel_each_other() {
    let home = ledger();
    home.ok(&["credits", "set", "paul@example.org", "--awarded", "1300"]);
    home.ok(&["credits", "set", "paul@example.org", "--awarded", "1200"]);
    let line = ["report", "paul@example.org", "--since", "2026-11-20"];
    let history = home.json(&["credits", "history", "paul@example.org", "--since", "2026-11-20"]);
    let amounts: Vec<i64> =
        history.as_array().unwrap().iter().map(|entry| entry["amount"].as_i64().unwrap()).collect();
    assert_eq!(amounts, [-100, 20]);
    assert_eq!(figures(&page(&home, &line)), [1280, 20, 100, 1200]);
}

#[test]
fn a_report_of_everybody_shows_balances_partners_and_what_needs_attention() {
    let home = ledger();
    home.at("2026-12-20T08:00:00Z").ok(&["report", "--html", "page.html"]);
    let page = fs::read_to_string(home.path().join("page.html")).unwrap();
    assert_eq!(rows(&page, "Highest balances today")[1], ["Paul Brandt paul@example.org", "1280"]);
    assert_eq!(rows(&page, "Largest monthly allowances"), [["Paul Brandt paul@example.org", "40"]]);
    assert!(page.contains("the grant of 2026-12 is due"), "{page}");
    for line in [&["report", "paul@example.org"][..], &["report", "--where", "email=paul@example.org"]] {
        let one = self::page(&home, line);
        assert!(one.contains(line[line.len() - 1]), "{one}");
        assert!(!one.contains("mia@") && !one.contains("Needs attention"), "{one}");
    }
}

#[test]
fn the_figures_of_the_page_of_a_statement_are_those_of_its_json() {
    let home = ledger();
    let line = ["user", "statement", "mia@example.org"];
    let (page, statement) = (page(&home, &line), home.json(&line));
    assert_eq!(figures(&page), [balance(&statement, "opening"), 1505, 75, balance(&statement, "closing")]);
    let entries = statement["entries"].as_array().unwrap();
    let rows = rows(&page, "Entries");
    assert_eq!(rows.len(), entries.len());
    for (row, entry) in rows.iter().zip(entries) {
        assert_eq!(row[2].parse::<i64>().unwrap(), entry["amount"].as_i64().unwrap());
        assert_eq!(row[3].parse::<i64>().unwrap(), balance(entry, "after"));
    }
}

#[test]
fn no_text_of_the_ledger_becomes_markup() {
    let home = ledger();
    for line in [&["report", "--by", "reference,user"][..], &["user", "statement", "mia@example.org"]] {
        let page = page(&home, line);
        assert!(
            page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;&quot;&amp;amp;&#39;"),
            "{page}"
        );
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("://"), "{page}");
    }
}

#[test]
fn the_page_is_a_file_a_receipt_names_it_and_a_dry_run_writes_none() {
    let home = ledger();
    let file = home.path().join("page.html");
    let receipt = home.json(&["report", "--html", "page.html", "-n"]);
    assert_eq!((&receipt["dry_run"], &receipt["file"]), (&Value::Bool(true), &Value::from("page.html")));
    assert!(!file.exists());
    home.fails(2, &["report", "--html", "page.html", "--fields", "nonesuch"]);
    assert!(!file.exists());
    let run = home.ok(&["report", "--html", "page.html"]);
    assert_eq!(run.stdout, "Wrote page.html\n");
    let receipt = home.json(&["report", "--html", "page.html"]);
    assert_eq!(receipt["bytes"], fs::metadata(&file).unwrap().len());
    assert_eq!(home.ok(&["report", "--html", "page.html", "-q"]).stdout, "");
    assert_eq!(home.ok(&["report", "--html", "-"]).stdout, fs::read_to_string(&file).unwrap());
}

#[test]
fn a_page_never_replaces_the_ledger_and_a_failure_keeps_the_old_page() {
    let _on_file = on_file();
    let home = ledger();
    let database = home.database();
    home.fails(2, &["report", "--html", database.to_str().unwrap()]);
    home.fails(2, &["user", "statement", "mia@example.org", "--html", "/dev/null"]);
    home.ok(&["verify"]);
    home.write("page.html", "old");
    home.fails(3, &["user", "statement", "nobody@example.org", "--html", "page.html"]);
    assert_eq!(fs::read_to_string(home.path().join("page.html")).unwrap(), "old");
    home.fails(1, &["report", "--html", "no/such/folder/page.html"]);
}
