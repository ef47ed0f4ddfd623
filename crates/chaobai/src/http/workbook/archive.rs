//! An archive is looked through before anything in it is read: every part is unpacked once into nothing and
//! counted. What a file says of its own size is compared, never trusted.

use kernel::{Kind, Refusal};
use std::io::{Cursor, Read};

/// Parts of an archive.
const ENTRIES_MAX: usize = 2000;
/// Bytes of all parts, unpacked.
const UNPACKED_MAX: u64 = 256 * 1024 * 1024;
/// Bytes of the texts of a workbook, unpacked: they are kept in memory while it is read.
const STRINGS_MAX: u64 = 48 * 1024 * 1024;
/// Texts of a workbook.
const STRINGS_COUNT_MAX: u64 = 1_500_000;
/// Bytes of a style sheet or another part that is kept in memory.
const SMALL_MAX: u64 = 16 * 1024 * 1024;
/// How many times larger a part may be than it is in the archive. Spreadsheets compress up to about 1:60; a
/// bomb 1:1000.
const RATIO_MAX: u64 = 250;
/// Below this size the ratio says nothing.
const RATIO_FROM: u64 = 1024 * 1024;

/// Looks through an archive; refused if any part is larger than allowed, or than it says.
///
/// # Errors
/// `import.not_a_workbook`, `import.protected`, `import.too_big_inside`, `import.lying_sizes`.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        // An OLE file: a workbook of before 2007, or one that is locked with a password.
        let locked = bytes.windows(34).any(|part| part == utf16("EncryptedPackage").as_slice())
            || bytes.windows(32).any(|part| part == &utf16("EncryptedPackage")[..32]);
        let code = if locked { "import.protected" } else { "import.not_a_workbook" };
        return Err(Refusal::new(Kind::Invalid, code));
    }
    let unreadable = |_| Refusal::new(Kind::Invalid, "import.not_a_workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > ENTRIES_MAX {
        return Err(too_big(format!("{ENTRIES_MAX} parts")));
    }
    let mut whole = 0;
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(unreadable)?;
        if part.encrypted() {
            return Err(Refusal::new(Kind::Invalid, "import.protected"));
        }
        let (name, said, packed) =
            (part.name().map_err(unreadable)?.to_lowercase(), part.size(), part.compressed_size());
        let most = limit(&name).min(UNPACKED_MAX - whole);
        if said > most {
            return Err(too_big(megabytes(most)));
        }
        let mut head = Vec::new();
        let size = count(&mut part, most, &mut head)?;
        if size > most {
            return Err(too_big(megabytes(most)));
        }
        if size != said {
            return Err(Refusal::new(Kind::Invalid, "import.lying_sizes"));
        }
        if size > RATIO_FROM && size / packed.max(1) > RATIO_MAX {
            return Err(too_big(format!("1:{RATIO_MAX}")));
        }
        if name.ends_with("sharedstrings.xml") {
            demand_count(&head)?;
        }
        whole += size;
    }
    Ok(())
}

/// The most bytes a part may have. Sheets are read piece by piece; everything else is kept whole.
fn limit(name: &str) -> u64 {
    if name.contains("/worksheets/") {
        UNPACKED_MAX
    } else if name.ends_with("sharedstrings.xml") {
        STRINGS_MAX
    } else if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml") {
        SMALL_MAX
    } else {
        // Pictures and the like: never looked into, but unpacked here all the same.
        UNPACKED_MAX
    }
}

/// Unpacks a part into nothing, at most a byte more than allowed; keeps its beginning.
fn count(part: &mut impl Read, most: u64, head: &mut Vec<u8>) -> Result<u64, Refusal> {
    let mut part = part.take(most + 1);
    let mut buffer = vec![0u8; 64 * 1024];
    let mut size = 0;
    loop {
        // The checksum is part of what a file says of itself.
        let read = part.read(&mut buffer).map_err(|_| Refusal::new(Kind::Invalid, "import.lying_sizes"))?;
        if read == 0 {
            return Ok(size);
        }
        if head.len() < 8192 {
            head.extend_from_slice(&buffer[..read.min(8192 - head.len())]);
        }
        size += read as u64;
    }
}

/// Room is made for as many texts as the file says there are: more than can be true is a lie.
fn demand_count(head: &[u8]) -> Result<(), Refusal> {
    let text = String::from_utf8_lossy(head);
    let tag = text.split("<sst").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    for name in ["uniqueCount", "count"] {
        let Some(rest) = tag.split(&format!("{name}=")).nth(1) else { continue };
        let number: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
        if number.parse::<u64>().map_or(number.len() > 9, |n| name == "uniqueCount" && n > STRINGS_COUNT_MAX)
        {
            return Err(Refusal::new(Kind::Invalid, "import.lying_sizes"));
        }
    }
    Ok(())
}

fn too_big(max: String) -> Refusal {
    Refusal::new(Kind::TooLarge, "import.too_big_inside").with("max", max)
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1024 / 1024)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
