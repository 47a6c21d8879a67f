/** Entry of the thread that reads one picture and ends. */
import { parentPort, workerData } from "node:worker_threads";
import { readQrImage } from "./qrImage";

parentPort?.postMessage(readQrImage(workerData as Uint8Array));
