import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { exampleAgreement } from "../sign-off/example-sign-off.fixture.ts";
import { enterAgreement } from "./enter-agreement.ts";
import { parseCheckOptions } from "./parse-check-options.ts";

it("enters terms when they change, also when they change back, and not otherwise", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-terms-"));
  const store = createSqliteRunStore(folder);
  try {
    const enter = (runId: string, tolerance: string, model = "risk"): void =>
      enterAgreement(store, { ...exampleAgreement(), model }, parseCheckOptions({ reference: "a", candidate: "b" }, { tolerance: [tolerance] }), { runId, actor: "ana" });
    enter("r1", "1e-6");
    enter("r2", "1e-6");
    enter("r3", "1e-3");
    enter("r4", "1e-6");
    enter("r5", "1e-6", "churn");
    const entered = store.records("agreement").map(({ subject, payload }) => [subject, (payload as { digest: string }).digest.slice(0, 8), (payload as { before: string | null }).before?.slice(0, 8) ?? null]);
    expect(entered.map(([subject]) => subject)).toEqual(["risk r1", "risk r3", "risk r4", "churn r5"]);
    expect(entered[1]?.[2]).toBe(entered[0]?.[1]);
    expect(entered[2]?.[1]).toBe(entered[0]?.[1]);
    expect([entered[0]?.[2], entered[3]?.[2]]).toEqual([null, null]);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
