#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What becomes of a letter when the book changes: paid, paid in part, assigned, returned, un-posted.
Each story is told on a book in XML and on one in SQLite.
"""
from datetime import date

import needs

needs.gnucash("gnucash_payments")

from books import SQLITE, number, text_of
from story import BANK_DAY, DUE, ISSUED, LETTER_DAY, Story, bank_until


class Payments(Story):
    def test_what_is_due_is_prepared_in_one_letter_to_the_customer(self):
        def story(_, follow_up):
            self.assertEqual(follow_up.waiting_letters(), [{"V-1": "121.00", "V-2": "60.50"}])
            letter, = follow_up.letters("prepared")
            self.assertEqual(letter["to"], "boekhouding@janssens.example")
            self.assertEqual(letter["customer_name"], "Bakkerij Janssens NV")
            self.assertEqual(letter["total"]["amount"], "181.50")
            self.assertEqual(follow_up.reasons(), {
                "V-1": "letter-prepared", "V-2": "letter-prepared", "V-3": "not-due"})
        self.on_letter_day(story)

    def test_a_payment_withdraws_at_once_and_not_with_the_next_look(self):
        def story(book, follow_up):
            book.pay("V-1", "121.00", date(2026, 11, 18))
            follow_up.settle()
            self.assertEqual(follow_up.waiting_letters(), [])
        self.on_letter_day(story)

    def test_a_payment_in_full_withdraws_and_leaves_the_rest(self):
        def story(book, follow_up):
            book.pay("V-1", "121.00", date(2026, 11, 18))
            follow_up.look_again()
            self.assertEqual(follow_up.why("V-1")["reason"], "settled")
            self.assertEqual(follow_up.waiting_letters(), [{"V-2": "60.50"}])
            self.assertEqual(len(follow_up.letters("withdrawn")), 1)
        self.on_letter_day(story)

    def test_everything_paid_leaves_no_letter(self):
        def story(book, follow_up):
            book.pay("V-1", "121.00", date(2026, 11, 18))
            book.pay("V-2", "60.50", date(2026, 11, 18))
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [])
        self.on_letter_day(story)

    def test_a_payment_in_part_is_asked_for_no_more(self):
        def story(book, follow_up):
            book.pay("V-1", "20.99", date(2026, 11, 18))
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [{"V-1": "100.01", "V-2": "60.50"}])
            self.assertEqual(follow_up.why("V-1")["open"]["amount"], "100.01")
        self.on_letter_day(story)

    def test_a_payment_that_is_deleted_makes_the_invoice_due_again(self):
        def story(book, follow_up):
            book.pay("V-1", "121.00", date(2026, 11, 18))
            follow_up.settle()
            payment, = book.payments_of("V-1")
            book.delete(payment)
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [{"V-1": "121.00", "V-2": "60.50"}])
        self.on_letter_day(story)

    def test_a_payment_that_is_voided_makes_the_invoice_due_again(self):
        def story(book, follow_up):
            book.pay("V-1", "121.00", date(2026, 11, 18))
            follow_up.settle()
            payment, = book.payments_of("V-1")
            payment.Void("cheque came back")
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [{"V-1": "121.00", "V-2": "60.50"}])
        self.on_letter_day(story)

    def test_a_voided_payment_that_is_valid_after_all_withdraws_again(self):
        def story(book, follow_up):
            book.pay("V-1", "121.00", date(2026, 11, 18))
            payment, = book.payments_of("V-1")
            payment.Void("by mistake")
            follow_up.settle()
            payment.Unvoid()
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [{"V-2": "60.50"}])
        self.on_letter_day(story)

    def test_an_invoice_that_is_unposted_is_asked_for_no_more(self):
        def story(book, follow_up):
            book.find_invoice("V-1").Unpost(True)
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [{"V-2": "60.50"}])
            self.assertNotIn("letter-prepared", follow_up.reasons().get("V-1", ""))
        self.on_letter_day(story)

    def test_an_invoice_that_is_posted_anew_with_another_price_is_asked_for_with_that(self):
        def story(book, follow_up):
            invoice = book.find_invoice("V-1")
            invoice.Unpost(True)
            follow_up.settle()
            entry = invoice.GetEntries()[0]
            entry.SetInvPrice(number("110.00"))
            book.post(invoice, ISSUED, DUE)
            follow_up.look_again()
            self.assertEqual(follow_up.why("V-1")["open"]["amount"], "133.10")
            self.assertEqual(follow_up.waiting_letters(), [{"V-1": "133.10", "V-2": "60.50"}])
        self.on_letter_day(story)

    def test_a_line_of_the_bank_that_is_assigned_withdraws(self):
        def story(book, follow_up):
            line = book.bank_line(date(2026, 11, 17), "121.00", "Janssens", online_id="L-1")
            follow_up.settle()
            transactions = len(book.transactions())
            book.pay("V-1", "121.00", date(2026, 11, 17), transaction=line)
            follow_up.look_again()
            self.assertEqual(len(book.transactions()), transactions)
            self.assertEqual(follow_up.why("V-1")["reason"], "settled")
            self.assertEqual(follow_up.waiting_letters(), [{"V-2": "60.50"}])
        self.on_letter_day(story)

    def test_a_bank_line_that_names_the_invoice_holds_its_letter_before_it_is_assigned(self):
        def story(book, follow_up):
            book.bank_line(date(2026, 11, 17), "121.00", "BAKKERIJ JANSSENS", memo="V-1",
                           online_id="L-1")
            follow_up.look_again()
            self.assertEqual(follow_up.why("V-1")["reason"], "probably-paid")
            self.assertNotIn("V-1", {n for l in follow_up.waiting_letters() for n in l})
        self.on_letter_day(story)

    def test_a_probable_payment_is_applied_to_the_bank_line_that_is_there(self):
        def story(book, follow_up):
            line = book.bank_line(date(2026, 11, 17), "121.00", "BAKKERIJ JANSSENS", memo="V-1",
                                  online_id="L-1")
            follow_up.look_again()
            transactions = len(book.transactions())
            proposal = next(p for p in follow_up.command("plan")["proposals"] if p["items"])
            follow_up.command("match", bank_line=proposal["bank_line"])
            follow_up.look_again()
            self.assertTrue(book.find_invoice("V-1").IsPaid())
            self.assertEqual(len(book.transactions()), transactions)
            self.assertEqual({s.GetAccount().GetName(): text_of(s.GetAmount())
                              for s in line.GetSplitList()},
                             {"Bank": "121.00", "Receivable": "-121.00"})
            self.assertEqual(follow_up.waiting_letters(), [{"V-2": "60.50"}])
        self.on_letter_day(story)

    def test_money_of_the_customer_that_is_tied_to_nothing_holds_his_letters(self):
        def story(book, follow_up):
            book.pay_on_account("C-1", "40.00", date(2026, 11, 17))
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [])
            self.assertIn(follow_up.why("V-1")["reason"], ("unallocated-credit", "probably-paid"))
        self.on_letter_day(story)

    def test_a_credit_note_that_is_not_settled_holds_his_letters(self):
        def story(book, follow_up):
            book.invoice("CN-1", book.find_customer("C-1"), date(2026, 11, 16), "50.00",
                         date(2026, 11, 16), credit_note=True)
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [])
            self.assertEqual(follow_up.why("V-1")["reason"], "unallocated-credit")
        self.on_letter_day(story)

    def test_nothing_is_asked_for_beyond_what_the_bank_covers(self):
        def story(_, follow_up):
            self.assertEqual(follow_up.waiting_letters(), [])
            self.assertEqual(follow_up.why("V-1")["reason"], "bank-not-up-to-date")
        self.on_letter_day(story, bank=date(2026, 11, 3))

    def test_reconciled_transactions_cover_the_bank_as_imported_ones_do(self):
        self.begin()
        with self.open() as book:
            book.bank_line(BANK_DAY, "-3.00", "Coffee", reconciled=True)
            with self.attach(book) as follow_up:
                follow_up.command("run")
                self.assertEqual(follow_up.waiting_letters(),
                                 [{"V-1": "121.00", "V-2": "60.50"}])

    def test_lines_that_were_typed_do_not_prove_that_the_bank_is_complete(self):
        self.begin()
        with self.open() as book:
            book.bank_line(BANK_DAY, "-3.00", "Coffee")
            with self.attach(book) as follow_up:
                follow_up.command("run")
                self.assertEqual(follow_up.waiting_letters(), [])
                self.assertEqual(follow_up.why("V-1")["reason"], "bank-not-up-to-date")

    def test_a_person_may_say_that_the_bank_is_complete(self):
        self.begin()
        with self.open() as book, self.attach(book) as follow_up:
            account, = follow_up.command("plan")["accounts"]
            follow_up.command("confirm-bank", account=account["account"], until=str(LETTER_DAY))
            self.assertEqual(follow_up.waiting_letters(), [{"V-1": "121.00", "V-2": "60.50"}])

    def test_what_was_paid_too_much_holds_the_other_invoices_of_the_customer(self):
        def story(book, follow_up):
            book.pay("V-1", "150.00", date(2026, 11, 18))
            follow_up.look_again()
            self.assertEqual(follow_up.why("V-1")["reason"], "settled")
            self.assertEqual(follow_up.waiting_letters(), [])
            self.assertIn(follow_up.why("V-2")["reason"], ("unallocated-credit", "probably-paid"))
        self.on_letter_day(story)

    def test_a_person_may_say_that_a_line_of_the_bank_is_nobodys_payment(self):
        def story(book, follow_up):
            book.bank_line(date(2026, 11, 17), "121.00", "BAKKERIJ JANSSENS", memo="V-1",
                           online_id="L-1")
            follow_up.look_again()
            proposal = next(p for p in follow_up.command("plan")["proposals"] if p["items"])
            follow_up.command("refuse-match", bank_line=proposal["bank_line"])
            self.assertEqual(follow_up.waiting_letters(), [{"V-1": "121.00", "V-2": "60.50"}])
            self.assertEqual(book.find_invoice("V-1").IsPaid(), False)
        self.on_letter_day(story)

    def test_an_invoice_that_is_deleted_is_asked_for_no_more(self):
        def story(book, follow_up):
            invoice = book.find_invoice("V-1")
            invoice.Unpost(True)
            invoice.BeginEdit()
            invoice.Destroy()
            follow_up.look_again()
            self.assertEqual(follow_up.waiting_letters(), [{"V-2": "60.50"}])
            self.assertNotIn("V-1", follow_up.plan())
        self.on_letter_day(story)

    def test_a_payment_that_was_entered_while_afpunt_was_away_is_found_at_the_next_opening(self):
        self.on_letter_day(lambda *_: None)
        with self.open() as book:
            bank_until(book, BANK_DAY)
            book.pay("V-1", "121.00", date(2026, 11, 18))
            with self.attach(book) as follow_up:
                follow_up.command("run")
                self.assertEqual(follow_up.waiting_letters(), [{"V-2": "60.50"}])


class PaymentsInSqlite(Payments):
    kind = SQLITE


if __name__ == "__main__":
    needs.run("gnucash_payments")
