#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens what make-sealed made, with Python and libsodium alone, as docs/VAULT.md, "Sealing and keys", says it: a stranger's check
that the page is right. unseal.py MAKE-SEALED"""
import base64
import ctypes
import ctypes.util
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unicodedata

VAULT, NUMBER = bytes(range(16)), 258
found = ctypes.util.find_library("sodium") or "libsodium.so.23"
try:
    sodium = ctypes.CDLL(found)
except OSError:
    print("skipped: no shared libsodium to load")
    sys.exit(77)
sodium.sodium_init()
U64, SIZE = ctypes.c_uint64, ctypes.c_size_t


def expect(what, holds):
    if not holds:
        sys.exit(f"{what}: does not hold")


def padme(length):
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def aead_open(box, ad, nonce, key):
    out = ctypes.create_string_buffer(len(box) - 16)
    ok = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(out, None, None, box, U64(len(box)), ad, U64(len(ad)), nonce, key)
    return out.raw if ok == 0 else None


def root_keys(text):
    """The root key, once by the passphrase and once by the recovery key."""
    file = json.loads(text)
    for wrap in file["wraps"]:
        get = lambda name: base64.b64decode(wrap[name], validate=True)
        if wrap["kind"] == "passphrase":
            passphrase = unicodedata.normalize("NFC", "Schlüssel").encode()
            key = ctypes.create_string_buffer(32)
            expect("Argon2id", sodium.crypto_pwhash(key, U64(32), passphrase, U64(len(passphrase)), get("salt"), U64(wrap["opslimit"]),
                                                    SIZE(wrap["memlimit"]), sodium.crypto_pwhash_alg_argon2id13()) == 0)
            key = key.raw
        else:
            key = bytes([7]) + bytes(31)
        yield aead_open(get("box"), b"decant-keys/1" + bytes.fromhex(file["vault"]) + wrap["kind"].encode(), get("nonce"), key)


def kdf(root, number):
    return hashlib.blake2b(key=root, digest_size=32, salt=struct.pack("<QQ", number, 0), person=b"decantv2" + bytes(8)).digest()


def unseal(root, wrapped, ciphertext):
    public, secret, key = (ctypes.create_string_buffer(32) for _ in range(3))
    sodium.crypto_box_seed_keypair(public, secret, kdf(root, 1))
    expect("the wrapped key", sodium.crypto_box_seal_open(key, wrapped, U64(len(wrapped)), public, secret) == 0)
    padded = aead_open(ciphertext[24:], b"decant entry 1" + VAULT + struct.pack("<Q", NUMBER), ciphertext[:24], key.raw)
    expect("the entry", padded is not None)
    plain = padded.rstrip(b"\0")
    expect("the mark of the padding", plain.endswith(b"\x80"))
    plain = plain[:-1]
    expect("the padding", len(padded) == max(padme(len(plain) + 1), 1024))
    return json.loads(plain)


def read_artifact(file, key):
    expect("the beginning", file[:8] == b"DCNTART1")
    state = ctypes.create_string_buffer(sodium.crypto_secretstream_xchacha20poly1305_statebytes())
    expect("the header", sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, file[8:32], key) == 0)
    stream, at, tag = b"", 32, ctypes.c_ubyte()
    while at < len(file):
        expect("the end", tag.value == 0)
        chunk = file[at:at + 65536 + 17]
        out, ad = ctypes.create_string_buffer(len(chunk) - 17), VAULT if at == 32 else b""
        expect("a chunk", sodium.crypto_secretstream_xchacha20poly1305_pull(state, out, None, ctypes.byref(tag), chunk, U64(len(chunk)), ad, U64(len(ad))) == 0)
        stream, at = stream + out.raw, at + len(chunk)
    size = struct.unpack("<Q", stream[:8])[0]
    expect("the last tag", tag.value == 3)
    expect("the length of the stream", len(stream) == padme(8 + size))
    expect("the zeros", not any(stream[8 + size:]))
    return stream[8:8 + size]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.argv[1], name], check=True)
        read = lambda part: (folder / part).read_bytes()
        roots = list(root_keys(read("keys.json")))
        expect("both ways to the root key", len(roots) == 2 and roots[0] is not None and roots[0] == roots[1])
        plain = unseal(roots[0], read("wrapped"), read("ciphertext"))
        expect("the disclosures", plain["disclosures"] == "first~second" and list(plain["keys"]) == ["picture"])
        data = read_artifact(read("artifact"), base64.b64decode(plain["keys"]["picture"], validate=True))
        expect("the bytes of the artifact", data == bytes(i % 251 for i in range(200000)))
    print("unsealed: root key by passphrase and recovery key, entry, artifact")


main()
