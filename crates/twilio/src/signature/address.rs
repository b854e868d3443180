//! The forms in which Twilio may have signed one address.

/// The address without a port, and with one: the given, or the scheme's own.
///
/// Twilio's back end is not consistent about ports, so both of its official libraries accept both.
/// All else stays byte for byte: host letters, user and password, escapes, the query's order.
pub(super) fn candidates(url: &str) -> Vec<String> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return vec![url.to_owned()];
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let (host, port) = split_port(authority);
    let default = if scheme == "http" { "80" } else { "443" };
    let port = port.unwrap_or(default);
    vec![format!("{scheme}://{host}{tail}"), format!("{scheme}://{host}:{port}{tail}")]
}

/// User, password and host on one side, the port's digits on the other. The colon of a password or of
/// an IPv6 address is no port's.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let host_at = authority.rfind('@').map_or(0, |at| at + 1);
    let host = authority.get(host_at..).unwrap_or_default();
    let after_literal = host.rfind(']').map_or(0, |at| at + 1);
    let colon = host.get(after_literal..).and_then(|rest| rest.rfind(':'));
    let Some(colon) = colon.map(|at| host_at + after_literal + at) else {
        return (authority, None);
    };
    let (before, after) = authority.split_at(colon);
    let digits = after.trim_start_matches(':');
    let is_port = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_port { (before, Some(digits)) } else { (authority, None) }
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn a_port_is_taken_off_and_put_on() {
        let cases = [
            ("https://a.example", "https://a.example", "https://a.example:443"),
            ("http://a.example:80/x", "http://a.example/x", "http://a.example:80/x"),
            (
                "https://a.example:8443?q=1:2",
                "https://a.example?q=1:2",
                "https://a.example:8443?q=1:2",
            ),
            ("https://u:p@a.example/x", "https://u:p@a.example/x", "https://u:p@a.example:443/x"),
            ("https://u:p@a.example:1/x", "https://u:p@a.example/x", "https://u:p@a.example:1/x"),
            ("https://[::1]/x", "https://[::1]/x", "https://[::1]:443/x"),
            ("https://[::1]:9/x", "https://[::1]/x", "https://[::1]:9/x"),
        ];
        for (url, without, with) in cases {
            assert_eq!(candidates(url), [without, with], "{url}");
        }
    }
}
