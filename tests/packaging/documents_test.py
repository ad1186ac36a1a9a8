#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is written about the program must be true of the program: commands, options, exit codes in the
manual page, the completion and the SDK's documents; quoted code; links between documents.

    documents_test.py SOURCE_FOLDER AFPUNT_PROGRAM
"""
import re
import subprocess
import sys
import textwrap
import unittest
from pathlib import Path

SOURCE = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
PROGRAM = sys.argv[2] if len(sys.argv) > 2 else "afpunt"


def read(name):
    return (SOURCE / name).read_text(encoding="utf-8")


def help_of(*command):
    run = subprocess.run([PROGRAM, *command, "--help"], capture_output=True, text=True, check=True)
    return run.stdout


def commands():
    listed = help_of().split("Subcommands:")[1].split("\n\n")[0]
    return re.findall(r"^  ([a-z-]+)", listed, re.MULTILINE)


def options(*command):
    listed = help_of(*command).split("Options:")[1]
    return set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", listed, re.MULTILINE))


class Documents(unittest.TestCase):
    def test_the_manual_page_names_every_command_and_option(self):
        source = read("packaging/man/afpunt.1")
        page, _ = self.manual_page("-P", "cat")
        for command in commands():
            self.assertRegex(source, rf"\.(It )?Cm {command}\b", command)
            for option in options(command) | options():
                self.assertRegex(page, rf"{option}\b", command)

    def test_the_manual_page_names_no_command_that_is_not_there(self):
        page = read("packaging/man/afpunt.1")
        named = set(re.findall(r"^\.(?:It )?Cm ([a-z-]+)", page, re.MULTILINE))
        self.assertEqual(named - set(commands()), set())

    def test_the_manual_page_and_the_readme_state_the_exit_codes_of_the_program(self):
        source = read("adapters/standalone/cli/command_line.hpp")
        codes = re.findall(r"= (\d)", re.search(r"enum class Exit \{(.*?)\}", source, re.S).group(1))
        self.assertEqual(codes, ["0", "1", "2", "3", "4"])
        page = read("packaging/man/afpunt.1").split(".Sh EXIT STATUS")[1].split(".Sh")[0]
        self.assertEqual(re.findall(r"^\.It (\d+)$", page, re.MULTILINE), codes + ["70"])
        self.assertEqual(re.findall(r"^\| (\d+) \|", read("README.md"), re.MULTILINE), codes + ["70"])

    def manual_page(self, *arguments):
        """What man prints for it, as text, and what it complains about."""
        run = subprocess.run(
            ["man", *arguments, "-E", "UTF-8", "-l", str(SOURCE / "packaging/man/afpunt.1")],
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80",
                 "MANROFFSEQ": ""}, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout, run.stderr

    def test_the_manual_page_has_no_faults(self):
        _, complaints = self.manual_page("--warnings", "-Tutf8", "-Z")
        self.assertEqual(complaints, "")

    def complete(self, *words):
        script = ('source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _afpunt; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        run = subprocess.run(["bash", "-c", script,
                              str(SOURCE / "packaging/completion/afpunt.bash"), *words],
                             capture_output=True, text=True, check=True)
        self.assertEqual(run.stderr, "")
        return set(run.stdout.split())

    def test_the_completion_offers_every_command_and_option(self):
        self.assertEqual(set(commands()) - self.complete("afpunt", ""), set())
        self.assertEqual(self.complete("afpunt", "jo"), {"journal"})
        for command in commands():
            offered = self.complete("afpunt", "--book", "x", command, "--")
            self.assertEqual(options(command) - offered, set(), command)

    def test_the_sdk_documents_every_command_of_the_module(self):
        document = read("sdk/docs/commands.md")
        named = set(re.findall(r"^\| `([a-z-]+)` \|", document, re.MULTILINE))
        named -= {"command", "language", "who"}  # the table of common fields
        sources = "".join(read(f"plugin/runtime/command_{kind}.cpp") for kind in ("views", "actions"))
        known = set(re.findall(r'command == "([a-z-]+)"', sources))
        self.assertTrue(known)
        self.assertEqual(named, known)

    def test_the_example_is_quoted_as_it_is_compiled(self):
        self.assertIn("```cpp\n" + read("sdk/docs/examples/minimal_host.cpp") + "```",
                      read("sdk/docs/writing-a-host.md"))

    def test_code_in_the_documents_of_the_sdk_is_that_of_compiled_examples(self):
        """A block of C or C++ is a whole example, or the part of one that the comment above it names:
        there, it stands between two lines with that name in brackets."""
        quoted = 0
        for page in sorted((SOURCE / "sdk/docs").glob("*.md")):
            blocks = re.findall(r"(?:<!-- (\S+): (.+?) -->\n)?```(?:c|cpp)\n(.*?)```",
                                page.read_text(encoding="utf-8"), re.DOTALL)
            for example, name, code in blocks:
                if not example:
                    wholes = [p.read_text(encoding="utf-8")
                              for p in (SOURCE / "sdk/docs/examples").iterdir()]
                    self.assertIn(code, wholes, f"{page.name}: code that is nowhere compiled")
                    continue
                parts = re.split(rf"^ *(?://|/\*) \[{name}\](?: \*/)?\n",
                                 read(f"sdk/docs/{example}"), flags=re.MULTILINE)
                self.assertEqual(len(parts), 3, f"{page.name}: [{name}] in {example}")
                self.assertEqual(code, textwrap.dedent(parts[1]), f"{page.name}: {name}")
                quoted += 1
        self.assertGreater(quoted, 5)

    def test_links_between_documents_lead_somewhere(self):
        pages = [p for p in SOURCE.rglob("*.md") if "build" not in p.relative_to(SOURCE).parts]
        self.assertTrue(pages)
        for page in pages:
            prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose):
                if not target.startswith(("http:", "https:", "mailto:")):
                    self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
