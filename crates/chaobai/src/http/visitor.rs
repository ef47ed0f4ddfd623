//! Who is asking, in which language, for which address. The gate finds it out once; handlers take it.

use crate::desk::Caller;
use crate::domain::people::Token;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use kernel::{Kind, Lang, Refusal};
use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::failure::Failure;

/// The one who asks.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who, through the posts held today; the public where nobody is signed in.
    pub caller: Arc<Caller>,
    /// Language of the page: English under `/en`.
    pub lang: Lang,
    /// Address without `/en`, percent-encoded as sent.
    pub path: String,
    /// What stands after the question mark, as sent; empty: nothing.
    pub query: String,
    /// The session, where somebody is signed in.
    pub token: Option<Token>,
    /// Number of the request, to quote when asking.
    pub number: String,
}

impl Visitor {
    /// The secret of the hidden field `csrf`: follows from the session, and cannot be guessed without it.
    /// Empty while nobody is signed in.
    pub fn csrf(&self) -> String {
        self.token.as_ref().map_or(String::new(), |token| {
            let digest = Sha256::new().chain_update("chaobai form").chain_update(token.secret()).finalize();
            hex::encode(&digest[..16])
        })
    }

    /// Refuses a form that does not carry this visitor's own secret.
    pub fn check_csrf(&self, given: &str) -> Result<(), Failure> {
        let own = self.csrf();
        let same = own.len() == given.len()
            && own.bytes().zip(given.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0;
        if same {
            return Ok(());
        }
        Err(Failure::with_status(Refusal::new(Kind::NotAllowed, "csrf"), StatusCode::FORBIDDEN))
    }

    /// Address with its query, without `/en`: for the language switch, and to come back to.
    pub fn address(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, Failure> {
        parts.extensions.get::<Visitor>().cloned().ok_or_else(Failure::not_found)
    }
}

/// The language of an address and the address without it.
pub fn language(path: &str) -> (Lang, &str) {
    match path.strip_prefix("/en") {
        Some("") => (Lang::En, "/"),
        Some(rest) if rest.starts_with('/') => (Lang::En, rest),
        _ => (Lang::Zh, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_address_is_the_chinese_one_behind_en() {
        let cases = [
            ("/", Lang::Zh, "/"),
            ("/en", Lang::En, "/"),
            ("/en/", Lang::En, "/"),
            ("/en/lists/roads", Lang::En, "/lists/roads"),
            ("/enterprises", Lang::Zh, "/enterprises"),
        ];
        for (path, lang, rest) in cases {
            assert_eq!(language(path), (lang, rest), "{path}");
        }
    }
}
