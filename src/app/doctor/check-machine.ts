import { statfs } from "node:fs/promises";
import { freemem } from "node:os";
import { dirname } from "node:path";
import { type DoctorCheck, problem, well } from "./doctor-check.ts";

/** Comparing begins to spill to the disk below this; it still works. */
export const comfortableMemoryBytes = 2 ** 30;

/** Room for a recording of a million rows and what the engine spills while it sorts them. */
export const comfortableDiskBytes = 2 ** 30;

/** Lockstep 0.1.0 was not there earlier than this; a clock before it is wrong. */
const earliestTime = Date.parse("2026-01-01T00:00:00Z");

const inGib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** The memory that this process may still take: what is free, or what is left of a container's limit. */
export const checkMemory = (): DoctorCheck => {
  const free = Math.min(freemem(), process.availableMemory());
  const detail = `${inGib(free)} available`;
  return free >= comfortableMemoryBytes ? well("memory", detail) : problem("memory", detail, "Close something else, or keep the engine small with --memory 512MiB.");
};

/** The free space where the store is, or would be made. */
export const checkDisk = async (directory: string): Promise<DoctorCheck> => {
  for (let folder = directory; ; folder = dirname(folder)) {
    const found = await statfs(folder).catch(() => null);
    if (found === null && dirname(folder) !== folder) continue;
    const free = found === null ? 0 : found.bavail * found.bsize;
    const detail = `${inGib(free)} free at ${folder}`;
    return free >= comfortableDiskBytes ? well("disk", detail) : problem("disk", detail, "Free some space, or keep the store elsewhere with --store DIR.");
  }
};

/** Runs are ordered and dated by this clock. */
export const checkClock = (): DoctorCheck => {
  const now = Date.now();
  const detail = new Date(now).toISOString();
  return now >= earliestTime ? well("clock", detail) : problem("clock", `${detail} is in the past`, "Set the clock; runs and the ledger are dated by it.");
};
