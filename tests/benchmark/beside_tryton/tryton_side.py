# SPDX-License-Identifier: MIT
"""Plays the story with Tryton's dunning modules, as Debian ships them, in this process.

The database is SQLite in memory, which flatters Tryton: nothing is synced to a disk. Amounts, level
and mail are the same as on the other side; the fee of 10.00 that Tryton can post is there, since
posting it is part of what its users see.
"""
import datetime
import os
import time
import warnings
from decimal import Decimal

import story

os.environ["TRYTOND_DATABASE_URI"] = "sqlite://"
os.environ["DB_NAME"] = ":memory:"
warnings.simplefilter("ignore")

MODULES = ["account_invoice", "account_statement", "account_dunning", "account_dunning_letter",
           "account_dunning_fee", "account_dunning_email"]
TODAY = datetime.date.today()


class Firm:
    """A company with a chart of accounts, one level of dunning with fee and mail, a bank journal."""

    def __init__(self, port):
        from trytond.config import config
        config.set("database", "uri", "sqlite://")
        config.set("email", "uri", f"smtp://127.0.0.1:{port}")
        config.set("email", "from", "facturen@delinde.example")
        from proteus import Model
        from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
        from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences
        from trytond.modules.company.tests.tools import create_company, get_company
        from trytond.modules.currency.tests.tools import get_currency
        from trytond.tests.tools import activate_modules
        self.session = activate_modules(MODULES)
        self.session.pool.test = False  # else no mail leaves
        self.model = Model.get
        create_company(currency=get_currency("EUR"))
        self.company = get_company()
        for year in (TODAY.year - 1, TODAY.year):
            fiscal_year = create_fiscalyear(self.company, today=datetime.date(year, 6, 1))
            set_fiscalyear_invoice_sequences(fiscal_year).click("create_period")
        create_chart(self.company)
        self.accounts = get_accounts(self.company)
        self.term = self.model("account.invoice.payment_term")(name="Direct")
        self.term.lines.new(type="remainder")
        self.term.save()
        self._procedure()
        self._bank_journal()
        user = self.model("res.user")
        self.session._context = user.get_preferences(True, {})

    def _procedure(self):
        category = self.model("product.category")(name="Services", accounting=True)
        category.account_revenue = self.accounts["revenue"]
        category.account_expense = self.accounts["expense"]
        category.save()
        unit, = self.model("product.uom").find([("name", "=", "Unit")])
        template = self.model("product.template")(name="Fee", default_uom=unit, type="service",
                                                  list_price=Decimal(10))
        template.account_category = category
        template.save()
        revenue, = self.model("account.journal").find([("code", "=", "REV")])
        fee = self.model("account.dunning.fee")(name="Fee", product=template.products[0],
                                                journal=revenue, compute_method="list_price")
        fee.save()
        self.procedure = self.model("account.dunning.procedure")(name="Reminders")
        level = self.procedure.levels.new()
        level.sequence, level.overdue, level.fee = 1, datetime.timedelta(5), fee
        level.send_email, level.email_from = True, "facturen@delinde.example"
        self.procedure.save()

    def _bank_journal(self):
        kind, = self.model("ir.sequence.type").find([("name", "=", "Account Journal")])
        sequence = self.model("ir.sequence")(name="Bank", sequence_type=kind, company=self.company)
        sequence.save()
        journal = self.model("account.journal")(name="Bank", type="statement", sequence=sequence)
        journal.save()
        self.statement_journal = self.model("account.statement.journal")(
            name="Bank", journal=journal, account=self.accounts["cash"], validation="amount")
        self.statement_journal.save()

    def invoice(self, customer):
        from trytond.exceptions import UserWarning
        party = self.model("party.party")(name=f"Customer {customer.number} BV")
        party.dunning_procedure, party.customer_payment_term = self.procedure, self.term
        party.contact_mechanisms.new(type="email").value = customer.mail
        party.save()
        invoice = self.model("account.invoice")(party=party)
        invoice.invoice_date = invoice.payment_term_date = TODAY - datetime.timedelta(29)
        line = invoice.lines.new()
        line.account, line.quantity, line.description = self.accounts["revenue"], 1, "Flowers"
        line.unit_price = Decimal(story.OWED) / 100
        invoice.save()
        try:
            invoice.click("post")
        except UserWarning as warning:
            self.model("res.user.warning")(user=self.session.user, name=warning.name).save()
            invoice.click("post")
        return invoice

    def inside(self, work):
        """Runs `work(pool)` in a transaction of its own, and then the tasks that it left."""
        from trytond.pool import Pool
        from trytond.transaction import Transaction
        from trytond.worker import run_task
        with Transaction().start(":memory:", 1, context=self.session.context) as transaction:
            answer = work(Pool(":memory:"))
            transaction.commit()
        while transaction.tasks:
            run_task(":memory:", transaction.tasks.pop())
        return answer

    def statement(self, payments):
        """The payments of one bank statement, as its import has them: entered, checked, posted."""
        journal_id = self.statement_journal.id

        def work(pool):
            statement_class, line = pool.get("account.statement"), pool.get("account.statement.line")
            journal = pool.get("account.statement.journal")(journal_id)
            invoices = pool.get("account.invoice").browse([invoice.id for invoice, _ in payments])
            statement = statement_class(name="213", journal=journal, date=TODAY)
            statement.lines = [
                line(date=TODAY, amount=Decimal(cents) / 100, party=invoice.party,
                     account=invoice.account, invoice=invoice, number=str(number))
                for number, (invoice, (_, cents)) in enumerate(zip(invoices, payments))]
            statement.total_amount = sum(one.amount for one in statement.lines)
            statement_class.save([statement])
            statement_class.validate_statement([statement])
            statement_class.post([statement])
        self.inside(work)

    def charged_to(self, names):
        """How many customers of these names got a fee on their account."""
        def work(pool):
            moves = pool.get("account.move").search(
                [("origin", "like", "account.dunning.fee.dunning_level,%")])
            return len({move.origin.dunning.party.name for move in moves} & names)
        return self.inside(work)


def play(everybody, server, selection_is_fresh):
    """`selection_is_fresh`: the bookkeeper searched anew after the bank file; else she sends the
    list that stands on her screen."""
    from proteus import Wizard
    name = "Tryton 6.0, list searched anew" if selection_is_fresh else "Tryton 6.0, list as it stood"
    outcome = story.Outcome(name)
    firm = Firm(server.port)
    invoices = {customer: firm.invoice(customer) for customer in everybody}
    begin = time.perf_counter()
    create = Wizard("account.dunning.create")
    create.form.date = TODAY
    create.execute("create_")
    dunning = firm.model("account.dunning")
    selected = dunning.find([])
    outcome.seconds["reminders made ready"] = (time.perf_counter() - begin, len(selected))

    disputed = {f"Customer {c.number} BV" for c in everybody if c.kind == "dispute"}
    for one in selected:
        if one.party.name in disputed:
            one.blocked = True
            one.save()
    cents = {"pays whole": story.OWED, "pays part": story.PART}
    payments = [(invoices[c], cents[c.kind]) for c in everybody if c.kind in cents]
    begin = time.perf_counter()
    firm.statement(payments)
    outcome.seconds["payments: read, matched, reminders withdrawn"] = (
        time.perf_counter() - begin, len(payments))

    selected = dunning.find([]) if selection_is_fresh else [dunning(one.id) for one in selected]
    server.take()
    begin = time.perf_counter()
    Wizard("account.dunning.process", selected).execute("process")
    seconds = time.perf_counter() - begin
    outcome.mails = server.take()
    outcome.seconds["letters sent"] = (seconds, len(outcome.mails))
    outcome.charged = firm.charged_to(
        {f"Customer {c.number} BV" for c in everybody if c.kind == "pays whole"})
    return outcome
