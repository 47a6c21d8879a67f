/**
 * A watch-only node that asks for one send at a time, when it is told to: `send` makes a new one, `repeat` asks for the
 * last one again. Arguments: accounts.json, folder of the .proto files, how long it waits for an answer in milliseconds. Answers are lines of JSON.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Exchange } from "../../main/practice/exchange";
import { PracticeNode } from "../../main/practice/practiceNode";
import { send } from "../../main/practice/traffic/walletSpends";
import { World } from "../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import type { SendOutcome } from "./sendingNode";

const [accountsFile = "", protoDir = "", timeoutMs = ""] = process.argv.slice(2);
const accounts = readFileSync(accountsFile, "utf8");
const world = new World(new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, "regtest"), "regtest");
const node = await PracticeNode.start({ protoDir, requestTimeoutMs: Number(timeoutMs) });
console.log(JSON.stringify({ lndconnect: node.pairing.lndconnect }));

let exchanges: Exchange[] = [];

/** One request for each input, all at once, as lnd's SendOutputs does. */
async function ask(): Promise<SendOutcome> {
  await node.coordinator.untilReady(30_000);
  const results = await Promise.all(
    exchanges.map(async (exchange) => {
      try {
        return exchange.check(await node.coordinator.request(exchange.request)) ?? "signed";
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    }),
  );
  return { results };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "send") exchanges = send(world, ["p2wkh", "p2tr"]);
  console.log(JSON.stringify(await ask()));
}
