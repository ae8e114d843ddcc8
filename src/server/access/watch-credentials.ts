/** How long somebody whose session ended, or whose token was revoked, may go on listening to what was opened before. */
const everyMs = 15_000;

/** Calls `end` once `still` is false: for answers that stream for hours, whose asker was looked at only when they began. Stops with `signal`. */
export const watchCredentials = (still: () => boolean, end: () => void, signal: AbortSignal): void => {
  if (signal.aborted) return;
  const timer = setInterval(() => {
    if (!still()) end();
  }, everyMs).unref();
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
};
