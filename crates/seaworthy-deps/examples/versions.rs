//! Compares versions: `cargo run -p seaworthy-deps --example versions -- gradle|osgi < pairs`. Each line holds two, parted
//! by a tab; `-1`, `0` or `1` comes out, or `x` where one is no version, then for Gradle whether the first, taken as a
//! requirement, accepts the second.
#![allow(clippy::print_stdout, reason = "an example talks to the person who runs it")]

use seaworthy_deps::version::gradle::{Selector, compare};
use seaworthy_deps::version::osgi::OsgiVersion;

fn main() {
    let osgi = std::env::args().nth(1).is_some_and(|a| a == "osgi");
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let (a, b) = line.split_once('\t').unwrap_or((&line, ""));
        if osgi {
            match (OsgiVersion::parse(a), OsgiVersion::parse(b)) {
                (Some(a), Some(b)) => println!("{}", a.cmp(&b) as i8),
                _ => println!("x"),
            }
        } else {
            let accepted = Selector::parse(a).accepts(b);
            let word = accepted.map_or("unknown".to_owned(), |a| a.to_string());
            println!("{}\t{word}", compare(a, b) as i8);
        }
    }
}
