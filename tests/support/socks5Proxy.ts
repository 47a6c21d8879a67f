/** A small real SOCKS5 proxy on loopback (RFC 1928) that a test tells where names lead and what to refuse. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export interface Socks5Proxy {
  readonly port: number;
  /** Host and port of every request, as the client gave them. */
  readonly asked: string[];
  stop(): void;
}

export interface Socks5Options {
  /** Where a name leads; every other destination is dialled as it is. */
  readonly names?: Readonly<Record<string, number>>;
  /** Reply code instead of a connection. */
  readonly refusal?: number;
  /** Authentication method the proxy insists on. */
  readonly method?: number;
  readonly isSilent?: boolean;
  /** Sends its answers one byte at a time. */
  readonly isSlow?: boolean;
}

export async function startSocks5Proxy(options: Socks5Options = {}): Promise<Socks5Proxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    if (options.isSilent) return;
    serve(socket, options, asked, sockets).catch(() => socket.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const bound = server.address();
  if (bound === null || typeof bound !== "object") throw new Error("no port");
  return {
    port: bound.port,
    asked,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function serve(socket: Socket, options: Socks5Options, asked: string[], sockets: Set<Socket>): Promise<void> {
  const say = async (...bytes: number[]) => {
    if (!options.isSlow) return void socket.write(Uint8Array.from(bytes));
    for (const byte of bytes) {
      socket.write(Uint8Array.of(byte));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const [version, methods = 0] = await take(socket, 2);
  if (version !== 5) throw new Error("not SOCKS5");
  await take(socket, methods);
  await say(5, options.method ?? 0);
  const [, command, , type = 0] = await take(socket, 4);
  if (command !== 1) throw new Error("not CONNECT");
  const length = type === 1 ? 4 : type === 4 ? 16 : ((await take(socket, 1))[0] ?? 0);
  const host = hostText(type, await take(socket, length));
  const [high = 0, low = 0] = await take(socket, 2);
  asked.push(`${host}:${(high << 8) | low}`);
  const name = options.names?.[host];
  if (options.refusal !== undefined) return say(5, options.refusal, 0, 1, 0, 0, 0, 0, 0, 0);
  const far = connect(name ?? (high << 8) | low, name === undefined ? host : "127.0.0.1");
  sockets.add(far.on("error", () => socket.destroy()));
  // Of a reset connection a pipe passes nothing on.
  socket.on("close", () => far.destroy());
  await once(far, "connect");
  // The bound address may be of any type; a name is the hardest to read.
  await say(5, 0, 0, 3, 4, 104, 111, 115, 116, 0, 80);
  socket.pipe(far).pipe(socket);
}

function hostText(type: number, bytes: Buffer): string {
  if (type === 1) return bytes.join(".");
  if (type === 3) return bytes.toString("ascii");
  return `[${bytes.toString("hex").replace(/(.{4})(?!$)/g, "$1:")}]`;
}

async function take(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const chunk = length === 0 ? Buffer.alloc(0) : (socket.read(length) as Buffer | null);
    if (chunk !== null) return chunk;
    await once(socket, "readable");
  }
}
