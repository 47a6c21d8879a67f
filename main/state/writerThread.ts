/** Entry of the thread that writes the database: runs the transactions it is sent, and syncs the log. */
import { workerData } from "node:worker_threads";
import { openForWriting } from "./database";
import { Transactions, type WriteStatement } from "./transactions";
import { type FromWriter, type SentStep, sentError, type ToWriter, type Value, type WriterStart } from "./writerPort";

const { file, port, ended } = workerData as WriterStart;
const count = new Int32Array(ended);
const database = openForWriting(file);
const transactions = new Transactions(database);
const statements: WriteStatement[] = [];

port.on("message", (message: ToWriter) => {
  if ("close" in message) {
    transactions.close();
    database.close();
    port.close();
  } else if ("sync" in message) {
    sync(message.sync);
  } else {
    for (const { sql, mustChange } of message.added) statements.push(transactions.statement(sql, { mustChange }));
    if (write(message.write)) sync("write");
  }
});
send({ ready: true });

function write(steps: readonly SentStep[]): boolean {
  try {
    transactions.run(() => {
      for (const [number, ...values] of steps) {
        const statement = statements[number];
        if (statement === undefined) throw new Error(`there is no statement ${number}`);
        statement.run(...values.map(forSqlite));
      }
    });
    return true;
  } catch (error) {
    send({ failed: sentError(error) });
    return false;
  } finally {
    Atomics.add(count, 0, 1);
    Atomics.notify(count, 0);
  }
}

function sync(of: number | "write"): void {
  transactions.whenSynced((error) => send({ synced: error === null ? null : sentError(error), of }));
}

function send(message: FromWriter): void {
  port.postMessage(message);
}

/** libsql takes bytes as a Buffer only. */
function forSqlite(value: Value): Value {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}
