use super::*;
use crate::domain::{Role, Zone};

const KEYS: &[FilterKey] = &[
    FilterKey { name: "email", values: ValueKind::Address },
    FilterKey { name: "name", values: ValueKind::Text },
    FilterKey { name: "status", values: ValueKind::Word(|| vec!["active", "invited"]) },
    FilterKey { name: "balance", values: ValueKind::Integer },
    FilterKey { name: "created_at", values: ValueKind::Time },
    FilterKey { name: "month", values: ValueKind::Month },
    FilterKey { name: "mail", values: ValueKind::Flag },
    FilterKey { name: "role", values: ValueKind::Roles },
];

fn parsed(text: &str) -> Result<Condition, Vec<ConditionError>> {
    let now = "2026-11-26T12:00:00Z".parse().expect("a time");
    Filter::parse(&[text.to_owned()], KEYS, Zone::UTC, now).map(|filter| filter.conditions[0].clone())
}

fn operands(text: &str) -> Vec<Operand> {
    parsed(text).expect(text).operands
}

fn faults(text: &str) -> Vec<(String, Option<String>)> {
    let faults = parsed(text).expect_err(text);
    faults.into_iter().map(|fault| (fault.message, fault.hint)).collect()
}

#[test]
fn a_sign_begins_a_value_or_makes_an_unknown_operator() {
    let hint = |text: &str| faults(text)[0].1.clone().expect(text);
    let space = "did you mean '<='? If the value begins with '<', write a space before it: 'name= <b>'";
    assert_eq!(hint("name=<b>"), space);
    assert_eq!(operands("name= <b>"), [Operand::Text("<b>".to_owned())]);
    assert_eq!(hint("balance=<5"), "did you mean '<='?");
    assert!(hint("name=!b").starts_with("did you mean '!='? If the value begins with '!'"));
}

#[test]
fn each_operator_is_read_with_and_without_blanks() {
    for operator in Operator::ALL {
        for text in [format!("name{}x y", operator.as_str()), format!(" name {}  x y ", operator.as_str())] {
            let condition = parsed(&text).expect("a condition");
            assert_eq!((condition.key, condition.operator), ("name", operator), "{text}");
            assert_eq!(condition.operands, [Operand::Text("x y".to_owned())]);
        }
    }
}

#[test]
fn commas_list_values_where_one_of_them_is_enough_and_quotes_keep_a_comma() {
    let text = |text: &str| Operand::Text(text.to_owned());
    assert_eq!(operands("status=active, invited"), [text("active"), text("invited")]);
    assert_eq!(operands(r#"name="Arden, Eve","#), [text("Arden, Eve"), Operand::Absent]);
    assert_eq!(operands(r#"name= "a, b" , c,"  d ""e"" ""#), [text("a, b"), text("c"), text("  d \"e\" ")]);
    assert_eq!(operands(r#"name=5" disk"#), [text("5\" disk")]);
    assert_eq!(operands(r#"name~"a, b""#), [text("a, b")]);
    assert_eq!(operands(r#"name<"b""#), [text("b")]);
    assert_eq!(operands(r#"balance="5",6"#).len(), 2);
    assert_eq!(operands("name~a,b"), [text("a,b")]);
    assert_eq!(operands("name="), [Operand::Absent]);
}

#[test]
fn a_value_is_read_as_the_values_of_its_key_are() {
    assert_eq!(operands("email=Ada@Example.ORG"), [Operand::Text("ada@example.org".to_owned())]);
    assert_eq!(operands("balance>-5"), [Operand::Range(-5, -5)]);
    assert_eq!(operands("month=2026-09"), [Operand::Range(202_609, 202_609)]);
    assert_eq!(operands("mail=no"), [Operand::Range(0, 0)]);
    assert_eq!(
        operands("role~a"),
        [Operand::Roles(
            [Role::Partner, Role::Agent, Role::Finance, Role::Trainer, Role::Admin].into_iter().collect()
        )]
    );
    let september = [1_788_220_800, 1_790_812_799];
    assert_eq!(operands("created=2026-09"), [Operand::Range(september[0], september[1])]);
    assert_eq!(parsed("created<yesterday").expect("a condition").key, "created_at");
}

#[test]
fn a_fault_names_the_nearest_right_word() {
    let hint = |text: &str| faults(text).into_iter().find_map(|(_, hint)| hint).unwrap_or_default();
    assert_eq!(hint("balanc<1"), "did you mean 'balance'?");
    assert_eq!(hint("balance=>1"), "did you mean '>='?");
    assert_eq!(hint("name==Ada"), "did you mean '='?");
    assert_eq!(hint("status=activ"), "did you mean 'active'?");
    assert_eq!(hint("balance~1"), "'balance' takes = != < <= > >=");
    assert_eq!(faults("role=admn")[0].0, "'admn' is not a role: did you mean 'admin'?");
    for wrong in [
        "balance",
        "",
        "<5",
        "balance<",
        "balance=ten",
        "created=soon",
        "month=9",
        "mail=maybe",
        "status<active",
        "name=\"Ada",
        "name~\"Ada",
        "name=\"Ada\" Moreno",
        "name~\"Ada\",b",
    ] {
        assert!(!faults(wrong).is_empty(), "{wrong}");
    }
}

#[test]
fn every_fault_of_every_condition_is_named() {
    assert_eq!(faults("balanc=>1").len(), 2);
    assert_eq!(faults("status=activ,invted,active").len(), 2);
    let conditions = ["x=1", "balance<5", "mail=perhaps"].map(str::to_owned);
    let found = Filter::parse(&conditions, KEYS, Zone::UTC, Timestamp::from_seconds(0)).expect_err("faults");
    assert_eq!(found.iter().map(|fault| fault.typed.as_str()).collect::<Vec<_>>(), ["x=1", "mail=perhaps"]);
}
