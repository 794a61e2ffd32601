#!/usr/bin/env python3
"""Which test covers which rule: makes docs/conformance.md, or checks it.

A test names the rules it covers in a comment above or inside it (SEC-HSK-01,
N80211-PORT-2, INV-07). The rules themselves are in rules.txt.
"""

import argparse
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "tests/conformance/rules.txt"
TABLE = ROOT / "docs/conformance.md"

RULE_ID = re.compile(r"\b(?:(?:SEC-[A-Z]+|N80211-[A-Z0-9]+)-\d+|INV-\d+)\b")
FUNCTION = re.compile(r"^(?:static )?(?:void|int|bool) (\w+)\(")
# What a rule id can stand in to count: tests, and harnesses of the fuzzer.
FOLDERS = ("tests", "fuzz")
SUFFIXES = (".c", ".h", ".sh", ".py")


def read_rules():
    rules = {}
    for line in RULES.read_text().splitlines():
        if line and not line.startswith("#"):
            rule, owner, title, clause = (line.split("\t") + [""])[:4]
            rules[rule] = (owner, title, clause)
    return rules


def functions_of(lines):
    """(first line, last line, name) of each function of a C file."""
    found = []
    for number, line in enumerate(lines):
        match = FUNCTION.match(line)
        if not match:
            continue
        for end in range(number, len(lines)):
            if lines[end].rstrip().endswith(";") and "{" not in "".join(
                lines[number : end + 1]
            ):
                break  # only a declaration
            if lines[end].startswith("}"):
                found.append((number, end, match.group(1)))
                break
    return found


def test_at(lines, functions, number):
    """The function a line belongs to: around it, or the next one below, as
    long as only comments and short declarations stand between."""
    for first, last, name in functions:
        if first <= number <= last:
            return name
        if first > number:
            between = "".join(lines[number:first])
            return None if "#include" in between else name
    return None


def read_tests():
    """rule -> sorted list of (file, test or None); also ids by file."""
    covered = collections.defaultdict(set)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in SUFFIXES or "conformance" in path.parts:
                continue
            name = path.relative_to(ROOT).as_posix()
            lines = path.read_text(errors="replace").splitlines()
            functions = functions_of(lines) if path.suffix == ".c" else []
            for number, line in enumerate(lines):
                for rule in RULE_ID.findall(line):
                    test = test_at(lines, functions, number)
                    covered[rule].add((name, test))
    return covered


def area_of(rule):
    return rule.rsplit("-", 1)[0]


def tests_text(tests):
    """`file`: test, test; the file alone where it names no function."""
    files = collections.defaultdict(list)
    for name, test in sorted(tests, key=lambda t: (t[0], t[1] or "")):
        files[name].append(test)
    parts = []
    for name, names in files.items():
        named = [f"`{test}`" for test in names if test]
        parts.append(f"{name}: " + ", ".join(named) if named else name)
    return "<br>".join(parts)


def make_table(rules, covered):
    areas = list(dict.fromkeys(area_of(rule) for rule in rules))
    hits = [rule for rule in rules if rule in covered]
    out = [
        "# Conformance",
        "",
        "Which test covers which rule. Made by `sh tests/conformance/run.sh`;",
        "do not edit. A test names the rules it covers in a comment; the rules",
        "are in `tests/conformance/rules.txt`.",
        "",
        "Owners: CORE, STA, PORT and EXT are this library's core (station, data",
        "port, security extension), HW the radio's table of functions, HOST the",
        "caller, WIN the Windows port. Clauses are those of IEEE Std",
        "802.11-2020.",
        "",
        f"**{len(hits)} of {len(rules)} rules are covered.**",
        "",
        "| area | rules | covered |",
        "| --- | --- | --- |",
    ]
    for area in areas:
        of_area = [rule for rule in rules if area_of(rule) == area]
        count = sum(rule in covered for rule in of_area)
        out.append(f"| {area} | {len(of_area)} | {count} |")
    out += ["", "## Covered", "", "| rule | what | clause | tests |"]
    out += ["| --- | --- | --- | --- |"]
    for rule in hits:
        _, title, clause = rules[rule]
        out.append(f"| {rule} | {title} | {clause} | {tests_text(covered[rule])} |")
    out += ["", "## Not yet covered", "", "| rule | owner | what |"]
    out += ["| --- | --- | --- |"]
    for rule in rules:
        if rule not in covered:
            owner, title, _ = rules[rule]
            out.append(f"| {rule} | {owner} | {title} |")
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="fail when the table is stale"
    )
    arguments = parser.parse_args()
    rules = read_rules()
    covered = read_tests()

    unknown = sorted(set(covered) - set(rules))
    for rule in unknown:
        files = ", ".join(sorted({name for name, _ in covered[rule]}))
        print(f"conformance: {rule} is no rule; named in {files}")
    if unknown:
        return 1

    table = make_table(rules, covered)
    if arguments.check:
        if not TABLE.exists() or TABLE.read_text() != table:
            print("conformance: docs/conformance.md is stale; run")
            print("  sh tests/conformance/run.sh")
            return 1
    else:
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(table)
    hits = sum(rule in covered for rule in rules)
    print(f"conformance: {hits} of {len(rules)} rules covered")
    return 0


if __name__ == "__main__":
    sys.exit(main())
