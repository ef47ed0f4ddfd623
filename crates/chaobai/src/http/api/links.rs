//! `GET …/{id}/links`: what a record has to do with others, as far as the caller sees those.

use super::shared::{answer, id, record_address, register};
use crate::domain::registers::{self, Access, find, get, permits};
use crate::http::{Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/links";
    Route::new(Kind::Api, "registers.links", Method::GET, path, links)
        .summary("Links from and to a record; those to records the caller does not see are left out")
        .gives(&[(200, "application/json", "Links")])
}

async fn links(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let (charter, caller) = (&law.charter, &visitor.caller);
        let (own, id) = (register(&law, caller, &list)?, id(&record)?);
        get(reader, charter, caller, own, &id)?;
        let mut shown = Vec::new();
        for link in registers::links(reader, &charter.zone.id, &id)? {
            let Some(other) = find(reader, &charter.zone.id, &link.other)? else { continue };
            let Some(register) = charter.registers.get(&other.register) else { continue };
            let access = permits::access(caller, register, &other);
            if access == Access::None {
                continue;
            }
            let title = register.field(&register.title);
            let named = title.is_some_and(|field| permits::sees_field(access, field));
            shown.push(json!({
                "kind": link.kind,
                "inbound": link.inbound,
                "register": other.register,
                "id": other.id.as_str(),
                "title": if named { other.title(register) } else { other.id.to_string() },
                "href": record_address(&other.register, other.id.as_str()),
            }));
        }
        Ok(json!({ "links": shown }))
    })
    .await?;
    Ok(answer(&body))
}
