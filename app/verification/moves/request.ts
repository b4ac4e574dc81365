import { query, type Tx } from '#services/scope'
import { MoveError } from './errors.js'

/** What shall be moved: chosen records of one module, each into its village, or everything that stands in a village or in some SLS of it. */
export type MoveRequest =
  | { kind: 'records'; module: string; moves: readonly { key: string; to: string }[] }
  | { kind: 'area'; from: string; localities: readonly string[] | null; to: string }
  | SplitRequest

/** Some persons of one record who move: they become a record of their own in the other village. */
export interface SplitRequest {
  kind: 'split'
  module: string
  key: string
  /** Keys of the persons who move; not all of the record. */
  persons: readonly string[]
  /** Which of them heads the new record. */
  head: string
  /** Who heads the record that stays, where its head moves; somebody who stays is taken where nobody is named. */
  heir: string | null
  /** Address of the new record. */
  address: string
  to: string
}

/** Most records of one module in one act; the largest village of the country stays far below. */
export const MOST_MOVED = 50_000

export interface Target {
  village: string
  parts: readonly string[] | null
}

/**
 * The villages into which a request moves, with their BPS digits where they are mapped.
 *
 * @throws MoveError `E_MOVE_TARGET`, `E_MOVE_SAME`, `E_MOVE_EMPTY`, `E_MOVE_LARGE`
 */
export async function targetsOf(tx: Tx, regency: string, request: MoveRequest): Promise<Map<string, Target>> {
  const wanted = villagesOf(request)
  if (request.kind === 'area' && request.from === request.to) {
    throw new MoveError('E_MOVE_SAME', {
      id: 'Desa asal dan desa tujuan sama. Pilih desa tujuan yang lain.',
      en: 'They would stay in the same village. Choose another one.',
    })
  }
  if (wanted.length === 0) {
    throw new MoveError('E_MOVE_EMPTY', {
      id: 'Belum ada yang dipilih untuk dipindahkan.',
      en: 'Nothing was chosen to be moved.',
    })
  }
  if (request.kind === 'records' && request.moves.length > MOST_MOVED) {
    throw new MoveError('E_MOVE_LARGE', {
      id: `Sekali pemindahan paling banyak ${MOST_MOVED} data. Bagi menjadi beberapa berkas.`,
      en: `One move takes at most ${MOST_MOVED} records. Part them into several files.`,
    })
  }
  const rows = await query<{ code: string; bps: string | null }>(
    tx,
    `select v.code, v.bps_code as bps from regions v join regions d on d.code = v.parent
     where v.level = 4 and d.parent = ? and v.code = any (?) and not exists (select from region_aliases a where a.old_code = v.code)`,
    [regency, wanted],
  )
  const known = new Map(rows.map(({ code, bps }) => [code, { village: code, parts: partsOf(bps) }]))
  const stranger = wanted.find((code) => !known.has(code))
  if (stranger !== undefined) {
    throw new MoveError('E_MOVE_TARGET', {
      id: `Desa/kelurahan "${stranger}" tidak ada pada wilayah ini. Pemindahan hanya di dalam satu kabupaten/kota.`,
      en: `Village "${stranger}" is not in this region. Records move only within one regency.`,
    })
  }
  return known
}

function villagesOf(request: MoveRequest): string[] {
  if (request.kind === 'area') return [request.to, request.from]
  return request.kind === 'split' ? [request.to] : [...new Set(request.moves.map(({ to }) => to))]
}

/** Province, regency, district and village of a BPS code of ten digits. */
function partsOf(bps: string | null): string[] | null {
  return bps === null ? null : [bps.slice(0, 2), bps.slice(2, 4), bps.slice(4, 7), bps.slice(7)]
}
