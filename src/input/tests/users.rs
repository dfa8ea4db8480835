use super::*;
use crate::domain::{Credits, Role, Roles, Status};

/// Passes each row of a file of users to `look`, or returns the file's faults.
fn each(text: &str, options: &ColumnOptions, mut look: impl FnMut(UserRow)) -> Result<()> {
    let mut rows = FileRows::open(text.as_bytes(), "users", None, user_columns(options)?)?;
    let mut faults = Faults::new(rows.name());
    while let Some(row) = rows.next_row()? {
        match parse_user(&row) {
            Ok(user) => look(user),
            Err(wrong) => faults.extend(wrong),
        }
    }
    faults.into_result(Code::Usage)
}

/// Returns the fault in a file of one user.
fn fault(header: &str, row: &str) -> String {
    let result = each(&format!("{header}\n{row}\n"), &ColumnOptions::default(), |_| {});
    result.expect_err("a fault").message()
}

fn credits(value: i64) -> RowValue<Credits> {
    RowValue::Value(Credits::new(value).expect("credits"))
}

#[test]
fn a_printed_list_reads_the_same_from_both_formats() {
    let csv = "email,name,status,roles,partner,awarded,purchased,balance,allowance,version,created_at,updated_at\n\
               a@x,\"Ada, \"\"L\"\"\",inactive,\"partner,admin\",true,7,5,12,30,4,2024-01-01T00:00:00Z,2024-01-02T00:00:00Z\n";
    let json = "{\"email\":\"a@x\",\"name\":\"Ada, \\\"L\\\"\",\"status\":\"inactive\",\"roles\":[\"partner\",\"admin\"],\
                \"partner\":true,\"awarded\":7,\"purchased\":5,\"balance\":12,\"allowance\":30,\"version\":4,\
                \"created_at\":\"2024-01-01T00:00:00Z\",\"updated_at\":\"2024-01-02T00:00:00Z\"}";
    for text in [csv, json] {
        let mut read = 0;
        each(text, &ColumnOptions::default(), |user| {
            read += 1;
            assert_eq!(user.email.as_str(), "a@x");
            assert_eq!(user.name, RowValue::Value("Ada, \"L\"".into()));
            assert_eq!(user.status, RowValue::Value(Status::Inactive));
            assert_eq!(user.roles, RowValue::Value([Role::Partner, Role::Admin].into_iter().collect()));
            assert_eq!((user.awarded, user.purchased, user.allowance), (credits(7), credits(5), credits(30)));
        })
        .expect("a good file");
        assert_eq!(read, 1);
    }
}

#[test]
fn an_absent_column_an_empty_cell_and_a_value_are_three_things() {
    each("email,name,roles\na@x,,\n", &ColumnOptions::default(), |user| {
        assert_eq!(user.name, RowValue::EmptyCell);
        assert_eq!(
            (user.roles, user.awarded, user.status),
            (RowValue::EmptyCell, RowValue::NoColumn, RowValue::NoColumn)
        );
    })
    .expect("a good file");
    each("{\"email\":\"a@x\",\"name\":null,\"awarded\":0}", &ColumnOptions::default(), |user| {
        assert_eq!((user.name, user.purchased), (RowValue::EmptyCell, RowValue::NoColumn));
        assert_eq!(user.awarded, credits(0));
    })
    .expect("a good file");
}

#[test]
fn an_export_of_the_platform_is_read_under_its_own_names() {
    let options = ColumnOptions {
        ignore_unknown: true,
        ..renaming(&[
            "awarded=creditAwards",
            "purchased=creditPurchases",
            "allowance=creditPartner",
            "partner=isPartner",
            "active=active",
        ])
    };
    let json = "{\"id\":1,\"email\":\"a@x\",\"creditAwards\":3,\"creditPurchases\":4,\"creditPartner\":9,\
                \"isPartner\":true,\"active\":false,\"profile\":{\"city\":\"Oslo\"}}";
    let csv = "id,email,creditAwards,creditPurchases,creditPartner,isPartner,active\n1,a@x,3,4,9,YES,0\n";
    for text in [json, csv] {
        each(text, &options, |user| {
            assert_eq!((user.awarded, user.purchased, user.allowance), (credits(3), credits(4), credits(9)));
            assert_eq!(user.role_flags[0], (Role::Partner, RowValue::Value(true)));
            assert_eq!(user.status, RowValue::Value(Status::Inactive));
        })
        .expect("a good file");
    }
}

#[test]
fn fields_that_contradict_each_other_are_faults() {
    for (header, row, expected) in [
        ("email,roles,partner", "a@x,partner,no", "users:2: partner: is false, and 'roles' holds partner"),
        ("email,roles,agent", "a@x,agent,0", "users:2: agent: is false, and 'roles' holds agent"),
        ("email,status,active", "a@x,invited,yes", "users:2: active: is true, and 'status' is invited"),
        ("email,status,active", "a@x,active,off", "users:2: active: is false, and 'status' is active"),
        (
            "email,roles,allowance",
            "a@x,agent,5",
            "users:2: allowance: 5 credits a month need the role partner",
        ),
        ("email,partner,allowance", "a@x,0,5", "users:2: allowance: 5 credits a month need the role partner"),
        (
            "email,awarded,purchased,balance",
            "a@x,5,0,6",
            "users:2: balance: 6 is not awarded + purchased, which is 5",
        ),
        (
            "email,balance",
            "a@x,6",
            "users:2: balance: needs 'awarded' and 'purchased' beside it: fill in both, or leave it out",
        ),
        (
            "email,roles",
            "a@x,\"agent,partnr\"",
            "users:2: roles: 'partnr' is not a role: did you mean 'partner'?",
        ),
        (
            "email,active",
            "a@x,perhaps",
            "users:2: active: 'perhaps': say true or false, yes or no, on or off, 1 or 0",
        ),
        (
            "email,awarded",
            "a@x,-1",
            "users:2: awarded: '-1': credits are a whole number from 0 to 9007199254740991",
        ),
    ] {
        assert_eq!(fault(header, row), expected);
    }
}

#[test]
fn fields_that_agree_are_none() {
    for (header, row) in [
        ("email,roles,partner,allowance", "a@x,agent,true,5"),
        ("email,roles,allowance", "a@x,,0"),
        ("email,allowance", "a@x,5"),
        ("email,status,active", "a@x,invited,false"),
        ("email,awarded,purchased,balance", "a@x,9007199254740991,9007199254740991,18014398509481982"),
        ("email,awarded,balance", "a@x,,"),
    ] {
        each(&format!("{header}\n{row}\n"), &ColumnOptions::default(), |_| {}).expect(row);
    }
}

#[test]
fn roles_are_replaced_by_a_column_of_roles_and_partner_alone_changes_one() {
    let over = |header: &str, row: &str| {
        let present: Roles = "partner,admin".parse().expect("roles");
        let mut roles = String::new();
        each(&format!("{header}\n{row}\n"), &ColumnOptions::default(), |user| {
            roles = user.roles_over(present).to_string();
        })
        .expect("a good file");
        roles
    };
    assert_eq!(over("email", "a@x"), "partner,admin");
    assert_eq!(over("email,roles", "a@x,"), "");
    assert_eq!(over("email,roles", "a@x,support"), "support");
    assert_eq!(over("email,roles,partner", "a@x,support,1"), "partner,support");
    assert_eq!(over("email,partner", "a@x,no"), "admin");
    assert_eq!(over("email,partner", "a@x,"), "partner,admin");
}
