# SPDX-License-Identifier: MIT
"""A book to look at: an invented wholesaler of flowers with customers in four languages."""
from datetime import date

FIRST_DAY = date(2026, 11, 2)
LETTER_DAY = date(2026, 11, 18)
FIRM = {
    "Company Name": "Bloemenhal De Linde BV",
    "Company Address": "Lindestraat 14\n9930 Lievegem\nBelgië",
    "Company ID": "BE 0999.100.097",
    "Company Email Address": "facturen@delinde.example",
    "Company Phone Number": "+32 9 555 01 40",
}
CUSTOMERS = (
    ("K-1001", "Bloemen Margriet BV", ("Kerkstraat 5", "9000 Gent"), "boekhouding@margriet.example"),
    ("K-1002", "Groen Hart NV", ("Stationsplein 12", "2000 Antwerpen"), "facturen@groenehart.example"),
    ("K-1003", "Fleurs de Meuse SRL", ("Rue du Pont 3", "5000 Namur"), "compta@fleursdemeuse.example"),
    ("K-1004", "Gärtnerei Eifelgrün GmbH", ("Talstraße 8", "53937 Schleiden", "Deutschland"),
     "rechnung@eifelgruen.example"),
    ("K-1005", "Jan Peeters", ("Molenweg 44", "9030 Mariakerke"), "jan.peeters@example.org"),
    ("K-1006", "Zeezicht Hotels NV", ("Zeedijk 101", "8400 Oostende"), "finance@zeezicht.example"),
    ("K-1007", "Van Rijn Tuincentrum BV", ("Havenkade 2", "4331 AA Middelburg", "Nederland"),
     "administratie@vanrijn.example"),
)
# Number, customer, day, price before tax.
INVOICES = (
    ("2026-0141", "K-1001", date(2026, 10, 5), "310.00"),
    ("2026-0142", "K-1002", date(2026, 10, 5), "84.50"),
    ("2026-0143", "K-1003", date(2026, 10, 6), "153.30"),
    ("2026-0144", "K-1004", date(2026, 10, 6), "420.00"),
    ("2026-0145", "K-1003", date(2026, 10, 7), "66.20"),
    ("2026-0146", "K-1005", date(2026, 10, 7), "48.00"),
    ("2026-0147", "K-1006", date(2026, 10, 7), "1250.00"),
    ("2026-0148", "K-1007", date(2026, 11, 4), "95.00"),
    ("2026-0149", "K-1001", date(2026, 11, 6), "120.00"),
)
# Who was paid by the time that letters are due; the last is recognised and not assigned yet.
BANK_FILE = (
    (LETTER_DAY, "102.25", "GROEN HART NV", "2026-0142"),
    (LETTER_DAY, "1512.50", "ZEEZICHT HOTELS", "INV 2026-0147"),
    (LETTER_DAY, "-7.00", "SCHELDEBANK", "charges"),
)


def fill(book):
    for number, name, address, mail in CUSTOMERS:
        book.customer(number, name, address, mail)
    for number, customer, day, price in INVOICES:
        book.invoice(number, book.find_customer(customer), day, price)
    book.bank_line(date(2026, 10, 30), "-7.00", "Scheldebank", online_id="first")
    book.bank_line(LETTER_DAY, "-7.00", "Scheldebank", online_id="second")
