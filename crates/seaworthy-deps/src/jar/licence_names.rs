//! From the names and addresses of licences, as poms and manifests write them, to SPDX identifiers.

/// Hosts whose addresses name a licence by their words.
const HOSTS: &[&str] = &[
    "apache.org/licenses",
    "bouncycastle.org",
    "choosealicense.com",
    "creativecommons.org",
    "eclipse.org",
    "fsf.org",
    "glassfish.dev.java.net",
    "glassfish.java.net",
    "gnu.org",
    "json.org",
    "mozilla.org",
    "opensource.org/license",
    "projects.eclipse.org/license",
    "oss.oracle.com",
    "repository.jboss.org/licenses",
    "spdx.org/licenses",
    "unlicense.org",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Apache,
    Mit,
    Bsd,
    Edl,
    Lgpl,
    Agpl,
    Gpl,
    Eclipse,
    Cddl,
    Mozilla,
    CommonPublic,
    EuropeanUnion,
    /// A licence with one version, by its identifier.
    Single(&'static str),
}

/// One licence that a name speaks of.
struct Mention {
    family: Family,
    version: Option<&'static str>,
}

/// The SPDX identifiers of a licence's name or address, each once, in the order in which they are named. None where the
/// name says too little: "BSD" has three texts, "GNU" as many versions.
pub fn spdx_of_name(name: &str) -> Vec<&'static str> {
    let lower = name.trim().to_ascii_lowercase();
    let address = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://"));
    let address = address.map(|a| a.strip_prefix("www.").unwrap_or(a));
    if let Some(address) = address {
        if address.starts_with("opensource.org/licenses/bsd-license") {
            return vec!["BSD-2-Clause"];
        }
        if address.contains("cddl+gpl") || address.contains("cddlgpl") {
            let second = address.contains("1_1") || address.contains("1.1");
            let cddl = if second { "CDDL-1.1" } else { "CDDL-1.0" };
            return vec![cddl, "GPL-2.0-with-classpath-exception"];
        }
        if address.starts_with("gnu.org/software/classpath/license") {
            return vec!["GPL-2.0-with-classpath-exception"];
        }
        if !HOSTS.iter().any(|host| address.starts_with(host)) {
            return Vec::new();
        }
    }
    let words = words(address.unwrap_or(&lower));
    let mut found = Vec::new();
    for mention in mentions(&words) {
        if let Some(id) = identifier(&mention, &words)
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    found
}

/// Lower-case words; a version is parted from the letters before it (`gplv2` → `gpl`, `2`).
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '+'));
    for part in parts {
        let part = part.trim_matches('.');
        let part = [".txt", ".html", ".php", ".htm", ".md", ".org", ".com"]
            .iter()
            .fold(part, |p, end| p.strip_suffix(end).unwrap_or(p));
        let end = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
        let (letters, digits) = part.split_at(end);
        let bare = letters.trim_end_matches('v');
        if family(bare, "").is_some() || (bare.is_empty() && !digits.is_empty()) {
            found.extend([bare, digits].iter().filter(|w| !w.is_empty()));
        } else {
            found.extend(part.split('+').filter(|w| !w.is_empty()));
        }
        if part.ends_with('+') {
            found.push("+");
        }
    }
    found
}

/// The family that a word begins, given the word after it.
fn family(word: &str, next: &str) -> Option<Family> {
    let family = match (word, next) {
        ("apache" | "asl", _) => Family::Apache,
        ("mit" | "expat", _) => Family::Mit,
        ("bsd", _) => Family::Bsd,
        ("edl", _) | ("eclipse", "distribution") => Family::Edl,
        ("lgpl" | "lesser", _) | ("library", "general") => Family::Lgpl,
        ("agpl" | "affero", _) => Family::Agpl,
        ("gpl", _) | ("general", "public") => Family::Gpl,
        ("epl" | "eclipse", _) => Family::Eclipse,
        ("cddl", _) | ("common", "development") => Family::Cddl,
        ("mpl" | "mozilla", _) => Family::Mozilla,
        ("cpl", _) | ("common", "public") => Family::CommonPublic,
        ("eupl", _) => Family::EuropeanUnion,
        ("cc0" | "zero", _) => Family::Single("CC0-1.0"),
        ("upl", _) | ("universal", "permissive") => Family::Single("UPL-1.0"),
        ("json", _) => Family::Single("JSON"),
        ("isc", _) => Family::Single("ISC"),
        ("zlib", _) => Family::Single("Zlib"),
        ("unlicense", _) => Family::Single("Unlicense"),
        ("wtfpl", _) => Family::Single("WTFPL"),
        // SPDX names the text of Bouncy Castle as that of MIT.
        ("bouncycastle", _) | ("bouncy", "castle") => Family::Single("MIT"),
        ("plexus", _) => Family::Single("Plexus"),
        ("postgresql", _) => Family::Single("PostgreSQL"),
        ("boost", _) => Family::Single("BSL-1.0"),
        ("w3c", _) => Family::Single("W3C"),
        ("0bsd", _) => Family::Single("0BSD"),
        ("icu", _) => Family::Single("ICU"),
        _ => return None,
    };
    Some(family)
}

fn mentions(words: &[&str]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let next = words.get(n + 1).copied().unwrap_or("");
        let last = found.last_mut();
        if let Some(family) = family(word, next) {
            let same = last.is_some_and(|m| {
                m.family == family
                    // "lesser general public" and "affero general public" are one name each.
                    || (family == Family::Gpl && *word == "general" && matches!(m.family, Family::Lgpl | Family::Agpl))
            });
            if !same {
                found.push(Mention { family, version: None });
            }
        } else if let (Some(mention), Some(version)) = (last, version(word)) {
            mention.version.get_or_insert(version);
        }
    }
    found
}

fn version(word: &str) -> Option<&'static str> {
    Some(match word.trim_start_matches('v').trim_end_matches('+') {
        "1" | "1.0" | "10" | "1.0.0" => "1.0",
        "1.1" | "11" => "1.1",
        "1.2" => "1.2",
        "2" | "2.0" | "20" | "2.0.0" => "2.0",
        "2.1" | "21" => "2.1",
        "3" | "3.0" | "30" => "3.0",
        "4" => "4.0",
        _ => return None,
    })
}

fn identifier(mention: &Mention, words: &[&str]) -> Option<&'static str> {
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let later = has(&["later", "newer", "+"]) || words.iter().any(|w| w.ends_with('+'));
    Some(match (mention.family, mention.version) {
        (Family::Single(id), _) => id,
        (Family::Apache, Some("2.0")) => "Apache-2.0",
        (Family::Apache, Some("1.1")) => "Apache-1.1",
        (Family::Apache, Some("1.0")) => "Apache-1.0",
        (Family::Mit, _) if has(&["0"]) => "MIT-0",
        (Family::Mit, _) => "MIT",
        (Family::Bsd, Some("2.0")) => "BSD-2-Clause",
        (Family::Edl, _) | (Family::Bsd, Some("3.0")) => "BSD-3-Clause",
        (Family::Bsd, Some("4.0")) => "BSD-4-Clause",
        (Family::Bsd, _) if has(&["simplified", "freebsd", "two"]) => "BSD-2-Clause",
        (Family::Bsd, _) if has(&["new", "revised", "modified", "three"]) => "BSD-3-Clause",
        (Family::Lgpl, Some("2.0")) if later => "LGPL-2.0-or-later",
        (Family::Lgpl, Some("2.0")) => "LGPL-2.0-only",
        (Family::Lgpl, Some("2.1")) if later => "LGPL-2.1-or-later",
        (Family::Lgpl, Some("2.1")) => "LGPL-2.1-only",
        (Family::Lgpl, Some("3.0")) if later => "LGPL-3.0-or-later",
        (Family::Lgpl, Some("3.0")) => "LGPL-3.0-only",
        (Family::Agpl, Some("3.0")) if later => "AGPL-3.0-or-later",
        (Family::Agpl, Some("3.0")) => "AGPL-3.0-only",
        (Family::Gpl, Some("2.0") | None) if has(&["classpath", "cpe", "ce", "cp"]) => {
            "GPL-2.0-with-classpath-exception"
        }
        (Family::Gpl, Some("2.0")) if later => "GPL-2.0-or-later",
        (Family::Gpl, Some("2.0")) => "GPL-2.0-only",
        (Family::Gpl, Some("3.0")) if later => "GPL-3.0-or-later",
        (Family::Gpl, Some("3.0")) => "GPL-3.0-only",
        (Family::Eclipse, Some("1.0")) => "EPL-1.0",
        (Family::Eclipse, Some("2.0")) => "EPL-2.0",
        (Family::Cddl, Some("1.0")) => "CDDL-1.0",
        (Family::Cddl, Some("1.1")) => "CDDL-1.1",
        (Family::Mozilla, Some("1.0")) => "MPL-1.0",
        (Family::Mozilla, Some("1.1")) => "MPL-1.1",
        (Family::Mozilla, Some("2.0")) => "MPL-2.0",
        (Family::CommonPublic, _) => "CPL-1.0",
        (Family::EuropeanUnion, Some("1.1")) => "EUPL-1.1",
        (Family::EuropeanUnion, Some("1.2")) => "EUPL-1.2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_lead_to_identifiers() {
        let cases: &[(&str, &[&str])] = &[
            ("The Apache Software License, Version 2.0", &["Apache-2.0"]),
            ("Apache-2.0", &["Apache-2.0"]),
            ("ASL2", &["Apache-2.0"]),
            ("Apache License", &[]),
            ("The MIT License (MIT)", &["MIT"]),
            ("BSD", &[]),
            ("New BSD License", &["BSD-3-Clause"]),
            ("BSD-2-Clause", &["BSD-2-Clause"]),
            ("The BSD 3-Clause License", &["BSD-3-Clause"]),
            ("Eclipse Distribution License - v 1.0", &["BSD-3-Clause"]),
            ("Eclipse Public License v. 2.0", &["EPL-2.0"]),
            ("EPL 2.0", &["EPL-2.0"]),
            ("GNU Lesser General Public License, version 2.1", &["LGPL-2.1-only"]),
            ("LGPL-2.1-or-later", &["LGPL-2.1-or-later"]),
            ("LGPLv3+", &["LGPL-3.0-or-later"]),
            ("GNU Library General Public License v2", &["LGPL-2.0-only"]),
            ("GNU Lesser General Public License", &[]),
            ("GPL2 w/ CPE", &["GPL-2.0-with-classpath-exception"]),
            (
                "The GNU General Public License (GPL), Version 2, With Classpath Exception",
                &["GPL-2.0-with-classpath-exception"],
            ),
            (
                "CDDL 1.1 + GPLv2 with classpath exception",
                &["CDDL-1.1", "GPL-2.0-with-classpath-exception"],
            ),
            ("Common Development and Distribution License (CDDL) v1.0", &["CDDL-1.0"]),
            ("MPL 1.1", &["MPL-1.1"]),
            ("Public Domain, per Creative Commons CC0", &["CC0-1.0"]),
            ("Public Domain", &[]),
            ("Universal Permissive License, Version 1.0", &["UPL-1.0"]),
            ("Similar to Apache License but with the acknowledgment clause removed", &[]),
            ("GNU Affero General Public License v3", &["AGPL-3.0-only"]),
        ];
        for (name, expected) in cases {
            assert_eq!(spdx_of_name(name), *expected, "{name}");
        }
    }

    #[test]
    fn addresses_lead_to_identifiers() {
        let cases: &[(&str, &[&str])] = &[
            ("https://www.apache.org/licenses/LICENSE-2.0.txt", &["Apache-2.0"]),
            ("http://www.eclipse.org/legal/epl-v10.html", &["EPL-1.0"]),
            ("https://www.eclipse.org/legal/epl-2.0/", &["EPL-2.0"]),
            ("http://www.eclipse.org/org/documents/edl-v10.php", &["BSD-3-Clause"]),
            ("http://www.gnu.org/licenses/old-licenses/lgpl-2.1.html", &["LGPL-2.1-only"]),
            ("https://opensource.org/licenses/MIT", &["MIT"]),
            ("http://creativecommons.org/publicdomain/zero/1.0/", &["CC0-1.0"]),
            (
                "https://www.gnu.org/software/classpath/license.html",
                &["GPL-2.0-with-classpath-exception"],
            ),
            ("https://www.mozilla.org/en-US/MPL/2.0/", &["MPL-2.0"]),
            ("https://example.org/acme/mit-tools/LICENSE", &[]),
            ("https://oss.oracle.com/licenses/upl", &["UPL-1.0"]),
            (
                "https://glassfish.java.net/public/CDDL+GPL_1_1.html",
                &["CDDL-1.1", "GPL-2.0-with-classpath-exception"],
            ),
        ];
        for (name, expected) in cases {
            assert_eq!(spdx_of_name(name), *expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_read(name in "(gpl|v2|\\+|[a-z. é]|https://|bsd|-|common|public){0,20}") {
            spdx_of_name(&name);
        }
    }
}
