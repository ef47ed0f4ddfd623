use super::*;
use crate::decimal::decimal_text;
use proptest::prelude::*;

fn unit(text: &str) -> Unit {
    Unit::find(text).unwrap_or_else(|| panic!("{text} is not known"))
}

fn converted(value: &str, from: &str, to: &str) -> Result<Exact, UnitProblem> {
    unit(from).convert(value.parse().unwrap(), &unit(to))
}

#[test]
fn conversions_are_exact() {
    for (value, from, expected, to) in [
        ("34800", "亩", "2320", "ha"),
        ("3.48", "万亩", "34800", "亩"),
        ("3.48", "万亩", "2320", "公顷"),
        ("2320", "ha", "3.48", "万亩"),
        ("1.5", "亩", "1000", "平方米"),
        ("2164", "平方公里", "216400", "ha"),
        ("2164", "km²", "3246000", "亩"),
        ("426.81", "亿元", "4268100", "万元"),
        ("426.81", "亿元", "42681000000", "元"),
        ("13", "万人次/日", "130000", "人次/日"),
        ("24", "人次/日", "1", "人次/小时"),
        ("5.28", "公里", "5280", "米"),
        ("3624", "m", "3.624", "km"),
        ("72", "km/h", "20", "米/秒"),
        ("0.035", "mg/m³", "35", "μg/m³"),
        ("1.5", "mg/L", "1500000", "µg/m3"),
        ("2", "年", "24", "个月"),
        ("1", "季度", "3", "月"),
        ("2", "小时", "120", "分钟"),
        ("27.5", "%", "275", "‰"),
        ("1", "万元/亩", "15", "元/平方米"),
        ("500", "元/床·月", "6000", "元/床·年"),
        ("6", "元/年·床", "0.5", "元/床·月"),
        ("6", "张/千人", "60", "张/万人"),
        ("1", "万吨标准煤", "10000", "吨标准煤"),
        ("2", "斤", "1", "千克"),
    ] {
        let result = converted(value, from, to).unwrap().decimal().map(decimal_text);
        assert_eq!(result.as_deref(), Some(expected), "{value} {from} in {to}");
    }
    let square_metres = converted("2734", "亩", "平方米").unwrap();
    assert_eq!(square_metres.decimal(), None, "no decimal holds a third");
    assert_eq!(square_metres.rounded(2).map(decimal_text).as_deref(), Some("1822666.67"));
    assert_eq!(
        converted("2734", "亩", "ha").unwrap().rounded(2).map(decimal_text).as_deref(),
        Some("182.27")
    );
}

#[test]
fn different_things_do_not_convert() {
    for (from, to) in [
        ("亩", "米"),
        ("条", "座"),
        ("人", "人次"),
        ("人次", "人次/日"),
        ("元", "美元"),
        ("月", "日"),
        ("工作日", "日"),
        ("人次/年", "人次/日"),
        ("元/床·月", "元/月"),
        ("%", "百分点"),
    ] {
        assert_eq!(converted("1", from, to), Err(UnitProblem::OtherDimension), "{from} to {to}");
    }
    let most = Decimal::MAX;
    assert_eq!(unit("亿平方公里").convert(most, &unit("平方厘米")), Err(UnitProblem::TooLarge));
}

#[test]
fn the_vocabulary_knows_what_people_write() {
    for text in [
        "亩",
        "万亩",
        "公顷",
        "ha",
        "平方米",
        "平方公里",
        "元",
        "万元",
        "亿元",
        "人次",
        "万人次",
        "人次/日",
        "万人次/日",
        "米",
        "公里",
        "km",
        "条",
        "座",
        "所",
        "家",
        "项",
        "个",
        "种",
        "年",
        "%",
        "μg/m³",
        "mg/L",
        "个/L",
        "元/床·月",
        "千米",
        "千克",
        "百分点",
        "人/平方公里",
        "万千瓦时",
        "万亿元",
        "辆",
    ] {
        assert!(known(text), "{text}");
        assert_eq!(unit(text).text(), text);
    }
    for text in [
        "",
        "万",
        "/日",
        "人次/",
        "人次//日",
        "亩米",
        "米/秒/秒/秒",
        " 亩",
        "KM",
        "分",
        "度",
        "万万元",
        "光年",
    ] {
        assert!(!known(text), "{text}");
    }
    assert_eq!(unit("千米").convert(Decimal::ONE, &unit("米")).unwrap().decimal(), Some(Decimal::from(1000)));
    assert_eq!(unit("万人次/日").split(), ("万", "人次/日".to_owned()));
    assert_eq!(unit("千米").split(), ("", "千米".to_owned()));
}

#[test]
fn no_name_stands_for_two_units() {
    let mut seen = std::collections::BTreeSet::new();
    for name in BASES.iter().flat_map(|set| set.iter()).flat_map(|base| base.names) {
        assert!(seen.insert(*name), "{name} is there twice");
        assert!(crate::clean::line(name).is_ok_and(|kept| kept == *name), "{name}");
    }
}

#[test]
fn an_unknown_unit_gets_a_suggestion() {
    for (text, meant) in [
        ("KM", "km"),
        ("平方公理", "平方公里"),
        ("人次每日", "人次/日"),
        ("人次 / 日", "人次/日"),
        ("人次／天", "人次/天"),
        ("平米", "平方米"),
        ("万平米", "万平方米"),
        ("KWH", "kWh"),
    ] {
        assert_eq!(suggest(text).as_deref(), Some(meant), "{text}");
    }
    for text in ["", "光年光年", "亩"] {
        assert_eq!(suggest(text), None, "{text}");
    }
}

#[test]
fn english_names_say_the_unit_without_its_multiplier() {
    for (text, one, many) in [
        ("人次/日", "person-time per day", "person-times per day"),
        ("万亩", "mu", "mu"),
        ("km", "km", "km"),
        ("公里", "kilometre", "kilometres"),
        ("条", "", ""),
        ("μg/m³", "μg/m³", "μg/m³"),
        ("元/床·月", "yuan per bed per month", "yuan per bed per month"),
        ("人/万人", "person per 10,000 people", "people per 10,000 people"),
    ] {
        assert_eq!((unit(text).en(false).as_str(), unit(text).en(true).as_str()), (one, many), "{text}");
    }
}

proptest! {
    #[test]
    fn there_and_back_is_the_same_value(
        mantissa in -1_000_000_000_000i64..1_000_000_000_000,
        scale in 0u32..=9,
        from in 0usize..256,
        to in 0usize..256,
        times in prop::option::of(0usize..4),
    ) {
        let all: Vec<&Base> = BASES.iter().flat_map(|set| set.iter()).collect();
        let from = all[from % all.len()];
        let same: Vec<&&Base> = all.iter().filter(|base| base.dimension == from.dimension).collect();
        let to = same[to % same.len()];
        let from = unit(&format!("{}{}", times.map_or("", |t| ["万", "亿", "百万", "十"][t]), from.names[0]));
        let to = unit(to.names[0]);
        let value = Exact::from(Decimal::new(mantissa, scale));
        let there = from.convert_exact(value, &to).unwrap();
        prop_assert_eq!(to.convert_exact(there, &from), Ok(value));
    }
}
