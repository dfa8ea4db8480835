use super::*;

/// Returns the message and the hints for a file that is refused as a whole.
fn refused(text: &str, options: &ColumnOptions) -> (String, Vec<String>) {
    let error = adjustments(text.as_bytes(), AdjustmentDefaults::default(), options).expect_err("refused");
    assert_eq!(error.code(), Code::Usage);
    (error.message(), error.hints().to_vec())
}

#[test]
fn all_faults_of_a_header_are_named_at_once_with_a_fix() {
    let (message, hints) = refused("\n\nuser,amuont,email,,bucket\n", &ColumnOptions::default());
    assert_eq!(
        message.lines().collect::<Vec<_>>(),
        [
            "4 faults in awards:",
            "awards:3: unknown column 'amuont': did you mean 'amount'?",
            "awards:3: 'user' and 'email' are the same column",
            "awards:3: a column has no name",
            "awards:3: no column 'amount'",
        ]
    );
    assert_eq!(hints.len(), 2);
    assert!(hints.iter().any(|hint| hint.contains("--ignore-columns")));
}

#[test]
fn a_missing_column_is_named_with_its_other_name() {
    let (message, _) = refused("bucket,amount\nawarded,1\n", &ColumnOptions::default());
    assert_eq!(message, "awards:1: no column 'user' or 'email'");
}

#[test]
fn a_table_with_other_separators_is_recognised() {
    for text in [
        "User;Bucket;AMOUNT;reason\na@x;awarded;4;\"a;b\"\n",
        "\nuser\tbucket\tamount\treason\r\na@x\tawarded\t4\ta;b\n",
        "user,bucket,amount,reason\na@x,awarded,4,a;b\n",
        "user;bucket;amount;\"reason\"\na@x;awarded;4;\"a;b\"",
    ] {
        assert_eq!(plain(text).expect(text).concat().replacen('3', "2", 1), "2 a@x awarded 4 a;b ~ ~");
    }
}

#[test]
fn a_rejects_file_separates_its_cells_as_its_file_does() {
    let text = b"user;bucket;amount;reason\na@x;awarded;x;\"a;b\"\n";
    let (_, written) =
        rejects(text, AdjustmentDefaults::default(), &ColumnOptions::default()).expect("rejects");
    let written = String::from_utf8(written).expect("text");
    assert!(
        written
            .starts_with("user;bucket;amount;reason;line;error_code;error\na@x;awarded;x;\"a;b\";2;usage;")
    );
}

#[test]
fn our_own_tsv_is_read_back_with_its_escapes() {
    let text: &[u8] = b"user\tbucket\tamount\treason\na@x\tawarded\t1\tC:\\\\new \"x\n";
    let columns = AdjustmentDefaults::default().columns(&ColumnOptions::default()).expect("columns");
    let mut rows = FileRows::open(text, "awards", Some(InputFormat::Tsv), columns).expect("a table");
    let row = rows.next_row().expect("readable").expect("a row");
    let adjustment = AdjustmentDefaults::default().parse(&row).expect("a good row");
    assert_eq!(adjustment.reason.as_deref(), Some("C:\\new \"x"));
}

#[test]
fn a_renamed_column_answers_to_its_new_name_only() {
    let options = renaming(&["user=Mail address", "amount=user"]);
    let read =
        adjustments(b" Mail address ,user,bucket\na@x,4,awarded\n", AdjustmentDefaults::default(), &options);
    assert_eq!(read.expect("good"), ["2 a@x awarded 4 ~ ~ ~"]);
    let json =
        b"{\"Mail address\":\"a@x\",\"user\":4,\"bucket\":\"awarded\"}\n{\"Mail address\":\"\",\"amount\":4}";
    let message = adjustments(json, AdjustmentDefaults::default(), &options).expect_err("faults").message();
    assert!(message.contains("awards:2: unknown column 'amount'"), "{message}");
    assert!(message.contains("awards:2: Mail address: is empty"), "{message}");
    assert!(message.contains("awards:2: user: is missing"), "{message}");
}

#[test]
fn a_rename_that_cannot_be_is_refused_before_the_file_is_read() {
    let columns = |renames: &[&str]| AdjustmentDefaults::default().columns(&renaming(renames));
    let error = columns(&["amuont=x"]).expect_err("unknown");
    assert_eq!(error.message(), "--map names no column 'amuont'");
    assert_eq!(error.hints().first().map(String::as_str), Some("did you mean 'amount'?"));
    for wrong in [&["user=a", "email=b"][..], &["user=a", "user=b"], &["user=a", "key=a"], &["key=line"]] {
        assert!(columns(wrong).is_err(), "{wrong:?}");
    }
    for wrong in ["", "=", "user", "user=", "=x"] {
        assert!(wrong.parse::<Rename>().is_err(), "{wrong:?}");
    }
    let (message, _) = refused("user,bucket,amount\n", &renaming(&["key=Nummer"]));
    assert_eq!(message, "awards:1: no column 'Nummer' (--map)");
}

#[test]
fn unknown_columns_are_passed_over_where_that_was_said() {
    let text = b"x,user,,x,\nrubbish \xFF,a@x,1,2,3\n";
    assert_eq!(adjustments(text, five_awarded(), &ignoring()).expect("good"), ["2 a@x awarded 5 ~ ~ ~"]);
}

#[test]
fn blank_lines_and_empty_rows_are_no_rows_but_count_as_lines() {
    let text = "user,bucket,amount\r\n\r\n,,\r\na@x,awarded,1\n\n\"\",,\n\nb@x,awarded,2\n,,\n\n";
    assert_eq!(plain(text).expect("good"), ["4 a@x awarded 1 ~ ~ ~", "8 b@x awarded 2 ~ ~ ~"]);
}

#[test]
fn lone_carriage_returns_end_rows() {
    assert_eq!(
        plain("user,bucket,amount\ra@x,awarded,1\rb@x,awarded,2").expect("good"),
        ["1 a@x awarded 1 ~ ~ ~", "1 b@x awarded 2 ~ ~ ~"]
    );
}

#[test]
fn an_open_quote_is_named_with_the_line_where_it_begins() {
    for end in ["", "\n", "\nb@x,awarded,1\n"] {
        assert_eq!(
            faults(&format!("user,bucket,amount\n\na@x,awarded,\"1{end}")),
            ["awards:3: a quote in this row is never closed"]
        );
    }
    assert_eq!(faults("user,\"bucket"), ["awards:1: a quote in this row is never closed"]);
    assert_eq!(plain("user,bucket,amount\na@x,awarded,\"1\"").map(|rows| rows.len()).ok(), Some(1));
}

#[test]
fn a_row_beyond_the_limit_is_passed_over_in_either_format() {
    let long = "x".repeat(MAX_ROW_BYTES + 10);
    let csv = format!("user,bucket,amount\na@x,awarded,\"{long}\"\na@x,awarded,{long}\nada,awarded,1\n");
    let found = faults(&csv);
    assert_eq!(found.len(), 3);
    assert!(found.iter().take(2).all(|fault| fault.contains("longer than 1048576 bytes")), "{found:?}");
    assert!(found.get(2).is_some_and(|fault| fault.starts_with("awards:4: user: 'ada'")), "{found:?}");

    let json = format!("{{\"user\":\"{long}\"}}\n{{\"user\":\"ada\",\"bucket\":\"awarded\",\"amount\":1}}");
    let found = faults(&json);
    assert_eq!(found.len(), 2);
    assert!(
        found.first().is_some_and(|fault| fault.starts_with("awards:1: the line is longer")),
        "{found:?}"
    );
    assert!(found.get(1).is_some_and(|fault| fault.starts_with("awards:2: user: 'ada'")), "{found:?}");
}

#[test]
fn a_value_near_the_limit_is_shown_cut() {
    let found = faults(&format!("user,bucket,amount\n{},awarded,1\n", "x".repeat(MAX_ROW_BYTES - 100)));
    assert!(found.iter().all(|fault| fault.len() < 400 && fault.ends_with("it has no '@'")), "{found:?}");
}

#[test]
fn text_with_nul_or_wrong_utf8_is_named_with_its_column() {
    let text = b"user,bucket,amount,reason\na@x,awarded,1,\xFF\na@x,awarded,1,a\0b\n";
    let error =
        adjustments(text, AdjustmentDefaults::default(), &ColumnOptions::default()).expect_err("faults");
    let message = error.message();
    assert!(message.contains("awards:2: reason: is not UTF-8"), "{message}");
    assert!(message.contains("awards:3: reason: has the control character \\u{0}"), "{message}");
    let json = b"{\"user\":\"\xFF\"}";
    let error =
        adjustments(json, AdjustmentDefaults::default(), &ColumnOptions::default()).expect_err("faults");
    assert_eq!(error.message(), "awards:1: the line is not UTF-8");
}

#[test]
fn a_forced_format_is_not_guessed_and_standard_input_is_named() {
    let columns = || five_awarded().columns(&ColumnOptions::default()).expect("columns");
    let rows = FileRows::open(&b""[..], "-", Some(InputFormat::JsonLines), columns()).expect("no rows");
    assert_eq!(rows.name(), "standard input");
    let error = FileRows::open(&b"{\"user\":1}"[..], "-", Some(InputFormat::Csv), columns())
        .err()
        .expect("no header");
    assert!(error.message().contains("standard input:1: unknown column '{\"user\":1}'"), "{error}");
    assert!(FileRows::open(&b"\n\n"[..], "-", Some(InputFormat::Csv), columns()).is_err());
}

#[test]
fn a_rejects_file_keeps_the_rows_and_can_be_corrected() {
    let text =
        b"note,Mail,error,key\n\"a \"\"b\"\"\",ada,old,'=k\nfine,b@x,,\nx\xFF,\"c\r\n\",,\nshort,d@x\n";
    let options = ColumnOptions { ignore_unknown: true, ..renaming(&["user=Mail"]) };
    let (good, written) = rejects(text, five_awarded(), &options).expect("rejects");
    let expected: &[u8] = b"note,Mail,key,line,error_code,error\n\
        \"a \"\"b\"\"\",ada,'=k,2,usage,Mail: 'ada' is not an e-mail address: it has no '@'\n\
        x\xFF,\"c\r\n\",,4,usage,Mail: 'c' is not an e-mail address: it has no '@'\n\
        short,d@x,6,usage,2 instead of 4 cells: one that holds a comma or a line end must be quoted\n";
    assert_eq!((good, String::from_utf8_lossy(&written)), (1, String::from_utf8_lossy(expected)));

    let corrected = String::from_utf8_lossy(&written).replace("ada,", "ada@x,").replace("\"c\r\n\"", "c@x");
    let corrected = corrected.replace("short,d@x,", "short,d@x,,");
    let again = adjustments(corrected.as_bytes(), five_awarded(), &options).expect("corrected");
    assert_eq!(again, ["2 ada@x awarded 5 ~ ~ =k", "3 c@x awarded 5 ~ ~ ~", "4 d@x awarded 5 ~ ~ ~"]);
}

#[test]
fn rejecting_a_rejects_file_again_adds_no_columns_to_it() {
    let text = b"user,key\nada,1\nb@x\nc@x,1,2\n";
    let (_, once) = rejects(text, five_awarded(), &ColumnOptions::default()).expect("rejects");
    let (_, twice) = rejects(&once, five_awarded(), &ColumnOptions::default()).expect("rejects");
    let twice = String::from_utf8_lossy(&twice);
    let twice = twice.replace("4 instead of 5", "1 instead of 2").replace("6 instead of 5", "3 instead of 2");
    assert_eq!(twice, String::from_utf8_lossy(&once));
}

#[test]
fn a_row_that_is_wrong_as_a_whole_is_rejected_again_until_it_is_corrected() {
    for (text, row) in [
        // The open quote swallows the rest of the file, and the number of cells happens to be right.
        (&b"user,key\na@x,\"1\nb@x,2\n"[..], &b"a@x,\"1\nb@x,2\n\",,2,usage,"[..]),
        (b"user,key\na@x,\"", b"a@x,,,2,usage,"),
        (b"user,key\n\"", b",2,usage,"),
        // Without the omitted column, the number of cells matches the number of columns.
        (b"user,line\na@x\n", b"a@x,,2,usage,"),
        (b"user,line,key\na@x,1\n", b"a@x,1,,2,usage,"),
    ] {
        let (_, once) = rejects(text, five_awarded(), &ColumnOptions::default()).expect("rejects");
        let written = once.split_inclusive(|byte| *byte == b'\n').skip(1).collect::<Vec<_>>().concat();
        assert!(written.starts_with(row), "{}", String::from_utf8_lossy(&once));
        let (good, twice) = rejects(&once, five_awarded(), &ColumnOptions::default()).expect("rejects");
        let again = twice.windows(row.len()).any(|window| window == row);
        assert!(good == 0 && again, "{}", String::from_utf8_lossy(&twice));
    }
}

#[test]
fn rejected_json_lines_keep_their_keys_order_and_numbers() {
    let text = b"{ \"user\":\"ada\", \"amount\": 1.50, \"x\":[1, {\"y\":null}], \"line\":7,\"error\":\"\" }\n{\"user\":\n{}";
    let (good, written) = rejects(text, five_awarded(), &ignoring()).expect("rejects");
    let written = String::from_utf8(written).expect("text");
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(good, 0);
    let start = "{\"user\":\"ada\",\"amount\":1.50,\"x\":[1, {\"y\":null}],\"line\":1,\"error_code\":\"usage\",\"error\":";
    assert!(lines.first().is_some_and(|line| line.starts_with(start)), "{written}");
    assert!(
        lines.get(1).is_some_and(|line| line.starts_with("{\"raw\":\"{\\\"user\\\":\",\"line\":2,")),
        "{written}"
    );
    assert_eq!(lines.get(2), Some(&"{\"line\":3,\"error_code\":\"usage\",\"error\":\"user: is missing\"}"));
    let corrected = written.replace("\"ada\"", "\"ada@x\"").replace("1.50", "15");
    let first = corrected.lines().next().unwrap_or_default();
    let again = adjustments(first.as_bytes(), five_awarded(), &ignoring()).expect("corrected");
    assert_eq!(again, ["1 ada@x awarded 15 ~ ~ ~"]);
}
