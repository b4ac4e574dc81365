export { recodeRegions, type RecodedRegency, type RecodeRefusal, type RecodeReport } from './recode.js'
export { RecodeError } from './errors.js'
