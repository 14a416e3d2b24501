import { type Action, ErrSkipped } from "../../action.js";

export const action: Action = {
  rule: "Launch Disallowed Container",
  does: "is left out: which containers are allowed is said by a macro of the site",
  disabled: true,
  run: async () => {
    throw new ErrSkipped("the rule fires only where its macro allowed_containers names the images of the site");
  },
};
