//! Addresses: percent-encoding, the query of an address, and where everything on the site is.
//! All of them without `/en`; [`super::Frame::href`] puts it before them.

use kernel::Id;

/// A text as part of a path or as a value in a query: all but unreserved characters percent-encoded
/// (RFC 3986), so that no text of a record can change what an address means.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Undoes percent-encoding and `+`; what is not UTF-8 becomes a replacement character.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The query of an address: names and values in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind the `?`.
    pub fn parse(text: &str) -> Query {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Query(pairs.map(|(name, value)| (decode(name), decode(value))).collect())
    }

    /// The first value of a name that is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, value)| n == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// All names and values, empty ones too.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The same query where a name has this value only, in its place; an empty value takes the name out.
    pub fn with(&self, name: &str, value: &str) -> Query {
        let at = self.0.iter().position(|(n, _)| n == name);
        let mut query = self.without(name);
        if !value.is_empty() {
            // Names before the first of this one are others, so the place is still right without it.
            let at = at.unwrap_or(query.0.len());
            query.0.insert(at, (name.into(), value.into()));
        }
        query
    }

    /// The same query without a name.
    pub fn without(&self, name: &str) -> Query {
        Query(self.0.iter().filter(|(n, _)| n != name).cloned().collect())
    }

    /// Only these names, in this order, without empty values.
    pub fn only(&self, names: &[&str]) -> Query {
        let kept = names.iter().filter_map(|name| Some(((*name).to_owned(), self.get(name)?.to_owned())));
        Query(kept.collect())
    }

    /// The address of a path with this query.
    pub fn on(&self, path: &str) -> String {
        let parts: Vec<String> =
            self.0.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }
}

/// Public page of a list.
pub fn list(register: &str) -> String {
    format!("/lists/{register}")
}

/// Public page of a record.
pub fn record(register: &str, id: &Id) -> String {
    format!("/lists/{register}/{}", id.as_str())
}

/// Workbench page of a list.
pub fn work_list(register: &str) -> String {
    format!("/work/lists/{register}")
}

/// Workbench page of a record.
pub fn work_record(register: &str, id: &Id) -> String {
    format!("/work/lists/{register}/{}", id.as_str())
}

/// Workbench form of a record: `amend`, `advance`, `withdraw`, `attach`, `link`.
pub fn work_form(register: &str, id: &Id, verb: &str) -> String {
    format!("/work/lists/{register}/{}/{verb}", id.as_str())
}

/// A list as a sheet.
pub fn work_sheet(register: &str) -> String {
    format!("/work/lists/{register}/sheet")
}

/// The template of a list, to be filled in elsewhere.
pub fn work_template(register: &str) -> String {
    format!("/work/lists/{register}/template.xlsx")
}

/// Where a workbook is brought back.
pub fn work_import(register: &str) -> String {
    format!("/work/lists/{register}/import")
}

/// Workbench form for a new record.
pub fn work_create(register: &str) -> String {
    format!("/work/lists/{register}/new")
}

/// Page of a document.
pub fn document(id: &str) -> String {
    format!("/documents/{}", encode(id))
}

/// All rounds.
pub const ROUNDS: &str = "/work/rounds";
/// Where matters stand.
pub const OVERVIEW: &str = "/work/overview";

/// One round.
pub fn round(round: &str) -> String {
    format!("{ROUNDS}/{}", encode(round))
}

/// What a unit reports on a list in a round.
pub fn report(round: &str, register: &str) -> String {
    format!("{ROUNDS}/{}/{register}", encode(round))
}

/// What a unit handed in on a list in a round, to be reviewed.
pub fn review(round: &str, register: &str, unit: &str) -> String {
    format!("{ROUNDS}/{}/{register}/review?unit={}", encode(round), encode(unit))
}

/// Workbench page of a case.
pub fn case(id: &Id) -> String {
    format!("/work/cases/{}", id.as_str())
}

/// Form of an action of a case: `act/ACTION`, `pause`, `resume`; a printed note: `slips/NUMBER`.
pub fn case_part(id: &Id, part: &str) -> String {
    format!("/work/cases/{}/{part}", id.as_str())
}

/// Form that opens a case about a record.
pub fn open_case(register: &str, id: &Id, procedure: &str) -> String {
    format!("/work/lists/{register}/{}/open/{procedure}", id.as_str())
}

/// A case as JSON; the same in every language.
pub fn case_json(id: &Id) -> String {
    format!("/api/cases/{}", id.as_str())
}

/// All meetings.
pub const MEETINGS: &str = "/meetings";

/// Page of a meeting.
pub fn meeting(id: &Id) -> String {
    format!("{MEETINGS}/{id}")
}

/// Form or screen of a meeting: `place`, `notice`, `move`, `open`, `present` ….
pub fn meeting_part(id: &Id, part: &str) -> String {
    format!("{MEETINGS}/{id}/{part}")
}

/// Page of an item of a meeting.
pub fn item(meeting: &Id, item: &Id) -> String {
    format!("{MEETINGS}/{meeting}/items/{item}")
}

/// Form of an item: `paper`, `recuse`, `merge`, `resolution`.
pub fn item_part(meeting: &Id, item: &Id, part: &str) -> String {
    format!("{MEETINGS}/{meeting}/items/{item}/{part}")
}

/// Page of a resolution of a meeting.
pub fn resolution(meeting: &Id, resolution: &Id) -> String {
    format!("{MEETINGS}/{meeting}/resolutions/{resolution}")
}

/// A meeting as JSON; the same in every language.
pub fn meeting_json(id: &Id) -> String {
    format!("/api/meetings/{id}")
}

/// Where a slip of a secret ballot is cast.
pub fn ballot(id: &Id) -> String {
    format!("/ballots/{id}")
}

/// Where the slips of a counted ballot are recounted.
pub fn recount(id: &Id) -> String {
    format!("/ballots/{id}/recount")
}

/// Page of a procedure.
pub fn procedure(id: &str) -> String {
    format!("/procedures/{id}")
}

/// Page of a figure.
pub fn figure(id: &str) -> String {
    format!("/figures/{}", encode(id))
}

/// Proof of a journal entry; the same in every language.
pub fn proof(cell: &str, seq: i64) -> String {
    format!("/log/proof/{cell}/{seq}")
}

/// A file of a record; the same in every language.
pub fn attachment(register: &str, id: &Id, sha256: &str) -> String {
    format!("/api/registers/{register}/records/{}/attachments/{sha256}", id.as_str())
}

/// A record as JSON; the same in every language.
pub fn record_json(register: &str, id: &Id) -> String {
    format!("/api/registers/{register}/records/{}", id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_comes_back_as_it_was_written() {
        let cases = [
            ("", ""),
            (
                "filter=status+%3D+%27open%27&as_of=2023-12-29",
                "filter=status%20%3D%20%27open%27&as_of=2023-12-29",
            ),
            ("a=%E9%81%93%E8%B7%AF&&b", "a=%E9%81%93%E8%B7%AF&b="),
            ("a=100%&b=%zz", "a=100%25&b=%25zz"),
            ("%22%3E%3Cscript%3E=1", "%22%3E%3Cscript%3E=1"),
            ("a=%道", "a=%25%E9%81%93"),
        ];
        for (given, expected) in cases {
            let query = Query::parse(given);
            assert_eq!(query.on("").trim_start_matches('?'), expected, "{given}");
            assert_eq!(Query::parse(query.on("").trim_start_matches('?')), query, "{given}");
        }
    }

    #[test]
    fn a_name_is_set_once_and_taken_out_by_an_empty_value() {
        let query = Query::parse("sort=name&after=x&sort=-name");
        assert_eq!(query.with("sort", "length").on("/l"), "/l?sort=length&after=x");
        assert_eq!(query.with("sort", "").on("/l"), "/l?after=x");
        assert_eq!(query.only(&["as_of", "sort"]).on("/l"), "/l?sort=name");
        assert_eq!(Query::parse("").on("/l"), "/l");
    }
}
