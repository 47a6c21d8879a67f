/** The signrpc calls apps make, served by the signer behind a watch-only lnd and checked against the hot node. */
import { createHash } from "node:crypto";
import { schnorr, secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LndNode } from "./support/lndNode";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();
const base64 = (text: string): string => Buffer.from(text).toString("base64");

interface Key {
  raw_key_bytes: string;
  key_loc: { key_family: number; key_index: number };
}

describe.skipIf(!found)("signrpc behind a watch-only lnd", () => {
  let world: PairedWorld;

  const nextKey = (node: LndNode, family: number): Promise<Key> =>
    node.rest<Key>("POST", "/v2/wallet/key/next", { key_family: family });

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    await world.startPaired();
  }, 180_000);

  afterAll(() => world?.stop());

  test("DeriveSharedKey agrees from both sides, by locator and by raw key", async () => {
    const ours = await nextKey(world.watchOnly, 42);
    const theirs = await nextKey(world.peer, 42);
    const shared = (node: LndNode, ephemeral: Key, key: object): Promise<{ shared_key: string }> =>
      node.rest("POST", "/v2/signer/sharedkey", { ephemeral_pubkey: ephemeral.raw_key_bytes, key_desc: key });
    const here = await shared(world.watchOnly, theirs, { key_loc: ours.key_loc });
    const there = await shared(world.peer, ours, { key_loc: theirs.key_loc });
    expect(here.shared_key).toBe(there.shared_key);
    const raw = { raw_key_bytes: ours.raw_key_bytes, key_loc: { key_family: ours.key_loc.key_family } };
    expect((await shared(world.watchOnly, theirs, raw)).shared_key).toBe(here.shared_key);
  });

  test.each([
    ["plain", {}],
    ["double hash", { double_hash: true }],
  ])("SignMessage verifies on the other node: %s", async (_name, flags) => {
    const key = await nextKey(world.watchOnly, 44);
    const msg = base64("signed elsewhere");
    const { signature } = await world.watchOnly.rest<{ signature: string }>("POST", "/v2/signer/signmessage", {
      msg,
      key_loc: key.key_loc,
      ...flags,
    });
    if ("double_hash" in flags) {
      // lnd's VerifyMessage hashes once only.
      const digest = sha256(sha256(new Uint8Array(Buffer.from(msg, "base64"))));
      const pubkey = new Uint8Array(Buffer.from(key.raw_key_bytes, "base64"));
      const der = new Uint8Array(Buffer.from(signature, "base64"));
      expect(secp256k1.verify(der, digest, pubkey, { prehash: false, format: "der" })).toBe(true);
      return;
    }
    const checked = await world.peer.rest<{ valid: boolean }>("POST", "/v2/signer/verifymessage", {
      msg,
      signature,
      pubkey: key.raw_key_bytes,
    });
    expect(checked.valid).toBe(true);
  });

  test("SignMessage with a Schnorr signature and tag verifies on the other node", async () => {
    const key = await nextKey(world.watchOnly, 45);
    const request = { msg: base64("tagged"), tag: base64("countersign/test") };
    const { signature } = await world.watchOnly.rest<{ signature: string }>("POST", "/v2/signer/signmessage", {
      ...request,
      key_loc: key.key_loc,
      schnorr_sig: true,
    });
    const checked = await world.peer.rest<{ valid: boolean }>("POST", "/v2/signer/verifymessage", {
      ...request,
      signature,
      pubkey: Buffer.from(key.raw_key_bytes, "base64").subarray(1).toString("base64"),
      is_schnorr_sig: true,
    });
    expect(checked.valid).toBe(true);
  });

  test.each(["MUSIG2_VERSION_V040", "MUSIG2_VERSION_V100RC2"])("MuSig2 with the hot node: %s", async (version) => {
    const nodes = [world.watchOnly, world.peer] as const;
    const keys = [await nextKey(nodes[0], 46), await nextKey(nodes[1], 46)] as const;
    const isOld = version === "MUSIG2_VERSION_V040";
    const pubkeys = keys.map((key) =>
      isOld ? Buffer.from(key.raw_key_bytes, "base64").subarray(1).toString("base64") : key.raw_key_bytes,
    );
    const create = (index: 0 | 1): Promise<{ session_id: string; combined_key: string; local_public_nonces: string }> =>
      nodes[index].rest("POST", "/v2/signer/musig2/createsession", {
        key_loc: keys[index].key_loc,
        all_signer_pubkeys: pubkeys,
        version,
      });
    const sessions = [await create(0), await create(1)] as const;
    expect(sessions[0].combined_key).toBe(sessions[1].combined_key);
    const digest = createHash("sha256").update(version).digest();
    const partials: string[] = [];
    for (const index of [0, 1] as const) {
      const other = sessions[index === 0 ? 1 : 0];
      await nodes[index].rest("POST", "/v2/signer/musig2/registernonces", {
        session_id: sessions[index].session_id,
        other_signer_public_nonces: [other.local_public_nonces],
      });
      const signed = await nodes[index].rest<{ local_partial_signature: string }>("POST", "/v2/signer/musig2/sign", {
        session_id: sessions[index].session_id,
        message_digest: digest.toString("base64"),
      });
      partials.push(signed.local_partial_signature);
    }
    const combined = await nodes[0].rest<{ have_all_signatures: boolean; final_signature: string }>(
      "POST",
      "/v2/signer/musig2/combinesig",
      {
        session_id: sessions[0].session_id,
        other_partial_signatures: [partials[1]],
      },
    );
    expect(combined.have_all_signatures).toBe(true);
    const signature = new Uint8Array(Buffer.from(combined.final_signature, "base64"));
    const combinedKey = new Uint8Array(Buffer.from(sessions[0].combined_key, "base64"));
    expect(schnorr.verify(signature, new Uint8Array(digest), combinedKey)).toBe(true);
  });

  test("nothing was a signer error and nothing critical", () => {
    expect(world.signerTrouble()).toEqual([]);
  });
});
