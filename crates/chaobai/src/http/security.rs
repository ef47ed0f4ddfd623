//! What protects people from other sites and from their own browser's habits: which host names are
//! answered, where a change may come from, and the headers of every answer.

use super::routes::Kind;
use super::site::Settings;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

/// What a page may load and where it may be shown: this site, and nothing written into the page itself.
const PAGE_POLICY: &str = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; \
                           frame-ancestors 'none'; img-src 'self' data:";
/// What an answer that is no page may load: nothing.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
/// Two years (HSTS).
const STRICT_TRANSPORT: &str = "max-age=63072000";

/// The host a request is for, without port, in lower case.
pub fn host(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let named = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    authority(headers, uri).or(named).map(|text| without_port(text).to_ascii_lowercase())
}

/// Scheme and host of a request, with its port: what whole addresses of this site begin with.
pub fn origin(settings: &Settings, headers: &HeaderMap, uri: &Uri) -> String {
    let named = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let host = authority(headers, uri).or(named).unwrap_or_default();
    format!("{}://{host}", if settings.https { "https" } else { "http" })
}

/// Whether the site answers to the host a request is for.
pub fn is_our_host(settings: &Settings, headers: &HeaderMap, uri: &Uri) -> bool {
    host(headers, uri).is_some_and(|host| settings.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(&host)))
}

/// Whether a request that changes something may come from where it comes from: from this site, or from a
/// program that is no browser. A browser names the origin of every such request.
pub fn is_same_origin(settings: &Settings, headers: &HeaderMap, uri: &Uri) -> bool {
    if let Some(site) = headers.get("sec-fetch-site")
        && site != "same-origin"
        && site != "none"
    {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let scheme = if settings.https { "https://" } else { "http://" };
    let named = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let ours = authority(headers, uri).or(named);
    let theirs = origin.to_str().ok().and_then(|origin| origin.strip_prefix(scheme));
    matches!((ours, theirs), (Some(ours), Some(theirs)) if ours.eq_ignore_ascii_case(theirs))
}

/// Whether a method only asks.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Puts the protecting headers on an answer. What a handler set itself stays.
pub fn protect(headers: &mut HeaderMap, settings: &Settings, kind: Kind, signed_in: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    let page = matches!(kind, Kind::Page | Kind::Asset);
    set(header::CONTENT_SECURITY_POLICY, if page { PAGE_POLICY } else { DATA_POLICY });
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        if page { "same-origin" } else { "cross-origin" },
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    if settings.https {
        set(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    if signed_in {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else {
        let own = HeaderValue::from_static("no-cache");
        headers.entry(header::CACHE_CONTROL).or_insert(own);
        if !page {
            // Public data, asked for without any credential, may be read by pages of other sites.
            let anyone = HeaderValue::from_static("*");
            headers.entry(header::ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(anyone);
        }
    }
}

fn authority<'a>(headers: &HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    // HTTP/2 names the host in the address; HTTP/1.1 in a header, which then counts.
    if headers.contains_key(header::HOST) { None } else { uri.authority().map(|a| a.as_str()) }
}

fn without_port(text: &str) -> &str {
    match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !host.ends_with(':') => host,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v)));
        pairs.collect()
    }

    #[test]
    fn only_the_hosts_of_the_site_are_answered() {
        let settings = Settings { hosts: vec!["zone.example".into(), "[::1]".into()], https: true };
        let cases = [
            ("zone.example", true),
            ("ZONE.example:8443", true),
            ("[::1]:80", true),
            ("[::1]", true),
            ("evil.example", false),
            ("zone.example.evil.example", false),
            ("zone.example@evil.example", false),
            ("", false),
        ];
        for (host, ours) in cases {
            let headers = headers(&[("host", host)]);
            assert_eq!(is_our_host(&settings, &headers, &Uri::from_static("/")), ours, "{host}");
        }
        assert!(!is_our_host(&settings, &HeaderMap::new(), &Uri::from_static("/")));
    }

    #[test]
    fn a_change_comes_from_this_site_or_from_a_program() {
        let settings = Settings { hosts: vec!["zone.example".into()], https: true };
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[], true),
            (&[("origin", "https://zone.example")], true),
            (&[("origin", "https://zone.example"), ("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("origin", "http://zone.example")], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "https://zone.example.evil.example")], false),
            (&[("origin", "null")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
        ];
        for (pairs, allowed) in cases {
            let pairs: Vec<_> = pairs.iter().copied().chain([("host", "zone.example")]).collect();
            assert_eq!(
                is_same_origin(&settings, &headers(&pairs), &Uri::from_static("/")),
                *allowed,
                "{pairs:?}"
            );
        }
    }
}
