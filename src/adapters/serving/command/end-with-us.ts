const kills = new Set<() => void>();

const killAll = (): void => {
  for (const kill of kills) kill();
};

/** Calls `kill` if this process exits before the returned function was called: no model outlives the one that asked for it. */
export function endWithUs(kill: () => void): () => void {
  // One listener for all: many on the process would be reported as a leak.
  if (kills.size === 0) process.on("exit", killAll);
  kills.add(kill);
  return () => {
    kills.delete(kill);
    if (kills.size === 0) process.off("exit", killAll);
  };
}
