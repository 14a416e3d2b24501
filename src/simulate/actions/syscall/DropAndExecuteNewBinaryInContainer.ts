import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Drop and execute new binary in container",
  does: "writes a program into the upper layer of an overlay, in a container, and runs it",
  run: (s) => {
    const root = s.directory("root");
    return s.inContainer("overlay", root, "as", `${root}/merged/dropped`, "idle");
  },
};
