#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Software that is not ours checks what a vault gives out: `openssl` the signatures and the time stamp, Go's own
transparency log (golang.org/x/mod/sumdb) the tree, its proofs and the signatures again, Python the leaves' digests.

Usage: check.py WRITE-VAULT. Prints TAP."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ENTRIES = 1000
DER_PREFIX = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: SubjectPublicKeyInfo of Ed25519
GO_ENVIRONMENT = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOPROXY": "off"}
TSA = """[one]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
certs = root.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
ess_cert_id_alg = sha256
[root]
basicConstraints = critical,CA:TRUE
[signer]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
[name]
"""
count = 0


def report(ok, name, detail=""):
    global count
    count += 1
    print(f"{'ok' if ok else 'not ok'} {count} - {name}", flush=True)
    if not ok:
        print("".join(f"# {line}\n" for line in str(detail).splitlines()), end="", flush=True)


def skip(name, reason):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {reason}", flush=True)


def run(folder, *command, **more):
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)


def read_keys(folder):
    keys = {}
    for line in (folder / "keys").read_text().splitlines():
        role, _, text = line.split(" ", 2)
        name, key_id, key = text.split("+", 2)
        keys[role] = (name, bytes.fromhex(key_id), base64.b64decode(key)[1:])
    return keys


def openssl_verifies(folder, key, text, signature):
    (folder / "key.der").write_bytes(DER_PREFIX + key)
    (folder / "signed").write_bytes(text)
    (folder / "signature").write_bytes(signature)
    done = run(folder, "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.der", "-keyform", "DER", "-rawin",
               "-in", "signed", "-sigfile", "signature")
    return done.returncode == 0, done.stdout


def check_signatures(folder, keys):
    text, _, lines = (folder / "head.note").read_bytes().partition(b"\n\n")
    text += b"\n"
    seen = set()
    for line in lines.decode().splitlines():
        dash, name, signature = line.split(" ")
        signature = base64.b64decode(signature)
        for role, (key_name, key_id, key) in keys.items():
            if (key_name, key_id) != (name, signature[:4]):
                continue
            seen.add(role)
            report(hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4] == key_id, f"key id of {role}")
            ok, said = openssl_verifies(folder, key, text, signature[4:])
            report(ok and dash == "—", f"openssl pkeyutl: signature of {role}", said)
            ok, said = openssl_verifies(folder, key, text.replace(b"\n", b"\n\n", 1), signature[4:])
            report(not ok, f"openssl pkeyutl: not over another text, {role}", said)
    report({"owner", "person"} < seen and any(role.startswith("host-") for role in seen), "host, owner and a second person signed", seen)


def check_leaves(folder):
    """Leaf, number, vault and RFC 8785 form, by Python's own JSON."""
    lines = (folder / "leaves").read_text().splitlines()
    leaves = [json.loads(line) for line in lines]
    canonical = [json.dumps(leaf, sort_keys=True, separators=(",", ":")) for leaf in leaves]
    report(canonical == lines, "leaves are in their one form")
    report([leaf["number"] for leaf in leaves] == list(range(len(leaves))) and len(leaves) >= ENTRIES, "leaves carry their numbers")
    origin = (folder / "head.text").read_text().splitlines()[0]
    report({leaf["vault"] for leaf in leaves} == {origin.rsplit("/", 1)[1]}, "leaves carry their vault")


def make_authority(folder):
    (folder / "tsa.cnf").write_text(TSA)
    (folder / "serial").write_text("01\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "tsa.cnf"]
    for command in (["req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Example Root", "-extensions", "root"],
                    ["req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Example TSA"],
                    ["x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "30",
                     "-extfile", "tsa.cnf", "-extensions", "signer", "-out", "tsa.pem"],
                    ["ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", "head.tsq", "-out", "head.tsr"]):
        done = run(folder, "openssl", *command)
        if done.returncode != 0:
            report(False, f"openssl {command[0]}", done.stdout)


def check_timestamp(folder):
    make_authority(folder)
    for name, more, good in (("the request", ["-queryfile", "head.tsq"], True), ("the head's text", ["-data", "head.text"], True),
                             ("another text", ["-data", "keys"], False)):
        done = run(folder, "openssl", "ts", "-verify", *more, "-in", "head.tsr", "-CAfile", "root.pem")
        report((done.returncode == 0 and "Verification: OK" in done.stdout) == good, f"openssl ts -verify: {name}", done.stdout)


def check_go(folder):
    note = pathlib.Path(GO_ENVIRONMENT["GOPATH"], "src/golang.org/x/mod/sumdb/note")
    if shutil.which("go") is None or not note.is_dir():
        skip("Go's transparency log", "golang-go and golang-golang-x-mod-dev are not installed")
        return
    environment = {**os.environ, **GO_ENVIRONMENT, "GOCACHE": str(folder / "go-cache"), "HOME": str(folder)}
    built = run(folder, "go", "build", "-o", "go-check", str(HERE / "check.go"), env=environment)
    report(built.returncode == 0, "the Go program builds", built.stdout)
    if built.returncode != 0:
        return
    done = run(folder, "./go-check", str(folder))
    for line in done.stdout.splitlines():
        report(line.startswith("ok "), "Go: " + line.removeprefix("not ").removeprefix("ok "), done.stdout[-2000:])
    report(done.returncode == 0 and done.stdout.count("\n") > 50, "the Go program ran to its end", done.stdout[-2000:])


def main():
    with tempfile.TemporaryDirectory(prefix="decant-foreign-") as name:
        folder = pathlib.Path(name)
        made = run(folder, os.path.abspath(sys.argv[1]), str(folder), str(ENTRIES))
        report(made.returncode == 0, f"a vault of {ENTRIES} entries", made.stdout)
        if made.returncode == 0:
            check_signatures(folder, read_keys(folder))
            check_leaves(folder)
            check_timestamp(folder)
            check_go(folder)
    print(f"1..{count}")


main()
