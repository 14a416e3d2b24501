import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Mount Launched in Privileged Container",
  does: "starts a mount that does nothing, in a container",
  disabled: true,
  run: (s) => s.pretendInContainer("mount /dev/x /mnt"),
};
