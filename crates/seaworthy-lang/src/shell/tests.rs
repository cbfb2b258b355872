use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.sh"), Language::Shell, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn commands_are_calls_by_their_program() {
    let f = facts(
        r#"#!/bin/sh
# rm -rf /
/usr/sbin/iptables -A INPUT -p tcp --dport 9000 -j DROP
"$CATALINA_HOME"/bin/catalina.sh start
sudo -u app env A=b nohup java -jar "app.jar" > out.log 2>&1 &
if command -v curl >/dev/null; then echo "rm x"; fi
"$JAVA" -version
sed -i "s/@HOST@/$DB_HOST/" '/etc/app.conf'
"#,
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(
        of(&f, FactKind::Call),
        [
            ("iptables", r#""-A", "INPUT", "-p", "tcp", "--dport", 9000, "-j", "DROP""#),
            ("catalina.sh", r#""start""#),
            ("&", r#""sudo", "-u", "app", "env", "A=b", "nohup", "java", "-jar", "app.jar""#),
            ("sudo", r#""-u", "app", "env", "A=b", "nohup", "java", "-jar", "app.jar""#),
            ("env", r#""A=b", "nohup", "java", "-jar", "app.jar""#),
            ("nohup", r#""java", "-jar", "app.jar""#),
            ("java", r#""-jar", "app.jar""#),
            ("command", r#""-v", "curl""#),
            ("echo", r#""rm x""#),
            ("?", r#""-version""#),
            ("sed", r#""-i", "s/@HOST@/", "/etc/app.conf""#),
        ]
    );
    assert_eq!(of(&f, FactKind::FileWrite), [("out.log", ">")]);
}

#[test]
fn functions_are_declared_and_their_calls_are_no_programs() {
    let f = facts(
        "start() {\n  kill -HUP \"$(cat /run/x.pid)\"\n}\nfunction stop { kill -9 $1; }\nstart\nstop 3\n",
    );
    assert_eq!(of(&f, FactKind::FunctionDecl), [("start", "()"), ("stop", "()")]);
    let calls: Vec<&str> = of(&f, FactKind::Call).iter().map(|c| c.0).collect();
    assert_eq!(calls, ["kill", "cat", "kill"]);
}

#[test]
fn files_and_environment() {
    let f = facts(
        r#"
LOG=/var/log/shop
DIR="${SHOP_DIR:-/opt/shop}"
: "${PORT:=8080}" "${KEY:?is missing}" "${PATH:-/bin}" "${LOG:-x}"
export JAVA_OPTS="-Xmx1g" LANG=C
echo x >> $LOG/app.log
tee -a "$DIR/out.txt" < /etc/shop.conf > /dev/null
cp a.txt /srv/b.txt
. ./setenv.sh
cat <<EOF > /etc/motd
rm -rf $PORT
EOF
trap 'kill $pid' TERM INT
"#,
    );
    assert_eq!(
        of(&f, FactKind::EnvRead),
        [("SHOP_DIR", "/opt/shop"), ("PORT", "8080"), ("KEY", ""), ("JAVA_OPTS", "-Xmx1g")]
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/var/log/shop/app.log", ">>"),
            ("/opt/shop/out.txt", "tee"),
            ("/srv/b.txt", "cp"),
            ("/etc/motd", ">"),
        ]
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/etc/shop.conf", "<")]);
    assert_eq!(of(&f, FactKind::Import), [("./setenv.sh", "")]);
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("trap", r#""kill $pid", "TERM", "INT""#)), "{calls:?}");
    assert!(!calls.iter().any(|c| c.0 == "rm"));
}

#[test]
fn addresses_that_are_shown_are_no_endpoints() {
    let f = facts("echo \"see http://a.example/x\"\ncurl -fsS http://b.example/y\n");
    assert_eq!(of(&f, FactKind::Url), [("http://b.example/y", "curl")]);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[a-z$\\{\\}()<>&|;\"'` \n=:-]{0,80}") {
        let _ = facts(&text);
    }
}
