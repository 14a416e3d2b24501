import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Crypto miner options on a command line",
  does: "starts a program that does nothing with options of a miner",
  disabled: true,
  run: (s) => s.pretend("helper --donate-level 1"),
};
