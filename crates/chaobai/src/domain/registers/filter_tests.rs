//! What each form of filter becomes.

use super::{Filter, Param, translate};
use crate::charter::model::{Field, Register};
use crate::domain::registers::field_sql::field_sql;
use kernel::Date;

/// A small list with a field of every kind.
pub(super) fn bridges() -> Register {
    toml::from_str(
        r#"
        id = "bridges"
        area = "roads"
        title = "name"
        key = ["name"]
        name = { zh = "桥梁", en = "Bridges" }
        place = "site"
        permits = {}
        stages = [{ id = "planned", name = { zh = "规划" } }, { id = "open", name = { zh = "通车" } }]
        fields = [
          { id = "name", type = "text", name = { zh = "名称" }, public = true },
          { id = "remark", type = "long_text", name = { zh = "备注" } },
          { id = "lanes", type = "integer", name = { zh = "车道" }, public = true },
          { id = "length", type = "decimal", name = { zh = "长度" }, public = true },
          { id = "cost", type = "money", name = { zh = "造价" } },
          { id = "opened", type = "date", name = { zh = "通车日" }, public = true },
          { id = "closed", type = "date", name = { zh = "停用日" }, public = true },
          { id = "seen", type = "instant", name = { zh = "巡查" } },
          { id = "toll", type = "boolean", name = { zh = "收费" }, public = true },
          { id = "status", type = "choice", name = { zh = "状态" }, public = true,
            choices = [{ id = "building", name = { zh = "在建" } }, { id = "done", name = { zh = "完工" } }] },
          { id = "tags", type = "choices", name = { zh = "标签" }, public = true,
            choices = [{ id = "arch", name = { zh = "拱" } }, { id = "arch_old", name = { zh = "古拱" } }] },
          { id = "keeper", type = "unit", name = { zh = "养护单位" }, public = true },
          { id = "twin", type = "record", register = "bridges", name = { zh = "姊妹桥" } },
          { id = "site", type = "place", name = { zh = "位置" }, public = true },
          { id = "yard", type = "place", name = { zh = "料场" } },
          { id = "page", type = "url", name = { zh = "网页" } },
          { id = "like", type = "text", name = { zh = "类似" } },
        ]
        "#,
    )
    .expect("the test register is well-formed")
}

pub(super) fn day() -> Date {
    Date::parse("2024-06-30").expect("a date")
}

pub(super) fn all(_: &Field) -> bool {
    true
}

/// `{name}` in an expected text stands for the SQL of the field `name`.
fn spelled(text: &str, register: &Register) -> String {
    let mut text = text.to_owned();
    for field in &register.fields {
        text = text.replace(&format!("{{{}}}", field.id), &field_sql(field));
    }
    text.replace("[tags]", "NULLIF(CAST(body -> 'tags' AS TEXT), 'null')")
        .replace("int($", "CAST($")
        .replace(" int)", " AS BIGINT)")
        .replace("real($", "CAST($")
        .replace(" real)", " AS DOUBLE PRECISION)")
}

fn written(params: &[Param]) -> String {
    let one = |p: &Param| match p {
        Param::Text(t) => format!("'{t}'"),
        Param::Int(n) => n.to_string(),
        Param::Real(x) => format!("{x:?}"),
    };
    params.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Filter, SQL, parameters.
#[rustfmt::skip]
const CASES: &[(&str, &str, &str)] = &[
    ("name = '潮白河大桥'", "({name} = $1)", "'潮白河大桥'"),
    ("name <> 'a'", "({name} <> $1)", "'a'"),
    ("name != 'a'", "({name} <> $1)", "'a'"),
    ("name < 'b'", "({name} < $1)", "'b'"),
    ("'a' = name", "($1 = {name})", "'a'"),
    ("name = 'it''s'", "({name} = $1)", "'it's'"),
    ("name = ''", "({name} = $1)", "''"),
    ("lanes = 4", "({lanes} = int($1 int))", "4"),
    ("lanes >= -4", "({lanes} >= int($1 int))", "-4"),
    ("lanes < +4", "({lanes} < int($1 int))", "4"),
    ("lanes = 2.5", "({lanes} = real($1 real))", "2.5"),
    ("lanes = 9007199254740993", "({lanes} = int($1 int))", "9007199254740993"),
    ("length > 5.28", "({length} > real($1 real))", "5.28"),
    ("length >= 1e3", "({length} >= real($1 real))", "1000.0"),
    ("length = 5", "({length} = real($1 real))", "5.0"),
    ("cost <= 100000000", "({cost} <= int($1 int))", "100000000"),
    ("opened >= DATE('2023-12-29')", "({opened} >= $1)", "'2023-12-29'"),
    ("opened >= '2023-12-29'", "({opened} >= $1)", "'2023-12-29'"),
    ("opened = closed", "({opened} = {closed})", ""),
    ("opened <= as_of", "({opened} <= $1)", "'2024-06-30'"),
    ("as_of >= opened", "($1 >= {opened})", "'2024-06-30'"),
    ("lanes = as_of_year", "({lanes} = int($1 int))", "2024"),
    ("lanes > as_of_year - 2020", "({lanes} > (real($1 real) - real($2 real)))", "2024.0 2020.0"),
    ("seen < TIMESTAMP('2023-12-29T00:00:00Z')", "({seen} < int($1 int))", "1703808000000000"),
    ("seen < TIMESTAMP('2023-12-29T08:00:00+08:00')", "({seen} < int($1 int))", "1703808000000000"),
    ("seen >= '2023-12-29T00:00:00.5Z'", "({seen} >= int($1 int))", "1703808000500000"),
    ("toll", "({toll} = 1)", ""),
    ("NOT toll", "(NOT ({toll} = 1))", ""),
    ("toll = true", "({toll} = 1)", ""),
    ("toll <> FALSE", "({toll} <> 0)", ""),
    ("status = 'done'", "({status} = $1)", "'done'"),
    ("status <> 'done'", "({status} <> $1)", "'done'"),
    ("status IN ('building', 'done')", "({status} IN ($1, $2))", "'building' 'done'"),
    ("keeper = 'tongzhou_roads'", "({keeper} = $1)", "'tongzhou_roads'"),
    ("twin = '018c7c3f-0000-7000-8000-000000000001'", "({twin} = $1)", "'018c7c3f-0000-7000-8000-000000000001'"),
    ("page LIKE 'https://%'", "({page} >= $1 AND {page} < $2)", "'https://' 'https:/0'"),
    ("id = '018c7c3f-0000-7000-8000-000000000001'", "(id = $1)", "'018c7c3f-0000-7000-8000-000000000001'"),
    ("stage = 'open'", "(stage = $1)", "'open'"),
    ("stage IN ('planned')", "(stage IN ($1))", "'planned'"),
    ("version > 1", "(version > int($1 int))", "1"),
    ("created_at >= TIMESTAMP('2024-01-01T00:00:00Z')", "(created_at >= int($1 int))", "1704067200000000"),
    ("amended_at < created_at", "(amended_at < created_at)", ""),
    ("effective_on <= as_of", "(effective_on <= $1)", "'2024-06-30'"),
    ("withdrawn", "(withdrawn = 1)", ""),
    ("withdrawn = false", "(withdrawn = 0)", ""),
    ("name = 'a' AND lanes = 2", "(({name} = $1) AND ({lanes} = int($2 int)))", "'a' 2"),
    ("name = 'a' OR lanes = 2 AND toll", "(({name} = $1) OR (({lanes} = int($2 int)) AND ({toll} = 1)))", "'a' 2"),
    ("(name = 'a' OR lanes = 2) AND toll", "((({name} = $1) OR ({lanes} = int($2 int))) AND ({toll} = 1))", "'a' 2"),
    ("NOT (name = 'a' OR toll)", "(NOT (({name} = $1) OR ({toll} = 1)))", "'a'"),
    ("NOT name = 'a' AND toll", "((NOT ({name} = $1)) AND ({toll} = 1))", "'a'"),
    ("NOT NOT toll", "(NOT (NOT ({toll} = 1)))", ""),
    ("((((name = 'a'))))", "({name} = $1)", "'a'"),
    ("name IS NULL", "({name} IS NULL)", ""),
    ("name IS NOT NULL", "(NOT ({name} IS NULL))", ""),
    ("toll IS NULL", "({toll} IS NULL)", ""),
    ("tags IS NULL", "({tags} IS NULL)", ""),
    ("site IS NOT NULL", "(NOT ({site} IS NULL))", ""),
    ("lanes BETWEEN 2 AND 4", "({lanes} BETWEEN int($1 int) AND int($2 int))", "2 4"),
    ("lanes NOT BETWEEN 2 AND 4.5", "(NOT ({lanes} BETWEEN int($1 int) AND real($2 real)))", "2 4.5"),
    ("opened BETWEEN DATE('2020-01-01') AND as_of", "({opened} BETWEEN $1 AND $2)", "'2020-01-01' '2024-06-30'"),
    ("lanes IN (2, 4, 6)", "({lanes} IN (int($1 int), int($2 int), int($3 int)))", "2 4 6"),
    ("lanes NOT IN (2)", "(NOT ({lanes} IN (int($1 int))))", "2"),
    ("name LIKE '潮白%'", "({name} >= $1 AND {name} < $2)", "'潮白' '潮百'"),
    ("name LIKE '%桥'", "({name} LIKE $1 ESCAPE '\\')", "'%桥'"),
    ("name LIKE '%河大%'", "({name} LIKE $1 ESCAPE '\\')", "'%河大%'"),
    ("name LIKE '潮%大%桥'", "({name} >= $1 AND {name} < $2 AND {name} LIKE $3 ESCAPE '\\')", "'潮' '潯' '潮%大%桥'"),
    ("name LIKE '潮%桥'", "({name} >= $1 AND {name} < $2 AND {name} LIKE $3 ESCAPE '\\')", "'潮' '潯' '潮%桥'"),
    ("name LIKE '潮%大%'", "({name} >= $1 AND {name} < $2 AND {name} LIKE $3 ESCAPE '\\')", "'潮' '潯' '潮%大%'"),
    ("name LIKE '潮_河%'", "({name} >= $1 AND {name} < $2 AND {name} LIKE $3 ESCAPE '\\')", "'潮' '潯' '潮_河%'"),
    ("name LIKE '潮_桥'", "({name} >= $1 AND {name} < $2 AND {name} LIKE $3 ESCAPE '\\')", "'潮' '潯' '潮_桥'"),
    ("name LIKE '%_桥'", "({name} LIKE $1 ESCAPE '\\')", "'%_桥'"),
    ("name LIKE '%'", "({name} LIKE $1 ESCAPE '\\')", "'%'"),
    ("name LIKE '桥'", "({name} = $1)", "'桥'"),
    ("name LIKE '10\\%_\\_%'", "({name} >= $1 AND {name} < $2 AND {name} LIKE $3 ESCAPE '\\')", "'10%' '10&' '10\\%_\\_%'"),
    ("name LIKE '\u{10ffff}%'", "({name} >= $1)", "'\u{10ffff}'"),
    ("name LIKE '\u{d7ff}%'", "({name} >= $1 AND {name} < $2)", "'\u{d7ff}' '\u{e000}'"),
    ("name LIKE '100\\%%'", "({name} >= $1 AND {name} < $2)", "'100%' '100&'"),
    ("name LIKE 'a\\_b\\\\'", "({name} = $1)", "'a_b\\'"),
    ("name NOT LIKE 'a%'", "(NOT ({name} >= $1 AND {name} < $2))", "'a' 'b'"),
    ("casei(name) LIKE casei('%ABC%')", "(lower({name}) LIKE $1 ESCAPE '\\')", "'%abc%'"),
    ("casei(name) = casei('ABC桥É')", "(lower({name}) = $1)", "'abc桥É'"),
    ("CASEI(name) IN (casei('A'), 'b')", "(lower({name}) IN ($1, $2))", "'a' 'b'"),
    ("length + 1 > 5", "(({length} + real($1 real)) > real($2 real))", "1.0 5.0"),
    ("length * 2 - 1 < lanes / 3", "((({length} * real($1 real)) - real($2 real)) < (CAST({lanes} AS DOUBLE PRECISION) / NULLIF(real($3 real), 0)))", "2.0 1.0 3.0"),
    ("-length < 0", "((real($1 real) * {length}) < real($2 real))", "-1.0 0.0"),
    ("lanes = -lanes", "({lanes} = (real($1 real) * CAST({lanes} AS DOUBLE PRECISION)))", "-1.0"),
    ("length / lanes > 2", "(({length} / NULLIF(CAST({lanes} AS DOUBLE PRECISION), 0)) > real($1 real))", "2.0"),
    ("(length + 1) * 2 = 4", "((({length} + real($1 real)) * real($2 real)) = real($3 real))", "1.0 2.0 4.0"),
    ("length > lanes", "({length} > {lanes})", ""),
    ("a_contains(tags, 'arch')", "(replace([tags], $1, '') <> [tags])", "'\"arch\"'"),
    ("a_contains(tags, ('arch', 'arch_old'))", "(replace([tags], $1, '') <> [tags] AND replace([tags], $2, '') <> [tags])", "'\"arch\"' '\"arch_old\"'"),
    ("A_OVERLAPS(tags, ('arch', 'arch_old'))", "(replace([tags], $1, '') <> [tags] OR replace([tags], $2, '') <> [tags])", "'\"arch\"' '\"arch_old\"'"),
    ("S_INTERSECTS(site, BBOX(116.5, 39.6, 117.3, 40.2))", "((west <= real($3 real) AND east >= real($1 real)) AND south <= real($4 real) AND north >= real($2 real))", "116.5 39.6 117.3 40.2"),
    ("s_intersects(site, bbox(170, -10, -170, 10))", "((west <= real($3 real) OR east >= real($1 real)) AND south <= real($4 real) AND north >= real($2 real))", "170.0 -10.0 -170.0 10.0"),
    ("\"name\" = 'a'", "({name} = $1)", "'a'"),
    ("\"like\" LIKE 'a%'", "({like} >= $1 AND {like} < $2)", "'a' 'b'"),
    ("true", "(1 = 1)", ""),
    ("false", "(1 = 0)", ""),
    ("'a' = 'b'", "(CAST($1 AS TEXT) = CAST($2 AS TEXT))", "'a' 'b'"),
    ("1 < 2", "(int($1 int) < int($2 int))", "1 2"),
    ("DATE('2024-01-01') < as_of", "(CAST($1 AS TEXT) < CAST($2 AS TEXT))", "'2024-01-01' '2024-06-30'"),
    ("  name\r\n\t=\n'a'  ", "({name} = $1)", "'a'"),
];

#[test]
fn every_form_of_filter_becomes_bound_sql() {
    let register = bridges();
    for (text, sql, params) in CASES {
        let filter = translate(text, &register, day(), 1, &all).unwrap_or_else(|r| panic!("{text}: {r:?}"));
        assert_eq!(filter.sql, spelled(sql, &register), "{text}");
        assert_eq!(written(&filter.params), *params, "{text}");
    }
    assert!(CASES.len() >= 60);
}

#[test]
fn placeholders_start_where_the_caller_says() {
    let filter = translate("name = 'a' OR lanes > 2", &bridges(), day(), 7, &all).unwrap();
    assert_eq!(
        filter.sql,
        "(((body ->> 'name') = $7) OR (CAST(body ->> 'lanes' AS BIGINT) > CAST($8 AS BIGINT)))"
    );
    assert_eq!(filter.params, [Param::Text("a".into()), Param::Int(2)]);
}

#[test]
fn the_names_used_are_told() {
    let used = |text| -> Vec<String> {
        let Filter { properties, .. } = translate(text, &bridges(), day(), 1, &all).unwrap();
        properties.into_iter().collect()
    };
    assert_eq!(
        used("opened <= as_of AND lanes = as_of_year - 2020"),
        ["as_of", "as_of_year", "lanes", "opened"]
    );
    assert_eq!(used("tags IS NULL OR a_contains(tags, 'arch') AND stage = 'open'"), ["stage", "tags"]);
    assert_eq!(used("s_intersects(site, bbox(116, 39, 117, 40))"), ["site"]);
    assert_eq!(used("true"), [] as [String; 0]);
}

/// Texts that would end a literal, a name or the statement, wherever a literal can stand.
#[test]
fn no_part_of_a_literal_becomes_sql() {
    let hostile = [
        "x' OR '1'='1",
        "'; DROP TABLE record; --",
        "\\'; --",
        "$1",
        "$99",
        "?1",
        "%s",
        "{0}",
        "/*",
        "*/",
        "\"",
        "`",
        "') OR 1=1 --",
        "a\\",
        "''",
        "x''y",
        "NULL",
        "body ->> 'name'",
        "＇ OR 1=1",
        "\u{2019} OR 1=1",
    ];
    for given in hostile {
        let quoted = given.replace('\'', "''");
        for (text, sql) in [
            (format!("name = '{quoted}'"), "({name} = $1)"),
            (format!("name IN ('{quoted}')"), "({name} IN ($1))"),
            (format!("'{quoted}' <> name"), "($1 <> {name})"),
            (format!("keeper BETWEEN '{quoted}' AND 'z'"), "({keeper} BETWEEN $1 AND $2)"),
        ] {
            let filter =
                translate(&text, &bridges(), day(), 1, &all).unwrap_or_else(|r| panic!("{text}: {r:?}"));
            assert_eq!(filter.sql, spelled(sql, &bridges()), "{text}");
            assert_eq!(filter.params[0], Param::Text(given.into()), "{text}");
        }
        let text =
            format!("name LIKE '{}%'", quoted.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let filter = translate(&text, &bridges(), day(), 1, &all).unwrap_or_else(|r| panic!("{text}: {r:?}"));
        assert_eq!(filter.sql, spelled("({name} >= $1 AND {name} < $2)", &bridges()), "{text}");
        assert_eq!(filter.params[0], Param::Text(given.into()), "{text}");
        for text in [format!("\"{}\" = 1", given.replace('"', "\"\"")), format!("status = '{quoted}'")] {
            let refusal = translate(&text, &bridges(), day(), 1, &all).unwrap_err();
            assert!(refusal.code.starts_with("filter.unknown_"), "{text}: {refusal:?}");
        }
    }
}
