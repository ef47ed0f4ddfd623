//! A photo at the door: what it says of itself is read before it is kept.

use crate::domain::files::photo;
use crate::domain::registers::Photo;
use axum::body::Bytes;

/// What a photo says of itself, and the photo without its place unless that is to be kept.
pub fn photo_of(name: &str, content: Bytes, keeps_place: bool) -> (Bytes, Photo) {
    let found = photo::read(name, &content);
    let content = match (&found.place, keeps_place) {
        (Some(_), false) => Bytes::from(photo::without_place(&content)),
        _ => content,
    };
    let place = found.place.filter(|_| keeps_place).map(photo::point);
    (content, Photo { taken_at: found.taken_at, place, unread: String::new() })
}
