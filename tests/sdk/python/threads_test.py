#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instances under threads, under the garbage collector, and on an asyncio loop."""
import asyncio
import gc
import logging
import sys
import threading
import time
import unittest
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import afpunt
from afpunt import EventType
from scripted_book import PATIENCE_S, ScriptedHost, ScriptedTest, event, resync

logging.getLogger("afpunt").addHandler(logging.NullHandler())


def task_count():
    """Threads of this process, those of C included."""
    return len(list(Path("/proc/self/task").iterdir()))


class Threads(ScriptedTest):
    def test_events_from_many_threads_all_arrive_and_the_end_meets_none_of_them(self):
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(0.0001)  # more ways for the threads to meet
        self.host.book.invoice("V1")
        plugin = self.known_book()
        counts = [0] * 8
        ended = threading.Event()

        def tell(me):
            try:
                while True:
                    plugin.submit(event(EventType.MATCHED, f"{me}-{counts[me]}", "V1"))
                    counts[me] += 1
                    if counts[me] % 20 == 0:
                        time.sleep(0.05)  # a request comes now and then
            except afpunt.StoppedError:
                ended.wait(PATIENCE_S)

        threads = [threading.Thread(target=tell, args=(me,)) for me in range(8)]
        for thread in threads:
            thread.start()
        plugin.run_until(lambda: min(counts) >= 100, PATIENCE_S)
        self.assertTrue(self.ask(plugin, "status")["ok"], "commands have their turn")
        plugin.close()
        ended.set()
        for thread in threads:
            thread.join()

    def test_the_module_calls_from_its_own_thread_only_what_may_come_from_any(self):
        self.host.book.invoice("V1")
        plugin = self.known_book()
        self.ask(plugin, "run")
        self.ask(plugin, "approve", all=True)
        here = threading.get_ident()
        for call, threads in self.host.threads.items():
            if call not in ("now", "log"):
                self.assertEqual(threads, {here}, call)
        self.assertGreater(len(self.host.threads["now"] - {here}), 0)

    def test_a_host_function_that_waits_on_the_modules_thread_holds_up_nobody_else(self):
        plugin = self.plugin()
        here, inside, go_on = threading.get_ident(), threading.Event(), threading.Event()
        meet = self.host.meet

        def wait_there(call):
            if call == "now" and threading.get_ident() != here:
                inside.set()
                go_on.wait(PATIENCE_S)
            meet(call)

        self.host.meet = wait_there
        answers = []
        plugin.execute({"command": "plan"}, answers.append)
        plugin.run_until(inside.is_set, PATIENCE_S)
        plugin.submit(resync())
        plugin.on_main()
        self.assertFalse(plugin.stop(20), "its work is under way")
        go_on.set()
        plugin.close()
        self.assertEqual(len(answers), 1)

    def test_instances_come_and_go_a_hundred_times(self):
        before = task_count()
        hosts = []
        for number in range(100):
            host = ScriptedHost(self.folder)
            host.book.invoice("V1")
            hosts.append(weakref.ref(host))
            plugin = afpunt.Plugin(self.library, host)
            plugin.start()
            if number % 2:
                plugin.submit(resync(number))
            if number % 10 == 0:
                self.ask(plugin, "status")
            plugin.close()
            del plugin, host
        self.assertLessEqual(task_count(), before)
        gc.collect()
        self.assertEqual([ref for ref in hosts if ref() is not None], [], "nothing is kept")

    def test_several_books_in_one_process_do_not_mix(self):
        plugins = []
        for number in range(5):
            (self.folder / str(number)).mkdir()
            host = ScriptedHost(self.folder / str(number))
            host.book_id = f"book-{number}"
            host.book.invoice(f"V{number}")
            plugin = afpunt.Plugin(self.library, host)
            self.addCleanup(plugin.close)
            plugin.start()
            plugins.append(plugin)
        for number, plugin in enumerate(plugins):
            decisions = self.ask(plugin, "plan")["decisions"]
            self.assertEqual([one["item"] for one in decisions], [f"V{number}"])

    def test_the_garbage_collector_in_the_middle_of_everything(self):
        for number in range(300):
            self.host.book.invoice(f"V{number}", cents=number + 1)
        meet = self.host.meet
        self.host.meet = lambda call: (gc.collect(1), meet(call))
        threshold = gc.get_threshold()
        gc.set_threshold(20, 2, 20)
        try:
            plugin = self.known_book()
            before = {one["item"]: one["open"] for one in self.ask(plugin, "plan")["decisions"]}
            self.ask(plugin, "run")
            gc.collect()
            after = {one["item"]: one["open"] for one in self.ask(plugin, "plan")["decisions"]}
            plugin.close()
        finally:
            gc.set_threshold(*threshold)
        self.assertEqual(len(after), 300)
        self.assertEqual(before, after)

    def test_an_instance_that_the_program_forgot_lives_on(self):
        calls = self.host.calls
        plugin = afpunt.Plugin(self.library, self.host)
        plugin.start()
        plugin.submit(resync())
        pointer = weakref.ref(plugin)
        del plugin
        gc.collect()
        self.assertIsNotNone(pointer(), "the module still calls it")
        plugin = pointer()
        plugin.run_until(lambda: "open_snapshot" in calls, PATIENCE_S)
        plugin.close()


class AThreadOfItsOwn(ScriptedTest):
    def worker(self):
        worker = afpunt.PluginThread(self.library, lambda: self.host)
        self.addCleanup(worker.close)
        return worker

    def test_commands_come_from_any_thread_and_the_host_is_called_on_one(self):
        self.host.book.invoice("V1")
        worker = self.worker()
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.ask(worker, "why", item="V1"), range(40)))
        self.assertEqual({answer["items"][0]["item"] for answer in answers}, {"V1"})
        callers = self.host.threads["open_snapshot"]
        self.assertEqual(len(callers), 1)
        self.assertNotIn(threading.get_ident(), callers)

    def test_the_story_of_a_payment(self):
        self.host.book.invoice("V1")
        worker = self.worker()
        self.ask(worker, "run")
        self.host.today = date(2026, 11, 20)
        self.ask(worker, "run")
        self.assertEqual(self.states(worker, "V1"), ["prepared"])
        self.host.book.pay("V1", 121_00, date(2026, 11, 19))
        worker.submit(event(EventType.MATCHED, 1, "V1"))
        for _ in range(1000):
            if self.states(worker, "V1") == ["withdrawn"]:
                break
        self.assertEqual(self.states(worker, "V1"), ["withdrawn"])

    def test_a_start_that_fails_is_told_to_who_wanted_it(self):
        del self.host.settings["state.folder"]
        with self.assertRaisesRegex(afpunt.InvalidError, "state.folder"):
            self.worker()

        def no_host():
            raise LookupError("no such book")

        with self.assertRaisesRegex(LookupError, "no such book"):
            afpunt.PluginThread(self.library, no_host)

    def test_refusals_reach_the_asker(self):
        worker = self.worker()
        with self.assertRaises(afpunt.CommandError) as caught:
            self.ask(worker, "hold", item="V1")
        self.assertEqual(caught.exception.field, "reason")
        with self.assertRaises(afpunt.InvalidError):
            worker.ask({"no": "command"})
        with self.assertRaises(TypeError):
            worker.ask({"command": object()})

    def test_the_end_answers_everybody_who_waits(self):
        worker = self.worker()
        waiting = [worker.execute({"command": "run"}) for _ in range(50)]
        worker.close()
        for answer in waiting:
            try:
                self.assertEqual(answer.result(PATIENCE_S)["error"]["code"], "stopped")
            except afpunt.StoppedError:
                pass  # it came too late to be asked
        for call in (lambda: worker.ask({"command": "run"}), lambda: worker.submit(resync()),
                     lambda: worker.durable_cursor("s")):
            self.assertRaises(afpunt.StoppedError, call)
        worker.close()

    def test_a_host_function_that_asks_its_own_thread_is_refused_and_does_not_hang(self):
        worker = self.worker()
        self.host.is_current = lambda: worker.ask({"command": "status"})["ok"]
        with self.assertRaisesRegex(afpunt.CommandError, "own thread"):
            self.ask(worker, "plan")

    def test_a_question_that_was_taken_back_is_not_asked(self):
        entered, go_on = threading.Event(), threading.Event()
        worker = self.worker()
        self.host.is_current = lambda: entered.set() or go_on.wait(PATIENCE_S)
        first = worker.execute({"command": "plan"})
        entered.wait(PATIENCE_S)
        second = worker.execute({"command": "plan"})
        self.assertTrue(second.cancel())
        go_on.set()
        self.assertTrue(first.result(PATIENCE_S)["ok"])
        self.assertTrue(self.ask(worker, "status")["ok"])


class OnAnAsyncioLoop(ScriptedTest):
    def test_the_loop_goes_on_while_commands_are_answered(self):
        self.host.book.invoice("V1")
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        async def story():
            other = asyncio.create_task(tick())
            async with afpunt.AsyncPlugin(self.library, self.host) as plugin:
                await plugin.ask({"command": "run"})
                self.host.today = date(2026, 11, 20)
                answers = await asyncio.gather(
                    *(plugin.ask({"command": "why", "item": "V1"}) for _ in range(10)),
                    plugin.ask({"command": "run"}))
                self.assertEqual(len(answers[-1]["prepared"]), 1)
                self.host.book.pay("V1", 121_00, date(2026, 11, 19))
                await asyncio.to_thread(plugin.submit, event(EventType.MATCHED, 1, "V1"))
                while (await plugin.ask({"command": "letters"}))["letters"][0]["state"] \
                        != "withdrawn":
                    await asyncio.sleep(0.01)
                with self.assertRaises(afpunt.CommandError):
                    await plugin.ask({"command": "hold", "item": "V1"})
            other.cancel()
            with self.assertRaises(RuntimeError):
                plugin.submit(resync())

        asyncio.run(asyncio.wait_for(story(), PATIENCE_S))
        self.assertGreater(ticks, 50)

    def test_a_task_that_was_cancelled_leaves_an_instance_that_works(self):
        async def story():
            async with afpunt.AsyncPlugin(self.library, self.host) as plugin:
                task = asyncio.create_task(plugin.ask({"command": "run"}))
                await asyncio.sleep(0)
                task.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await task
                self.assertTrue((await plugin.ask({"command": "status"}))["ok"])

        asyncio.run(asyncio.wait_for(story(), PATIENCE_S))

    def test_a_start_that_fails_leaves_nothing(self):
        async def story():
            async with afpunt.AsyncPlugin(self.library, self.host):
                self.fail("it must not start")

        del self.host.settings["state.folder"]
        before = task_count()
        with self.assertRaisesRegex(afpunt.InvalidError, "state.folder"):
            asyncio.run(story())
        self.assertLessEqual(task_count(), before)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
