import { resolve } from "node:path";
import type { CommandIo } from "../command-io.ts";
import { checkClock, checkDisk, checkMemory } from "./check-machine.ts";
import { checkProxies, checkUrl } from "./check-network.ts";
import { checkEngine, checkNode, checkStore } from "./check-parts.ts";
import type { DoctorCheck } from "./doctor-check.ts";

/** All of the doctor's checks; URLs are asked only when they are given. */
export const examine = async ({ store, urls }: { readonly store: string; readonly urls: readonly string[] }, io: CommandIo): Promise<readonly DoctorCheck[]> => {
  const directory = resolve(io.cwd, store);
  const local = [checkNode(), await checkStore(directory), await checkEngine(), checkMemory(), await checkDisk(directory), checkClock(), checkProxies(io.env)];
  return [...local, ...(await Promise.all(urls.map((url) => checkUrl(url, io.signal))))];
};
