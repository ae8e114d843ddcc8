import { subscribe } from "node:diagnostics_channel";
import { shortNumber } from "../core/wording/short-number.ts";
import { takingForwardChannel, type TakingForward } from "../ports/taking-forward.ts";

/** Says that a store is taken forward, before it begins and when it is over: whoever opens a large one would else see nothing for half a minute. */
export const tellTakingForward = (note: (line: string) => void): void => {
  subscribe(takingForwardChannel, (said) => {
    const { file, from, to, bytes, tookMs } = said as TakingForward;
    note(tookMs === null
      ? `the store ${file} (${shortNumber(bytes / 1e6)} MB) is copied to ${file}.v${from}.backup and taken forward from schema ${from} to ${to}; nothing else is done until then`
      : `the store is taken forward, in ${shortNumber(tookMs / 1000)} s`);
  });
};
