import { answerText } from "../../../core/answers/answer-text.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { EntityColumn, OnlineFeatureStore } from "../../../ports/online-features.ts";
import type { Transport } from "../../../ports/transport.ts";
import { readOnlineFeatures } from "./read-online-features.ts";
import { storeMessage } from "./store-message.ts";

/** Feast's feature server behind a transport; `path` is the part of the URL in front of `/get-online-features`. */
export const createFeastStore = (transport: Transport, path: string): OnlineFeatureStore => {
  const url = `${path.replace(/\/+$/, "").replace(/\/get-online-features$/, "")}/get-online-features`;
  const place = `${transport.address.replace(/\/+$/, "")}${url}`;
  return {
    kind: "feast",
    address: transport.address,
    ask: async (features, entities, signal) => {
      // Two views may have a feature of one name, so names are asked with their view.
      const body = writeJson({ features, entities: entitiesOf(entities), full_feature_names: true });
      const answer = await transport.send({ method: "POST", url, headers: { "content-type": "application/json" }, body, signal });
      const { status } = answer;
      const isRefusal = status >= 400 && status !== 401 && status !== 403;
      if (isRefusal) throw new LockstepError("LS240", { message: `the feature store answered ${status}: ${storeMessage(answerText(answer))}`, place });
      return readOnlineFeatures(readAnswer(answer, place), features, entities[0]?.values.length ?? 0, place);
    },
  };
};

const entitiesOf = (entities: readonly EntityColumn[]): Readonly<Record<string, EntityColumn["values"]>> => Object.fromEntries(entities.map(({ name, values }) => [name, values]));
