import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** One request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface Receiver {
  readonly url: string;
  /** All that it took. */
  readonly got: Received[];
  /** What it answers: a status, with headers where they matter. 200 at first. */
  answer: (request: Received) => { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };
  /** Told of each request before it is answered, and after. */
  before: () => void;
  after: () => void;
  /** Nothing listens there until it is up again. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Whatever is sent to over HTTP. */
export const startReceiver = async (): Promise<Receiver> => {
  let port = 0;
  let server = createServer();
  const receiver: Receiver = {
    get url() { return `http://127.0.0.1:${port}`; },
    got: [],
    answer: () => ({ status: 200 }),
    before: () => {},
    after: () => {},
    down: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
    up: () => new Promise((done) => {
      server = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (part: Buffer) => parts.push(part));
        request.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          const received: Received = { path: request.url ?? "", headers: request.headers, text, json: JSON.parse(text) as Record<string, unknown> };
          const { status, headers = {}, body = "ok" } = receiver.answer(received);
          if (status < 300) receiver.got.push(received);
          receiver.before();
          response.writeHead(status, headers).end(body, () => receiver.after());
        });
      });
      server.listen(port, "127.0.0.1", () => {
        ({ port } = server.address() as AddressInfo);
        done();
      });
    }),
    close: () => receiver.down(),
  };
  await receiver.up();
  return receiver;
};

export interface MailReceiver {
  readonly address: string;
  /** Mails as they came, headers and all; `to` as the envelope says. */
  readonly got: { readonly to: readonly string[]; readonly text: string }[];
  /** What it answers to a mail: nothing takes it, a number refuses it. */
  refuse: number | null;
  close(): Promise<void>;
}

/** A mail server without TLS on this machine. */
export const startMailServer = async (login: { readonly user: string; readonly password: string } | null = null): Promise<MailReceiver> => {
  let address = "";
  const receiver: MailReceiver = { get address() { return address; }, got: [], refuse: null, close: () => new Promise((done) => { server.close(() => done()); }) };
  const server = new SMTPServer({
    authOptional: login === null, disabledCommands: login === null ? ["AUTH", "STARTTLS"] : ["STARTTLS"], allowInsecureAuth: true, hideSTARTTLS: true,
    onAuth: ({ username, password }, _session, done) => (username === login?.user && password === login?.password ? done(null, { user: username }) : done(new Error("wrong password"))),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (receiver.refuse !== null) return done(Object.assign(new Error("not now"), { responseCode: receiver.refuse }));
        receiver.got.push({ to: session.envelope.rcptTo.map((each) => each.address), text: Buffer.concat(parts).toString("utf8") });
        return done();
      });
    },
  });
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", () => done()); });
  address = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return receiver;
};
