import { type Action, ErrSkipped } from "../../action.js";

export const action: Action = {
  rule: "Unexpected inbound connection source",
  does: "is left out: which sources are allowed is said by a macro of the site",
  disabled: true,
  run: async () => {
    throw new ErrSkipped("the rule fires only where its macro allowed_inbound_sources names the networks of the site");
  },
};
