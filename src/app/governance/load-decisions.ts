import { DecisionRecord } from "../../core/domain/change-request.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredRecords } from "../entries/entered-records.ts";

/** Every decision that was recorded, oldest first. */
export const loadDecisions = (store: Pick<RunStore, "records">): DecisionRecord[] => enteredRecords(store, "decision", DecisionRecord);
