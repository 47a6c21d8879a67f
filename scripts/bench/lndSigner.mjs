// node scripts/bench/lndSigner.mjs: runs the lnd named by LND_BIN as the signer the bench's --peer-cmd asks for, with
// the throw-away key of the run. Set-up: lnd docs/remote-signing.md, a signer without a chain backend.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const { LND_BIN, BENCH_DIR, BENCH_HOST, BENCH_PORT } = process.env;
if (!LND_BIN || !BENCH_DIR) {
  console.error('Set LND_BIN and run: npm run bench -- --peer-cmd "node scripts/bench/lndSigner.mjs"');
  process.exit(2);
}

const home = mkdtempSync(path.join(BENCH_DIR, "lnd-"));
const [rpcPort, restPort] = [await freePort(), await freePort()];
const lnd = spawn(
  LND_BIN,
  [
    `--lnddir=${home}`,
    "--bitcoin.regtest",
    "--bitcoin.node=nochainbackend",
    "--nolisten",
    "--debuglevel=error",
    `--rpclisten=127.0.0.1:${rpcPort}`,
    `--restlisten=127.0.0.1:${restPort}`,
    "--watchonlynode.experimentalenable",
    `--watchonlynode.rpchost=${BENCH_HOST}:${BENCH_PORT}`,
    `--watchonlynode.macaroonpath=${path.join(BENCH_DIR, "signer.macaroon")}`,
    `--watchonlynode.tlscertpath=${path.join(BENCH_DIR, "tls.cert")}`,
    "--watchonlynode.experimentalrequesttimeout=60s",
  ],
  { stdio: ["ignore", "ignore", "inherit"] },
);
lnd.once("exit", (code) => {
  rmSync(home, { recursive: true, force: true });
  process.exit(code ?? 1);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => lnd.kill("SIGTERM"));

const wallet = {
  wallet_password: Buffer.from("bench-only").toString("base64"),
  extended_master_key: readFileSync(path.join(BENCH_DIR, "master.tprv"), "utf8"),
  extended_master_key_birthday_timestamp: String(Math.floor(Date.now() / 1000)),
};
for (let attempt = 1; ; attempt++) {
  const answer = await post("/v1/initwallet", wallet).catch((error) => ({ status: 0, body: error.message }));
  if (answer.status === 200) break;
  if (attempt === 120) {
    console.error(`lnd did not take the key: ${answer.body}`);
    lnd.kill("SIGTERM");
    break;
  }
  await delay(500);
}

function post(pathname, content) {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(path.join(home, "tls.cert"));
    const call = request({ host: "127.0.0.1", port: restPort, path: pathname, method: "POST", ca }, (reply) => {
      let body = "";
      reply.on("data", (chunk) => {
        body += chunk;
      });
      reply.on("end", () => resolve({ status: reply.statusCode, body }));
    });
    call.once("error", reject);
    call.end(JSON.stringify(content));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
