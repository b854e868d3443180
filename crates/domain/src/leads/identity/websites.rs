//! Websites as they are compared.

/// Hosts on which many businesses have a page each: there the path tells whose it is.
const SHARED: [&str; 12] = [
    "facebook.com",
    "instagram.com",
    "linktr.ee",
    "sites.google.com",
    "google.com",
    "goo.gl",
    "business.site",
    "twitter.com",
    "x.com",
    "yelp.com",
    "untappd.com",
    "bit.ly",
];

/// What a website is told by: its host, with the path where many share the host.
pub(super) fn site(url: &str) -> String {
    let lower = url.trim().to_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let (host, path) = bare.split_once(['/', '?', '#']).unwrap_or((bare, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let plain = host.strip_prefix("m.").unwrap_or(host);
    if SHARED.contains(&plain) {
        return format!("{plain}/{}", path.trim_end_matches('/'));
    }
    host.to_owned()
}
