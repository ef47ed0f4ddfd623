//! Meetings in words: days, stages, presence, measures, outcomes.

use crate::charter::model::{Base, BodyRules, Enough, Verdict};
use crate::domain::meetings::{Attendee, Ballot, BallotState, Presence, Way};
use crate::domain::meetings::{Measure, Outcome, Tally};
use crate::domain::registers::Record;
use crate::http::pages::common::Frame;
use crate::http::views::{Tag, Tone};
use kernel::{Date, Id, Lang};
use serde_json::Value;

/// `2026年12月18日（周五）`.
pub fn day(frame: &Frame, day: Date) -> String {
    let zh = ["一", "二", "三", "四", "五", "六", "日"];
    let en = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let at = usize::try_from(day.weekday()).unwrap_or(1).clamp(1, 7) - 1;
    let date = frame.date(day);
    match frame.lang {
        Lang::Zh => format!("{date}（周{}）", zh[at]),
        Lang::En => format!("{}, {date}", en[at]),
    }
}

/// A text field of a record; empty where there is none.
pub fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record.body.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// A whole number of a record; 0 where there is none.
pub fn number(record: &Record, field: &str) -> i64 {
    record.body.get(field).and_then(Value::as_i64).unwrap_or(0)
}

/// A yes of a record.
pub fn yes(record: &Record, field: &str) -> bool {
    record.body.get(field) == Some(&Value::Bool(true))
}

/// An id in a field of a record.
pub fn id(record: &Record, field: &str) -> Option<Id> {
    Id::parse(text(record, field))
}

/// The day in a field of a record.
pub fn date(record: &Record, field: &str) -> Option<Date> {
    Date::parse(text(record, field))
}

/// A side by name; all together where there is none.
pub fn side(frame: &Frame, side: &str) -> String {
    frame.charter().side(side).map_or(side, |side| frame.text(&side.name)).to_owned()
}

/// `post:ID` and `unit:ID` by name.
pub fn attendee(frame: &Frame, attendee: &str) -> String {
    match attendee.split_once(':') {
        Some(("unit", id)) => frame.charter().unit(id).map_or(id, |unit| frame.text(&unit.name)).to_owned(),
        Some((_, id)) => frame.names().post(id),
        None => attendee.to_owned(),
    }
}

/// Whether somebody is there, as a state.
pub fn presence(frame: &Frame, one: &Attendee) -> Tag {
    let tone = match one.presence {
        Presence::Expected => Tone::Grey,
        Presence::Present => Tone::Green,
        Presence::Leave => Tone::Notice,
        Presence::Absent => Tone::Amber,
        Presence::Left => Tone::Stopped,
    };
    Tag::new(tone, frame.text(&one.presence.word(one.votes)))
}

/// The stage of a meeting, as a state.
pub fn stage(frame: &Frame, register: &crate::charter::model::Register, meeting: &Record) -> Tag {
    let tone = match meeting.stage.as_str() {
        "preparing" => Tone::Grey,
        "called" => Tone::Notice,
        "sitting" => Tone::Green,
        "cancelled" => Tone::Stopped,
        _ => Tone::Blue,
    };
    Tag::new(tone, frame.names().stage(register, &meeting.stage))
}

/// A result, as a state.
pub fn verdict(frame: &Frame, verdict: Verdict) -> Tag {
    let tone = match verdict {
        Verdict::Passed => Tone::Blue,
        Verdict::PassedInPrinciple => Tone::Green,
        Verdict::Revise => Tone::Amber,
        Verdict::Postponed => Tone::Stopped,
        Verdict::Rejected => Tone::Red,
    };
    Tag::new(tone, frame.text(&verdict.word()))
}

/// A share in words.
pub fn enough(frame: &Frame, enough: Enough) -> String {
    let share = |parts: u32, of: u32| if of == 1 { String::new() } else { format!("{parts}/{of}") };
    match (enough, frame.lang) {
        (Enough::AtLeast(s), Lang::Zh) if s.parts == s.of => "全部".into(),
        (Enough::AtLeast(s), Lang::En) if s.parts == s.of => "all".into(),
        (Enough::AtLeast(s), Lang::Zh) => format!("{} 以上（含）", share(s.parts, s.of)),
        (Enough::AtLeast(s), Lang::En) => format!("at least {}", share(s.parts, s.of)),
        (Enough::MoreThan(s), Lang::Zh) => format!("超过 {}", share(s.parts, s.of)),
        (Enough::MoreThan(s), Lang::En) => format!("more than {}", share(s.parts, s.of)),
    }
}

/// Quorum and majority of a body in words.
pub fn rules(frame: &Frame, rules: &BodyRules) -> (String, String) {
    let each = |each: Option<Enough>| match each {
        Some(one) => {
            format!("{}{}", frame.pick("，每一方", ", and of each side "), enough(frame, one))
        }
        None => String::new(),
    };
    let base = match rules.majority.base {
        Base::Seats => frame.pick("（按全部席位计）", " (of all seats)"),
        Base::Present => frame.pick("（按到会席位计）", " (of those present)"),
        Base::Cast => frame.pick("（按赞成和反对票计）", " (of yes and no votes)"),
    };
    let quorum = format!("{}{}", enough(frame, rules.quorum.all), each(rules.quorum.each_side));
    let majority = format!("{}{}{base}", enough(frame, rules.majority.all), each(rules.majority.each_side));
    (quorum, majority)
}

/// `到会 4 / 需 3；北京方 2 / 需 2`.
pub fn measures(frame: &Frame, all: &[Measure], what: &str) -> String {
    let one = |measure: &Measure| {
        let name = match (measure.side.as_str(), frame.lang) {
            ("", _) => what.to_owned(),
            (id, Lang::Zh) => format!("{}方", side(frame, id)),
            (id, Lang::En) => side(frame, id),
        };
        let needed = match (measure.needed, frame.lang) {
            (Some(needed), Lang::Zh) => format!("需 {needed}"),
            (Some(needed), Lang::En) => format!("needed {needed}"),
            (None, Lang::Zh) => "没有有表决权的席位".into(),
            (None, Lang::En) => "no seat that may vote".into(),
        };
        format!("{name} {} / {needed}", measure.have)
    };
    all.iter().map(one).collect::<Vec<_>>().join(frame.pick("；", "; "))
}

/// What came of a vote, in words.
pub fn outcome(frame: &Frame, way: Way, outcome: &Outcome) -> String {
    let sum = |what: fn(&Tally) -> u32| outcome.tallies.iter().map(what).sum::<u32>();
    let (for_it, against, abstained) = (sum(|t| t.yes), sum(|t| t.no), sum(|t| t.abstain));
    let mut said = Vec::new();
    if way == Way::Silence {
        said.push(match frame.lang {
            Lang::Zh => format!("赞成 {for_it}，没有人反对即通过"),
            Lang::En => format!("yes {for_it}; passes unless somebody objects"),
        });
    } else {
        said.push(measures(frame, &outcome.measures, frame.pick("赞成", "yes")));
    }
    said.push(match frame.lang {
        Lang::Zh => {
            format!("反对 {against}，弃权 {abstained}，未表态 {}（不算赞成，也不算反对）", outcome.silent)
        }
        Lang::En => format!(
            "no {against}, abstained {abstained}, silent {} (counted as neither yes nor no)",
            outcome.silent
        ),
    });
    if outcome.tallies.iter().filter(|tally| !tally.side.is_empty()).count() > 1 {
        let sides = outcome.tallies.iter().filter(|tally| !tally.side.is_empty());
        let sides = sides.map(|t| match frame.lang {
            Lang::Zh => format!("{}方 {}:{}:{}", side(frame, &t.side), t.yes, t.no, t.abstain),
            Lang::En => format!("{} {}:{}:{}", side(frame, &t.side), t.yes, t.no, t.abstain),
        });
        let sides: Vec<String> = sides.collect();
        said.push(format!(
            "{}{}",
            frame.pick("赞成:反对:弃权 ", "yes:no:abstained "),
            sides.join(frame.pick("，", ", "))
        ));
    }
    if !outcome.vetoed_by.is_empty() {
        let names: Vec<String> = outcome.vetoed_by.iter().map(|post| frame.names().post(post)).collect();
        said.push(format!("{}{}", frame.pick("否决：", "vetoed by "), names.join(frame.pick("、", ", "))));
    }
    format!("{}{}", said.join(frame.pick("。", ". ")), frame.pick("。", "."))
}

/// Passed, not passed, put aside.
pub fn ballot_tag(frame: &Frame, ballot: &Ballot) -> Tag {
    match (ballot.state, ballot.outcome.as_ref().is_some_and(|outcome| outcome.passes)) {
        (BallotState::Void, _) => Tag::new(Tone::Stopped, frame.pick("作废", "put aside")),
        (BallotState::Open, _) => Tag::new(Tone::Green, frame.pick("正在表决", "being taken")),
        (BallotState::Counted, true) => Tag::new(Tone::Blue, frame.pick("达到通过所需", "has what it needs")),
        (BallotState::Counted, false) => {
            Tag::new(Tone::Red, frame.pick("未达到通过所需", "has not what it needs"))
        }
    }
}

/// How many of how many voted: all that is told while a vote is being taken.
pub fn turnout(frame: &Frame, cast: usize, asked: usize) -> String {
    match frame.lang {
        Lang::Zh => format!("已投 {cast} / 应投 {asked}"),
        Lang::En => format!("{cast} of {asked} have voted"),
    }
}

/// How many may vote in a ballot.
pub fn asked(ballot: &Ballot) -> usize {
    ballot.base.voters.iter().filter(|voter| voter.present && !voter.recused).count()
}
