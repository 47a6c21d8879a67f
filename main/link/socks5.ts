/** Connects through a SOCKS5 proxy without authentication (RFC 1928). Names go to the proxy as they are, so that Tor sees .onion. */
import { connect, isIP, type Socket } from "node:net";
import { addressText, type NodeAddress } from "../pairing/watchOnlyNode";

const version = 5;
const noAuthentication = 0;
const connectCommand = 1;
const addressType = { ipv4: 1, name: 3, ipv6: 4 } as const;

/** RFC 1928 section 6. */
const refusals: Readonly<Record<number, string>> = {
  1: "general failure",
  2: "not allowed by its rules",
  3: "network unreachable",
  4: "host unreachable",
  5: "connection refused",
  6: "time to live expired",
  7: "command not supported",
  8: "address type not supported",
};

/**
 * A TCP connection to `address`, made by the proxy.
 *
 * @param signal gives up at once
 * @throws Error whose message starts with "the proxy at HOST:PORT" and says what it said
 */
export async function connectThroughSocks5(
  proxy: NodeAddress,
  address: NodeAddress,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host: proxy.host, port: proxy.port, noDelay: true });
  const name = `the proxy at ${addressText(proxy)}`;
  const bytes = new ByteReader(socket, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  try {
    socket.write(Uint8Array.of(version, 1, noAuthentication));
    const [, method] = await bytes.read(2);
    if (method !== noAuthentication) throw new Error(`${name} asks for a password, which is not supported`);
    socket.write(Uint8Array.from([version, connectCommand, 0, ...destination(address)]));
    const [, reply = 1, , type, first = 0] = await bytes.read(5);
    if (reply !== 0) throw new Error(`${name} could not connect: ${refusals[reply] ?? `reply ${reply}`}`);
    // The address it connected from, which began with `first`, and a port.
    const addressLength = type === addressType.ipv4 ? 4 : type === addressType.ipv6 ? 16 : first + 1;
    await bytes.read(addressLength - 1 + 2);
    bytes.detach();
    return socket;
  } catch (error) {
    bytes.detach();
    socket.on("error", () => undefined);
    socket.destroy();
    const said = error instanceof Error ? error.message : String(error);
    throw said.startsWith(name) ? error : new Error(`${name} failed: ${said}`, { cause: error });
  }
}

/** Type, address and port as SOCKS5 writes them. */
function destination({ host, port }: NodeAddress): number[] {
  const portBytes = [port >> 8, port & 0xff];
  if (isIP(host) === 4) return [addressType.ipv4, ...host.split(".").map(Number), ...portBytes];
  if (isIP(host) === 6) return [addressType.ipv6, ...ipv6Bytes(host), ...portBytes];
  const name = new TextEncoder().encode(host);
  if (name.length > 255) throw new Error("the host name is too long");
  return [addressType.name, name.length, ...name, ...portBytes];
}

function ipv6Bytes(host: string): number[] {
  // The URL parser writes every form, embedded IPv4 too, as groups with at most one "::".
  const text = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const [head = "", tail = ""] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

/** Reads exactly as many bytes as asked for, and leaves the rest in the socket. */
class ByteReader {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  #fail: (error: Error) => void = () => undefined;
  #wake: () => void = () => undefined;
  readonly #onReadable = () => this.#wake();
  readonly #onError = (error: Error) => this.#fail(error);
  readonly #onEnd = () => this.#fail(new Error("it closed the connection"));
  readonly #onAbort = () => this.#fail(new Error("no answer in time"));

  constructor(socket: Socket, signal: AbortSignal) {
    this.#socket = socket;
    this.#signal = signal;
    socket.on("readable", this.#onReadable).on("error", this.#onError).on("end", this.#onEnd);
    signal.addEventListener("abort", this.#onAbort);
  }

  read(length: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#wake = () => {
        const chunk = this.#socket.read(length) as Buffer | null;
        if (chunk !== null && chunk.length === length) resolve(chunk);
      };
      if (this.#signal.aborted) this.#onAbort();
      else this.#wake();
    });
  }

  detach(): void {
    this.#socket.off("readable", this.#onReadable).off("error", this.#onError).off("end", this.#onEnd);
    this.#signal.removeEventListener("abort", this.#onAbort);
  }
}
