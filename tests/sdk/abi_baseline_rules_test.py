#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Changes the interface in each way once, in a copy of its headers, and sees that abi_baseline_test.py
names what was changed.

    abi_baseline_rules_test.py CXX_COMPILER SOURCE_FOLDER
"""
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

COMPILER, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()


class BaselineRules(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.copy = Path(folder.name)
        for part in ("sdk/include", "sdk/abi"):
            shutil.copytree(SOURCE / part, self.copy / part)

    def compared(self):
        return subprocess.run(
            [sys.executable, Path(__file__).with_name("abi_baseline_test.py"), COMPILER, self.copy],
            capture_output=True, text=True, check=False)

    def expect(self, header, old, new, *words):
        """With this change the test fails and says these words."""
        path = self.copy / "sdk/include/afpunt" / header
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        run = self.compared()
        self.assertEqual(run.returncode, 1, run.stderr)
        for word in words:
            self.assertIn(word, run.stdout)
        self.assertIn("Raise AFPUNT_ABI_MINOR", run.stdout)

    def test_the_published_interface_passes(self):
        run = self.compared()
        self.assertEqual((run.returncode, run.stdout), (0, ""))

    def test_a_field_in_the_middle(self):
        self.expect("records.h", "afpunt_str mandate_id;", "afpunt_str mandate_id, mandate_more;",
                    "mandate_more", "'afpunt_date collection_on' offset changed")

    def test_a_field_at_the_end(self):
        self.expect("records.h", "int32_t reminders_before;",
                    "int32_t reminders_before; uint32_t letters_before;", "letters_before")

    def test_fields_that_changed_places(self):
        self.expect("records.h", "payee_iban, payee_bic,", "payee_bic, payee_iban,", "payee_bic")

    def test_a_field_of_another_type(self):
        self.expect("ext/clock.h", "int32_t utc_offset_minutes", "uint32_t utc_offset_minutes",
                    "utc_offset_minutes")

    def test_a_field_of_another_name(self):
        self.expect("ext/clock.h", "utc_offset_minutes", "offset_minutes", "utc_offset_minutes")

    def test_a_constant_of_another_value(self):
        self.expect("events.h", "EVENT_MATCHED = 2", "EVENT_MATCHED = 8", "AFPUNT_EVENT_MATCHED")

    def test_a_new_constant(self):
        self.expect("events.h", "EVENT_RESYNC = 7", "EVENT_RESYNC = 7, AFPUNT_EVENT_AGAIN = 8",
                    "AFPUNT_EVENT_AGAIN")

    def test_a_function_with_another_parameter(self):
        self.expect("plugin.h", "uint32_t budget_us", "uint64_t budget_us", "on_main")

    def test_a_table_with_another_function(self):
        self.expect("ext/match.h", "} afpunt_host_match;", "void (*more)(void); } afpunt_host_match;",
                    "afpunt_host_match", "Tables carry no size")

    def test_a_new_struct(self):
        self.expect("ext/clock.h", "} afpunt_host_clock;", "} afpunt_host_clock;\n"
                    "typedef struct afpunt_host_bell { void (*ring)(void); } afpunt_host_bell;",
                    "afpunt_host_bell")


if __name__ == "__main__":
    if shutil.which("abidiff") is None:
        print("skipped: abigail-tools is not installed (packaging/install-dependencies --tests)")
    else:
        unittest.main(argv=sys.argv[:1])
