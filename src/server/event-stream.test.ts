import { expect, test } from "vitest";
import { eventStream } from "./event-stream.ts";

const entry = `id: 1\nevent: entry\ndata: ${"x".repeat(1000)}\n\n`;

const listened = () => {
  let say: (text: string) => void = () => {};
  let left = false;
  const ending = new AbortController();
  const stream = eventStream({ subscribe: (given) => { say = given; return () => { left = true; }; }, now: () => 0, signal: ending.signal });
  return { reader: stream.getReader(), say: (text: string) => say(text), left: () => left, ending };
};

test("who takes what is said hears all of it; who takes nothing is cut before it fills the memory", async () => {
  const [listens, sleeps] = [listened(), listened()];
  let heard = "";
  for (let at = 0; at < 1000; at += 1) {
    listens.say(entry);
    if (!sleeps.left()) sleeps.say(entry);
    while (heard.length < (at + 1) * entry.length) heard += new TextDecoder().decode((await listens.reader.read()).value);
  }
  expect([listens.left(), sleeps.left()]).toEqual([false, true]);
  await expect(sleeps.reader.read()).rejects.toThrow("takes nothing");
  listens.ending.abort();
  expect(listens.left()).toBe(true);
  for (let done = false; !done;) ({ done } = await listens.reader.read());
});
