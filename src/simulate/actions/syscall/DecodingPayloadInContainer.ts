import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Decoding Payload in Container",
  does: "starts a base64 that does nothing with -d, in a container",
  disabled: true,
  run: (s) => s.pretendInContainer("base64 -d x"),
};
