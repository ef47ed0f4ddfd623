//! A form with a file as a browser posts it. The parts before the file are read first, so that nobody
//! without the form's secret makes the house read a file.

use super::typed::Typed;
use crate::domain::files::SIZE_MAX;
use crate::http::{Failure, Visitor};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use kernel::{Kind, Problem, Refusal};

/// Largest part that is no file, in bytes.
const PART_MAX: usize = 4096;

/// What was sent.
pub struct Upload {
    /// The parts that are no file.
    pub typed: Typed,
    /// Name of the file as the browser gives it; empty: no file was chosen.
    pub name: String,
    /// Its content; one byte more than allowed where it is too large.
    pub content: Vec<u8>,
}

/// Reads the parts of a form, up to and with the file.
pub async fn read(visitor: &Visitor, mut parts: Multipart) -> Result<Upload, Failure> {
    let mut pairs = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file) = part.file_name().map(str::to_owned) else {
            let content = bytes(part, PART_MAX).await?;
            pairs.push((name, String::from_utf8(content).map_err(|_| not_readable())?));
            continue;
        };
        let typed = Typed::new(pairs);
        visitor.check_csrf(typed.get("csrf"))?;
        let max = usize::try_from(SIZE_MAX).unwrap_or(usize::MAX);
        return Ok(Upload { typed, name: file, content: bytes(part, max + 1).await? });
    }
    let typed = Typed::new(pairs);
    visitor.check_csrf(typed.get("csrf"))?;
    Ok(Upload { typed, name: String::new(), content: Vec::new() })
}

/// The content of a part, up to a number of bytes.
async fn bytes(mut part: Field<'_>, max: usize) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        let room = max - content.len();
        content.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if content.len() == max {
            break;
        }
    }
    Ok(content)
}

fn unreadable(error: MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let problem = Problem::new("file", "too_large").with("max", SIZE_MAX);
        let refusal = Refusal { problems: vec![problem], ..Refusal::new(Kind::TooLarge, "too_large") };
        return refusal.with("max", SIZE_MAX).into();
    }
    not_readable()
}

fn not_readable() -> Failure {
    Refusal::new(Kind::Invalid, "request.body").into()
}
