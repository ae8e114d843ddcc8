import type { ResultOf } from "../api/api-types.ts";
import { send } from "../api/call.ts";
import { Act } from "../acting/act.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import { When } from "../acting/when.tsx";

type Channel = ResultOf<"get", "/api/v1/alerts/channels">["items"][number];

const kinds: Readonly<Record<Channel["kind"], string>> = { alertmanager: "Alertmanager", slack: "Slack", pagerduty: "PagerDuty", smtp: "mail", webhook: "signed webhook" };

/* It fails now when its last word was no, or something lies there that nobody tries any longer. */
const goes = ({ lastDeliveredAt, lastFailure, failed }: Channel): readonly [sign: string, word: string, tone: "failed" | "delivered" | "muted"] => {
  const bad = failed > 0 || (lastFailure !== null && (lastDeliveredAt === null || Date.parse(lastFailure.at) > Date.parse(lastDeliveredAt)));
  return bad ? ["✗", "fails", "failed"] : lastDeliveredAt === null ? ["○", "never used", "muted"] : ["✓", "works", "delivered"];
};

const Row = ({ channel, changed }: { channel: Channel; changed: () => void }) => {
  const { name, kind, lastDeliveredAt, lastFailure, waiting, failed } = channel;
  const say = useSay();
  const may = useMe()?.scopes.includes("operate") === true;
  const [sign, word, tone] = goes(channel);
  const test = async (): Promise<void> => {
    const { said } = await send("post", "/api/v1/alerts/test", {}, { channel: name });
    say(`The test over ${name} arrived. The receiver said: ${said}`);
    changed();
  };
  return (
    <li className="line">
      <span className={`standing delivery-${tone}`}><span className="verdict-sign" aria-hidden="true">{sign}</span>{word}</span>
      <span className="line-what"><bdi className="name">{name}</bdi> <span className="soft">{kinds[kind]}</span>{lastFailure !== null && tone === "failed" && <span className="statement" dir="auto">The receiver said, <When at={lastFailure.at} as="ago" />: {lastFailure.reason}</span>}</span>
      <span className="line-who">{waiting === 0 && failed === 0 ? <span className="soft">nothing lies there</span> : <>{[waiting > 0 ? `${String(waiting)} waiting` : null, failed > 0 ? `${String(failed)} failed` : null].filter((each) => each !== null).join(", ")}</>}</span>
      <span className="line-when">{lastDeliveredAt === null ? <span className="soft">–</span> : <When at={lastDeliveredAt} as="ago" />}
        {may && <div><Act name="Test" title={`Test ${name}`} submit="Send a test" explains={<p>Sends one alert that says it is a test, at once. You see here what the receiver answers.</p>} fields={[]} send={test} /></div>}
      </span>
    </li>
  );
};

/** Where alerts go, how it goes with each, and the button that tries it. */
export const ChannelRows = ({ channels, changed }: { channels: readonly Channel[]; changed: () => void }) => <ol className="lines">{channels.map((channel) => <Row key={channel.name} channel={channel} changed={changed} />)}</ol>;
