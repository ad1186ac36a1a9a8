#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks a UBL Reminder against the CEN BII2 rules for transaction T17.

Usage: bii_t17.py FOLDER DOCUMENT

FOLDER holds abstract/BIIRULES-T17.sch and UBL/BIIRULES-UBL-T17.sch. The asserts are XPath 1.0, so
xmllint evaluates them: for each assert we count the nodes of its context that break it. Every
assert is tried, also where Schematron would stop at the first rule that fits a node.
"""
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
NAMES = "urn:oasis:names:specification:ubl:schema:xsd:"
PREFIXES = {
    "cbc": NAMES + "CommonBasicComponents-2",
    "cac": NAMES + "CommonAggregateComponents-2",
    "ubl": NAMES + "Reminder-2",
}


def bound(text, parameters):
    """Puts the binding's value in the place of each $parameter, the longest name first."""
    for name in sorted(parameters, key=len, reverse=True):
        text = text.replace("$" + name, parameters[name])
    return text


def read_rules(folder):
    binding = tree.parse(folder + "/UBL/BIIRULES-UBL-T17.sch").getroot()
    parameters = {p.get("name"): p.get("value") for p in binding.iter(SCHEMATRON + "param")}
    abstract = tree.parse(folder + "/abstract/BIIRULES-T17.sch").getroot()
    for rule in abstract.iter(SCHEMATRON + "rule"):
        context = bound(rule.get("context"), parameters)
        for check in rule.iter(SCHEMATRON + "assert"):
            yield check.get("id"), context, bound(check.get("test"), parameters)


def main():
    folder, document = sys.argv[1:3]
    rules = list(read_rules(folder))
    commands = ["setns %s=%s" % prefix for prefix in PREFIXES.items()]
    commands += ["xpath count(%s[not(%s)])" % (context, test) for _, context, test in rules]
    shell = subprocess.run(["xmllint", "--nonet", "--shell", document], text=True,
                           input="\n".join(commands) + "\nbye\n", capture_output=True)
    counts = re.findall(r"Object is a number : (\d+)", shell.stdout)
    if len(counts) != len(rules):
        print(shell.stdout, shell.stderr)
        sys.exit("not every rule could be evaluated")
    broken = [name for (name, _, _), count in zip(rules, counts) if count != "0"]
    print("%d rules tried, broken: %s" % (len(rules), ", ".join(broken) or "none"))
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
