import { closeSync, ftruncateSync, openSync } from "node:fs";
import { type Action, ErrSkipped } from "../../action.js";

const SIZE = 1 << 20;

export const action: Action = {
  rule: "Disk mounted in a container",
  does: "mounts a disk of its own making, a file behind a loop device, in a container; only it sees the mount",
  disabled: true,
  run: async (s) => {
    s.needs("mke2fs");
    const image = s.path("disk");
    const fd = openSync(image, "w");
    ftruncateSync(fd, SIZE);
    closeSync(fd);
    const made = await s.program("mke2fs", ["-q", "-F", "-t", "ext2", image]);
    if (made.code !== 0) throw new ErrSkipped(`mke2fs fails: ${made.stderr.trim()}`);
    await s.inContainer("mountdisk", image, "ext2", s.directory("at"));
  },
};
