//! Checks `zone.toml`: the zone, its areas, sides, jurisdictions, and the map.

use super::check::*;
use super::mistake::Report;
use super::values::scaled;
use kernel::{Date, Instant};
use serde_json::Value;

pub(super) const FILE: &str = "zone.toml";

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    check_head(context, report);
    check_areas(context, report);
    check_jurisdictions(context, report);
    check_map(context, report);
}

fn check_head(context: &Context<'_>, report: &mut Report) {
    let zone = &context.charter.zone;
    check_id(report, FILE, "id", &zone.id, IdShape::Zone);
    check_name(report, FILE, "name", &zone.name);
    check_name(report, FILE, "short_name", &zone.short_name);
    check_name(report, FILE, "summary", &zone.summary);
    let name = &zone.time_zone;
    if Instant::start_of(Date::ALWAYS, name).is_none() {
        report.error(
            FILE,
            "time_zone",
            "unknown_time_zone",
            words!("没有时区“{name}”", "there is no time zone `{name}`"),
            words!("写 IANA 名称，例如 Asia/Shanghai", "write an IANA name such as Asia/Shanghai"),
        );
    }
    let code = &zone.currency;
    if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        report.error(
            FILE,
            "currency",
            "bad_currency",
            words!("“{code}”不是货币代码", "`{code}` is not a currency code"),
            words!("写 ISO 4217 代码，例如 CNY", "write an ISO 4217 code such as CNY"),
        );
    }
}

fn check_areas(context: &Context<'_>, report: &mut Report) {
    let zone = &context.charter.zone;
    let areas = zone.areas.iter().enumerate().map(|(i, a)| (format!("areas[{i}].id"), a.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, areas);
    let figures_sure =
        context.parts.figures.iter().all(|f| !report.places.get(&f.file).is_some_and(|p| p.broken));
    for (i, area) in zone.areas.iter().enumerate() {
        check_name(report, FILE, &format!("areas[{i}].name"), &area.name);
        for (j, figure) in area.key_figures.iter().enumerate().filter(|_| figures_sure) {
            report.refer(FILE, &format!("areas[{i}].key_figures[{j}]"), FIGURE, figure, &context.figures);
        }
    }
    let groups =
        zone.tag_groups.iter().enumerate().map(|(i, g)| (format!("tag_groups[{i}].id"), g.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, groups);
    for (i, group) in zone.tag_groups.iter().enumerate() {
        let tags = group.tags.iter().enumerate();
        let tags = tags.map(|(j, t)| (format!("tag_groups[{i}].tags[{j}].id"), t.id.as_str()));
        check_ids(report, FILE, IdShape::Entry, tags);
    }
    let sides = zone.sides.iter().enumerate().map(|(i, s)| (format!("sides[{i}].id"), s.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, sides);
}

fn check_jurisdictions(context: &Context<'_>, report: &mut Report) {
    let all = &context.charter.zone.jurisdictions;
    let ids = all.iter().enumerate().map(|(i, j)| (format!("jurisdictions[{i}].id"), j.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, ids);
    for (i, jurisdiction) in all.iter().enumerate() {
        let at = |key: &str| format!("jurisdictions[{i}].{key}");
        if let Some(calendar) = &jurisdiction.calendar {
            report.refer(FILE, &at("calendar"), CALENDAR, calendar, &context.calendars);
        }
        check_name(report, FILE, &at("name"), &jurisdiction.name);
        report.refer(FILE, &at("side"), SIDE, &jurisdiction.side, &context.sides);
        check_period(report, FILE, &at("valid_to"), jurisdiction.valid_from, jurisdiction.valid_to);
        context.check_source(report, FILE, &at("source"), &jurisdiction.source);
        check_division_code(report, &at("code"), &jurisdiction.code);
        for (earlier, before) in all[..i].iter().enumerate() {
            let from = |j: &super::model::Jurisdiction| j.valid_from.unwrap_or(Date::ALWAYS);
            let ends_before = |a: &super::model::Jurisdiction, b| a.valid_to.is_some_and(|to| to < from(b));
            let apart = ends_before(before, jurisdiction) || ends_before(jurisdiction, before);
            if before.code == jurisdiction.code && !apart {
                let (code, other) = (&jurisdiction.code, &all[earlier].id);
                report.error(
                    FILE,
                    &at("code"),
                    "duplicate_code",
                    words!(
                        "代码 {code} 同时属于“{other}”",
                        "code {code} belongs to `{other}` at the same time"
                    ),
                    words!("核对代码或有效期", "check the code or its validity"),
                );
            }
        }
        if let Some(area) = jurisdiction.area_km2.as_deref().filter(|a| !scaled(a).is_ok_and(|n| n > 0)) {
            report.error(
                FILE,
                &at("area_km2"),
                "not_a_number",
                words!("面积“{area}”不是数", "area `{area}` is not a number"),
                words!("写作 \"906\" 或 \"12.5\"", "write it like \"906\" or \"12.5\""),
            );
        }
        if let Some(above) = &jurisdiction.within
            && report.refer(FILE, &at("within"), JURISDICTION, above, &context.jurisdictions)
            && in_a_circle(&jurisdiction.id, |id| context.charter.jurisdiction(id)?.within.as_deref())
        {
            circle(report, &at("within"), &jurisdiction.id);
        }
    }
}

/// True if going up from `start` comes back to it.
pub(super) fn in_a_circle<'a>(start: &'a str, above: impl Fn(&'a str) -> Option<&'a str>) -> bool {
    let mut at = start;
    for _ in 0..1000 {
        match above(at) {
            Some(next) if next == start => return true,
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}

pub(super) fn circle(report: &mut Report, path: &str, id: &str) {
    report.error(
        FILE,
        path,
        "circle",
        words!("“{id}”绕一圈又在自己之下", "`{id}` comes to stand below itself"),
        words!("改正上级", "correct what it stands below"),
    );
}

/// Six digits (GB/T 2260), or nine for a township. Codes with letters are those of other countries: they
/// only warn.
fn check_division_code(report: &mut Report, path: &str, code: &str) {
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    if is_division_code(code) {
        return;
    }
    let what = words!("“{code}”不是区划代码", "`{code}` is not a division code");
    let instead = words!(
        "按 GB/T 2260 写六位数字，乡镇按 GB/T 10114 写九位",
        "write the six digits of GB/T 2260, for a township the nine of GB/T 10114"
    );
    if digits {
        report.error(FILE, path, "bad_division_code", what, instead);
    } else {
        report.warn(FILE, path, "bad_division_code", what, instead);
    }
}

fn is_division_code(code: &str) -> bool {
    kernel::codes::division_level(code).is_some()
}

fn check_map(context: &Context<'_>, report: &mut Report) {
    let (Some(map), Some(json)) = (&context.charter.zone.map, &context.charter.map) else { return };
    if map.caption.zh.trim().is_empty() {
        report.error(
            FILE,
            "map.caption",
            "no_caption",
            words!("地图没有说明", "the map has no caption"),
            words!(
                "写明来源、许可，以及“示意图”或审图号",
                "name source, licence, and 示意图 or the review number"
            ),
        );
    }
    let features = json["features"].as_array().filter(|_| json["type"] == "FeatureCollection");
    let Some(features) = features else {
        report.error(
            FILE,
            "map.file",
            "not_a_map",
            words!("地图不是 FeatureCollection", "the map is not a FeatureCollection"),
            words!("保存为 GeoJSON FeatureCollection", "save it as a GeoJSON FeatureCollection"),
        );
        return;
    };
    let codes: Vec<&str> = features.iter().filter_map(|f| code_of(&f["properties"]["code"])).collect();
    if codes.len() < features.len() {
        let missing = features.len() - codes.len();
        report.error(
            FILE,
            "map.file",
            "map_without_code",
            words!("{missing} 个图形没有 code 属性", "{missing} features have no property `code`"),
            words!("每个图形写区划代码", "give every feature its division code"),
        );
    }
    for (i, jurisdiction) in context.charter.zone.jurisdictions.iter().enumerate() {
        let code = jurisdiction.code.as_str();
        if jurisdiction.member
            && jurisdiction.valid_to.is_none()
            && is_division_code(code)
            && !codes.contains(&code)
        {
            report.warn(
                FILE,
                &format!("jurisdictions[{i}].code"),
                "not_on_map",
                words!("地图上没有代码 {code}", "the map has no feature with code {code}"),
                words!("在地图中补上", "add it to the map"),
            );
        }
    }
}

fn code_of(value: &Value) -> Option<&str> {
    value.as_str()
}
