//! The flags of `analyze` and `rules test`: kantra's names with kantra's meaning.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// Source files and libraries.
    Full,
    /// Source files alone.
    SourceOnly,
}

#[derive(Args, Debug)]
pub(crate) struct AnalyzeArgs {
    /// The application: a folder or an archive.
    #[arg(short, long, value_name = "PATH", required_unless_present_any = ["list_sources", "list_targets", "list_providers"])]
    pub(crate) input: Option<PathBuf>,
    /// Folder for `output.yaml`, `dependencies.yaml`, `analysis.log` and `static-report/`.
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["list_sources", "list_targets", "list_languages", "list_providers"])]
    pub(crate) output: Option<PathBuf>,
    /// Rule files or folders of them; may be given several times.
    #[arg(long = "rules", value_name = "PATH")]
    pub(crate) rules: Vec<PathBuf>,
    /// Use the rulesets of an installed kantra beside the given rules.
    #[arg(long, value_name = "BOOL", default_value_t = true, default_missing_value = "true", num_args = 0..=1, require_equals = true, action = clap::ArgAction::Set)]
    pub(crate) enable_default_rulesets: bool,
    /// Technology to move away from; may be given several times.
    #[arg(short, long, value_name = "SOURCE", value_delimiter = ',')]
    pub(crate) source: Vec<String>,
    /// Technology to move to; may be given several times.
    #[arg(short, long, value_name = "TARGET", value_delimiter = ',')]
    pub(crate) target: Vec<String>,
    /// Run the rules whose labels fit this expression, in place of --source and --target.
    #[arg(short, long, value_name = "EXPRESSION")]
    pub(crate) label_selector: Option<String>,
    /// Keep the incidents whose variables fit this expression.
    #[arg(long, value_name = "EXPRESSION")]
    pub(crate) incident_selector: Option<String>,
    /// What is looked at.
    #[arg(short, long, value_enum, default_value = "full")]
    pub(crate) mode: Mode,
    /// Lines of code before and after an incident.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) context_lines: u32,
    /// Leave out conditions on dependencies.
    #[arg(long)]
    pub(crate) no_dependency_rules: bool,
    /// Look into open-source libraries too.
    #[arg(long)]
    pub(crate) analyze_known_libraries: bool,
    /// Write `output.json` and `dependencies.json` too.
    #[arg(long)]
    pub(crate) json_output: bool,
    /// Leave out `static-report/`.
    #[arg(long)]
    pub(crate) skip_static_report: bool,
    /// Replace the results of an earlier analysis in the output folder.
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Add this application to the others in the output folder: one report for all.
    #[arg(long)]
    pub(crate) bulk: bool,
    /// Profile with the mode, scope and rules of the analysis; of `.konveyor/profiles` in the input by default.
    #[arg(long, value_name = "DIR")]
    pub(crate) profile_dir: Option<PathBuf>,
    /// List the languages of the input.
    #[arg(long)]
    pub(crate) list_languages: bool,
    /// List the sources that the rules name.
    #[arg(long)]
    pub(crate) list_sources: bool,
    /// List the targets that the rules name.
    #[arg(long)]
    pub(crate) list_targets: bool,
    /// List the providers of conditions.
    #[arg(long)]
    pub(crate) list_providers: bool,
    /// Worker threads; as many as processors by default.
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Say nothing but results and errors.
    #[arg(short, long, alias = "no-progress")]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) ignored: WithoutEffect,
}

/// Flags of kantra about containers, the JDK and the network, of which there are none here.
#[derive(Args, Debug)]
#[command(next_help_heading = "Accepted for kantra's sake, without effect")]
pub(crate) struct WithoutEffect {
    /// Without effect: languages are found by their files.
    #[arg(long, value_name = "NAME")]
    provider: Vec<String>,
    /// Without effect: providers have no settings.
    #[arg(long, value_name = "FILE")]
    override_provider_settings: Option<PathBuf>,
    /// Without effect: everything runs here.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    run_local: Option<bool>,
    /// Without effect: nothing is asked of Maven Central.
    #[arg(long)]
    disable_maven_search: bool,
    /// Without effect: Maven is not run.
    #[arg(long, value_name = "FILE")]
    maven_settings: Option<PathBuf>,
    /// Without effect: folders of libraries are found by their names.
    #[arg(short, long, value_name = "DIR")]
    dependency_folders: Vec<PathBuf>,
    /// Without effect: no network is used.
    #[arg(long, value_name = "URL")]
    http_proxy: Option<String>,
    /// Without effect: no network is used.
    #[arg(long, value_name = "URL")]
    https_proxy: Option<String>,
    /// Without effect: no network is used.
    #[arg(long, value_name = "HOSTS")]
    no_proxy: Option<String>,
    /// Without effect: no traces are sent.
    #[arg(long, value_name = "URL")]
    jaeger_endpoint: Option<String>,
    /// Without effect: no container is run.
    #[arg(long, value_name = "FLAGS", allow_hyphen_values = true)]
    container_runtime_flags: Option<String>,
    /// Without effect: the report is part of the program.
    #[arg(long, value_name = "DIR")]
    static_report_path: Option<PathBuf>,
    /// Without effect: the log has one level.
    #[arg(long, value_name = "N")]
    log_level: Option<u32>,
    /// Without effect: there are no temporary folders to keep.
    #[arg(long)]
    no_cleanup: bool,
}

impl WithoutEffect {
    /// The flags that were given, as they are typed.
    pub(crate) fn given(&self) -> Vec<&'static str> {
        [
            ("--provider", !self.provider.is_empty()),
            ("--override-provider-settings", self.override_provider_settings.is_some()),
            ("--run-local", self.run_local.is_some()),
            ("--disable-maven-search", self.disable_maven_search),
            ("--maven-settings", self.maven_settings.is_some()),
            ("--dependency-folders", !self.dependency_folders.is_empty()),
            ("--http-proxy", self.http_proxy.is_some()),
            ("--https-proxy", self.https_proxy.is_some()),
            ("--no-proxy", self.no_proxy.is_some()),
            ("--jaeger-endpoint", self.jaeger_endpoint.is_some()),
            ("--container-runtime-flags", self.container_runtime_flags.is_some()),
            ("--static-report-path", self.static_report_path.is_some()),
            ("--log-level", self.log_level.is_some()),
            ("--no-cleanup", self.no_cleanup),
        ]
        .into_iter()
        .filter_map(|(flag, given)| given.then_some(flag))
        .collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// kantra's words.
    Text,
    /// Every case for programs.
    Json,
    /// JUnit XML for continuous integration.
    Junit,
}

#[derive(Args, Debug)]
pub(crate) struct TestArgs {
    /// `*.test.yaml` files, or folders that hold some.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Run these alone: rule ids, or `rule#case`, separated by commas.
    #[arg(short, long, value_name = "FILTER")]
    pub(crate) test_filter: Option<String>,
    /// Mode of cases that name none.
    #[arg(short, long, value_enum, default_value = "source-only")]
    pub(crate) mode: Mode,
    /// What goes to standard output.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: TestFormat,
    /// Leave out conditions on dependencies, as kantra's newest versions do.
    #[arg(long)]
    pub(crate) no_dependency_rules: bool,
    /// Worker threads; as many as processors by default.
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Without effect: kantra prunes its containers with it.
    #[arg(short, long)]
    pub(crate) prune: bool,
    /// Without effect: everything runs here.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) run_local: Option<bool>,
}
