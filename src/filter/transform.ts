// Outputs have the same transformers, and fields come below filters.
export * from "../fields/textops.js";
