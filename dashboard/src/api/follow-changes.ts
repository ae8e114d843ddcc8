import type { LedgerKind } from "../../../src/core/domain/ledger-entry.ts";

/** One entry of the ledger, as the server tells of it. */
export interface Change {
  readonly sequence: number;
  readonly kind: LedgerKind;
  readonly subject: string | null;
}

/** `live`: told at once. `reconnecting`: was live. `polling`: asked now and then, for events do not come through. */
export type Connection = "connecting" | "live" | "reconnecting" | "polling";

const pollEveryMs = 20_000;
/** A cut that is mended sooner is nobody's business. */
const noticeAfterMs = 2500;

type Listener = (changes: readonly Change[] | "anything") => void;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let connection: Connection = "connecting";
let source: EventSource | null = null;
let poll: ReturnType<typeof setInterval> | null = null;
let notice: ReturnType<typeof setTimeout> | null = null;
let last: number | null = null;
let waiting: Change[] = [];

const become = (next: Connection): void => {
  if (notice !== null) clearTimeout(notice);
  notice = null;
  if (connection === next) return;
  connection = next;
  for (const watcher of watchers) watcher();
};

const tell = (changes: readonly Change[] | "anything"): void => {
  for (const listener of listeners) listener(changes);
};

/* A run that is pushed enters many things at once: they are told together. */
const hear = (event: MessageEvent<string>): void => {
  const change = JSON.parse(event.data) as Change;
  last = change.sequence;
  waiting.push(change);
  if (waiting.length > 1) return;
  setTimeout(() => {
    const heard = waiting;
    waiting = [];
    tell(heard);
  }, 200);
};

const stop = (): void => {
  source?.close();
  source = null;
  if (poll !== null) clearInterval(poll);
  poll = null;
};

const start = (): void => {
  stop();
  const wasCut = connection !== "connecting";
  source = new EventSource(last === null ? "/api/v1/events" : `/api/v1/events?after=${last}`);
  source.addEventListener("entry", hear);
  source.addEventListener("open", () => {
    if (wasCut && last === null) tell("anything");
    become("live");
  });
  source.addEventListener("error", () => {
    // Closed for good: refused, or what stands between lets no events through.
    if (source?.readyState === EventSource.CLOSED) {
      become("polling");
      poll ??= setInterval(() => { tell("anything"); }, pollEveryMs);
    } else notice ??= setTimeout(() => become("reconnecting"), noticeAfterMs);
  });
};

/* Browsers keep few connections to one server: a page that nobody sees gives its own back, and asks for what it missed when it is seen again. */
const seen = (): void => (document.visibilityState === "visible" ? start() : stop());

/** Follows the server's ledger for as long as the page is open. */
export const followChanges = (): (() => void) => {
  start();
  document.addEventListener("visibilitychange", seen);
  addEventListener("online", start);
  return () => {
    document.removeEventListener("visibilitychange", seen);
    removeEventListener("online", start);
    stop();
  };
};

export const onChanges = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** For useSyncExternalStore. */
export const connectionStore = {
  subscribe: (watcher: () => void): (() => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  get: (): Connection => connection,
};
