//! A refusal as a page: what went wrong, what to do next.

use super::failure::Failure;
use super::site::Site;
use super::views::{Account, ErrorLine, ErrorPage, Link, Page};
use super::visitor::Visitor;
use super::words;
use crate::charter::model::RoleKind;
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A failure as a page for this visitor.
pub fn response(site: &Site, visitor: &Visitor, failure: Failure) -> Response {
    let view = view(site, visitor, &failure);
    let html = view.render().unwrap_or_else(|error| {
        tracing::error!(%error, "the error page could not be written");
        failure.refusal.code.to_owned()
    });
    let mut response = failure.into_response();
    *response.body_mut() = Body::from(html);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn view(site: &Site, visitor: &Visitor, failure: &Failure) -> ErrorPage {
    let (law, lang, refusal) = (site.house.law(), visitor.lang, &failure.refusal);
    let zone = &law.charter.zone;
    let w = words::of(lang);
    let missing = failure.status() == StatusCode::NOT_FOUND;
    let heading = match failure.status() {
        StatusCode::NOT_FOUND => w.not_found_title,
        StatusCode::UNAUTHORIZED => w.sign_in_title,
        StatusCode::FORBIDDEN => w.not_allowed_title,
        status if status.is_server_error() => w.fault_title,
        _ => w.error_title,
    };
    let sentence = match missing {
        true => w.not_found_lead.to_owned(),
        false => words::refusal(refusal.code, lang, &refusal.params),
    };
    let mut page = Page::new(lang, zone.short_name.get(lang), visitor.address(), heading);
    page.contact = zone.contact.clone();
    let caller = &visitor.caller;
    if caller.is_signed_in() {
        page.account = Some(Account {
            name: caller.name.clone(),
            posts: caller.posts.iter().map(|post| post.name.get(lang).to_owned()).collect(),
            system_admin: caller.is(RoleKind::SystemAdmin),
            audit_admin: caller.is(RoleKind::AuditAdmin),
        });
        page.csrf = visitor.csrf();
    }
    let mut next = Vec::new();
    if failure.status() == StatusCode::UNAUTHORIZED {
        let back = super::query::encode(&visitor.address());
        next.push(Link::new(page.href(&format!("/sign-in?next={back}")), w.sign_in));
    }
    next.push(Link::new(page.href("/"), w.nav_home));
    let problems = refusal.problems.iter().map(|problem| ErrorLine {
        field: String::new(),
        label: problem.field.clone(),
        text: words::refusal(problem.code, lang, &problem.params),
    });
    ErrorPage {
        heading: heading.to_owned(),
        sentence,
        next,
        problems: problems.collect(),
        code: refusal.code.to_owned(),
        instance: visitor.number.clone(),
        page,
    }
}
