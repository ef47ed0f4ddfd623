//! Short forms about a meeting or one of its items: each is one command, drawn as a page of its own.

use super::super::inputs::choices;
use super::super::records::{Choosable, Choosables, Found, find as find_record};
use super::super::small::input;
use super::verb::Verb;
use super::{About, KEY, Posted, Said, Typed, blank, done, form_key, goes_back_to_form, perform, say, show};
use crate::desk::Command;
use crate::domain::meetings::{
    self, Attend, Cancel, Close, GiveNotice, IssueResolution, Item, MergeItems, MoveMeeting, Open, PlaceItem,
    Presence, Recuse, SeatState, subject_fields,
};
use crate::domain::people::chair_on;
use crate::http::pages::common::{Frame, address, cases};
use crate::http::views::{Cell, FieldInput, Form, FormPage, InputKind, Link, Nav, SummaryLine};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Id, Kind, Lang, Problem, Refusal, clean};
use serde_json::{Map, Value};
use std::sync::Arc;
use store::Ask;

type Here = State<Arc<Site>>;

/// The form of a meeting.
pub async fn form(
    verb: Verb,
    site: Here,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show_form(verb, site, id, None, visitor).await
}

/// The form of an item.
pub async fn item_form(
    verb: Verb,
    site: Here,
    Path((id, item)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    show_form(verb, site, id, Some(item), visitor).await
}

/// The filled form of a meeting.
pub async fn post(
    verb: Verb,
    site: Here,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    take_form(verb, site, id, None, posted).await
}

/// The filled form of an item.
pub async fn item_post(
    verb: Verb,
    site: Here,
    Path((id, item)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Failure> {
    take_form(verb, site, id, Some(item), posted).await
}

async fn show_form(
    verb: Verb,
    State(site): Here,
    id: String,
    item: Option<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let mut typed = blank(house);
        let form = Filled::of(verb, &about, item.as_deref())?;
        form.start(&mut typed);
        form.draw(reader, &typed, &Said::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

async fn take_form(
    verb: Verb,
    State(site): Here,
    id: String,
    item: Option<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    let (who, sent, at) = (visitor.clone(), typed.clone(), (id.clone(), item.clone()));
    let command = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &at.0)?;
        let form = Filled::of(verb, &about, at.1.as_deref())?;
        form.command(reader, &sent)
    })
    .await?;
    let answer = match command {
        Ok(command) => perform(&site, &visitor, command, &typed).await,
        Err(problems) => Err(Refusal::invalid(problems).into()),
    };
    let failure = match answer {
        Ok(receipt) => {
            return Ok(done(&visitor, &leads_to(verb, &id, item.as_deref(), &receipt), verb.part()));
        }
        Err(failure) if goes_back_to_form(&failure) => failure,
        Err(failure) => return Err(failure),
    };
    let status = failure.status();
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let form = Filled::of(verb, &about, item.as_deref())?;
        // Pressing again is a new request, made for what is now true.
        let mut typed = typed;
        typed.set(KEY, [form_key(house)]);
        typed.set("version", [form.version().to_string()]);
        form.draw(reader, &typed, &Said::of(&failure.refusal, None, frame.lang), true)
    })
    .await?;
    show(status, &page)
}

fn leads_to(verb: Verb, id: &str, item: Option<&str>, receipt: &crate::desk::Receipt) -> String {
    let Some(meeting) = Id::parse(id) else { return address::MEETINGS.to_owned() };
    let made = receipt.answer["resolution"].as_str().and_then(Id::parse);
    match (verb, item.and_then(Id::parse), made) {
        (Verb::Resolution, _, Some(made)) => address::resolution(&meeting, &made),
        (Verb::Recuse, Some(item), _) => address::item(&meeting, &item),
        _ => address::meeting(&meeting),
    }
}

/// A form about a meeting, or about one of its items.
struct Filled<'a, 'b> {
    verb: Verb,
    about: &'b About<'a>,
    item: Option<&'b Item>,
}

impl<'a, 'b> Filled<'a, 'b> {
    /// The form, if the caller may see it now.
    fn of(verb: Verb, about: &'b About<'a>, item: Option<&str>) -> Result<Filled<'a, 'b>, Refusal> {
        let item = item.map(|id| about.item(id)).transpose()?;
        let own = verb == Verb::Recuse && !seats_of_caller(about).is_empty();
        if !about.is_office() && !own {
            return Err(Refusal::not_allowed());
        }
        if !about.is_in(verb.stages()) {
            return Err(Refusal::new(Kind::Conflict, "meetings.stage"));
        }
        Ok(Filled { verb, about, item })
    }

    fn frame(&self) -> &'a Frame {
        self.about.frame
    }

    /// Version of what the form changes.
    fn version(&self) -> i64 {
        self.item.map_or(self.about.meeting().version, |item| item.record.version)
    }

    /// What stands in a fresh form.
    fn start(&self, typed: &mut Typed) {
        let (about, meeting) = (self.about, self.about.meeting());
        typed.set("version", [self.version().to_string()]);
        let mut set = |name: &str, value: &str| typed.set(name, [value.to_owned()]);
        match self.verb {
            Verb::Move => {
                for field in ["held_on", "time", "place"] {
                    set(field, say::text(meeting, field));
                }
            }
            Verb::Place => set("mode", "deliberate"),
            Verb::Open => {
                let turn = about.held_on().and_then(|day| chair_on(about.sitting.body, day));
                let noticed = say::text(meeting, "chair");
                set("chair", turn.map_or(noticed, |turn| turn.post.as_str()));
            }
            Verb::Recuse => {
                if let [one] = seats_of_caller(about).as_slice() {
                    set("post", one);
                }
            }
            Verb::Resolution => {
                if let Some(item) = self.item {
                    set("name", say::text(&item.record, "name"));
                    set("text", &draft(&item.record));
                }
            }
            _ => {}
        }
    }

    fn command(
        &self,
        ask: &mut dyn Ask,
        typed: &Typed,
    ) -> Result<Result<Box<dyn Command>, Vec<Problem>>, Refusal> {
        let meeting = self.about.id().clone();
        let version = typed.version();
        let lines = |name: &str| typed.get(name).replace("\r\n", "\n");
        let item = self.item.map(|item| item.record.id.clone());
        let item = || item.clone().ok_or_else(Refusal::not_found);
        let command: Box<dyn Command> = match self.verb {
            Verb::Place => {
                let mut problems = Vec::new();
                let minutes = match typed.get("minutes").trim() {
                    "" => 0,
                    text => match text.parse::<i64>().ok().filter(|minutes| *minutes > 0) {
                        Some(minutes) => minutes,
                        None => {
                            problems.push(Problem::new("minutes", "not_an_integer").with("given", text));
                            0
                        }
                    },
                };
                let about = self.records(ask, typed, &mut problems)?;
                if typed.get("name").trim().is_empty() {
                    problems.push(Problem::new("name", "required"));
                }
                if !problems.is_empty() {
                    return Ok(Err(problems));
                }
                Box::new(PlaceItem {
                    meeting,
                    name: typed.get("name").trim().to_owned(),
                    mode: typed.get("mode").to_owned(),
                    minutes,
                    joint: !typed.get("joint").is_empty(),
                    reporter: typed.get("reporter").trim().to_owned(),
                    request: lines("request"),
                    about,
                    let_in: lines("let_in"),
                })
            }
            Verb::Notice => Box::new(GiveNotice { meeting, version, let_in: lines("let_in") }),
            Verb::Move => match day(typed, "held_on") {
                Err(problem) => return Ok(Err(vec![problem])),
                Ok(held_on) => Box::new(MoveMeeting {
                    meeting,
                    version,
                    held_on,
                    time: typed.get("time").trim().to_owned(),
                    place: typed.get("place").trim().to_owned(),
                    let_in: lines("let_in"),
                }),
            },
            Verb::Cancel => Box::new(Cancel { meeting, version, reason: lines("reason") }),
            Verb::Open => {
                let all = |name: &str| typed.all(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
                let (present, leave) = (all("present"), all("leave"));
                if let Some(both) = leave.iter().find(|one| present.contains(one)) {
                    let given = say::attendee(self.frame(), both);
                    return Ok(Err(vec![Problem::new("leave", "twice").with("given", given)]));
                }
                Box::new(Open { meeting, version, present, leave, chair: typed.get("chair").to_owned() })
            }
            Verb::Attend => Box::new(Attend {
                meeting,
                attendee: typed.get("attendee").to_owned(),
                presence: typed.get("presence").to_owned(),
            }),
            Verb::Close => Box::new(Close { meeting, version, note: lines("note") }),
            Verb::Recuse => Box::new(Recuse {
                item: item()?,
                post: typed.get("post").to_owned(),
                reason: lines("reason"),
            }),
            Verb::Merge => match Id::parse(typed.get("into")) {
                None => return Ok(Err(vec![Problem::new("into", "required")])),
                Some(into) => Box::new(MergeItems { into, item: item()?, version }),
            },
            Verb::Resolution => Box::new(IssueResolution {
                item: item()?,
                name: typed.get("name").trim().to_owned(),
                text: lines("text"),
            }),
        };
        Ok(Ok(command))
    }

    /// The records a new item is about, by field.
    fn records(
        &self,
        ask: &mut dyn Ask,
        typed: &Typed,
        problems: &mut Vec<Problem>,
    ) -> Result<Map<String, Value>, Refusal> {
        let mut about = Map::new();
        for field in subject_fields(self.about.sitting.law, self.about.sitting.agenda) {
            let text = typed.get(&field.id).trim();
            let to = field.register.as_deref().and_then(|id| self.frame().charter().register(id));
            let Some(to) = to.filter(|_| !text.is_empty()) else { continue };
            match find_record(ask, self.frame(), to, text)? {
                Found::One(id) => drop(about.insert(field.id.clone(), Value::from(id.as_str()))),
                Found::None => {
                    problems.push(Problem::new(field.id.as_str(), "no_such_record").with("given", text))
                }
                Found::Several => {
                    problems.push(Problem::new(field.id.as_str(), "several_records").with("given", text))
                }
            }
        }
        Ok(about)
    }

    fn draw(&self, ask: &mut dyn Ask, typed: &Typed, said: &Said, posted: bool) -> Result<FormPage, Refusal> {
        let frame = self.frame();
        let fields = self.fields(ask, typed, said)?;
        let verb = frame.text(&self.verb.word()).to_owned();
        let what = self.item.map_or_else(|| self.about.title(), |item| self.about.item_title(&item.record));
        let heading = format!("{verb}{}{what}", frame.words().colon);
        let shown: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let mut page = frame.page(Nav::Meetings, heading.clone());
        page.single_language = posted;
        let back = match self.item {
            Some(item) => Link::new(frame.href(&address::item(self.about.id(), &item.record.id)), what),
            None => self.about.back(),
        };
        let register = if self.item.is_some() || self.verb == Verb::Place {
            self.about.sitting.agenda
        } else {
            self.about.sitting.register
        };
        Ok(FormPage {
            page,
            heading,
            intro: self.intro(),
            facts_heading: frame.words().meeting_facts.to_owned(),
            facts: self.facts(),
            form: Form {
                action: frame.href(&frame.path),
                hidden: vec![
                    (KEY.to_owned(), typed.get(KEY).to_owned()),
                    ("version".to_owned(), typed.get("version").to_owned()),
                ],
                fields,
                errors: said.lines(&shown, Some(register), frame.lang),
                submit: verb,
                danger: matches!(self.verb, Verb::Cancel),
                cancel_href: back.href.clone(),
                ..Form::default()
            },
            back,
        })
    }

    /// What will happen.
    fn intro(&self) -> String {
        let frame = self.frame();
        let words = |zh: &'static str, en: &'static str| frame.pick(zh, en).to_owned();
        let written = !self.about.is_sitting();
        match self.verb {
            Verb::Place => words(
                "议题排在议程最后，可以再调整次序。提请事项就是表决的内容。",
                "The item stands last; the order can be changed. The decision asked for is what is put to the vote.",
            ),
            Verb::Notice if written => words(
                "发出后表决立即开始，每个席位都被征询；所涉条目按现在的内容固定。期满自动计票。",
                "The vote begins at once and every seat is asked; records the items are about are frozen as they read now. It is counted when the period is over.",
            ),
            Verb::Notice => words(
                "通知发给全部席位和列席单位；所涉条目按现在的内容固定为会议材料，名册按会议当天的任职确定。",
                "The notice goes to every seat and observer; records the items are about are frozen as papers, and the roll is made from the terms of that day.",
            ),
            Verb::Move => words(
                "通知已发出的，另发改期通知，通知期限重新计算。",
                "If the notice is out, another one goes out and its period counts anew.",
            ),
            Verb::Cancel => words(
                "次序号保留；议题退回，可列入另一次会议。",
                "The number is kept; the items go back and can be placed in another meeting.",
            ),
            Verb::Open => words(
                "勾选到会的席位和列席的职务；没有勾选的席位记为缺席。法定人数不足不能开会。",
                "Tick who is there; seats that are not ticked are recorded as absent. Without a quorum the meeting cannot be opened.",
            ),
            Verb::Attend => words(
                "会中有人到、离或请假时登记；表决进行中不能变动。",
                "For whoever comes, leaves or is excused; not while a vote is being taken.",
            ),
            Verb::Close => words(
                "没有结果的议题退下议程，须写明原因。",
                "Items without a result go off the agenda; say why.",
            ),
            Verb::Recuse => words(
                "回避的席位不计入本议题的法定人数和表决基数，也不算反对。",
                "A seat that keeps out is in no base for this item, and never counts as a no.",
            ),
            Verb::Merge => words(
                "并入后，对那一项的结果就是对两项的结果。",
                "What is then decided about that item is decided about both.",
            ),
            Verb::Resolution => words(
                "文号按机构和年度顺序发出，只发一次；正文印发后不再改动，校验值随之固定。",
                "The number is issued once, in order by body and year. The text never changes after this; its digest is fixed with it.",
            ),
        }
    }

    fn facts(&self) -> Vec<SummaryLine> {
        let (frame, about) = (self.frame(), self.about);
        let mut all = vec![cases::line(
            frame.pick("会议", "Meeting"),
            Cell::link(frame.href(&address::meeting(about.id())), about.title()),
        )];
        if let Some(day) = about.held_on() {
            all.push(cases::line(frame.pick("日期", "Day"), Cell::text(say::day(frame, day))));
            if let (Some(rules), Verb::Notice | Verb::Move) = (about.sitting.rules, self.verb) {
                let due = meetings::notice_due(frame.charter(), rules, day);
                all.push(cases::line(
                    frame.pick("通知截止", "Notice due"),
                    Cell::text(say::day(frame, due.on)),
                ));
                all.extend(
                    cases::not_published(frame, &due.unpublished)
                        .map(|text| cases::line(frame.pick("注意", "Note"), Cell::text(text))),
                );
            }
        }
        if let Some(item) = self.item {
            all.push(cases::line(frame.pick("议题", "Item"), Cell::text(about.item_title(&item.record))));
        }
        all
    }

    fn fields(&self, ask: &mut dyn Ask, typed: &Typed, said: &Said) -> Result<Vec<FieldInput>, Refusal> {
        let (frame, about) = (self.frame(), self.about);
        let own = |name: &str, label: &str, kind| input(frame, typed, said, name, label, kind);
        let chosen = |name: &str| typed.all(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let let_in = || FieldInput {
            hint: frame
                .pick(
                    "只在规则不许、主持人准许时填写；会在经过里标明",
                    "only where the rules say no and the chair lets it happen; it is marked in what happened",
                )
                .to_owned(),
            ..own(
                "let_in",
                frame.pick("主持人准许的理由", "Why the chair lets it happen"),
                InputKind::Textarea,
            )
        };
        Ok(match self.verb {
            Verb::Place => self.place_fields(ask, typed, said, let_in())?,
            Verb::Notice if !about.is_sitting() => Vec::new(),
            Verb::Notice => vec![let_in()],
            Verb::Move => {
                let mut all = vec![
                    FieldInput {
                        required: true,
                        ..own("held_on", frame.pick("日期", "Day"), InputKind::Date)
                    },
                    FieldInput {
                        hint: frame.pick("例如 09:30", "for example 09:30").to_owned(),
                        ..own("time", frame.pick("时间", "Time"), InputKind::Text)
                    },
                    own("place", frame.pick("地点", "Place"), InputKind::Text),
                ];
                if about.is_in(&["called"]) {
                    all.push(let_in());
                }
                all
            }
            Verb::Cancel => vec![FieldInput {
                required: true,
                ..own("reason", frame.pick("原因", "Why"), InputKind::Textarea)
            }],
            Verb::Open => {
                let there = self.seats();
                let chairs = about.sitting.body.chairs.iter();
                let chairs: Vec<(String, String)> =
                    chairs.map(|post| (post.clone(), self.seat_today(post))).collect();
                vec![
                    FieldInput {
                        required: true,
                        options: choices(there.clone(), &chosen("present")),
                        ..own("present", frame.pick("到会", "Present"), InputKind::Checkboxes)
                    },
                    FieldInput {
                        options: choices(there, &chosen("leave")),
                        ..own("leave", frame.pick("请假", "On leave"), InputKind::Checkboxes)
                    },
                    FieldInput {
                        required: true,
                        hint: frame
                            .pick(
                                "已按轮值选定；由他人主持的，改选后会在经过里标明",
                                "whose turn it is stands here; another choice is marked in what happened",
                            )
                            .to_owned(),
                        options: choices(chairs, &chosen("chair")),
                        ..own("chair", frame.pick("主持人", "Chair"), InputKind::Select)
                    },
                ]
            }
            Verb::Attend => {
                let mut who = vec![(String::new(), frame.words().choose.to_owned())];
                who.extend(self.seats());
                let units = frame.charter().zone.units.iter();
                who.extend(units.map(|unit| {
                    (
                        format!("unit:{}", unit.id),
                        format!("{}{}", frame.pick("列席单位：", "unit: "), frame.text(&unit.name)),
                    )
                }));
                let kinds = [Presence::Present, Presence::Leave, Presence::Absent, Presence::Left];
                let kinds = kinds.map(|kind| (kind.id().to_owned(), frame.text(&kind.word(true)).to_owned()));
                vec![
                    FieldInput {
                        required: true,
                        options: choices(who, &chosen("attendee")),
                        ..own("attendee", frame.pick("席位或单位", "Seat or unit"), InputKind::Select)
                    },
                    FieldInput {
                        required: true,
                        options: choices(kinds.to_vec(), &chosen("presence")),
                        ..own("presence", frame.pick("到会", "Presence"), InputKind::Radios)
                    },
                ]
            }
            Verb::Close => vec![FieldInput {
                required: about.sitting.items.iter().any(|item| item.record.stage == "placed"),
                hint: match about.sitting.items.iter().filter(|item| item.record.stage == "placed").count() {
                    0 => String::new(),
                    n => match frame.lang {
                        Lang::Zh => format!("还有 {n} 项没有结果，散会后退下议程"),
                        Lang::En => format!("{n} items have no result and go off the agenda"),
                    },
                },
                ..own("note", frame.pick("未上会的原因", "Why items were not reached"), InputKind::Textarea)
            }],
            Verb::Recuse => {
                let rules = about.sitting.rules.ok_or_else(Refusal::not_found)?;
                let own_seats = seats_of_caller(about);
                let may = |post: &&String| about.is_office() || own_seats.contains(&post.as_str());
                let mut seats = vec![(String::new(), frame.words().choose.to_owned())];
                seats
                    .extend(rules.seats.iter().filter(may).map(|post| (post.clone(), self.seat_today(post))));
                vec![
                    FieldInput {
                        required: true,
                        options: choices(seats, &chosen("post")),
                        ..own("post", frame.words().seat, InputKind::Select)
                    },
                    FieldInput {
                        required: true,
                        ..own("reason", frame.pick("理由", "Why"), InputKind::Textarea)
                    },
                ]
            }
            Verb::Merge => {
                let others = about.sitting.items.iter().filter(|other| {
                    other.record.stage == "placed"
                        && self.item.is_none_or(|item| item.record.id != other.record.id)
                });
                let mut all = vec![(String::new(), frame.words().choose.to_owned())];
                all.extend(
                    others.map(|other| (other.record.id.to_string(), about.item_title(&other.record))),
                );
                vec![FieldInput {
                    required: true,
                    options: choices(all, &chosen("into")),
                    ..own("into", frame.pick("并入", "Into"), InputKind::Select)
                }]
            }
            Verb::Resolution => vec![
                FieldInput { required: true, ..own("name", frame.pick("标题", "Title"), InputKind::Text) },
                FieldInput {
                    required: true,
                    hint: frame
                        .pick("已按记录的议定内容填好，请核对", "filled from the words recorded; check them")
                        .to_owned(),
                    ..own("text", frame.pick("正文", "Text"), InputKind::Textarea)
                },
            ],
        })
    }

    fn place_fields(
        &self,
        ask: &mut dyn Ask,
        typed: &Typed,
        said: &Said,
        let_in: FieldInput,
    ) -> Result<Vec<FieldInput>, Refusal> {
        let (frame, about) = (self.frame(), self.about);
        let own = |name: &str, label: &str, kind| input(frame, typed, said, name, label, kind);
        let chosen = |name: &str| vec![typed.get(name).to_owned()];
        let agenda = about.sitting.agenda;
        let label = |id: &str| agenda.field(id).map_or("", |field| frame.text(&field.name));
        let hint = |id: &str| agenda.field(id).map_or("", |field| frame.text(&field.hint)).to_owned();
        let modes = agenda.field("mode").map(|field| field.choices.as_slice()).unwrap_or_default().iter();
        let modes = modes.filter(|mode| about.is_sitting() || mode.id != "hear");
        let modes = modes.map(|mode| (mode.id.clone(), frame.text(&mode.name).to_owned())).collect();
        let mut all = vec![
            FieldInput { required: true, ..own("name", label("name"), InputKind::Text) },
            FieldInput {
                required: true,
                options: choices(modes, &chosen("mode")),
                ..own("mode", label("mode"), InputKind::Radios)
            },
            FieldInput { hint: hint("request"), ..own("request", label("request"), InputKind::Textarea) },
            FieldInput { hint: hint("reporter"), ..own("reporter", label("reporter"), InputKind::Text) },
            FieldInput {
                unit: frame.pick("分钟", "min").to_owned(),
                ..own("minutes", label("minutes"), InputKind::Number)
            },
            FieldInput {
                options: choices(
                    vec![("true".to_owned(), frame.pick("须两方都同意", "both sides must agree").to_owned())],
                    &chosen("joint"),
                ),
                ..own("joint", label("joint"), InputKind::Checkboxes)
            },
        ];
        let mut names = frame.names();
        for field in subject_fields(about.sitting.law, about.sitting.agenda) {
            let Some(to) = field.register.as_deref().and_then(|id| frame.charter().register(id)) else {
                continue;
            };
            let input = match Choosables::one(ask, frame, &mut names, to)? {
                Choosable::All(mut options) => {
                    options.insert(0, (String::new(), frame.pick("（不涉及）", "(none)").to_owned()));
                    FieldInput {
                        options: choices(options, &chosen(&field.id)),
                        ..own(&field.id, frame.text(&field.name), InputKind::Select)
                    }
                }
                Choosable::TooMany => FieldInput {
                    hint: frame
                        .pick("填对方的名称（一字不差）或编号", "the exact title or the id of the record")
                        .to_owned(),
                    ..own(&field.id, frame.text(&field.name), InputKind::Text)
                },
            };
            all.push(input);
        }
        if about.is_in(&["sitting"]) {
            all.push(let_in);
        }
        Ok(all)
    }

    /// Seats that somebody holds that day, and observers: `post:ID` and who it is.
    fn seats(&self) -> Vec<(String, String)> {
        let Some(rules) = self.about.sitting.rules else { return Vec::new() };
        let seats = rules.seats.iter().chain(&rules.observers);
        seats.map(|post| (format!("post:{post}"), self.seat_today(post))).collect()
    }

    /// A seat with its holder on the day of the meeting, or that it is vacant or not certain.
    fn seat_today(&self, post: &str) -> String {
        let frame = self.frame();
        let day = self.about.held_on().unwrap_or(frame.today);
        let found = meetings::holders_on(frame.charter(), &[post.to_owned()], &self.about.terms, day);
        let name = self.about.names.post(post);
        let who = match found.first().map(|seat| &seat.state) {
            Some(SeatState::Held(holder)) => holder.name.clone(),
            Some(SeatState::Uncertain(_)) => frame.pick("不能确定", "not certain").to_owned(),
            Some(SeatState::Vacant { .. }) | None => frame.pick("空缺", "vacant").to_owned(),
        };
        format!("{name}{}{who}{}", frame.pick("（", " ("), frame.pick("）", ")"))
    }
}

/// Seats of the body that the caller holds today.
fn seats_of_caller<'a>(about: &About<'a>) -> Vec<&'a str> {
    let Some(rules) = about.sitting.rules else { return Vec::new() };
    let held = about.frame.caller.posts.iter().filter(|held| rules.seats.contains(&held.post));
    held.map(|held| held.post.as_str()).collect()
}

/// The text of a resolution as it is proposed: the words of the decision, or what was asked.
fn draft(item: &crate::domain::registers::Record) -> String {
    let wording = say::text(item, "wording");
    if !wording.is_empty() {
        return wording.to_owned();
    }
    let request = say::text(item, "request");
    if request.is_empty() { say::text(item, "name").to_owned() } else { request.to_owned() }
}

fn day(typed: &Typed, name: &str) -> Result<Date, Problem> {
    let text = typed.get(name).trim();
    if text.is_empty() {
        return Err(Problem::new(name, "required"));
    }
    clean::date(text).map_err(|why| Problem::new(name, why.code()).with("given", text))
}
