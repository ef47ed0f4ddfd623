//! Comments and their settling, each against the entry that made it.

use super::verify_rows::Checked;
use super::verify_states::Proof;
use serde_json::json;
use store::{Ask, Reader, StoreError};

/// Checks that every comment is the one that was made, and that none was taken out.
pub(super) fn check(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT c.record, c.id, c.field, c.version, c.text, c.mentions, c.author, c.author_post, c.recorded_at, \
               e.salt, e.leaf FROM comment c LEFT JOIN journal_entry e ON e.cell = c.cell AND e.seq = c.entry \
               ORDER BY c.cell, c.entry";
    reader.each(sql, &[], &mut |row| {
        let (record, id) = (row.text(0)?, row.text(1)?);
        let said = json!({ "comment": {
            "id": id, "field": row.text(2)?, "version": row.int(3)?, "text": row.text(4)?, "mentions": row.json(5)?,
        } });
        let (author, post, at) = (row.text(6)?, row.text(7)?, row.int(8)?);
        let fits = Proof::of(&row, 9, 10)?.is_some_and(|proof| {
            let (entry, beside) = (&proof.entry, proof.is_by(&author));
            let named = entry.subject.id.is_empty() || entry.subject.id == record;
            named && beside && entry.actor_post == post && entry.at.0 == at && proof.holds(&said)
        });
        if !fits {
            tell(checked, &record, &id);
        }
        Ok(())
    })?;
    let sql = "SELECT c.record, r.comment, r.resolver, r.resolver_post, r.recorded_at, e.salt, e.leaf \
               FROM comment_resolution r LEFT JOIN comment c ON c.cell = r.cell AND c.id = r.comment \
               LEFT JOIN journal_entry e ON e.cell = r.cell AND e.seq = r.entry ORDER BY r.cell, r.entry";
    reader.each(sql, &[], &mut |row| {
        let (record, id) = (row.text_opt(0)?.unwrap_or_default(), row.text(1)?);
        let (resolver, post, at) = (row.text(2)?, row.text(3)?, row.int(4)?);
        let fits = Proof::of(&row, 5, 6)?.is_some_and(|proof| {
            let beside = proof.is_by(&resolver) && proof.entry.actor_post == post && proof.entry.at.0 == at;
            beside && proof.holds(&json!({ "resolved": id }))
        });
        if !fits {
            tell(checked, &record, &id);
        }
        Ok(())
    })?;
    let lost = "SELECT e.cell, e.seq FROM journal_entry e \
                LEFT JOIN comment c ON c.cell = e.cell AND c.entry = e.seq \
                LEFT JOIN comment_resolution r ON r.cell = e.cell AND r.entry = e.seq \
                WHERE (e.command = 'comments.comment' AND c.id IS NULL) \
                OR (e.command = 'comments.resolve' AND r.comment IS NULL) ORDER BY e.cell, e.seq";
    reader.each(lost, &[], &mut |row| {
        let (cell, seq) = (row.text(0)?, row.int(1)?);
        checked.find(
            format!("分区 {cell} 第 {seq} 条记录所写的意见不在数据库中：已被删去。"),
            format!("the comment that entry {seq} of cell {cell} wrote was taken out."),
        );
        Ok(())
    })
}

fn tell(checked: &mut Checked, record: &str, comment: &str) {
    checked.find(
        format!("条目 {record} 的意见 {comment} 与其记录不符：写入后在程序之外被改动。"),
        format!(
            "comment {comment} on {record} does not fit its entry: it was altered behind the program's back."
        ),
    );
}
