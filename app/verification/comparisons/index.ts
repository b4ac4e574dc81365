/** Looking back: what differs between two decrees, or between a decree and a period, in one regency, down to the row. */
export { fieldWords, sideDocs } from './changed_fields.js'
export { ComparisonError } from './errors.js'
export {
  CHANGES,
  comparedAreas,
  comparedRow,
  comparedRows,
  comparisonById,
  comparisonsOf,
  countCompared,
  type ChangeKind,
  type ComparedArea,
  type ComparedRow,
  type Comparison,
  type RowFilter,
} from './kept.js'
export { requestComparison } from './request.js'
export { sidesOf, type EditionSide, type PeriodSide } from './sides.js'
