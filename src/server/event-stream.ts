/** So many bytes may wait for a listener who does not take them: a laptop that sleeps would fill the memory for as long as its connection looks open. */
const mostWaiting = 256_000;

/** Proxies cut what is silent; a comment now and then keeps it open, and tells a page that its server is there. */
const heartbeatMs = 15_000;

export interface EventSource {
  /** Begins to tell, and gives what ends it. */
  readonly subscribe: (say: (text: string) => void) => () => void;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Server-sent events for one listener, until `signal` aborts, they leave, or they fell so far behind that they are cut: whoever comes back with Last-Event-ID misses nothing. */
export const eventStream = ({ subscribe, now, signal }: EventSource): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let end: (how: (controller: ReadableStreamDefaultController<Uint8Array>) => void) => void = () => {};
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const say = (text: string): void => {
        controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) <= 0) end((each) => each.error(new Error("the listener takes nothing")));
      };
      say("retry: 3000\n: lockstep\n\n");
      const leave = subscribe(say);
      const beat = setInterval(() => say(`: ${new Date(now()).toISOString()}\n\n`), heartbeatMs);
      end = (how) => {
        end = () => {};
        leave();
        clearInterval(beat);
        try {
          how(controller);
        } catch {
          // Whoever listened has closed it already.
        }
      };
      const close = (): void => end((each) => each.close());
      if (signal.aborted) return close();
      signal.addEventListener("abort", close, { once: true });
    },
    cancel: () => end(() => {}),
  }, new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }));
};
