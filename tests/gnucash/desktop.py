# SPDX-License-Identifier: MIT
"""GnuCash as a user starts it, on a screen that nobody sees, with a home folder of its own.

    with Desktop(folder) as desktop:
        with desktop.start(book) as gnucash:
            gnucash.choose("Tools", "Follow-up of unpaid invoices")
Everything ends with the `with`, whatever happened: no GnuCash outlives its test.
"""
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

INSIDE = Path(__file__).resolve().parent / "inside"
# GnuCash shows its window after 1 to 3 s; a machine that builds meanwhile takes its time.
WAIT_SECONDS = 60
SCREEN = "1280x900x24"
PREFERENCES = """\
[org/gnucash/GnuCash/dialogs/tip-of-the-day]
show-at-startup=false
[org/gnucash/GnuCash/dialogs/new-user]
first-startup=false
[org/gnucash/GnuCash/general]
currency-choice-locale=false
currency-choice-other=true
currency-other='EUR'
autosave-show-explanation=false
autosave-interval-minutes=0.0
[org/gnucash/GnuCash/dialogs/business/invoice]
notify-when-due=false
"""


class TimedOut(AssertionError):
    """Something that a user would have seen did not come."""


def wait_until(holds, what, seconds=WAIT_SECONDS):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = holds()
        if value:
            return value
        time.sleep(0.05)
    raise TimedOut(f"waited {seconds} s in vain: {what}")


class Desktop:
    """A screen and a user: the home folder stays from one start of GnuCash to the next."""

    def __init__(self, folder, adapter=None, screen=SCREEN):
        self.folder, self.adapter, self.screen = Path(folder), adapter, screen
        self.home = self.folder / "home"
        self.config = self.home / ".config/gnucash"
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TZ": "Europe/Brussels",
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "GSETTINGS_BACKEND": "keyfile",
            "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "WEBKIT_FORCE_SANDBOX": "0",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "PYTHONPATH": str(INSIDE),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if adapter:
            self.environment["AFPUNT_TEST_ADAPTER"] = str(adapter)

    def __enter__(self):
        settings = self.home / ".config/glib-2.0/settings"
        for folder in (settings, self.config, self.home / "run", self.home / ".local/share/gnucash"):
            folder.mkdir(parents=True, exist_ok=True)
        (self.home / "run").chmod(0o700)
        (settings / "keyfile").write_text(PREFERENCES)
        reading, writing = os.pipe()
        # The server chooses a number that is free, so that tests may run side by side.
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", self.screen, "-nolisten", "tcp"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.environment["DISPLAY"] = ":" + pipe.readline().strip()
        return self

    def __exit__(self, *_):
        self._server.terminate()
        self._server.wait(WAIT_SECONDS)

    def enable(self, adapter_folder):
        """What packaging/enable-gnucash does, without its look at the version."""
        (self.config / "config-user.scm").write_text(f'(load "{adapter_folder}/afpunt.scm")\n')

    def start(self, book=None, when_locked=None, **environment):
        """`when_locked`: the button to press when GnuCash finds that the book is open elsewhere."""
        return GnuCash(self, book, when_locked, environment)

    def run(self, *command):
        return subprocess.run([str(c) for c in command], env=self.environment, timeout=WAIT_SECONDS,
                              capture_output=True, text=True, check=True).stdout

    def picture(self, file):
        """What the screen shows."""
        self.run("import", "-window", "root", file)

    def click(self, at, button=1):
        """A real click of the mouse."""
        self.run("xdotool", "mousemove", *at, "click", button)


class GnuCash:
    """The running program."""

    def __init__(self, desktop, book, when_locked, environment):
        self._desktop = desktop
        self._when_locked = when_locked
        self._socket_file = desktop.folder / "inside.socket"
        self._socket_file.unlink(missing_ok=True)
        self._log = open(desktop.folder / "gnucash.log", "ab")
        self._connection = None
        self._process = subprocess.Popen(
            ["gnucash", "--nofile"] if book is None else ["gnucash", str(book)],
            env={**desktop.environment, "AFPUNT_TEST_SOCKET": str(self._socket_file), **environment},
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, start_new_session=True)

    def __enter__(self):
        try:
            wait_until(self._connect, "GnuCash answers")
            if self._when_locked:
                self.press(self._when_locked)
            self.wait("any(' - GnuCash' in title for title in titles())", "its window is shown")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._connection:
            self._connection.close()
        self.kill()
        self._log.close()

    def _connect(self):
        if self._process.poll() is not None:
            raise AssertionError(f"GnuCash ended with {self._process.returncode}: {self.log()}")
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(self._socket_file))
        except OSError:
            connection.close()
            return False
        connection.settimeout(WAIT_SECONDS)
        self._connection = connection
        self._answers = connection.makefile("r", encoding="utf-8")
        return True

    def log(self):
        return (self._desktop.folder / "gnucash.log").read_text(encoding="utf-8", errors="replace")

    def ask(self, expression):
        """The value of a Python expression inside GnuCash; see inside/sitecustomize.py."""
        self._connection.sendall(expression.encode() + b"\n")
        line = self._answers.readline()
        if not line:
            raise AssertionError(f"GnuCash is gone: {self.log()}")
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(f"{expression}: {answer['error']}")
        return answer["value"]

    def call(self, function, *arguments):
        return self.ask(f"{function}({', '.join(map(repr, arguments))})")

    def wait(self, expression, what, seconds=WAIT_SECONDS):
        return wait_until(lambda: self.ask(expression), what, seconds)

    # -- what a user does and sees

    def choose(self, *labels):
        self.call("choose", *labels)

    def press(self, label, title=""):
        self.wait(f"has_button({label!r}, {title!r})", f"button '{label}' of '{title}'")
        self.call("press", label, title)

    def wait_for_window(self, title):
        self.wait(f"any({title!r} in t for t in titles())", f"a window '{title}'")

    def wait_for_no_window(self, title):
        self.wait(f"not any({title!r} in t for t in titles())", f"no window '{title}'")

    def texts(self, title=""):
        return self.call("texts", title)

    def is_dirty(self):
        return self.call("is_dirty")

    def command(self, name, **fields):
        return self.call("command", {"command": name, "language": "en", **fields})

    def quit(self):
        """By the menu; the exit code."""
        self.choose("File", "Quit")
        try:
            return self._process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            raise TimedOut(f"GnuCash does not end: {self.ask('[texts(t) for t in titles()]')}") from None

    def kill(self):
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(WAIT_SECONDS)
