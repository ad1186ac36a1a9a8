# SPDX-License-Identifier: MIT
"""Reads a CAMT.053 file to bookings as a host in Python does: lxml, one entry at a time.

    read_statement.py FILE

Prints one JSON object: the bookings, their sum in cents, and the processor time. Without python3-lxml
it ends with code 2 and says so.
"""
import dataclasses
import datetime
import json
import sys
import time

try:
    from lxml import etree
except ImportError:
    sys.stderr.write("python3-lxml is not installed\n")
    sys.exit(2)


@dataclasses.dataclass
class Booking:
    cents: int
    booked_on: datetime.date
    bank_reference: str
    code: str
    name: str
    account: str
    bic: str
    reference: str
    text: str
    end_to_end_id: str


def cents_of(element):
    whole, _, decimals = element.text.partition(".")
    return int(whole) * 100 + int((decimals + "00")[:2])


def bookings(path):
    with open(path, "rb") as file:
        yield from bookings_of(file)


def bookings_of(file):
    space = None
    for _, entry in etree.iterparse(file, tag="{*}Ntry", resolve_entities=False):
        if space is None:
            space = entry.tag[:entry.tag.index("}") + 1]

        def path(*names):
            return "/".join(space + name for name in names)

        booked_on = datetime.date.fromisoformat(entry.findtext(path("BookgDt", "Dt")))
        bank_reference = entry.findtext(path("AcctSvcrRef"), "")
        code = "/".join(entry.findtext(path("BkTxCd", "Domn", *names), "") for names in
                        (["Cd"], ["Fmly", "Cd"], ["Fmly", "SubFmlyCd"]))
        for detail in entry.iterfind(path("NtryDtls", "TxDtls")):
            incoming = detail.findtext(path("CdtDbtInd")) == "CRDT"
            cents = cents_of(detail.find(path("Amt")))
            side = "Dbtr" if incoming else "Cdtr"
            yield Booking(
                cents if incoming else -cents, booked_on, bank_reference, code,
                detail.findtext(path("RltdPties", side, "Pty", "Nm"), ""),
                detail.findtext(path("RltdPties", side + "Acct", "Id", "IBAN"), ""),
                detail.findtext(path("RltdAgts", side + "Agt", "FinInstnId", "BICFI"), ""),
                detail.findtext(path("RmtInf", "Strd", "CdtrRefInf", "Ref"), ""),
                detail.findtext(path("RmtInf", "Ustrd"), ""),
                detail.findtext(path("Refs", "EndToEndId"), ""))
        # What was read is let go, else the whole document stays in memory.
        entry.clear()
        while entry.getprevious() is not None:
            del entry.getparent()[0]


def main(path):
    before = time.process_time()
    count = 0
    total = 0
    for booking in bookings(path):
        count += 1
        total += booking.cents
    print(json.dumps({"bookings": count, "sum": total,
                      "processor_s": time.process_time() - before}))


if __name__ == "__main__":
    main(sys.argv[1])
