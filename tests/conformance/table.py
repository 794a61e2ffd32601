#!/usr/bin/env python3
"""Which test covers which rule: makes docs/conformance.md, or checks it.

A test names the rules it covers in a comment above or inside it (SEC-HSK-01,
N80211-PORT-2, INV-07; A01 is a class of attacks). The rules themselves are in rules.txt. A rule without a
test has a line in exempt/*.txt that says why it cannot apply to the core, or
is of a feature that the library does not have (absent.txt).

With --log, the log that ctest left of a run: each test that is named must have
run and passed, and build/conformance.md is the table with the results.
"""

import argparse
import collections
import fnmatch
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "tests/conformance/rules.txt"
TABLE = ROOT / "docs/conformance.md"
RESULTS = ROOT / "build/conformance.md"
EXEMPT = ROOT / "tests/conformance/exempt"
ABSENT = ROOT / "tests/conformance/absent.txt"

RULE_ID = re.compile(
    r"\b(?:(?:SEC-[A-Z]+|N80211-[A-Z0-9]+)-\d+|INV-\d+|A\d\d)\b"
)
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


def read_reasons():
    """rule -> why it cannot apply to the core."""
    reasons = {}
    for path in sorted(EXEMPT.glob("*.txt")):
        for line in path.read_text().splitlines():
            if line and not line.startswith("#"):
                rule, _, reason = line.partition("\t")
                reasons[rule] = reason.strip()
    return reasons


def read_absent(rules):
    """rule -> the feature it is of, which the library does not have."""
    absent = {}
    for line in ABSENT.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        pattern, _, feature = line.partition("\t")
        for rule in rules:
            if fnmatch.fnmatchcase(rule, pattern):
                absent[rule] = feature.strip()
    return absent


def read_results(log):
    """(program, test) -> did it pass, from the log of a run of ctest."""
    results = {}
    program = None
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r'^Command: "([^"]*)"', line)
        if match:
            program = pathlib.Path(match.group(1)).name
        match = re.match(r"^\[ +(OK|FAILED) +\] (\w+)$", line)
        if match and program:
            key = (program, match.group(2))
            results[key] = results.get(key, True) and match.group(1) == "OK"
    return results


def program_of(name):
    """The program that CMake makes of a file with tests, or None."""
    parts = pathlib.PurePosixPath(name).with_suffix("").parts
    if parts[0] != "tests" or not parts[-1].startswith("test_"):
        return None
    noun = parts[-1].removeprefix("test_")
    return "_".join((*parts[1:-1], noun))


def result_of(tests, results):
    """What became of the tests of a rule: ok, FAILED, or by which step. A
    function that is no test, but called by some, is as good as its program."""
    programs = collections.defaultdict(list)
    for (program, _), passed in results.items():
        programs[program].append(passed)
    seen = []
    for name, test in tests:
        program = program_of(name)
        if (program, test) in results:
            seen.append(results[program, test])
        elif program in programs:
            seen.append(all(programs[program]))
    if not seen:
        return "in a step of its own"
    return "ok" if all(seen) else "FAILED"


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
            if path.suffix not in SUFFIXES or path == pathlib.Path(__file__):
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
    return rule.rsplit("-", 1)[0] if "-" in rule else "attacks"


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


def count_table(rules, covered, reasons, absent):
    out = ["| area | rules | covered | cannot apply | feature absent |"]
    out += ["| --- | --- | --- | --- | --- |"]
    for area in dict.fromkeys(area_of(rule) for rule in rules):
        of_area = [rule for rule in rules if area_of(rule) == area]
        tested = sum(rule in covered for rule in of_area)
        rest = [rule for rule in of_area if rule not in covered]
        exempt = sum(rule in reasons for rule in rest)
        missing = sum(rule in absent for rule in rest if rule not in reasons)
        out.append(f"| {area} | {len(of_area)} | {tested} | {exempt} | {missing} |")
    return out


def make_table(rules, covered, reasons, absent, results=None):
    hits = [rule for rule in rules if rule in covered]
    rest = [rule for rule in rules if rule not in covered]
    exempt = [rule for rule in rest if rule in reasons]
    missing = [rule for rule in rest if rule in absent and rule not in reasons]
    bare = [r for r in rest if r not in reasons and r not in absent]
    out = [
        "# Conformance",
        "",
        "Which test covers which rule. Made by `sh tests/conformance/run.sh`;",
        "do not edit. A test names the rules it covers in a comment; the rules",
        "are in `tests/conformance/rules.txt`. A run of all tests leaves this",
        "table with the result of each in `build/conformance.md`.",
        "",
        "Owners: CORE, STA, PORT and EXT are this library's core (station, data",
        "port, security extension), HW the radio's table of functions, HOST the",
        "caller, WIN the Windows port. Clauses are those of IEEE Std",
        "802.11-2020.",
        "",
        f"**{len(hits)} of {len(rules)} rules have a test; {len(exempt)} cannot",
        f"apply to the core, {len(missing)} are of features that the library",
        "does not have.**",
        "",
    ]
    out += count_table(rules, covered, reasons, absent)
    if bare:
        out += ["", "## Neither test nor reason", "", "| rule | owner | what |"]
        out += ["| --- | --- | --- |"]
        out += [f"| {r} | {rules[r][0]} | {rules[r][1]} |" for r in bare]
    last = "result" if results is not None else "clause"
    out += ["", "## Covered", "", f"| rule | what | {last} | tests |"]
    out += ["| --- | --- | --- | --- |"]
    for rule in hits:
        _, title, clause = rules[rule]
        if results is not None:
            clause = result_of(covered[rule], results)
        out.append(f"| {rule} | {title} | {clause} | {tests_text(covered[rule])} |")
    for title, group, why in (
        ("Cannot apply to the core", exempt, reasons),
        ("Of features that the library does not have", missing, absent),
    ):
        out += ["", f"## {title}", "", "| rule | what | why |"]
        out += ["| --- | --- | --- |"]
        out += [f"| {r} | {rules[r][1]} | {why[r]} |" for r in group]
    return "\n".join(out) + "\n"


def complaints(rules, covered, reasons, absent):
    for rule in sorted(set(covered) - set(rules)):
        files = ", ".join(sorted({name for name, _ in covered[rule]}))
        yield f"{rule} is no rule; named in {files}"
    for rule in sorted(set(reasons) - set(rules)):
        yield f"{rule} is no rule; exempted"
    for rule in reasons:
        if not reasons[rule]:
            yield f"{rule} is exempted without a reason"
    for rule in rules:
        if rule not in covered and rule not in reasons and rule not in absent:
            yield f"{rule} has neither a test nor a reason: {rules[rule][1]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="fail when the table is stale"
    )
    parser.add_argument("--log", type=pathlib.Path, help="what ctest wrote")
    arguments = parser.parse_args()
    rules = read_rules()
    covered = read_tests()
    reasons = read_reasons()
    absent = read_absent(rules)

    found = list(complaints(rules, covered, reasons, absent))
    table = make_table(rules, covered, reasons, absent)
    if arguments.log:
        results = read_results(arguments.log)
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(make_table(rules, covered, reasons, absent, results))
        failed = [r for r in covered if result_of(covered[r], results) == "FAILED"]
        found += [f"a test of {rule} failed" for rule in failed]
        print(f"conformance: results in {RESULTS.relative_to(ROOT)}")
    if arguments.check:
        if not TABLE.exists() or TABLE.read_text() != table:
            found.append(f"{TABLE.relative_to(ROOT)} is stale; run")
            found.append("  sh tests/conformance/run.sh")
    elif not arguments.log:
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(table)
    for line in found:
        print(f"conformance: {line}")
    hits = sum(rule in covered for rule in rules)
    print(f"conformance: {hits} of {len(rules)} rules have a test")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
