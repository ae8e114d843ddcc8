// What the peers' defaults say on the same kinds of data, written to peers.json beside this file:
//   node tools/node24.mjs bench/honesty/peers/main.ts [--only evidently]
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { ensureEnvironment, type peerNames } from "../../../test/integration/python/environments.ts";
import { type PeerRates, PeerRecord } from "./peer-record.ts";

const here = import.meta.dirname;
const file = join(here, "peers.json");
const { values } = parseArgs({ options: { only: { type: "string" } } });

/** Rows x replications. Fewer where a tool takes long; the band of each rate tells how much that leaves open. */
const rules = ["100x400", "300x400", "1000x400", "5000x300", "10000x300", "100000x60"];
const peers: readonly { readonly key: string; readonly environment: (typeof peerNames)[number]; readonly script: string; readonly args: readonly string[]; readonly plan: readonly string[] }[] = [
  { key: "evidently", environment: "evidently", script: "evidently_default.py", args: [], plan: ["100x25", "300x25", "1000x25", "5000x20", "10000x15", "100000x4"] },
  { key: "nannyml", environment: "nannyml", script: "nannyml_default.py", args: [], plan: ["100x100", "300x100", "1000x100", "5000x100", "10000x100", "100000x20"] },
  { key: "whylogs", environment: "whylogs", script: "whylogs_default.py", args: [], plan: ["100x100", "300x100", "1000x100", "5000x100", "10000x60", "100000x10"] },
  { key: "psi-0.1", environment: "evidently", script: "rules_of_thumb.py", args: ["0.1"], plan: rules },
  { key: "psi-0.2", environment: "evidently", script: "rules_of_thumb.py", args: ["0.2"], plan: rules },
];

const versionsOf = (environment: string): string[] => readFileSync(join(here, "../../../test/integration/python", `${environment}.txt`), "utf8").split("\n").filter((line) => /^(evidently|nannyml|whylogs|numpy|scipy|pandas)==/.test(line));

const record = PeerRecord.parse(JSON.parse(readFileSync(file, "utf8")));
for (const peer of peers.filter(({ key }) => values.only === undefined || key === values.only)) {
  const { python } = await ensureEnvironment(peer.environment);
  process.stderr.write(`  ${peer.key}\n`);
  const { stdout } = await promisify(execFile)(python, [join(here, peer.script), ...peer.args, ...peer.plan], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" }, maxBuffer: 1e8 });
  record.peers[peer.key] = { script: peer.script, packages: versionsOf(peer.environment), results: JSON.parse(stdout) as PeerRates[] };
  writeFileSync(file, `${JSON.stringify(PeerRecord.parse(record), null, 1)}\n`);
}
