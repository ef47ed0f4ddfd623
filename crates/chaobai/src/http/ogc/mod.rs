//! The registers as OGC API Features (17-069r4) with CQL2 filters (21-065): what a map program opens as
//! layers. The same questions as the JSON API, in another dress.

mod collections;
mod conformance;
mod feature;
mod items;
mod landing;
mod links;
mod queryables;

pub use links::Base;

use super::routes::Route;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        landing::route(),
        conformance::route(),
        super::openapi::document::ogc_route(),
        collections::list_route(),
        collections::route(),
        queryables::route(),
        items::route(),
        items::item_route(),
    ]
}

/// The coordinate reference system of everything: longitude and latitude, WGS 84.
pub const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
