//! Files the pages need: style, script, icon. Built from `web/` and part of the program.

use super::failure::Failure;
use super::routes::{Kind, Route};
use axum::extract::Path;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Assets;

/// The files' route.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new(Kind::Asset, "assets.get", Method::GET, "/assets/{file}", get)
            .summary("A file the pages need"),
    ]
}

async fn get(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Failure> {
    // Names are compared with those that were built, so no path can lead elsewhere.
    let known = Assets::iter().any(|name| name == file);
    let asset = known.then(|| Assets::get(&file)).flatten().ok_or_else(Failure::not_found)?;
    let tag = format!("\"{}\"", hex::encode(&asset.metadata.sha256_hash()[..16]));
    let common = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "public, max-age=300".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|sent| *sent == *tag) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, media_type(&file))];
    Ok((common, media_type, asset.data.into_owned()).into_response())
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "map" | "json" => "application/json",
        _ => "application/octet-stream",
    }
}
