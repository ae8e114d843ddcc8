import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import type { CommandIo } from "../../../src/app/command-io.ts";
import { loadIncidents } from "../../../src/app/incident/load-incidents.ts";
import { enteredFingerprints } from "../../../src/app/watch/entered-fingerprints.ts";
import { watch } from "../../../src/app/watch/watch.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import type { Incident } from "../../../src/core/domain/incident.ts";
import { steppedClock } from "../../../src/work/watch/watch-world.fixture.ts";

const hour = 36e5;
const start = Date.parse("2026-10-01T05:30:00Z");

let folder: string;
let clock: ReturnType<typeof steppedClock>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-incidents-"));
  clock = steppedClock(start);
  put({});
  writeFileSync(join(folder, "staging.csv"), scores(true));
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1
models:
  credit: {golden: {key: id}, owner: {name: Ana}}
environments:
  staging: {target: staging.csv}
  production: {target: production.csv, fingerprint: fp.json}
watch: {check: "0 * * * *", fingerprint: "0 * * * *", closeAfter: 2, escalate: [{after: 2h, to: on call}]}
`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const scores = (same: boolean): string => `id,score\n${Array.from({ length: 60 }, (_, row) => `${row},${same ? ((row * 37) % 100) / 100 : 0.5}`).join("\n")}\n`;

/** Production as it is from now on. */
const put = ({ same = true, numpy = "1.0", pid = 7 }): void => {
  writeFileSync(join(folder, "production.csv"), scores(same));
  const fields = { "package.version:numpy": { value: numpy, scope: "process", how: "read" } };
  writeFileSync(join(folder, "fp.json"), JSON.stringify({ lockstep: "fingerprint", schemaVersion: 1, probe: "test 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid, fields, unread: {} }));
};

/** What is watched until the hour after next begins; gives what was told. */
const anHour = async (): Promise<string> => {
  let out = "";
  const io: CommandIo = {
    out: (text) => { out += text; }, note: () => {}, progress: () => {}, signal: new AbortController().signal, env: {}, cwd: folder, colour: false, ascii: true, width: 80, keepSecret: () => {}, redact: (text) => text,
  };
  await watch({ manifest: null, once: false, until: clock.now() + hour, jobs: null, store: null }, io, { complete: async (options) => options, tell: (error) => { throw error; }, clock });
  clock.set(clock.now() + (Math.ceil((clock.now() - start) / hour) * hour - (clock.now() - start)));
  return out;
};

const inStore = <T>(read: (store: ReturnType<typeof createSqliteRunStore>) => T): T => {
  const store = createSqliteRunStore(join(folder, ".lockstep"));
  try {
    return read(store);
  } finally {
    store.close();
  }
};
const incidents = (): Incident[] => inStore(loadIncidents);

test("a pair that no longer agrees opens an incident, goes to the next person while nobody knows of it, and closes when it was well twice", async () => {
  expect(await anHour()).toContain("PASS");
  put({ same: false });
  expect(await anHour()).toMatch(/FAIL.*\n {2}INC-2026-0001 opened: credit: production answers as staging does \(owner Ana, agreed consequence roll back\)\n/);
  expect([await anHour(), incidents()[0]?.events.map(({ kind }) => kind)]).toEqual([expect.stringContaining("FAIL"), ["opened"]]);
  const escalated = await anHour();
  expect(escalated).toContain("INC-2026-0001 went to on call");
  const acked = await runCli(["incident", "ack", "1", "--note", "rolled back", "--by", "Ben"], { cwd: folder });
  expect([acked.code, acked.stdout]).toEqual([0, expect.stringContaining("Ben acknowledged it: rolled back")]);
  put({ same: true });
  expect(await anHour()).toContain("INC-2026-0001 recovering");
  expect(await anHour()).toContain("INC-2026-0001 closed");
  expect(await anHour()).not.toContain("INC");
  expect(incidents()).toMatchObject([{ status: "closed", escalatedTo: "on call" }]);
});

test("an identity that moved is entered, and opens a review that people close; a restart moves nothing", async () => {
  expect(await anHour()).toContain("production was read for the first time");
  put({ pid: 8 });
  expect(await anHour()).toContain("fingerprint production  production is what it was\n");
  put({ numpy: "2.0" });
  const moved = await anHour();
  expect(moved).toMatch(/production is not what it was: lock moved: .*numpy.*1\.0.*2\.0/);
  expect(moved).toContain("INC-2026-0001 opened: production is not what it was");
  expect(await anHour()).toContain("production is what it was\n");
  expect(inStore((store) => enteredFingerprints(store, "production")).map(({ before, moved: words }) => [before, words === null])).toEqual([[null, true], ["production@2026-10-01T06:00:00.000Z", false]]);
  expect(incidents()).toMatchObject([{ kind: "review", status: "open", subject: "fingerprint production" }]);
  const list = (...more: string[]) => runCli(["incident", "list", ...more], { cwd: folder });
  expect(await list("--exit-code")).toMatchObject({ code: 0, stdout: expect.stringContaining("INC-2026-0001  open  medium") });
  expect((await runCli(["incident", "close", "1", "--why", "planned upgrade"], { cwd: folder })).code).toBe(0);
  expect(await list()).toMatchObject({ code: 0, stdout: "" });
  expect(JSON.parse((await list("--all", "--json")).stdout)).toMatchObject([{ id: "INC-2026-0001", status: "closed", events: [{ kind: "opened" }, { kind: "closed", why: "planned upgrade" }] }]);
});
