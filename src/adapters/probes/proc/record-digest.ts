import { createHash } from "node:crypto";

/** Of a distribution's own folder, what the installer writes and what differs between two installations of one wheel. */
const written = ["INSTALLER,", "REQUESTED,", "direct_url.json,", "RECORD,", "RECORD.jws,", "RECORD.p7s,", "uv_cache.json,", "uv_build.json,"];

/** Digest of what a wheel brought, by its RECORD: scripts, bytecode and what the installer wrote are left out. `info` is the name of its .dist-info folder. */
export const recordDigest = (record: Buffer, info: string): string => {
  // Byte for byte, as names need not be UTF-8.
  const lines = record.toString("latin1").replaceAll("\r\n", "\n").split("\n");
  const own = written.map((name) => Buffer.from(`${info}/${name}`).toString("latin1"));
  const kept = lines.filter((line) => line !== "" && !line.includes("__pycache__/") && !line.startsWith("..") && !own.some((start) => line.startsWith(start)) && !line.includes(".data/scripts/")).sort();
  return `sha256:${createHash("sha256").update(Buffer.from(kept.join("\n"), "latin1")).digest("hex")}`;
};
