/** Editions of a register: prepared by the owner, loaded from files, immutable once a period opens on them. */
export { EditionError, type EditionErrorCode } from './errors.js'
export { findEdition, regenciesOf, type Edition, type EditionRegency } from './find.js'
export { loadEdition, type LoadedFile, type LoadReport, type LoadRequest, type LoadSource } from './load.js'
export { prepareEdition, type EditionRequest, type PreparedEdition } from './prepare.js'
export { CODE_SYSTEMS, type CodeSystem } from './villages.js'
