import type { I18n } from '@adonisjs/i18n'
import type { Column, Row } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { regionNames } from '#services/regions'
import { scope, type Scope } from '#services/scope'
import { decileLabel } from '../lists/words.js'
import { localeOf } from '../message.js'
import type { EditionPlace } from './counts.js'
import { nextEditionRecords, type EditionFilters, type EditionRow } from './records.js'
import { idLabelsOf } from '../persons/id_labels.js'

/** Records read at once; between two steps no connection is held, for a published edition never changes. */
const STEP = 2000

/** Every record of an edition that is filtered, in the order of the screen, as CSV; NIK are masked. The page of the filters is not heeded. */
export function editionCsv(of: Scope, place: EditionPlace, filters: EditionFilters, i18n: I18n): AsyncGenerator<Uint8Array> {
  const { module } = place
  const t = (key: string) => i18n.t(`verification.${key}`)
  const columns: Column[] = [
    ...[idLabelsOf(module, 'id').record, t('name'), t('nik_masked'), t('address'), t('locality'), t('village')].map(
      (header): Column => ({ header, type: 'text' }),
    ),
    ...[
      { header: t('village_code'), type: 'text' as const },
      { header: t('persons'), type: 'number' as const },
    ],
    ...[
      { header: t('decile'), type: 'text' as const },
      { header: t('key'), type: 'text' as const },
    ],
  ]
  async function* rows(): AsyncGenerator<Row> {
    let step: EditionRow[] = []
    do {
      const after = step.at(-1)
      step = await scope.run(of, (tx) => nextEditionRecords(tx, place, filters, after, STEP))
      const names = await regionNames([...new Set(step.map(({ village }) => village))])
      for (const row of step) {
        yield [
          ...[row.registerId, row.name, row.maskedNik, row.address, row.locality, names[row.village] ?? null],
          ...[row.village, row.persons, decileLabel(module, row.decile, localeOf(i18n)), row.key],
        ]
      }
    } while (step.length === STEP)
  }
  return writeCsv(columns, rows())
}
