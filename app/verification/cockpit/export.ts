import { todayIn, type Zone } from '#domain/zone'
import type { Column, Row } from '#services/documents/cells'
import { caresOf } from './standing.js'
import type { VillageProgress } from './villages.js'

type Say = (key: string) => string

/** Columns of the page's files; the same figures as the screen, in its order. */
export function cockpitColumns(say: Say): Column[] {
  const column = (key: string, type: Column['type'], width?: number): Column => ({
    ...{ header: say(`cockpit.column.${key}`), type, ...(width ? { width } : {}) },
  })
  return [
    ...[column('code', 'text', 16), column('district', 'text', 22), column('village', 'text', 24), column('records', 'number')],
    ...[column('touched', 'number'), column('left', 'number'), column('added', 'number'), column('packages', 'number')],
    ...[column('packages_back', 'number'), column('files', 'number'), column('waiting', 'number'), column('last', 'date')],
    ...[column('operator', 'text', 24), column('blocking', 'number'), column('added_blocking', 'number')],
    ...[column('conflicts', 'number'), column('added_conflicts', 'number'), column('returned', 'number')],
    ...[
      column('added_returned', 'number'),
      column('minutes', 'text', 24),
      column('minutes_date', 'date'),
      column('forecast', 'text', 22),
      column('finish', 'date'),
      column('cares', 'text', 40),
    ],
  ]
}

export function cockpitRow(village: VillageProgress, zone: Zone, say: Say): Row {
  const { district, records, touched, added, packages, packagesBack, files, waiting, last, minutes, forecast } = village
  const { blocking, addedBlocking, conflicts, addedConflicts, returned, addedReturned } = village
  return [
    ...[
      village.code,
      district.name,
      village.name,
      records,
      touched,
      records - touched,
      added,
      packages,
      packagesBack,
      files,
      waiting,
    ],
    ...[last && todayIn(zone, last.at), last?.operator ?? null, blocking, addedBlocking, conflicts, addedConflicts],
    ...[returned, addedReturned, minutes?.number ?? null, minutes?.heldOn ?? null],
    ...[say(`cockpit.verdict.${forecast.verdict}`), forecast.finish],
    caresOf(village)
      .map((care) => say(`cockpit.care.${care}`))
      .join('; ') || null,
  ]
}
