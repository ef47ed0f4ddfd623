//! README.txt of a verification package, in Chinese and English.

use crate::domain::figures::FigureAnswer;
use crate::http::pages::common::{Frame, amount};
use ::journal::Checkpoint;
use kernel::Lang;

/// What a package holds.
pub struct Contents<'a> {
    /// The frame of the request.
    pub frame: &'a Frame,
    /// What the figure answers.
    pub answer: &'a FigureAnswer,
    /// Records in it.
    pub records: usize,
    /// Proofs in it.
    pub proofs: usize,
    /// Entries without a proof in it: too many, or not yet in the signed log.
    pub left_out: usize,
    /// The signed head.
    pub checkpoint: &'a Checkpoint,
    /// The log's public key.
    pub key: &'a str,
}

/// The text.
pub fn readme(contents: &Contents<'_>) -> String {
    format!("{}\n{}", text(contents, Lang::Zh), text(contents, Lang::En))
}

fn text(c: &Contents<'_>, lang: Lang) -> String {
    let (figure, zone) = (c.answer.figure(), &c.frame.charter().zone);
    let value = c.answer.value().map(|value| amount::text(lang, value, c.answer.qualifier(), &figure.unit));
    let (zone, name, code) = (zone.name.get(lang), figure.name.get(lang), &figure.id);
    let (asked, day, words) = (c.answer.asked(), c.answer.as_of(), c.answer.words().get(lang));
    let file = format!("{code}-{asked}.zip");
    let (records, proofs, left_out) = (c.records, c.proofs, c.left_out);
    let (size, root, key) = (c.checkpoint.size, hex::encode(c.checkpoint.root), c.key);
    match lang {
        Lang::Zh => {
            let value = value.unwrap_or_else(|| "未知".into());
            let rest = if left_out == 0 {
                String::new()
            } else {
                format!("\n  另有 {left_out} 条记录没有附证明：尚未进入签名的日志，或超出每包 500 份的上限。")
            };
            format!(
                "{zone}\n{code} {name}：{value}（截至 {day}，所问日期 {asked}）\n{words}\n\n\
                 包内文件\n  figure.json   数值、来源、口径和历次记录\n  records.json  参与计算的公开条目 {records} 条，各有留痕位置\n  \
                 proofs/       留痕证明 {proofs} 份{rest}\n  checkpoint    签名的校验点（{size} 条记录，根 {root}）\n  log-key.txt   日志公钥\n\n\
                 怎样核验（不需要联网）\n  chaobai verify {file} --key '{key}'\n  \
                 公钥请从您信任的渠道取得，并与 log-key.txt 比对。程序逐份检查证明，说明核对了什么、哪里不对。\n  \
                 证明中的 change 是当时写入的公开内容，可与 figure.json、records.json 逐项对照。\n"
            )
        }
        Lang::En => {
            let value = value.unwrap_or_else(|| "not known".into());
            let rest = if left_out == 0 {
                String::new()
            } else {
                format!(
                    "\n  {left_out} more entries come without a proof: not yet in the signed log, or beyond 500 per package."
                )
            };
            format!(
                "{zone}\n{code} {name}: {value} (as of {day}, asked for {asked})\n{words}\n\n\
                 Files\n  figure.json   value, source, definition and everything put on record\n  \
                 records.json  {records} public records it was computed from, each with its entry\n  \
                 proofs/       {proofs} proofs{rest}\n  checkpoint    the signed head ({size} entries, root {root})\n  log-key.txt   the log's public key\n\n\
                 How to verify, offline\n  chaobai verify {file} --key '{key}'\n  \
                 Get the key from somewhere you trust and compare it with log-key.txt. The program checks every proof and\n  \
                 says in words what it checked and what is wrong. `change` in a proof is the public content written then;\n  \
                 compare it with figure.json and records.json.\n"
            )
        }
    }
}
