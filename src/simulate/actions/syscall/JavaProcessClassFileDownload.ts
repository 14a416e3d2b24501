import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Java Process Class File Download",
  does: "is called java and receives the first bytes of a class file, in a network of its own",
  disabled: true,
  run: (s) => s.deed("as", s.path("java"), "exchange", "cafebabe"),
};
