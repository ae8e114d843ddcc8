import { Person } from "../acting/person.tsx";
import { useMe } from "../acting/use-me.ts";
import { send } from "../api/call.ts";

const leave = async (): Promise<void> => {
  await send("post", "/auth/logout", {}).catch(() => null);
  location.assign("/");
};

/** Who is signed in, and as what; and the way out. */
export const Account = () => {
  const me = useMe();
  if (me === null || !me.signedIn) return null;
  return (
    <p className="account">
      <Person name={me.name} />
      <small>{me.scopes.includes("administer") && me.role !== null ? <a href="/admin/tokens" title="Tokens and legal holds">{me.role}</a> : (me.role ?? "token")}{me.kind === "person" && <> · <button type="button" className="plain-button" onClick={() => void leave()}>Sign out</button></>}</small>
    </p>
  );
};
