//! Addresses of the public internet, and connecting to no others.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::GeocodeError;

/// Looks names up and forgets private addresses, so that a name that leads into the own network
/// leads nowhere, whenever it begins to.
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(GeocodeError::Private(name.as_str().to_owned()).into());
            }
            Ok::<Addrs, _>(Box::new(public.into_iter()))
        })
    }
}

/// Refuses an address that is written out and private: no name is looked up for it.
pub(crate) fn check_literal(url: &Url) -> Result<(), GeocodeError> {
    let ip = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        Some(Host::Domain(_)) | None => return Ok(()),
    };
    if is_public(ip) { Ok(()) } else { Err(GeocodeError::Private(ip.to_string())) }
}

/// Whether this is an address of the public internet.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let is_reserved = match ip.octets() {
        // This network; shared by a provider's customers; protocols; measuring; of no use yet.
        [0 | 240..=255, ..]
        | [100, 64..=127, ..]
        | [192, 0, 0, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..] => true,
        _ => false,
    };
    let is_elsewhere = ip.is_private() || ip.is_loopback() || ip.is_link_local();
    !(is_reserved || is_elsewhere || ip.is_multicast() || ip.is_documentation())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, .., y, z] = ip.segments();
    let v4 = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        Ipv4Addr::new(a, b, c, d)
    };
    match (a, b) {
        // An address of the other kind in this one's clothes: mapped, translated, tunnelled.
        (0, 0) => ip.to_ipv4_mapped().is_some_and(is_public_v4),
        (0x64, 0xff9b) => is_public_v4(v4(y, z)),
        (0x2002, high) => ip.segments().get(2).is_some_and(|low| is_public_v4(v4(high, *low))),
        (0x2001, 0 | 0xdb8) | (0x3fff, 0..=0xfff) => false,
        // What is given out to be reached; the rest is local, multicast or of no use yet.
        (0x2000..=0x3fff, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for public in ["1.1.1.1", "8.8.8.8", "192.1.0.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.0.0.7",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:7",
            "2002:7f00:1::",
            "2001:db8::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn a_private_address_that_is_written_out_is_refused() {
        for private in
            ["http://127.0.0.1:8080", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"]
        {
            let refused = check_literal(&private.parse().unwrap()).unwrap_err();
            assert!(matches!(refused, GeocodeError::Private(_)), "{private}");
        }
        assert!(check_literal(&"https://nominatim.example".parse().unwrap()).is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_into_the_own_network_leads_nowhere() {
        let found = PublicOnly.resolve("localhost".parse().unwrap()).await;
        let error = found.err().unwrap();
        assert!(error.to_string().contains("localhost is an address of a private network"));
    }
}
