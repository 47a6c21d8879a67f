/** Where secret nonces live and when they end, and what the session store lets go of first. */
import { describe, expect, it } from "vitest";
import type { Curve } from "../../../main/signer/curve";
import { aggregateKeys } from "../../../main/signer/musig2KeyAggregation";
import { publicNonceOf } from "../../../main/signer/musig2Nonces";
import { MuSig2Session } from "../../../main/signer/musig2Session";
import { MuSig2SessionStore } from "../../../main/signer/musig2SessionStore";
import { v100Rules } from "../../../main/signer/musig2V100";
import { createMemoryNonceLedger, type NonceLedger } from "../../../main/signer/nonceLedger";
import { nativeCurve } from "../../support/curves";

const secretKey = new Uint8Array(32).fill(0x61);
const localPubkey = nativeCurve.publicKey(secretKey);
const remotePubkey = nativeCurve.publicKey(new Uint8Array(32).fill(0x62));
const digest = new Uint8Array(32).fill(0xd1);
const key = aggregateKeys(nativeCurve, v100Rules, [localPubkey, remotePubkey], { generic: [] });

function newSession({ seed = 1, isPregenerated = false, curve = nativeCurve as Curve } = {}) {
  const secretNonce = Uint8Array.of(
    ...new Uint8Array(31),
    seed,
    ...new Uint8Array(30),
    seed >> 8,
    0x77,
    ...localPubkey,
  );
  const session = new MuSig2Session({
    curve,
    rules: v100Rules,
    key,
    signerCount: 2,
    keyLocator: { keyFamily: 0, keyIndex: 0 },
    localPubkey,
    secretNonce,
    localPublicNonce: publicNonceOf(nativeCurve, secretNonce),
    isPregenerated,
  });
  return { session, secretNonce };
}

function readySession(options: Parameters<typeof newSession>[0] = {}) {
  const made = newSession(options);
  made.session.registerNonce(Uint8Array.of(...remotePubkey, ...localPubkey));
  return made;
}

const isWiped = (secretNonce: Uint8Array): boolean => secretNonce.every((byte) => byte === 0);

describe("the secret nonce of a session", () => {
  it("is wiped by the signature", () => {
    const { session, secretNonce } = readySession();
    session.sign(digest, secretKey, createMemoryNonceLedger());
    expect(isWiped(secretNonce)).toBe(true);
    expect(session.nonceIsSpent).toBe(true);
  });

  it("is kept while nonces are missing", () => {
    const { session, secretNonce } = newSession();
    expect(() => session.sign(digest, secretKey, createMemoryNonceLedger())).toThrowError(
      expect.objectContaining({ code: "NONCES_INCOMPLETE" }),
    );
    expect(isWiped(secretNonce)).toBe(false);
  });

  it("is wiped by a refusal of the ledger", () => {
    const { session, secretNonce } = readySession();
    const ledger: NonceLedger = { claim: () => false };
    expect(() => session.sign(digest, secretKey, ledger)).toThrowError(
      expect.objectContaining({ code: "NONCE_REUSED" }),
    );
    expect(isWiped(secretNonce)).toBe(true);
  });

  it("is wiped when the ledger fails, and nothing was signed", () => {
    const { session, secretNonce } = readySession();
    const ledger: NonceLedger = {
      claim: () => {
        throw new Error("disk full");
      },
    };
    expect(() => session.sign(digest, secretKey, ledger)).toThrow("disk full");
    expect(isWiped(secretNonce)).toBe(true);
  });

  it("BAD_SIGNATURE: is wiped by a fault while signing, whose result never leaves", () => {
    let calls = 0;
    const faulty: Curve = {
      ...nativeCurve,
      scalarAdd: (a, b) => nativeCurve.scalarAdd(nativeCurve.scalarAdd(a, b), new Uint8Array(32).fill(++calls)),
    };
    const { session, secretNonce } = readySession({ curve: faulty });
    expect(() => session.sign(digest, secretKey, createMemoryNonceLedger())).toThrowError(
      expect.objectContaining({ code: "BAD_SIGNATURE" }),
    );
    expect(isWiped(secretNonce)).toBe(true);
  });

  it("is claimed in the ledger before the signature is made", () => {
    const { session } = readySession();
    const order: string[] = [];
    const curve: Curve = nativeCurve;
    const { session: watched } = readySession({
      curve: {
        ...curve,
        scalarMultiply: (a, b) => {
          order.push("scalar");
          return curve.scalarMultiply(a, b);
        },
      },
    });
    const ledger: NonceLedger = {
      claim: () => {
        order.push("claim");
        return true;
      },
    };
    watched.sign(digest, secretKey, ledger);
    expect(order[0]).toBe("claim");
    expect(order.length).toBeGreaterThan(1);
    expect(session.nonceIsSpent).toBe(false);
  });
});

describe("the session store", () => {
  const sessions = (count: number, options: Parameters<typeof newSession>[0] = {}) =>
    Array.from({ length: count }, (_, index) => newSession({ ...options, seed: index + 1 }));

  it("finds sessions by id and forgets them with their nonces", () => {
    const store = new MuSig2SessionStore();
    const { session, secretNonce } = newSession();
    store.add(session);
    expect(store.find(session.id)).toBe(session);
    store.delete(session);
    expect(store.find(session.id)).toBeUndefined();
    expect(isWiped(secretNonce)).toBe(true);
  });

  it("replaces a session of the same id and wipes the old nonce", () => {
    const store = new MuSig2SessionStore();
    const [old, replacement] = [newSession(), newSession()];
    store.add(old.session);
    store.add(replacement.session);
    expect(store.find(old.session.id)).toBe(replacement.session);
    expect([old, replacement].map(({ secretNonce }) => isWiped(secretNonce))).toEqual([true, false]);
  });

  it("is bounded: the session used longest ago goes, and its nonce with it", () => {
    const store = new MuSig2SessionStore(2);
    const [a, b, c] = sessions(3) as [
      ReturnType<typeof newSession>,
      ReturnType<typeof newSession>,
      ReturnType<typeof newSession>,
    ];
    store.add(a.session);
    store.add(b.session);
    store.find(a.session.id);
    store.add(c.session);
    expect([a, b, c].map(({ session }) => store.find(session.id) === session)).toEqual([true, false, true]);
    expect(isWiped(b.secretNonce)).toBe(true);
  });

  it("a flood of the node's own nonces, or of signed sessions, pushes no waiting session out", () => {
    const store = new MuSig2SessionStore(2);
    const waiting = newSession({ seed: 200 });
    store.add(waiting.session);
    for (const { session } of sessions(5, { isPregenerated: true })) store.add(session);
    for (let seed = 10; seed < 15; seed++) {
      const { session } = readySession({ seed, isPregenerated: true });
      store.add(session);
      session.sign(digest, secretKey, createMemoryNonceLedger());
      store.refile(session);
    }
    expect(store.find(waiting.session.id)).toBe(waiting.session);
    expect(isWiped(waiting.secretNonce)).toBe(false);
  });

  it("holds several thousand sessions of each kind", () => {
    const store = new MuSig2SessionStore();
    const all = sessions(3000);
    for (const { session } of all) store.add(session);
    expect(all.every(({ session }) => store.find(session.id) === session)).toBe(true);
  });

  it("wipes every nonce when keys are wiped", () => {
    const store = new MuSig2SessionStore();
    const all = [...sessions(2), newSession({ seed: 9, isPregenerated: true })];
    for (const { session } of all) store.add(session);
    store.wipe();
    expect(all.every(({ secretNonce }) => isWiped(secretNonce))).toBe(true);
    expect(all.every(({ session }) => store.find(session.id) === undefined)).toBe(true);
  });
});
