import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Detect crypto miners using the Stratum protocol",
  does: "starts a program that does nothing with a stratum address",
  disabled: true,
  run: (s) => s.pretend("helper -o stratum+tcp://pool.example:3333"),
};
