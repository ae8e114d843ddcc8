import type { ProgressEvent, ProgressListener } from "../../ports/progress.ts";
import { durationWords } from "./duration-words.ts";

/** Long steps say something once a minute, for there are CI systems that stop a job which is silent for ten. */
const sayEveryMs = 60_000;

/** For pipes and CI: one line for each finished step, nothing that moves. */
export const progressLines = (write: (text: string) => void, monotonic: () => number): ProgressListener => {
  let saidAt = monotonic();
  return (event: ProgressEvent) => {
    if (event.kind === "step") return;
    if (event.kind === "count") {
      if (monotonic() - saidAt < sayEveryMs) return;
      saidAt = monotonic();
      write(`${event.step}: ${event.done} of ${event.total}${event.etaSeconds === null ? "" : `, ${durationWords(event.etaSeconds)} left`}\n`);
      return;
    }
    saidAt = monotonic();
    if (event.kind === "note") write(`${event.message}\n`);
    else write(`${event.step}: ${event.detail === undefined ? "" : `${event.detail}, `}${durationWords(event.seconds)}\n`);
  };
};
