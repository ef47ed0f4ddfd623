//! Is this server set up so that it answers as SQLite does, and keeps what it acknowledges?

use crate::{Ask, Reader, StoreError};

/// Text must be UTF-8 and be compared byte by byte, or lists would come in another order.
pub(crate) fn check(reader: &mut Reader) -> Result<(), StoreError> {
    let row = reader.row(
        "SELECT d.datname, pg_encoding_to_char(d.encoding), to_jsonb(d), current_setting('fsync')
         FROM pg_database d WHERE d.datname = current_database()",
        &[],
    )?;
    let row = row.ok_or_else(|| StoreError::other("the server does not say which database this is"))?;
    let (name, encoding, details) = (row.text(0)?, row.text(1)?, row.json(2)?);
    let detail = |key: &str| details.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    if let Some(problem) =
        problem(&encoding, &detail("datlocprovider"), &detail("datcollate"), &detail("datctype"))
    {
        return Err(StoreError::other(format!(
            "database \"{name}\" {problem}; create it with: CREATE DATABASE {name} TEMPLATE template0 \
             ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        )));
    }
    if row.text_ref(3)? != "on" {
        tracing::warn!("the PostgreSQL server runs with fsync off: a power cut loses acknowledged changes");
    }
    Ok(())
}

/// What is wrong with a database's text settings. `provider` is `c` (libc), `i` (ICU) or empty (before 15).
fn problem(encoding: &str, provider: &str, collate: &str, ctype: &str) -> Option<String> {
    let plain = |locale: &str| locale == "C" || locale == "POSIX";
    if encoding != "UTF8" {
        return Some(format!("keeps text as {encoding}, not as UTF8"));
    }
    if !matches!(provider, "" | "c") || !plain(collate) || !plain(ctype) {
        let icu = if provider == "i" { " through ICU" } else { "" };
        return Some(format!("compares text by LC_COLLATE {collate}, LC_CTYPE {ctype}{icu}, not by C"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn only_utf8_compared_byte_by_byte_is_accepted() {
        let cases = [
            ("UTF8", "c", "C", "C", true),
            ("UTF8", "", "POSIX", "C", true),
            ("UTF8", "c", "en_US.UTF-8", "en_US.UTF-8", false),
            ("UTF8", "c", "C", "C.UTF-8", false),
            ("UTF8", "c", "C.UTF-8", "C", false),
            ("UTF8", "i", "C", "C", false),
            ("SQL_ASCII", "c", "C", "C", false),
        ];
        for (encoding, provider, collate, ctype, accepted) in cases {
            let found = problem(encoding, provider, collate, ctype);
            assert_eq!(found.is_none(), accepted, "{encoding} {provider} {collate} {ctype}: {found:?}");
        }
    }
}
