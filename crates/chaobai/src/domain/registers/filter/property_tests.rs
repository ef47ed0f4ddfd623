//! Laws that hold for any text, and the `cql2` crate as the yardstick of what CQL2 means.

use super::tests::{all, bridges, day};
use super::tree::{Node, What, read};
use super::{Chip, Param, Test, chips, conjunction, translate};
use cql2::Expr;
use proptest::prelude::*;

/// Words that make up filters, so that random sentences reach far into the reader.
fn soup() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "name",
        "lanes",
        "length",
        "opened",
        "toll",
        "status",
        "tags",
        "site",
        "stage",
        "as_of",
        "cost",
        "'a'",
        "'2023-12-29'",
        "'done'",
        "'a%'",
        "1",
        "2.5",
        "-3",
        "=",
        "<>",
        "<",
        ">=",
        "AND",
        "OR",
        "NOT",
        "IN",
        "LIKE",
        "BETWEEN",
        "IS",
        "NULL",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "true",
        "casei(",
        "DATE(",
        "a_contains(",
        "s_intersects(",
        "bbox(",
        "POINT(",
        "\"name\"",
        "'",
        "\"",
        "%",
        "^",
        "DIV",
        "潮",
        "\0",
        "--",
        ";",
        "$1",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.join(" "))
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("lanes".to_owned()),
        Just("name".to_owned()),
        Just("as_of".to_owned()),
        (-100i64..100).prop_map(|n| n.to_string()),
        (-100i64..100, 0..1000).prop_map(|(n, d)| format!("{n}.{d:03}")),
        "[a-z桥%_' ]{0,6}".prop_map(|t| format!("'{}'", t.replace('\'', "''"))),
        Just("DATE('2023-12-29')".to_owned()),
        Just("casei(name)".to_owned()),
    ]
}

fn arithmetic() -> impl Strategy<Value = String> {
    value().prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["+", "-", "*", "/"]), inner.clone())
                .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
            inner.clone().prop_map(|a| format!("({a})")),
            // In parentheses: the yardstick does not read a minus right after NOT.
            inner.prop_map(|a| format!("(- {a})")),
        ]
    })
}

/// Sentences that are filters by form, whether or not their types fit.
fn sentence() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (arithmetic(), prop::sample::select(vec!["=", "<>", "<", "<=", ">", ">=", "!="]), arithmetic())
            .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (value(), any::<bool>()).prop_map(|(a, not)| format!("{a} IS {}NULL", if not { "NOT " } else { "" })),
        (arithmetic(), any::<bool>(), arithmetic(), arithmetic()).prop_map(|(a, not, b, c)| {
            format!("{a} {}BETWEEN {b} AND {c}", if not { "NOT " } else { "" })
        }),
        (value(), any::<bool>(), prop::collection::vec(value(), 1..4)).prop_map(|(a, not, list)| {
            format!("{a} {}IN ({})", if not { "NOT " } else { "" }, list.join(", "))
        }),
        (any::<bool>()).prop_map(|not| format!("name {}LIKE 'a%'", if not { "NOT " } else { "" })),
        Just("toll".to_owned()),
        Just("true".to_owned()),
        Just("a_contains(tags, ('arch', 'x'))".to_owned()),
        Just("s_intersects(site, bbox(1, 2.5, -3, 4))".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| all.join(" AND ")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| all.join(" or ")),
            inner.clone().prop_map(|a| format!("({a})")),
            inner.prop_map(|a| format!("NOT {a}")),
        ]
    })
}

fn operation(op: &str, args: Vec<Expr>) -> Expr {
    Expr::Operation { op: op.into(), args: args.into_iter().map(Box::new).collect() }
}

/// Our tree in the words of the yardstick.
fn as_expr(node: &Node) -> Expr {
    let list = |nodes: &[Node]| nodes.iter().map(as_expr).collect::<Vec<_>>();
    let array = |nodes: &[Node]| Expr::Array(nodes.iter().map(as_expr).map(Box::new).collect());
    match &node.what {
        What::All(parts) => flat("and", list(parts)),
        What::Any(parts) => flat("or", list(parts)),
        What::Not(a) => operation("not", vec![as_expr(a)]),
        What::Compare(op, a, b) | What::Arithmetic(op, a, b) => operation(op, vec![as_expr(a), as_expr(b)]),
        What::Between(a, b, c) => operation("between", vec![as_expr(a), as_expr(b), as_expr(c)]),
        What::In(a, items) => operation("in", vec![as_expr(a), array(items)]),
        What::Like(a, b) => operation("like", vec![as_expr(a), as_expr(b)]),
        What::IsNull(a) => operation("isNull", vec![as_expr(a)]),
        What::Call(name, args) if name == "date" => Expr::Date { date: Box::new(as_expr(&args[0])) },
        What::Call(name, args) if name == "bbox" => {
            Expr::BBox { bbox: args.iter().map(as_expr).map(Box::new).collect() }
        }
        What::Call(name, args) => operation(name, list(args)),
        What::List(items) => array(items),
        What::Property(name) => Expr::Property { property: name.clone() },
        What::Integer(n) => Expr::Float(*n as f64),
        What::Real(x) => Expr::Float(*x),
        What::Text(text) => Expr::Literal(text.clone()),
        What::Bool(b) => Expr::Bool(*b),
    }
}

fn flat(op: &str, parts: Vec<Expr>) -> Expr {
    let mut args = Vec::new();
    for part in parts {
        match part {
            Expr::Operation { op: inner, args: more } if inner == op => args.extend(more),
            other => args.push(Box::new(other)),
        }
    }
    Expr::Operation { op: op.into(), args }
}

/// Every placeholder of the SQL, once each and in order, and nothing quoted but what field names bring.
fn well_bound(sql: &str, params: &[Param], first: usize) {
    let mut found = std::collections::BTreeSet::new();
    for part in sql.split('$').skip(1) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        found.insert(digits.parse::<usize>().expect("a placeholder has a number"));
    }
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        (first..first + params.len()).collect::<Vec<_>>(),
        "{sql}"
    );
    assert!(sql.is_ascii() && !sql.contains(';') && !sql.contains("--"), "{sql}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        if let Ok(filter) = translate(&text, &bridges(), day(), 3, &all) {
            well_bound(&filter.sql, &filter.params, 3);
        }
        chips(&text);
    }

    #[test]
    fn any_heap_of_words_is_answered(text in soup()) {
        if let Ok(filter) = translate(&text, &bridges(), day(), 3, &all) {
            well_bound(&filter.sql, &filter.params, 3);
        }
        chips(&text);
    }

    #[test]
    fn what_is_written_by_the_book_is_read_as_the_yardstick_reads_it(text in sentence()) {
        prop_assume!(text.len() <= 2000);
        let ours = match read(&text) {
            Ok(tree) => tree,
            Err(refusal) => {
                prop_assert!(matches!(refusal.code, "filter.too_deep" | "filter.too_much_arithmetic"), "{text}: {refusal:?}");
                return Ok(());
            }
        };
        prop_assert_eq!(as_expr(&ours), cql2::parse_text(&text).expect("the yardstick reads it too"), "{}", text);
        if let Ok(filter) = translate(&text, &bridges(), day(), 1, &all) {
            well_bound(&filter.sql, &filter.params, 1);
        }
    }

    #[test]
    fn any_text_in_a_form_field_stays_a_text(value in "[^\\p{Cc}]{1,40}", contains in any::<bool>()) {
        let test = if contains { Test::Contains } else { Test::Is };
        let line = Chip { field: "name".into(), test, value: value.clone() };
        let text = conjunction(&bridges(), std::slice::from_ref(&line)).unwrap();
        prop_assert_eq!(chips(&text), Some(vec![line]));
        let filter = translate(&text, &bridges(), day(), 1, &all).unwrap();
        let escaped = || value.to_ascii_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let kept = if contains { format!("%{}%", escaped()) } else { value };
        prop_assert_eq!(filter.params, vec![Param::Text(kept)]);
    }
}
