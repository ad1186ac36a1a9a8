/* SPDX-License-Identifier: MIT
 *
 * afpunt/records.h -- what a book consists of, as the host hands it over.
 *
 * `id` is the host's own stable key, unique within the book for its kind and never reused. All
 * pointers are [borrowed]. Absent is all zero: text {NULL, 0}, day AFPUNT_NO_DATE, money without a
 * currency, enumeration 0. So a host zeroes a record and fills in what it knows.
 * Ids have at most AFPUNT_ID_MAX bytes, other texts AFPUNT_TEXT_MAX; days are of the years 1900 to
 * 2999.
 */
#ifndef AFPUNT_RECORDS_H
#define AFPUNT_RECORDS_H

#include <afpunt/values.h>

AFPUNT_BEGIN_C

/* ---- parties -------------------------------------------------------------------------------- */

typedef int32_t afpunt_party_kind; /* 0 = unknown: never treated as a business */
enum {
    AFPUNT_PARTY_CONSUMER = 1,
    AFPUNT_PARTY_BUSINESS = 2,
    AFPUNT_PARTY_PUBLIC = 3,
    AFPUNT_PARTY_ASSOCIATION = 4
};

typedef int32_t afpunt_party_standing; /* 0 = normal */
enum {
    AFPUNT_STANDING_INSOLVENT = 1,
    AFPUNT_STANDING_DEBT_MEDIATION = 2,
    AFPUNT_STANDING_HANDED_OVER = 3
};

/* Nothing is attached to a mail unless asked for: an inbox for invoices may book what it gets. */
enum { AFPUNT_CONTACT_WANTS_UBL = 1u << 0 /* the UBL Reminder attached to each mail */ };

typedef struct afpunt_contact {
    uint32_t struct_size;
    uint32_t flags;  /* AFPUNT_CONTACT_* */
    afpunt_str role; /* "dunning", "invoice", "general" */
    afpunt_str name, mail, phone;
} afpunt_contact;

enum { AFPUNT_PARTY_DUNNING_HOLD = 1u << 0 /* the host's own reminder stop */ };

#define AFPUNT_PARTY_CONTACTS_MAX 100u /* people at one customer */
#define AFPUNT_PARTY_IBANS_MAX 100u    /* accounts that one customer pays from */

typedef struct afpunt_party {
    uint32_t struct_size;
    uint32_t flags; /* AFPUNT_PARTY_DUNNING_HOLD */
    afpunt_party_kind kind;
    afpunt_party_standing standing;
    afpunt_str id, name;
    afpunt_str street, street_extra, postal_code, city, region;
    afpunt_str country;  /* ISO 3166-1 alpha-2 */
    afpunt_str language; /* BCP 47 */
    afpunt_str vat_id, registration_id, endpoint_scheme, endpoint_id;
    afpunt_str hold_reason;
    afpunt_date hold_until; /* last day of the stop; AFPUNT_NO_DATE = without end */
    uint32_t contact_count;
    const afpunt_contact* contacts; /* element i at (const char*)contacts + i * contact_stride */
    uint32_t contact_stride;
    uint32_t iban_count;
    const afpunt_str* ibans; /* accounts this party is known to pay from */
} afpunt_party;

/* What the firm itself owes a customer; shown, never netted. */
typedef struct afpunt_owed {
    uint32_t struct_size;
    uint32_t reserved;
    afpunt_str party_id;
    afpunt_money amount;
} afpunt_owed;

/* ---- open items ----------------------------------------------------------------------------- */

typedef int32_t afpunt_document_kind;
enum { AFPUNT_INVOICE = 1, AFPUNT_CREDIT_NOTE = 2, AFPUNT_OPENING_BALANCE = 3 };

typedef int32_t afpunt_document_state;
enum {
    AFPUNT_DOCUMENT_OPEN = 1,
    AFPUNT_DOCUMENT_SETTLED = 2,
    AFPUNT_DOCUMENT_CANCELLED = 3,
    AFPUNT_DOCUMENT_WRITTEN_OFF = 4,
    AFPUNT_DOCUMENT_DISPUTED = 5
};

typedef int32_t afpunt_arrangement; /* how it is paid; 0 = unknown, taken as credit transfer */
enum {
    AFPUNT_ARRANGEMENT_TRANSFER = 1,
    AFPUNT_ARRANGEMENT_DIRECT_DEBIT = 2,
    AFPUNT_ARRANGEMENT_CARD = 3,
    AFPUNT_ARRANGEMENT_CASH = 4,
    AFPUNT_ARRANGEMENT_OTHER = 5
};

/* One document, or one instalment of it. */
typedef struct afpunt_item {
    uint32_t struct_size;
    afpunt_document_kind kind;
    afpunt_document_state state;
    afpunt_arrangement arrangement;
    afpunt_str id, document_id, instalment_id;
    afpunt_str number; /* what the customer knows it by */
    afpunt_str customer_id;
    afpunt_str order_reference;
    afpunt_str payment_reference; /* structured remittance reference as the invoice carries it */
    afpunt_str description;       /* goods or services in one line */
    afpunt_date issued_on, due_on;
    afpunt_date entered_on, sent_on; /* booked by the host; delivered to the customer */
    afpunt_money total;
    afpunt_money
        open; /* what is still owed after all allocations; of a credit note: what is unused */
    afpunt_str payee_iban, payee_bic, payee_name; /* as printed on the invoice */
    afpunt_str mandate_id;
    afpunt_date collection_on;  /* direct debit: the day of collection */
    afpunt_date discount_until; /* last day of the early-payment discount */
    afpunt_money discount;
    afpunt_money retention; /* withheld by agreement */
    afpunt_money disputed;  /* the part in dispute; absent with state DISPUTED = all of it */
    afpunt_str assigned_to, assigned_iban; /* factor */
    afpunt_date last_reminder_before;      /* reminders sent before afpunt was switched on */
    int32_t reminders_before;
} afpunt_item;

/* ---- money ---------------------------------------------------------------------------------- */

typedef int32_t afpunt_allocation_kind;
enum {
    AFPUNT_ALLOCATION_BANK = 1,
    AFPUNT_ALLOCATION_CASH = 2,
    AFPUNT_ALLOCATION_CARD = 3,
    AFPUNT_ALLOCATION_CREDIT_NOTE = 4,
    AFPUNT_ALLOCATION_DISCOUNT = 5,
    AFPUNT_ALLOCATION_WRITE_OFF = 6,
    AFPUNT_ALLOCATION_OTHER = 7
};

typedef struct afpunt_allocation {
    uint32_t struct_size;
    afpunt_allocation_kind kind;
    afpunt_str id;        /* stable: an un-match names the same id */
    afpunt_str item_id;   /* all allocations of an item are given, or none */
    afpunt_str source_id; /* bank line, or item id of a credit note; may be absent */
    afpunt_date booked_on, value_on;
    afpunt_money amount; /* > 0 lowers what is owed */
    afpunt_str rule; /* why it was booked: what match.apply was given, "person"; may be absent */
} afpunt_allocation;

typedef struct afpunt_account {
    uint32_t struct_size;
    uint32_t flags; /* AFPUNT_ACCOUNT_* */
    afpunt_str id, iban, bic, name, holder;
    char currency[3];
    uint8_t exponent;
    uint32_t reserved;
} afpunt_account;
enum { AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE = 1u << 0, AFPUNT_ACCOUNT_IN_USE = 1u << 1 };

typedef struct afpunt_statement {
    uint32_t struct_size;
    uint32_t flags; /* AFPUNT_STATEMENT_PROVISIONAL */
    afpunt_str id, account_id;
    afpunt_str number;             /* as printed: "102" */
    int32_t sequence;              /* the number as such; 0 = none */
    afpunt_date from_on, until_on; /* first and last day it covers */
    uint32_t reserved;
    afpunt_money opening, closing; /* may be absent */
} afpunt_statement;
enum { AFPUNT_STATEMENT_PROVISIONAL = 1u << 0 };

typedef int32_t afpunt_bank_line_kind; /* 0 = unknown: taken as customers' money */
enum {
    AFPUNT_LINE_CUSTOMER_PAYMENT = 1,
    AFPUNT_LINE_RETURNED_DEBIT = 2,
    AFPUNT_LINE_OWN_TRANSFER = 3,
    AFPUNT_LINE_PROVIDER_PAYOUT = 4,
    AFPUNT_LINE_NOT_CUSTOMER_MONEY = 5
};

typedef struct afpunt_bank_line {
    uint32_t struct_size;
    afpunt_bank_line_kind kind;
    afpunt_str id, account_id, statement_id;
    afpunt_str label; /* how people find it: "line 17 of 2026-11-19 (statement 102)" */
    afpunt_date booked_on, value_on;
    afpunt_money amount;      /* signed, > 0 came in */
    afpunt_money unallocated; /* what no item has taken; same sign or zero */
    afpunt_str payer_name, payer_iban, structured_reference, remittance, end_to_end_id;
    /* Whose money it is, where the host's own books say so: an advance, an overpayment, money that
     * a person put on the customer's account. Absent: the plugin tells by account, name and text.
     */
    afpunt_str party_id;
} afpunt_bank_line;

AFPUNT_END_C
#endif /* AFPUNT_RECORDS_H */
