import type { Action } from "../../action.js";

export const action: Action = {
  rule: "File opened by handle in a container",
  does: "opens by a handle that is none, in a container",
  disabled: true,
  run: (s) => s.inContainer("raw", "open_by_handle_at", "-100", "#16", "0"),
};
