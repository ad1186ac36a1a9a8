#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""packaging/enable-gnucash adds one line to a file that belongs to the user, and takes it out again.

    enable_gnucash_test.py SOURCE_FOLDER
No GnuCash is needed: a program that only says its version stands in for it.
"""
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
MODULES = ("afpunt.scm", "libafpunt-gnucash.so", "libafpunt.so")


class EnableGnuCash(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="afpunt-enable-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.home = self.root / "home"
        self.programs = self.root / "programs"
        for folder in (self.home, self.programs):
            folder.mkdir()
        self.install_gnucash("GnuCash 4.13\nBuild ID: 4.13+(2022-12-17)")
        self.tree = self.build_tree("tree")
        self.settings = self.home / ".config/gnucash/config-user.scm"

    def install_gnucash(self, version):
        program = self.programs / "gnucash-cli"
        program.write_text(f"#!/bin/sh\nprintf '%s\\n' '{version}'\n")
        program.chmod(0o755)

    def build_tree(self, name):
        """A copy of the script beside what a build leaves there."""
        tree = self.root / name
        (tree / "packaging").mkdir(parents=True)
        shutil.copy(SOURCE / "packaging/enable-gnucash", tree / "packaging")
        self.put_modules(tree / "build/release/lib")
        return tree

    def put_modules(self, folder):
        folder.mkdir(parents=True)
        for name in MODULES:
            (folder / name).touch()

    def run_script(self, *arguments, tree=None, script=None, **environment):
        script = script or (tree or self.tree) / "packaging/enable-gnucash"
        return subprocess.run(
            [str(script), *arguments], capture_output=True, text=True,
            env={"PATH": f"{self.programs}:/usr/bin:/bin", "HOME": str(self.home), **environment})

    def enable(self, **options):
        run = self.run_script(**options)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return run.stdout

    def remove(self, **options):
        run = self.run_script("--remove", **options)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return run.stdout

    def assert_refused(self, run, *words):
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        for word in words:
            self.assertIn(word, run.stderr)

    def line(self, tree=None):
        return f'(load "{(tree or self.tree)}/build/release/lib/afpunt.scm")'

    def given_settings(self, text):
        self.settings.parent.mkdir(parents=True, exist_ok=True)
        self.settings.write_bytes(text)

    def test_the_first_time_makes_the_file_and_removing_leaves_nothing(self):
        self.assertIn(str(self.settings), self.enable())
        self.assertEqual(self.settings.read_text(), self.line() + "\n")
        self.assertIn("Taken out", self.remove())
        self.assertFalse(self.settings.exists())

    def test_whatever_the_user_wrote_stays_byte_for_byte(self):
        for text in (b"(display 1)\n", b"(display 1)", b"\n\n", b"; caf\xe9 \xff\r\n(display 2)\r\n",
                     b'(load "/elsewhere/own.scm")\n;; (load "/x/afpunt.scm") of old\n'):
            with self.subTest(text=text):
                self.given_settings(text)
                self.enable()
                with_line = self.settings.read_bytes()
                self.assertTrue(with_line.startswith(text))
                self.assertEqual(with_line[len(text):].strip(), self.line().encode())
                self.remove()
                self.assertEqual(self.settings.read_bytes(), text)

    def test_what_the_user_adds_behind_the_line_stays_too(self):
        self.given_settings(b"(display 1)\n")
        self.enable()
        with open(self.settings, "ab") as file:
            file.write(b"(display 2)\n")
        self.remove()
        self.assertEqual(self.settings.read_bytes(), b"(display 1)\n(display 2)\n")

    def test_twice_is_once(self):
        self.enable()
        once = self.settings.read_bytes()
        self.assertIn("already", self.enable())
        self.assertEqual(self.settings.read_bytes(), once)
        self.remove()
        self.assertIn("nothing to take out", self.remove())

    def test_another_build_takes_the_place_of_the_first(self):
        self.enable()
        other = self.build_tree("other")
        self.enable(tree=other)
        self.assertEqual(self.settings.read_text(), self.line(other) + "\n")

    def test_the_file_keeps_its_rights_and_a_link_stays_a_link(self):
        kept = self.root / "dotfiles.scm"
        kept.write_text("(display 1)\n")
        kept.chmod(0o640)
        self.settings.parent.mkdir(parents=True)
        self.settings.symlink_to(kept)
        self.enable()
        self.assertTrue(self.settings.is_symlink())
        self.assertIn(self.line(), kept.read_text())
        self.assertEqual(stat.S_IMODE(kept.stat().st_mode), 0o640)
        self.remove()
        self.assertEqual(kept.read_text(), "(display 1)\n")

    def test_the_settings_are_where_gnucash_looks_for_them(self):
        xdg, own = self.root / "xdg", self.root / "own"
        self.enable(XDG_CONFIG_HOME=str(xdg))
        self.assertTrue((xdg / "gnucash/config-user.scm").exists())
        self.enable(XDG_CONFIG_HOME=str(xdg), GNC_CONFIG_HOME=str(own))
        self.assertTrue((own / "config-user.scm").exists())
        self.assertFalse(self.settings.exists())

    def test_a_path_with_blanks_and_quotes_is_written_as_scheme_writes_it(self):
        tree = self.build_tree('a "quoted" tree')
        self.enable(tree=tree)
        self.assertIn('/a \\"quoted\\" tree/', self.settings.read_text())
        self.assertIn("already", self.enable(tree=tree))
        self.remove(tree=tree)
        self.assertFalse(self.settings.exists())

    def test_an_installed_script_finds_what_was_installed_with_it(self):
        prefix = self.root / "prefix"
        (prefix / "bin").mkdir(parents=True)
        script = prefix / "bin/afpunt-enable-gnucash"
        shutil.copy(SOURCE / "packaging/enable-gnucash", script)
        self.put_modules(prefix / "lib/afpunt")
        self.enable(script=script)
        self.assertEqual(self.settings.read_text(), f'(load "{prefix}/lib/afpunt/afpunt.scm")\n')

    def test_other_versions_of_gnucash_are_refused_in_words(self):
        for version, found in (("GnuCash 5.4", "GnuCash 5.4;"), ("GnuCash 4.12", "GnuCash 4.12;"),
                               ("GnuCash 4.13.1", "GnuCash 4.13.1;"),
                               ("nonsense", "of an unknown version")):
            with self.subTest(version=version):
                self.install_gnucash(version)
                self.assert_refused(self.run_script(), found, "Nothing was changed")
                self.assertFalse(self.settings.exists())

    def test_without_gnucash_nothing_is_added_but_all_can_be_removed(self):
        self.enable()
        tools = self.root / "tools"
        tools.mkdir()
        for name in os.listdir("/usr/bin"):
            if not name.startswith("gnucash"):
                (tools / name).symlink_to(f"/usr/bin/{name}")
        self.assert_refused(self.run_script(PATH=str(tools)), "not installed", "apt-get install")
        self.remove(PATH=str(tools))
        self.assertFalse(self.settings.exists())

    def test_a_tree_that_is_not_built_is_refused_in_words(self):
        (self.tree / "build/release/lib/libafpunt-gnucash.so").unlink()
        self.assert_refused(self.run_script(), "not built", "packaging/quickstart")
        self.assertFalse(self.settings.parent.exists())

    def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing_behind(self):
        blocked = self.root / "a file, no folder"
        blocked.touch()
        run = self.run_script(GNC_CONFIG_HOME=str(blocked))
        self.assertNotEqual(run.returncode, 0)
        self.assertIn(blocked.name, run.stderr)
        self.assertEqual(run.stdout, "")

    def test_an_option_that_is_not_there_is_wrong_use(self):
        self.assertEqual(self.run_script("--delete").returncode, 2)
        self.assertIn("--remove", self.run_script("--help").stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
