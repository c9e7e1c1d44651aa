#!/usr/bin/env python3
"""Verifies a Mainstay journal without Mainstay: an SQLite file, or the lines of `journal dump`.

usage: verify.py JOURNAL [--key NAME+HASH+KEY]... [--outside NOTE-FILE]...
Exits 0 if it is whole, 1 if it is not, 2 if it cannot be read. Needs Python 3.9 and nothing else.
"""
import argparse, base64, hashlib, json, sqlite3, sys

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()

# Ed25519, RFC 8032 section 5.1.7; points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)

def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    return (f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P

def times(n, point):
    out = (0, 1, 1, 0)
    while n:
        if n & 1: out = add(out, point)
        point, n = add(point, point), n >> 1
    return out

def point(raw):
    y = int.from_bytes(raw, "little"); sign, y = y >> 255, y & (1 << 255) - 1
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P: x = x * ROOT % P
    if y >= P or (x * x - xx) % P or (x == 0 and sign): return None
    if x & 1 != sign: x = P - x
    return x, y, 1, x * y % P

BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def signed(note, keys):
    text, _, lines = note.rpartition("\n\n"); text += "\n"
    for line in lines.splitlines():
        for name, key in keys:
            raw = base64.b64decode(line.rpartition(" ")[2])
            if line.startswith(f"\u2014 {name} ") and raw[:4] == sha(name.encode(), b"\n\x01", key)[:4]:
                r, s, a = raw[4:36], int.from_bytes(raw[36:], "little"), point(key)
                h = int.from_bytes(hashlib.sha512(r + key + text.encode()).digest(), "little") % Q
                if s >= Q or a is None or len(raw) != 68 or point(r) is None: continue
                one, two = times(s, BASE), add(point(r), times(h, a))
                if not ((one[0] * two[2] - two[0] * one[2]) % P or (one[1] * two[2] - two[1] * one[2]) % P):
                    return True
    return False

def rows_of(path):
    """Head, entries, subtrees, checkpoints and attachments, as tuples in the order of the tables."""
    with open(path, "rb") as file: is_sqlite = file.read(15) == b"SQLite format 3"
    if is_sqlite:
        ask = sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute
        if ask("PRAGMA integrity_check").fetchall() != [("ok",)]: raise sqlite3.DatabaseError("damaged")
        head = ask("SELECT j.origin, h.seq, h.digest, h.checkpoint_number, h.checkpoint_hash FROM head h, journal j")
        return [head.fetchall()] + [ask(f"SELECT * FROM {t}").fetchall() for t in (
            "entry ORDER BY seq", "tree ORDER BY level, position", "checkpoint ORDER BY number", "attachment")]
    kinds = {"head": [], "entry": [], "tree": [], "checkpoint": [], "attachment": []}
    for line in open(path, encoding="utf-8"):
        for kind, row in json.loads(line).items():
            for name in ("digest", "hash", "checkpoint_hash"):
                if name in row: row[name] = bytes.fromhex(row[name])
            for name in ("salt", "bytes"):
                if row.get(name) is not None: row[name] = base64.b64decode(row[name])
            kinds[kind].append(tuple(row.values()))
    return list(kinds.values())

def faults(rows, keys, outside):
    heads, entries, subtrees, checkpoints, attachments = rows
    if len(heads) != 1: yield None, "there is no head"; return
    origin, size, last, number, note_hash = heads[0]
    notes, reach, before = [], 0, bytes(32)
    for at, (n, covers, micros, note) in enumerate(checkpoints, 1):
        lines = note.split("\n")
        said = f"number {n}\nprevious {base64.b64encode(before).decode()}\nat {micros}\n\n"
        if n != at or lines[:2] != [origin, str(covers)] or "\n".join(lines[3:7]) + "\n" != said:
            yield None, f"checkpoint {at} is not what it should be"
        if covers <= reach: yield None, f"checkpoint {n} covers no more than the one before it"
        reach, before = covers, sha(note.encode()); notes.append((f"checkpoint {n}", note))
    if (number, note_hash) != (len(checkpoints), before): yield None, "the head names another last checkpoint"
    if keys and size - reach >= 100: yield reach + 1, "no checkpoint covers it"
    roots = {}
    for name, note in notes + [(f"outside {path}", open(path, encoding="utf-8").read()) for path in outside]:
        lines = note.split("\n")
        if keys and not signed(note, keys): yield None, f"{name} is not signed by a key that was given"
        if lines[0] != origin: yield None, f"{name} is of another journal"
        elif int(lines[1]) > size: yield size + 1, f"{name} covers {lines[1]} entries: the end is missing"
        else: roots.setdefault(int(lines[1]), []).append((base64.b64decode(lines[2]), name))
    peaks, kept, chain, attached, erased, good = [], {}, bytes(32), {}, {}, 0
    for at, (seq, micros, id, marks, body, digest) in enumerate(entries, 1):
        if seq != at: yield min(seq, at), f"entry {min(seq, at)} is missing or was added"; return
        leaf = sha(b"\0", f"{seq}\n{micros}\n{id}\n{marks}\n{body}".encode())
        if sha(chain, leaf) != digest: yield seq, f"entry {seq} is not what its digest says"; return
        chain = digest
        for mark in marks.split():
            (attached if mark[0] == "+" else erased).setdefault(bytes.fromhex(mark[1:]), seq)
        level, hash = 0, leaf
        while peaks and peaks[-1][0] == level:
            hash, level = sha(b"\1", peaks.pop()[1], hash), level + 1
            if level in (8, 16, 24): kept[level, (seq >> level) - 1] = hash
        peaks.append((level, hash))
        root = hash
        if seq in roots or seq == len(entries):
            for _, left in peaks[-2::-1]: root = sha(b"\1", left, root)
        for said, name in roots.get(seq, []):
            if said != root: yield good + 1, f"{name} covers other entries than {good + 1} to {seq}"
            else: good = seq
    if (len(entries), chain) != (size, last): yield min(len(entries), size) + 1, "the head is not the last entry"
    found = {(level, position): hash for level, position, hash in subtrees}
    for place in sorted(kept.keys() | found.keys()):
        if kept.get(place) != found.get(place): yield (place[1] << place[0]) + 1, f"subtree {place} is wrong"
    present = {digest: (salt, data) for digest, salt, data in attachments}
    for digest in attached.keys() | present.keys():
        salt, data = present.get(digest, (b"", b""))
        gone = salt is None and data is None
        if digest not in attached: yield None, f"attachment {digest.hex()} was added"
        elif digest not in present or gone != (digest in erased): yield None, f"attachment {digest.hex()} is gone or back"
        elif not gone and sha(salt or b"", data or b"") != digest: yield None, f"attachment {digest.hex()} was changed"

def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("journal"); ask.add_argument("--key", action="append", default=[])
    ask.add_argument("--outside", action="append", default=[])
    told = ask.parse_args()
    keys = [(key.split("+", 2)[0], base64.b64decode(key.split("+", 2)[2])[1:]) for key in told.key]
    try: rows = rows_of(told.journal)
    except sqlite3.DatabaseError as error: print(f"not whole: {error}"); return 1
    except (OSError, ValueError) as error: print(f"cannot be read: {error}", file=sys.stderr); return 2
    try: fault = next(faults(rows, keys, told.outside), None)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        fault = None, f"a row is not what it should be: {error}"
    if fault:
        print(f"not whole: entry {fault[0]}: {fault[1]}" if fault[0] else f"not whole: {fault[1]}"); return 1
    print(f"whole: {len(rows[1])} entries, {len(rows[3])} checkpoints, signatures {'' if keys else 'not '}checked"); return 0

if __name__ == "__main__": sys.exit(main())
