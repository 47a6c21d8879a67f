/**
 * Funds a leased channel: its expiry can only be named by a funding shim, that is a funding output made beforehand to
 * keys of both sides, and lncli knows neither the channel type nor the shim. So both sides are told through lnd's REST.
 */
import { createHash, randomBytes } from "node:crypto";
import type { LndNode } from "./lndNode";
import type { World } from "./world";

/** lnd's family of funding keys (keychain/derivation.go). */
const multiSigFamily = 0;

interface KeyDescriptor {
  raw_key_bytes: string;
  key_loc: { key_family: number; key_index: number };
}

export interface LeaseTerms {
  readonly amountSat: number;
  readonly pushSat: number;
  /** Height from which on the opener's own coins are free again. */
  readonly expiryHeight: number;
  readonly isZeroConf: boolean;
}

/** Opens the channel; its funding transaction is in the mempool then. Returns the funding transaction's id. */
export async function openLease(world: World, from: LndNode, to: LndNode, terms: LeaseTerms): Promise<string> {
  const [ours, theirs] = await Promise.all([nextFundingKey(from), nextFundingKey(to)]);
  const script = fundingOutputScript([ours, theirs].map((key) => Buffer.from(key.raw_key_bytes, "base64")));
  const output = { pk_script: script.toString("base64"), value: String(terms.amountSat) };
  await from.rest("POST", "/v2/wallet/send", { sat_per_kw: "1000", outputs: [output], spend_unconfirmed: true });
  const { txid, index } = await findOutput(world, script);
  const common = {
    amt: String(terms.amountSat),
    chan_point: { funding_txid_str: txid, output_index: index },
    pending_chan_id: randomBytes(32).toString("base64"),
    thaw_height: terms.expiryHeight,
  };
  const accepterShim = { ...common, local_key: theirs, remote_key: ours.raw_key_bytes };
  await to.rest("POST", "/v1/funding/step", { shim_register: { chan_point_shim: accepterShim } });
  await from.restStream("/v1/channels/stream", {
    node_pubkey: Buffer.from(await to.pubkey(), "hex").toString("base64"),
    local_funding_amount: String(terms.amountSat),
    push_sat: String(terms.pushSat),
    commitment_type: "SCRIPT_ENFORCED_LEASE",
    zero_conf: terms.isZeroConf,
    funding_shim: { chan_point_shim: { ...common, local_key: ours, remote_key: theirs.raw_key_bytes } },
  });
  return txid;
}

function nextFundingKey(node: LndNode): Promise<KeyDescriptor> {
  return node.rest<KeyDescriptor>("POST", "/v2/wallet/key/next", { key_family: multiSigFamily });
}

/** BOLT 3: version 0 hash of 2 <lesser key> <greater key> 2 OP_CHECKMULTISIG. */
function fundingOutputScript(keys: readonly Buffer[]): Buffer {
  const [lesser, greater] = [...keys].sort(Buffer.compare);
  if (lesser === undefined || greater === undefined) throw new Error("two keys make a funding output");
  const push = (key: Buffer): Buffer => Buffer.concat([Buffer.of(key.length), key]);
  const script = Buffer.concat([Buffer.of(0x52), push(lesser), push(greater), Buffer.of(0x52, 0xae)]);
  return Buffer.concat([Buffer.of(0x00, 0x20), createHash("sha256").update(script).digest()]);
}

interface DecodedTransaction {
  txid: string;
  vout: { n: number; scriptPubKey: { hex: string } }[];
}

async function findOutput({ chain }: World, script: Buffer): Promise<{ txid: string; index: number }> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    for (const id of await chain.mempool()) {
      const { txid, vout } = (await chain.call("getrawtransaction", [id, 1])) as DecodedTransaction;
      const output = vout.find(({ scriptPubKey }) => scriptPubKey.hex === script.toString("hex"));
      if (output !== undefined) return { txid, index: output.n };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the funding transaction did not reach the mempool");
}
