import type { Action } from "../../action.js";

export const action: Action = {
  rule: "New mount interface used in a container",
  does: "opens a file system context, in a container",
  disabled: true,
  run: (s) => s.inContainer("raw", "fsopen", "@tmpfs", "0"),
};
