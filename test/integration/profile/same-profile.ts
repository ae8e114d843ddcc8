import { expect } from "vitest";
import type { Profile } from "../../../src/core/domain/profile.ts";

/** Integers, texts and shapes alike bit for bit; other numbers within 1e-12 of the larger, or of what was summed. */
export const expectSameProfile = (found: unknown, wanted: unknown, path = ""): void => {
  if (typeof found === "number" && typeof wanted === "number" && !(Number.isInteger(found) && Number.isInteger(wanted) && Math.abs(found) < 2 ** 52)) {
    const near = Math.abs(found - wanted) <= 1e-12 * Math.max(1, Math.abs(found), Math.abs(wanted));
    if (!near) expect.fail(`${path}: ${found} is not ${wanted}`);
    return;
  }
  if (typeof found === "object" && typeof wanted === "object" && found !== null && wanted !== null) {
    const [a, b] = [Object.keys(found).sort(), Object.keys(wanted).sort()];
    if (a.join() !== b.join()) expect.fail(`${path}: has ${a.join()} instead of ${b.join()}: ${JSON.stringify(found)} and ${JSON.stringify(wanted)}`);
    for (const key of a) expectSameProfile((found as Record<string, unknown>)[key], (wanted as Record<string, unknown>)[key], `${path}.${key}`);
    return;
  }
  if (!Object.is(found, wanted) && found !== wanted) expect.fail(`${path}: ${String(found)} is not ${String(wanted)}`);
};

/** What was counted, without by whom. */
export const counts = ({ spec: _spec, sources: _sources, name: _name, specDigest: _digest, absent: _absent, ...rest }: Profile): object => rest;
