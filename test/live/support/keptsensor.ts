// A sensor in a process of its own, which can be stopped and asked for its process tables. Usage: keptsensor.js RING_BYTES
import { Counter } from "../../../src/sensor/protocol.js";
import { InProcess } from "./inprocess.js";

const RULES = `
- rule: Nothing
  desc: Never fires, but wants opens.
  condition: evt.type = openat and fd.name = /nowhere/at/all
  output: nothing
  priority: DEBUG
`;

const sensor = await InProcess.start(RULES, 2, Number(process.argv[2]));
process.on("message", async (m: string) => {
  if (m === "tables") {
    const { sensor: live } = sensor;
    process.send?.({
      tables: await live.processes(),
      repairs: live.counterOf(Counter.REPAIRS),
      lost: live.kernelStats().droppedFull,
    });
  } else {
    await sensor.stop();
    process.exit(0);
  }
});
process.send?.("ready");
