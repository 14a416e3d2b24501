// `npm run bench`: what the hot path costs an event. The other benches have commands of their own.
await import("./hot/main.js");
console.log(
  "\nfurther: npm run bench:engine (rules alone, growth, load time), bench:live (cost to the host), bench:soak (10 minutes of load), bench:latency (event to alert)",
);

export {};
