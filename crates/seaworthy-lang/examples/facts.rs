//! Prints the facts of source files, for authors of rules: `cargo run -p seaworthy-lang --example facts -- FILE…`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::sync::Arc;

use seaworthy_base::{LineIndex, decode};
use seaworthy_facts::{FactFlags, Language};
use seaworthy_lang::{Analyser, Limits};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut analyser = Analyser::new(Limits::default());
    for path in std::env::args().skip(1) {
        let Some(decoded) = decode(std::fs::read(&path)?) else {
            eprintln!("{path}: not text");
            continue;
        };
        let text = decoded.text;
        let name: Arc<str> = Arc::from(path.as_str());
        let facts = analyser.analyse(&name, Language::of_path(&path), &text);
        println!("{path}: {} facts, {:?}", facts.facts.len(), facts.outcome);
        let lines = LineIndex::new(&text);
        for fact in &facts.facts {
            let at = lines.position(&text, fact.span.start);
            let sure = if fact.flags.has(FactFlags::RESOLVED) { ' ' } else { '~' };
            let kind = format!("{:?}", fact.kind);
            println!(
                "{:>5} {sure}{kind:<12} {}  |  {}  |  {}",
                at.line,
                facts.name(fact),
                facts.value(fact),
                facts.scope(fact)
            );
        }
        for problem in &facts.problems {
            println!("      {problem}");
        }
    }
    Ok(())
}
