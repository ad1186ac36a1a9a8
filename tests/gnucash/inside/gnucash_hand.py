# SPDX-License-Identifier: MIT
"""What a user reaches by several clicks that are GnuCash's own affair: opening an invoice, a register at
one of its lines, choosing rows. From there on the test goes by menus and buttons.
"""
import ctypes

# Only for what stands in the global scope of the program itself.
PROGRAM = ctypes.CDLL(None)


def symbol(name, result, *arguments):
    function = getattr(PROGRAM, name)
    function.restype, function.argtypes = result, arguments
    return function


def book():
    from gnucash import Session
    from gnucash import _sw_app_utils
    return Session(instance=_sw_app_utils.gnc_get_current_session()).book


def is_dirty():
    return bool(book().session_not_saved())


def account(name):
    return book().get_root_account().lookup_by_name(name)


def invoice(number):
    return book().InvoiceLookupByID(number)


def open_invoice(number):
    edit = symbol("gnc_ui_invoice_edit", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    edit(None, int(invoice(number).instance))


def open_register_at(account_name, description):
    """The register of an account, its cursor in the transaction with that description."""
    pointer = ctypes.c_void_p
    page = symbol("gnc_plugin_page_register_new", pointer, pointer, ctypes.c_int)(
        int(account(account_name).instance), 0)
    symbol("gnc_main_window_open_page", None, pointer, pointer)(None, page)
    register = symbol("gnc_plugin_page_register_get_gsr", pointer, pointer)(page)
    split = next(s for s in account(account_name).GetSplitList()
                 if s.parent.GetDescription() == description)
    symbol("gnc_split_reg_jump_to_split", None, pointer, pointer)(register, int(split.instance))


def choose_account(tree, name):
    """Chooses an account in a tree of accounts."""
    symbol("gnc_tree_view_account_set_selected_account", None, ctypes.c_void_p, ctypes.c_void_p)(
        hash(tree), int(account(name).instance))


def choose_partner(entry, name):
    """Takes the customer from the list that drops down below the field."""
    completion = entry.get_completion()
    row = next(row for row in completion.get_model() if row[0] == name)
    completion.emit("match-selected", completion.get_model(), row.iter)


def choose_row(tree, text):
    """Chooses the row in which one cell shows `text`, and no other."""
    row = next(row for row in tree.get_model() if text in list(row))
    selection = tree.get_selection()
    selection.unselect_all()
    selection.select_path(row.path)


def left_to_pay(number):
    """As the engine sees it; None for an invoice that is not posted."""
    document = invoice(number)
    if not document.IsPosted():
        return None
    balance = document.GetPostedLot().get_balance()
    return f"{balance.num() / balance.denom():.2f}"


def pay(number):
    """A payment in full, by the function that GnuCash's own dialogue calls."""
    import datetime
    from gnucash import GncNumeric
    document = invoice(number)
    document.ApplyPayment(None, account("Bank"), document.GetTotal(), GncNumeric(1),
                          datetime.date.today(), "", "")
