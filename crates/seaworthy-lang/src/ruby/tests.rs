use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::Code;
use seaworthy_facts::{FactFlags, FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.rb"), Language::Ruby, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn classes_modules_and_methods_have_dotted_names() {
    let f = facts(
        r#"
        require 'json'
        require_relative '../lib/x'
        module Shop
          class Order < ActiveRecord::Base
            include Redmine::Acts::Watchable
            class Line < ::ApplicationRecord; end
            Point = Struct.new(:x)
            def total(tax, *rest, scale: 2, &block)
              helper(tax)
            end
            def self.import(file) = parse(file)
          end
          class Shop::Cart; end
        end
        class Add < ActiveRecord::Migration[7.0]; end
        "#,
    );
    assert_eq!(of(&f, FactKind::Import), [("json", ""), ("../lib/x", "")]);
    assert_eq!(
        of(&f, FactKind::TypeDecl),
        [
            ("Shop", "module"),
            ("Shop.Order", "class"),
            ("Shop.Order.Line", "class"),
            ("Shop.Shop.Cart", "class"),
            ("Add", "class"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::Supertype),
        [
            ("ActiveRecord.Base", "Shop.Order"),
            ("Redmine.Acts.Watchable", "Shop.Order"),
            ("ApplicationRecord", "Shop.Order.Line"),
            ("ActiveRecord.Migration", "Add"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::FunctionDecl),
        [("Shop.Order.total", "(tax, rest, scale, block)"), ("Shop.Order.import", "static (file)")]
    );
    let call = f.of(FactKind::Call).find(|c| c.1 == "helper").unwrap();
    assert_eq!((call.2, f.scope(call.0)), ("$tax", "Shop.Order.total"));
}

#[test]
fn settings_are_assignments_to_dotted_names() {
    let f = facts(
        r#"
        Rails.application.configure do
          config.cache_store = :file_store, "/var/cache"
          config.logger = ActiveSupport::Logger.new("/var/log/app.log")
          config.logger = Logger.new(STDOUT)
          config.force_ssl = true
          config.action_mailer.smtp_settings = { address: 'mail', :port => 25 }
          Rails.cache.write(:a, 1)
        end
        Sidekiq.configure_server { |config| config.redis = { url: 'redis://q:6379/0' } }
        "#,
    );
    assert_eq!(
        of(&f, FactKind::Assign),
        [
            ("config.cache_store", r#""file_store", "/var/cache""#),
            ("config.logger", "_"),
            ("config.logger", "_"),
            ("config.force_ssl", "true"),
            ("config.action_mailer.smtp_settings", r#"{address="mail", port=25}"#),
            ("config.redis", r#"{url="redis://q:6379/0"}"#),
        ]
    );
    assert_eq!(of(&f, FactKind::FileWrite), [("/var/log/app.log", "ActiveSupport.Logger")]);
    assert!(of(&f, FactKind::New).contains(&("Logger", "$STDOUT")));
    assert!(of(&f, FactKind::Call).contains(&("Rails.cache.write", r#""a", 1"#)));
    assert_eq!(of(&f, FactKind::Url), [("redis://q:6379/0", "config.redis")]);
}

#[test]
fn state_of_the_process_and_of_sessions() {
    let f = facts(
        r#"
        $started = Time.now
        class Cart
          LIMIT = 10
          TABLE = { a: 1 }.freeze
          @@items = {}
          @queue = Queue.new
          def add(id)
            @@items[id] = 1
            session[:cart] = id
            cookies.delete(:x)
            other = {}
            other[:a] = 1
            @seen = []
          end
        end"#,
    );
    assert_eq!(
        of(&f, FactKind::Field),
        [
            ("?", "global variable started"),
            ("?", "constant LIMIT"),
            ("Hash", "constant frozen TABLE"),
            ("Hash", "class variable items"),
            ("Queue", "class instance variable queue"),
        ]
    );
    assert!(of(&f, FactKind::Reference).contains(&("session", "")));
    assert!(of(&f, FactKind::Reference).contains(&("cookies", "")));
    assert_eq!(of(&f, FactKind::Reference).len(), 2);
    let assigned = of(&f, FactKind::Assign);
    assert!(assigned.contains(&("Cart.@@items[]", "1")));
    assert!(assigned.contains(&("session[]", "$id")));
    assert!(assigned.iter().all(|a| !a.0.contains("other")));
}

#[test]
fn the_environment_is_read_with_defaults() {
    let f = facts(
        r#"
        a = ENV['A']
        b = ENV.fetch('B', 'x')
        c = ENV.fetch("C") { 3000 }
        d = ENV['D'] || 'dd'
        ENV['E'] ||= 'ee'
        ENV['F'] = 'written'
        g = ENV.key?('G')
        h = ENV[name]
        "#,
    );
    assert_eq!(
        of(&f, FactKind::EnvRead),
        [("A", ""), ("B", "x"), ("C", "3000"), ("D", "dd"), ("E", "ee"), ("G", ""), ("?", "")]
    );
}

#[test]
fn ports_of_servers() {
    let port = |text: &str| {
        of(&facts(text), FactKind::Listen)
            .iter()
            .map(|l| format!("{}@{}", l.0, l.1))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(port("port ENV.fetch('PORT') { 3000 }"), "3000@");
    assert_eq!(port("port ENV['PORT'] || 3001"), "3001@");
    assert_eq!(port("port Integer(ENV.fetch('PORT', 3002))"), "3002@");
    assert_eq!(port("bind 'tcp://0.0.0.0:3003'"), "3003@0.0.0.0");
    assert_eq!(port("bind 'unix:///tmp/x.sock'"), "");
    assert_eq!(port("set :port, 4567"), "4567@");
    assert_eq!(port("class A < Sinatra::Base; set :port, ENV['PORT'] || 4568; end"), "4568@");
    assert_eq!(port("listen '127.0.0.1:8080', tcp_nopush: true"), "8080@127.0.0.1");
    assert_eq!(port("listen '/tmp/unicorn.sock'"), "");
    assert_eq!(port("TCPServer.new('0.0.0.0', 2000)"), "2000@0.0.0.0");
    assert_eq!(port("WEBrick::HTTPServer.new(Port: 8000)"), "8000@");
    assert_eq!(
        port("s = GRPC::RpcServer.new\ns.add_http2_port('0.0.0.0:50051', x)"),
        "50051@0.0.0.0"
    );
    assert_eq!(port("def port(x); end\nclass A; port 5; end"), "");
}

#[test]
fn files_and_programs() {
    let f = facts(
        r##"
        File.open('/data/a', 'w') { |f| f.write 'x' }
        File.open('/data/b')
        File.open("/data/#{name}", "ab")
        File.new('/data/c', File::WRONLY|File::CREAT)
        File.write(Rails.root.join('public', 'd.txt'), x)
        FileUtils.mkdir_p "#{Rails.root}/files"
        FileUtils.cp(from, '/data/e')
        Tempfile.new('x')
        File.read('/etc/motd')
        system('git', 'clone', url)
        system({'A' => 'b'}, "convert x")
        out = `svn info #{url}`
        %x(uname -a)
        TOOL = (setting('tool') || 'convert').freeze
        `#{TOOL} -version`
        Open3.capture3("/usr/bin/tool")
        trap('TERM') { exit }
        Signal.trap("INT") { }
        "##,
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/data/a", "File.open"),
            ("/data/", "File.open"),
            ("/data/c", "File"),
            ("./public/d.txt", "File.write"),
            ("./files", "FileUtils.mkdir_p"),
            ("/data/e", "FileUtils.cp"),
            ("<temp>", "Tempfile"),
        ]
    );
    let temporary = f.of(FactKind::FileWrite).filter(|w| w.0.flags.has(FactFlags::TEMPORARY));
    assert_eq!(temporary.count(), 1);
    assert_eq!(of(&f, FactKind::FileRead), [("/data/b", "File.open"), ("/etc/motd", "File.read")]);
    assert_eq!(
        of(&f, FactKind::Exec),
        [
            ("git", "system"),
            ("convert x", "system"),
            ("svn info", "`"),
            ("uname -a", "`"),
            ("convert -version", "`"),
            ("/usr/bin/tool", "Open3.capture3"),
        ]
    );
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("trap", "\"TERM\"")) && calls.contains(&("Signal.trap", "\"INT\"")));
}

#[test]
fn storage_and_other_declarations_of_gems_are_calls() {
    let f = facts(
        "class A < CarrierWave::Uploader::Base\n storage :file\n has_attached_file :x, storage: :filesystem, :path => '/a/:id'\nend\ngem 'rails', '~> 6.1'",
    );
    assert_eq!(
        of(&f, FactKind::Call),
        [
            ("storage", "\"file\""),
            ("has_attached_file", r#""x", storage="filesystem", path="/a/:id""#),
            ("gem", r#""rails", "~> 6.1""#),
        ]
    );
}

#[test]
fn routes_of_rails_and_sinatra() {
    let f = facts(
        r#"Rails.application.routes.draw do
          root to: 'welcome#index'
          get '/health', to: 'health#show'
          get "up" => "rails/health#show", as: :check
          match 'login', :to => 'account#login', :via => [:get, :post]
          resources :issues do
            member { get 'copy' }
            get :preview, on: :member
          end
          namespace :api do
            scope '/v1' do
              post 'items', to: 'items#create'
            end
          end
          mount Sidekiq::Web => '/sidekiq'
        end
        class App < Sinatra::Base
          get '/ping' do 'ok' end
          def test_it; get '/not' do end; end
        end
        post '/neither', params
        "#,
    );
    assert_eq!(
        of(&f, FactKind::Route),
        [
            ("/", "GET"),
            ("/health", "GET"),
            ("/up", "GET"),
            ("/login", "GET"),
            ("/login", "POST"),
            ("/issues", "*"),
            ("/api/v1/items", "POST"),
            ("/sidekiq", "*"),
            ("/ping", "GET"),
        ]
    );
}

#[test]
fn comments_strings_heredocs_and_patterns_are_no_code() {
    let f = facts(
        r##"
        # ENV['NO']; system('no')
=begin
File.write('/no', x)
=end
        a = "ENV['NO'] \n #{ENV['YES']} system('no')"
        b = 'system("no") #{ENV["NO"]}'
        c = /ENV\['NO'\] system\("no"\)/
        d = %w[system exec]
        find_by_sql(<<~SQL, 1)
          SELECT id FROM orders
          WHERE system('no')
        SQL
        e = <<-'TEXT'
          ENV['NO'] `no`
        TEXT
        __END__
        File.write('/no', x)
        "##,
    );
    assert_eq!(of(&f, FactKind::EnvRead), [("YES", "")]);
    assert_eq!(of(&f, FactKind::Sql), [("SELECT", "orders")]);
    assert!(of(&f, FactKind::Exec).is_empty() && of(&f, FactKind::FileWrite).is_empty());
    assert_eq!(f.outcome, ParseOutcome::Parsed);
}

#[test]
fn locals_keep_their_class_and_first_value() {
    let f = facts(
        "log = Logger.new(STDERR)\nlog.info 'a'\npath = '/data'\npath = x if y\nFile.write(path, 1)\ndef a(log) log.warn 1 end",
    );
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("Logger.info", "\"a\"")) && calls.contains(&("?.warn", "1")));
    assert_eq!(of(&f, FactKind::FileWrite), [("/data", "File.write")]);
}

#[test]
fn broken_syntax_is_noted_and_the_rest_is_read() {
    let f = facts("class A\n def m\n x = ENV['X']\n y = = 1\n end\nend\n)");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    assert_eq!(f.problems[0].code, Code::SyntaxError);
    assert_eq!(of(&f, FactKind::EnvRead), [("X", "")]);
}

#[test]
fn depth_costs_no_stack() {
    let n = 3_000;
    facts(&format!("x = {}1{}", "(".repeat(n), ")".repeat(n)));
    facts(&"class A; def m; if x; ".repeat(n));
    facts(&format!("x = {}1{}", "[".repeat(n), "]".repeat(n)));
    let chain = facts(&format!("a{}", ".c(\"abc\")".repeat(n)));
    assert_eq!(of(&chain, FactKind::Call).len(), n);
    let sum = facts(&format!("x = \"abc\"{}", " + \"abc\"".repeat(n)));
    assert_eq!(of(&sum, FactKind::StringLit).len(), n + 1);
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_ruby_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "module", "::", "def", "m", "end", "do", "|x|", "{", "}", "(", ")", "[", "]",
            "ENV", "'X'", "\"", "#{", "`", ":a", "=>", "=", "||=", "||", ".", "new", "get", "resources", "<<~S", "S", "\n", "%w(",
            "@@a", "$b", "@c", "config", "if", "/", "__END__", "é"]), 0..60)) {
        facts(&words.join(" "));
    }
}
