import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Package Management Process in Container",
  does: "starts an apk that does nothing, in a container",
  disabled: true,
  run: (s) => s.pretendInContainer("apk add x"),
};
