#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks each rule of tidy.py once, in a small tree of its own, and sees that it is caught."""
import tempfile
import unittest
from pathlib import Path

import tidy

SPDX = "// SPDX-License-Identifier: MIT\n"
STAGES = """afpunt_stage(config)
afpunt_stage(book)
afpunt_stage(matching afpunt_book)
afpunt_stage(policy afpunt_matching)
afpunt_stage(payment afpunt_sdk)
afpunt_stage(document afpunt_policy afpunt_payment)
afpunt_stage(outbox afpunt_config afpunt_policy)
afpunt_stage(delivery afpunt_document afpunt_outbox)
afpunt_stage(runtime afpunt_config afpunt_delivery)
"""


class TidyRules(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.write("plugin/CMakeLists.txt", STAGES)
        self.write("plugin/book/book.hpp", SPDX + "#pragma once\n")

    def write(self, name, text):
        path = Path(self.folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)

    def found(self):
        return tidy.check_tree(self.folder.name)

    def expect(self, name, text, words):
        """The file is reported, with these words, and nothing else is."""
        self.write(name, text)
        found = self.found()
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(name), found)
        self.assertIn(words, found[0])

    def test_a_tree_without_faults_is_tidy(self):
        self.write("plugin/policy/plan.cpp", SPDX + '#include "book/book.hpp"\n#include <string>\n')
        self.write("plugin/runtime/entry.cpp", SPDX + "#include <afpunt/entry.h>\n")
        self.write("tests/unit/book/book_test.cpp", SPDX + "TEST(Book, NamesTheMissingItem) {}\n")
        self.write("packaging/sample-book/bank/a.txt", "0000018011172505        \n")
        self.assertEqual(self.found(), [])

    def test_long_files(self):
        self.expect("plugin/book/long.cpp", SPDX + "\n" * 500, "at most 500")

    def test_a_missing_licence_line(self):
        self.expect("plugin/book/a.cpp", "\n// SPDX-License-Identifier: MIT\n", "SPDX")
        self.write("plugin/book/a.cpp", SPDX)
        self.expect("packaging/tool", "#!/usr/bin/env bash\necho\n", "SPDX")

    def test_floating_point(self):
        for code in ("double x;", "float x;", 'auto x = std::stod("1");', "x = std::atof(p);",
                     'std::printf("%f", x);', "auto x = std::strtod(p, &e);"):
            self.expect("plugin/payment/a.cpp", SPDX + code + "\n", "in the module")

    def test_floating_point_may_be_spoken_of(self):
        self.write("plugin/payment/a.cpp",
                   SPDX + '// never a double\n/* nor a\n float */ const char* x = "double";\n')
        self.assertEqual(self.found(), [])

    def test_locales(self):
        for header in ("iostream", "sstream", "iomanip", "cctype", "locale"):
            self.expect("plugin/runtime/a.cpp", SPDX + f"#include <{header}>\n", "locale")
        self.expect("plugin/runtime/a.cpp", SPDX + 'void f() { setlocale(1, ""); }\n', "setlocale")

    def test_iosfwd_is_allowed(self):
        self.write("plugin/runtime/a.cpp", SPDX + "#include <iosfwd>\n")
        self.assertEqual(self.found(), [])

    def test_arrows_that_point_back(self):
        for stage, other in (("book", "matching"), ("policy", "document"), ("payment", "book"),
                             ("outbox", "document"), ("delivery", "runtime"), ("config", "book")):
            name = f"plugin/{stage}/a.cpp"
            self.expect(name, SPDX + f'#include "{other}/b.hpp"\n', f"may not know {other}")
            self.write(name, SPDX)

    def test_a_stage_that_uses_a_later_one(self):
        self.expect("plugin/CMakeLists.txt", "afpunt_stage(book afpunt_policy)\n" + STAGES,
                    "does not stand before it")

    def test_domain_stages_that_know_the_abi(self):
        self.expect("plugin/policy/a.cpp", SPDX + "#include <afpunt/records.h>\n", "knows the ABI")
        self.write("plugin/policy/a.cpp", SPDX + "#include <afpunt/money.hpp>\n")
        self.assertEqual(self.found(), [])

    def test_domain_stages_that_touch_the_world(self):
        self.expect("plugin/book/a.cpp", SPDX + "#include <fstream>\n", "only computes")
        self.expect("plugin/book/a.cpp", SPDX + "auto t = std::chrono::system_clock::now();\n",
                    "asks the time")

    def test_libraries_away_from_home(self):
        self.expect("plugin/delivery/a.cpp", SPDX + "#include <pugixml.hpp>\n", "document only")
        self.expect("plugin/delivery/a.cpp", SPDX + "#include <SQLiteCpp/Database.h>\n", "outbox only")

    def test_asio_outside_its_files(self):
        self.expect("plugin/runtime/a.cpp", SPDX + "#include <boost/asio/post.hpp>\n", "Asio")
        self.write("plugin/runtime/a.cpp", SPDX)
        self.write("plugin/runtime/engine.cpp", SPDX + "#include <boost/asio/post.hpp>\n")
        self.assertEqual(self.found(), [])

    def test_hosts_that_look_inside_the_module(self):
        for header in ("book/book.hpp", "../../plugin/book/book.hpp", "plugin/book/book.hpp"):
            self.expect("adapters/standalone/a.cpp", SPDX + f'#include "{header}"\n', "inside")

    def test_paths_of_a_machine(self):
        for folder in ("ho" "me/an", "ro" "ot/x", "wo" "rk/main"):
            self.expect("sdk/docs/a.md", f"see /{folder}/b\n", "machine")

    def test_blanks_at_the_end_and_missing_line_ends(self):
        self.expect("README.md", "a \n", "blanks")
        self.expect("README.md", "a\r\n", "blanks")
        self.expect("README.md", "a", "no line end")

    def test_headers_without_pragma_once(self):
        self.expect("plugin/book/a.hpp", SPDX, "#pragma once")

    def test_names_of_tests(self):
        self.expect("tests/unit/a_test.cpp", SPDX + "TEST(Book, names_it) {}\n", "CamelCase")
        self.expect("tests/unit/a_test.cpp", SPDX + "TEST_F(Book, Works) {}\n", "not a sentence")

    def test_something_left_for_later(self):
        self.expect("plugin/book/a.cpp", SPDX + "// TO" "DO: all of it\n", "left for later")

    def test_text_that_is_not_utf8(self):
        self.expect("README.md", b"caf\xe9\n", "UTF-8")


if __name__ == "__main__":
    unittest.main()
