import { nativeAddon } from "../boot/native.js";

/** What outputs need of the native addon; see addon/unixdgram.cc. */
export interface NativeSockets {
  /** Descriptor of a socket that sends datagrams to a path, or minus errno. */
  unixDatagram(path: string): number;
  /** How many bytes a socket took without waiting, or minus errno. */
  sendNow(fd: number, bytes: Uint8Array): number;
}

/** The addon's calls, loaded when the first output needs them. */
export function nativeSockets(): NativeSockets {
  return nativeAddon() as NativeSockets;
}
