export { type FakeContainer, makeContainer } from "../../../src/simulate/container.js";
