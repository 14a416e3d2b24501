import type { MetadataSink } from "./metadata.js";

/** Tells two sinks what a capture says of the machine, the first one first. */
export function tee(a: MetadataSink, b: MetadataSink): MetadataSink {
  return {
    section: (index) => {
      a.section?.(index);
      b.section?.(index);
    },
    machine: (info) => {
      a.machine?.(info);
      b.machine?.(info);
    },
    thread: (entry) => {
      a.thread?.(entry);
      b.thread?.(entry);
    },
    fdList: (tid) => {
      a.fdList?.(tid);
      b.fdList?.(tid);
    },
    fd: (tid, entry) => {
      a.fd?.(tid, entry);
      b.fd?.(tid, entry);
    },
    interfaceList: () => {
      a.interfaceList?.();
      b.interfaceList?.();
    },
    interface: (entry) => {
      a.interface?.(entry);
      b.interface?.(entry);
    },
    userList: () => {
      a.userList?.();
      b.userList?.();
    },
    user: (entry) => {
      a.user?.(entry);
      b.user?.(entry);
    },
    group: (entry) => {
      a.group?.(entry);
      b.group?.(entry);
    },
  };
}
