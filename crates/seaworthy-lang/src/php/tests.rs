use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::Code;
use seaworthy_facts::{FactFlags, FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn read(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.php"), Language::Php, text)
}

fn facts(text: &str) -> FileFacts {
    read(&format!("<?php\n{text}"))
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

fn calls(facts: &FileFacts) -> Vec<&str> {
    facts.of(FactKind::Call).map(|(_, name, _)| name).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    let unknown = crate::grammar::unknown_rows(&super::language(), super::ROWS);
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn namespaces_and_uses_tell_names() {
    let f = facts(
        r#"namespace App\Http;
        use Illuminate\Support\Facades\Storage;
        use Monolog\Handler\{StreamHandler as Stream, RotatingFileHandler};
        use function Safe\file_put_contents;
        use Psr\Log as L;
        abstract class Shop extends Controller implements \Countable, L\LoggerInterface {
            use SoftDeletes;
            private static ?Storage $disk = null, $other;
            protected string $path = '/srv/uploads';
            const LIMIT = 5;
            public function __construct(private readonly Mailer $mailer, L\Logger $log) {
                Storage::disk('local')->put('a', $x);
                $this->mailer->send(self::LIMIT);
                $log->info("text");
                $h = new Stream('/var/log/shop.log');
                $h->push();
                parent::boot(); static::make(); \Other\Thing::go();
                strlen('abc'); file_put_contents('a', 'b'); $unknown->run();
            }
        }
        function helper(int $a, &$b) {}"#,
    );
    assert_eq!(of(&f, FactKind::Package), [("App.Http", "")]);
    assert_eq!(
        of(&f, FactKind::Import),
        [
            ("Illuminate.Support.Facades.Storage", ""),
            ("Monolog.Handler.StreamHandler", "Stream"),
            ("Monolog.Handler.RotatingFileHandler", ""),
            ("Safe.file_put_contents", ""),
            ("Psr.Log", "L"),
        ]
    );
    assert_eq!(of(&f, FactKind::TypeDecl), [("App.Http.Shop", "class")]);
    assert_eq!(
        of(&f, FactKind::Supertype),
        [
            ("App.Http.Controller", "App.Http.Shop"),
            ("Countable", "App.Http.Shop"),
            ("Psr.Log.LoggerInterface", "App.Http.Shop"),
            ("App.Http.SoftDeletes", "App.Http.Shop"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::Field),
        [
            ("Illuminate.Support.Facades.Storage", "private static disk"),
            ("Illuminate.Support.Facades.Storage", "private static other"),
            ("string", "protected path"),
        ]
    );
    assert_eq!(
        calls(&f),
        [
            "Illuminate.Support.Facades.Storage.disk",
            "Illuminate.Support.Facades.Storage.disk.put",
            "App.Http.Mailer.send",
            "Psr.Log.Logger.info",
            "Monolog.Handler.StreamHandler.push",
            "App.Http.Controller.boot",
            "App.Http.Shop.make",
            "Other.Thing.go",
            "strlen",
            "Safe.file_put_contents",
            "?.run",
        ]
    );
    assert_eq!(
        of(&f, FactKind::FunctionDecl),
        [
            ("App.Http.Shop.__construct", "public (App.Http.Mailer, Psr.Log.Logger)"),
            ("App.Http.helper", "(int, ?)"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [("/var/log/shop.log", "Monolog.Handler.StreamHandler")]
    );
    assert!(of(&f, FactKind::Assign).contains(&("App.Http.Shop.path", r#""/srv/uploads""#)));
    assert!(of(&f, FactKind::Call).contains(&("App.Http.Mailer.send", "5")));
    assert!(
        f.of(FactKind::Call)
            .all(|(x, n, _)| x.flags.has(FactFlags::RESOLVED) != n.starts_with('?')
                && f.scope(x) == "App.Http.Shop.__construct")
    );
}

#[test]
fn old_scripts_with_sessions_files_and_programs() {
    let f = read(
        r#"<html><body class="http://not-php/"> $_SESSION['html'] <?php
        session_start();
        define('DB_PASSWORD', 'hunter2');
        $db = mysql_connect('localhost', $user, DB_PASSWORD);
        $_SESSION['user'] = $_POST['u'];
        $dir = '/var/www/uploads';
        move_uploaded_file($_FILES['f']['tmp_name'], $dir . '/x.jpg');
        file_put_contents(__DIR__ . '/cache/a.txt', $data, FILE_APPEND);
        $h = fopen("/tmp/$name", 'w'); fopen('/etc/x', "r"); fopen('php://stdin', 'r');
        @mkdir("/data/new", 0777, true);
        tempnam('/tmp', 'x');
        exec('convert a b'); $out = `ls -l $dir`; shell_exec($cmd);
        mail('a@example.org', 'hi', 'text');
        require_once '/opt/lib/common.php'; include dirname(__FILE__) . '/y.php';
        echo $_SERVER['SERVER_ADDR']; mysql_query("SELECT * FROM users WHERE id = $id");
        ?> <p>exec('not php')</p> <?= $x ?> </body></html>"#,
    );
    let all = of(&f, FactKind::Call);
    assert!(all.contains(&("session_start", "")));
    assert!(all.contains(&("define", r#""DB_PASSWORD", "hunter2""#)));
    assert!(all.contains(&("mysql_connect", r#""localhost", $user, $DB_PASSWORD"#)));
    assert!(all.contains(&("require_once", r#""/opt/lib/common.php""#)));
    assert!(all.contains(&("mail", r#""a@example.org", "hi", "text""#)));
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/var/www/uploads/x.jpg", "move_uploaded_file"),
            ("./cache/a.txt", "file_put_contents"),
            ("/tmp/", "fopen"),
            ("/data/new", "mkdir"),
            ("<temp>", "tempnam"),
        ]
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/etc/x", "fopen")]);
    assert_eq!(
        of(&f, FactKind::Exec),
        [("convert a b", "exec"), ("ls -l ", "shell_exec"), ("?", "shell_exec")]
    );
    assert_eq!(
        of(&f, FactKind::Reference),
        [("$_SESSION", ""), ("$_FILES", ""), ("$_SERVER.SERVER_ADDR", "")]
    );
    assert_eq!(of(&f, FactKind::Sql), [("SELECT", "users")]);
    assert!(of(&f, FactKind::Assign).contains(&("$_SESSION.user", "_")));
    assert!(of(&f, FactKind::Assign).contains(&("dir", r#""/var/www/uploads""#)));
    assert!(of(&f, FactKind::Url).is_empty());
}

#[test]
fn environment_variables_in_every_form() {
    let f = facts(
        r#"getenv('A'); env('B', 'b'); env('C'); $_ENV['D']; $_ENV['E'] ?? 'e';
        getenv('F') ?: 'f'; getenv($name); $_ENV['G'] = 'set';"#,
    );
    assert_eq!(
        of(&f, FactKind::EnvRead),
        [("A", ""), ("B", "b"), ("C", ""), ("D", ""), ("E", "e"), ("F", "f"), ("?", "")]
    );
    assert!(of(&f, FactKind::Assign).contains(&("$_ENV.G", r#""set""#)));
}

#[test]
fn configuration_arrays_are_assignments() {
    let f = facts(
        r#"return [
            'default' => env('DB', 'mysql'),
            'files' => '/var/sessions', // 'comment' => 1
            'connections' => ['mysql' => ['host' => 'db.local', 'port' => 3306, 'options' => ['a' => 1]]],
            'list' => ['one', 'two'], 'plain',
            Foo::class => true,
        ];"#,
    );
    assert_eq!(
        of(&f, FactKind::Assign),
        [
            ("default", "_"),
            ("files", r#""/var/sessions""#),
            ("connections.mysql.host", r#""db.local""#),
            ("connections.mysql.port", "3306"),
            ("connections.mysql.options", "{a=1}"),
            ("list", r#"{"one", "two"}"#),
            ("?", "true"),
        ]
    );
    assert_eq!(of(&f, FactKind::EnvRead), [("DB", "mysql")]);
    assert!(of(&f, FactKind::StringLit).contains(&("db.local", "assign:host")));
    assert!(!of(&f, FactKind::StringLit).iter().any(|l| l.0 == "connections"));
    let g = facts("function f() { return ['a' => 1]; } $config['db']['host'] = 'x';");
    assert_eq!(of(&g, FactKind::Assign), [("config.db.host", r#""x""#)]);
}

#[test]
fn routes_attributes_and_servers() {
    let f = facts(
        r#"use Illuminate\Support\Facades\Route;
        use Symfony\Component\Routing\Attribute\Route as At;
        Route::get('/healthz', fn () => 'ok');
        Route::post('orders', [C::class, 'make']);
        class C {
            #[At('/cats', name: 'cats', methods: ['POST'])]
            public function cats() { $this->router->get('/x', $h); $other->get('/no', $h); }
        }
        stream_socket_server('tcp://0.0.0.0:8000'); socket_bind($s, '127.0.0.1', 9000);
        new PDO('mysql:host=localhost;dbname=shop', $u, $p);"#,
    );
    assert_eq!(
        of(&f, FactKind::Route),
        [("/healthz", "GET"), ("/orders", "POST"), ("/cats", "POST"), ("/x", "GET")]
    );
    assert_eq!(
        of(&f, FactKind::Annotation),
        [(
            "Symfony.Component.Routing.Attribute.Route",
            r#""/cats", name="cats", methods={"POST"}"#
        )]
    );
    assert_eq!(of(&f, FactKind::Listen), [("8000", "0.0.0.0"), ("9000", "127.0.0.1")]);
    assert_eq!(of(&f, FactKind::New), [("PDO", r#""mysql:host=localhost;dbname=shop", $u, $p"#)]);
}

#[test]
fn comments_and_pages_are_no_facts() {
    let f = read(
        "<a href='http://page/'>getenv('X')</a>\n<?php // exec('x') http://c/\n# system('y')\n/* getenv('Z'); */\n/** @Route(\"/doc\") */ ?>",
    );
    assert!(f.facts.is_empty(), "{:?}", f.facts.len());
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert!(read("").facts.is_empty());
}

#[test]
fn heredocs_and_strings_say_what_they_are() {
    let f = facts(
        "$sql = <<<SQL\nINSERT INTO orders (id) VALUES ($id)\nSQL;\n$u = \"http://inventory:8080/{$x}\";\n$n = <<<'T'\nftp://files/\nT;\n",
    );
    assert_eq!(of(&f, FactKind::Sql), [("INSERT INTO orders", "orders")]);
    assert_eq!(of(&f, FactKind::Url), [("http://inventory:8080/", "u"), ("ftp://files/", "n")]);
}

#[test]
fn broken_syntax_is_noted_and_the_rest_is_read() {
    let f = facts("function f( { $a = ; } getenv('X'); class { }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    assert_eq!(f.problems[0].code, Code::SyntaxError);
    assert_eq!(of(&f, FactKind::EnvRead), [("X", "")]);
}

#[test]
fn depth_costs_no_stack() {
    let n = 5_000;
    facts(&format!("$x = {}1{};", "(".repeat(n), ")".repeat(n)));
    facts(&format!("return {}1{};", "['a' => ".repeat(n), "]".repeat(n)));
    let chain = format!("$b{};", "->c('abc')".repeat(n));
    assert_eq!(calls(&facts(&chain)).len(), n);
    let sum = format!("$x = 'abc'{};", " . 'abc'".repeat(n));
    assert_eq!(of(&facts(&sum), FactKind::StringLit).len(), n + 1);
    facts(&"function f() { ".repeat(n));
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
        read(&text);
    }

    #[test]
    fn any_php_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "{", "}", "(", ")", "use", "namespace", "'a'", ";", "\"", "$x", "->", "::", "new",
            "\\", "=>", "=", "[", "]", "<?php", "?>", "<<<T\n", ".", ",", "$", "#[", "function", "fn", "return", "é", "`", "??", "static"]), 0..60)) {
        facts(&words.join(" "));
    }
}
