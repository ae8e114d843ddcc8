import { expect, test } from "vitest";
import { compareFingerprints } from "../../../src/checks/environment/compare-fingerprints.ts";
import { environmentFindings } from "../../../src/checks/environment/environment-findings.ts";
import { parseFieldId } from "../../../src/core/fingerprint/parse-field-id.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { fieldChanges } from "./field-changes.ts";
import { findInterpreters } from "./interpreters.ts";
import { takeFingerprint } from "./python-start.ts";

const interpreters = await findInterpreters();
const plain = interpreters.find(({ version }) => version === "3.11") ?? interpreters[0];
const names = { reference: "staging", candidate: "production" };

/** Every candidate differs in these too; nobody may hear of them. */
const harmless = { POD_NAME: "api-2", HOSTNAME: "two", NODE_NAME: "node-2", PYTHONUNBUFFERED: "1" };

/** Changes in which another field says the same thing louder: the user's folder is on the search path, another library was found on it. */
const secondIsRight: ReadonlySet<string> = new Set(["import.usersite", "native.path"]);

test.each(fieldChanges)("$field: $how is told first, before everything harmless", async ({ field, reference, candidate, environment, needs }) => {
  const { python } = environment === "numeric" ? await ensureEnvironment("sklearn-1.4.2") : (plain ?? expect.fail("no Python was found"));
  const [one, other] = await Promise.all([takeFingerprint(python, reference), takeFingerprint(python, { ...candidate, env: { ...harmless, ...candidate.env } })]);
  if (needs !== undefined && !([one.fields["cpu.flags"]?.value].flat().includes(needs))) return console.log(`${field}: this processor has no ${needs}`);
  const differences = compareFingerprints(one, other, { overrides: [], names });
  const at = differences.findIndex(({ id, together }) => [id, ...together].includes(field));
  const found = differences[at];
  expect(at, JSON.stringify(differences.slice(0, 3).map(({ id, quiet }) => [id, quiet]))).toBe(secondIsRight.has(field) ? 1 : 0);
  expect(found).toMatchObject({ quiet: null, override: null, unread: [] });
  expect(found?.statement).toMatch(/staging|production/);
  // The harmless ones are there, and behind.
  const firstQuiet = differences.findIndex(({ quiet }) => quiet !== null);
  expect(firstQuiet).toBeGreaterThan(at);
  expect(differences.slice(firstQuiet).every(({ quiet }) => quiet !== null)).toBe(true);

  // With equal answers nothing decides; once they (or latency) moved, what weighs more than a hint is told by name.
  const said = (answersMoved: boolean, latencyMoved: boolean) => environmentFindings({ differences, names, answersMoved, latencyMoved, equal: [], mode: "enforce", patterns: [], readReference: one, readCandidate: other });
  expect(said(false, false).filter(({ mode }) => mode !== "observe")).toEqual([]);
  const { moves } = parseFieldId(found?.id ?? "").kind ?? { moves: "both" };
  if (found?.weight !== "explains") expect(said(moves !== "latency", moves === "latency").some(({ evidence }) => evidence["field"] === found?.id)).toBe(true);
  return undefined;
});
