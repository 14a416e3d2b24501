import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Tunnel device opened",
  does: "writes /dev/net/tun, in a /dev of its own",
  disabled: true,
  run: (s) => s.below("/dev", "/dev/net/tun"),
};
