#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks with nm that the engine is pure: python3 build-aux/check-engine-purity.py LIBRARY

The engine (ARCHITECTURE.md) reads no clock, file or global. So libdecant-engine.a may call only what is named here, and may
have no data that can be written, but for guards that are set once to a constant.
"""
import fnmatch
import re
import subprocess
import sys

# Whole names, or patterns with one "*". Nothing here opens, reads or writes anything outside of the memory it is given, knows the
# time, the environment or the language of the user, or draws lots. (g_unichar_* read GLib's tables, the same for every user.)
ALLOWED = """
memchr memcmp memcpy memmem memmove memset memrchr bcmp
strchr strcmp strcpy strcspn strlen strncmp strpbrk strrchr strspn strstr stpcpy
abs qsort bsearch
g_array_* g_ascii_* g_assertion_message* g_atomic_* g_base64_decode g_byte_array_* g_bytes_* g_checksum_* g_clear_* g_compute_checksum_*
g_error_free g_error_new* g_free g_hash_table_* g_hostname_to_ascii g_list_free g_malloc* g_memdup2 g_once_impl g_prefix_error g_propagate_error g_ptr_array_*
g_quark_from_static_string g_realloc* g_set_error* g_slice_* g_str_equal g_str_has_prefix g_str_has_suffix g_str_hash g_str_is_ascii
g_strcmp0 g_strconcat g_strdup g_strdup_printf g_strdupv g_strfreev g_string_* g_strjoin g_strlcpy g_strndup g_strrstr_len g_strsplit
g_strv_* g_unichar_* g_return_if_fail_warning g_unichar_to_utf8 g_utf8_* g_utf8_skip g_ascii_table g_object_unref g_log g_direct_* g_int*
json_array_* json_node_* json_object_* json_parser_*
__stack_chk_fail __memcpy_chk __memset_chk __memmove_chk __strcpy_chk __stpcpy_chk __vsnprintf_chk __snprintf_chk
_GLOBAL_OFFSET_TABLE_
""".split()

# Functions that the patterns above allow and that are none of ours to call: they sort or change case by the user's locale, or read a file.
FORBIDDEN = """
g_utf8_collate* g_utf8_strup g_utf8_strdown json_parser_load_from_file* json_parser_load_from_mapped_file json_parser_load_from_stream*
""".split()

# Data that is written once, under a lock, and is the same from then on.
ONCE = {
    "once": "the words before handles (identifier-handles.c), folded when first used: GOnce holds the same table from then on",
    "quark": "an error domain's number, given by GLib when first asked for; no result depends on it",
}
QUARK = re.compile(r"^q\.\d+$|^quark$")  # the static of G_DEFINE_QUARK


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def instrumented(name):
    return name.startswith(("__asan_", "__ubsan_", "__sanitizer_", "__sancov", "__start___sanc", "__stop___sanc"))


def symbols(library):
    """(object, kind, name) of each symbol."""
    listing = subprocess.run(["nm", "--format=posix", "--print-file-name", library], check=True, capture_output=True, text=True).stdout
    for line in listing.splitlines():
        place, name, kind, *_ = line.rsplit(": ", 1)[0:1] + line.rsplit(": ", 1)[1].split()
        yield place.split("[")[-1].rstrip("]"), kind, name


def constants(library):
    """(object, name) of what is in .data.rel.ro: constants that hold addresses, read-only once they are set."""
    listing = subprocess.run(["objdump", "-t", library], check=True, capture_output=True, text=True).stdout
    place, found = "", set()
    for line in listing.splitlines():
        if ":     file format" in line:
            place = line.split(":")[0]
        elif ".data.rel.ro" in line:
            found.add((place.split("/")[-1], line.split()[-1]))
    return found


def main(library):
    relocated = constants(library)
    all_symbols = list(symbols(library))
    ours = {name for _, kind, name in all_symbols if kind in "TRDBV"}
    faults = []
    for place, kind, name in all_symbols:
        if instrumented(name):
            continue
        if kind in "Uw" and name not in ours and (not matches(name, ALLOWED) or matches(name, FORBIDDEN)):
            faults.append(f"{place}: uses {name}, which is not among what the engine may call")
        base = name.split(".")[0]
        if kind in "DdBbC" and not (base in ONCE or QUARK.match(name)) and (place.split("/")[-1], name) not in relocated:
            faults.append(f"{place}: {name} can be written to, but the engine has no state of its own")
    if len(ours) < 50:
        faults.append(f"{library}: expected the engine, saw {len(ours)} symbols")
    for fault in faults:
        print(fault)
    print(f"{len(all_symbols)} symbols, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
