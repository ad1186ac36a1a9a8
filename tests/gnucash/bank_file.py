# SPDX-License-Identifier: MIT
"""A file of our bank in OFX, to be imported in GnuCash."""

HEADER = """\
OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

"""


def write_ofx(path, lines):
    """`lines`: (day, amount, payer, text); each gets an id of its own."""
    days = sorted(day for day, *_ in lines)
    entries = "".join(
        f"<STMTTRN><TRNTYPE>{'DEBIT' if amount.startswith('-') else 'CREDIT'}"
        f"<DTPOSTED>{day:%Y%m%d}120000<TRNAMT>{amount}<FITID>{day:%Y%m%d}-{number}"
        f"<NAME>{payer}<MEMO>{text}</STMTTRN>\n"
        for number, (day, amount, payer, text) in enumerate(lines))
    path.write_text(
        f"{HEADER}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        f"<DTSERVER>{days[-1]:%Y%m%d}120000<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>\n"
        "<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR\n"
        "<BANKACCTFROM><BANKID>999<ACCTID>BE52999000120009<ACCTTYPE>CHECKING</BANKACCTFROM>\n"
        f"<BANKTRANLIST><DTSTART>{days[0]:%Y%m%d}<DTEND>{days[-1]:%Y%m%d}\n{entries}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>0.00<DTASOF>{days[-1]:%Y%m%d}</LEDGERBAL>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n", encoding="ascii")
    return path
