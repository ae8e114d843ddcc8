import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Engine } from "../../ports/engine.ts";
import { logFormatConformance } from "../../ports/log-format.conformance.ts";
import { logFixtures } from "../../ports/log-format.fixture.ts";
import type { LogFormat } from "../../ports/log-format.ts";
import { createDuckDbEngine } from "../engines/duckdb/create-duckdb-engine.ts";
import { aiPlatformLog } from "./ai-platform/index.ts";
import { bentomlLog } from "./bentoml/index.ts";
import { databricksAiGatewayLog } from "./databricks-ai-gateway/index.ts";
import { databricksLegacyLog } from "./databricks-legacy/index.ts";
import { databricksUnityLog } from "./databricks-unity/index.ts";
import { kserveBlobLog } from "./kserve-blob/index.ts";
import { kserveEventsLog } from "./kserve-events/index.ts";
import { lockstepLog } from "./lockstep-log/index.ts";
import { sagemakerGroundTruthLog } from "./sagemaker-ground-truth/index.ts";
import { sagemakerLog } from "./sagemaker/index.ts";
import { vertexLog } from "./vertex/index.ts";

const formats: readonly LogFormat[] = [
  aiPlatformLog, bentomlLog, databricksAiGatewayLog, databricksLegacyLog, databricksUnityLog, kserveBlobLog, kserveEventsLog, lockstepLog, sagemakerGroundTruthLog, sagemakerLog, vertexLog,
];

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), "lockstep-logs-"));
let written = 0;

beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory: join(folder, "engine") });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (line: string): string => {
  const own = mkdtempSync(join(folder, "file-"));
  written += 1;
  const path = join(own, `log-${written}.jsonl`);
  writeFileSync(path, `${line}\n`);
  return path;
};

for (const format of formats) {
  describe(`the log format ${format.id}`, () => {
    for (const { name, run } of logFormatConformance) {
      it(name, async () => {
        const fixture = logFixtures.find(({ id }) => id === format.id);
        if (fixture === undefined) throw new Error(`${format.id} has no fixture`);
        await run(engine, format, fixture, write);
      });
    }
  });
}
