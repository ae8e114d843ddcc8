import { runCommand } from "./run-command.ts";
import type { ServerWorld } from "./server-world.ts";

/** A watch that ended by itself is begun again after this long, twice as long each time, up to the longest; one that ran for as long as that begins anew. */
const firstPauseMs = 2_000;
const longestPauseMs = 300_000;

/**
 * Does what a manifest's `watch:` says beside the server: as a process of its own, since a look takes all processors for seconds, begun again when it ends. It claims what it
 * does in the store, so a second watch elsewhere does no harm.
 */
export const watchBeside = async (world: ServerWorld, manifest: string, signal: AbortSignal): Promise<void> => {
  for (let pause = firstPauseMs; !signal.aborted; ) {
    const began = world.clock.monotonic();
    const { exitCode, note } = await runCommand(world, ["watch", "--manifest", manifest, "--store", world.folder], { signal, hear: (line) => world.log.info({ manifest }, line) });
    if (signal.aborted) return;
    if (world.clock.monotonic() - began > longestPauseMs) pause = firstPauseMs;
    world.log.error({ manifest, exitCode, note: note.slice(-2_000), againInMs: pause }, "the watch ended");
    await world.clock.sleep(pause, signal).catch(() => {});
    pause = Math.min(longestPauseMs, pause * 2);
  }
};
