import { expect, test } from "vitest";
import { KeystoreError, type KeystoreErrorCode } from "../../../main/keystore/keystoreError";
import { AppError, toAppError } from "../../../main/session/appError";
import { SignerError } from "../../../main/signer/errors";
import { SeedError } from "../../../main/signer/seedError";
import { errorCodes } from "../../../preload/contract/errors";

test("refusals of the keystore keep code and number, as a sentence", () => {
  const error = toAppError(new KeystoreError("TOO_MANY_ATTEMPTS", "too many wrong passphrases: wait 4 s", { at: 4 }));
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).toWire()).toEqual({
    code: "TOO_MANY_ATTEMPTS",
    message: "Too many wrong passphrases: wait 4 s.",
    at: 4,
  });
});

test("refusals of a typed seed keep code and word", () => {
  const error = toAppError(new SeedError("SEED_UNKNOWN_WORD", "Word 3 is unknown. Did you mean this?", 3));
  expect((error as AppError).toWire()).toEqual({
    code: "SEED_UNKNOWN_WORD",
    message: "Word 3 is unknown. Did you mean this?",
    at: 3,
  });
});

test("every code of the keystore is one of the contract", () => {
  const codes: Record<KeystoreErrorCode, true> = {
    NOT_ALLOWED: true,
    SEED_EXISTS: true,
    NO_SEED_DRAFT: true,
    KEYCHAIN_ABSENT: true,
    KEYCHAIN_LOCKED: true,
    KEYCHAIN_HANGING: true,
    KEYCHAIN_FAILED: true,
    WRONG_PASSPHRASE: true,
    TOO_MANY_ATTEMPTS: true,
    PASSPHRASE_REQUIRED: true,
    PASSPHRASE_TOO_SHORT: true,
    KEYS_LOCKED: true,
    NO_BACKUP_WORDS: true,
  };
  for (const code of Object.keys(codes)) expect(errorCodes).toContain(code);
});

test("a master key that is no scalar is a seed that cannot be used", () => {
  expect(toAppError(new SignerError("BAD_SCALAR", "unusable seed"))).toMatchObject({ code: "SEED_UNREADABLE" });
});

test("a bug stays a bug, and an AppError itself", () => {
  const bug = new TypeError("undefined is not a function");
  expect(toAppError(bug)).toBe(bug);
  const refusal = new AppError("PAIRING_BLOCKED", "No.");
  expect(toAppError(refusal)).toBe(refusal);
  expect(refusal.toWire()).toEqual({ code: "PAIRING_BLOCKED", message: "No." });
});
