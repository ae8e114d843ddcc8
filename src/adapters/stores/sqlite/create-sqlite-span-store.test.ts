import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testSpanStore } from "../../../ports/span-store.conformance.ts";
import { createSqliteSpanStore } from "./create-sqlite-span-store.ts";

testSpanStore("SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-spans-"));
  return { open: () => createSqliteSpanStore(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
});
