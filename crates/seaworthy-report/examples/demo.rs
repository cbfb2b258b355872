//! Writes the report of a made-up shop and of a made-up portfolio into a folder: `cargo run --example demo -- DIR`.

#[path = "demo/fleet.rs"]
mod fleet;
#[path = "demo/shop.rs"]
mod shop;

use std::path::PathBuf;

use seaworthy_report::{ReportInput, html, json, portfolio, text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: demo DIR")?);
    std::fs::create_dir_all(&folder)?;
    let assessment = shop::assessment();
    let (picture, drafts, excerpts) = (shop::picture(), shop::drafts(), shop::excerpts());
    let input = ReportInput {
        assessment: &assessment,
        picture: &picture,
        drafts: &drafts,
        excerpts: &excerpts,
    };
    std::fs::write(folder.join("index.html"), html::page(&input)?)?;
    std::fs::write(folder.join("assessment.json"), json::assessment(&assessment)?)?;
    std::fs::write(
        folder.join("summary.txt"),
        text::summary(&assessment, Some("index.html"), false),
    )?;
    let fleet = fleet::portfolio();
    std::fs::write(folder.join("portfolio.html"), portfolio::page(&fleet)?)?;
    std::fs::write(folder.join("portfolio.json"), portfolio::json(&fleet)?)?;
    std::fs::write(folder.join("portfolio.csv"), portfolio::csv(&fleet))?;
    Ok(())
}
