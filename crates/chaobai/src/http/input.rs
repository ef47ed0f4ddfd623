//! Bodies of requests: JSON read strictly, and plain bytes.

use super::failure::Failure;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use kernel::{Kind, Refusal};
use serde::de::DeserializeOwned;

/// The largest body of a route, in bytes; the gate says so.
#[derive(Clone, Copy, Debug)]
pub struct BodyMax(pub usize);

/// A JSON body that has the form of `T`: nothing missing, nothing besides.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Json<T>, Failure> {
        if media_type(request.headers()).as_deref() != Some("application/json") {
            return Err(unsupported("application/json"));
        }
        let bytes = read(request).await?;
        let unreadable = |error: serde_json::Error| {
            // The message names members and places of the body, never a value that was kept anywhere.
            Refusal::new(Kind::Invalid, "request.json").with("why", error)
        };
        Ok(Json(serde_json::from_slice(&bytes).map_err(unreadable)?))
    }
}

/// The media type of a body, without parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// "This media type is not taken here", with those that are.
pub fn unsupported(allowed: &str) -> Failure {
    let refusal = Refusal::new(Kind::Invalid, "request.media_type").with("allowed", allowed);
    Failure::with_status(refusal, StatusCode::UNSUPPORTED_MEDIA_TYPE)
}

/// The whole body, up to the limit of its route.
pub async fn read(request: Request) -> Result<Bytes, Failure> {
    let max = request.extensions().get::<BodyMax>().map_or(super::routes::BODY_MAX, |max| max.0);
    axum::body::to_bytes(request.into_body(), max).await.map_err(|error| {
        if is_about_length(&error) {
            Refusal::new(Kind::TooLarge, "too_large").with("max", max).into()
        } else {
            Refusal::new(Kind::Invalid, "request.body").into()
        }
    })
}

fn is_about_length(error: &axum::Error) -> bool {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = source {
        if error.to_string().contains("length limit") {
            return true;
        }
        source = error.source();
    }
    false
}
