import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { tcpKnock } from "../../../main/link/tcpKnock";

const server = createServer();
const connections: Socket[] = [];
server.on("connection", (socket) => connections.push(socket));
afterEach(() => {
  server.close();
});

async function listen(): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const bound = server.address();
  if (bound === null || typeof bound !== "object") throw new Error("no port");
  return bound.port;
}

const knock = (port: number) => new Promise<boolean>((resolve) => void tcpKnock({ host: "127.0.0.1", port }, resolve));

test("an open port takes the connection, and gets not one byte", async () => {
  const port = await listen();
  const connected = once(server, "connection") as Promise<[Socket]>;
  expect(await knock(port)).toBe(true);
  const [socket] = await connected;
  const heard: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => heard.push(bytes)).on("error", () => undefined);
  await once(socket, "close");
  expect(heard).toEqual([]);
});

test("a closed port does not", async () => {
  const port = await listen();
  await new Promise((resolve) => server.close(resolve));
  expect(await knock(port)).toBe(false);
});

test("a knock that was given up says nothing", async () => {
  const port = await listen();
  let said = 0;
  const giveUp = tcpKnock({ host: "127.0.0.1", port }, () => {
    said += 1;
  });
  giveUp();
  expect(await knock(port)).toBe(true);
  expect(said).toBe(0);
});
