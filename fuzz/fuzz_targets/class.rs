//! Any bytes as class files become text, or an error, without harm: `cargo +nightly fuzz run class corpus/class seeds/class`.
//! The first byte says how the rest is cut into the classes of one unit.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seaworthy_jvm::{ClassLimits, read_class, read_signature, read_unit};

fuzz_target!(|data: &[u8]| {
    let Some((&cut, bytes)) = data.split_first() else { return };
    let limits = ClassLimits { text: 1 << 20, ..ClassLimits::default() };
    if let Ok(class) = read_class(bytes, &limits) {
        // Every line of the text has a line of the source, or says that it has none.
        assert_eq!(class.text.lines().count().max(1), class.lines.len().max(1));
    }
    let _ = read_signature(bytes);
    let at = bytes.len() * usize::from(cut) / 256;
    let (outer, inner) = bytes.split_at(at);
    let _ = read_unit(&[("A.class", outer), ("A$B.class", inner)], &limits);
});
