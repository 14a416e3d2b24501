import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Unexpected inbound connection source",
  does: "takes a connection from an address that no list of the site has, in a network of its own",
  disabled: true,
  site: { allowed_inbound_sources: '(fd.cnet in ("192.0.2.0/24"))' },
  run: (s) => s.deed("answer", "203.0.113.9", "8080"),
};
