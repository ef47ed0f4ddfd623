//! Hands a notice to a program: one POST, signed, to an address that was looked up once and is not ours.

use super::channels::Webhook;
use hmac::{Hmac, KeyInit, Mac};
use kernel::Instant;
use sha2::Sha256;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Longest time for the whole exchange.
const TIME: Duration = Duration::from_secs(10);

/// What is sent.
pub struct Message<'a> {
    /// Id of the notice: the same in every attempt, so that the receiver takes it once.
    pub id: &'a str,
    /// Event.
    pub event: &'a str,
    /// JSON.
    pub body: String,
    /// Now.
    pub at: Instant,
}

/// Sends it; says what the other side answered, or why it was not reached.
pub fn post(hook: &Webhook, message: &Message<'_>, allow_private: bool) -> Result<String, String> {
    let seconds = message.at.0 / 1_000_000;
    let signature = sign(&hook.secret, seconds, &message.body);
    // The resolver gives the agent only addresses that may be reached, and the agent connects to exactly
    // those: there is no second look-up that could say something else. A redirect is an answer, not a way.
    let config = Config::builder()
        .timeout_global(Some(TIME))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent("chaobai")
        .build();
    let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), Outside { allow_private });
    let answer = agent
        .post(&hook.url)
        .header("content-type", "application/json")
        .header("chaobai-delivery", message.id)
        .header("chaobai-event", message.event)
        .header("chaobai-signature", &format!("t={seconds},v1={signature}"))
        .send(&message.body);
    match answer {
        Ok(answer) if answer.status().is_success() => Ok(answer.status().as_u16().to_string()),
        Ok(answer) => Err(format!("HTTP {}", answer.status().as_u16())),
        Err(error) => Err(short(&error.to_string())),
    }
}

/// HMAC-SHA256 of `SECONDS.BODY` with the webhook's secret, hex.
pub fn sign(secret: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length will do");
    mac.update(format!("{seconds}.{body}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// A few words for the delivery log.
pub(super) fn short(text: &str) -> String {
    text.chars().take(120).collect()
}

/// Looks a name up and keeps only addresses outside; the name is looked up once.
#[derive(Debug)]
struct Outside {
    allow_private: bool,
}

impl Resolver for Outside {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        _timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let found: Vec<SocketAddr> =
            (host, port).to_socket_addrs().map_err(|_| ureq::Error::HostNotFound)?.collect();
        let mut kept = self.empty();
        for address in found.iter().filter(|a| self.allow_private || is_outside(a.ip())).take(16) {
            kept.push(*address);
        }
        if kept.is_empty() {
            let why =
                if found.is_empty() { "no address" } else { "a private or loopback address is refused" };
            return Err(ureq::Error::Other(why.into()));
        }
        Ok(kept)
    }
}

/// Whether an address is on the open network: not this machine, not a private or reserved range.
pub fn is_outside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            let reserved = a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 198 && (b == 18 || b == 19 || (b == 51 && c == 100)))
                || (a == 203 && b == 0 && c == 113);
            !(reserved
                || ip.is_loopback()
                || ip.is_private()
                || ip.is_link_local()
                || ip.is_multicast()
                || ip.is_broadcast())
        }
        IpAddr::V6(ip) => {
            if let Some(inner) = ip.to_ipv4_mapped() {
                return is_outside(IpAddr::V4(inner));
            }
            let segments = ip.segments();
            // 64:ff9b::/96 and 2002::/16 carry an IPv4 address inside.
            let carried = match segments {
                [0x64, 0xff9b, 0, 0, 0, 0, hi, lo] | [0x2002, hi, lo, ..] => {
                    let [a, b] = hi.to_be_bytes();
                    let [c, d] = lo.to_be_bytes();
                    Some(IpAddr::from([a, b, c, d]))
                }
                _ => None,
            };
            let global = segments[0] & 0xe000 == 0x2000 && !(segments[0] == 0x2001 && segments[1] == 0xdb8);
            let nat64 = segments[0] == 0x64 && segments[1] == 0xff9b;
            (global || nat64) && carried.is_none_or(is_outside)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_can_be_made_again_by_the_receiver() {
        // printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef
        let signed = sign("0123456789abcdef", 1_700_000_000, "{\"a\":1}");
        assert_eq!(signed.len(), 64);
        assert_ne!(signed, sign("0123456789abcdef", 1_700_000_001, "{\"a\":1}"), "the time is signed too");
        assert_ne!(signed, sign("another-secret-16", 1_700_000_000, "{\"a\":1}"));
        // RFC 4231 test case 2 in the same hands: key "Jefe", data split at its first point.
        let rfc = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let mut mac = Hmac::<Sha256>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        assert_eq!(hex::encode(mac.finalize().into_bytes()), rfc);
    }

    #[test]
    fn addresses_inside_are_told_from_those_outside() {
        for inside in [
            "127.0.0.1",
            "127.8.8.8",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "203.0.113.9",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_outside(inside.parse().unwrap()), "{inside}");
        }
        for outside in
            ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
        {
            assert!(is_outside(outside.parse().unwrap()), "{outside}");
        }
    }
}
