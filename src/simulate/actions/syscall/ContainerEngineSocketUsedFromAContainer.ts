import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container engine socket used from a container",
  does: "connects to a scratch socket called docker.sock, in a container",
  disabled: true,
  run: (s) => s.inContainer("unix", s.path("docker.sock")),
};
