import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Pod's service account token read by a tool",
  does: "reads a scratch file that lies like a token with cat, in a container",
  disabled: true,
  run: (s) => s.inContainer("run", "cat", s.file("secrets/kubernetes.io/serviceaccount/token", "x")),
};
