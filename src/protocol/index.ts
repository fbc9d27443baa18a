export * from './editor-notifications.js';
export * from './guard.js';
export { isOrigin, isNetwork } from './model-guards.js';
export { isGraph, isOverlay, isPerspective, isPicture, isPictureChanges } from './graph-guards.js';
export * from './language-requests.js';
export * from './preview-messages.js';
export * from './preview-page.js';
export type { Ghost, Overlay, OverlayMark, OverlaySign } from '../topology/index.js';
