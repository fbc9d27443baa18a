export * from './guard.js';
export { isOrigin, isNetwork } from './model-guards.js';
export { isGraph, isPerspective, isPicture, isPictureChanges } from './graph-guards.js';
export * from './language-requests.js';
export * from './preview-messages.js';
export * from './preview-page.js';
