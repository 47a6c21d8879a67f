/** Mounts the approval window. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApproveWindow } from "./features/approve/ApproveWindow";
import "./theme.css";

const root = document.getElementById("root");
if (root === null) throw new Error("approve.html has no #root");
createRoot(root).render(
  <StrictMode>
    <ApproveWindow />
  </StrictMode>,
);
