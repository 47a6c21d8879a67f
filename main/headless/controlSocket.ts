/**
 * How another command of the same person reaches a running headless signer: a socket in the profile's folder, which
 * only its owner can enter. One JSON line in, one out.
 */
import { chmodSync, rmSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CommandError } from "./commandError";

const requestSchema = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("approvals") }),
  z.strictObject({
    ask: z.literal("decide"),
    ref: z.string().regex(/^[0-9A-Z]{4}$/),
    decision: z.enum(["approve", "approve-as-open", "refuse"]),
  }),
]);
export type ControlRequest = z.output<typeof requestSchema>;

const replySchema = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), lines: z.array(z.string()) }),
  z.strictObject({ ok: z.literal(false), message: z.string() }),
]);
type ControlReply = z.output<typeof replySchema>;

const longestLine = 4_096;
const answerTimeoutMs = 10_000;
/** Paths of sockets are short on every system (sockaddr_un). */
const longestPath = 100;

function socketPath(profile: string): string | null {
  const file = path.join(profile, "control.sock");
  return Buffer.byteLength(file) <= longestPath ? file : null;
}

/**
 * Answers until `close`.
 *
 * @param answer what it throws is told to the other command in its own words
 * @returns a function that ends it; null when the profile's path is too long for a socket
 */
export async function serveControl(
  profile: string,
  answer: (request: ControlRequest) => Promise<readonly string[]>,
): Promise<(() => void) | null> {
  const file = socketPath(profile);
  if (file === null) return null;
  // Left by a process that was killed: this one has the profile's lock.
  rmSync(file, { force: true });
  const server = createServer((socket) => {
    // A caller that breaks off in the middle of its line is no failure of ours.
    converse(socket, answer).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(file, resolve);
  });
  chmodSync(file, 0o600);
  server.unref();
  return () => {
    server.close();
    rmSync(file, { force: true });
  };
}

async function converse(
  socket: Socket,
  answer: (request: ControlRequest) => Promise<readonly string[]>,
): Promise<void> {
  socket.setTimeout(answerTimeoutMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  let size = 0;
  socket.on("data", (chunk) => {
    size += chunk.length;
    if (size > longestLine) socket.destroy();
  });
  for await (const line of createInterface({ input: socket })) {
    socket.end(`${JSON.stringify(await replyTo(line, answer))}\n`);
    return;
  }
}

async function replyTo(
  line: string,
  answer: (request: ControlRequest) => Promise<readonly string[]>,
): Promise<ControlReply> {
  const request = requestSchema.safeParse(parseJson(line));
  if (!request.success) return { ok: false, message: "The running signer does not know this request." };
  try {
    return { ok: true, lines: [...(await answer(request.data))] };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Asks the signer that runs on this profile. @throws CommandError with exit status 1 when none does, or it refuses */
export async function askRunningSigner(profile: string, request: ControlRequest): Promise<readonly string[]> {
  const file = socketPath(profile);
  if (file === null) throw new CommandError(1, `The path of ${profile} is too long for a socket: use a shorter one.`);
  const socket = createConnection(file);
  socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error("it did not answer")));
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const line of createInterface({ input: socket })) {
      const reply = replySchema.safeParse(parseJson(line));
      if (reply.success && reply.data.ok) return reply.data.lines;
      throw new CommandError(
        1,
        reply.success && !reply.data.ok ? reply.data.message : "The signer's answer is unknown.",
      );
    }
    throw new Error("it closed the connection");
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(1, `No signer answers for the profile in ${profile} (${why}). Start it with: run.`);
  } finally {
    socket.destroy();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
