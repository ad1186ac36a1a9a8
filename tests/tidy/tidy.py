#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Style is a test: reads the whole tree and names each place that breaks a rule of the house.

What clang-format and clang-tidy check (layout, functions of at most 70 lines) is not checked again
here. Usage: tidy.py ROOT; exit code 1 when something was found.
"""
import os
import re
import sys
from pathlib import Path

LINES_MAX = 500
# Every file that may include Asio: each costs 18 s to compile, 70 s and 1.7 GB with sanitizers.
ASIO_FILES = {
    "plugin/runtime/engine.cpp",
    "plugin/delivery/loop_thread.hpp",
    "plugin/delivery/network.cpp",
    "plugin/delivery/socket_stream.cpp",
    "plugin/delivery/http_client.cpp",
}
ASIO_FILES_MAX = 6
# A library is known to one stage only, so that it can be changed there and nowhere else.
LIBRARY_HOMES = {
    "pugixml": "document",
    "kainjow": "document",
    "SQLiteCpp": "outbox",
    "sqlite3.h": "outbox",
    "gmime": "delivery",
    "curl": "delivery",
    "qrcodegen": "payment",
    "png.h": "payment",
}
# Stages that compute and touch nothing outside: no file, no thread, no clock, no ABI.
PURE_STAGES = {"book", "matching", "policy", "payment", "document"}
OUTSIDE_HEADERS = {
    "fstream", "filesystem", "cstdio", "stdio.h", "unistd.h", "fcntl.h", "ctime", "time.h",
    "thread", "mutex", "condition_variable", "random", "cstdlib", "stdlib.h",
}
LOCALE_HEADERS = {
    "iostream", "istream", "ostream", "sstream", "iomanip", "locale", "clocale", "cctype",
    "ctype.h", "locale.h", "strstream",
}
FORBIDDEN_WORDS = re.compile(
    r"\b(float|double|setlocale|strtod|strtof|strtold|stod|stof|stold|atof|as_double|as_float|"
    r"thread_local|printf|sprintf|snprintf|fprintf)\b")
CPP = {".cpp", ".hpp", ".h", ".c"}
SCRIPTS = {".py", ".sh", ".bash", ".cmake"}
PROSE = {".md", ".html", ".txt", ".toml", ".json", ".map", ".1", ".in"}
# Bank and invoice files of the samples have their own rules: CODA records end in blanks.
DATA_FOLDERS = ("packaging/sample-book/",)
SKIPPED_FOLDERS = {"build", ".git", ".cache", "__pycache__", ".mypy_cache"}
# Folders of somebody's machine; written so that this file does not break its own rule.
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:h[o]me|r[o]ot|U[s]ers|w[o]rk|f[a]rm|m[n]t)/\w")
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|HA" r"CK)\b")
TEST_MACRO = re.compile(
    r"\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+),\s*(\w+)")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


class Tree:
    """The files of the project and what was found in them."""

    def __init__(self, root):
        self.root = Path(root)
        self.found = []

    def report(self, name, line, what):
        self.found.append(f"{name}:{line}: {what}" if line else f"{name}: {what}")

    def files(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
            for name in sorted(names):
                path = Path(folder) / name
                yield path, path.relative_to(self.root).as_posix()


def without_comments_and_text(code):
    """The same text with comments and literals blanked, line for line."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), code)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def is_script(path):
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def check_text(tree, name, text, is_source):
    """Rules for every text file."""
    if name.startswith(DATA_FOLDERS):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            tree.report(name, number, "blanks at the end of the line")
        if MACHINE_PATH.search(line):
            tree.report(name, number, "the path of somebody's machine")
        if is_source and UNFINISHED.search(line):
            tree.report(name, number, "something left for later")
    if text and not text.endswith("\n"):
        tree.report(name, 0, "no line end at the end of the file")
    if is_source and text.count("\n") > LINES_MAX:
        tree.report(name, 0, f"{text.count(chr(10))} lines, at most {LINES_MAX}: split it by idea")


def check_first_line(tree, name, text):
    lines = text.split("\n", 2)
    first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
    if not re.fullmatch(r"(//|/\*|#) SPDX-License-Identifier: MIT( \*/)?", first):
        tree.report(name, 1, "does not begin with SPDX-License-Identifier: MIT")


def read_stages(tree):
    """What each stage may use, itself included, as plugin/CMakeLists.txt says it."""
    listing = tree.root / "plugin" / "CMakeLists.txt"
    stages = {}
    for match in re.finditer(r"^afpunt_stage\(([^)]*)\)", listing.read_text(), re.MULTILINE):
        name, *uses = match.group(1).split()
        allowed = {name}
        for used in uses:
            used = used.removeprefix("afpunt_")
            if used == "sdk":
                continue
            if used not in stages:
                tree.report("plugin/CMakeLists.txt", line_of(listing.read_text(), match.start()),
                            f"{name} uses {used}, which does not stand before it")
                continue
            allowed |= stages[used]
        stages[name] = allowed
    return stages


def check_stage_include(tree, stages, name, line, kind, header):
    """One include of a file in plugin/."""
    stage = name.split("/")[1]
    first = header.split("/")[0]
    if stage not in stages:
        return
    if kind == '"' and first in stages and first not in stages[stage]:
        tree.report(name, line, f"{stage} may not know {first}")
    if kind == "<" and header.startswith("afpunt/") and header.endswith(".h") and stage != "runtime":
        tree.report(name, line, f"only runtime knows the ABI, not {stage}: {header}")
    if header in LOCALE_HEADERS:
        tree.report(name, line, f"<{header}> depends on the locale")
    if stage in PURE_STAGES and header in OUTSIDE_HEADERS:
        tree.report(name, line, f"{stage} only computes: no <{header}>")
    for library, home in LIBRARY_HOMES.items():
        if (header.startswith(library + "/") or header.startswith(library + ".")
                or header == library) and stage != home:
            tree.report(name, line, f"{library} is known to {home} only")


def check_includes(tree, stages, name, text):
    plugin_folders = set(stages) | {"plugin"}
    for match in INCLUDE.finditer(text):
        kind, header = match.groups()
        line = line_of(text, match.start(2))
        if name.startswith("plugin/"):
            check_stage_include(tree, stages, name, line, kind, header)
        if name.startswith(("adapters/", "sdk/")):
            first = re.sub(r"^(\.\./)+", "", header).split("/")[0]
            if first in plugin_folders and (tree.root / "plugin" / header).exists() or \
                    first == "plugin":
                tree.report(name, line, f"a host knows nothing of the inside of the module: {header}")
        if header.startswith(("boost/asio", "boost/beast")) and name not in ASIO_FILES:
            tree.report(name, line, "includes Asio and is not in the list of files that may")


def check_cpp(tree, stages, name, text):
    check_first_line(tree, name, text)
    check_includes(tree, stages, name, text)
    if name.endswith(".hpp") and "#pragma once" not in text:
        tree.report(name, 0, "a header without #pragma once")
    code = without_comments_and_text(text)
    if name.startswith("plugin/"):
        for match in FORBIDDEN_WORDS.finditer(code):
            tree.report(name, line_of(code, match.start()), f"'{match.group()}' in the module")
        for match in re.finditer(r"system_clock::now", code):
            if name != "plugin/runtime/clock.cpp":
                tree.report(name, line_of(code, match.start()), "only runtime/clock.cpp asks the time")
    if name.startswith("tests/"):
        for match in TEST_MACRO.finditer(code):
            line = line_of(code, match.start())
            wrong = [w for w in match.groups() if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", w)]
            if wrong:
                tree.report(name, line, f"{wrong[0]} is not written as a CamelCase sentence")
            elif len(re.findall(r"[A-Z0-9]", match.group(2))) < 2:
                tree.report(name, line, f"the test {match.group(2)} is a word, not a sentence")


def check_tree(root):
    """All places that break a rule, as lines of text."""
    tree = Tree(root)
    stages = read_stages(tree)
    if len(ASIO_FILES) > ASIO_FILES_MAX:
        tree.report("tests/tidy/tidy.py", 0, f"more than {ASIO_FILES_MAX} files may include Asio")
    for path, name in tree.files():
        kind = path.suffix
        known = kind in CPP | SCRIPTS | PROSE or path.name == "CMakeLists.txt"
        if not known and not is_script(path):
            continue
        is_source = kind not in PROSE
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            if not name.startswith(DATA_FOLDERS):
                tree.report(name, 0, "is not UTF-8")
            continue
        check_text(tree, name, text, is_source)
        if kind in CPP:
            check_cpp(tree, stages, name, text)
        elif kind in (".py", ".sh", ".bash") or is_script(path):
            check_first_line(tree, name, text)
    return tree.found


def main():
    found = check_tree(sys.argv[1] if len(sys.argv) > 1 else ".")
    print("\n".join(found) if found else "tidy")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
