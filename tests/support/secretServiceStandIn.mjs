// node secretServiceStandIn.mjs silent|prompting: owns org.freedesktop.secrets on the session bus until it is killed.
// A process of its own, because the native client may block its caller.
//   silent      takes every call and answers none
//   prompting   has a locked entry for whatever is looked up, and a prompt that nobody ever answers
import { getDiffieHellman } from "node:crypto";
import dbus from "dbus-next";

const { Message, Variant } = dbus;
const entry = "/org/freedesktop/secrets/collection/login/1";
const prompt = "/org/freedesktop/secrets/prompt/p1";

/** Signature and body of the answer to a call of the Secret Service (freedesktop.org, Secret Service API 0.2). */
const answers = {
  // dh-ietf1024-sha256-aes128-cbc-pkcs7: the second Oakley group.
  OpenSession: [
    "vo",
    [new Variant("ay", getDiffieHellman("modp2").generateKeys()), "/org/freedesktop/secrets/session/s1"],
  ],
  SearchItems: ["aoao", [[], [entry]]],
  Unlock: ["aoo", [[], prompt]],
  ReadAlias: ["o", ["/org/freedesktop/secrets/collection/login"]],
  Prompt: ["", []],
};

const [mode] = process.argv.slice(2);
const bus = dbus.sessionBus();
bus.addMethodHandler((call) => {
  if (mode === "silent") return true;
  const answer = answers[call.member];
  if (answer === undefined) return false;
  bus.send(Message.newMethodReturn(call, ...answer));
  return true;
});
await bus.requestName("org.freedesktop.secrets", 0);
console.log("ready");
