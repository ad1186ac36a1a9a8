# SPDX-License-Identifier: MIT
"""Books of GnuCash made and used by GnuCash's own engine, for the tests and the screenshots.

Amounts are texts ("121.00"), days are datetime.date. Everything in the books is invented; bank
code 999 is given to no Belgian bank, and mail goes to example domains only.
"""
import ctypes
import warnings
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from gnucash import Account, GncNumeric, Session, SessionOpenMode, Split, Transaction
from gnucash import gnucash_core_c as core
from gnucash.gnucash_business import (BillTerm, Customer, Entry, Invoice, Job, TaxTable,
                                      TaxTableEntry, Vendor)

# GnuCash warns of its own functions with GLists, whichever way they are called.
warnings.simplefilter("ignore", DeprecationWarning)

XML, SQLITE = "xml", "sqlite3"
# The terms of an invoice for which no due day is given.
TERMS, TERMS_DAYS = "30 days", 30
OUR_IBAN = "BE52 9990 0012 0009"
# As GnuCash knows an account of an OFX file: bank, branch, account.
OUR_ACCOUNT_IN_FILES = "999  BE52999000120009"
FIRM = {
    "Company Name": "Drukkerij Voorbeeld BV",
    "Company Address": "Kaaistraat 7\n9000 Gent\nBelgië",
    "Company ID": "BE 0999.100.097",
    "Company Email Address": "facturen@voorbeeld.example",
    "Company Phone Number": "+32 9 555 01 40",
}


def number(amount, denominator=100):
    """An amount in the engine's fractions; refuses what does not fit exactly."""
    minor = Decimal(amount) * denominator
    if minor != int(minor):
        raise ValueError(f"{amount} is not a whole number of 1/{denominator}")
    return GncNumeric(int(minor), denominator)


def text_of(numeric):
    """"121.00", whatever the fraction is written in."""
    value = Decimal(numeric.num()) / Decimal(numeric.denom())
    return f"{value:.2f}"


class Engine:
    """What the engine offers in C and Python's bindings leave out."""

    def __init__(self):
        # By its name: this process has it already, and knows where it stands.
        self._library = ctypes.CDLL("libgnc-engine.so")
        self._library.qof_book_set_string_option.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
        self._library.qof_instance_set.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p]

    def mark_read_only(self, book):
        """What the desktop program does with a book that somebody else has open."""
        self._library.qof_book_mark_readonly(ctypes.c_void_p(int(book.instance)))

    def set_book_option(self, book, section, name, text):
        self._library.qof_book_set_string_option(
            int(book.instance), f"options/{section}/{name}".encode(), text.encode())

    def set_online_id(self, instance, text):
        """What an importer writes on a split, or on the account of its file."""
        self._library.qof_instance_set(int(instance.instance), b"online-id", text.encode(), None)


class Book:
    """An open book, in the words of the person who keeps it."""

    def __init__(self, session):
        self.session = session
        self.engine = Engine()

    # -- the pieces of a book

    @property
    def book(self):
        return self.session.book

    def commodity(self, currency="EUR"):
        return self.book.get_table().lookup("CURRENCY", currency)

    def account(self, name):
        return self.book.get_root_account().lookup_by_name(name)

    def add_account(self, name, kind, parent=None, currency="EUR", description="", code=""):
        account = Account(self.book)
        (parent or self.book.get_root_account()).append_child(account)
        account.SetName(name)
        account.SetType(kind)
        account.SetCommodity(self.commodity(currency))
        account.SetDescription(description)
        account.SetCode(code)
        return account

    def set_up(self, firm=None):
        """The firm, its accounts, 21 % tax and terms of 30 days."""
        for name, text in (firm or FIRM).items():
            self.engine.set_book_option(self.book, "Business", name, text)
        assets = self.add_account("Assets", core.ACCT_TYPE_ASSET)
        bank = self.add_account("Bank", core.ACCT_TYPE_BANK, assets, description=OUR_IBAN)
        bank.BeginEdit()
        self.engine.set_online_id(bank, OUR_ACCOUNT_IN_FILES)
        bank.CommitEdit()
        self.add_account("Receivable", core.ACCT_TYPE_RECEIVABLE, assets)
        self.add_account("Receivable USD", core.ACCT_TYPE_RECEIVABLE, assets, currency="USD")
        self.add_account("Payable", core.ACCT_TYPE_PAYABLE)
        self.add_account("Sales", core.ACCT_TYPE_INCOME)
        self.add_account("Sales USD", core.ACCT_TYPE_INCOME, currency="USD")
        self.add_account("Paper", core.ACCT_TYPE_EXPENSE)
        self.add_account("Imbalance-EUR", core.ACCT_TYPE_BANK)
        vat = self.add_account("VAT", core.ACCT_TYPE_LIABILITY)
        TaxTable(self.book, "21 %", TaxTableEntry(vat, True, GncNumeric(21)))
        terms = BillTerm(self.book)
        terms.SetName(TERMS)
        terms.SetDescription(TERMS)
        terms.SetType(core.GNC_TERM_TYPE_DAYS)
        terms.SetDueDays(TERMS_DAYS)

    def customer(self, number, name, address=(), mail="", currency="EUR"):
        customer = Customer(self.book, number, self.commodity(currency), name)
        lines = customer.GetAddr()
        lines.SetName(name)
        for setter, line in zip(("SetAddr1", "SetAddr2", "SetAddr3", "SetAddr4"), address):
            getattr(lines, setter)(line)
        if mail:
            lines.SetEmail(mail)
        return customer

    def find_customer(self, number):
        return self.book.CustomerLookupByID(number)

    def job(self, number, customer, name):
        return Job(self.book, number, customer, name)

    def vendor_bill(self, number, name, on, amount):
        """What the firm owes itself: never an open item of ours."""
        vendor = Vendor(self.book, number, self.commodity(), name)
        bill = Invoice(self.book, number, self.commodity(), vendor, on)
        entry = Entry(self.book, date=on)
        entry.SetBillAccount(self.account("Paper"))
        entry.SetQuantity(GncNumeric(1))
        entry.SetBillPrice(number_or(amount))
        core.gncBillAddEntry(bill.instance, entry.instance)
        bill.PostToAccount(self.account("Payable"), on, on, "", True, False)

    # -- what the person does

    def invoice(self, number, owner, on, price, due=None, tax=True, credit_note=False,
                currency="EUR", quantity="1", post=True):
        """An invoice of one line; `price` is before tax. Due on `due`, or as the terms say."""
        document = Invoice(self.book, number, self.commodity(currency), owner, on)
        document.BeginEdit()
        document.SetIsCreditNote(credit_note)
        if due is None:
            document.SetTerms(BillTerm(instance=core.gncBillTermLookupByName(
                self.book.instance, TERMS)))
        document.CommitEdit()
        entry = Entry(self.book, document, on)
        entry.SetDescription("Drukwerk")
        entry.SetInvAccount(self.account("Sales" if currency == "EUR" else f"Sales {currency}"))
        entry.SetDocQuantity(number_or(quantity), credit_note)
        entry.SetInvPrice(number_or(price))
        if tax and currency == "EUR":
            entry.SetInvTaxable(True)
            entry.SetInvTaxTable(TaxTable(instance=core.gncTaxTableLookupByName(
                self.book.instance, "21 %")))
        else:
            entry.SetInvTaxable(False)
        if post:
            self.post(document, on, due, currency)
        return document

    def post(self, document, on, due=None, currency="EUR"):
        due = due or on + timedelta(days=TERMS_DAYS)
        receivable = "Receivable" if currency == "EUR" else f"Receivable {currency}"
        document.PostToAccount(self.account(receivable), on, due, "", True, False)

    def find_invoice(self, number):
        return self.book.InvoiceLookupByID(number)

    def pay(self, number, amount, on, memo="", transaction=None):
        """A payment entered by hand; or `transaction` of the bank assigned to the invoice."""
        self.find_invoice(number).ApplyPayment(
            transaction, self.account("Bank"), number_or(amount), GncNumeric(1), on, memo, "")

    def pay_on_account(self, customer, amount, on, memo=""):
        """Money of a customer that is tied to no invoice: a prepayment."""
        self.find_customer(customer).ApplyPayment(
            None, None, self.account("Receivable"), self.account("Bank"), number_or(amount),
            GncNumeric(1), on, memo, "", False)

    def bank_line(self, on, amount, text, memo="", online_id="", reconciled=False):
        """A transaction as an importer leaves it: the other side is not known yet."""
        transaction = Transaction(self.book)
        transaction.BeginEdit()
        transaction.SetCurrency(self.commodity())
        transaction.SetDate(on.day, on.month, on.year)
        transaction.SetDescription(text)
        for account, sign in (("Bank", 1), ("Imbalance-EUR", -1)):
            split = Split(self.book)
            split.SetParent(transaction)
            split.SetAccount(self.account(account))
            value = number_or(Decimal(amount) * sign)
            split.SetValue(value)
            split.SetAmount(value)
            if account == "Bank":
                split.SetMemo(memo)
                if online_id:
                    self.engine.set_online_id(split, online_id)
                if reconciled:
                    split.SetReconcile("y")
        transaction.CommitEdit()
        return transaction

    def payments_of(self, number):
        """The payment transactions in the lot of an invoice."""
        splits = self.find_invoice(number).GetPostedLot().get_split_list()
        found = (Split(instance=split).GetParent() for split in splits)
        return [transaction for transaction in found if transaction.GetTxnType() == "P"]

    def transactions(self):
        seen = {}
        for account in self.book.get_root_account().get_descendants():
            for split in account.GetSplitList():
                transaction = split.parent
                seen.setdefault(transaction.GetGUID().to_string(), transaction)
        return list(seen.values())

    @staticmethod
    def delete(transaction):
        transaction.BeginEdit()
        transaction.Destroy()
        transaction.CommitEdit()

    @contextmanager
    def in_bulk(self):
        """Many changes: accounts are sorted and summed up once, at the end, and not after each."""
        accounts = self.book.get_root_account().get_descendants()
        for account in accounts:
            account.BeginEdit()
        yield
        for account in accounts:
            account.CommitEdit()

    def sort_splits(self):
        """What GnuCash does itself when somebody looks at an account after a booking."""
        for account in self.book.get_root_account().get_descendants():
            core.xaccAccountSortSplits(account.instance, False)

    def save(self):
        self.session.save()

    def is_dirty(self):
        return bool(self.book.session_not_saved())


def number_or(amount):
    return amount if isinstance(amount, GncNumeric) else number(amount)


def uri_of(path, kind=XML):
    return f"{kind}://{path}"


class Opened:
    """with Opened(path, kind) as book: ... ; the lock is given back whatever happens."""

    def __init__(self, path, kind=XML, mode=SessionOpenMode.SESSION_NORMAL_OPEN):
        self._uri, self._mode = uri_of(path, kind), mode

    def __enter__(self):
        self._session = Session(self._uri, self._mode)
        return Book(self._session)

    def __exit__(self, *_):
        self._session.end()
        self._session.destroy()


def make_book(path, kind=XML, fill=None, firm=None):
    """A new book at `path`, with accounts and what `fill(book)` puts into it."""
    path = Path(path)
    if kind == SQLITE:
        # The first session of an SQL book only makes its tables.
        with Opened(path, kind, SessionOpenMode.SESSION_NEW_STORE):
            pass
        opened = Opened(path, kind)
    else:
        opened = Opened(path, kind, SessionOpenMode.SESSION_NEW_STORE)
    with opened as book:
        book.set_up(firm)
        if fill:
            fill(book)
        book.save()
    return path
