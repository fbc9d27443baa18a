export { Answers } from './answers.js';
export { connect } from './connect.js';
export type { ConnectOptions } from './connect-options.js';
