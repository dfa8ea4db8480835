use super::*;

#[test]
fn the_same_adjustments_are_read_from_csv_and_json_lines() {
    let csv = "user,bucket,amount,reason,reference,key\r\n\
               Ada@Example.org,awarded,10,\" thanks, \"\"Ada\"\" and all　\",inv-1,k1\r\n\
               bob@example.org, purchased , -3 ,,,\r\n";
    let json = "\n{\"user\":\"Ada@Example.org\",\"bucket\":\"awarded\",\"amount\":10,\
                \"reason\":\"thanks, \\\"Ada\\\" and all\",\"reference\":\"inv-1\",\"key\":\"k1\"}\r\n\
                \n\n{\"amount\":\"-3\",\"bucket\":\"purchased\",\"email\":\"bob@example.org\",\"reason\":null}";
    let expected = [
        "2 ada@example.org awarded 10 thanks, \"Ada\" and all inv-1 k1",
        "3 bob@example.org purchased -3 ~ ~ ~",
    ];
    assert_eq!(plain(csv).expect("csv"), expected);
    assert_eq!(plain(&format!("\u{feff}{csv}")).expect("csv with a mark"), expected);
    let json = plain(json).expect("json lines");
    assert_eq!(json.first().map(String::as_str), Some(expected[0]));
    assert_eq!(json.get(1).map(|row| row.replacen('5', "3", 1)).as_deref(), Some(expected[1]));
}

#[test]
fn the_flags_fill_a_missing_column_and_an_empty_cell() {
    let read = |text: &str| {
        adjustments(text.as_bytes(), five_awarded(), &ColumnOptions::default()).expect("good rows").join("|")
    };
    assert_eq!(read("email\na@x\n"), "2 a@x awarded 5 ~ ~ ~");
    assert_eq!(
        read("user,amount,bucket\na@x,,\nb@x,7,purchased"),
        "2 a@x awarded 5 ~ ~ ~|3 b@x purchased 7 ~ ~ ~"
    );
    assert_eq!(read("{\"user\":\"a@x\",\"amount\":null}"), "1 a@x awarded 5 ~ ~ ~");
}

#[test]
fn every_fault_has_its_line_column_and_value() {
    assert_eq!(
        faults("user,bucket,amount\nada,award,1.5\na@x,,\nb@x,awarded,0\nc@x,awarded,+3,4\n"),
        [
            "awards:2: user: 'ada' is not an e-mail address: it has no '@'",
            "awards:2: bucket: 'award': a bucket is 'awarded' or 'purchased'",
            "awards:2: amount: '1.5': an amount is a whole number from -9007199254740991 to 9007199254740991",
            "awards:3: bucket: is empty",
            "awards:3: amount: is empty",
            "awards:4: amount: an amount of 0 changes nothing",
            "awards:5: 4 instead of 3 cells: one that holds a comma or a line end must be quoted",
        ]
    );
}

#[test]
fn a_json_number_must_be_a_whole_number_as_it_is_written() {
    let amount =
        |text: &str| plain(&format!("{{\"user\":\"a@x\",\"bucket\":\"awarded\",\"amount\":{text}}}"));
    for good in ["7", "\"7\"", "\" +7 \"", "-7", "9007199254740991"] {
        assert!(amount(good).is_ok(), "{good}");
    }
    for wrong in
        ["1e3", "1.0", "-0", "0", "9007199254740992", "1e999999", "true", "[7]", "{}", "null", "\"\""]
    {
        assert!(amount(wrong).is_err(), "{wrong}");
    }
    let digits = "9".repeat(5000);
    assert!(amount(&digits).is_err());
}

#[test]
fn each_wrong_key_of_a_json_row_is_a_fault_and_the_next_row_is_read() {
    let good = "\"bucket\":\"awarded\",\"amount\":1";
    let text = format!(
        "{{\"user\":\"a@x\",{good},\"resaon\":\"x\",\"amount\":2}}\n{{\"user\":\"a@x\",\"email\":\"b@x\",{good}}}\n\
         {{\"user\":\"a@x\"\n[1]\n{{{good}}}\n{{\"user\":{{\"a\":1}},{good}}}\n{{\"user\":\"\\ud800@x\",{good}}}"
    );
    assert_eq!(
        faults(&text),
        [
            "awards:1: unknown column 'resaon': did you mean 'reason'?",
            "awards:1: column 'amount' is there twice",
            "awards:2: 'user' and 'email' are the same column",
            "awards:3: not one JSON object a line: EOF while parsing an object at byte 13",
            "awards:4: not one JSON object a line: invalid type: sequence, expected an object",
            "awards:5: user: is missing",
            "awards:6: user: is an object: one value is expected",
            "awards:7: user: holds half of a surrogate pair",
        ]
    );
}

#[test]
fn an_unknown_key_may_hold_anything_where_unknown_columns_are_ignored() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!("{{\"user\":\"a@x\",\"deep\":{deep},\"more\":{{\"x\":[1]}},\"deep\":1}}");
    assert_eq!(
        adjustments(text.as_bytes(), five_awarded(), &ignoring()).expect("good").join(""),
        "1 a@x awarded 5 ~ ~ ~"
    );
}

#[test]
fn protected_text_comes_back_from_csv_and_is_left_alone_in_json() {
    let csv = "user,bucket,amount,reason,reference,key\n'=a@x,awarded,1,'=1+1,''-x,'tis\n";
    assert_eq!(plain(csv).expect("good"), ["2 =a@x awarded 1 =1+1 '-x 'tis"]);
    let json = "{\"user\":\"a@x\",\"bucket\":\"awarded\",\"amount\":1,\"reason\":\"'=1\"}";
    assert_eq!(plain(json).expect("good"), ["1 a@x awarded 1 '=1 ~ ~"]);
}

#[test]
fn the_content_hash_is_of_what_the_rows_mean() {
    let defaults = AdjustmentDefaults::default();
    let one = hash(b"user,bucket,amount,reason\na@x,awarded,5,\nb@x,awarded,5,why\n", defaults);
    let json = b"{\"email\":\"A@x\",\"bucket\":\"awarded\",\"amount\":\"5\"}\n\
                 {\"amount\":5,\"reason\":\"why\",\"user\":\"b@x\",\"bucket\":\"awarded\"}";
    assert_eq!(
        one,
        hash(b"\xEF\xBB\xBFamount,user,bucket,reason\r\n+5,a@x,\"awarded\",\r\n5,b@x,awarded,why", defaults)
    );
    assert_eq!(one, hash(json, defaults));
    assert_eq!(one, hash(b"user,reason\na@x,\nb@x,why\n", five_awarded()));
    for other in [
        &b"user,bucket,amount,reason\nb@x,awarded,5,why\na@x,awarded,5,\n"[..],
        b"user,bucket,amount,reason\na@x,awarded,5,\nb@x,awarded,5,\n",
        b"user,bucket,amount,reference\na@x,awarded,5,\nb@x,awarded,5,why\n",
        b"user,bucket,amount,reason\na@x,awarded,5,\n",
    ] {
        assert_ne!(one, hash(other, defaults));
    }
}
