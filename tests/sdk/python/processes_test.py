#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instances and processes: forked children, programs that end without closing, Ctrl-C."""
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import unittest
from pathlib import Path

import afpunt
from scripted_book import PATIENCE_S, ScriptedHost, ScriptedTest, resync

CHILD_PATIENCE_S = 60


class Forks(ScriptedTest):
    def in_child(self, work):
        """Runs `work` in a forked child; what it raises is the test's failure. A fork at the very
        moment of the parent's work is refused by the rules, and tried again."""
        for _ in range(100):
            said = self.said_in_child(work)
            if "forked while afpunt was at work" not in said:
                break
            time.sleep(0.02)
        self.assertEqual(said, "fine")

    @staticmethod
    def said_in_child(work):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            signal.alarm(CHILD_PATIENCE_S)
            said = "fine"
            try:
                work()
            except BaseException as error:
                said = f"{type(error).__name__}: {error}"
            os.write(writer, said.encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return said

    def own_instance(self):
        """What a worker of a pre-fork server does: makes its own."""
        (self.folder / "child").mkdir(exist_ok=True)
        host = ScriptedHost(self.folder / "child")
        host.book_id = "child"
        host.book.invoice("V1")
        with afpunt.Plugin(self.library, host) as plugin:
            self.assertEqual(len(self.ask(plugin, "plan")["decisions"]), 1)

    def test_a_child_makes_an_instance_of_its_own_before_the_parent_has_one(self):
        self.in_child(self.own_instance)
        self.in_child(self.own_instance)

    def test_the_parents_instance_is_refused_in_a_child_that_may_have_its_own(self):
        plugin = self.plugin()
        self.ask(plugin, "plan")
        calls = len(self.host.calls)

        def child():
            for call in (plugin.on_main, plugin.start, lambda: plugin.submit(resync()),
                         lambda: plugin.durable_cursor("s"), lambda: plugin.stop(1),
                         lambda: plugin.execute({"command": "run"}, print)):
                self.assertRaises(afpunt.ForkedError, call)
            plugin.close()
            self.assertEqual(len(self.host.calls), calls)
            self.own_instance()

        self.in_child(child)
        self.assertTrue(self.ask(plugin, "plan")["ok"], "the parent goes on")

    def test_a_thread_of_its_own_is_refused_in_a_child_that_may_have_one(self):
        worker = afpunt.PluginThread(self.library, lambda: self.host)
        self.addCleanup(worker.close)
        self.ask(worker, "plan")

        def child():
            for call in (lambda: worker.ask({"command": "run"}), lambda: worker.submit(resync()),
                         lambda: worker.durable_cursor("s")):
                self.assertRaises(afpunt.ForkedError, call)
            worker.close()
            host = ScriptedHost(self.folder)
            host.book_id = "child"
            host.settings["state.folder"] = str(self.folder / "child")
            (self.folder / "child").mkdir(exist_ok=True)
            with afpunt.PluginThread(self.library, lambda: host) as own:
                self.assertTrue(self.ask(own, "plan")["ok"])

        self.in_child(child)
        self.assertTrue(self.ask(worker, "plan")["ok"], "the parent goes on")

    def test_forks_on_one_thread_while_instances_come_and_go_on_another(self):
        ended = threading.Event()

        def fork_on():
            while not ended.is_set():
                child = os.fork()
                if child == 0:
                    os._exit(0)
                os.waitpid(child, 0)

        forking = threading.Thread(target=fork_on)
        forking.start()
        try:
            for number in range(30):
                with afpunt.Plugin(self.library, self.host) as plugin:
                    plugin.submit(resync(number))
                    if number % 5 == 0:
                        self.assertTrue(self.ask(plugin, "status")["ok"])
        finally:
            ended.set()
            forking.join()

    def test_a_child_that_ends_as_a_program_does_leaves_the_parent_alone(self):
        program = """
            plugin = afpunt.Plugin(module_file(), ScriptedHost(folder))
            plugin.start()
            child = os.fork()
            if child == 0:
                sys.exit(0)   # with everything that runs at a program's end
            os.waitpid(child, 0)
            print(plugin.ask({"command": "status"}, 60)["ok"])
            plugin.close()
        """
        self.assertEqual(self.run_program(program), "True")

    def run_program(self, text, *, wrong=False, interrupt=False, forgets=False):
        """A program of its own that may end as it likes."""
        head = textwrap.dedent("""
            import os, signal, sys, threading
            from pathlib import Path
            import afpunt
            from scripted_book import ScriptedHost, module_file, resync
            folder = Path(sys.argv[1])
        """)
        program = head + textwrap.dedent(text)
        run = subprocess.run([sys.executable, "-W", "always::ResourceWarning", "-c", program,
                              self.folder], capture_output=True, text=True, timeout=PATIENCE_S, check=False,
                             cwd=Path(__file__).parent)
        if interrupt:
            self.assertEqual(run.returncode, -signal.SIGINT, run.stderr)
        else:
            self.assertEqual(run.returncode, int(wrong), run.stderr)
        self.assertEqual("was not closed" in run.stderr, forgets, run.stderr)
        return run.stdout.strip()

    def test_a_program_that_forgets_to_close_ends_well(self):
        program = """
            plugin = afpunt.Plugin(module_file(), ScriptedHost(folder))
            plugin.start()
            plugin.submit(resync())
            print("end")
        """
        self.assertEqual(self.run_program(program, forgets=True), "end")

    def test_a_program_that_forgets_its_thread_ends_well(self):
        program = """
            worker = afpunt.PluginThread(module_file(), lambda: ScriptedHost(folder))
            worker.submit(resync())
            answer = worker.execute({"command": "run"})
            print("end")
        """
        self.assertEqual(self.run_program(program), "end")

    def test_an_exception_of_the_program_closes_what_it_opened(self):
        program = """
            with afpunt.Plugin(module_file(), ScriptedHost(folder)) as plugin:
                plugin.submit(resync())
                raise LookupError("of the program's own")
        """
        self.run_program(program, wrong=True)

    def test_an_interrupt_ends_a_program_that_waits_for_an_answer(self):
        program = """
            class Slow(ScriptedHost):
                def open_snapshot(self):
                    os.kill(os.getpid(), signal.SIGINT)
                    return super().open_snapshot()
            with afpunt.Plugin(module_file(), Slow(folder)) as plugin:
                plugin.ask({"command": "plan"}, 60)
        """
        self.run_program(program, interrupt=True)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
