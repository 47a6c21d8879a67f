/** Gossip messages of BOLT 7 as lnd signs them: without the 2-byte type and without signatures (lnwire DataToSign). */
import { compareBytes, equalBytes, hexToBytes } from "../signer/bytes";
import { type Network, networks } from "../signer/network";

interface ChannelUpdate {
  readonly kind: "channel-update";
  readonly shortChannelId: string;
}

interface ChannelAnnouncement {
  readonly kind: "channel-announcement";
  readonly shortChannelId: string;
  readonly nodeIds: readonly [Uint8Array, Uint8Array];
  readonly bitcoinKeys: readonly [Uint8Array, Uint8Array];
}

interface NodeAnnouncement {
  readonly kind: "node-announcement";
  readonly nodeId: Uint8Array;
  /** 32 bytes of UTF-8, padded with zeros. */
  readonly alias: Uint8Array;
}

export type GossipMessage = ChannelUpdate | ChannelAnnouncement | NodeAnnouncement;

/** Hash of the first block, in raw order, which BOLT 7 names a chain by. */
const chainHashes: Readonly<Record<Network, Uint8Array>> = {
  mainnet: hexToBytes("6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000"),
  testnet: hexToBytes("43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000"),
  testnet4: hexToBytes("43f08bdab050e35b567c864b91f47f50ae725ae2de53bcfbbaf284da00000000"),
  signet: hexToBytes("f61eee3b63a380a477a063af32b2bbc97c9ff9f01f2c4225e973988108000000"),
  regtest: hexToBytes("06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f"),
};

/**
 * Reads a message strictly: every length fits, keys look like keys, the chain is ours, and what follows is a TLV
 * stream. Undefined for anything else.
 */
export function parseGossip(message: Uint8Array, network: Network): GossipMessage | undefined {
  return (
    parseChannelUpdate(message, network) ?? parseChannelAnnouncement(message, network) ?? parseNodeAnnouncement(message)
  );
}

/** The network that a message is gossip of, when it is not this one. */
export function gossipNetwork(message: Uint8Array, network: Network): Network | undefined {
  return networks.find(
    (other) =>
      other !== network &&
      (parseChannelUpdate(message, other) ?? parseChannelAnnouncement(message, other)) !== undefined,
  );
}

/**
 * chain hash(32) || short channel id(8) || timestamp(4) || message flags(1) || channel flags(1) || CLTV delta(2) ||
 * HTLC minimum(8) || base fee(4) || fee rate(4) || HTLC maximum(8) when message flag 1 is set || TLVs
 */
function parseChannelUpdate(message: Uint8Array, network: Network): ChannelUpdate | undefined {
  if (message.length < 64 || !equalBytes(message.subarray(0, 32), chainHashes[network])) return undefined;
  const fixedLength = ((message[44] as number) & 1) === 0 ? 64 : 72;
  if (!isTlvStream(message, fixedLength)) return undefined;
  return { kind: "channel-update", shortChannelId: shortChannelId(message.subarray(32, 40)) };
}

/** features || chain hash(32) || short channel id(8) || node ids(2 x 33), ascending || bitcoin keys(2 x 33) || TLVs */
function parseChannelAnnouncement(message: Uint8Array, network: Network): ChannelAnnouncement | undefined {
  const start = featuresEnd(message);
  if (start === undefined || message.length < start + 172) return undefined;
  const body = message.subarray(start);
  if (!equalBytes(body.subarray(0, 32), chainHashes[network])) return undefined;
  const keys = [40, 73, 106, 139].map((offset) => body.subarray(offset, offset + 33));
  const [nodeId1, nodeId2, bitcoinKey1, bitcoinKey2] = keys as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  if (!keys.every(isPubkey) || compareBytes(nodeId1, nodeId2) >= 0 || !isTlvStream(body, 172)) return undefined;
  return {
    kind: "channel-announcement",
    shortChannelId: shortChannelId(body.subarray(32, 40)),
    nodeIds: [nodeId1, nodeId2],
    bitcoinKeys: [bitcoinKey1, bitcoinKey2],
  };
}

/** features || timestamp(4) || node id(33) || colour(3) || alias(32) || addresses || TLVs */
function parseNodeAnnouncement(message: Uint8Array): NodeAnnouncement | undefined {
  const start = featuresEnd(message);
  if (start === undefined || message.length < start + 74) return undefined;
  const body = message.subarray(start);
  const nodeId = body.subarray(4, 37);
  const addressesEnd = 74 + uint16(body, 72);
  if (!isPubkey(nodeId) || !areAddresses(body.subarray(74, addressesEnd)) || !isTlvStream(body, addressesEnd)) {
    return undefined;
  }
  return { kind: "node-announcement", nodeId, alias: body.subarray(40, 72) };
}

/** End of the length-prefixed feature bits at the start of a message. */
function featuresEnd(message: Uint8Array): number | undefined {
  if (message.length < 2) return undefined;
  const end = 2 + uint16(message, 0);
  return end <= message.length ? end : undefined;
}

/** Lengths of the address types of BOLT 7 after their type byte: IPv4, IPv6, Tor v2, Tor v3. */
const addressLengths: ReadonlyMap<number, number> = new Map([
  [1, 6],
  [2, 18],
  [3, 12],
  [4, 37],
]);
const dnsAddress = 5;

function areAddresses(addresses: Uint8Array): boolean {
  let offset = 0;
  while (offset < addresses.length) {
    const type = addresses[offset] as number;
    const length = type === dnsAddress ? 1 + (addresses[offset + 1] ?? 0) + 2 : addressLengths.get(type);
    // lnd keeps the rest of the list as it is after an address type it does not know.
    if (length === undefined) return true;
    offset += 1 + length;
  }
  return offset === addresses.length;
}

/** Whether everything from `start` is a TLV stream: BigSize type, ascending, BigSize length, value (BOLT 1). */
function isTlvStream(message: Uint8Array, start: number): boolean {
  let offset = start;
  let lastType = -1;
  while (offset < message.length) {
    const type = bigSize(message, offset);
    const length = type === undefined ? undefined : bigSize(message, type.end);
    if (type === undefined || length === undefined || type.value <= lastType) return false;
    lastType = type.value;
    offset = length.end + length.value;
  }
  return offset === message.length;
}

/** BigSize of BOLT 1: like a compact size, big-endian and in its shortest form. */
function bigSize(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  const first = bytes[start];
  if (first === undefined) return undefined;
  if (first < 0xfd) return { value: first, end: start + 1 };
  const length = first === 0xfd ? 2 : first === 0xfe ? 4 : 8;
  const end = start + 1 + length;
  if (end > bytes.length) return undefined;
  let value = 0;
  for (const byte of bytes.subarray(start + 1, end)) value = value * 256 + byte;
  const least = length === 2 ? 0xfd : length === 4 ? 0x10000 : 0x100000000;
  return value < least ? undefined : { value, end };
}

/** `block x transaction x output`, each in decimal. */
function shortChannelId(bytes: Uint8Array): string {
  const block = uint16(bytes, 0) * 256 + (bytes[2] as number);
  const transaction = uint16(bytes, 3) * 256 + (bytes[5] as number);
  return `${block}x${transaction}x${uint16(bytes, 6)}`;
}

function isPubkey(key: Uint8Array): boolean {
  return key[0] === 2 || key[0] === 3;
}

function uint16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) * 256 + (bytes[offset + 1] as number);
}
