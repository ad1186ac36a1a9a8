#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sdk/python against the C headers: a C program, made from what the headers declare, prints where the
compiler puts each field, of which type it is, and what each constant is; Python must say the same
of each, and know no other.

    mirror_test.py C_COMPILER SOURCE_FOLDER
"""
import ctypes
import subprocess
import sys
import tempfile
import unittest
from dataclasses import fields
from enum import IntEnum, IntFlag
from pathlib import Path

from abi_headers import AbiHeaders
from afpunt import abi, convert, enums

COMPILER, SOURCE = sys.argv[1], Path(sys.argv[2])
HEADERS = AbiHeaders(SOURCE)
# The group's prefix where it is not the class's name in capitals.
PREFIXES = {
    "Status": "AFPUNT_", "EntryFlag": "AFPUNT_ENTRY_", "Severity": "AFPUNT_LOG_",
    "EventType": "AFPUNT_EVENT_", "PartyKind": "AFPUNT_PARTY_", "Standing": "AFPUNT_STANDING_",
    "ContactFlag": "AFPUNT_CONTACT_", "PartyFlag": "AFPUNT_PARTY_", "DocumentKind": "AFPUNT_",
    "DocumentState": "AFPUNT_DOCUMENT_", "Arrangement": "AFPUNT_ARRANGEMENT_",
    "AllocationKind": "AFPUNT_ALLOCATION_", "AccountFlag": "AFPUNT_ACCOUNT_",
    "StatementFlag": "AFPUNT_STATEMENT_", "BankLineKind": "AFPUNT_LINE_",
    "MomentFlag": "AFPUNT_MOMENT_", "PermitFlag": "AFPUNT_PERMIT_",
}
# Constants that are no enumeration: their name in abi.py.
MACROS = {f"AFPUNT_{name}": name for name in (
    "ABI_MAJOR", "ABI_MINOR", "ENTRY_SYMBOL", "NO_DATE", "NO_TIME", "EVENT_ITEMS_MAX",
    "EVENT_TEXT_MAX", "COMMAND_REQUEST_MAX", "ID_MAX", "TEXT_MAX", "SETTING_MAX", "PARTY_CONTACTS_MAX",
    "PARTY_IBANS_MAX", "EXT_CLOCK", "EXT_COMMAND", "EXT_MATCH", "EXT_NOTICE",
    "EXT_PERMIT", "EXT_REVISION", "EXT_SETTINGS", "EXT_SNAPSHOT")}
TYPES = ("int32_t", "uint32_t", "int64_t", "uint64_t", "uint8_t", "afpunt_str", "afpunt_money")


def compiled_facts(structs, numbers, texts):
    """What the compiler says: "struct.field" to (offset, size, type), struct to size, constant to
    value."""
    lines = ["#include <afpunt/afpunt.h>", "#include <stdio.h>",
             "#define TYPE(x) _Generic((x), " + ", ".join(f'{t}: "{t}"' for t in TYPES) +
             ', default: "pointer or array")', "int main(void) {"]
    for name, members in structs.items():
        lines.append(f'printf("{name} %zu\\n", sizeof({name}));')
        for member, function in members:
            place = f"(({name}*)0)->{member}"
            kind = '"function"' if function else f"TYPE({place})"
            lines.append(f'printf("{name}.{member} %zu %zu %s\\n", offsetof({name}, {member}), '
                         f"sizeof({place}), {kind});")
    lines += [f'printf("{name} %lld\\n", (long long){name});' for name in sorted(numbers)]
    lines += [f'printf("{name} %s\\n", {name});' for name in sorted(texts)]
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder, "facts.c"), Path(folder, "facts")
        source.write_text("\n".join(lines + ["}"]), encoding="utf-8")
        subprocess.run([COMPILER, "-std=c11", "-w", f"-I{SOURCE}/sdk/include", source,
                        "-o", program], check=True)
        printed = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return dict(line.split(" ", 1) for line in printed.splitlines())


def type_in_python(kind):
    """The C type of a field, as the compiled program names it."""
    simple = {ctypes.c_int32: "int32_t", ctypes.c_uint32: "uint32_t", ctypes.c_int64: "int64_t",
              ctypes.c_uint64: "uint64_t", ctypes.c_uint8: "uint8_t",
              abi.afpunt_str: "afpunt_str", abi.afpunt_money: "afpunt_money"}
    if hasattr(kind, "_argtypes_"):
        return "function"
    return simple.get(kind, "pointer or array")


def passed_as(text):
    """How C passes a parameter of this declaration: a pointer, a whole number, a struct."""
    if "*" in text or "afpunt_sink" in text:
        return "pointer"
    kind = text.replace("struct ", "").split()[0]
    numbers = {"afpunt_status": "int32_t", "afpunt_severity": "int32_t"}
    return numbers.get(kind, kind)


def passed_by_python(kind):
    if kind is None:
        return "void"
    known = {ctypes.c_int32: "int32_t", ctypes.c_uint32: "uint32_t", ctypes.c_uint64: "uint64_t",
             abi.afpunt_str: "afpunt_str"}
    return known.get(kind, "pointer")


class Mirror(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.structs = HEADERS.structs()
        cls.constants = {name for group in HEADERS.enumerations() for name in group}
        cls.macros = HEADERS.macros()
        texts = {name for name in cls.macros if "_EXT_" in name or name.endswith("_SYMBOL")}
        cls.facts = compiled_facts(cls.structs, cls.constants | cls.macros - texts, texts)

    def test_there_is_a_class_for_every_struct_and_no_other(self):
        classes = {name for name, value in vars(abi).items()
                   if isinstance(value, type) and issubclass(value, ctypes.Structure)
                   and value is not ctypes.Structure}
        self.assertGreater(len(classes), 20)
        self.assertEqual(classes, set(self.structs))

    def test_every_field_lies_where_the_compiler_puts_it(self):
        for name, members in self.structs.items():
            mirror = getattr(abi, name)
            self.assertEqual([field[0] for field in mirror._fields_], [m[0] for m in members], name)
            self.assertEqual(str(ctypes.sizeof(mirror)), self.facts[name], f"sizeof {name}")
            for field in mirror._fields_:
                place = getattr(mirror, field[0])
                self.assertEqual(f"{place.offset} {place.size} {type_in_python(field[1])}",
                                 self.facts[f"{name}.{field[0]}"], f"{name}.{field[0]}")

    def test_every_function_takes_and_gives_what_the_header_declares(self):
        seen = 1  # afpunt_sink, which is no member
        for name, members in self.structs.items():
            for field, (member, function) in zip(getattr(abi, name)._fields_, members, strict=True):
                if function is None:
                    continue
                given, parameters = function
                expected = [passed_as(one) for one in parameters.split(",")]
                found = [passed_by_python(one) for one in field[1]._argtypes_]
                self.assertEqual(found, expected, f"{name}.{member}")
                self.assertEqual(passed_by_python(field[1]._restype_), passed_as(given), member)
                seen += 1
        self.assertEqual(seen, HEADERS.function_count())

    def test_every_constant_has_its_value_and_no_other_is_there(self):
        known = {}
        for name, kind in vars(enums).items():
            if isinstance(kind, type) and kind not in (IntEnum, IntFlag):
                known |= {PREFIXES[name] + member.name: member.value for member in kind}
        self.assertEqual(set(known), self.constants)
        for name, value in known.items():
            self.assertEqual(str(value), self.facts[name], name)

    def test_every_macro_has_its_value(self):
        self.assertEqual(set(MACROS), self.macros)
        for name, here in MACROS.items():
            self.assertEqual(str(getattr(abi, here)), self.facts[name], name)

    def test_records_have_the_fields_of_their_structs(self):
        made = {"struct_size", "reserved", "item_count", "contact_count", "contact_stride",
                "iban_count"}
        for record, struct in convert.STRUCTS.items():
            here = {field.name for field in fields(record)}
            self.assertEqual(here, {field[0] for field in struct._fields_} - made, record)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
