//! Documents as files: to save, under a name of plain letters.

use crate::http::Failure;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Refusal;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A PDF; `name` without its ending.
pub fn pdf(name: &str, bytes: Vec<u8>) -> Result<Response, Failure> {
    file(&format!("{name}.pdf"), "application/pdf", bytes)
}

/// A document for office programs; `name` without its ending.
pub fn docx(name: &str, bytes: Vec<u8>) -> Result<Response, Failure> {
    file(&format!("{name}.docx"), DOCX, bytes)
}

fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response, Failure> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|_| Failure::from(Refusal::not_found()))?;
    let media_type = HeaderValue::from_static(media_type);
    Ok(([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}
