#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The same story on Tryton's dunning and on afpunt: who is reminded wrongly, and how long it takes.

Needs Debian's tryton-server with its dunning and statement modules, tryton-proteus and
python3-aiosmtpd; they are no part of what afpunt's tests install. What is told of Tryton is what its
released modules do when this program runs them; the story stands in story.py.
"""
import argparse
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
SIDES = ("tryton-stale", "tryton-fresh", "afpunt")
PACKAGES = ("tryton-proteus tryton-modules-account-statement tryton-modules-account-dunning-email "
            "tryton-modules-account-dunning-fee tryton-modules-account-dunning-letter "
            "python3-aiosmtpd")


def play_one(side, count):
    sys.path.insert(0, str(FOLDER))
    import mail_server
    import story
    everybody = story.customers(count)
    with mail_server.MailServer() as server:
        if side == "afpunt":
            import afpunt_side
            with tempfile.TemporaryDirectory() as folder:
                outcome = afpunt_side.play(everybody, server, pathlib.Path(folder) / "book")
        else:
            import tryton_side
            outcome = tryton_side.play(everybody, server, side == "tryton-fresh")
    return {"program": outcome.program, "verdicts": story.judge(outcome, everybody),
            "milliseconds_each": {what: round(1000 * seconds / max(many, 1), 3)
                                  for what, (seconds, many) in outcome.seconds.items()}}


def in_a_process_of_its_own(side, count):
    """Both programs keep state in their process: each story begins with a new one."""
    done = subprocess.run([sys.executable, __file__, "--side", side, "--customers", str(count)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stderr[-4000:])
        raise SystemExit(f"compare: {side} ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def print_row(head, cells):
    print(f"{head:<46}" + "".join(f"{cell:>34}" for cell in cells))


def print_table(title, results, part):
    print()
    print_row(title, [result["program"] for result in results])
    for row in dict.fromkeys(row for result in results for row in result[part]):
        print_row(row, [result[part].get(row, 0) for result in results])


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=200,
                        help="how many customers, a quarter of each kind (default: 200)")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(play_one(options.side, options.customers)))
        return
    missing = [name for name in ("trytond", "proteus", "aiosmtpd")
               if importlib.util.find_spec(name) is None]
    if missing:
        raise SystemExit(f"compare: {', '.join(missing)} missing. Run it with /usr/bin/python3 after\n"
                         f"  apt-get install --no-install-recommends {PACKAGES}")
    results = [in_a_process_of_its_own(side, options.customers) for side in SIDES]
    if options.json:
        print(json.dumps(results, indent=1))
        return
    print(f"{options.customers} customers, a quarter of each kind: silent, pays whole, pays part, dispute")
    print_table("Customers", results, "verdicts")
    print_table("Milliseconds each", results, "milliseconds_each")


if __name__ == "__main__":
    main()
