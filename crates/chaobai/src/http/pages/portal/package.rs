//! `/figures/{id}/package.zip`: what a figure answers, the public records it was computed from, and proofs
//! that the entries behind them stand in the signed log. Checked offline with `chaobai verify`.

use super::figure_parts::{self, Day};
use super::package_words::{self, Contents};
use crate::charter::model::Charter;
use crate::clock::position_of;
use crate::desk::Caller;
use crate::domain::figures::{self, figure_cell};
use crate::domain::registers::{self, Record, store_refusal};
use crate::house::House;
use crate::http::pages::common::{Frame, list};
use crate::http::{Failure, Site, Visitor, ask};
use ::journal::ProofBundle;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{Cell, Kind, Refusal};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use std::sync::Arc;
use store::Ask;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Most proofs in a package.
const PROOFS_MAX: usize = 500;
/// Most records in a package.
const RECORDS_MAX: usize = 10_000;

/// The package.
pub async fn send(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    // What is given away is what anyone may see, whoever asks.
    let visitor = Visitor { caller: Arc::new(Caller::public()), ..visitor };
    let _place = site.place_to_send().await?;
    let (name, bytes) = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        make(house, reader, &frame, &id)
    })
    .await?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|_| Failure::from(Refusal::not_found()))?;
    let media_type = HeaderValue::from_static("application/zip");
    Ok(([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}

/// Proofs against one checkpoint.
struct Prover<'a> {
    house: &'a House,
    checkpoint: String,
    size: u64,
    proofs: Vec<(String, Vec<u8>)>,
    left_out: usize,
}

impl Prover<'_> {
    /// Adds the proof of an entry; gives where the entry stands, none while it waits for its number.
    fn add(
        &mut self,
        ask: &mut dyn Ask,
        name: String,
        cell: &Cell,
        seq: i64,
    ) -> Result<Option<u64>, Refusal> {
        let position = position_of(ask, cell.as_str(), seq).map_err(store_refusal)?;
        let Some(position) = position.filter(|position| *position < self.size) else {
            self.left_out += 1;
            return Ok(None);
        };
        if self.proofs.len() >= PROOFS_MAX {
            self.left_out += 1;
            return Ok(Some(position));
        }
        let proof = ProofBundle::make(&self.house.log.folder(), &self.checkpoint, position);
        let proof = proof.map_err(|error| failed("a proof could not be made", &error))?;
        let json = serde_json::to_vec_pretty(&proof)
            .map_err(|error| failed("a proof could not be written", &error))?;
        self.proofs.push((format!("proofs/{name}.proof.json"), json));
        Ok(Some(position))
    }
}

fn failed(what: &'static str, error: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%error, "{what}");
    Refusal::new(Kind::Busy, "busy")
}

fn make(house: &House, ask: &mut dyn Ask, frame: &Frame, id: &str) -> Result<(String, Vec<u8>), Refusal> {
    let charter = frame.charter();
    let figure = figures::find(charter, id)?;
    let day = Day::read(frame);
    if !day.error.is_empty() {
        return Err(Refusal::new(Kind::Invalid, "request.parameters"));
    }
    let bytes =
        house.log.checkpoint_bytes().map_err(|error| failed("the checkpoint could not be read", &error))?;
    let opened =
        house.log.checkpoint().map_err(|error| failed("the checkpoint could not be read", &error))?;
    let (Some(bytes), Some(checkpoint)) = (bytes, opened) else { return Err(Refusal::not_found()) };
    let text = String::from_utf8(bytes).map_err(|error| failed("the checkpoint is no text", &error))?;
    let mut prover =
        Prover { house, checkpoint: text.clone(), size: checkpoint.size, proofs: Vec::new(), left_out: 0 };

    let answer = figures::answer(ask, charter, figure, day.asked)?;
    let cell = figure_cell(&charter.zone.id, &figure.id);
    let mut values = Vec::new();
    for entry in figures::history(ask, charter, figure)? {
        let value = entry.value;
        let name = format!("figure-{}-{}", value.as_of, value.number);
        let index = prover.add(ask, name, &cell, value.entry)?;
        values.push(json!({
            "basis": entry.basis, "value": value.value.normalize().to_string(), "qualifier": value.qualifier.id(),
            "as_of": value.as_of, "source": value.source, "number": value.number, "words": value.words,
            "recorded_at": value.recorded_at.to_string(), "corrected": entry.corrected,
            "entry": { "cell": cell.as_str(), "seq": value.entry, "index": index },
        }));
    }
    let records = records(ask, frame, &answer, &day, &mut prover)?;
    let count = records["records"].as_array().map_or(0, Vec::len);

    let mut json = answer.to_json();
    json["zone"] = json!(charter.zone.id);
    json["charter_version"] = json!(frame.law.version);
    json["known_at"] = json!(day.asked.known_at.unwrap_or(frame.now).to_string());
    json["on_record"] = Value::Array(values);
    let contents = Contents {
        frame,
        answer: &answer,
        records: count,
        proofs: prover.proofs.len(),
        left_out: prover.left_out,
        checkpoint: &checkpoint,
        key: &house.log.verifier().to_text(),
    };
    let mut files = vec![
        ("README.txt".to_owned(), package_words::readme(&contents).into_bytes()),
        ("figure.json".to_owned(), pretty(&json)?),
        ("records.json".to_owned(), pretty(&records)?),
        ("checkpoint".to_owned(), text.into_bytes()),
        ("log-key.txt".to_owned(), format!("{}\n", contents.key).into_bytes()),
    ];
    files.append(&mut prover.proofs);
    let name = format!("{}-{}", figure.id, answer.asked());
    Ok((format!("{name}.zip"), zip(&name, &files)?))
}

/// The public records a figure was computed from, each with the entry of the version that counted.
fn records(
    ask: &mut dyn Ask,
    frame: &Frame,
    answer: &figures::FigureAnswer,
    day: &Day,
    prover: &mut Prover<'_>,
) -> Result<Value, Refusal> {
    let charter = frame.charter();
    let nothing = |why: &str| json!({ "records": [], "complete": false, "why": why });
    let compute = answer.figure().compute.as_ref();
    let Some((compute, id)) = compute.and_then(|compute| Some((compute, compute.register()?))) else {
        return Ok(nothing("this figure is not computed from records"));
    };
    let register = match list::find(frame, id) {
        Ok(register) => register,
        Err(_) => return Ok(nothing("the list is not public")),
    };
    let Some(query) = figure_parts::records_query(frame, register, compute, day.asked, 1) else {
        return Ok(nothing("the figure is computed with fields that are not public"));
    };
    let mut found: Vec<Record> = Vec::new();
    let mut more = false;
    let read = registers::each(ask, &frame.caller, register, &query, |record| {
        if found.len() < RECORDS_MAX {
            found.push(record);
        } else {
            more = true;
        }
        Ok(())
    });
    match read {
        Err(refusal) if refusal.kind == Kind::Invalid => {
            return Ok(nothing("the figure is computed with fields that are not public"));
        }
        other => other?,
    }
    let mut rows = Vec::with_capacity(found.len());
    for record in &found {
        rows.push(row(ask, frame, charter, record, prover)?);
    }
    Ok(json!({
        "register": register.id, "filter": query.filter, "as_of": answer.asked(), "complete": !more, "records": rows,
    }))
}

fn row(
    ask: &mut dyn Ask,
    frame: &Frame,
    charter: &Charter,
    record: &Record,
    prover: &mut Prover<'_>,
) -> Result<Value, Refusal> {
    let register = list::find(frame, &record.register)?;
    let history = registers::history(ask, charter, &frame.caller, register, &record.id)?;
    let entry = history.iter().find(|version| version.record.version == record.version).map(|v| v.entry);
    let cell = Cell::of(&charter.zone.id, &record.id);
    let mut json = json!({
        "id": record.id, "register": record.register, "version": record.version, "stage": record.stage,
        "effective_on": record.effective_on, "recorded_at": record.amended_at.to_string(), "body": record.body,
    });
    if let Some(seq) = entry {
        let index = prover.add(ask, format!("record-{}", record.id.as_str()), &cell, seq)?;
        json["entry"] = json!({ "cell": cell.as_str(), "seq": seq, "index": index });
    }
    Ok(json)
}

fn pretty(json: &Value) -> Result<Vec<u8>, Refusal> {
    let mut bytes =
        serde_json::to_vec_pretty(json).map_err(|error| failed("a file could not be written", &error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// All files in one folder of a ZIP. No times of files: the same content is the same bytes.
fn zip(folder: &str, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Refusal> {
    let write = || -> zip::result::ZipResult<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(format!("{folder}/{name}"), SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    };
    write().map_err(|error| failed("a package could not be written", &error))
}
