// The least that can be asked: a server of node:http that answers the same few bytes. Says where it is; a line on stdin asks for its processor time.
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const text = JSON.stringify({ status: "ok", version: "0.0.0" });
const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
  response.end(text);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}` })}\n`);
});
for await (const _ of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify({ user: process.cpuUsage().user })}\n`);
server.close();
server.closeAllConnections();
