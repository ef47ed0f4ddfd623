//! Portal pages.

use super::*;

impl Sample {
    pub(in super::super) fn home(&self) -> Home {
        let figures = |rows: &[(&str, &str, &str, &str, &str, &str)]| -> Vec<KeyFigure> {
            rows.iter()
                .map(|(zh, en, qualifier, number, unit, unit_en)| KeyFigure {
                    name: self.s(zh, en),
                    amount: self.amount(qualifier, number, unit, unit_en),
                    as_of: self.day("2023年12月29日", "29 Dec 2023"),
                    basis: self.s("来源报告", "reported"),
                    href: "/figures/T07".into(),
                })
                .collect()
        };
        let area = |id: &str, zh: &str, en: &str, figures: Vec<KeyFigure>| AreaBlock {
            id: id.into(),
            name: self.s(zh, en),
            summary: self.s("两岸同标、同网、同管", "One standard, one network, one management"),
            href: format!("/figures#{id}"),
            figures,
            lists: vec![
                self.link("/lists/bridges", "跨河桥梁", "Bridges"),
                self.link("/lists/roads", "跨界道路", "Roads"),
            ],
        };
        Home {
            page: Page { nav: Nav::Home, ..self.page("/", "首页", "Home") },
            name: self.s("青川两岸一体化发展示范区", "Qingchuan Two Banks Integrated Development Zone"),
            summary: self.s(
                "左岸区与右岸市、上滩县、下滩县共建的示范区，由理事会决策、执委会督促、成员单位办理。",
                "A zone that Left Bank District builds with Right Bank City, Upper Shoal and Lower Shoal: a council \
                 decides, a committee supervises, member units do the work.",
            ),
            areas: vec![
                area("transport", "交通先行", "Transport first", figures(&[
                    ("跨河桥梁", "Bridges over the river", "exact", "5", "座", "bridges"),
                    ("连通两岸的高速公路", "Expressways across", "exact", "3", "条", "roads"),
                    ("跨界公交日客运量", "Daily riders on cross-border buses", "about", self.t("13", "130,000"), "万人次", "riders"),
                    ("通勤定制快巴日均运送", "Daily riders on commuter lines", "over", "5,000", "人次", "riders"),
                ])),
                area("services", "公共服务", "Public services", figures(&[
                    ("跨省门诊、住院直接结算的定点医疗机构", "Institutions with direct settlement", "exact", "71", "家", "institutions"),
                    ("区域通办的便民事项", "Matters handled on both banks", "exact", "453", "项", "matters"),
                    ("合作办学", "Schools in cooperation", "exact", "14", "所", "schools"),
                ])),
                area("industry", "产业协同", "Industry", figures(&[
                    ("签约项目和合作事项", "Projects signed", "exact", "211", "个", "projects"),
                    ("研发平台", "Research platforms", "exact", "304", "个", "platforms"),
                    ("国家级专精特新“小巨人”企业", "National specialised enterprises", "exact", "8", "家", "enterprises"),
                ])),
                area("ecology", "生态安全", "Ecology", figures(&[
                    ("造林", "Afforestation", "exact", "2,734", "亩", "mu"),
                    ("营林", "Forest tending", "exact", self.t("3.48", "34,800"), "万亩", "mu"),
                    ("考核断面达到Ⅳ类", "Sections at class IV or better", "exact", "3", "个", "sections"),
                ])),
            ],
            map: Some(self.map()),
            members: vec![
                self.member("左岸区", "Left Bank", "甲省", "Province A", "900101", "906.28", "行政办公、商务服务", "Offices, business"),
                self.member("右岸市", "Right Bank", "乙省", "Province B", "910182", "634", "科创、智造", "Research, making"),
                self.member("上滩县", "Upper Shoal", "乙省", "Province B", "910128", "176.29", "商务", "Business"),
                self.member("下滩县", "Lower Shoal", "乙省", "Province B", "910124", "", "文旅", "Culture, travel"),
            ],
            lists: (0..12)
                .map(|n| ListLine {
                    name: self.t(["跨界道路", "跨河桥梁", "跨界公交线路", "定点医疗机构"][n % 4], ["Roads", "Bridges", "Bus lines", "Institutions"][n % 4]).into(),
                    href: "/lists/bridges".into(),
                    count: self.s("12 条", "12 records"),
                    ..ListLine::default()
                })
                .collect(),
            checkpoint: Some(self.checkpoint()),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "a row of a table, written as one")]
    fn member(
        &self,
        zh: &str,
        en: &str,
        side: &str,
        side_en: &str,
        code: &str,
        area: &str,
        what: &str,
        what_en: &str,
    ) -> Member {
        Member {
            name: self.s(zh, en),
            side: self.s(side, side_en),
            code: code.into(),
            area_km2: area.into(),
            positioning: self.s(what, what_en),
        }
    }

    fn map(&self) -> MapView {
        let shape = |zh: &str, en: &str, d: &str, x: &str, y: &str, side: usize| Shape {
            d: d.into(),
            label: self.s(zh, en),
            label_x: x.into(),
            label_y: y.into(),
            code: "900101".into(),
            href: "/lists/bridges".into(),
            side,
        };
        MapView {
            tracks: Vec::new(),
            view_box: "0 0 600 440".into(),
            title: self.s("示意图：四个成员和界河", "Diagram: four members and the river between them"),
            shapes: vec![
                shape(
                    "左岸区",
                    "Left Bank",
                    "M40 120L150 50L300 70L330 190L290 330L160 400L60 300Z",
                    "180",
                    "220",
                    0,
                ),
                shape(
                    "右岸市",
                    "Right Bank",
                    "M300 70L420 30L560 90L540 190L430 200L330 190Z",
                    "440",
                    "125",
                    1,
                ),
                shape("上滩县", "Upper Shoal", "M330 190L430 200L440 270L310 262Z", "378", "238", 1),
                shape("下滩县", "Lower Shoal", "M310 262L440 270L470 360L380 420L290 330Z", "385", "345", 1),
            ],
            lines: vec!["M292 20C300 90 330 150 330 190S300 290 270 430".into()],
            points: vec![MapPoint {
                x: "318".into(),
                y: "140".into(),
                label: self.s("一号桥", "Bridge One"),
                href: "/lists/bridges/x".into(),
            }],
            legend: vec![self.s("甲省", "Province A"), self.s("乙省", "Province B")],
            points_name: self.s("跨河桥梁", "Bridges"),
            lines_name: self.s("青川", "River Qing"),
            scale_x: "40".into(),
            scale_y: "420".into(),
            scale_length: "90".into(),
            scale_label: self.s("10 公里", "10 km"),
            caption: self.s(
                "示意图，不作划界依据。来源：示例数据（CC0）。",
                "Diagram, not for delimitation. Source: sample data (CC0).",
            ),
        }
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            size: "1,284".into(),
            root: "9f2c4b0e6d1a8f7735c2e0b94a6618d3f07c5be2913a4d8860ffb2c1d7e35a90".into(),
            at: self.s("2026年11月23日 09:30:12", "23 Nov 2026 09:30:12"),
            origin: "qingchuan.example/journal".into(),
            key: "qingchuan.example/journal+7d1f2a3b+AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef".into(),
            href: "/log/checkpoint".into(),
            cosigned: String::new(),
        }
    }

    pub(in super::super) fn bodies(&self) -> BodiesPage {
        let seat = |post: &str, post_en: &str, person: &str, person_en: &str, in_turn: bool| SeatLine {
            post: self.s(post, post_en),
            person: self.link("/lists/persons/x", person, person_en),
            other_posts: self.s("甲省副省长", "Vice-governor of Province A"),
            side: self.s("甲省", "Province A"),
            chair: true,
            in_turn,
            term: self.s("2023年12月20日起", "since 20 Dec 2023"),
            vote: Some(if person.is_empty() { Vote::Vacant } else { Vote::Yes }),
            vote_words: self.s("有表决权", "may vote"),
            vacancy: if person.is_empty() { self.s("空缺", "vacant") } else { String::new() },
            ..SeatLine::default()
        };
        let body = |id: &str, zh: &str, en: &str, kind: &str, kind_en: &str| BodyBlock {
            id: id.into(),
            name: self.s(zh, en),
            kind: self.s(kind, kind_en),
            under: String::new(),
            since: self.s("2023年9月22日", "22 Sep 2023"),
            functions: vec![
                self.s("研究议定区域内重大问题", "Settles major questions of the zone"),
                self.s("督促推动任务落实", "Sees that tasks are done"),
            ],
            seats: vec![
                seat("理事长（甲省）", "Chair (A)", "金岸", "Jin An", false),
                seat("轮值理事长（乙省）", "Chair in rotation (B)", "谭渡", "Tan Du", true),
                seat("秘书长", "Secretary", "", "", false),
            ],
            voters: self.s("共 3 席，当日 2 席有人表决。", "3 seats, 2 of them with a vote that day."),
            basis: self.s("示例规则", "made-up rules"),
            sample: false,
            rotation: vec![Turn {
                post: self.s("轮值理事长（乙省）", "Chair in rotation (B)"),
                person: self.s("谭渡", "Tan Du"),
                term: self.s("2023年12月20日起", "since 20 Dec 2023"),
                source: self.source(),
            }],
            not_known: self.s(
                "成员名单、法定人数、轮值任期没有公布。",
                "Members, quorum and length of a turn have not been published.",
            ),
            source: self.source(),
        };
        let unit = |zh: &str, en: &str, member: bool| UnitLine {
            name: self.s(zh, en),
            jurisdiction: self.s("右岸市", "Right Bank"),
            member,
            sample: !member,
            source: self.source(),
        };
        BodiesPage {
            procedures: vec![self.link("/procedures/upkeep", "桥梁养护", "Upkeep of a bridge")],
            page: Page { nav: Nav::Bodies, ..self.page("/bodies", "机构", "Bodies") },
            as_of: "2023-12-31".into(),
            as_of_words: self.day("2023年12月31日的情况", "As on 31 Dec 2023"),
            action: "/bodies".into(),
            bodies: vec![
                body("council", "示范区理事会", "Council of the zone", "决策", "decides"),
                BodyBlock {
                    under: self.s("示范区理事会", "Council of the zone"),
                    seats: Vec::new(),
                    voters: String::new(),
                    rotation: Vec::new(),
                    ..body(
                        "committee",
                        "示范区执行委员会",
                        "Executive committee",
                        "拟订、协调、督促",
                        "drafts, coordinates, supervises",
                    )
                },
            ],
            unit_posts: vec![SeatLine {
                standing: self.s(
                    "挂职（派出单位：右岸市交通运输局）",
                    "seconded (from the Transport Bureau of Right Bank)",
                ),
                vote: None,
                ..seat("副局长", "Deputy director", "成渡", "Cheng Du", false)
            }],
            sides: vec![
                UnitSide {
                    name: self.s("甲省", "Province A"),
                    units: vec![
                        unit("左岸区交通局", "Transport Bureau of Left Bank", true),
                        unit("左岸区水务局", "Water Bureau of Left Bank", true),
                    ],
                },
                UnitSide {
                    name: self.s("乙省", "Province B"),
                    units: vec![
                        unit("右岸市交通运输局", "Transport Bureau of Right Bank", true),
                        unit("示例单位", "Sample unit", false),
                    ],
                },
            ],
        }
    }

    pub(in super::super) fn compare(&self) -> ComparePage {
        let rule = |zh: &str, en: &str| ComparedRule {
            column: self.s("甲省", "Province A"),
            text: self.s(zh, en),
            source: self.source(),
        };
        let aspect = |zh: &str, en: &str, unified: &str, unified_en: &str, state: Tag| ComparedAspect {
            name: self.link("/lists/aspects/x", zh, en),
            rules: vec![rule("十米", "ten metres"), rule("", "")],
            unified: rule(unified, unified_en),
            state,
        };
        ComparePage {
            page: Page {
                nav: Nav::Lists, ..self.page("/lists/aspects/compare", "逐项对照", "Side by side")
            },
            name: self.s("逐项对照", "Side by side"),
            summary: self.s("两省规定并列。", "The rules of both provinces."),
            not_known: self.s("尚未公布。", "Not published."),
            list: self.link("/lists/aspects", "按清单查看", "As a list"),
            state: self.s("共 2 个方面", "2 aspects"),
            sides: vec![self.s("甲省", "Province A"), self.s("乙省", "Province B")],
            matters: vec![ComparedMatter {
                id: "x".into(),
                name: self.link("/lists/matters/x", "桥上限速", "Speed on bridges"),
                sample: true,
                state: self.s("仍不同 1", "still different 1"),
                aspects: vec![
                    aspect(
                        "货车",
                        "Lorries",
                        "",
                        "",
                        Tag::new(Tone::Amber, self.s("仍不同", "still different")),
                    ),
                    aspect(
                        "客车",
                        "Coaches",
                        "六十",
                        "sixty",
                        Tag::new(Tone::Green, self.s("已统一", "unified")),
                    ),
                ],
            }],
        }
    }

    pub(super) fn entries(&self) -> Vec<EntryRow> {
        (0..6)
            .map(|n| EntryRow {
                number: if n == 0 { String::new() } else { format!("{}", 1284 - n) },
                at: format!("2026-11-23 09:2{n}:14"),
                command: "registers.amend".into(),
                subject: self.link("/lists/bridges/x", "跨河桥梁：一号桥", "Bridges: Bridge One"),
                hash: "9f2c4b0e6d1a".into(),
                proof_href: if n == 0 { String::new() } else { "/log/entry/1283".into() },
                actor: self.s("右岸市交通运输局 填报员", "Clerk, Transport Bureau of Right Bank"),
            })
            .collect()
    }

    pub(in super::super) fn journal(&self) -> JournalPage {
        JournalPage {
            page: Page { nav: Nav::Journal, ..self.page("/journal", "留痕与验真", "Journal and proof") },
            checkpoint: Some(self.checkpoint()),
            verify_commands: vec![
                "curl -O https://qingchuan.example/log.zip".into(),
                "chaobai verify --log log.zip --key journal.pub".into(),
            ],
            entries: self.entries(),
            next_href: Some("/journal?before=1200".into()),
            audit: false,
        }
    }

    pub(in super::super) fn audit(&self) -> JournalPage {
        JournalPage {
            page: self.work_page(Nav::Audit, "/admin/journal", "审计", "Audit"),
            audit: true,
            checkpoint: None,
            ..self.journal()
        }
    }

    pub(in super::super) fn documents(&self) -> DocumentIndex {
        DocumentIndex {
            page: Page { nav: Nav::Documents, ..self.page("/documents", "文稿", "Documents") },
            documents: vec![DocumentRow {
                document: self.link("/documents/report", "2023年情况报告", "Report on 2023"),
                summary: self.s("按四个重点领域重述。", "By the four key areas."),
                note: self.s("（未经印发）", "(not issued)"),
                as_of: self.day("2023年12月29日", "29 Dec 2023"),
            }],
        }
    }

    pub(in super::super) fn document(&self) -> DocumentPage {
        let figure = Link::new("/figures/T08?as_of=2023-12-29", self.t("22条", "22 lines"));
        let words = |zh, en| Link::new("", self.t(zh, en));
        DocumentPage {
            page: Page {
                nav: Nav::Documents,
                ..self.page("/documents/report", "2023年情况报告", "Report on 2023")
            },
            title: vec![
                self.s("2023年情况报告", "Report on 2023"),
                self.s("及2024年安排", "and plans for 2024"),
            ],
            summary: self.s("按四个重点领域重述。", "By the four key areas."),
            note: self.s("（未经印发）", "(not issued)"),
            issuer: self.s("两岸示范区执委会文件", "Committee of the Two Banks"),
            number: self.s("两岸执〔2024〕1号", "1/2024"),
            addressee: self.s("两岸示范区理事会", "The council"),
            as_of: AsOf { action: "/documents/report".into(), ..AsOf::default() },
            other_day: self.s("数改按2024年1月1日取值。", "Figures are as of 1 Jan 2024."),
            blocks: vec![
                DocumentBlock { level: 1, heading: self.s("一、交通", "I. Transport"), runs: Vec::new() },
                DocumentBlock { level: 2, heading: self.s("（一）公交", "A. Buses"), runs: Vec::new() },
                DocumentBlock {
                    runs: vec![words("跨界公交", "Cross-border buses: "), figure.clone(), words("。", ".")],
                    ..DocumentBlock::default()
                },
            ],
            figures: vec![DocumentFigure {
                code: Link::new(figure.href, "T08"),
                name: self.s("跨界公交线路", "Cross-border bus lines"),
                amount: self.amount("exact", "22", "条", "lines"),
                on: self.day("2023年12月29日", "29 Dec 2023"),
                as_of: self.day("2023年12月29日", "29 Dec 2023"),
                basis: self.s("来源报告", "reported"),
                source: self.s("两岸日报 2023-12-29", "Two Banks Daily, 29 Dec 2023"),
            }],
            missing: self.s("有 1 个指标当日没有公开数据。", "One of the figures has no public data."),
            pdf_href: "/documents/report/document.pdf".into(),
            docx_href: "/documents/report/document.docx".into(),
            json_href: "/api/documents/report".into(),
        }
    }
}
