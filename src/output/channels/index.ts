// Channels whose code is small. http.ts (undici) and ../grpc are apart, so that only those who use them load libraries.
export type { Channel, ChannelHooks } from "./channel.js";
export { SendFault } from "./channel.js";
export { type FileOptions, fileChannel } from "./file.js";
export { type ProgramOptions, programChannel } from "./program.js";
export { ChannelQueue, type ChannelQueueOptions, type ChannelStats } from "./queue.js";
export { closingText, stdoutChannel } from "./stdout.js";
export { type SyslogOptions, syslogChannel } from "./syslog.js";
export { type OutputTrouble, troubleText } from "./trouble.js";
