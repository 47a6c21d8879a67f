import { beforeEach, expect, test, vi } from "vitest";
import { ApprovalCalls } from "../../../main/app/approvalCalls";
import { anApproval } from "../../contract/guardSamples";

const window = { show: vi.fn(), putAway: vi.fn() };
const bigPage = vi.fn();
const approvalPage = vi.fn();
const notify = vi.fn();
let calls: ApprovalCalls;

beforeEach(() => {
  vi.clearAllMocks();
  calls = new ApprovalCalls({ window, pushes: [bigPage, approvalPage], notify });
});

test("both pages hear what is open, and the window comes with a notice", () => {
  calls.changed([anApproval]);
  for (const push of [bigPage, approvalPage]) {
    expect(push).toHaveBeenCalledExactlyOnceWith("approvals.changed", { open: [anApproval] });
  }
  expect(window.show).toHaveBeenCalledOnce();
  expect(notify).toHaveBeenCalledOnce();
  expect(calls.isAnyWaiting).toBe(true);
});

test("what was granted calls nobody", () => {
  calls.changed([{ ...anApproval, state: "granted" }]);
  expect(bigPage).toHaveBeenCalledOnce();
  expect(window.show).not.toHaveBeenCalled();
  expect(notify).not.toHaveBeenCalled();
  expect(calls.isAnyWaiting).toBe(false);
});

test("behind a lock no page hears anything, the window goes, and after it both hear what is open by then", () => {
  calls.lockChanged(true);
  expect(window.putAway).toHaveBeenCalledOnce();
  calls.changed([anApproval]);
  expect(bigPage).not.toHaveBeenCalled();
  expect(window.show).not.toHaveBeenCalled();
  expect(calls.isAnyWaiting).toBe(false);
  calls.lockChanged(false);
  expect(approvalPage).toHaveBeenCalledExactlyOnceWith("approvals.changed", { open: [anApproval] });
  expect(window.show).toHaveBeenCalledOnce();
});

test("a lock that is as it was says nothing", () => {
  calls.lockChanged(false);
  expect(bigPage).not.toHaveBeenCalled();
  expect(window.putAway).not.toHaveBeenCalled();
});
