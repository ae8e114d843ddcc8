// What runs in the thread that `receiveBeside` begins: receives one run after the other into the store of `workerData`, and tells what became of each.
import { parentPort, workerData } from "node:worker_threads";
import { createSqliteCatalogue } from "../../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type Pusher, receiveRun } from "./receive-run.ts";
import type { Plain, Told } from "./receive-beside.ts";

const port = parentPort;
if (port === null) throw new Error("this is a thread of the server, and nothing to be started alone");
const { folder } = workerData as { readonly folder: string };
const store = createSqliteRunStore(folder);
const catalogue = createSqliteCatalogue(folder);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (told: Told): void => port.postMessage(told);
const plain = ({ code, message, place, todo }: LockstepError): Plain => ({ code, message, place, todo });

port.on("message", (asked: { readonly number: number; readonly bytes: Uint8Array; readonly pusher: Pusher } | null) => {
  if (asked === null) {
    for (const each of [store, catalogue]) each.close();
    port.close();
    return;
  }
  const { number, bytes, pusher } = asked;
  try {
    const receipt = receiveRun({ store, catalogue, writing: (writing) => tell({ writing }) }, bytes, pusher);
    tell({ number, receipt: receipt.kind === "newer" ? { kind: "newer", error: plain(receipt.error) } : receipt });
  } catch (cause) {
    tell(cause instanceof LockstepError ? { number, refused: plain(cause) } : { number, failed: cause instanceof Error ? cause.stack ?? cause.message : String(cause) });
  }
});
