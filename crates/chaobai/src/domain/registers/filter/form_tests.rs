//! Forms to text and back.

use super::tests::{all, bridges, day};
use super::{Chip, Test, chips, conjunction, translate};

fn line(field: &str, test: Test, value: &str) -> Chip {
    Chip { field: field.into(), test, value: value.into() }
}

#[test]
fn a_form_becomes_text_and_the_text_becomes_the_form_again() {
    let cases = [
        ("name", Test::Is, "潮白河'大'桥", "name = '潮白河''大''桥'"),
        ("name", Test::IsNot, "a", "name <> 'a'"),
        ("name", Test::Contains, "50%_\\'", "casei(name) LIKE casei('%50\\%\\_\\\\''%')"),
        ("name", Test::StartsWith, "潮%", "name LIKE '潮\\%%'"),
        ("like", Test::Is, "a", "\"like\" = 'a'"),
        ("lanes", Test::AtLeast, "-4", "lanes >= -4"),
        ("length", Test::Above, "5.28", "length > 5.28"),
        ("cost", Test::AtMost, "100", "cost <= 100"),
        ("opened", Test::Below, "2024-01-01", "opened < DATE('2024-01-01')"),
        ("seen", Test::AtLeast, "2024-01-01T00:00:00Z", "seen >= TIMESTAMP('2024-01-01T00:00:00Z')"),
        ("toll", Test::Is, "true", "toll = true"),
        ("status", Test::Is, "done", "status = 'done'"),
        ("stage", Test::Is, "open", "stage = 'open'"),
        ("tags", Test::Has, "arch", "a_contains(tags, 'arch')"),
        ("site", Test::Present, "", "site IS NOT NULL"),
        ("opened", Test::Missing, "", "opened IS NULL"),
    ];
    let register = bridges();
    let mut lines = Vec::new();
    for (field, test, value, text) in cases {
        let one = line(field, test, value);
        assert_eq!(conjunction(&register, std::slice::from_ref(&one)).unwrap(), text);
        assert_eq!(chips(text), Some(vec![one.clone()]), "{text}");
        assert!(translate(text, &register, day(), 1, &all).is_ok(), "{text}");
        lines.push(one);
    }
    let text = conjunction(&register, &lines).unwrap();
    assert_eq!(chips(&text), Some(lines));
    assert!(translate(&text, &register, day(), 1, &all).is_ok());
}

#[test]
fn a_line_nobody_filled_in_is_left_out() {
    let lines = [line("name", Test::Is, ""), line("lanes", Test::Is, "4"), line("opened", Test::Below, "")];
    assert_eq!(conjunction(&bridges(), &lines).unwrap(), "lanes = 4");
    assert_eq!(conjunction(&bridges(), &[]).unwrap(), "");
    assert_eq!(chips("  "), Some(vec![]));
}

#[test]
fn every_wrong_line_is_named() {
    let cases = [
        ("nothing", Test::Is, "a", "unknown_field"),
        ("lanes", Test::Contains, "4", "not_for_this_field"),
        ("site", Test::Is, "a", "not_for_this_field"),
        ("lanes", Test::Is, "4 OR toll", "not_a_number"),
        ("lanes", Test::Is, "1e3", "not_a_number"),
        ("length", Test::Is, "5.", "not_a_number"),
        ("length", Test::Is, "--5", "not_a_number"),
        ("opened", Test::Is, "2023-02-29", "not_a_date"),
        ("seen", Test::Is, "yesterday", "not_an_instant"),
        ("toll", Test::Is, "yes", "not_yes_or_no"),
        ("name", Test::Is, "a\0", "control_character"),
    ];
    let lines: Vec<Chip> = cases.iter().map(|(field, test, value, _)| line(field, *test, value)).collect();
    let problems = conjunction(&bridges(), &lines).unwrap_err().problems;
    let found: Vec<_> = problems.iter().map(|p| (p.field.as_str(), p.code)).collect();
    assert_eq!(found, cases.map(|(field, _, _, code)| (field, code)));
}

#[test]
fn what_a_form_cannot_say_has_no_chips() {
    for text in [
        "name = 'a' OR lanes = 2",
        "NOT name = 'a'",
        "name = remark",
        "lanes + 1 = 2",
        "name LIKE '%a'",
        "name LIKE 'a_%'",
        "name LIKE '%'",
        "casei(name) LIKE casei('a%')",
        "casei(name) = casei('a')",
        "a_contains(tags, ('arch', 'arch_old'))",
        "lanes IN (1, 2)",
        "lanes BETWEEN 1 AND 2",
        "opened <= as_of",
        "name = 'a' AND (lanes = 2 OR toll)",
        "name = ",
    ] {
        assert_eq!(chips(text), None, "{text}");
    }
    let said = [line("toll", Test::Is, "true"), line("toll", Test::Is, "false")];
    assert_eq!(chips("toll AND NOT toll"), Some(said.to_vec()));
}

#[test]
fn words_of_tests_are_their_own() {
    for test in Test::ALL {
        assert_eq!(Test::from_word(test.word()), Some(test));
    }
    assert_eq!(Test::from_word("=").map(Test::word), None);
}
