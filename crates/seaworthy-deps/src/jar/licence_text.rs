//! From the text of a licence to its SPDX identifier, by its opening words.

/// How far into a file, in bytes of normalised text, a licence may begin: a heading and a copyright line stand before it.
const OPENING: usize = 3000;
/// How much of a file is looked at.
const MAX_TEXT: usize = 200_000;

/// Words that only the opening of a licence has, normalised as [`normal`] does.
const OPENINGS: &[(&str, &str)] = &[
    ("apache license version 2.0", "Apache-2.0"),
    ("apache software license version 1.1", "Apache-1.1"),
    ("apache software license version 2.0", "Apache-2.0"),
    ("eclipse public license v 1.0", "EPL-1.0"),
    ("eclipse public license v1.0", "EPL-1.0"),
    ("eclipse public license version 1.0", "EPL-1.0"),
    ("eclipse public license v 2.0", "EPL-2.0"),
    ("eclipse public license v2.0", "EPL-2.0"),
    ("eclipse public license version 2.0", "EPL-2.0"),
    ("eclipse distribution license v 1.0", "BSD-3-Clause"),
    ("gnu lesser general public license version 2.1", "LGPL-2.1-only"),
    ("gnu lesser general public license version 3", "LGPL-3.0-only"),
    ("gnu library general public license version 2", "LGPL-2.0-only"),
    ("gnu affero general public license version 3", "AGPL-3.0-only"),
    ("gnu general public license version 2", "GPL-2.0-only"),
    ("gnu general public license gpl version 2", "GPL-2.0-only"),
    ("gnu general public license version 3", "GPL-3.0-only"),
    ("common development and distribution license cddl version 1.0", "CDDL-1.0"),
    ("common development and distribution license version 1.0", "CDDL-1.0"),
    ("common development and distribution license cddl version 1.1", "CDDL-1.1"),
    ("common development and distribution license version 1.1", "CDDL-1.1"),
    ("mozilla public license version 1.1", "MPL-1.1"),
    ("mozilla public license version 2.0", "MPL-2.0"),
    ("common public license version 1.0", "CPL-1.0"),
    ("creative commons legal code cc0 1.0 universal", "CC0-1.0"),
    ("cc0 1.0 universal", "CC0-1.0"),
    ("universal permissive license upl version 1.0", "UPL-1.0"),
    ("permission is hereby granted free of charge to any person obtaining a copy", "MIT"),
    (
        "redistribution and use in source and binary forms with or without modification are permitted",
        "BSD-2-Clause",
    ),
    (
        "permission to use copy modify and/or distribute this software for any purpose with or without fee is hereby granted",
        "ISC",
    ),
    ("boost software license version 1.0", "BSL-1.0"),
    ("this is free and unencumbered software released into the public domain", "Unlicense"),
];

/// The licence that a text begins with; none where no known one does. A CDDL text that goes on with the GPL and the
/// classpath exception is two, as Java EE's libraries are licensed.
pub fn spdx_of_text(text: &str) -> Vec<&'static str> {
    let text = normal(text);
    let found = OPENINGS
        .iter()
        .filter_map(|(words, id)| text.find(words).map(|at| (at, *id)))
        .filter(|(at, _)| *at < OPENING)
        // Of two that begin at the same place there are none: no opening is the start of another.
        .min();
    let Some((_, id)) = found else { return Vec::new() };
    let classpath = || {
        text.contains("classpath exception")
            || text.contains("executable linked with this library")
            || text.contains("link this library with independent modules")
    };
    match id {
        "MIT" if text.contains("shall be used for good not evil") => vec!["JSON"],
        "BSD-2-Clause" if text.contains("all advertising materials") => vec!["BSD-4-Clause"],
        // Apache's first licence was BSD's text with names of its own.
        "BSD-2-Clause"
            if text.contains("apache software foundation")
                && text.contains("end-user documentation") =>
        {
            vec!["Apache-1.1"]
        }
        "BSD-2-Clause" if text.contains("endorse or promote products") => vec!["BSD-3-Clause"],
        "GPL-2.0-only" if classpath() => vec!["GPL-2.0-with-classpath-exception"],
        "CDDL-1.0" | "CDDL-1.1" if text.contains("gnu general public license") && classpath() => {
            vec![id, "GPL-2.0-with-classpath-exception"]
        }
        _ => vec![id],
    }
}

/// Lower-case words with one space between; of marks only those inside of words and numbers stay.
fn normal(text: &str) -> String {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut out = String::new();
    let mut add = |text: &str| {
        for word in text.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if !word.is_empty() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            }
        }
    };
    // Licences are shipped as pages, too: a tag is no word.
    for (n, piece) in text.get(..end).unwrap_or("").split('<').enumerate() {
        match piece.split_once('>') {
            Some((tag, rest)) if n > 0 && !tag.contains('\n') => add(rest),
            _ => add(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn openings_lead_to_identifiers() {
        let cases: &[(&str, &[&str])] = &[
            ("\n      Apache License\n   Version 2.0, January 2004\n", &["Apache-2.0"]),
            (
                "/*\n * The MIT License\n *\n * Copyright (c) 2020\n * Permission is hereby granted, free of charge, to any person obtaining a copy",
                &["MIT"],
            ),
            (
                "Permission is hereby granted, free of charge, to any person obtaining a copy … The Software shall be used for Good, not Evil.",
                &["JSON"],
            ),
            (
                "Redistribution and use in source and binary forms, with or without\nmodification, are permitted provided …",
                &["BSD-2-Clause"],
            ),
            (
                "Redistribution and use in source and binary forms, with or without modification, are permitted … used to endorse or promote products",
                &["BSD-3-Clause"],
            ),
            ("Eclipse Public License - v 2.0\n\nTHE ACCOMPANYING", &["EPL-2.0"]),
            (
                "GNU GENERAL PUBLIC LICENSE\nVersion 2, June 1991 … \"CLASSPATH\" EXCEPTION",
                &["GPL-2.0-with-classpath-exception"],
            ),
            (
                "COMMON DEVELOPMENT AND DISTRIBUTION LICENSE (CDDL) Version 1.1 … The GNU General Public License (GPL) Version 2 … \"CLASSPATH\" EXCEPTION TO",
                &["CDDL-1.1", "GPL-2.0-with-classpath-exception"],
            ),
            ("<h1>Mozilla Public License</h1> Version 2.0", &["MPL-2.0"]),
            ("All rights reserved.", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(spdx_of_text(text), *expected, "{text}");
        }
        let late = format!("{} Apache License Version 2.0", "word ".repeat(700));
        assert_eq!(spdx_of_text(&late), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,200}") {
            spdx_of_text(&text);
        }
    }
}
