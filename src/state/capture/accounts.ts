import { Slice } from "../../event/bytes.js";
import type { LiveContext } from "../live.js";
import type { CaptureState } from "./capture.js";
import { text } from "./params.js";

const slice = new Slice();

function string(x: LiveContext, i: number): string {
  text(x.ev, i, slice);
  return slice.text();
}

/** Events that tell of users and groups. */
export const USER_HANDLERS: Readonly<Record<string, (c: CaptureState, x: LiveContext) => void>> = {
  useradded: (c, x) => {
    const { ev } = x;
    const account = { uid: ev.uint(0), gid: ev.uint(1), name: string(x, 2), home: string(x, 3), shell: string(x, 4) };
    c.state.users.add(account, string(x, 5));
  },
  userdeleted: (c, x) => c.state.users.remove(x.ev.uint(0), string(x, 5)),
  groupadded: (c, x) => c.state.users.addGroupOf(x.ev.uint(0), string(x, 1), string(x, 2)),
  groupdeleted: (c, x) => c.state.users.removeGroupOf(x.ev.uint(0), string(x, 2)),
};
