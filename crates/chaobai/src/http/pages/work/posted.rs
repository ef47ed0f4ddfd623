//! A form as a browser posts it: read whole, and only if it carries the visitor's own secret.

use super::typed::Typed;
use crate::http::failure::Failure;
use crate::http::input;
use crate::http::pages::common::Query;
use crate::http::visitor::Visitor;
use axum::extract::{FromRequest, FromRequestParts, Request};
use kernel::{Kind, Refusal};

/// Media type of a form without files.
const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// What was typed into a form, by whom.
#[derive(Debug)]
pub struct Posted {
    /// Who posted it.
    pub visitor: Visitor,
    /// What was typed.
    pub typed: Typed,
}

impl<S: Sync> FromRequest<S> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Posted, Failure> {
        if input::media_type(request.headers()).as_deref() != Some(MEDIA_TYPE) {
            return Err(input::unsupported(MEDIA_TYPE));
        }
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let bytes = input::read(Request::from_parts(parts, body)).await?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::new(Kind::Invalid, "request.body"))?;
        let typed = Typed::new(Query::parse(text).pairs().to_vec());
        visitor.check_csrf(typed.get("csrf"))?;
        Ok(Posted { visitor, typed })
    }
}
