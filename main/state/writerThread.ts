/**
 * Entry of the thread that writes the database: runs the transactions it is sent, and syncs the log. Its event loop never
 * runs: whatever it does is done when the call returns, and to be woken from there costs the signer thread more.
 */
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { openForWriting } from "./database";
import { type NumberedStep, takeSteps } from "./sharedSteps";
import { Transactions, type WriteStatement } from "./transactions";
import { type FromWriter, sentError, type ToWriter, type WriterStart } from "./writerPort";

const start = workerData as WriterStart;
const { port } = start;
const asked = new Int32Array(start.asked);
const ended = new Int32Array(start.ended);
const database = openForWriting(start.file);
const transactions = new Transactions(database);
const statements: WriteStatement[] = [];
let { memory } = start;

send({ ready: true });
let isClosed = false;
for (let seen = 0; !isClosed; ) {
  // At once if there is something new already.
  Atomics.wait(asked, 0, seen);
  seen = Atomics.load(asked, 0);
  // Steps before messages: what they need was sent before they were there.
  const known = memory;
  let steps = takeSteps(known);
  const syncs: number[] = [];
  for (let next = nextMessage(); next !== undefined; next = nextMessage()) {
    if ("close" in next) isClosed = true;
    else if ("sync" in next) syncs.push(next.sync);
    else if ("memory" in next) memory = next.memory;
    else statements.push(transactions.statement(next.sql, next));
  }
  if (memory !== known) steps = takeSteps(memory);
  if (steps !== null && write(steps)) sync("write");
  // Last: whatever was asked for before a sync is to be on the disk after it.
  for (const number of syncs) sync(number);
}
transactions.close();
database.close();
port.close();

function nextMessage(): ToWriter | undefined {
  return (receiveMessageOnPort(port) as { readonly message: ToWriter } | undefined)?.message;
}

function write(steps: Iterable<NumberedStep>): boolean {
  try {
    transactions.run(() => {
      for (const { number, values } of steps) {
        const statement = statements[number];
        if (statement === undefined) throw new Error(`there is no statement ${number}`);
        statement.run(...values);
      }
    });
    return true;
  } catch (error) {
    send({ failed: sentError(error) });
    return false;
  } finally {
    Atomics.add(ended, 0, 1);
    Atomics.notify(ended, 0);
  }
}

function sync(of: number | "write"): void {
  transactions.whenSynced((error) => send({ synced: error === null ? null : sentError(error), of }));
}

function send(message: FromWriter): void {
  port.postMessage(message);
}
