import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Container started with the host's rights",
  does: "starts a docker that does nothing with --privileged",
  disabled: true,
  run: (s) => s.pretend("docker run --privileged x"),
};
