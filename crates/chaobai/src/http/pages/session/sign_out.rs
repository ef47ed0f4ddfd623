//! Signing out: the session ends on the server, and the browser forgets its cookie.

use super::unkept;
use crate::desk::Caller;
use crate::http::pages::common::Frame;
use crate::http::pages::work::posted::Posted;
use crate::http::pages::work::show;
use crate::http::views::{Nav, SignedOutPage};
use crate::http::{Failure, Site, Visitor, session};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use std::sync::Arc;

/// The button.
pub async fn post(
    State(site): State<Arc<Site>>,
    Posted { visitor, .. }: Posted,
) -> Result<Response, Failure> {
    if let Some(token) = visitor.token.clone() {
        session::sign_out(&site, visitor.caller.clone(), token).await?;
    }
    let nobody = Visitor { caller: Arc::new(Caller::public()), token: None, ..visitor };
    let frame = Frame::new(&site.house, &nobody);
    let mut page = frame.page(Nav::None, frame.words().signed_out_title);
    page.single_language = true;
    let mut response = show(StatusCode::OK, &SignedOutPage { page })?;
    response.headers_mut().append(header::SET_COOKIE, session::clear_cookie(&site));
    unkept(Ok(response))
}
