import type { ReactNode } from "react";
import type { AlertKind, Delivery } from "../../../src/core/domain/alert.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { When } from "../acting/when.tsx";

const states: Readonly<Record<Delivery["status"], readonly [sign: string, word: string, meaning: string]>> = {
  waiting: ["…", "waiting", "Not handed over yet; it is tried again by itself."],
  delivered: ["✓", "delivered", "The receiver has taken it."],
  muted: ["◌", "muted", "Not sent, as was agreed for this time."],
  failed: ["✗", "failed", "Not handed over, and not tried again by itself."],
};

const kinds: Readonly<Record<AlertKind, string>> = { opened: "opened", reopened: "opened again", acknowledged: "acknowledged", escalated: "escalated", closed: "closed", test: "test" };

/** What becomes of it next, or became of it. */
const Next = ({ delivery: { status, attempts, nextAt, deliveredAt } }: { delivery: Delivery }) => (
  <>
    {status === "delivered" && deliveredAt !== null && <When at={deliveredAt} as="ago" />}
    {status === "waiting" && (nextAt === null ? <>soon</> : <>next try <When at={nextAt} as="ago" /></>)}
    {(status === "failed" || status === "muted") && <span className="soft">–</span>}
    {attempts > 1 && <small>{formatPlural(attempts, "try", "tries")}</small>}
  </>
);

/** Alerts on their way, newest first, with what the receiver said. `retrying` makes the button of one that did not arrive, where somebody may. */
export const DeliveryRows = ({ deliveries, retrying }: { deliveries: readonly Delivery[]; retrying: (delivery: Delivery) => ReactNode }) => (
  <ol className="lines">
    {deliveries.map((delivery) => {
      const { id, channel, alerts, status, reason, createdAt } = delivery;
      const [first] = alerts;
      const [sign, word, meaning] = states[status];
      return (
        <li key={id} className="line delivery-line">
          <span className={`standing delivery-${status}`} title={meaning}><span className="verdict-sign" aria-hidden="true">{sign}</span>{word}</span>
          <span className="line-what">
            <span>{first !== undefined && (first.kind === "test" ? <bdi className="name">{first.title}</bdi> : <a className="name" href={`/incidents/${first.incident}`}><bdi>{first.title}</bdi></a>)}{first !== undefined && <> <span className="mark">{kinds[first.kind]}</span></>}{alerts.length > 1 && <span className="soft"> and {formatPlural(alerts.length - 1, "more")}</span>}</span>
            {reason !== null && <span className="statement" dir="auto">{status === "failed" || status === "waiting" ? <>The receiver said: {reason}</> : reason}</span>}
          </span>
          <span className="line-who"><bdi>{channel}</bdi><small><When at={createdAt} as="ago" /></small></span>
          <span className="line-when"><Next delivery={delivery} />{(status === "failed" || status === "waiting") && retrying(delivery)}</span>
        </li>
      );
    })}
  </ol>
);
