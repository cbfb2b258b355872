//! Packages of Debian 12 for the libraries that builds of C and C++ look for.

use std::collections::BTreeSet;

use seaworthy_components::Component;

/// Name of a library in lower case, without `lib` before it → package to build with.
const PACKAGES: [(&str, &str); 52] = [
    ("acl", "libacl1-dev"),
    ("alsa", "libasound2-dev"),
    ("apr-1", "libapr1-dev"),
    ("archive", "libarchive-dev"),
    ("attr", "libattr1-dev"),
    ("boost", "libboost-all-dev"),
    ("bz2", "libbz2-dev"),
    ("bzip2", "libbz2-dev"),
    ("cap", "libcap-dev"),
    ("crypt", "libcrypt-dev"),
    ("crypto", "libssl-dev"),
    ("curl", "libcurl4-openssl-dev"),
    ("curses", "libncurses-dev"),
    ("dbus-1", "libdbus-1-dev"),
    ("event", "libevent-dev"),
    ("expat", "libexpat1-dev"),
    ("ffi", "libffi-dev"),
    ("fmt", "libfmt-dev"),
    ("glib-2.0", "libglib2.0-dev"),
    ("gnutls", "libgnutls28-dev"),
    ("hiredis", "libhiredis-dev"),
    ("intl", "gettext"),
    ("jansson", "libjansson-dev"),
    ("ldap", "libldap-dev"),
    ("lua", "liblua5.4-dev"),
    ("lzma", "liblzma-dev"),
    ("maxminddb", "libmaxminddb-dev"),
    ("memcached", "libmemcached-dev"),
    ("mysqlclient", "libmariadb-dev"),
    ("ncurses", "libncurses-dev"),
    ("nlohmann_json", "nlohmann-json3-dev"),
    ("openssl", "libssl-dev"),
    ("pam", "libpam0g-dev"),
    ("pcre", "libpcre3-dev"),
    ("pcre2-8", "libpcre2-dev"),
    ("poco", "libpoco-dev"),
    ("postgresql", "libpq-dev"),
    ("pq", "libpq-dev"),
    ("protobuf", "libprotobuf-dev protobuf-compiler"),
    ("qt6", "qt6-base-dev"),
    ("sasl2", "libsasl2-dev"),
    ("seccomp", "libseccomp-dev"),
    ("sodium", "libsodium-dev"),
    ("spdlog", "libspdlog-dev"),
    ("sqlite3", "libsqlite3-dev"),
    ("ssl", "libssl-dev"),
    ("systemd", "libsystemd-dev"),
    ("tinfo", "libncurses-dev"),
    ("uv", "libuv1-dev"),
    ("xml2", "libxml2-dev"),
    ("z", "zlib1g-dev"),
    ("zlib", "zlib1g-dev"),
];

/// The packages for what a component is linked with, sorted, and the libraries that no package is known for.
pub(super) fn packages(component: &Component) -> (BTreeSet<&'static str>, BTreeSet<&str>) {
    let mut packages = BTreeSet::new();
    let mut unknown = BTreeSet::new();
    for name in component.programs.iter().flat_map(|p| &p.value.needs) {
        let lower = name.to_ascii_lowercase();
        let short = lower.strip_prefix("lib").unwrap_or(&lower);
        match PACKAGES.iter().find(|(library, _)| *library == short || *library == lower) {
            Some((_, package)) => packages.extend(package.split(' ')),
            None => {
                unknown.insert(name.as_str());
            }
        }
    }
    (packages, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_named_once() {
        let names: Vec<&str> = PACKAGES.iter().map(|(name, _)| *name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }
}
