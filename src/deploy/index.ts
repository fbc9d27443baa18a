export * from './failure.js';
export * from './session.js';
