import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDeliveryStore } from "../../../ports/delivery-store.conformance.ts";
import { createSqliteDeliveryStore } from "./create-sqlite-delivery-store.ts";

testDeliveryStore("SQLite", () => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-deliveries-"));
  return { open: () => createSqliteDeliveryStore(directory), remove: () => rmSync(directory, { recursive: true, force: true }) };
});
