/** Editions of a register: prepared by the owner, loaded from files or made out of results, immutable once they are published. */
export { atEditionsDesk } from './acting.js'
export {
  CHANGE_FIGURES,
  changesOf,
  COMPARE_LEVELS,
  comparedWith,
  compareEditions,
  type Change,
  type CompareLevel,
} from './compare.js'
export type { Remark } from './elsewhere.js'
export { requestEmpty } from './empty.js'
export { EditionError, type EditionErrorCode } from './errors.js'
export { findEdition, regenciesOf, type Edition, type EditionRegency } from './find.js'
export { editionFromResults, type FromResults, type NextEdition } from './from_results.js'
export { listedEdition, listEditions, loadingEditions, loadsOfEdition, unpublishedEditions, type ListedEdition } from './list.js'
export { loadEdition, type LoadedFile, type LoadReport, type LoadRequest } from './load.js'
export { loadEditionFiles } from './load_files.js'
export { prepareEdition, type EditionRequest, type PreparedEdition } from './prepare.js'
export { publishEdition } from './publish.js'
export { periodsWithResults, requestFromResults, resultPeriod, startResults, type ResultPeriod } from './request_results.js'
export type { FileSource, LoadSource } from './sources.js'
export { staleBefore, type Stale } from './stale.js'
export { CODE_SYSTEMS, type CodeSystem } from './villages.js'
