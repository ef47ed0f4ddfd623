//! Words about procedures and cases: who, until when, what happened.

use super::{Frame, Names, say, values};
use crate::charter::model::{Choice, Field, Register};
use crate::charter::procedure::{Colour, Procedure, Step};
use crate::domain::deadlines::{Deadline, Kind as DeadlineKind};
use crate::domain::procedures::{Case, Held, Line, Loaded, State, rules};
use crate::http::views::{Cell, SummaryLine, Tag, Tone};
use kernel::{Date, Lang};
use serde_json::{Map, Value};

/// Relations of the charter in words: `牵头单位、执委会工作人员`.
pub fn relations(frame: &Frame, procedure: &Procedure, relations: &[String]) -> String {
    let names: Vec<String> = relations.iter().map(|one| relation(frame, procedure, one)).collect();
    names.join(frame.pick("、", ", "))
}

/// One relation in words.
pub fn relation(frame: &Frame, procedure: &Procedure, relation: &str) -> String {
    let charter = frame.charter();
    match relation {
        "lead" => frame.pick("牵头单位", "the lead").to_owned(),
        "partner" => frame.pick("配合单位", "the partner").to_owned(),
        "opener" => frame.pick("立项人", "whoever opened it").to_owned(),
        "holder" => frame.pick("承办者", "whoever holds it").to_owned(),
        other => match other.strip_prefix("unit:") {
            Some(id) => {
                let of_record = charter.register(&procedure.register).and_then(|register| register.field(id));
                let field = procedure.known_field(id).or(of_record);
                field.map_or(id, |field| frame.text(&field.name)).to_owned()
            }
            None => charter.role(other).map_or(other, |role| frame.text(&role.name)).to_owned(),
        },
    }
}

/// The body a step waits for, in words: its name, or the field of the record that names it.
pub fn decider(frame: &Frame, procedure: &Procedure, step: &Step) -> Option<String> {
    let written = &step.decision.as_ref()?.body;
    let charter = frame.charter();
    let field = written.strip_prefix(crate::charter::decision::BY_FIELD);
    let field = field.and_then(|id| charter.register(&procedure.register)?.field(id));
    Some(match (field, charter.body(written)) {
        (Some(field), _) => frame.text(&field.name).to_owned(),
        (None, Some(body)) => frame.text(&body.name).to_owned(),
        (None, None) => written.clone(),
    })
}

/// Holders by name.
pub fn holders(frame: &Frame, held: &[Held]) -> String {
    if held.is_empty() {
        return frame
            .pick("没有人（请在条目中写明牵头单位）", "nobody (name the leads in the record)")
            .to_owned();
    }
    let names = held.iter().map(|held| rules::holder_name(frame.charter(), &held.holder));
    let names: Vec<String> = names.map(|name| frame.text(&name).to_owned()).collect();
    names.join(frame.pick("、", ", "))
}

/// A unit by name.
pub fn unit(frame: &Frame, id: &str) -> String {
    frame.charter().unit(id).map_or(id, |unit| frame.text(&unit.name)).to_owned()
}

/// How much time is left, as a state: mark, word and colour.
pub fn time_left(frame: &Frame, left: Option<i64>) -> Option<Tag> {
    let left = left?;
    let tone = match left {
        i64::MIN..0 => Tone::Red,
        0..=3 => Tone::Amber,
        _ => Tone::Green,
    };
    let text = match (frame.lang, left) {
        (Lang::Zh, 0) => "今天到期".to_owned(),
        (Lang::En, 0) => "due today".to_owned(),
        (Lang::Zh, 1..) => format!("还有 {left} 个工作日"),
        (Lang::En, 1) => "1 working day left".to_owned(),
        (Lang::En, 1..) => format!("{left} working days left"),
        (Lang::Zh, _) => format!("逾期 {} 个工作日", -left),
        (Lang::En, -1) => "overdue by 1 working day".to_owned(),
        (Lang::En, _) => format!("overdue by {} working days", -left),
    };
    Some(Tag::new(tone, text))
}

/// How a case stands besides its step.
pub fn state(frame: &Frame, case: &Case) -> Option<Tag> {
    match case.state {
        State::Open => None,
        State::Paused => Some(Tag::new(Tone::Stopped, frame.pick("暂停计时", "clock stopped"))),
        State::Ended => Some(Tag::new(Tone::Blue, frame.pick("已结束", "ended"))),
    }
}

/// The step as a state.
pub fn step(frame: &Frame, procedure: &Procedure, case: &Case) -> Tag {
    Tag::new(Tone::Green, frame.text(&procedure.step_name(&case.step)))
}

/// The last day in words.
pub fn due(frame: &Frame, due: Option<Date>) -> String {
    due.map_or_else(|| frame.pick("没有期限", "no limit").to_owned(), |day| frame.date(day))
}

/// The warning that a day was counted without a published calendar; none: it is certain.
pub fn not_published(frame: &Frame, years: &[i16]) -> Option<String> {
    let all: Vec<String> = years.iter().map(ToString::to_string).collect();
    if all.is_empty() {
        return None;
    }
    let all = all.join(frame.pick("、", ", "));
    Some(match frame.lang {
        Lang::Zh => format!(
            "{all} 年的工作日历尚未公布：期限暂按周一至周五推算，公布后重新计算；在此之前不提醒、不升级。"
        ),
        Lang::En => format!(
            "The calendar of {all} is not published; this day is counted without it and will be recounted. Until then \
             nothing reminds and nothing escalates."
        ),
    })
}

/// A limit of a step in words; empty: none.
pub fn limit(frame: &Frame, procedure: &Procedure, step: &Step) -> String {
    match &step.limit {
        Some(limit) => match (limit.days, &limit.field, frame.lang) {
            (Some(days), _, Lang::Zh) => format!("{days} 个工作日"),
            (Some(1), _, Lang::En) => "1 working day".to_owned(),
            (Some(days), _, Lang::En) => format!("{days} working days"),
            (None, Some(id), _) => {
                let name = relation(frame, procedure, &format!("unit:{id}"));
                format!("{}{name}", frame.pick("按", "by "))
            }
            (None, None, _) => String::new(),
        },
        None => String::new(),
    }
}

/// Reminders and rungs of a step in words, one each.
pub fn reminders(frame: &Frame, procedure: &Procedure, step: &Step) -> Vec<String> {
    let slip = |slip: &Option<String>| match slip.as_deref().and_then(|id| procedure.slip(id)) {
        Some(slip) => format!("{}{}", frame.pick("，", ", "), frame.text(&slip.name)),
        None => String::new(),
    };
    let before = step.remind.iter().map(|one| {
        let when = match (frame.lang, one.before) {
            (Lang::Zh, 0) => "到期当天提醒".to_owned(),
            (Lang::En, 0) => "reminder on the last day".to_owned(),
            (Lang::Zh, n) => format!("到期前 {n} 个工作日提醒"),
            (Lang::En, 1) => "reminder 1 working day before".to_owned(),
            (Lang::En, n) => format!("reminder {n} working days before"),
        };
        format!("{when}{}", slip(&one.slip))
    });
    let after = step.escalate.iter().map(|one| {
        let when = match (frame.lang, one.after) {
            (Lang::Zh, n) => format!("逾期 {n} 个工作日升级"),
            (Lang::En, 1) => "escalated 1 working day after".to_owned(),
            (Lang::En, n) => format!("escalated {n} working days after"),
        };
        let to = if one.to.is_empty() {
            String::new()
        } else {
            format!("{}{}", frame.pick("，报", ", to "), relations(frame, procedure, &one.to))
        };
        let step = one.step.as_deref().map(|step| {
            format!("{}{}", frame.pick("，转“", ", on to "), frame.text(&procedure.step_name(step)))
                + frame.pick("”", "")
        });
        format!("{when}{to}{}{}", slip(&one.slip), step.unwrap_or_default())
    });
    before.chain(after).collect()
}

/// What will happen on a day.
pub fn planned(frame: &Frame, step: &Step, one: &Deadline) -> String {
    let words = |zh: &'static str, en: &'static str| frame.pick(zh, en).to_owned();
    match one.kind {
        DeadlineKind::Remind => words("提醒承办单位", "the holder is reminded"),
        DeadlineKind::Escalate => {
            let rung = usize::try_from(one.part).ok().and_then(|part| step.escalate.get(part));
            let level = one.part + 1;
            match (rung.is_some(), frame.lang) {
                (true, Lang::Zh) => format!("逾期升级（第 {level} 级）"),
                (true, Lang::En) => format!("escalation, rung {level}"),
                (false, _) => words("逾期升级", "escalation"),
            }
        }
        DeadlineKind::Silence => {
            words("未答复的记为未答复，转下一环节", "goes on; no answer is recorded as none")
        }
        DeadlineKind::Resume => words("暂停期满，恢复计时", "the pause is over, the clock goes on"),
        DeadlineKind::Effect => words("附带事项", "what the action brings about"),
    }
}

/// Fields as lines of a summary, in the order of the procedure.
pub fn given(names: &Names<'_>, procedure: &Procedure, given: &Map<String, Value>) -> Vec<SummaryLine> {
    let mut met: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for field in procedure.known_fields() {
        if met.contains(&field.id.as_str()) {
            continue;
        }
        met.push(&field.id);
        if let Some(value) = given.get(&field.id) {
            let cell = Cell { numeric: false, ..values::cell(names, field, value) };
            lines.push(SummaryLine {
                name: values::label(names, field),
                values: vec![cell],
                restricted: false,
            });
        }
    }
    lines
}

/// A line of a summary.
pub fn line(name: &str, cell: Cell) -> SummaryLine {
    SummaryLine { name: name.to_owned(), values: vec![cell], restricted: false }
}

/// The sentence of where a case stands: step, holder, until when.
pub fn stands(frame: &Frame, loaded: &Loaded<'_>, line: &Line) -> String {
    let (case, procedure) = (&loaded.case, &loaded.procedure);
    let step = frame.text(&procedure.step_name(&case.step)).to_owned();
    let since = frame.date(case.body.since);
    if case.state == State::Ended {
        return match frame.lang {
            Lang::Zh => format!("{since}起为“{step}”，办件已结束。"),
            Lang::En => format!("“{step}” since {since}; the case has ended."),
        };
    }
    let who = holders(frame, &case.body.holders);
    let until = due(frame, line.due_on);
    match (frame.lang, line.due_on) {
        (Lang::Zh, Some(_)) => format!("{since}起在“{step}”，由{who}承办，{until}到期。"),
        (Lang::Zh, None) => format!("{since}起在“{step}”，由{who}承办，没有期限。"),
        (Lang::En, Some(_)) => format!("In “{step}” since {since}, held by {who}, until {until}."),
        (Lang::En, None) => format!("In “{step}” since {since}, held by {who}, without a limit."),
    }
}

/// A choice by name.
pub fn choice(frame: &Frame, choices: &[Choice], id: &str) -> String {
    choices.iter().find(|choice| choice.id == id).map_or(id, |choice| frame.text(&choice.name)).to_owned()
}

/// End of a style class for the colour of a note, and the colour in words.
pub fn colour(frame: &Frame, colour: Colour) -> (&'static str, &'static str) {
    match colour {
        Colour::Blue => ("blue", frame.pick("蓝", "blue")),
        Colour::Yellow => ("yellow", frame.pick("黄", "yellow")),
        Colour::Orange => ("orange", frame.pick("橙", "orange")),
        Colour::Red => ("red", frame.pick("红", "red")),
    }
}

/// A list that stands for the fields of a form of a procedure, so that forms are drawn and judged as those of
/// lists are.
pub fn as_register(procedure: &Procedure, fields: &[Field]) -> Register {
    let text = |text: &str| kernel::Text::new(text, text);
    Register {
        id: procedure.id.clone(),
        name: procedure.name.clone(),
        summary: text(""),
        not_known: text(""),
        area: String::new(),
        title: String::new(),
        key: Vec::new(),
        public: false,
        sourced: false,
        lead: Vec::new(),
        partners: Vec::new(),
        keepers: Vec::new(),
        columns: Vec::new(),
        sort: Vec::new(),
        place: None,
        permits: crate::charter::model::Permits::default(),
        fields: fields.to_vec(),
        stages: Vec::new(),
        attach: Vec::new(),
        worklist: None,
        documents: Vec::new(),
        beside: None,
        project: None,
        approval: None,
        milestone: None,
        investment: None,
        problem: None,
        decided: None,
        offered: None,
        powers: None,
        comparison: None,
    }
}

/// A digest in one sentence.
pub fn digest(frame: &Frame, digest: &crate::domain::procedures::Digest) -> String {
    let (held, over) = (digest.held(), digest.overdue.len());
    let (soon, new, told) = (digest.due_soon.len(), digest.new.len(), digest.told.len());
    if held + told == 0 {
        return frame.pick("现在没有由您承办的办件。", "You hold no cases at present.").to_owned();
    }
    let number = |n: usize| say::whole(frame.lang, i64::try_from(n).unwrap_or(i64::MAX));
    let parts = [
        (over, frame.pick("件已逾期", "overdue")),
        (soon, frame.pick("件三个工作日内到期", "due within three working days")),
        (new, frame.pick("件今天新到", "new today")),
        (told, frame.pick("件由他人承办、逾期报到您这里", "of others that were escalated to you")),
    ];
    let said = parts.into_iter().filter(|(n, _)| *n > 0);
    let said: Vec<String> = said.map(|(n, words)| format!("{} {words}", number(n))).collect();
    match (frame.lang, said.is_empty()) {
        (Lang::Zh, true) => format!("您承办 {} 件，近期没有到期的。", number(held)),
        (Lang::En, true) => format!("You hold {} cases; nothing falls due soon.", number(held)),
        (Lang::Zh, false) => format!("您承办 {} 件：{}。", number(held), said.join("，")),
        (Lang::En, false) => format!("You hold {} cases: {}.", number(held), said.join(", ")),
    }
}
