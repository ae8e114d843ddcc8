import { expect, test } from "vitest";
import { createSecrets } from "./resolve-secret.ts";
import { openAddress, refuseWrittenAddress } from "./secret-address.ts";

const secrets = () => createSecrets({ env: { TOKEN: "a b/c", LOGIN: "me:pass" }, cwd: "/" });

test("references in a query and before the host are followed, and nothing else changes", async () => {
  expect(await openAddress("http://h:9/metrics?match[]=x&token=env:TOKEN", "metrics", secrets())).toEqual({ origin: "http://h:9", path: "/metrics?match%5B%5D=x&token=a%20b%2Fc", headers: {} });
  expect(await openAddress("http://h/m?match[]=a%2Fb", "metrics", secrets())).toEqual({ origin: "http://h", path: "/m?match[]=a%2Fb", headers: {} });
  expect((await openAddress("http://env:LOGIN@h/m", "metrics", secrets())).headers).toEqual({ authorization: `Basic ${Buffer.from("me:pass").toString("base64")}` });
  await expect(openAddress("http://h/m?token=env:NONE", "metrics", secrets())).rejects.toMatchObject({ code: "LS104" });
});

test.each(["http://me:pass@h/m", "http://me@h/m", "https://h/m?api_key=abcdef", "https://h/m?x=1&access_token=abcdef"])("%s writes a secret out", (address) => {
  expect(() => refuseWrittenAddress(address, "metrics of staging")).toThrow(expect.objectContaining({ code: "LS103", message: expect.not.stringMatching(/pass@|abcdef/) as string }));
});

test.each([null, "pid:12", "fingerprint.json", "/lockstep", "http://h/m?match[]=token", "http://env:LOGIN@h/m?token=env:TOKEN"])("%s does not", (address) => expect(() => refuseWrittenAddress(address, "metrics")).not.toThrow());
