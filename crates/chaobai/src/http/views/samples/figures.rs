//! Figures.

use super::*;

impl Sample {
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
}
