import { receiveRun, type ReceivingStore } from "./receive-run.ts";
import type { Receiving } from "./receiving.ts";

/** Receives runs in this thread, one after the other: for whoever serves nobody else meanwhile. */
export const receiveHere = (opened: Omit<ReceivingStore, "writing">): Receiving => ({
  receive: async (bytes, pusher) => receiveRun({ ...opened, writing: () => {} }, bytes, pusher),
  quiet: async () => {},
  close: async () => {},
});
