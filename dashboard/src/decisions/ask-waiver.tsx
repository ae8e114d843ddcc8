import { send } from "../api/call.ts";
import { goTo } from "../frame/address.ts";
import { Act, type Values } from "../acting/act.tsx";
import { useMe } from "../acting/use-me.ts";

const text = (values: Values, name: string): string => values[name] ?? "";

/** The button that asks for a failing finding to be accepted for a time. */
export const AskWaiver = ({ model = "", environment = "", finding = "", name = "Ask for a waiver", opened = false }: { model?: string; environment?: string; finding?: string; /** What the button says. */ name?: string; /** Open as soon as it is there. */ opened?: boolean }) => {
  const me = useMe();
  const ask = async (values: Values): Promise<void> => {
    const { id } = await send("post", "/api/v1/waivers", {}, {
      model: text(values, "model"), environment: text(values, "environment") === "" ? null : text(values, "environment"), finding: text(values, "finding"),
      expiresAt: `${text(values, "expiresAt")}T23:59:59.000Z`, owner: text(values, "owner"), reason: text(values, "reason"),
    });
    goTo(`/requests/${id}`);
  };
  return (
    <Act name={name} title="Ask for a waiver" submit="Ask for it" opened={opened} send={ask} explains={<p>A failing finding is accepted for a time, once others have approved it. When the time is over it fails again.</p>} fields={[
      { name: "model", label: "Model", kind: "line", required: true, initial: model }, { name: "environment", label: "Environment", kind: "line", initial: environment, hint: "Left empty: everywhere." },
      { name: "finding", label: "Finding", kind: "line", required: true, initial: finding, hint: "Its id, or the beginning of one with * at its end." },
      { name: "expiresAt", label: "Until the end of", kind: "day", required: true }, { name: "owner", label: "Whose it is meanwhile", kind: "line", required: true, initial: me?.name ?? "" }, { name: "reason", label: "Why it can be accepted", kind: "text", required: true },
    ]} />
  );
};
