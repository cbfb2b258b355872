//! What can be typed. These types stay in this crate; commands turn them into options of the libraries.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod analyze;

pub(crate) use analyze::{AnalyzeArgs, Mode, TestArgs, TestFormat};

/// See what it takes to run a legacy code base on Kubernetes.
///
/// Seaworthy reads a repository, an archive or a whole portfolio and writes a readiness report with evidence for every
/// claim, a score and an effort range, and draft manifests. It runs nothing of what it reads and needs no network.
#[derive(Debug, Parser)]
#[command(name = "seaworthy", version, propagate_version = true, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 a check did not pass (--fail-under, `rules lint`, `rules test`); 2 wrong usage, or something could not be read or written.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Assess one application: report, assessment and draft manifests.
    #[command(after_help = "Examples:
  seaworthy assess .
  seaworthy assess shop.war -o shop-report --sbom shop.cdx.json
  seaworthy assess https://git.example.com/team/shop.git
  seaworthy assess . --format json | jq .summary
  seaworthy assess . --fail-under 60")]
    Assess(AssessArgs),
    /// Draft Kubernetes manifests and Dockerfiles alone.
    #[command(after_help = "Example:
  seaworthy manifests . -o deploy
  kubectl kustomize deploy")]
    Manifests(ManifestsArgs),
    /// Assess many applications and compare them on one page.
    #[command(after_help = "Examples:
  seaworthy portfolio ~/estate -o portfolio-report
  seaworthy portfolio portfolio.toml -o portfolio-report

A folder holds one folder or archive per application. A list looks like this:
  [[application]]
  name = \"shop\"
  path = \"../shop\"            # or git = \"https://…\"
  team = \"Payments\"
  business_value = \"high\"")]
    Portfolio(PortfolioArgs),
    /// Run Konveyor rules over an application as `kantra analyze` does.
    #[command(after_help = "Examples:
  seaworthy analyze --input shop --output shop-analysis --rules rulesets/stable
  seaworthy analyze -i shop -o shop-analysis --rules my-rules -t cloud-readiness
  seaworthy analyze -i shop -o shop-analysis --rules rulesets -l 'konveyor.io/target=quarkus' --overwrite

Without --rules the rulesets of an installed kantra are used ($KANTRA_DIR/rulesets or ~/.kantra/rulesets).")]
    Analyze(Box<AnalyzeArgs>),
    /// List, show, check and test rules.
    Rules(RulesArgs),
    /// Run rule tests; the same as `rules test`.
    #[command(hide = true)]
    Test(TestArgs),
    /// Print the dependency graph of an application.
    #[command(after_help = "Example:
  seaworthy graph . --format dot | dot -Tsvg > graph.svg")]
    Graph(GraphArgs),
    /// Say what a rule looks for, why it matters and what to do.
    Explain(ExplainArgs),
    /// Print a completion script for a shell.
    #[command(after_help = "Example:
  seaworthy completions bash > ~/.local/share/bash-completion/completions/seaworthy")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff), or write one page per command into a folder.
    Man {
        /// Folder for one page per command.
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// What each family of built-in rules costs by itself, in hundredths of a run on one thread.
    #[command(hide = true)]
    BenchRules {
        /// A folder or an archive.
        path: PathBuf,
        /// Each rule instead of each family.
        #[arg(long)]
        each: bool,
        #[command(flatten)]
        reading: ReadingArgs,
    },
    /// Parse the same files with the same walker and do nothing else; what `bench/` compares with.
    #[command(hide = true)]
    BenchParse {
        /// A folder or an archive.
        path: PathBuf,
        #[command(flatten)]
        reading: ReadingArgs,
    },
}

/// How input is read; shared by all commands that read one.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReadingArgs {
    /// Leave out what `.gitignore` names (legacy jars often live there, so this is off by default).
    #[arg(long)]
    pub(crate) respect_gitignore: bool,
    /// Largest source file that is parsed, in KiB.
    #[arg(long, value_name = "KIB", default_value_t = 1024)]
    pub(crate) max_file_size: u64,
    /// Worker threads; as many as processors by default.
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Folder of Maven's local repository, whose poms tell what libraries bring; the one of the user by default.
    #[arg(long, value_name = "DIR")]
    pub(crate) maven_repository: Option<PathBuf>,
    /// Use no local repository: what libraries bring stays unknown, and the result is the same on every machine.
    #[arg(long, conflicts_with = "maven_repository")]
    pub(crate) no_maven_repository: bool,
    /// Of built archives, look into the libraries as well; what is found there counts in neither score nor effort.
    #[arg(long)]
    pub(crate) analyze_known_libraries: bool,
    /// Say nothing but results and errors.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Which rules and weights count.
#[derive(Args, Clone, Debug)]
pub(crate) struct RuleArgs {
    /// Rules of your own beside the built-in ones: a `.toml` or Konveyor `.yaml` file or a folder of them; may be given
    /// several times.
    #[arg(long = "rules", value_name = "PATH")]
    pub(crate) rules: Vec<PathBuf>,
    /// Use the given rules alone.
    #[arg(long, requires = "rules")]
    pub(crate) no_builtin_rules: bool,
    /// A TOML file of findings to silence, beside `seaworthy-ignore.toml` at the root of the application and
    /// `seaworthy:ignore` in comments.
    #[arg(long, value_name = "FILE")]
    pub(crate) ignore: Option<PathBuf>,
    /// The day that counts for what is silenced until a day; today by default.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<String>,
    /// A TOML file with weights of the readiness model that differ from the built-in ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) weights: Option<PathBuf>,
}

fn day(word: &str) -> Result<String, String> {
    let is_day = seaworthy_pipeline::is_day(word);
    is_day.then(|| word.to_owned()).ok_or_else(|| "a day is written YYYY-MM-DD".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// A summary for people.
    Text,
    /// The assessment for programs.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AssessFormat {
    /// A summary for people.
    Text,
    /// The assessment for programs.
    Json,
    /// Findings in the shape of Konveyor's `output.yaml`.
    Konveyor,
}

#[derive(Args, Debug)]
pub(crate) struct AssessArgs {
    /// A folder, an archive (.jar .war .ear .zip .tar .tar.gz) or a Git URL.
    pub(crate) path: String,
    /// Folder for `index.html`, `assessment.json` and `manifests/`.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// What goes to standard output. With anything but `text` and without `-o` nothing is written to disk.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: AssessFormat,
    /// Name of the application; the folder's or archive's name by default.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Also write a bill of materials (CycloneDX 1.6, JSON) to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) sbom: Option<PathBuf>,
    /// Write into a folder that holds other things, or over files that were edited since or are not ours.
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Exit with 1 when the score is below this, or when there is none.
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(crate) fail_under: Option<u32>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) drafts: DraftArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How manifests are drafted.
#[derive(Args, Clone, Debug)]
pub(crate) struct DraftArgs {
    /// Namespace of the drafts; the application's name by default.
    #[arg(long)]
    pub(crate) namespace: Option<String>,
    /// Registry, with a path if wanted, for the image names.
    #[arg(long, default_value = "registry.example.com")]
    pub(crate) registry: String,
}

#[derive(Args, Debug)]
pub(crate) struct ManifestsArgs {
    /// A folder, an archive or a Git URL.
    pub(crate) path: String,
    /// Folder for the drafts.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Name of the application; the folder's or archive's name by default.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Write into a folder that holds other things, or files that were edited since.
    #[arg(long)]
    pub(crate) overwrite: bool,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) drafts: DraftArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Args, Debug)]
pub(crate) struct PortfolioArgs {
    /// `portfolio.toml` lists, or folders that hold one folder or archive per application.
    #[arg(required = true, value_name = "LIST|DIR")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Folder for the page of all and the report of each.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Write into a folder that holds other things, or files that were edited since.
    #[arg(long)]
    pub(crate) overwrite: bool,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) drafts: DraftArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Args, Debug)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List rules, one a line.
    List {
        #[command(flatten)]
        rules: RuleArgs,
        /// As JSON.
        #[arg(long, value_enum, default_value = "text")]
        format: OutputFormat,
    },
    /// Show one rule whole.
    Show {
        /// Its id.
        id: String,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Check rule files: syntax, unknown keys, regular expressions, missing examples.
    ///
    /// Of Konveyor rules (`.yaml`) it also says what kantra would silently ignore.
    #[command(after_help = "Examples:
  seaworthy rules lint
  seaworthy rules lint my-rules.toml
  seaworthy rules lint rulesets/custom")]
    Lint {
        /// `.toml` or `.yaml` files, or folders of them; the built-in rules by default.
        paths: Vec<PathBuf>,
    },
    /// Run the tests of Konveyor rules (`*.test.yaml`) as `kantra rules test` does.
    #[command(after_help = "Examples:
  seaworthy rules test rulesets/custom
  seaworthy rules test rulesets -t my-rule-001,my-rule-002#tc-1
  seaworthy rules test rulesets --format junit > results.xml")]
    Test(TestArgs),
    /// Measure how right the rules are: precision from labels, recall from seeds
    ///
    /// Labels are places in public repositories that a person opened and judged; their files hold no text of the
    /// repository. Seeds are anti-patterns in several syntactic shapes that are put into the samples.
    #[command(after_help = "Examples:
  seaworthy rules bench
  seaworthy rules bench --samples samples
  seaworthy rules bench --checkout repositories --format json
  seaworthy rules bench --draw 100 --seed 2 PHP=forum.json Ruby=tracker.json")]
    Bench(BenchArgs),
    /// Print the built-in rules in Konveyor's language, as far as it can say them.
    #[command(after_help = "Example:
  seaworthy rules export --format konveyor > seaworthy-rules.yaml")]
    Export {
        /// The language of the rules.
        #[arg(long, value_enum, default_value = "konveyor")]
        format: ExportFormat,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// List the sources that Konveyor rules name.
    ListSources {
        /// Rule files or folders of them.
        #[arg(long = "rules", value_name = "PATH")]
        rules: Vec<PathBuf>,
    },
    /// List the targets that Konveyor rules name.
    ListTargets {
        /// Rule files or folders of them.
        #[arg(long = "rules", value_name = "PATH")]
        rules: Vec<PathBuf>,
    },
    /// Print the JSON schema of rule files, for editors.
    Schema,
}

#[derive(Args, Debug)]
pub(crate) struct BenchArgs {
    /// Assessments (JSON) that places are drawn from, with `--draw`. `GROUP=FILE` names the group of files that have
    /// no language of their own; the language with the most lines otherwise.
    #[arg(value_name = "[GROUP=]ASSESSMENT", requires = "draw")]
    pub(crate) assessments: Vec<String>,
    /// Folder of label files.
    #[arg(long, value_name = "DIR", default_value = "labels")]
    pub(crate) labels: PathBuf,
    /// Folder with the repositories of the labels, each by its name and at its commit: labels whose place is no longer
    /// found are left out. Stored verdicts count without it.
    #[arg(long, value_name = "DIR")]
    pub(crate) checkout: Option<PathBuf>,
    /// Folder of samples: also puts the seeds into them and measures recall.
    #[arg(long, value_name = "DIR")]
    pub(crate) samples: Option<PathBuf>,
    /// Show every seed that was not found.
    #[arg(long, requires = "samples")]
    pub(crate) missed: bool,
    /// Draw so many places of every language group at random and print label stubs for them.
    #[arg(long, value_name = "N", requires = "seed")]
    pub(crate) draw: Option<usize>,
    /// The number that decides a draw; the same one draws the same places.
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u32>,
    /// Write label files into this folder: those of a draw, or with `--checkout` those that say what is gone.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    /// As JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: OutputFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Konveyor's YAML.
    Konveyor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Graphviz.
    Dot,
    /// Nodes and edges with evidence.
    Json,
    /// GraphML.
    Graphml,
    /// Mermaid.
    Mermaid,
}

#[derive(Args, Debug)]
pub(crate) struct GraphArgs {
    /// A folder, an archive or a Git URL.
    pub(crate) path: String,
    /// The form of the graph.
    #[arg(long, value_enum, default_value = "dot")]
    pub(crate) format: GraphFormat,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// Id of a rule, as a report shows it.
    pub(crate) rule: String,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}
