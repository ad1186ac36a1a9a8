/* SPDX-License-Identifier: MIT
 *
 * The smallest host once more, in C11 and with nothing but the headers: for whoever writes a host
 * in another language than C++, and for whoever wants to see what the C++ layer does. plain_c_host
 * LIBAFPUNT.SO FOLDER-FOR-STATE
 */
#include <afpunt/afpunt.h>

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char* state_folder;
static atomic_bool turn_is_wanted;
static bool answered;

static afpunt_str text(const char* literal) {
    const afpunt_str view = {literal, strlen(literal)};
    return view;
}
static afpunt_money euro(int64_t cents) {
    const afpunt_money money = {cents, {'E', 'U', 'R'}, 2, 0};
    return money;
}

/* [hand over] */
/* Fills the other side's struct: as much as there is room for, and says how much that was. Both
 * structs begin with struct_size. */
static void hand_over(void* out, const void* record, uint32_t size) {
    uint32_t room;
    memcpy(&room, out, sizeof room);
    const uint32_t filled = room < size ? room : size;
    memcpy(out, record, filled);
    if (room >= sizeof filled) memcpy(out, &filled, sizeof filled);
}
/* [hand over] */

/* ---- the book: one customer, one account, one unpaid invoice -----------------------------------
 */

struct afpunt_snapshot {
    bool party, account, item; /* given already */
};

static afpunt_status open_snapshot(const afpunt_host* host, afpunt_snapshot** out,
                                   afpunt_error* error) {
    (void)host, (void)error;
    *out = calloc(1, sizeof **out);
    return *out != NULL ? AFPUNT_OK : AFPUNT_E_INTERNAL;
}
static void close_snapshot(afpunt_snapshot* snapshot) {
    free(snapshot);
}

/* [next] */
/* Every kind of record of this book has at most one. A host with many fills element i at
 * (char*)out + i * stride, until `capacity` or until there are no more. */
static afpunt_status give_one(bool* given, void* out, uint32_t* count, const void* record,
                              uint32_t size) {
    *count = *given ? 0 : 1;
    if (!*given) hand_over(out, record, size);
    *given = true;
    return AFPUNT_END;
}

static afpunt_status next_items(afpunt_snapshot* snapshot, afpunt_item* out, uint32_t stride,
                                uint32_t capacity, uint32_t* count, afpunt_error* error) {
    (void)stride, (void)capacity, (void)error;
    afpunt_item item = {.struct_size = sizeof item};
    item.kind = AFPUNT_INVOICE;
    item.state = AFPUNT_DOCUMENT_OPEN;
    item.id = text("1");
    item.number = text("V26-0001");
    item.customer_id = text("c1");
    item.issued_on = 20727; /* days since 1970-01-01: 2026-10-01 */
    item.due_on = 20757;    /* 2026-10-31 */
    item.total = item.open = euro(12100);
    return give_one(&snapshot->item, out, count, &item, sizeof item);
}
/* [next] */

static afpunt_status creditor(afpunt_snapshot* snapshot, afpunt_party* out, afpunt_error* error) {
    (void)snapshot, (void)error;
    afpunt_party us = {.struct_size = sizeof us};
    us.id = text("us");
    us.name = text("Drukkerij Voorbeeld BV");
    hand_over(out, &us, sizeof us);
    return AFPUNT_OK;
}
static afpunt_status next_parties(afpunt_snapshot* snapshot, afpunt_party* out, uint32_t stride,
                                  uint32_t capacity, uint32_t* count, afpunt_error* error) {
    (void)stride, (void)capacity, (void)error;
    afpunt_party customer = {.struct_size = sizeof customer};
    customer.kind = AFPUNT_PARTY_BUSINESS;
    customer.id = text("c1");
    customer.name = text("Bakkerij Janssens NV");
    return give_one(&snapshot->party, out, count, &customer, sizeof customer);
}
static afpunt_status next_accounts(afpunt_snapshot* snapshot, afpunt_account* out, uint32_t stride,
                                   uint32_t capacity, uint32_t* count, afpunt_error* error) {
    (void)stride, (void)capacity, (void)error;
    afpunt_account account = {.struct_size = sizeof account, .currency = {'E', 'U', 'R'}};
    account.exponent = 2;
    account.id = account.iban = text("BE68539007547034");
    account.flags = AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE | AFPUNT_ACCOUNT_IN_USE;
    return give_one(&snapshot->account, out, count, &account, sizeof account);
}
#define NONE(name, type)                                                                           \
    static afpunt_status name(afpunt_snapshot* snapshot, type* out, uint32_t stride,               \
                              uint32_t capacity, uint32_t* count, afpunt_error* error) {           \
        (void)snapshot, (void)out, (void)stride, (void)capacity, (void)error;                      \
        *count = 0;                                                                                \
        return AFPUNT_END;                                                                         \
    }
NONE(next_statements, afpunt_statement)
NONE(next_bank_lines, afpunt_bank_line)
NONE(next_allocations, afpunt_allocation)
NONE(next_owed, afpunt_owed)

/* ---- the services ------------------------------------------------------------------------------
 */

/* [permit] */
static afpunt_status check(const afpunt_host* host, const afpunt_permit_query* query,
                           afpunt_permit_item* items, uint32_t item_stride, afpunt_permit* out,
                           afpunt_error* error) {
    (void)host, (void)error;
    for (uint32_t i = 0; i < query->item_count; ++i) {
        afpunt_permit_item answer = {.struct_size = sizeof answer}; /* state 0: not known */
        const afpunt_str id = query->item_ids[i];
        if (id.len == 1 && *id.ptr == '1') {
            answer.state = AFPUNT_DOCUMENT_OPEN;
            answer.open = euro(12100);
        }
        hand_over((char*)items + (size_t)i * item_stride, &answer, sizeof answer);
    }
    const afpunt_permit permit = {.struct_size = sizeof permit}; /* nothing against it */
    hand_over(out, &permit, sizeof permit);
    return AFPUNT_OK;
}
/* [permit] */

static afpunt_status get(const afpunt_host* host, afpunt_str key, afpunt_sink sink, void* sink_data,
                         afpunt_error* error) {
    (void)host, (void)error;
    static const char folder_key[] = "state.folder";
    if (key.len != sizeof folder_key - 1 || memcmp(key.ptr, folder_key, key.len) != 0)
        return AFPUNT_E_NOT_FOUND;
    sink(sink_data, state_folder, strlen(state_folder));
    return AFPUNT_OK;
}
static afpunt_status get_secret(const afpunt_host* host, afpunt_str key, afpunt_sink sink,
                                void* sink_data, afpunt_error* error) {
    (void)host, (void)key, (void)sink, (void)sink_data, (void)error;
    return AFPUNT_E_NOT_FOUND;
}

static const void* get_extension(const afpunt_host* host, const char* id) {
    static const afpunt_host_snapshot snapshot = {
        open_snapshot,   creditor,   next_parties,     next_accounts, next_statements,
        next_bank_lines, next_items, next_allocations, next_owed,     close_snapshot};
    static const afpunt_host_permit permit = {check};
    static const afpunt_host_settings settings = {get, get_secret, NULL};
    (void)host;
    if (strcmp(id, AFPUNT_EXT_SNAPSHOT) == 0) return &snapshot;
    if (strcmp(id, AFPUNT_EXT_PERMIT) == 0) return &permit;
    if (strcmp(id, AFPUNT_EXT_SETTINGS) == 0) return &settings;
    return NULL;
}

/* [request callback] */
/* Comes from any thread: only notes that a turn is wanted. A program with a main loop wakes it. */
static void request_callback(const afpunt_host* host) {
    (void)host;
    atomic_store(&turn_is_wanted, true);
}
/* [request callback] */

static void print_answer(void* data, const char* bytes, uint64_t length) {
    (void)data;
    printf("%.*s\n", (int)length, bytes);
    answered = true;
}

/* ---- the program -------------------------------------------------------------------------------
 */

/* [load] */
static const afpunt_entry* load(const char* file) {
    void* library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return NULL;
    const afpunt_entry* entry = dlsym(library, AFPUNT_ENTRY_SYMBOL);
    if (!AFPUNT_HAS(entry, afpunt_entry, create)) return NULL;
    return entry->abi_major == AFPUNT_ABI_MAJOR ? entry : NULL;
}
/* [load] */

/* [turns] */
static void give_turns(const afpunt_plugin* plugin) {
    const struct timespec pause = {0, 10000000};
    while (!answered) {
        if (atomic_exchange(&turn_is_wanted, false)) {
            while (plugin->on_main(plugin, 5000) == AFPUNT_MORE) {
            }
        } else {
            nanosleep(&pause, NULL);
        }
    }
}
/* [turns] */

static int complain(const afpunt_error* error) {
    fprintf(stderr, "%s: %s\n", error->field, error->message);
    return 1;
}

int main(int argc, char** argv) {
    if (argc != 3) {
        fprintf(stderr, "Usage: plain_c_host LIBAFPUNT.SO FOLDER-FOR-STATE\n");
        return 2;
    }
    state_folder = argv[2];
    const afpunt_entry* entry = load(argv[1]);
    if (entry == NULL) {
        fprintf(stderr, "%s is no plugin of this version\n", argv[1]);
        return 1;
    }
    afpunt_host host = {.struct_size = sizeof host, .abi_minor = AFPUNT_ABI_MINOR};
    host.name = text("plain C host");
    host.version = text("1");
    host.book_id = text("example");
    host.get_extension = get_extension;
    host.request_callback = request_callback;

    afpunt_error error = {.struct_size = sizeof error};
    const afpunt_plugin* plugin = NULL;
    if (entry->create(&host, &plugin, &error) != AFPUNT_OK) return complain(&error);
    int result = 0;
    if (plugin->start(plugin, &error) != AFPUNT_OK) {
        result = complain(&error);
    } else {
        const afpunt_plugin_command* commands = plugin->get_extension(plugin, AFPUNT_EXT_COMMAND);
        const afpunt_str request = text("{\"command\": \"plan\", \"language\": \"en\"}");
        if (commands->execute(plugin, request, print_answer, NULL, &error) == AFPUNT_OK) {
            give_turns(plugin);
        } else {
            result = complain(&error);
        }
    }
    /* [end] */
    /* Nothing of the plugin may run when the program ends: wait for as long as that takes. */
    while (plugin->stop(plugin, 1000, NULL) == AFPUNT_E_STILL_RUNNING) {
    }
    plugin->destroy(plugin);
    /* [end] */
    return result;
}
