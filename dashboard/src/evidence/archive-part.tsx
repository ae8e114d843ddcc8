import { addressOf } from "../api/call.ts";

interface Scope {
  readonly model: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/* As a shell takes it. */
const quoted = (text: string): string => (/^[\w.:@/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const exportCommand = (scope: Scope): string =>
  ["lockstep evidence export", ...Object.entries(scope).flatMap(([name, value]) => (value === null ? [] : [`--${name} ${quoted(value)}`])), "--key file:keys/team.private.pem", "-o evidence.zip"].join(" ");

/** How the same goes to an auditor as one signed file, and how they verify it without this server. */
export const ArchivePart = ({ scope, signs }: { scope: Scope; signs: boolean }) => (
  <>
    {signs
      ? <><p>The same answers with everything they rest on, signed with this server’s key.</p><p className="acts no-print"><a className="act act-first" href={addressOf("/api/v1/evidence", { query: { ...scope } })} download>Download the archive</a></p></>
      : <><p>This server has no key to sign an archive with (<code>server.evidence.key</code> in the manifest). Beside the store, with the team’s key:</p><pre className="command" tabIndex={0}><code>{exportCommand(scope)}</code></pre></>}
    <p>Whoever gets it verifies it without this server:</p>
    <pre className="command" tabIndex={0}><code>lockstep verify evidence.zip --trusted-key keys/team.public.pem</code></pre>
  </>
);
