import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Known Cryptominer Process Executed",
  does: "starts an xmrig that does nothing",
  disabled: true,
  run: (s) => s.pretend("xmrig"),
};
