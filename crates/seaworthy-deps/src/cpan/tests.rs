use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn modules(files: &[(&str, &str)]) -> Vec<Module> {
    let files: Files<Manifest> = files
        .iter()
        .filter_map(|(path, text)| {
            let path: Arc<str> = Arc::from(*path);
            let manifest = read(&Source::new(&path, text), &mut Vec::new())?;
            Some((path, Box::new(manifest)))
        })
        .collect();
    link(&files)
}

fn seen(module: &Module) -> Vec<(&str, &str, Scope)> {
    module.dependencies.iter().map(|d| (d.name.as_str(), d.requirement.as_str(), d.scope)).collect()
}

#[test]
fn a_cpanfile_with_its_snapshot() {
    let cpanfile = "requires 'perl', '5.010001';\nrequires 'Mojolicious', '>= 9.0, < 10';\nrequires \"DBI\" => 1.643; # driver\n# requires 'Not';\nrequires('Plack');\n\non 'test' => sub {\n    requires 'Test::More', '0.98';\n};\non develop => sub { requires 'Perl::Tidy' };\nfeature 'mysql', 'MySQL' => sub {\n  recommends 'DBD::mysql';\n  requires 'DBD::mysql', 0;\n};\n\n=pod\n\nrequires 'Doc';\n\n=cut\n\ntest_requires 'Test::Deep';\n__END__\nrequires 'After';\n";
    let snapshot = "# carton snapshot format: version 1.0\nDISTRIBUTIONS\n  DBI-1.645\n    pathname: T/TI/DBI-1.645.tar.gz\n    provides:\n      DBI 1.645\n      DBI::Const undef\n    requirements:\n      Other 2.0\n";
    let all = modules(&[("web/cpanfile", cpanfile), ("web/cpanfile.snapshot", snapshot)]);
    let [module] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(
        seen(module),
        [
            ("Mojolicious", ">= 9.0, < 10", Scope::Runtime),
            ("DBI", "1.643", Scope::Runtime),
            ("Plack", "", Scope::Runtime),
            ("Test::More", "0.98", Scope::Test),
            ("Perl::Tidy", "", Scope::Dev),
            ("DBD::mysql", "", Scope::Runtime),
            ("Test::Deep", "", Scope::Test),
        ]
    );
    assert_eq!(module.dependencies[1].version.as_deref(), Some("1.645"));
    assert_eq!(module.dependencies[1].evidence.at.line, 3);
    assert_eq!(module.property("perl.version"), Some("5.10.1"));
    assert_eq!((module.name.as_str(), module.packaging), ("web", Packaging::Application));
}

#[test]
fn tables_of_build_scripts() {
    let make = "use ExtUtils::MakeMaker;\nWriteMakefile(\n  NAME => 'Shop::Web',\n  VERSION => '1.2',\n  MIN_PERL_VERSION => '5.014',\n  PREREQ_PM => { 'CGI' => '4.0', DBI => 0, 'JSON', 2.5 },\n  TEST_REQUIRES => { 'Test::More' => 0 },\n  META_MERGE => { resources => { 'repository' => 'x' } },\n);\n";
    let module = modules(&[("Makefile.PL", make)]).remove(0);
    assert_eq!(
        seen(&module),
        [
            ("CGI", "4.0", Scope::Runtime),
            ("DBI", "", Scope::Runtime),
            ("JSON", "2.5", Scope::Runtime),
            ("Test::More", "", Scope::Test),
        ]
    );
    assert_eq!((module.name.as_str(), module.version.as_deref()), ("Shop-Web", Some("1.2")));
    assert_eq!(module.property("perl.version"), Some("5.14"));

    let build = "my $b = Module::Build->new(\n  module_name => 'Shop',\n  requires => { 'perl' => 'v5.20.0', 'Moose' => '2.0' },\n  build_requires => { 'Test::More' => 0 },\n  recommends => { 'Not' => 1 },\n);\nsub requires { my %r; return \\%r }\n";
    let module = modules(&[("Build.PL", build)]).remove(0);
    assert_eq!(seen(&module), [("Moose", "2.0", Scope::Runtime), ("Test::More", "", Scope::Dev)]);
    assert_eq!(module.property("perl.version"), Some("5.20.0"));
    // A script of the same name that describes nothing.
    assert!(modules(&[("Makefile.PL", "print 'hello';\nmy %x = (a => 1);\n")]).is_empty());
}

#[test]
fn meta_data_and_dist_zilla() {
    let meta = "{\"name\":\"Shop\",\"version\":\"0.3\",\"meta-spec\":{\"version\":2,\"url\":\"http://search.cpan.org/perldoc?CPAN::Meta::Spec\"},\"prereqs\":{\"runtime\":{\"requires\":{\"Moo\":\"2\",\"perl\":\"5.008001\"},\"recommends\":{\"X\":\"1\"}},\"test\":{\"requires\":{\"Test::More\":\"0\"}}}}";
    let module = modules(&[("META.json", meta)]).remove(0);
    assert_eq!(seen(&module), [("Moo", "2", Scope::Runtime), ("Test::More", "", Scope::Test)]);
    assert_eq!(module.property("perl.version"), Some("5.8.1"));
    assert!(modules(&[("META.json", "{\"name\":\"x\",\"prereqs\":{}}")]).is_empty());

    let dist = "name    = Shop\nversion = 1.0\nauthor = A\n\n[@Basic]\n\n[Prereqs]\nMoo = 2.0\nperl = 5.20.0\n[Prereqs / TestRequires]\nTest::More = 0\n[Prereqs / Recommends]\nNot = 1\n[Other]\nkey = value\n";
    let module = modules(&[("dist.ini", dist)]).remove(0);
    assert_eq!(seen(&module), [("Moo", "2.0", Scope::Runtime), ("Test::More", "", Scope::Test)]);
    assert_eq!(module.name, "Shop");
    assert!(modules(&[("dist.ini", "[x]\na = b\n")]).is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[ -~\né]{0,80}|(requires [('é\"]{0,2}[A-Z:=>{};,0-9]{0,8}){0,4}") {
        for name in ["cpanfile", "Makefile.PL", "dist.ini", "META.json", "cpanfile.snapshot"] {
            let _ = modules(&[(name, &text)]);
        }
    }
}
