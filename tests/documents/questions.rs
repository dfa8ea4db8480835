//! Checks `docs/questions.md`: each question has one command and its answer.

use super::markdown::root;

#[test]
fn each_question_is_answered_by_one_command() {
    let page = std::fs::read_to_string(root().join("docs/questions.md")).unwrap();
    let questions: Vec<&str> = page.split("\n### ").skip(1).collect();
    assert!(questions.len() >= 25, "{}", questions.len());
    for question in questions {
        let title = question.lines().next().unwrap();
        assert!(title.ends_with('?'), "{title}");
        let (_, block) =
            question.split_once("```console\n").unwrap_or_else(|| panic!("{title} has no command"));
        let (block, _) = block.split_once("\n```").unwrap();
        let commands = block.lines().filter(|line| line.starts_with("$ ")).collect::<Vec<_>>();
        assert!(
            matches!(commands.as_slice(), [only] if only.starts_with("$ rad-admin ")),
            "{title}: {commands:?}"
        );
        // Another test runs the pages, so the shown answer is what the command prints.
        let answer: Vec<&str> = block.lines().skip(1).collect();
        assert!(!answer.is_empty(), "{title} has no answer");
        assert!(
            !answer.iter().any(|line| line.starts_with("error: ") || *line == "note: nothing to show"),
            "{title}"
        );
    }
}

#[test]
fn the_list_at_the_top_has_each_question_in_its_order() {
    let page = std::fs::read_to_string(root().join("docs/questions.md")).unwrap();
    let titled = page.lines().filter_map(|line| line.strip_prefix("### "));
    let listed = page.lines().filter_map(|line| line.strip_prefix("- [")?.split(']').next());
    assert_eq!(listed.collect::<Vec<_>>(), titled.collect::<Vec<_>>());
}
