# SPDX-License-Identifier: MIT
"""What a bookkeeper does in GnuCash, by its menus and dialogues."""

PAYMENT = "Process Payment"
MATCHER = "Generic import transaction matcher"


class Bookkeeper:
    def __init__(self, gnucash):
        self.gnucash = gnucash

    def left_to_pay(self, number):
        return self.gnucash.call("left_to_pay", number)

    def pay_invoice(self, number, amount=None):
        """Business > Pay Invoice; the whole, or `amount` of it."""
        gnucash = self.gnucash
        gnucash.call("open_invoice", number)
        gnucash.choose("Business", "Pay Invoice")
        gnucash.wait_for_window(PAYMENT)
        gnucash.ask(f"choose_account(inside('acct_window', {PAYMENT!r}, 'TreeView'), 'Bank')")
        if amount:
            gnucash.call("fill", "amount_payment_box", PAYMENT, amount)
        gnucash.press("OK", PAYMENT)
        gnucash.wait_for_no_window(PAYMENT)

    def assign_as_payment(self, description, customer, number):
        """A line of the bank's register becomes the payment of an invoice."""
        gnucash = self.gnucash
        gnucash.call("open_register_at", "Bank", description)
        gnucash.choose("Edit", "Assign as payment...")
        # GnuCash asks which of the two sides is the bank's, and means the right one.
        gnucash.press("Continue", "Warning")
        gnucash.wait_for_window(PAYMENT)
        gnucash.ask(f"choose_partner(inside('owner_box', {PAYMENT!r}, 'Entry'), {customer!r})")
        gnucash.ask(f"choose_row(named('docs_list_tree_view', {PAYMENT!r}), {number!r})")
        gnucash.press("OK", PAYMENT)
        gnucash.wait_for_no_window(PAYMENT)

    def import_ofx(self, file, button="OK"):
        gnucash = self.gnucash
        gnucash.choose("File", "Import", "Import OFX/QFX...")
        gnucash.wait_for_window("OFX/QFX file")
        gnucash.call("choose_file", "OFX/QFX file", str(file), "Import")
        gnucash.wait_for_window(MATCHER)
        gnucash.press(button, MATCHER)
        gnucash.wait_for_no_window(MATCHER)

    def unpost(self, number):
        gnucash = self.gnucash
        gnucash.call("open_invoice", number)
        gnucash.choose("Edit", "Unpost Invoice")
        gnucash.press("OK")
        gnucash.wait(f"left_to_pay({number!r}) is None", f"{number} is not posted")

    def post(self, number):
        """With the days and accounts that GnuCash proposes."""
        gnucash = self.gnucash
        gnucash.call("open_invoice", number)
        gnucash.choose("Edit", "Post Invoice")
        gnucash.press("OK")
        gnucash.wait(f"left_to_pay({number!r}) is not None", f"{number} is posted")

    def void(self, description, reason):
        gnucash = self.gnucash
        gnucash.call("open_register_at", "Bank", description)
        gnucash.choose("Transaction", "Void Transaction")
        gnucash.wait_for_window("Void Transaction")
        gnucash.call("fill", "reason", "Void Transaction", reason)
        gnucash.press("OK", "Void Transaction")
        gnucash.wait_for_no_window("Void Transaction")

    def delete(self, description):
        gnucash = self.gnucash
        gnucash.call("open_register_at", "Bank", description)
        gnucash.choose("Transaction", "Delete Transaction")
        gnucash.press("Delete Transaction")

    def save(self):
        self.gnucash.choose("File", "Save")
        self.gnucash.wait("not is_dirty()", "the book is saved")

    def save_as(self, path, kind):
        gnucash = self.gnucash
        gnucash.choose("File", "Save As...")
        gnucash.wait_for_window("Save As...")
        gnucash.call("choose_in_list", "vb_uri_type_container", "Save As...", kind)
        gnucash.call("choose_file", "Save As...", str(path), "Save As")
        gnucash.wait(f"is_quiet() and any({path.name + ' - '!r} in t for t in titles())",
                     f"{path.name} is open")

    def open(self, path):
        gnucash = self.gnucash
        gnucash.choose("File", "Open...")
        gnucash.wait_for_window("Open...")
        gnucash.call("choose_file", "Open...", str(path), "Open")
        gnucash.wait(f"is_quiet() and any({path.name + ' - '!r} in t for t in titles())",
                     f"{path.name} is open")
