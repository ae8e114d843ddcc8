// A process that saves runs until it is told to stop, and says so after each: `node write-runs.fixture.ts DIR PREFIX COUNT`.
import { writeSync } from "node:fs";
import { minimalRun } from "../../../ports/minimal-run.fixture.ts";
import { createSqliteRunStore } from "./create-sqlite-run-store.ts";

const [directory = "", prefix = "", count = "0"] = process.argv.slice(2);
const store = createSqliteRunStore(directory);
for (let index = 0; index < Number(count); index++) {
  const id = `${prefix}-${index}`;
  store.save(minimalRun(id), prefix);
  writeSync(1, `${id}\n`);
}
store.close();
