// The deeds that the engine's bench records: an ordinary day of a host, in a few seconds.
import { existsSync } from "node:fs";

/** A server on the loopback that answers every request, asked N times by curl, one process and connection a request. */
const SERVER = `
const s = require("node:http").createServer((q, a) => a.end("ok"));
s.listen(0, "127.0.0.1", async () => {
  const { execFile } = require("node:child_process");
  for (let i = 0; i < 60; i++)
    await new Promise((done) => execFile("curl", ["-s", "http://127.0.0.1:" + s.address().port], done));
  s.close();
});`;

/**
 * The mix as a command. Parts that need a program which this host lacks are left out by the shell itself.
 *
 * @param root the checked-out tree: what is searched, read and compiled
 * @param workload the live bench's helper program; its part is left out if it was not built
 */
export function mixCommand(root: string, workload: string): string[] {
  const own = existsSync(workload);
  const parts = [
    // a search of a tree, reads of many files, pipelines
    `find ${root}src ${root}test -name '*.ts' -exec cat {} + | wc -l`,
    `grep -rl export ${root}src | sort | head -5`,
    `ls -lR ${root}src ${root}test`,
    `for i in $(seq 40); do cat /etc/passwd /etc/hosts | grep root | cut -d: -f1 | sort -u; done`,
    // shells that do little but start programs
    `for i in $(seq 120); do (id -u; uname -r; date +%s; true); done`,
    `seq 150 | xargs -n 1 -P 2 /bin/echo`,
    `cd $tmp && for i in $(seq 60); do echo $i > f$i; cp f$i g$i; mv g$i h$i; ln -s h$i l$i; chmod 600 h$i; rm f$i; done`,
    // what rules are there to find
    `for i in 1 2 3; do cat /etc/shadow; ln -s /etc/shadow $tmp/s$i; find /root -maxdepth 2 -name id_rsa; done`,
    // a repository
    `for i in 1 2 3 4 5 6; do git -C ${root} log --oneline | head -50; git -C ${root} status -s; done`,
    // a compiler with its many failed opens
    `for f in ${root}bench/live/workload.c ${root}bench/soak/load.c; do cc -O1 -pthread -o $tmp/o $f; done`,
    // an interpreter that looks for its modules
    `for i in 1 2 3 4; do python3 -c 'import json, http.client, email.parser, asyncio'; done`,
    `node -e '${SERVER}'`,
    ...(own
      ? [`${workload} openclose 15000 ${root}package.json`, `${workload} connect 3000`, `${workload} forkexec 300`]
      : []),
  ];
  return ["/bin/sh", "-c", `exec 2>/dev/null; tmp=$(mktemp -d); (${parts.join("); (")}); rm -rf $tmp`];
}
