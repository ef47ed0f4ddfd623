//! `/work/lists/{register}/template.xlsx`: the list as a workbook to fill in elsewhere, for one person: the
//! records they may change, known again by hidden keys.

use super::super::grid;
use super::workbook;
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, ListQuery, Record};
use crate::http::pages::common::{Frame, Question};
use crate::http::sheets::{others, rows};
use crate::http::workbook::template::{Template, TemplateRow, write};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Kind, Lang, Refusal};
use std::sync::Arc;

/// Records of a template.
const ROWS_MAX: usize = 20_000;

/// The template; the address may filter it as the list's page.
pub async fn get(
    State(site): State<Arc<Site>>,
    Path(list): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let _place = site.place_to_send().await?;
    let name = format!("{list}-template.xlsx");
    let bytes = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let register = grid::find(&frame, &list)?;
        let question = Question::read(&frame, register, 1).whole()?;
        let query = ListQuery { after: None, as_of: None, known_at: None, ..question };
        let mut records: Vec<Record> = Vec::new();
        let (mut over, zone) = (false, frame.charter().zone.id.clone());
        registers::each(reader, &frame.caller, register, &query, |record| {
            over |= records.len() >= ROWS_MAX;
            if !over {
                records.push(record);
            }
            Ok(())
        })?;
        if over {
            return Err(Refusal::new(Kind::TooLarge, "registers.too_many_rows").with("max", ROWS_MAX));
        }
        let fields = rows::fields(&frame, register);
        let mut checker = others::checker(&frame, register);
        let mut lines = Vec::with_capacity(records.len());
        for record in &records {
            // Judged by the whole record: what names the caller's unit may be a field they do not see.
            let whole = registers::find(reader, &zone, &record.id)?.ok_or_else(Refusal::not_found)?;
            if permits::may(&frame.caller, register, Action::Amend, &whole.body) {
                let cells = checker.texts(reader, &fields, record)?;
                lines.push(TemplateRow { key: format!("{}/{}", record.id, record.version), cells });
            }
        }
        let zone = &frame.charter().zone;
        let lang = if frame.lang == Lang::Zh { "zh" } else { "en" };
        let mark = [
            ("zone", zone.id.clone()),
            ("zone_name", frame.text(&zone.name).to_owned()),
            ("register", register.id.clone()),
            ("register_name", frame.text(&register.name).to_owned()),
            ("charter_version", frame.law.version.to_string()),
            ("lang", lang.to_owned()),
            ("made_at", frame.now.to_string()),
        ];
        let grows = permits::might(&frame.caller, register, Action::Create);
        let help = match (frame.lang, grows) {
            (Lang::Zh, true) => "请不要改动列名。每行隐藏着条目编号，改完直接传回即可对上；新增的行写在最后。带 * 的列必填。空着的单元格表示没有内容。",
            (Lang::Zh, false) => "请不要改动列名，也不要加行。每行隐藏着条目编号，改完直接传回即可对上。空着的单元格表示没有内容。",
            (Lang::En, true) => "Leave the headings as they are. Every row carries a hidden key and is known again when the file comes back; new rows go to the end. Columns with * must be filled. An empty cell means nothing is known.",
            (Lang::En, false) => "Leave the headings as they are and add no rows. Every row carries a hidden key and is known again when the file comes back. An empty cell means nothing is known.",
        };
        let template = Template {
            title: frame.text(&register.name),
            help,
            mark: &mark,
            columns: &rows::columns(&frame, &fields),
            grows,
        };
        let mut bytes = Vec::new();
        write(&template, &lines, &mut bytes).map_err(|error| {
            tracing::error!(%error, "a template could not be written");
            Refusal::new(Kind::Busy, "busy")
        })?;
        Ok(bytes)
    })
    .await?;
    Ok(workbook(bytes, &name))
}
