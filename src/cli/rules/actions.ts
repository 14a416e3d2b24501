// Loaded together: all of them need the engine.
export { check } from "./check.js";
export { describe } from "./describe-command.js";
export { print } from "./print.js";
