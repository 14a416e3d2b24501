// Outputs of one's own: a callback, and a sink that sends alerts in batches and takes its time.
import { setTimeout as sleep } from "node:timers/promises";
import { Outputs } from "saker";

const outputs = new Outputs({
  json: true,
  hostname: "example",
  queueCapacity: 100,
  onError: (e, output) => console.error(`${output}: ${e.message}`),
});

const counts = new Map();
outputs.addOutput({ kind: "callback", onAlert: (alert) => counts.set(alert.rule, (counts.get(alert.rule) ?? 0) + 1) });

outputs.addOutput({
  kind: "sink",
  name: "slow",
  sink: {
    async send(messages) {
      await sleep(5);
      console.log(`batch of ${messages.length}, the first is ${JSON.parse(messages[0].line).rule}`);
    },
  },
});

// handleEvent() makes alerts of events; ready-made ones can be sent, too.
for (let i = 0; i < 200; i++) {
  const rule = i % 2 === 0 ? "Even" : "Odd";
  outputs.handleAlert({
    rule,
    priority: "Notice",
    source: "syscall",
    hostname: "example",
    tags: [],
    ts: BigInt(i),
    message: "hello",
    fields: { i },
  });
}

await outputs.flush();
console.log(counts);
for (const { name, sent, dropped } of outputs.stats()) console.log(`${name}: ${sent} sent, ${dropped} dropped`);
await outputs.close();
