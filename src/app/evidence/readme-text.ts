import type { EvidenceFacts } from "../../core/evidence/evidence-facts.ts";
import { scopeWords } from "./auditor-page.ts";

/** How the archive is verified, with Lockstep and by hand. */
export const readmeText = (facts: EvidenceFacts): string => `EVIDENCE, exported by Lockstep ${facts.version} at ${facts.at}
Scope: ${scopeWords(facts.scope)}

Open index.html: it answers an auditor's questions in words, with links to the files.

WHAT IS WHAT
  runs/            each run's document, byte for byte as the ledger sealed it
  records/         what else was entered: hypotheses, terms, waivers, decisions, baselines, incidents, ...
  ledger.jsonl     every entry of the ledger, in order; each seals the one before it, and its document's sha256
  statements/      one in-toto test result for each run, in a DSSE envelope
  checkpoint.dsse.json   how long the ledger was and what its head was, signed
  sign-offs/       signed files by which people let a model be served, where they were at hand
  texts/           configuration by its sha256
  model-card.cdx.json    the models as CycloneDX 1.7
  manifest.json    every file with size and sha256; manifest.dsse.json is its signature; keys/ the public keys

VERIFY WITH LOCKSTEP (offline, needs no store)
  lockstep verify THIS.evidence.zip --trusted-key team.public.pem
Get the public key from the team in another way than with this archive. The keys in keys/ show that all parts were
signed alike, and say nothing about whose they are.

VERIFY BY HAND (Python 3 and openssl, in the unpacked folder)
1. Every file is as it was listed, and none was added:
python3 - <<'END'
import hashlib, json, os, base64
listed = {f["path"]: f for f in json.load(open("manifest.json"))["files"]}
for path, f in listed.items():
    data = open(path, "rb").read()
    if "payload" in f: data = base64.b64decode(json.loads(data)["payload"])
    assert hashlib.sha256(data).hexdigest() == f.get("payload", f.get("sha256")), path
found = {os.path.relpath(os.path.join(d, n), ".") for d, _, names in os.walk(".") for n in names}
extra = {p for p in found - set(listed) if not p.startswith("keys" + os.sep)} - {"manifest.json", "manifest.dsse.json"}
assert not extra, extra
print("files: as listed")
END
2. The ledger's chain, and that each document is the one that was sealed:
python3 - <<'END'
import hashlib, json, os, re
before, plain = "0" * 64, re.compile("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")
for number, line in enumerate(open("ledger.jsonl", encoding="utf-8", newline="\\n"), 1):
    entry = json.loads(line)
    digest = entry.pop("hash")
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert entry["sequence"] == number and entry["previousHash"] == before and hashlib.sha256(text.encode()).hexdigest() == digest, number
    name = entry["subject"] if plain.match(entry["subject"]) else "entry-%08d" % number
    path = "runs/%s.json" % name if entry["kind"] == "run" else "records/%08d-%s.json" % (number, entry["kind"])
    if os.path.exists(path): assert hashlib.sha256(open(path, "rb").read()).hexdigest() == entry["payloadDigest"], path
    before = digest
assert before == json.load(open("manifest.json"))["ledger"]["head"]
print("ledger: whole, head", before)
END
3. The signature over the list (the same for checkpoint.dsse.json and statements/*.dsse.json):
python3 - <<'END'
import base64, json, subprocess
envelope = json.load(open("manifest.dsse.json"))
payload, kind = base64.b64decode(envelope["payload"]), envelope["payloadType"]
assert payload == open("manifest.json", "rb").read()
open("/tmp/signed", "wb").write(b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload))
for s in envelope["signatures"]:
    open("/tmp/sig", "wb").write(base64.b64decode(s["sig"]))
    key = "keys/" + s["keyid"].replace("sha256:", "") + ".public.pem"
    subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", "/tmp/signed", "-sigfile", "/tmp/sig"], check=True)
END

WHAT THIS DOES NOT PROVE
  that the clock of the machine was right; that a document was true when it was entered; that nothing was left out
  before it was entered; that the ledger was not written anew as a whole before the first head or checkpoint that
  somebody outside noted. Compare the head with one that an older report, archive or checkpoint names.
  That a second signature was there and was taken away: ask for it with lockstep verify --signed-by KEY.
`;
