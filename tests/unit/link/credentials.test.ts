import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileCredentials, givenCredentials } from "../../../main/link/credentials";
import { makeLoopbackCertificate } from "../../../main/practice/selfSignedCertificate";

let folder: string;
let certificateFile: string;
let macaroonFile: string;
const certificate = makeLoopbackCertificate(Date.now());

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "countersign-credentials-"));
  certificateFile = path.join(folder, "tls.cert");
  macaroonFile = path.join(folder, "signer.macaroon");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("reads lnd's own files", async () => {
  writeFileSync(certificateFile, certificate.certificatePem);
  writeFileSync(macaroonFile, Uint8Array.of(2, 1, 9));
  const read = await fileCredentials(certificateFile, macaroonFile)();
  if ("cause" in read) throw new Error(read.detail);
  expect(Buffer.from(read.certificateDer).equals(Buffer.from(certificate.certificateDer))).toBe(true);
  expect([...read.macaroon]).toEqual([2, 1, 9]);
});

test("reads them anew each time", async () => {
  const source = fileCredentials(certificateFile, macaroonFile);
  expect(await source()).toEqual({ cause: "credentials-missing", detail: "tls.cert cannot be read (ENOENT)" });
  writeFileSync(certificateFile, certificate.certificatePem);
  expect(await source()).toEqual({ cause: "credentials-missing", detail: "signer.macaroon cannot be read (ENOENT)" });
  writeFileSync(macaroonFile, "");
  expect(await source()).toEqual({ cause: "credentials-missing", detail: "signer.macaroon is empty" });
  writeFileSync(macaroonFile, "x");
  expect(await source()).toHaveProperty("macaroon");
});

test("names a file that is no certificate", async () => {
  writeFileSync(certificateFile, "hello");
  writeFileSync(macaroonFile, "x");
  expect(await fileCredentials(certificateFile, macaroonFile)()).toEqual({
    cause: "credentials-missing",
    detail: "tls.cert holds no certificate: copy the node's tls.cert there",
  });
});

test("given credentials hand out copies of the macaroon", async () => {
  const macaroon = Uint8Array.of(1, 2);
  const source = givenCredentials(certificate.certificateDer, macaroon);
  const first = await source();
  if ("cause" in first) throw new Error(first.detail);
  first.macaroon.fill(0);
  expect(await source()).toMatchObject({ macaroon });
  expect([...macaroon]).toEqual([1, 2]);
});
