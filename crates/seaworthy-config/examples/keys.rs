//! Prints the facts of one configuration file, or only their number with `--count`.

use std::io::Write;
use std::sync::Arc;

use seaworthy_base::{LineIndex, decode};
use seaworthy_facts::Language;

fn main() -> std::io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let count =
        arguments.iter().position(|a| a == "--count").map(|i| arguments.remove(i)).is_some();
    let mut out = std::io::stdout().lock();
    for argument in arguments {
        let Some(decoded) = decode(std::fs::read(&argument)?) else { continue };
        let path: Arc<str> = Arc::from(argument);
        let started = std::time::Instant::now();
        let read = seaworthy_config::read(&path, Language::of_path(&path), &decoded.text);
        let took = started.elapsed();
        if !count {
            let lines = LineIndex::new(&decoded.text);
            for fact in &read.facts {
                let line = lines.position(&decoded.text, fact.span.start).line;
                writeln!(
                    out,
                    "{line}\t{:?}\t{}\t{}",
                    fact.kind,
                    read.name(fact),
                    read.value(fact)
                )?;
            }
        }
        for problem in &read.problems {
            writeln!(out, "{problem}")?;
        }
        writeln!(out, "{path}: {} facts, {:?}, {took:?}", read.facts.len(), read.outcome)?;
    }
    Ok(())
}
