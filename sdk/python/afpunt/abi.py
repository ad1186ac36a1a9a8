# SPDX-License-Identifier: MIT
"""The structs and function types of the C headers, field for field and under their C names.

tests/sdk/python/mirror_test.py compares all of it with what a C compiler makes of the headers. A
pointer to a struct that Python only hands back is a void pointer here. Bytes are never declared
as c_char_p where they come in: ctypes would read them up to a zero byte that nobody promised.
"""
from ctypes import (CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int32, c_int64,
                    c_uint8, c_uint32, c_uint64, c_void_p)
from typing import Any

ABI_MAJOR = 1
ABI_MINOR = 0
ENTRY_SYMBOL = "afpunt_entry_1"
NO_DATE = 0
NO_TIME = 0
EVENT_ITEMS_MAX = 1024
EVENT_TEXT_MAX = 256
COMMAND_REQUEST_MAX = 65536
ID_MAX = 500
TEXT_MAX = 8192
SETTING_MAX = 1_000_000
PARTY_CONTACTS_MAX = 100
PARTY_IBANS_MAX = 100
EXT_CLOCK = "afpunt.clock/1"
EXT_COMMAND = "afpunt.command/1"
EXT_MATCH = "afpunt.match/1"
EXT_NOTICE = "afpunt.notice/1"
EXT_PERMIT = "afpunt.permit/1"
EXT_REVISION = "afpunt.revision/1"
EXT_SETTINGS = "afpunt.settings/1"
EXT_SNAPSHOT = "afpunt.snapshot/1"


def has(struct: Structure, field: str) -> bool:
    """AFPUNT_HAS: whether the struct is long enough, by what its maker says, to hold the field."""
    place: Any = getattr(type(struct), field)
    return bool(struct.struct_size >= place.offset + place.size)


# ---- values.h ------------------------------------------------------------------------------------


class afpunt_str(Structure):
    _fields_ = [("ptr", c_void_p), ("len", c_uint64)]


class afpunt_money(Structure):
    _fields_ = [("minor", c_int64), ("currency", c_char * 3), ("exponent", c_uint8),
                ("reserved", c_uint32)]


class afpunt_error(Structure):
    _fields_ = [("struct_size", c_uint32), ("status", c_int32), ("field", c_char * 64),
                ("message", c_char * 440)]


error_pointer = POINTER(afpunt_error)
afpunt_sink = CFUNCTYPE(None, c_void_p, c_void_p, c_uint64)

# ---- events.h ------------------------------------------------------------------------------------


class afpunt_event(Structure):
    _fields_ = [("struct_size", c_uint32), ("type", c_int32), ("source", afpunt_str),
                ("epoch", afpunt_str), ("id", afpunt_str), ("cursor", afpunt_str),
                ("occurred_at", c_int64), ("party_id", afpunt_str),
                ("item_ids", POINTER(afpunt_str)), ("item_count", c_uint32),
                ("reserved", c_uint32), ("subject", afpunt_str)]


# ---- records.h -----------------------------------------------------------------------------------


class afpunt_contact(Structure):
    _fields_ = [("struct_size", c_uint32), ("flags", c_uint32), ("role", afpunt_str),
                ("name", afpunt_str), ("mail", afpunt_str), ("phone", afpunt_str)]


class afpunt_party(Structure):
    _fields_ = [("struct_size", c_uint32), ("flags", c_uint32), ("kind", c_int32),
                ("standing", c_int32), ("id", afpunt_str), ("name", afpunt_str),
                ("street", afpunt_str), ("street_extra", afpunt_str),
                ("postal_code", afpunt_str), ("city", afpunt_str), ("region", afpunt_str),
                ("country", afpunt_str), ("language", afpunt_str), ("vat_id", afpunt_str),
                ("registration_id", afpunt_str), ("endpoint_scheme", afpunt_str),
                ("endpoint_id", afpunt_str), ("hold_reason", afpunt_str),
                ("hold_until", c_int32), ("contact_count", c_uint32),
                ("contacts", POINTER(afpunt_contact)), ("contact_stride", c_uint32),
                ("iban_count", c_uint32), ("ibans", POINTER(afpunt_str))]


class afpunt_owed(Structure):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_uint32), ("party_id", afpunt_str),
                ("amount", afpunt_money)]


class afpunt_item(Structure):
    _fields_ = [("struct_size", c_uint32), ("kind", c_int32), ("state", c_int32),
                ("arrangement", c_int32), ("id", afpunt_str), ("document_id", afpunt_str),
                ("instalment_id", afpunt_str), ("number", afpunt_str),
                ("customer_id", afpunt_str), ("order_reference", afpunt_str),
                ("payment_reference", afpunt_str), ("description", afpunt_str),
                ("issued_on", c_int32), ("due_on", c_int32), ("entered_on", c_int32),
                ("sent_on", c_int32), ("total", afpunt_money), ("open", afpunt_money),
                ("payee_iban", afpunt_str), ("payee_bic", afpunt_str),
                ("payee_name", afpunt_str), ("mandate_id", afpunt_str),
                ("collection_on", c_int32), ("discount_until", c_int32),
                ("discount", afpunt_money), ("retention", afpunt_money),
                ("disputed", afpunt_money), ("assigned_to", afpunt_str),
                ("assigned_iban", afpunt_str), ("last_reminder_before", c_int32),
                ("reminders_before", c_int32)]


class afpunt_allocation(Structure):
    _fields_ = [("struct_size", c_uint32), ("kind", c_int32), ("id", afpunt_str),
                ("item_id", afpunt_str), ("source_id", afpunt_str), ("booked_on", c_int32),
                ("value_on", c_int32), ("amount", afpunt_money), ("rule", afpunt_str)]


class afpunt_account(Structure):
    _fields_ = [("struct_size", c_uint32), ("flags", c_uint32), ("id", afpunt_str),
                ("iban", afpunt_str), ("bic", afpunt_str), ("name", afpunt_str),
                ("holder", afpunt_str), ("currency", c_char * 3), ("exponent", c_uint8),
                ("reserved", c_uint32)]


class afpunt_statement(Structure):
    _fields_ = [("struct_size", c_uint32), ("flags", c_uint32), ("id", afpunt_str),
                ("account_id", afpunt_str), ("number", afpunt_str), ("sequence", c_int32),
                ("from_on", c_int32), ("until_on", c_int32), ("reserved", c_uint32),
                ("opening", afpunt_money), ("closing", afpunt_money)]


class afpunt_bank_line(Structure):
    _fields_ = [("struct_size", c_uint32), ("kind", c_int32), ("id", afpunt_str),
                ("account_id", afpunt_str), ("statement_id", afpunt_str),
                ("label", afpunt_str), ("booked_on", c_int32), ("value_on", c_int32),
                ("amount", afpunt_money), ("unallocated", afpunt_money),
                ("payer_name", afpunt_str), ("payer_iban", afpunt_str),
                ("structured_reference", afpunt_str), ("remittance", afpunt_str),
                ("end_to_end_id", afpunt_str), ("party_id", afpunt_str)]


# ---- host.h, plugin.h, entry.h -------------------------------------------------------------------


class afpunt_host(Structure):
    _fields_ = [("struct_size", c_uint32), ("abi_minor", c_uint32), ("host_data", c_void_p),
                ("name", afpunt_str), ("version", afpunt_str), ("book_id", afpunt_str),
                ("get_extension", CFUNCTYPE(c_void_p, c_void_p, c_char_p)),
                ("request_callback", CFUNCTYPE(None, c_void_p)),
                ("log", CFUNCTYPE(None, c_void_p, c_int32, afpunt_str))]


class afpunt_plugin(Structure):
    _fields_ = [("struct_size", c_uint32), ("abi_minor", c_uint32), ("plugin_data", c_void_p),
                ("start", CFUNCTYPE(c_int32, c_void_p, error_pointer)),
                ("submit_event",
                 CFUNCTYPE(c_int32, c_void_p, POINTER(afpunt_event), error_pointer)),
                ("durable_cursor",
                 CFUNCTYPE(c_int32, c_void_p, afpunt_str, c_void_p, c_uint64, POINTER(c_uint64))),
                ("on_main", CFUNCTYPE(c_int32, c_void_p, c_uint32)),
                ("stop", CFUNCTYPE(c_int32, c_void_p, c_uint32, error_pointer)),
                ("destroy", CFUNCTYPE(c_int32, c_void_p)),
                ("get_extension", CFUNCTYPE(c_void_p, c_void_p, c_char_p))]


class afpunt_entry(Structure):
    _fields_ = [("struct_size", c_uint32), ("abi_major", c_uint32), ("abi_minor", c_uint32),
                ("flags", c_uint32), ("plugin_version", c_char_p),
                ("create", CFUNCTYPE(c_int32, POINTER(afpunt_host),
                                     POINTER(POINTER(afpunt_plugin)), error_pointer))]


# ---- ext/ ----------------------------------------------------------------------------------------


class afpunt_moment(Structure):
    _fields_ = [("struct_size", c_uint32), ("flags", c_uint32), ("now", c_int64),
                ("today", c_int32), ("utc_offset_minutes", c_int32)]


class afpunt_host_clock(Structure):
    _fields_ = [("now", CFUNCTYPE(c_int32, c_void_p, POINTER(afpunt_moment)))]


class afpunt_plugin_command(Structure):
    _fields_ = [("execute", CFUNCTYPE(c_int32, c_void_p, afpunt_str, afpunt_sink, c_void_p,
                                      error_pointer))]


class afpunt_match_part(Structure):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_uint32), ("item_id", afpunt_str),
                ("amount", afpunt_money)]


class afpunt_host_match(Structure):
    _fields_ = [("apply", CFUNCTYPE(c_int32, c_void_p, afpunt_str, c_void_p, c_uint32, c_uint32,
                                    afpunt_str, error_pointer)),
                ("unmatch", CFUNCTYPE(c_int32, c_void_p, afpunt_str, error_pointer))]


class afpunt_host_notice(Structure):
    _fields_ = [("show", CFUNCTYPE(None, c_void_p, c_int32, afpunt_str))]


class afpunt_permit_query(Structure):
    _fields_ = [("struct_size", c_uint32), ("item_count", c_uint32), ("party_id", afpunt_str),
                ("item_ids", POINTER(afpunt_str))]


class afpunt_permit_item(Structure):
    _fields_ = [("struct_size", c_uint32), ("state", c_int32), ("open", afpunt_money)]


class afpunt_permit(Structure):
    _fields_ = [("struct_size", c_uint32), ("flags", c_uint32), ("covered_until", c_int32),
                ("reserved", c_uint32)]


class afpunt_host_permit(Structure):
    _fields_ = [("check", CFUNCTYPE(c_int32, c_void_p, POINTER(afpunt_permit_query), c_void_p,
                                    c_uint32, c_void_p, error_pointer))]


class afpunt_host_revision(Structure):
    _fields_ = [("read", CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint64), error_pointer))]


_get_text = CFUNCTYPE(c_int32, c_void_p, afpunt_str, afpunt_sink, c_void_p, error_pointer)


class afpunt_host_settings(Structure):
    _fields_ = [("get", _get_text), ("get_secret", _get_text),
                ("set", CFUNCTYPE(c_int32, c_void_p, afpunt_str, afpunt_str, error_pointer))]


_next_records = CFUNCTYPE(c_int32, c_void_p, c_void_p, c_uint32, c_uint32, POINTER(c_uint32),
                          error_pointer)


class afpunt_host_snapshot(Structure):
    _fields_ = [("open", CFUNCTYPE(c_int32, c_void_p, POINTER(c_void_p), error_pointer)),
                ("creditor", CFUNCTYPE(c_int32, c_void_p, c_void_p, error_pointer)),
                ("next_parties", _next_records), ("next_accounts", _next_records),
                ("next_statements", _next_records), ("next_bank_lines", _next_records),
                ("next_items", _next_records), ("next_allocations", _next_records),
                ("next_owed", _next_records), ("close", CFUNCTYPE(None, c_void_p))]
