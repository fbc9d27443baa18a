import { escapedText } from '../../model/index.js';

export function shownValue(value: string | undefined): string {
  return escapedText(value ?? '(none)');
}
