//! The page of slips of a secret ballot: the answer to opening it, and the only place their codes ever stand.

use super::{About, say};
use crate::domain::meetings::{Ballot, Slip};
use crate::http::pages::common::address;
use crate::http::views::{Link, Nav, PaperSlip, SlipsPage};
use kernel::{Lang, Refusal};

/// Draws it.
pub fn draw(
    about: &About<'_>,
    item: &str,
    ballot: &Ballot,
    slips: Vec<Slip>,
    origin: &str,
) -> Result<SlipsPage, Refusal> {
    let frame = about.frame;
    let item = about.item(item)?;
    let title = about.item_title(&item.record);
    let heading = format!("{}{}{title}", frame.pick("选票", "Slips"), frame.words().colon);
    let mut page = frame.page(Nav::Meetings, heading.clone());
    page.single_language = true;
    let number = slips.len();
    let warning = match frame.lang {
        Lang::Zh => format!(
            "这 {number} 张选票只显示这一次，系统不保存票码，离开本页后不能再看。请立即打印；没有打印成的，作废这次表决后重新付表决。"
        ),
        Lang::En => format!(
            "These {number} slips are shown this once; their codes are kept nowhere and cannot be shown again. Print them now. If printing fails, put the vote aside and open another."
        ),
    };
    let how = [
        (
            "沿虚线裁开，同一方的票面朝下打乱，由各席位自己抽取；不要记谁拿了哪一张。",
            "Cut along the dashed lines, shuffle the slips of one side face down and let everybody draw; note nowhere who got which.",
        ),
        ("每张票只能投一次；投出后不能改。", "A slip is cast once; a cast slip cannot be changed."),
        (
            "计票后任何人都可以在核对页找到自己的票，并重新合计。",
            "After the count everybody can find their own slip on the recount page and add up all of them.",
        ),
    ];
    let slip = |slip: Slip| PaperSlip {
        title: format!("{} · {title}", about.title()),
        question: ballot.question.clone(),
        side: if slip.side.is_empty() { String::new() } else { say::side(frame, &slip.side) },
        code: slip.code,
        address: format!("{origin}{}", frame.href(&address::ballot(&ballot.id))),
        how: frame
            .pick(
                "打开下面的地址，输入票码，选择赞成、反对或弃权。",
                "Open the address below, type the code, choose yes, no or abstain.",
            )
            .to_owned(),
    };
    Ok(SlipsPage {
        page,
        back: Link::new(frame.href(&address::item(about.id(), &item.record.id)), title.clone()),
        heading,
        warning,
        how: how.iter().map(|(zh, en)| frame.pick(zh, en).to_owned()).collect(),
        slips: slips.into_iter().map(slip).collect(),
    })
}
