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

    fn as_of(&self, action: &str) -> AsOf {
        AsOf {
            action: action.into(),
            value: "2023-12-31".into(),
            words: self.day("2023年12月31日", "31 Dec 2023"),
            error: String::new(),
            latest_href: action.into(),
        }
    }

    pub(in super::super) fn figures(&self) -> FigureIndex {
        let row = |code: &str, zh: &str, en: &str, amount: Amount, difference: Option<Tag>| FigureRow {
            code: code.into(),
            name: self.s(zh, en),
            href: format!("/figures/{code}"),
            as_of: if amount.is_unknown() {
                String::new()
            } else {
                self.day("2023年12月29日", "29 Dec 2023")
            },
            basis: self.s("来源报告", "reported"),
            amount,
            difference,
        };
        let agrees = Some(Tag::new(Tone::Green, self.t("一致", "agrees")));
        let differs = Some(Tag::new(
            Tone::Amber,
            self.t("报告 22，已登记 10，缺 12", "reported 22, registered 10, 12 missing"),
        ));
        FigureIndex {
            page: Page { nav: Nav::Figures, ..self.page("/figures?as_of=2023-12-31", "数字", "Figures") },
            as_of: self.as_of("/figures"),
            state: self.s("共 41 个指标，截至 2023年12月31日", "41 figures, as of 31 Dec 2023"),
            groups: vec![
                FigureGroup {
                    id: "transport".into(),
                    name: self.s("交通先行", "Transport first"),
                    rows: vec![
                        row(
                            "T05",
                            "连通两岸的高速公路",
                            "Expressways across",
                            self.amount("exact", "3", "条", "roads"),
                            agrees.clone(),
                        ),
                        row(
                            "T07",
                            "跨河桥梁",
                            "Bridges over the river",
                            self.amount("exact", "5", "座", "bridges"),
                            agrees,
                        ),
                        row(
                            "T08",
                            "跨界公交线路",
                            "Cross-border bus lines",
                            self.amount("exact", "22", "条", "lines"),
                            differs,
                        ),
                        row(
                            "T09",
                            "跨界公交日客运量",
                            "Daily riders",
                            self.amount("about", self.t("13", "130,000"), "万人次/日", "riders a day"),
                            None,
                        ),
                        row(
                            "T11",
                            "快巴日均运送旅客",
                            "Daily commuters",
                            self.amount("over", "5,000", "人次/日", "riders a day"),
                            None,
                        ),
                    ],
                },
                FigureGroup {
                    id: "ecology".into(),
                    name: self.s("生态安全", "Ecology"),
                    rows: vec![
                        row("E07", "造林", "Afforestation", self.amount("exact", "2,734", "亩", "mu"), None),
                        row("E09", "新增湿地", "New wetland", self.amount("exact", "", "亩", "mu"), None),
                    ],
                },
            ],
            json_href: "/api/figures".into(),
        }
    }

    pub(in super::super) fn figure(&self) -> FigurePage {
        let entry = || self.link("/log/entry/812", "第 812 号", "No. 812");
        FigurePage {
            page: Page {
                nav: Nav::Figures,
                ..self.page("/figures/T08", "跨界公交线路", "Cross-border bus lines")
            },
            code: "T08".into(),
            name: self.s("跨界公交线路", "Cross-border bus lines"),
            area: self.link("/figures#transport", "数字 · 交通先行", "Figures · Transport first"),
            sentence_before: self.s("跨界公交线路共有 ", "There are "),
            amount: self.amount("exact", "22", "条", "lines"),
            sentence_after: self.s("。", " of buses that cross the border."),
            basis: self.s("截至 2023年12月29日，按来源报告。", "As of 29 Dec 2023, as reported."),
            unknown: String::new(),
            as_of: self.as_of("/figures/T08"),
            reported: vec![Reported {
                amount: self.amount("exact", "22", "条", "lines"),
                as_of: self.day("2023年12月29日", "29 Dec 2023"),
                source: self.source(),
                source_date: self.day("2023年12月29日", "29 Dec 2023"),
                words: self.s(
                    "开通跨界公交线路22条，日客运量约13万人次。",
                    "22 cross-border bus lines run, with about 130,000 riders a day.",
                ),
                entry: entry(),
                stands: true,
            }],
            computed: Some(Computed {
                amount: self.amount("exact", "10", "条", "lines"),
                how: self.s(
                    "在“跨界公交线路”清单中，数当日运营的条目。",
                    "Counts the records of “Bus lines” in operation on the day.",
                ),
                filter: "stage = 'running' AND opened <= as_of".into(),
                count_text: self.s("10 条", "10 records"),
                records: self.table(),
                list: self.link("/lists/bus_lines?filter=x", "在清单中查看", "See them on the list"),
                undetermined_text: self.s("2 条没有登记开通日期", "2 records name no opening day"),
                undetermined: vec![
                    self.link("/lists/bus_lines/a", "817路支线", "Line 817 branch"),
                    self.link("/lists/bus_lines/b", "右岸专2路", "Right Bank 2"),
                ],
            }),
            reconciliation: Some(Reconciliation {
                state: Tag::new(Tone::Amber, self.t("有差异", "differs")),
                sentence: self.s(
                    "来源报告 22 条，清单登记 10 条，缺 12 条。",
                    "Reported 22, registered 10, 12 missing.",
                ),
                work_for: self.s(
                    "由清单维护单位补登，不以差额造条目。",
                    "The unit that keeps the list registers them; no record is invented for the gap.",
                ),
            }),
            history: vec![
                FigureVersion {
                    amount: self.amount("exact", "22", "条", "lines"),
                    as_of: self.day("2023年12月29日", "29 Dec 2023"),
                    basis: self.s("来源报告：两岸日报", "reported: Two Banks Daily"),
                    recorded_at: "2026-11-20 10:02".into(),
                    entry: entry(),
                    replaced: false,
                    definition: "1".into(),
                },
                FigureVersion {
                    amount: self.amount("over", "20", "条", "lines"),
                    as_of: self.day("2023年12月29日", "29 Dec 2023"),
                    basis: self.s("来源报告：现场会材料", "reported: meeting paper"),
                    recorded_at: "2026-11-19 16:40".into(),
                    entry: self.link("/log/entry/640", "第 640 号", "No. 640"),
                    replaced: true,
                    definition: "1".into(),
                },
            ],
            definition: self.s(
                "起讫点分在两岸、当日运营的公交线路。通勤快巴另计。",
                "Lines in operation with ends on both banks. Commuter lines are counted apart.",
            ),
            version: "1".into(),
            cite: self.s(
                "青川两岸示范区，T08 跨界公交线路，22 条，截至 2023-12-29，口径第 1 版，留痕第 812 号。",
                "Qingchuan Two Banks Zone, T08, 22 lines, as of 2023-12-29, definition 1, entry 812.",
            ),
            package_href: "/figures/T08/package.zip".into(),
            json_href: "/api/figures/T08".into(),
        }
    }

    pub(in super::super) fn figure_unknown(&self) -> FigurePage {
        FigurePage {
            unknown: self.s(
                "2019年12月31日没有这个数字：最早的报告截至 2023年12月29日。",
                "There is no value for 31 Dec 2019: the first report speaks of 29 Dec 2023.",
            ),
            amount: Amount::default(),
            reported: Vec::new(),
            computed: None,
            reconciliation: None,
            history: Vec::new(),
            package_href: String::new(),
            as_of: AsOf {
                error: self
                    .s("请填写真实的日期，例如 2023-12-29。", "Enter a real date, for example 2023-12-29."),
                ..self.as_of("/figures/T08")
            },
            ..self.figure()
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
            sample: false,
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
            page: Page { nav: Nav::Bodies, ..self.page("/bodies", "机构", "Bodies") },
            as_of: "2023-12-31".into(),
            as_of_words: self.day("2023年12月31日的情况", "As on 31 Dec 2023"),
            action: "/bodies".into(),
            bodies: vec![
                body("council", "示范区理事会", "Council of the zone", "决策", "decides"),
                BodyBlock {
                    under: self.s("示范区理事会", "Council of the zone"),
                    seats: Vec::new(),
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
}
