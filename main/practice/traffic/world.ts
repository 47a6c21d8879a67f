/** The made-up world around the practice node: its channels, its coins, the block height. */

import type { Network } from "../../signer/network";
import { taprootOutputKey } from "../chain/points";
import { np2wkh, p2tr, p2wkh } from "../chain/scripts";
import { type Transaction, type TxOutput, txidBytes } from "../chain/transaction";
import type { SignerKey, WatchOnlyKeys } from "../watchOnlyKeys";
import { type Channel, makeChannel } from "./channel";
import { between, pick, someBytes, someSats } from "./dice";
import { aliases } from "./names";

/** Genesis block hashes in wire order: what gossip calls chain_hash. */
const chainHashes: Readonly<Record<Network, string>> = {
  mainnet: "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000",
  testnet: "43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000",
  testnet4: "43f08bdab050e35b567c864b91f47f50ae725ae2de53bcfbbaf284da00000000",
  signet: "f61eee3b63a380a477a063af32b2bbc97c9ff9f01f2c4225e973988108000000",
  regtest: "06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f",
};

export type CoinType = "p2wkh" | "np2wkh" | "p2tr";

/** An output of the node's own wallet, with the transaction that made it. */
export interface Coin {
  readonly type: CoinType;
  readonly key: SignerKey;
  readonly transaction: Transaction;
  readonly txidBytes: Uint8Array;
  readonly index: number;
  readonly output: TxOutput;
}

export class World {
  readonly keys: WatchOnlyKeys;
  readonly network: Network;
  readonly alias = pick(aliases);
  readonly chainHash: Uint8Array;
  readonly channels: Channel[];
  height: number;
  #nextIndex: number;
  #nextAddress = 0;

  constructor(keys: WatchOnlyKeys, network: Network, channelCount = 12) {
    this.keys = keys;
    this.network = network;
    this.chainHash = Uint8Array.from(Buffer.from(chainHashes[network], "hex"));
    this.height = 870_000 + between(0, 60_000);
    this.#nextIndex = channelCount;
    this.channels = Array.from({ length: channelCount }, (_, index) => makeChannel(keys, index, this.height));
  }

  get nodeKey(): SignerKey {
    return this.keys.channelKey(6, 0);
  }

  someChannel(): Channel {
    return pick(this.channels);
  }

  /** A channel to come, with the next free keys. */
  nextChannel(): Channel {
    return makeChannel(this.keys, this.#nextIndex++, this.height);
  }

  /** The channel is open; old ones make room, so that key derivation stays cached. */
  addChannel(channel: Channel): void {
    this.channels.push(channel);
    if (this.channels.length > 40) this.channels.shift();
  }

  /** The channel is closed: its keys sign no more updates. */
  removeChannel(channel: Channel): void {
    this.channels.splice(this.channels.indexOf(channel), 1);
    if (this.channels.length < 4) this.addChannel(this.nextChannel());
  }

  /** An address key of the wallet: lnd hands them out one after the other. */
  addressKey(type: CoinType, branch: 0 | 1): SignerKey {
    const purpose = type === "p2wkh" ? 84 : type === "np2wkh" ? 49 : 86;
    return this.keys.walletKey(purpose, branch, this.#nextAddress++ % 50);
  }

  /** An own output to receive sweeps and change. */
  ownOutput(amountSat: bigint, type: CoinType = "p2tr", branch: 0 | 1 = 1): TxOutput {
    return { amountSat, script: walletScript(type, this.addressKey(type, branch)) };
  }

  makeCoin(type: CoinType, amountSat = someSats(20_000, 5_000_000)): Coin {
    // 49' addresses on the internal branch are P2WKH in lnd.
    const key = this.addressKey(type, type === "np2wkh" ? 0 : pick([0, 1] as const));
    const output = { amountSat, script: walletScript(type, key) };
    const index = between(0, 1);
    const other = strangerOutput();
    const transaction: Transaction = {
      version: 2,
      inputs: [
        {
          txidBytes: someBytes(32),
          index: between(0, 3),
          sequence: 0xfffffffd,
          witness: [someBytes(71), someBytes(33)],
        },
      ],
      outputs: index === 0 ? [output, other] : [other, output],
      locktime: this.height - between(1, 3_000),
    };
    return { type, key, transaction, txidBytes: txidBytes(transaction), index, output };
  }
}

function walletScript(type: CoinType, { pubkey }: SignerKey): Uint8Array {
  if (type === "p2wkh") return p2wkh(pubkey);
  return type === "np2wkh" ? np2wkh(pubkey) : p2tr(taprootOutputKey(pubkey, new Uint8Array()));
}

/** Somebody else's output. */
export function strangerOutput(amountSat = someSats(10_000, 3_000_000)): TxOutput {
  return {
    amountSat,
    script: pick([Uint8Array.from([0, 20, ...someBytes(20)]), Uint8Array.from([0x51, 32, ...someBytes(32)])]),
  };
}
