// SPDX-License-Identifier: MIT
//
// GnuCash's own functions, found at run time in the process that loaded us. Nothing is linked:
// where one of them is missing, the adapter says so and does nothing.
#pragma once

#include "gnucash/engine_types.hpp"

#include <afpunt/result.hpp>

namespace afpunt::gnucash {

// result, name, parameters. All are called on GnuCash's main thread, but for the g_ functions that
// GLib documents as thread-safe (g_main_context_wakeup).
#define AFPUNT_GNUCASH_ENGINE(X)                                                                   \
    X(const char*, gnc_version, (void))                                                            \
    X(unsigned, g_idle_add_full, (int, GSourceFunc, void*, GDestroyNotify))                        \
    X(GSource*, g_source_new, (GSourceFuncs*, unsigned))                                           \
    X(void, g_source_set_priority, (GSource*, int))                                                \
    X(unsigned, g_source_attach, (GSource*, GMainContext*))                                        \
    X(void, g_source_destroy, (GSource*))                                                          \
    X(void, g_source_unref, (GSource*))                                                            \
    X(void, g_main_context_wakeup, (GMainContext*))                                                \
    X(int, g_spawn_async,                                                                          \
      (const char*, char**, char**, int, void (*)(void*), void*, int*, void**))                    \
    X(void, g_free, (void*))                                                                       \
    X(void, g_list_free, (GList*))                                                                 \
    X(GList*, g_list_prepend, (GList*, void*))                                                     \
    X(void*, g_type_class_ref, (GType))                                                            \
    X(void, g_value_unset, (GValue*))                                                              \
    X(const char*, g_value_get_string, (const GValue*))                                            \
    X(int, qof_event_register_handler, (EventHandler, void*))                                      \
    X(void, qof_event_unregister_handler, (int))                                                   \
    X(QofBook*, qof_session_get_book, (const QofSession*))                                         \
    X(const char*, qof_session_get_url, (const QofSession*))                                       \
    X(int, qof_book_is_readonly, (const QofBook*))                                                 \
    X(const char*, qof_book_get_string_option, (const QofBook*, const char*))                      \
    X(QofCollection*, qof_book_get_collection, (const QofBook*, const char*))                      \
    X(void, qof_collection_foreach, (const QofCollection*, ForeachCall, void*))                    \
    X(QofInstance*, qof_collection_lookup_entity, (const QofCollection*, const Guid*))             \
    X(const Guid*, qof_instance_get_guid, (const void*))                                           \
    X(void, qof_instance_get_kvp, (QofInstance*, GValue*, unsigned, ...))                          \
    X(GType, gnc_invoice_get_type, (void))                                                         \
    X(GType, gnc_lot_get_type, (void))                                                             \
    X(GType, gnc_transaction_get_type, (void))                                                     \
    X(GType, gnc_split_get_type, (void))                                                           \
    X(GType, gnc_account_get_type, (void))                                                         \
    X(GType, gnc_customer_get_type, (void))                                                        \
    X(GType, gnc_job_get_type, (void))                                                             \
    X(GType, qof_book_get_type, (void))                                                            \
    X(GncInvoice*, gncInvoiceGetInvoiceFromLot, (GncLot*))                                         \
    X(const char*, gncInvoiceGetID, (const GncInvoice*))                                           \
    X(const char*, gncInvoiceGetNotes, (const GncInvoice*))                                        \
    X(const char*, gncInvoiceGetBillingID, (const GncInvoice*))                                    \
    X(int, gncInvoiceIsPosted, (const GncInvoice*))                                                \
    X(Time64, gncInvoiceGetDateDue, (const GncInvoice*))                                           \
    X(Time64, gncInvoiceGetDatePosted, (const GncInvoice*))                                        \
    X(Transaction*, gncInvoiceGetPostedTxn, (const GncInvoice*))                                   \
    X(GncLot*, gncInvoiceGetPostedLot, (const GncInvoice*))                                        \
    X(Account*, gncInvoiceGetPostedAcc, (const GncInvoice*))                                       \
    X(GncOwner*, gncInvoiceGetOwner, (const GncInvoice*))                                          \
    X(GList*, gncInvoiceGetEntries, (GncInvoice*))                                                 \
    X(void, gncInvoiceSetNotes, (GncInvoice*, const char*))                                        \
    X(const char*, gncEntryGetDescription, (const GncEntry*))                                      \
    X(int, gncOwnerGetType, (const GncOwner*))                                                     \
    X(GncOwner*, gncOwnerNew, (void))                                                              \
    X(void, gncOwnerFree, (GncOwner*))                                                             \
    X(int, gncOwnerGetOwnerFromLot, (GncLot*, GncOwner*))                                          \
    X(const GncOwner*, gncOwnerGetEndOwner, (const GncOwner*))                                     \
    X(const Guid*, gncOwnerGetGUID, (const GncOwner*))                                             \
    X(Commodity*, gncOwnerGetCurrency, (const GncOwner*))                                          \
    X(void, gncOwnerAttachToLot, (const GncOwner*, GncLot*))                                       \
    X(void, gncOwnerAutoApplyPaymentsWithLots, (const GncOwner*, GList*))                          \
    X(void, gncOwnerApplyPaymentSecs,                                                              \
      (const GncOwner*, Transaction**, GList*, Account*, Account*, Numeric, Numeric, Time64,       \
       const char*, const char*, int))                                                             \
    X(const char*, gncCustomerGetID, (const GncCustomer*))                                         \
    X(const char*, gncCustomerGetName, (const GncCustomer*))                                       \
    X(GncAddress*, gncCustomerGetAddr, (const GncCustomer*))                                       \
    X(const char*, gncAddressGetName, (const GncAddress*))                                         \
    X(const char*, gncAddressGetAddr1, (const GncAddress*))                                        \
    X(const char*, gncAddressGetAddr2, (const GncAddress*))                                        \
    X(const char*, gncAddressGetAddr3, (const GncAddress*))                                        \
    X(const char*, gncAddressGetAddr4, (const GncAddress*))                                        \
    X(const char*, gncAddressGetPhone, (const GncAddress*))                                        \
    X(const char*, gncAddressGetEmail, (const GncAddress*))                                        \
    X(const char*, gnc_commodity_get_mnemonic, (const Commodity*))                                 \
    X(int, gnc_commodity_is_currency, (const Commodity*))                                          \
    X(int, gnc_commodity_equal, (const Commodity*, const Commodity*))                              \
    X(GncLot*, gnc_lot_new, (QofBook*))                                                            \
    X(void, gnc_lot_add_split, (GncLot*, Split*))                                                  \
    X(void, gnc_lot_remove_split, (GncLot*, Split*))                                               \
    X(GList*, gnc_lot_get_split_list, (const GncLot*))                                             \
    X(Numeric, gnc_lot_get_balance, (GncLot*))                                                     \
    X(int, gnc_lot_is_closed, (GncLot*))                                                           \
    X(Account*, gnc_book_get_root_account, (QofBook*))                                             \
    X(GList*, gnc_account_get_descendants, (const Account*))                                       \
    X(char*, gnc_account_get_full_name, (const Account*))                                          \
    X(int, xaccAccountGetType, (const Account*))                                                   \
    X(const char*, xaccAccountGetName, (const Account*))                                           \
    X(const char*, xaccAccountGetCode, (const Account*))                                           \
    X(const char*, xaccAccountGetDescription, (const Account*))                                    \
    X(const char*, xaccAccountGetNotes, (const Account*))                                          \
    X(int, xaccAccountGetPlaceholder, (const Account*))                                            \
    X(int, xaccAccountGetHidden, (const Account*))                                                 \
    X(Commodity*, xaccAccountGetCommodity, (const Account*))                                       \
    X(GList*, xaccAccountGetSplitList, (const Account*))                                           \
    X(int, xaccAccountGetReconcileLastDate, (const Account*, Time64*))                             \
    X(void, xaccAccountBeginEdit, (Account*))                                                      \
    X(void, xaccAccountCommitEdit, (Account*))                                                     \
    X(Account*, xaccSplitGetAccount, (const Split*))                                               \
    X(Transaction*, xaccSplitGetParent, (const Split*))                                            \
    X(GncLot*, xaccSplitGetLot, (const Split*))                                                    \
    X(const char*, xaccSplitGetMemo, (const Split*))                                               \
    X(Numeric, xaccSplitGetAmount, (const Split*))                                                 \
    X(char, xaccSplitGetReconcile, (const Split*))                                                 \
    X(int, xaccTransIsOpen, (const Transaction*))                                                  \
    X(char, xaccTransGetTxnType, (Transaction*))                                                   \
    X(Commodity*, xaccTransGetCurrency, (const Transaction*))                                      \
    X(GList*, xaccTransGetSplitList, (const Transaction*))                                         \
    X(const char*, xaccTransGetDescription, (const Transaction*))                                  \
    X(const char*, xaccTransGetNotes, (const Transaction*))                                        \
    X(const char*, xaccTransGetNum, (const Transaction*))                                          \
    X(const char*, xaccTransGetReadOnly, (Transaction*))                                           \
    X(Time64, xaccTransRetDatePosted, (const Transaction*))                                        \
    X(Time64, xaccTransRetDateEntered, (const Transaction*))

// Those of the program with a window; absent under Python.
#define AFPUNT_GNUCASH_WINDOWS(X)                                                                  \
    X(const char*, g_get_prgname, (void))                                                          \
    X(void, gnc_hook_add_dangler, (const char*, GFunc, GDestroyNotify, void*))                     \
    X(int, gnc_current_session_exist, (void))                                                      \
    X(QofSession*, gnc_get_current_session, (void))                                                \
    X(int, gnc_register_gui_component, (const char*, RefreshHandler, CloseHandler, void*))         \
    X(void, gnc_gui_component_watch_entity_type, (int, const char*, int))                          \
    X(int, gnc_gui_refresh_suspended, (void))                                                      \
    X(void, gnc_suspend_gui_refresh, (void))                                                       \
    X(void, gnc_resume_gui_refresh, (void))                                                        \
    X(int, gnc_file_save_in_progress, (void))                                                      \
    X(unsigned, g_hash_table_size, (GHashTable*))                                                  \
    X(void*, gnc_ui_get_main_window, (void*))                                                      \
    X(int, gnc_verify_dialog, (void*, int, const char*, ...))                                      \
    X(void, gnc_info_dialog, (void*, const char*, ...))
// A declaration cannot stand in brackets. NOLINTNEXTLINE(bugprone-macro-parentheses)
#define AFPUNT_GNUCASH_FUNCTION(result, name, parameters) result(*name) parameters = nullptr;

struct Engine {
    AFPUNT_GNUCASH_ENGINE(AFPUNT_GNUCASH_FUNCTION)
    AFPUNT_GNUCASH_WINDOWS(AFPUNT_GNUCASH_FUNCTION)
    // Every function of the second list is there: this is the program with its windows.
    bool has_windows = false;
};

#undef AFPUNT_GNUCASH_FUNCTION

// Refused, in words, for a version that was not tried and where functions are missing.
[[nodiscard]] Result<Engine> bind_engine();

// An address in GnuCash's process, or nullptr: the program itself, then the libraries it has mapped
// (python3-gnucash keeps them to itself). Never loads anything.
[[nodiscard]] void* find_function(const char* name);

} // namespace afpunt::gnucash
