//! `GET /log/proof/{cell}/{seq}`: one entry with everything that shows it stands in the log.

use crate::clock::position_of;
use crate::domain::registers::store_refusal;
use crate::http::api::shared::as_media_type;
use crate::http::{Failure, Kind, Route, Site, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use journal::ProofBundle;
use kernel::{Kind as No, Refusal};
use serde_json::json;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Log, "log.proof", Method::GET, "/log/proof/{cell}/{seq}", proof)
        .summary("An entry, its path in the tree, and the signed head they lead to")
        .gives(&[(200, "application/json", "Proof")])
}

async fn proof(
    State(site): State<Arc<Site>>,
    Path((cell, seq)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let seq: i64 = seq.parse().map_err(|_| Failure::not_found())?;
    let not_yet = || Refusal::new(No::NotFound, "log.not_yet");
    let signed = super::checkpoint::read(&site).await?.ok_or_else(not_yet)?;
    let signed = String::from_utf8(signed).map_err(|_| Refusal::new(No::Busy, "busy"))?;
    let bundle = ask(&site, move |house, reader| {
        let known = reader_has(reader, &cell, seq)?;
        let position = position_of(reader, &cell, seq).map_err(store_refusal)?;
        let Some(position) = position else {
            return Err(if known { not_yet() } else { Refusal::not_found() });
        };
        let size = house.log.checkpoint().ok().flatten().map_or(0, |checkpoint| checkpoint.size);
        if position >= size {
            return Err(not_yet());
        }
        ProofBundle::make(&house.log.folder(), &signed, position).map_err(|error| {
            tracing::error!(%error, "a proof could not be made");
            Refusal::new(No::Busy, "busy")
        })
    })
    .await?;
    Ok(as_media_type("application/json", &json!(bundle)))
}

fn reader_has(ask: &mut dyn store::Ask, cell: &str, seq: i64) -> Result<bool, Refusal> {
    let text = "SELECT 1 FROM journal_entry WHERE cell = $1 AND seq = $2";
    Ok(ask.row(text, &[cell.into(), seq.into()]).map_err(store_refusal)?.is_some())
}
