use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.pl"), Language::Perl, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn modules_packages_and_subs() {
    let f = facts(
        "use strict;\nuse lib '/home/shop/lib';\nuse POSIX qw(setsid);\nuse File::Copy;\nno warnings;\n\
         require '/opt/x/conf.pl';\nrequire Foo::Bar;\npackage Shop::Cart;\nuse parent qw(A::B C);\n\
         our @ISA = ('D');\nsub total { my $self = shift; $self->add(1); help(2); setsid(); copy('a', '/b'); }\n\
         sub help { 1 }\n",
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(
        of(&f, FactKind::Import).iter().map(|i| i.0).collect::<Vec<_>>(),
        ["strict", "lib", "POSIX", "File.Copy", "/opt/x/conf.pl", "Foo.Bar", "parent"]
    );
    assert_eq!(of(&f, FactKind::Package), [("Shop.Cart", "")]);
    let supertypes: Vec<&str> = of(&f, FactKind::Supertype).iter().map(|s| s.0).collect();
    assert_eq!(supertypes, ["A.B", "C", "D"]);
    let functions: Vec<&str> = of(&f, FactKind::FunctionDecl).iter().map(|s| s.0).collect();
    assert_eq!(functions, ["Shop.Cart.total", "Shop.Cart.help"]);
    let calls = of(&f, FactKind::Call);
    for call in [
        ("lib.import", r#""/home/shop/lib""#),
        ("Shop.Cart.help", "2"),
        ("POSIX.setsid", ""),
        ("File.Copy.copy", r#""a", "/b""#),
    ] {
        assert!(calls.contains(&call), "{call:?} in {calls:?}");
    }
    assert_eq!(of(&f, FactKind::FileWrite), [("/b", "File.Copy.copy")]);
}

#[test]
fn objects_and_files() {
    let f = facts(
        r#"
my $q = CGI->new;
my $name = $q->param('name');
my $s = new CGI::Session(undef, $q, {Directory=>'/tmp'});
$s->param("a", 1);
my $dir = "/var/data";
open(FH, ">$dir/out.txt") or die "x";
open(my $in, '<', "/etc/shop.conf");
open my $m, "|/usr/sbin/sendmail -t";
open(my $t, '>', \my $buffer);
open(L, ">>/var/log/shop.log");
print L "hello\n";
tie my %h, 'DB_File', "/var/db/x.db", O_RDWR;
"#,
    );
    assert_eq!(
        of(&f, FactKind::New),
        [
            ("CGI", ""),
            ("CGI.Session", r#"undef, $q, {Directory="/tmp"}"#),
            ("DB_File", r#""/var/db/x.db", $O_RDWR"#)
        ]
    );
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("CGI.param", r#""name""#)), "{calls:?}");
    assert!(calls.contains(&("CGI.Session.param", r#""a", 1"#)), "{calls:?}");
    assert!(!calls.iter().any(|c| c.0 == "L"), "{calls:?}");
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [("/var/data/out.txt", "open"), ("/var/log/shop.log", "open"), ("/var/db/x.db", "DB_File")]
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/etc/shop.conf", "open")]);
    assert_eq!(of(&f, FactKind::Exec), [("/usr/sbin/sendmail -t", "open")]);
}

#[test]
fn environment_signals_and_processes() {
    let f = facts(
        r#"
my $x = $ENV{SHOP_HOME} || '/opt/shop';
my $p = $ENV{'PORT'} // 8080;
my $m = $ENV{REQUEST_METHOD};
$ENV{PATH} = '/bin';
$SIG{TERM} = sub { exit 0 };
local $SIG{HUP} = 'IGNORE';
my $out = `ls -l $x`;
system("/usr/bin/convert a b");
my $pid = fork();
my $s = IO::Socket::INET->new(LocalPort => $p, Listen => 5);
my $dbh = DBI->connect("dbi:mysql:database=shop;host=db1;port=3307", "root", 'geheim');
$dbh->do("DELETE FROM orders WHERE id = 1");
my $ftp = Net::FTP->new('ftp.example.org', Passive => 1);
# system("no");
=pod

system("no");

=cut
__END__
system("no");
"#,
    );
    assert_eq!(of(&f, FactKind::EnvRead), [("SHOP_HOME", "/opt/shop"), ("PORT", "8080")]);
    assert_eq!(of(&f, FactKind::Reference), [("ENV.REQUEST_METHOD", "")]);
    let assigned: Vec<&str> = of(&f, FactKind::Assign).iter().map(|a| a.0).collect();
    assert!(assigned.contains(&"SIG.TERM") && assigned.contains(&"SIG.HUP"), "{assigned:?}");
    assert_eq!(of(&f, FactKind::Exec), [("ls -l $x", "`"), ("/usr/bin/convert a b", "system")]);
    assert!(of(&f, FactKind::Call).iter().any(|c| c.0 == "fork"));
    assert_eq!(of(&f, FactKind::Listen), [("8080", "")]);
    assert_eq!(
        of(&f, FactKind::Url),
        [("mysql://db1:3307/shop", "DBI.connect"), ("ftp://ftp.example.org", "Net.FTP")]
    );
    assert_eq!(of(&f, FactKind::Sql), [("DELETE FROM orders", "orders")]);
}

#[test]
fn a_here_document_without_an_end_is_read() {
    let f = facts("print <<\"END\";\nDear $name, x");
    assert!(f.outcome != ParseOutcome::NotParsed);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[a-z$@%{}()<>|;\"'` \n=:>-]{0,80}") {
        let _ = facts(&text);
    }
}
