"""How anyone checks a pack with public tools alone: the commands and the program that the READ-ME prints."""

# Between these lines stands what is to be copied into a shell.
FENCE = "~~~"

SUMS = "sha256sum -c SHA256SUMS"

SEAL = """sha256sum SHA256SUMS | cut -c 1-64
sed -n 2p seal.txt
sed '/^$/,$d' seal.txt > text.tmp
sed '1,/^$/d' seal.txt | sed -n {line}p | cut -d ' ' -f 3 | base64 -d | tail -c 64 > signature.tmp
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in text.tmp -sigfile signature.tmp"""

CHECKPOINT = """sed '/^$/,$d' checkpoint.txt > text.tmp
sed '1,/^$/d' checkpoint.txt | sed -n {line}p | cut -d ' ' -f 3 | base64 -d | tail -c 64 > signature.tmp
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in text.tmp -sigfile signature.tmp"""

KEY = "openssl pkey -pubin -in public-key.pem -outform DER | tail -c 32 | sha256sum"

# RFC 9162, 2.1.3.2, with the standard library alone.
JOURNAL = """python3 - <<'END'
import base64, glob, hashlib, json

def h(data):
    return hashlib.sha256(data).digest()

lines = open("checkpoint.txt", encoding="utf-8").read().split("\\n")
size, root = int(lines[1]), base64.b64decode(lines[2])
wrong = 0
for name in sorted(glob.glob("journal/*.json")):
    entry = open(name, "rb").read()
    proof = json.load(open(name.replace("journal", "proofs", 1)))
    place, last, hash_ = json.loads(entry)["seq"] - 1, size - 1, h(b"\\0" + entry)
    good = 0 <= place <= last
    for step in map(bytes.fromhex, proof["path"]):
        good = good and last > 0
        if place % 2 or place == last:
            hash_ = h(b"\\1" + step + hash_)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            hash_ = h(b"\\1" + hash_ + step)
        place, last = place // 2, last // 2
    good = good and last == 0 and hash_ == root
    wrong += not good
    print(name, "is in the journal" if good else "IS NOT IN THE JOURNAL")
raise SystemExit(bool(wrong))
END"""

NOTES = """python3 - <<'END'
import hashlib, json

wrong = 0
for note in json.load(open("record.json", encoding="utf-8"))["notes"]:
    found = hashlib.sha256(bytes.fromhex(note["salt"]) + note["text"].encode()).hexdigest()
    wrong += found != note["commitment"]
    print(note["commitment"], "OK" if found == note["commitment"] else "WRONG")
raise SystemExit(bool(wrong))
END"""


def commands(text: str) -> list[str]:
    """Return what stands between the fences of a READ-ME."""
    return [part.strip("\n") for part in text.split(f"\n{FENCE}\n")[1::2]]
