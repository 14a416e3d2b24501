/** Does this address name a unix socket (`unix:///run/x.sock`)? */
export function isUnixUrl(url: string): boolean {
  return url.startsWith("unix://");
}
