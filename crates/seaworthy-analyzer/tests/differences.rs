//! The book's page on differences says what the table says.
//!
//! `SEAWORTHY_CODEGEN=1 cargo test --package seaworthy-analyzer --test differences` writes it.

use std::path::Path;

use seaworthy_analyzer::Difference;

fn page() -> String {
    let mut page = String::from(
        "# Differences\n\n\
         `analyze` and `rules test` answer as Konveyor does. `assess --rules` runs the same rules and mends what their\n\
         authors would call faults. These are all the places where the two differ.\n\n\
         | name | `analyze` and `rules test` | `assess` |\n|---|---|---|\n",
    );
    for difference in Difference::ALL {
        let (exact, mended) = (difference.exact(), difference.mended());
        page.push_str(&format!("| `{}` | {exact} | {mended} |\n", difference.name()));
    }
    page
}

#[test]
fn the_page_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/konveyor/differences.md");
    let fresh = page();
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    if found != fresh && std::env::var_os("SEAWORTHY_CODEGEN").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    assert_eq!(found, fresh, "run `cargo xtask codegen`");
}
