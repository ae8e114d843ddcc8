import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testAccessStore } from "../../../ports/access-store.conformance.ts";
import { createSqliteAccessStore } from "./create-sqlite-access-store.ts";

testAccessStore("SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-access-"));
  return {
    open: () => createSqliteAccessStore(folder),
    bytes: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString("latin1"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});
