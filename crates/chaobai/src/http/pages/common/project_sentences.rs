//! What follows from the rules of projects, one sentence each.

use super::{Frame, Names, say, values};
use crate::charter::model::{Field, FieldType};
use crate::domain::projects::rules::{self, Open, Progress, Standing};
use crate::domain::projects::{ApprovalAt, Dossier, ProblemAt};
use crate::http::views::{Tag, Tone};
use kernel::{Decimal, Lang};
use serde_json::Value;

/// All that can be said of a project, what holds it up first.
pub fn all(frame: &Frame, names: &Names<'_>, d: &Dossier<'_>) -> Vec<Tag> {
    let speaker = Speaker { frame, names, d };
    let mut said = Vec::new();
    said.extend(speaker.blocking());
    said.extend(d.problems.iter().filter_map(|at| speaker.overdue(at)));
    said.extend(speaker.open());
    said.extend(speaker.weakest());
    said.extend(speaker.progress());
    said.extend(speaker.gap());
    said.extend(speaker.cost());
    said
}

/// How an approval stands, in words.
pub fn standing(frame: &Frame, standing: &Standing) -> Tag {
    match standing {
        Standing::NotSubmitted => Tag::new(Tone::Grey, frame.pick("未报送", "not submitted")),
        Standing::Decided(None) => Tag::new(Tone::Blue, frame.pick("已办结", "decided")),
        Standing::Decided(Some(waited)) => Tag::new(
            Tone::Blue,
            match frame.lang {
                Lang::Zh => format!("已办结，用了 {} 个工作日", waited.days),
                Lang::En => format!("decided after {} working days", waited.days),
            },
        ),
        Standing::Waiting(waited) => {
            let tone = if waited.over.is_some_and(|over| over > 0) { Tone::Red } else { Tone::Amber };
            let mut text = match frame.lang {
                Lang::Zh => format!("在办，已 {} 个工作日", waited.days),
                Lang::En => format!("waiting for {} working days", waited.days),
            };
            if let Some(over) = waited.over.filter(|over| *over > 0) {
                text.push_str(&match frame.lang {
                    Lang::Zh => format!("，超 {over}"),
                    Lang::En => format!(", {over} over"),
                });
            }
            if !waited.unpublished.is_empty() {
                text.push_str(
                    frame.pick("（工作日历未公布，暂计）", " (calendar not published, provisional)"),
                );
            }
            Tag::new(tone, text)
        }
    }
}

/// Later or earlier by so many days.
pub fn later(frame: &Frame, days: i64) -> Tag {
    let number = days.abs();
    let (tone, text) = match (days.signum(), frame.lang) {
        (0, _) => (Tone::Blue, frame.pick("按时", "on time").to_owned()),
        (1, Lang::Zh) => (Tone::Red, format!("晚 {number} 天")),
        (1, Lang::En) => (Tone::Red, format!("{number} days later")),
        (_, Lang::Zh) => (Tone::Green, format!("早 {number} 天")),
        (_, Lang::En) => (Tone::Green, format!("{number} days earlier")),
    };
    Tag::new(tone, text)
}

/// More or less by so much.
pub fn more(frame: &Frame, by: Decimal) -> Tag {
    let number = say::decimal(frame.lang, by.abs().normalize());
    let (tone, text) = match (by.is_sign_negative(), frame.lang) {
        (false, Lang::Zh) => (Tone::Amber, format!("多 {number}")),
        (false, Lang::En) => (Tone::Amber, format!("{number} more")),
        (true, Lang::Zh) => (Tone::Green, format!("少 {number}")),
        (true, Lang::En) => (Tone::Green, format!("{number} less")),
    };
    Tag::new(tone, text)
}

struct Speaker<'a> {
    frame: &'a Frame,
    names: &'a Names<'a>,
    d: &'a Dossier<'a>,
}

impl Speaker<'_> {
    fn part(&self, part: usize) -> String {
        self.names.title(self.d.register, &self.d.parts[part])
    }

    fn parts(&self, parts: &[usize]) -> String {
        let all: Vec<String> = parts.iter().map(|part| self.part(*part)).collect();
        all.join(self.frame.pick("、", ", "))
    }

    /// `卡点：河北段用地预审，已 23 个工作日，承诺 15 个。`
    fn blocking(&self) -> Option<Tag> {
        // What is open is held up by nothing any more.
        let whole = self.d.own().is_open;
        let is_open =
            |at: &ApprovalAt<'_>| whole || at.part.is_some_and(|part| self.d.sections[part].is_open);
        let waiting: Vec<&ApprovalAt<'_>> = self.d.approvals.iter().filter(|at| !is_open(at)).collect();
        let standings: Vec<Standing> = waiting.iter().map(|at| at.standing.clone()).collect();
        let at = waiting[rules::blocking(&standings)?];
        let Standing::Waiting(waited) = &at.standing else { return None };
        let what = self.what(at);
        let promised = at.promised;
        let text = match (self.frame.lang, promised) {
            (Lang::Zh, Some(promised)) => {
                format!("卡点：{what}，已 {} 个工作日，承诺 {promised} 个", waited.days)
            }
            (Lang::Zh, None) => format!("卡点：{what}，已 {} 个工作日，未写承诺", waited.days),
            (Lang::En, Some(promised)) => {
                format!("Held up by {what}: {} working days, {promised} promised", waited.days)
            }
            (Lang::En, None) => format!("Held up by {what}: {} working days, nothing promised", waited.days),
        };
        let over = waited.over.is_some_and(|over| over > 0);
        Some(Tag::new(if over { Tone::Red } else { Tone::Amber }, text))
    }

    /// The part and the kind of approval.
    fn what(&self, at: &ApprovalAt<'_>) -> String {
        let part = at.part.map(|part| self.part(part)).unwrap_or_default();
        let kind = at.register.approval.as_ref().and_then(|law| at.register.field(&law.kind));
        let value = |id: &str| at.record.body.get(id).cloned().unwrap_or(Value::Null);
        let kind = kind.map(|field| values::text(self.names, field, &value(&field.id))).unwrap_or_default();
        let blank = if self.frame.lang == Lang::En && !part.is_empty() { " " } else { "" };
        format!("{part}{blank}{kind}")
    }

    fn overdue(&self, at: &ProblemAt<'_>) -> Option<Tag> {
        let due = at.due.filter(|due| *due < self.frame.today)?;
        let (title, day) = (self.names.title(at.register, &at.record), self.frame.date(due));
        let stage = self.names.stage(at.register, &at.record.stage);
        let text = match self.frame.lang {
            Lang::Zh => format!("问题“{title}”在“{stage}”，应于 {day}前答复，已超期"),
            Lang::En => format!("The problem “{title}” is with {stage}; an answer was due by {day}"),
        };
        Some(Tag::new(Tone::Red, text))
    }

    fn open(&self) -> Option<Tag> {
        let frame = self.frame;
        let stage = self.d.register.stage(&self.d.law.open).map_or("", |stage| frame.text(&stage.name));
        match rules::open(&self.d.sections)? {
            Open::All(day) => {
                let day = day.map(|day| frame.date(day)).unwrap_or_default();
                Some(Tag::new(
                    Tone::Blue,
                    match frame.lang {
                        Lang::Zh if day.is_empty() => format!("各部分都已到“{stage}”"),
                        Lang::Zh => format!("各部分都已到“{stage}”，最后一段在 {day}"),
                        Lang::En if day.is_empty() => format!("All parts have reached {stage}"),
                        Lang::En => format!("All parts have reached {stage}, the last on {day}"),
                    },
                ))
            }
            Open::Waiting(waiting) if waiting.len() < self.d.parts.len() => Some(Tag::new(
                Tone::Amber,
                match frame.lang {
                    Lang::Zh => format!("还不算“{stage}”：等{}", self.parts(&waiting)),
                    Lang::En => format!("Not yet {stage}: waiting for {}", self.parts(&waiting)),
                },
            )),
            Open::Waiting(_) => None,
        }
    }

    fn weakest(&self) -> Option<Tag> {
        let d = self.d;
        let part = rules::weakest(&d.sections).filter(|_| d.sections.len() > 1)?;
        let stage = self.names.stage(d.register, &d.parts[part].stage);
        if matches!(rules::open(&d.sections), Some(Open::All(_))) {
            return None;
        }
        let text = match self.frame.lang {
            Lang::Zh => format!("整体按最慢的部分计：{stage}（{}）", self.part(part)),
            Lang::En => format!("As far as its slowest part: {stage} ({})", self.part(part)),
        };
        Some(Tag::new(Tone::Grey, text))
    }

    fn progress(&self) -> Option<Tag> {
        let (d, frame) = (self.d, self.frame);
        let percent = |value| say::decimal(frame.lang, value);
        let (tone, text) = match (rules::progress(&d.sections), frame.lang) {
            (Progress::NoSections, _) => return None,
            (Progress::Known(value, None), Lang::Zh) => {
                (Tone::Green, format!("整体进度 {}%", percent(value)))
            }
            (Progress::Known(value, None), Lang::En) => {
                (Tone::Green, format!("Progress {}%", percent(value)))
            }
            (Progress::Known(value, Some(weight)), lang) => {
                let field = d.law.weights.get(weight).and_then(|id| d.register.field(id));
                let name = field.map_or("", |field| frame.text(&field.name));
                let text = match lang {
                    Lang::Zh => format!("整体进度 {}%，按“{name}”加权", percent(value)),
                    Lang::En => format!("Progress {}%, weighed by {name}", percent(value)),
                };
                (Tone::Green, text)
            }
            (Progress::Missing(missing), Lang::Zh) => {
                (Tone::Grey, format!("整体进度不知道：{}没有登记进度", self.parts(&missing)))
            }
            (Progress::Missing(missing), Lang::En) => {
                (Tone::Grey, format!("Progress not known: none on record for {}", self.parts(&missing)))
            }
            (Progress::NoWeight, Lang::Zh) => {
                (Tone::Grey, "整体进度不能加权：各段没有共同登记的长度或投资".to_owned())
            }
            (Progress::NoWeight, Lang::En) => (
                Tone::Grey,
                "Progress cannot be weighed: the sections share no length or investment".to_owned(),
            ),
        };
        Some(Tag::new(tone, text))
    }

    fn gap(&self) -> Option<Tag> {
        let gap = rules::gap(&self.d.sections)?;
        let open = |part: usize| self.d.sections[part].is_open;
        // Both open: how it came, nothing to worry about.
        if open(gap.first) && open(gap.last) {
            return None;
        }
        let (first, last) = (self.part(gap.first), self.part(gap.last));
        let text = match self.frame.lang {
            Lang::Zh => format!("{first}比{last}早 {} 天：有一段先完工、等另一段的风险", gap.days),
            Lang::En => {
                format!("{first} is {} days ahead of {last}: one part may stand finished and wait", gap.days)
            }
        };
        Some(Tag::new(Tone::Amber, text))
    }

    /// `决算 5.2 亿元，批准投资 5 亿元，超 4%。`
    fn cost(&self) -> Option<Tag> {
        let cost = self.d.cost?;
        let field = self.d.law.final_cost.as_ref().and_then(|id| self.d.register.field(id))?;
        let (lang, unit) = (self.frame.lang, values::unit(self.names, field));
        // Money is kept in minor units; its text is made by the field's own type.
        let number = |value: Decimal| values::text(self.names, field, &kept(field, value));
        let (last, approved) = (number(cost.last), number(cost.approved));
        let over = rules::percent_over(cost.approved, cost.last);
        let share = say::decimal(lang, over.abs());
        let (tone, difference) = match (over.is_zero(), over.is_sign_negative(), lang) {
            (true, _, Lang::Zh) => (Tone::Blue, "相同".to_owned()),
            (true, _, Lang::En) => (Tone::Blue, "the same".to_owned()),
            (_, false, Lang::Zh) => (Tone::Red, format!("超 {share}%")),
            (_, false, Lang::En) => (Tone::Red, format!("{share}% over")),
            (_, true, Lang::Zh) => (Tone::Blue, format!("省 {share}%")),
            (_, true, Lang::En) => (Tone::Blue, format!("{share}% under")),
        };
        let text = match lang {
            Lang::Zh => format!("决算 {last} {unit}，批准投资 {approved} {unit}，{difference}"),
            Lang::En => format!("Final cost {last}, approved {approved} ({unit}): {difference}"),
        };
        Some(Tag::new(tone, text))
    }
}

/// A number in the form its field keeps it in.
fn kept(field: &Field, value: Decimal) -> Value {
    match (field.kind, value.normalize().to_string()) {
        (FieldType::Decimal, text) => Value::from(text),
        (_, text) => text.parse::<i64>().map_or(Value::Null, Value::from),
    }
}
