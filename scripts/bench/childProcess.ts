/** Child processes of the bench: the same bundle in another role, one call at a time over IPC. */
import { ChildCommand } from "../practice/childCommand";
import type { ChildCalls, ChildRole } from "./messages";

export class BenchChild extends ChildCommand<ChildCalls> {
  constructor(role: ChildRole) {
    super(role);
  }
}
