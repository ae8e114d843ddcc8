import type { LockFormat } from "../../ports/lock-format.ts";

/** Every format of lock files, by import on demand: YAML and TOML readers are only loaded when a lock file is read. The first that recognises a file reads it. */
export const lockRegistry: readonly (() => Promise<LockFormat>)[] = [
  async () => (await import("../../adapters/locks/conda-explicit.ts")).condaExplicit,
  async () => (await import("../../adapters/locks/requirements.ts")).requirements,
  async () => (await import("../../adapters/locks/pylock.ts")).pylock,
  async () => (await import("../../adapters/locks/uv-lock.ts")).uvLock,
  async () => (await import("../../adapters/locks/poetry-lock.ts")).poetryLock,
  async () => (await import("../../adapters/locks/conda-lock.ts")).condaLock,
  async () => (await import("../../adapters/locks/npm-lock.ts")).npmLock,
];
