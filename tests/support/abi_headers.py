# SPDX-License-Identifier: MIT
"""What the C headers of the SDK declare, read as text: for tests that compare all of it with
something else, so that nothing new is forgotten there."""
import re
from pathlib import Path

# The preprocessor's own: how headers are included, and what compilers can do.
_PREPROCESSOR = {"AFPUNT_STATIC_ASSERT", "AFPUNT_BEGIN_C", "AFPUNT_END_C", "AFPUNT_EXPORT",
                 "AFPUNT_HAS"}


class AbiHeaders:
    def __init__(self, source):
        self.folder = Path(source, "sdk/include")
        files = sorted((self.folder / "afpunt").rglob("*.h"))
        self._text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        plain = re.sub(r"/\*.*?\*/", "", self._text, flags=re.DOTALL)
        self._declarations = re.sub(r"^\s*#.*?(?<!\\)$", "", plain,
                                    flags=re.MULTILINE | re.DOTALL)

    def structs(self):
        """Name to members: (name, None), or (name, (what it gives, its parameters)) for a
        function."""
        pattern = r"typedef struct (\w+) \{(.*?)\} \1;"
        return {name: self._members(body)
                for name, body in re.findall(pattern, self._declarations, re.DOTALL)}

    @staticmethod
    def _members(body):
        found = []
        for line in body.split(";"):
            function = re.match(r"\s*([\w ]+\*?)\s*\(\*(\w+)\)\((.*)\)\s*$", line, re.DOTALL)
            if function:
                found.append((function[2], (function[1].strip(), function[3])))
            elif line.strip():
                names = re.sub(r"^\s*(?:const\s+)?\w+[\s*]+", "", line.strip(), count=1)
                found += [(re.sub(r"\[.*\]", "", one).strip(), None) for one in names.split(",")]
        return found

    def enumerations(self):
        """The constants of each enum, which have no names in C."""
        bodies = re.findall(r"\benum \{(.*?)\}", self._declarations, re.DOTALL)
        return [re.findall(r"\b(AFPUNT_\w+) =", body) for body in bodies]

    def macros(self):
        """Constants that are #defined."""
        defined = set(re.findall(r"^#define (AFPUNT_\w+)", self._text, re.MULTILINE))
        return {name for name in defined if not name.endswith("_H")} - _PREPROCESSOR

    def function_count(self):
        """Function types in all structs, and those that have a name of their own."""
        return len(re.findall(r"\(\*\w+\)\(", self._declarations))
