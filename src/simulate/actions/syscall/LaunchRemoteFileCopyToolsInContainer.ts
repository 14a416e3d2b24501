import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Remote File Copy Tools in Container",
  does: "starts an scp that does nothing, in a container",
  disabled: true,
  run: (s) => s.pretendInContainer("scp x y"),
};
