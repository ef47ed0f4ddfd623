//! What a photo says of itself: when and where it was taken (Exif 2.32 in JPEG). The place is personal data until the
//! person who sends the photo decides to keep it; a photo kept without it is rewritten without it.

use exif::{Exif, In, Reader, Tag, Value};
use serde_json::{Value as Json, json};
use std::io::Cursor;

/// When and where a photo was taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The camera's local time, `2026-11-25T10:03:00`; empty: not said.
    pub taken_at: String,
    /// Longitude and latitude in degrees.
    pub place: Option<(f64, f64)>,
}

/// Reads a photo; nothing where the file is none, or says nothing.
pub fn read(name: &str, content: &[u8]) -> Found {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if !matches!(ending.as_str(), "jpg" | "jpeg") {
        return Found::default();
    }
    let Ok(exif) = Reader::new().read_from_container(&mut Cursor::new(content)) else {
        return Found::default();
    };
    Found { taken_at: taken_at(&exif).unwrap_or_default(), place: place(&exif) }
}

/// A place as records keep theirs: a GeoJSON point, coordinates as text with at most six decimals (0.1 m).
pub fn point((lon, lat): (f64, f64)) -> Json {
    json!({ "type": "Point", "coordinates": [degrees(lon), degrees(lat)] })
}

fn degrees(value: f64) -> String {
    let text = format!("{value:.6}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

fn taken_at(exif: &Exif) -> Option<String> {
    let field = exif.get_field(Tag::DateTimeOriginal, In::PRIMARY)?;
    let Value::Ascii(lines) = &field.value else { return None };
    let time = exif::DateTime::from_ascii(lines.first()?).ok()?;
    let real = kernel::Date::new(
        i16::try_from(time.year).ok()?,
        i8::try_from(time.month).ok()?,
        i8::try_from(time.day).ok()?,
    )?;
    let in_day = time.hour < 24 && time.minute < 60 && time.second < 61;
    in_day.then(|| format!("{real}T{:02}:{:02}:{:02}", time.hour, time.minute, time.second))
}

fn place(exif: &Exif) -> Option<(f64, f64)> {
    let angle = |tag: Tag, of: Tag, negative: &[u8]| -> Option<f64> {
        let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
        let [degrees, minutes, seconds] = parts.get(..3)? else { return None };
        let value = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
        let Value::Ascii(side) = &exif.get_field(of, In::PRIMARY)?.value else { return None };
        let value = if side.first().map(Vec::as_slice) == Some(negative) { -value } else { value };
        value.is_finite().then_some(value)
    };
    let lat = angle(Tag::GPSLatitude, Tag::GPSLatitudeRef, b"S")?;
    let lon = angle(Tag::GPSLongitude, Tag::GPSLongitudeRef, b"W")?;
    let on_earth = lat.abs() <= 90.0 && lon.abs() <= 180.0 && (lat, lon) != (0.0, 0.0);
    on_earth.then_some((lon, lat))
}

/// The same photo without what cameras and programs write beside the picture (Exif, XMP, IPTC), where a place may
/// stand more than once. How it is turned is kept, so that it is not shown lying on its side.
pub fn without_place(content: &[u8]) -> Vec<u8> {
    let turned = Reader::new().read_from_container(&mut Cursor::new(content)).ok();
    let turned = turned.and_then(|exif| {
        exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0).and_then(|n| u8::try_from(n).ok())
    });
    let mut out = Vec::with_capacity(content.len());
    let Some(mut rest) = content.strip_prefix(b"\xff\xd8") else { return content.to_vec() };
    out.extend_from_slice(b"\xff\xd8");
    if let Some(turned) = turned.filter(|turned| (2..=8).contains(turned)) {
        out.extend(orientation(turned));
    }
    while let [0xff, marker, high, low, ..] = rest {
        let marker = *marker;
        // From the start of the scan on there is only the picture.
        if marker == 0xda {
            break;
        }
        let length = 2 + (usize::from(*high) << 8 | usize::from(*low));
        let Some(segment) = rest.get(..length) else { break };
        if !matches!(marker, 0xe1 | 0xed) {
            out.extend_from_slice(segment);
        }
        rest = &rest[length..];
    }
    out.extend_from_slice(rest);
    out
}

/// An Exif segment that says nothing but how the picture is turned (1 to 8).
fn orientation(turned: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([turned, 0, 0, 0, 0, 0, 0]);
    let mut segment = vec![0xff, 0xe1, 0, u8::try_from(tiff.len() + 8).unwrap_or(0)];
    segment.extend(b"Exif\0\0");
    segment.extend(tiff);
    segment
}

#[cfg(test)]
mod tests {
    use super::*;
    use exif::experimental::Writer;
    use exif::{Field, Rational};

    fn field(tag: Tag, value: Value) -> Field {
        Field { tag, ifd_num: In::PRIMARY, value }
    }

    fn angle(parts: [u32; 3]) -> Value {
        Value::Rational(parts.map(|num| Rational { num, denom: 100 }).to_vec())
    }

    /// A JPEG as far as this reader looks: start, Exif, a comment, the scan.
    fn photo(south: bool) -> Vec<u8> {
        let side = if south { b"S".to_vec() } else { b"N".to_vec() };
        let fields = [
            field(Tag::Orientation, Value::Short(vec![6])),
            field(Tag::DateTimeOriginal, Value::Ascii(vec![b"2026:11:25 10:03:07".to_vec()])),
            field(Tag::GPSLatitudeRef, Value::Ascii(vec![side])),
            field(Tag::GPSLatitude, angle([3900, 5400, 1800])),
            field(Tag::GPSLongitudeRef, Value::Ascii(vec![b"E".to_vec()])),
            field(Tag::GPSLongitude, angle([11600, 4500, 900])),
        ];
        let mut writer = Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        let mut tiff = Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        let tiff = tiff.into_inner();
        let mut jpeg = b"\xff\xd8\xff\xe1".to_vec();
        jpeg.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
        jpeg.extend(b"Exif\0\0");
        jpeg.extend(tiff);
        jpeg.extend(b"\xff\xfe\0\x06note\xff\xda\0\x02picture\xff\xd9");
        jpeg
    }

    #[test]
    fn a_photo_says_when_and_where_it_was_taken() {
        let found = read("现场.JPG", &photo(false));
        assert_eq!(found.taken_at, "2026-11-25T10:03:07");
        let (lon, lat) = found.place.unwrap();
        assert!((lon - 116.7525).abs() < 1e-9 && (lat - 39.905).abs() < 1e-9, "{lon} {lat}");
        assert_eq!(point((lon, lat)), json!({ "type": "Point", "coordinates": ["116.7525", "39.905"] }));
        assert!(read("a.jpg", &photo(true)).place.unwrap().1 < -39.9);
        assert_eq!(read("a.png", &photo(false)), Found::default());
        assert_eq!(read("a.jpg", b"\xff\xd8\xff\xe0 nothing"), Found::default());
    }

    #[test]
    fn without_its_place_it_is_the_same_picture_turned_the_same_way() {
        let before = photo(false);
        let after = without_place(&before);
        let found = read("a.jpg", &after);
        assert_eq!(found, Found::default());
        assert!(after.ends_with(b"\xff\xfe\0\x06note\xff\xda\0\x02picture\xff\xd9"));
        let exif = Reader::new().read_from_container(&mut Cursor::new(&after)).unwrap();
        assert_eq!(exif.get_field(Tag::Orientation, In::PRIMARY).unwrap().value.get_uint(0), Some(6));
        assert_eq!(without_place(&after), after);
        for cut in 0..before.len() {
            // Whatever is cut off, nothing is read past the end.
            let _ = without_place(&before[..cut]);
        }
    }
}
