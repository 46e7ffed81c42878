export { compileLists, maxEntries, WordListError } from './compile.js';
export {
  compileDefaultLists,
  compiledDefaults,
  defaultEntries,
  defaultLists,
  defaultParts,
  defaultVersion,
} from './defaults.js';
export { createFilter, maxTextLength, type Filter } from './filter.js';
export {
  compiledBytes,
  packLists,
  unpackLists,
  transferables,
  type CompiledLists,
  type StreamLists,
  type TermInfo,
} from './lists.js';
export { maskText, moderate, type Moderated } from './mask.js';
export { formatLists, parseLists, type ListEntries } from './list-file.js';
export {
  decide,
  defaultPolicy,
  extendPolicy,
  parsePolicyPatch,
  verdicts,
  type Decision,
  type Policy,
  type PolicyPatch,
  type Verdict,
} from './policy.js';
export {
  categories,
  foulCategories,
  langs,
  modes,
  type AllowTerm,
  type Category,
  type Hit,
  type Lang,
  type Mode,
  type Severity,
  type Term,
} from './types.js';
export { gate, gateProblems, isFoul, percentages, score, type Case, type Score } from './evaluate.js';
