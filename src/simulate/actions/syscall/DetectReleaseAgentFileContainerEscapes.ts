import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Detect release_agent File Container Escapes",
  does: "writes a scratch file called release_agent, in a container",
  run: (s) => s.inContainer("write", s.path("release_agent")),
};
