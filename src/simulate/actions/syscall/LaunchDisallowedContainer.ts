import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Launch Disallowed Container",
  does: "is the first program of a container whose image no list of the site has",
  disabled: true,
  site: { allowed_containers: '(container.image.repository = "saker.invalid/allowed")' },
  run: (s) => s.inContainer("pidns", "run", "/bin/true"),
};
