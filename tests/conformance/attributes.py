#!/usr/bin/env python3
"""The page of attributes: makes docs/attributes.md from the table in
src/sta/attrs_table.c, or checks it.

What the page says of each attribute is what the code has: the rows are read as
they are written there.
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "src/sta/attrs_table.c"
HEADER = ROOT / "include/dot11/attr.h"
PAGE = ROOT / "docs/attributes.md"

ROW = re.compile(r"^    (NUMBER|SWITCH|LIST|FACT|OWNER|RESETS)\(", re.M)
TYPES = {
    "BOOL": "yes or no",
    "U32": "number",
    "U32_LIST": "numbers",
    "U64_LIST": "64-bit numbers",
    "ADDR": "address",
    "ADDR_LIST": "addresses",
    "SSID_LIST": "SSIDs",
    "CODE_LIST": "country strings",
    "ELEMENTS": "elements",
    "BOUND": "address and elements",
    "PAIRS": "pairs",
    "RATES": "rate map",
    "EXEMPTIONS": "exemptions",
    "OPAQUE": "octets",
}
INTRO = """\
# What can be set and asked?

One table describes every attribute of a station ([attr.h](../include/dot11/attr.h)):
`dot11_sta_get()` and `dot11_sta_set()` read and write them, `dot11_attr_info()`
describes them, so that a command line or an OID interface needs no code for each;
`dot11-station` has `get` and `set` ([dot11-station.md](dot11-station.md)). The part
`&dot11_attrs` has to be listed in `dot11_config.parts`. The rows of other parts
answer D11_ERR_UNSUPPORTED until theirs is listed, too.

Set in: I while no network is wanted, O while one is, H while the station is
halted; nothing: it can only be asked for. Everything can be asked for in every
state, except what is of a connection that is not there. A dot11 reset with
defaults, and a start, load the defaults; what is marked "any reset" goes with
each dot11 reset. OID is the number that the operation model gives the object;
objects without an attribute (FHSS, infrared, CCA, antennas) are not there.
A list is set as a whole; "up to" is how many entries it can have.

A connect request without an SSID joins what the desired lists name. One that
names its network is bound by `excluded-macs`, `operational-rates` and
`assoc-elements` only.

This page is made by `python3 tests/conformance/attributes.py`.

| attribute | OID | type | default | limits | set in | what it is |
| --- | --- | --- | --- | --- | --- | --- |
"""


def arguments(text, start):
    """The arguments of a macro call whose parenthesis is before `start`."""
    depth, quoted, found, current = 1, False, [], ""
    for at in range(start, len(text)):
        char = text[at]
        if quoted:
            quoted = char != '"' or text[at - 1] == "\\"
        elif char == '"':
            quoted = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return [" ".join(one.split()) for one in found + [current]]
        elif char == "," and depth == 1:
            found.append(current)
            current = ""
            continue
        current += char
    sys.exit(f"{TABLE}: a row does not end")


def words(literal):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))


def constants():
    """D11_ATTR_*_MAX and the like."""
    text = HEADER.read_text()
    known = dict(re.findall(r"#define (D11_\w+) (\d+)u", text))
    known.update({"U32_MAX": "4294967295", "D11_ADDR_LEN": "6"})
    return known


def settable(flags):
    letters = {"I": "I", "IO": "I O", "D11_ATTR_SET_OFF": "H"}
    return " ".join(letters[one] for one in re.split(r"[ |]+", flags)
                    if one in letters)


class Row:
    def __init__(self, kind, fields, known):
        value = lambda text: known.get(text, text)
        self.name = words(fields[2])
        self.oid = fields[1].lower().replace("0x", "") if fields[1] != "0" else ""
        self.help = words(fields[-1])
        self.default = self.limits = ""
        if kind == "NUMBER":
            self.type, self.set_in = "U32", settable(fields[3])
            self.default = value(fields[6])
            low, high = value(fields[4]), value(fields[5])
            self.limits = f"bits {high}" if "MASK" in fields[3] else f"{low}..{high}"
        elif kind == "SWITCH":
            self.type, self.set_in = "BOOL", settable(fields[3])
            self.default = "yes" if fields[4] == "1" else "no"
        elif kind == "LIST":
            self.type, self.set_in = fields[3], settable(fields[4])
            if fields[3] == "OPAQUE":
                return
            unit = "octets" if fields[5] == "1" else ""
            least = f"{fields[6]} to " if fields[6] != "0" else "up to "
            self.limits = f"{least}{value(fields[7])} {unit}".strip()
        else:
            self.type, self.set_in = fields[3], ""


def read_rows():
    text = TABLE.read_text()
    known = constants()
    rows = {}
    for match in ROW.finditer(text):
        kind, fields = match.group(1), arguments(text, match.end())
        if kind == "OWNER":
            rows[fields[0]].help += f" (part {fields[1].lower()})"
        elif kind == "RESETS":
            rows[fields[0]].default += ", any reset"
        else:
            rows[fields[0]] = Row(kind, fields, known)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    page = INTRO
    for row in read_rows().values():
        cells = (f"`{row.name}`", row.oid, TYPES[row.type], row.default,
                 row.limits, row.set_in, row.help)
        page += "| " + " | ".join(cells) + " |\n"
    page = re.sub(r"\|  (?=\|)", "| ", page)
    if not check:
        PAGE.write_text(page)
    elif not PAGE.exists() or PAGE.read_text() != page:
        sys.exit("docs/attributes.md is out of date: "
                 "run python3 tests/conformance/attributes.py")


if __name__ == "__main__":
    main()
