//! `/oparl`, `/oparl/{list}` and `/oparl/{list}/{object}`.

use super::lists::{Listed, QUERY, page};
use super::objects::Ground;
use crate::domain::charters;
use crate::domain::registers::store_refusal;
use crate::http::api::shared::answer;
use crate::http::ogc::Base;
use crate::http::{Asked, Failure, Kind, Route, Site, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use kernel::{Instant, Refusal};
use std::sync::Arc;
use store::Ask;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new(Kind::Api, "oparl.system", Method::GET, "/oparl", system)
            .summary("Entry to bodies, meetings and agendas as OParl 1.1")
            .gives(&[(200, "application/json", "OparlObject")]),
        Route::new(Kind::Api, "oparl.list", Method::GET, "/oparl/{list}", list)
            .summary("A list of OParl objects: bodies, organizations, people, memberships, meetings, agenda-items, papers, files")
            .query(QUERY)
            .gives(&[(200, "application/json", "OparlList")]),
        Route::new(Kind::Api, "oparl.object", Method::GET, "/oparl/{list}/{object}", object)
            .summary("One OParl object")
            .gives(&[(200, "application/json", "OparlObject")]),
    ]
}

async fn system(State(site): State<Arc<Site>>, base: Base) -> Result<Response, Failure> {
    let body =
        ask(&site, move |house, reader| with(house, reader, &base, |ground, _| Ok(ground.system()))).await?;
    Ok(answer(&body))
}

async fn list(
    State(site): State<Arc<Site>>,
    base: Base,
    asked: Asked,
    Path(list): Path<String>,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let all = with(house, reader, &base, |ground, reader| objects(ground, reader, &list))?;
        let of = asked.text("organization").map(|id| base.address(&format!("/oparl/organizations/{id}")));
        let fits = |one: &Listed| {
            of.as_ref().is_none_or(|of| {
                one.object["organization"].as_array().is_some_and(|all| all.iter().any(|one| one == of))
            })
        };
        let all = all.into_iter().filter(fits).collect();
        Ok(page(&base, &format!("/oparl/{list}"), &asked, all))
    })
    .await?;
    Ok(answer(&body))
}

async fn object(
    State(site): State<Arc<Site>>,
    base: Base,
    Path((list, object)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let address = base.address(&format!("/oparl/{list}/{}", crate::http::query::encode(&object)));
        let all = with(house, reader, &base, |ground, reader| objects(ground, reader, &list))?;
        let found = all.into_iter().find(|one| one.object["id"] == address.as_str());
        found.map(|one| one.object).ok_or_else(Refusal::not_found)
    })
    .await?;
    Ok(answer(&body))
}

fn with<T>(
    house: &crate::house::House,
    reader: &mut dyn Ask,
    base: &Base,
    make: impl FnOnce(&Ground<'_>, &mut dyn Ask) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let law = house.law();
    let versions = charters::versions(reader).map_err(store_refusal)?;
    let adopted = versions.iter().find(|(version, _, _)| *version == law.version);
    let adopted = adopted.map_or(Instant(0), |(_, _, at)| *at);
    let ground = Ground { charter: &law.charter, base, today: house.clock.today(), adopted };
    make(&ground, reader)
}

/// Everything of a list, taken back or not.
fn objects(ground: &Ground<'_>, ask: &mut dyn Ask, list: &str) -> Result<Vec<Listed>, Refusal> {
    Ok(match list {
        "bodies" => vec![ground.body()],
        "organizations" => {
            let memberships = ground.memberships(ask)?;
            ground.organizations(&memberships)
        }
        "people" => {
            let memberships = ground.memberships(ask)?;
            ground.people(ask, &memberships)?
        }
        "memberships" => ground.memberships(ask)?,
        "meetings" => {
            let items = ground.agenda_items(ask)?;
            ground.meetings(ask, &items)?
        }
        "agenda-items" => ground.agenda_items(ask)?,
        "papers" => ground.papers(ask)?.0,
        "files" => ground.papers(ask)?.1,
        // The specification asks for these lists; the zone has nothing to put into them.
        "consultations" => ground.consultations(ask)?,
        "locations" | "legislative-terms" => Vec::new(),
        _ => return Err(Refusal::not_found()),
    })
}
