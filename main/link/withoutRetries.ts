/**
 * Takes the retry layer of @grpc/grpc-js out of one client's way, and lets messages that are ready together leave
 * together.
 *
 * The layer keeps every message for a possible retry, also when retries are off, and sends the next one only when the
 * connection has taken the one before (1.14.7, retrying-call.js, sendNextChildMessage). Answers that are ready together
 * would leave in a turn of the event loop, a TLS record and a system call each. There is no option for it.
 */
import type { Writable } from "node:stream";
import { type Client, getClientChannel } from "@grpc/grpc-js";

/** What may be under way before a message has to wait for the ones before it. */
const mostUnsentBytes = 256 * 1024;

interface WriteContext {
  readonly flags?: number;
  callback?: (error?: Error | null) => void;
}
interface InnerCall {
  sendMessageWithContext(context: WriteContext, message: Buffer): void;
  /** The call on the connection, once there is one (load-balancing-call.js, subchannel-call.js). */
  readonly child?: { readonly http2Stream?: Partial<Corkable> } | null;
}
type Corkable = Pick<Writable, "cork" | "uncork">;
type CreateCall = (...options: readonly unknown[]) => InnerCall;

/** The one object of grpc-js that is looked into: config, method, host, credentials, deadline and number make a call. */
interface InnerChannel {
  createRetryingCall: CreateCall;
  createLoadBalancingCall: CreateCall;
}
const callOptions = 6;

/**
 * Has calls of this client go straight to the connection.
 *
 * @returns false when this grpc-js is built otherwise; then nothing was changed, and the stream is slower
 */
export function withoutRetries(client: Client): boolean {
  const { internalChannel: channel } = getClientChannel(client) as unknown as {
    internalChannel?: Partial<InnerChannel>;
  };
  if (channel === undefined || !isInnerChannel(channel)) return false;
  channel.createRetryingCall = (...options) => takingMessagesAtOnce(channel.createLoadBalancingCall(...options));
  return true;
}

function isInnerChannel(channel: Partial<InnerChannel>): channel is InnerChannel {
  return [channel.createRetryingCall, channel.createLoadBalancingCall].every(
    (create) => create?.length === callOptions,
  );
}

/**
 * Lets the next message come while the connection still has the one before, up to a limit. What comes before the event
 * loop goes on is put on the connection as one piece: the first would leave by itself, and wake the node for itself.
 */
function takingMessagesAtOnce(call: InnerCall): InnerCall {
  const send = call.sendMessageWithContext.bind(call);
  let unsentBytes = 0;
  let isCorked = false;
  call.sendMessageWithContext = (context, message) => {
    const stream = call.child?.http2Stream;
    if (!isCorked && isCorkable(stream)) {
      isCorked = true;
      stream.cork();
      process.nextTick(() => {
        isCorked = false;
        stream.uncork();
      });
    }
    unsentBytes += message.length;
    const { callback } = context;
    const waits = unsentBytes > mostUnsentBytes;
    const sent = (error?: Error | null) => {
      unsentBytes -= message.length;
      if (waits) callback?.(error);
    };
    send(context.flags === undefined ? { callback: sent } : { callback: sent, flags: context.flags }, message);
    if (!waits) callback?.();
  };
  return call;
}

function isCorkable(stream: Partial<Corkable> | undefined): stream is Corkable {
  return typeof stream?.cork === "function" && typeof stream.uncork === "function";
}
