#!/usr/bin/env python3
"""Rules for measuring what rules cost.

usage: konveyor_rules.py more RULES DEST COUNT      COUNT more rules of the same mix as RULES
       konveyor_rules.py twins CODE DEST COUNT      COUNT equivalent rules for Seaworthy and for ast-grep

`more` repeats the rules below RULES with new ids and with names that no code has: the literal parts of every pattern get
a marker. They cost what rules cost that do not match, and find nothing.

`twins` takes the names that the Java code below CODE imports, and makes up others beside them until there are COUNT; for
each it writes one Konveyor rule and one ast-grep rule that find the same: the import of that name.
"""

import pathlib
import re
import sys

import yaml

# Parts of patterns that name something, as against the syntax of expressions.
WORD = re.compile(r"(?<![\\\w])[A-Za-z][A-Za-z0-9]{3,}(?![\w(])")
NAMED = {"pattern", "xpath", "name", "nameregex", "regex"}


def renamed(value, marker, key=None):
    """A condition with a marker at the first name of each of its patterns."""
    if isinstance(value, dict):
        return {k: renamed(v, marker, k) for k, v in value.items()}
    if isinstance(value, list):
        return [renamed(v, marker, key) for v in value]
    if isinstance(value, str) and key in NAMED:
        return WORD.sub(lambda m: m.group(0) + marker, value, count=1)
    return value


def more(source, dest, count):
    rules = []
    for path in sorted(pathlib.Path(source).rglob("*.y*ml")):
        if not path.is_file() or path.name.startswith("ruleset.") or path.name.endswith((".test.yaml", ".test.yml")):
            continue
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            continue
        if isinstance(found, list):
            rules += [r for r in found if isinstance(r, dict) and "ruleID" in r and "when" in r]
    if not rules:
        sys.exit(f"there are no rules below {source}")
    made = []
    for number in range(count):
        rule = rules[number * 7919 % len(rules)]
        marker = f"Zq{number:05d}"
        made.append({**rule, "ruleID": f"more-{number:05d}", "when": renamed(rule["when"], marker)})
    folder = pathlib.Path(dest)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ruleset.yaml").write_text(f"name: more-{count}\n")
    (folder / "rules.yaml").write_text(yaml.safe_dump(made, sort_keys=False, width=10_000))


def twins(code, dest, count):
    seen = set()
    for path in sorted(pathlib.Path(code).rglob("*.java")):
        text = path.read_text(encoding="utf-8", errors="replace")
        seen.update(re.findall(r"^import ([a-z][\w.]*\.[A-Z]\w*);", text, re.M))
    names = sorted(seen)[:: max(1, len(seen) // max(1, count // 2))][: count // 2]
    names += [f"org.example.made{n // 20}.Name{n}" for n in range(count - len(names))]
    folder = pathlib.Path(dest)
    for sub in ("seaworthy", "ast-grep"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    rules = [
        {
            "ruleID": f"twin-{n:05d}",
            "message": "imported",
            "effort": 1,
            "when": {"java.referenced": {"location": "IMPORT", "pattern": name}},
        }
        for n, name in enumerate(names)
    ]
    (folder / "seaworthy" / "rules.yaml").write_text(yaml.safe_dump(rules, sort_keys=False))
    docs = [
        {"id": f"twin-{n:05d}", "language": "java", "rule": {"pattern": f"import {name};"}}
        for n, name in enumerate(names)
    ]
    (folder / "ast-grep" / "rules.yml").write_text(yaml.safe_dump_all(docs, sort_keys=False))


def main():
    if len(sys.argv) != 5 or sys.argv[1] not in ("more", "twins"):
        sys.exit(__doc__)
    {"more": more, "twins": twins}[sys.argv[1]](sys.argv[2], sys.argv[3], int(sys.argv[4]))


main()
