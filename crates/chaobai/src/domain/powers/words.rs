//! What is said of powers, in both languages.

use super::rules::{Asked, Used, Wanting};
use crate::charter::model::{Charter, Field, PowerKind};
use kernel::{Lang, Text};
use serde_json::Value;

/// What a unit is called.
pub fn name_of(charter: &Charter, unit: &str) -> Text {
    match charter.unit(unit) {
        Some(unit) => unit.name.clone(),
        None if unit.is_empty() => Text::new("不属于任何单位的职务", "a post of no unit"),
        None => Text::new(unit, unit),
    }
}

/// The power asked for: the matter, the part of it, and where.
pub fn asked(charter: &Charter, asked: &Asked) -> Text {
    let matter = choice_name(charter, &asked.matter, |law| law.matter.clone());
    let part = asked.part.as_ref().map(|part| part_name(charter, part));
    let place = whereabouts(charter, asked);
    let mut all = matter;
    if let Some(part) = part {
        all = Text::new(format!("{}（{}）", all.zh, part.zh), format!("{} ({})", en(&all), en(&part)));
    }
    Text::new(format!("{}，{}", all.zh, place.zh), format!("{}, {}", en(&all), en(&place)))
}

fn en(text: &Text) -> &str {
    text.get(Lang::En)
}

/// Where a decision is about.
fn whereabouts(charter: &Charter, asked: &Asked) -> Text {
    let soil = asked.jurisdiction.as_ref().map(|soil| match soil {
        Some(id) => charter.jurisdiction(id).map_or_else(|| Text::new(id, id), |one| one.name.clone()),
        None => Text::new("未登记辖区", "jurisdiction not recorded"),
    });
    let place = asked.place.as_ref().map(|place| match place {
        Some(place) => {
            let spot = spot(place);
            Text::new(format!("位置 {spot}"), format!("at {spot}"))
        }
        None => Text::new("未登记位置", "place not recorded"),
    });
    match (soil, place) {
        (Some(soil), Some(place)) => {
            Text::new(format!("{}，{}", soil.zh, place.zh), format!("{}, {}", en(&soil), en(&place)))
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Text::new("未写何处", "nowhere in particular"),
    }
}

/// A point as it is; the first position of anything else.
fn spot(place: &Value) -> String {
    fn first(value: &Value) -> Option<String> {
        let items = value.as_array()?;
        match items.as_slice() {
            [Value::String(lon), Value::String(lat)] => Some(format!("{lon}, {lat}")),
            [one, ..] => first(one),
            [] => None,
        }
    }
    let more = if place["type"] == "Point" { "" } else { " …" };
    format!("{}{more}", first(&place["coordinates"]).unwrap_or_default())
}

/// The name of a choice of the lists of powers; text that is no choice is its own name.
fn choice_name(
    charter: &Charter,
    id: &str,
    fields: impl Fn(&crate::charter::model::PowersLaw) -> Vec<String>,
) -> Text {
    let named = charter.registers.values().find_map(|register| {
        let ids = fields(register.powers.as_ref().filter(|law| !law.example)?);
        let of_field = |field: &Field| field.choices.iter().find(|c| c.id == id).map(|c| c.name.clone());
        ids.iter().find_map(|field| register.field(field).and_then(of_field))
    });
    named.unwrap_or_else(|| Text::new(id, id))
}

fn part_name(charter: &Charter, part: &str) -> Text {
    choice_name(charter, part, |law| law.held_back.iter().cloned().collect())
}

/// What was found, power by power.
pub fn wanting(charter: &Charter, asked: &Asked, all: &[(String, Wanting)]) -> Text {
    if all.is_empty() {
        return Text::new("没有登记给予该单位的这项权限", "no such power of this unit is on record");
    }
    let each: Vec<(String, String)> = all
        .iter()
        .map(|(name, what)| {
            let said = said(charter, asked, what);
            (format!("“{name}”：{}", said.zh), format!("“{name}”: {}", en(&said)))
        })
        .collect();
    let join = |of: fn(&(String, String)) -> &String, by: &str| {
        each.iter().map(|one| of(one).as_str()).collect::<Vec<_>>().join(by)
    };
    Text::new(join(|one| &one.0, "；"), join(|one| &one.1, "; "))
}

fn said(charter: &Charter, asked: &Asked, what: &Wanting) -> Text {
    match what {
        Wanting::Stage(_) => Text::new("已关闭或尚未生效", "it is closed, or not in force yet"),
        Wanting::NotYet(day) => Text::new(format!("自 {day} 起才有效"), format!("it holds from {day} only")),
        Wanting::Expired(day) => Text::new(format!("已于 {day} 期满"), format!("it expired on {day}")),
        Wanting::HeldBack(part) => {
            let part = part_name(charter, part);
            Text::new(format!("“{}”由赋权方保留", part.zh), format!("the giver holds back “{}”", en(&part)))
        }
        Wanting::NoKind => Text::new(
            "未登记是授权还是委托，不知以谁的名义作出",
            "whether it is authorised or entrusted is not recorded, so nobody can say in whose name",
        ),
        Wanting::NoScope => Text::new("未登记适用范围", "where it holds is not recorded"),
        Wanting::Elsewhere => {
            let place = whereabouts(charter, asked);
            Text::new(format!("不适用于{}", place.zh), format!("it does not hold in {}", en(&place)))
        }
        Wanting::OutsideArea => Text::new(
            "该位置不在适用范围内，或跨越其边界",
            "the place lies outside its area or across the border",
        ),
        Wanting::NoPlace => Text::new(
            "条目没有登记辖区或位置，无法判断是否在适用范围内",
            "the record does not say where, so nobody can tell whether it holds there",
        ),
        Wanting::Excluded(words) if words.is_empty() => {
            Text::new("该位置在排除范围内", "the place lies in what is left out")
        }
        Wanting::Excluded(words) => Text::new(
            format!("该位置在排除范围内（{words}）"),
            format!("the place lies in what is left out ({words})"),
        ),
        Wanting::ExcludedUnknown(words) => Text::new(
            format!("排除范围的边界未知（{words}），无法判断该位置是否被排除"),
            format!("the boundary of what is left out is not known ({words}), so nobody can tell"),
        ),
    }
}

/// In whose name a decision was made, and by which power.
pub fn used_words(charter: &Charter, used: &Used) -> Text {
    let (giver, receiver) = (name_of(charter, &used.giver), name_of(charter, &used.receiver));
    let matter = &used.matter;
    match used.kind {
        PowerKind::Authorised => Text::new(
            format!("以{}自己的名义作出（{}授权：{matter}）", receiver.zh, giver.zh),
            format!(
                "decided in the name of {} itself (authorised by {}: {matter})",
                en(&receiver),
                en(&giver)
            ),
        ),
        PowerKind::Entrusted => Text::new(
            format!("以{}的名义作出（委托{}办理：{matter}）", giver.zh, receiver.zh),
            format!("decided in the name of {} (entrusted to {}: {matter})", en(&giver), en(&receiver)),
        ),
    }
}
