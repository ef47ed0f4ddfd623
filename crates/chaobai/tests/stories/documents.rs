//! A document written from figures: every number bound, a day of its own kept, nothing invented.

use super::world::{World, on_each_engine};
use chaobai::domain::documents::{self, Composed, Wanted};
use chaobai::domain::figures::Asked;
use document::{Block, Document, Run};
use kernel::{Date, Lang};
use serde_json::json;

fn compose(world: &World, lang: Lang, as_of: &str, base: &str) -> Composed {
    let law = world.law();
    let template = documents::find(&law.charter, "yearly").expect("the fixture has a document");
    let as_of = Date::parse(as_of).expect("a day");
    let asked = Asked { as_of, known_at: None, today: world.today() };
    let mut reader = world.house().reader().expect("a reader");
    documents::compose(&mut reader, &law.charter, template, Wanted { lang, asked, base }).expect("a document")
}

fn text(document: &Document) -> String {
    let mut all = String::new();
    for block in &document.body {
        match block {
            Block::Heading { text, .. } => all.push_str(text),
            Block::Paragraph { runs } => runs.iter().for_each(|run| all.push_str(&run.text)),
            _ => {}
        }
        all.push('\n');
    }
    all
}

fn links(document: &Document) -> Vec<Run> {
    let paragraphs = document.body.iter().filter_map(|block| match block {
        Block::Paragraph { runs } => Some(runs),
        _ => None,
    });
    paragraphs.flatten().filter(|run| !run.href.is_empty()).cloned().collect()
}

#[test]
fn every_number_is_what_its_figure_answers_and_leads_to_it() {
    on_each_engine(|world| {
        let Composed { document, bound } = compose(world, Lang::Zh, "2022-12-31", "https://zone.example");
        let said = text(&document);
        assert!(said.starts_with("一、桥梁\n跨河桥梁1座，总长"), "{said}");
        assert!(
            said.contains("2020年底为（没有公开数据）。"),
            "a day without data is said to have none: {said}"
        );
        assert!(said.contains("（一）落地\n"), "{said}");
        let links = links(&document);
        assert_eq!(links[0], Run::link("1座", "https://zone.example/figures/B01?as_of=2022-12-31"));
        assert_eq!(
            links[2].href, "https://zone.example/figures/B01?as_of=2020-12-31",
            "bound to its own day"
        );
        let ids: Vec<(&str, String, bool)> =
            bound.iter().map(|b| (b.figure.as_str(), b.on.to_string(), b.pinned)).collect();
        assert_eq!(
            ids,
            [
                ("B01", "2022-12-31".into(), false),
                ("B03", "2022-12-31".into(), false),
                ("B01", "2020-12-31".into(), true),
                ("B02", "2022-12-31".into(), false),
            ]
        );
        assert_eq!((bound[0].basis(Lang::Zh), bound[0].source(Lang::Zh).as_str()), ("来源报告", "S1"));
        assert_eq!(document.attachments, ["正文数字的来源"]);
        let head = document.head.as_ref().expect("this zone's document has a head");
        assert_eq!((head.issuer.as_str(), head.number.as_str()), ("三镇协同委员会文件", "三镇委〔2023〕1号"));
    });
}

#[test]
fn another_day_gives_other_numbers_and_the_same_day_the_same_document() {
    on_each_engine(|world| {
        let before = compose(world, Lang::En, "2022-12-31", "");
        let again = compose(world, Lang::En, "2022-12-31", "");
        let bytes = |composed: &Composed| document::docx(&composed.document).expect("a file");
        assert!(bytes(&before) == bytes(&again), "the same data give the same bytes");
        assert!(text(&before.document).contains("Across the river: 1 bridges"), "{}", text(&before.document));
        assert!(links(&before.document)[0].href.starts_with("/en/figures/B01?"), "in its language");

        let today = world.today().to_string();
        world.place(
            "bridges",
            "kept",
            &today,
            json!({ "name": "示例新桥", "state": "open", "opened_on": today, "length": "0.8", "lands_in": "xidu",
                    "lead_east": "dongdu-roads", "source": "S1", "source_date": today }),
        );
        assert_eq!(text(&compose(world, Lang::En, "2022-12-31", "").document), text(&before.document));
        let now = compose(world, Lang::En, &today, "");
        assert_ne!(text(&now.document), text(&before.document), "today there is one more");
        assert!(text(&now.document).contains("At the end of 2020"), "what is bound to a day stays");
    });
}
