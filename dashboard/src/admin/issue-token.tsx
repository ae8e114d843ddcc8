import { useState } from "react";
import type { Scope } from "../../../src/core/domain/access.ts";
import { send } from "../api/call.ts";
import { Act, type Values } from "../acting/act.tsx";
import { useMe } from "../acting/use-me.ts";
import { scopeWords, tokenScopes } from "./token-words.ts";

const listOf = (text: string): string[] => text.split(/[\n,]/).map((each) => each.trim()).filter((each) => each !== "");
const scopesOf = (text: string): Scope[] => listOf(text).flatMap((each) => tokenScopes.filter((scope) => scope === each));

/** The button that makes a token, and the token itself, which is in sight this once. */
export const IssueToken = ({ issued }: { issued: () => void }) => {
  const me = useMe();
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const choices = tokenScopes.filter((scope) => me?.scopes.includes(scope) === true).map((scope) => ({ value: scope, label: scopeWords[scope] }));
  const issue = async (values: Values): Promise<void> => {
    const models = listOf(values["models"] ?? "");
    const day = values["expiresAt"] ?? "";
    const { token, secret } = await send("post", "/api/v1/tokens", {}, { name: values["name"] ?? "", scopes: scopesOf(values["scopes"] ?? ""), models: models.length === 0 ? null : models, expiresAt: day === "" ? null : `${day}T23:59:59.000Z` });
    setMade({ name: token.name, secret });
    issued();
  };
  return (
    <>
      <div className="acts">
        <Act name="Issue a token" title="Issue a token" submit="Issue it" weight="first" send={issue}
          explains={<p>For a machine: CI, a rollout controller, a log shipper. Everything it does stands in the ledger under its name. To approve is for people, so no token can.</p>}
          fields={[
            { name: "name", label: "Name", kind: "line", required: true, hint: "As the ledger will name it, such as ci-risk: letters, digits, dots, dashes." },
            { name: "scopes", label: "What it may do", kind: "boxes", required: true, choices, initial: "read" },
            { name: "models", label: "Only for these models", kind: "line", hint: "Names with commas between; left empty: all models." },
            { name: "expiresAt", label: "Until the end of", kind: "day", hint: "Left empty it never ends. A token that ends is safer." },
          ]} />
      </div>
      {made !== null && (
        <div className="stood-in" role="status">
          <p><strong>The token {made.name}.</strong> Copy it now: only a digest of it is kept, and it is never shown again.</p>
          <code className="once" tabIndex={0}>{made.secret}</code>
          <p className="acts"><button type="button" className="act act-plain" onClick={() => setMade(null)}>I have copied it</button></p>
        </div>
      )}
    </>
  );
};
