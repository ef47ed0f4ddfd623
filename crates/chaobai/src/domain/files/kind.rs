//! What a file is, from its first bytes; and names that are names and nothing else.

/// The media type of a file with this ending, if its first bytes agree.
pub fn media_type(ending: &str, head: &[u8]) -> Option<&'static str> {
    let zip = head.starts_with(b"PK\x03\x04");
    let text =
        !head.is_empty() && std::str::from_utf8(head).map_or_else(|e| e.error_len().is_none(), |_| true);
    match ending {
        "pdf" if head.starts_with(b"%PDF-") => Some("application/pdf"),
        "png" if head.starts_with(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        "jpg" | "jpeg" if head.starts_with(b"\xff\xd8\xff") => Some("image/jpeg"),
        "xlsx" if zip => Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "docx" if zip => Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "zip" if zip => Some("application/zip"),
        "csv" if text && !head.contains(&0) => Some("text/csv"),
        "txt" if text && !head.contains(&0) => Some("text/plain"),
        _ => None,
    }
}

/// The last part of a name, without paths and without characters that hide or command something.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c) && !"<>:\"|?*".contains(*c))
        .take(120)
        .collect();
    let kept = kept.trim().trim_start_matches('.').to_owned();
    if kept.is_empty() { "file".into() } else { kept }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_paths_and_tricks_but_keep_rare_characters() {
        let cases = [
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\计划.pdf", "计划.pdf"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("𬭚堃.pdf", "𬭚堃.pdf"),
            ("..", "file"),
            ("a\r\nb.pdf", "ab.pdf"),
        ];
        for (given, kept) in cases {
            assert_eq!(safe_name(given), kept, "{given:?}");
        }
    }
}
