import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { type Action, ErrSkipped, isSkipped, type NamedAction } from "../../../src/simulate/action.js";
import { runAction, runActions } from "../../../src/simulate/runner.js";
import { Stage } from "../../../src/simulate/stage.js";

const named = (run: Action["run"]): NamedAction => ({ name: "helper.X", package: "helper", does: "x", run });

describe("running an action", () => {
  it("tells that it was done, and which processes it started", async () => {
    const outcome = await runAction(named((s) => s.program("true", [])));
    assert.equal(outcome.status, "done");
    assert.equal(outcome.pids.size, 1);
  });

  it("tells why it was skipped", async () => {
    const outcome = await runAction(named(() => Promise.reject(new ErrSkipped("no container here"))));
    assert.deepEqual([outcome.status, outcome.reason], ["skipped", "no container here"]);
  });

  it("skips what needs a program that is not there", async () => {
    const outcome = await runAction(named((s) => s.program("saker-no-such-program", [])));
    assert.deepEqual(
      [outcome.status, outcome.reason],
      ["skipped", "there is no saker-no-such-program on this machine"],
    );
    const asked = await runAction(named(async (s) => s.needs("saker-no-such-program")));
    assert.equal(asked.status, "skipped");
  });

  it("tells what went wrong", async () => {
    const outcome = await runAction(named(() => Promise.reject(new Error("broken"))));
    assert.deepEqual([outcome.status, outcome.reason], ["failed", "broken"]);
  });

  it("goes on after a failure, and stops at the signal", async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const fail = named(() => Promise.reject(new Error("x")));
    await runActions([fail, fail], {
      loop: true,
      signal: controller.signal,
      onOutcome: (o) => {
        seen.push(o.status);
        if (seen.length === 5) controller.abort();
      },
    });
    assert.equal(seen.length, 5);
  });
});

describe("the stage", () => {
  it("undoes in reverse order and removes its files", async () => {
    const stage = new Stage();
    const order: number[] = [];
    const file = stage.file(".aws/credentials", "x");
    assert.ok(existsSync(file));
    stage.cleanup(() => void order.push(1));
    stage.cleanup(() => void order.push(2));
    await stage.close();
    assert.deepEqual(order, [2, 1]);
    assert.equal(existsSync(file), false);
  });

  it("knows a skip by its name, not by its class", () => {
    const foreign = Object.assign(new Error("x"), { name: "ErrSkipped", reason: "y" });
    assert.ok(isSkipped(foreign));
    assert.equal(isSkipped(new Error("x")), false);
    assert.equal(new ErrSkipped("y").message, "action skipped: y");
  });
});
