import type { Action } from "../../action.js";

export const action: Action = {
  rule: "Disk device made in a container",
  does: "makes a node of a disk that no driver has, in a container and a /mnt of its own",
  disabled: true,
  run: (s) =>
    // 060600 = block device, 600; 0xfe = a major number for local use
    s.inContainer("private", "/mnt", "raw", "mknodat", "-100", "@/mnt/disk", "060600", "0xfe01"),
};
