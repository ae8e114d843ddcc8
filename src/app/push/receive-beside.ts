import { Worker } from "node:worker_threads";
import type { ErrorCode } from "../../core/errors/error-catalogue.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Receipt } from "./receive-run.ts";
import type { Receiving } from "./receiving.ts";

/** An expected failure on its way between two threads. */
export interface Plain {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place: string | null;
  readonly todo: string;
}

type PlainReceipt = Exclude<Receipt, { readonly kind: "newer" }> | { readonly kind: "newer"; readonly error: Plain };

/** What the thread says: whether it writes something large, what became of a run, why it was refused, or that it failed. */
export type Told = { readonly writing: boolean } | { readonly number: number; readonly receipt: PlainReceipt } | { readonly number: number; readonly refused: Plain } | { readonly number: number; readonly failed: string };

interface Waiting {
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (cause: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  readonly ended: Promise<void>;
}

/** Source in a clone, compiled where it is installed. */
const script = new URL(import.meta.url.endsWith(".ts") ? "receiving-thread.ts" : "receiving-thread.js", import.meta.url);

/** A thread that nobody needed for so long is ended, with the memory that it holds. */
const idleMs = 60_000;

const errorOf = ({ code, message, place, todo }: Plain): LockstepError => new LockstepError(code, { message, todo, ...(place === null ? {} : { place }) });

/**
 * Receives runs in a thread of its own with its own memory, begun when the first one comes: a run of 20 MB takes seconds to be read, checked and stored, and whoever answers others must not stand
 * still for it. One after the other. A thread that breaks (a run too large for its memory) fails what it had, which may be sent again, and the next run gets a new one.
 */
export const receiveBeside = (folder: string): Receiving => {
  let thread: Thread | null = null;
  let last = 0;
  let idle: NodeJS.Timeout | null = null;
  let writing: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  const setWriting = (whether: boolean): void => {
    writing?.end();
    writing = null;
    if (!whether) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    writing = { over: promise, end: resolve };
  };
  const hear = ({ waiting }: Thread, told: Told): void => {
    if ("writing" in told) return setWriting(told.writing);
    const asked = waiting.get(told.number);
    waiting.delete(told.number);
    if ("receipt" in told) asked?.resolve(told.receipt.kind === "newer" ? { kind: "newer", error: errorOf(told.receipt.error) } : told.receipt);
    else asked?.reject("refused" in told ? errorOf(told.refused) : new Error(told.failed));
    if (waiting.size === 0) idle = setTimeout(() => void end(), idleMs).unref();
  };
  const begin = (): Thread => {
    const worker = new Worker(script, { workerData: { folder } });
    // Whoever waits for it keeps the process alive in another way: as its server.
    worker.unref();
    const { promise: ended, resolve: over } = Promise.withResolvers<void>();
    const begun: Thread = { worker, waiting: new Map(), ended };
    const gone = (cause: unknown): void => {
      if (thread === begun) thread = null;
      setWriting(false);
      for (const { reject } of begun.waiting.values()) reject(cause);
      begun.waiting.clear();
    };
    worker.on("message", (told: Told) => hear(begun, told));
    worker.once("error", gone);
    worker.once("exit", (code) => {
      gone(new Error(`the thread that receives runs ended with ${code}`));
      over();
    });
    return begun;
  };
  const quiet = async (): Promise<void> => {
    const under = writing;
    if (under === null) return;
    await under.over;
    await quiet();
  };
  const end = async (): Promise<void> => {
    const ending = thread;
    thread = null;
    if (ending === null) return;
    ending.worker.ref();
    // Behind all that was sent to it, so it comes after what was begun.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    ending.worker.postMessage(null);
    await ending.ended;
  };
  return {
    receive: (bytes, pusher) => {
      if (idle !== null) clearTimeout(idle);
      thread ??= begin();
      const { worker, waiting } = thread;
      const number = (last += 1);
      const { promise, resolve, reject } = Promise.withResolvers<Receipt>();
      waiting.set(number, { resolve, reject });
      // What stands alone in its memory goes over as it is; a small piece of shared memory is copied.
      const own = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : [];
      worker.postMessage({ number, bytes, pusher }, own);
      return promise;
    },
    quiet,
    close: end,
  };
};
