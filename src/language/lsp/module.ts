import type { Module } from 'langium';
import type { PartialLangiumServices } from 'langium/lsp';
import type { KvmnetServices } from '../module.js';

/** What the editor asks the language for: completion, hover, colours, symbols and so on. */
export const kvmnetLspModule: Module<KvmnetServices, PartialLangiumServices> = {};
