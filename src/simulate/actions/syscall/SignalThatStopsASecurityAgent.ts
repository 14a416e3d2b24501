import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Signal that stops a security agent",
  does: "kills a process of its own that is called falco",
  disabled: true,
  run: (s) => {
    const falco = s.path("falco");
    return s.program("sh", ["-c", `cp "$(command -v sleep)" ${falco}; ${falco} 5 & sleep 0.2; kill -9 $!; wait; true`]);
  },
};
