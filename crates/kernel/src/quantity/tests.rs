use super::*;
use proptest::prelude::*;

fn quantity(qualifier: Qualifier, value: &str, unit: &str) -> Quantity {
    let unit = (!unit.is_empty()).then(|| Unit::find(unit).unwrap());
    Quantity { qualifier, value: value.parse().unwrap(), unit }
}

#[test]
fn a_quantity_is_read_as_people_write_it() {
    use Qualifier::{About, Above, Exact, Near, Over};
    for (text, qualifier, value, unit) in [
        ("约13万", About, "130000", ""),
        ("约13万人次/日", About, "13", "万人次/日"),
        ("13万人次左右", About, "13", "万人次"),
        ("5000余", Over, "5000", ""),
        ("5000余人次/日", Over, "5000", "人次/日"),
        ("160多个", Over, "160", "个"),
        ("5000+", Over, "5000", ""),
        ("13万余人次", Over, "13", "万人次"),
        ("13余万人次", Over, "13", "万人次"),
        ("1800余亿元", Over, "1800", "亿元"),
        ("超1800亿元", Above, "1800", "亿元"),
        ("逾三", Exact, "", ""),
        ("近40%", Near, "40", "%"),
        ("将近 40 %", Near, "40", "%"),
        ("3.48万亩", Exact, "3.48", "万亩"),
        ("１，２３４．５　ｋｍ", Exact, "1234.5", "km"),
        ("1,234,567.89元", Exact, "1234567.89", "元"),
        ("-2.5℃", Exact, "-2.5", "℃"),
        ("007", Exact, "7", ""),
        ("1.2亿", Exact, "120000000", ""),
    ] {
        if value.is_empty() {
            assert!(matches!(Quantity::read(text), Err(ReadProblem::NotANumber(_))), "{text}");
            continue;
        }
        assert_eq!(Quantity::read(text), Ok(quantity(qualifier, value, unit)), "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let not = |text: &str| Err(ReadProblem::NotANumber(text.into()));
    for text in ["十三万", "1,23", "12,3456", "1..2", ".5", "1.", "--1", "不足100", "约", "1-2", ",123"]
    {
        assert_eq!(Quantity::read(text), not(text), "{text}");
    }
    assert_eq!(Quantity::read("  "), Err(ReadProblem::Empty));
    assert_eq!(Quantity::read("约5000余"), Err(ReadProblem::TwoQualifiers));
    assert_eq!(Quantity::read("约5000左右"), Err(ReadProblem::TwoQualifiers));
    assert_eq!(Quantity::read("5000人以上"), Err(ReadProblem::UnknownUnit("人以上".into())));
    assert_eq!(Quantity::read("3e5"), Err(ReadProblem::UnknownUnit("e5".into())));
    assert_eq!(Quantity::read("0.1234567891"), Err(ReadProblem::TooLong));
    assert_eq!(Quantity::read(&"9".repeat(40)), Err(ReadProblem::TooLong));
}

#[test]
fn a_quantity_is_written_in_both_languages() {
    use Qualifier::{About, Above, Exact, Near, Over};
    for (qualifier, value, unit, zh, en) in [
        (About, "130000", "", "约13万", "about 130,000"),
        (Over, "5000", "", "5000余", "over 5,000"),
        (About, "130000", "人次/日", "约13万人次/日", "about 130,000 person-times per day"),
        (About, "13", "万人次/日", "约13万人次/日", "about 130,000 person-times per day"),
        (Over, "5000", "人次/日", "5000余人次/日", "over 5,000 person-times per day"),
        (Over, "130000", "人次", "13万余人次", "over 130,000 person-times"),
        (Over, "13", "万人次", "13万余人次", "over 130,000 person-times"),
        (Above, "1800", "亿元", "超1800亿元", "more than 180,000,000,000 yuan"),
        (Near, "40", "%", "近40%", "nearly 40%"),
        (Exact, "34800", "亩", "3.48万亩", "34,800 mu"),
        (Exact, "2734", "亩", "2734亩", "2,734 mu"),
        (Exact, "2320", "ha", "2320 ha", "2,320 ha"),
        (Exact, "232000", "ha", "232,000 ha", "232,000 ha"),
        (Exact, "22", "条", "22条", "22"),
        (Exact, "1", "人", "1人", "1 person"),
        (Exact, "81.20", "公里", "81.2公里", "81.2 kilometres"),
        (Exact, "130000", "万元", "130,000万元", "1,300,000,000 yuan"),
    ] {
        let quantity = quantity(qualifier, value, unit);
        assert_eq!(quantity.render(Lang::Zh), zh);
        assert_eq!(quantity.render(Lang::En), en);
    }
    // A figure brings its own English, and a unit outside the vocabulary stays as it is.
    let unit = Text::new("人次/日", "passengers a day");
    assert_eq!(words(Decimal::from(130_000), About, &unit, Lang::En), "about 130,000 passengers a day");
    let unit = Text::new("朵", "");
    assert_eq!(words(Decimal::from(3), Exact, &unit, Lang::Zh), "3朵");
    assert_eq!(words(Decimal::from(3), Exact, &unit, Lang::En), "3 朵");
    let unit = Text::new("万朵", "");
    assert_eq!(words(Decimal::from(130_000), Over, &unit, Lang::Zh), "130,000万余朵");
}

#[test]
fn a_quantity_keeps_its_qualifier_in_another_unit() {
    let about = quantity(Qualifier::About, "34800", "亩");
    let hectares = about.in_unit(Unit::find("ha").unwrap()).unwrap().unwrap();
    assert_eq!(hectares, quantity(Qualifier::About, "2320", "ha"));
    assert_eq!(about.in_unit(Unit::find("米").unwrap()), Err(UnitProblem::OtherDimension));
    let third = quantity(Qualifier::Exact, "1", "亩").in_unit(Unit::find("平方米").unwrap());
    assert_eq!(third, Ok(None), "2000/3 is no decimal");
}

#[test]
fn ids_of_qualifiers_are_stable() {
    let ids: Vec<&str> = Qualifier::ALL.iter().map(|q| q.id()).collect();
    assert_eq!(ids, ["exact", "about", "over", "above", "near"]);
    for qualifier in Qualifier::ALL {
        assert_eq!(Qualifier::find(qualifier.id()), Some(qualifier));
        assert_eq!(serde_json::to_value(qualifier).unwrap(), qualifier.id());
    }
    assert_eq!(Qualifier::find("约"), None);
}

proptest! {
    #[test]
    fn what_is_written_in_chinese_is_read_back_as_the_same_amount(
        mantissa in -1_000_000_000_000i64..1_000_000_000_000,
        scale in 0u32..=9,
        qualifier in prop::sample::select(Qualifier::ALL.to_vec()),
        unit in prop::sample::select(vec!["人次/日", "万人次", "亿元", "km", "%", "亩", "μg/m³", "米", "千米"]),
    ) {
        let unit = Unit::find(unit).unwrap();
        let quantity = Quantity { qualifier, value: Decimal::new(mantissa, scale), unit: Some(unit) };
        let read = Quantity::read(&quantity.render(Lang::Zh)).unwrap();
        prop_assert_eq!(read.qualifier, qualifier);
        let back = read.in_unit(unit).unwrap().unwrap();
        prop_assert_eq!(back.value, quantity.value);
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,24}") {
        let _ = Quantity::read(&text);
        let _ = unit::suggest(&text);
    }
}
