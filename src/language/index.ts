export { createFormatter } from './format/create-formatter.js';
export { LANGUAGE_FINDINGS, type LanguageCode, type LanguageFinding } from './findings/language-findings.js';
export { languageManual, type Manual, type ManualEntry } from './manual/manual.js';
export { type ReportSettings, type SeverityOverrides } from './report/report-findings.js';
export { type SiteFileSystem } from './site/file-system.js';
export {
  type LoadedSites,
  type LoadOptions,
  loadSites,
  sitesBelow,
  type Site,
  type SourceText,
} from './site/load-sites.js';
