import { v7 as uuid } from 'uuid'
import { query, type Tx } from '#services/scope'
import { isActive, rowsOf } from '../engine.js'
import type { RecordDoc, Text, Values } from '../instrument.js'
import { versionOf } from '../review/conflicts.js'
import { firstOutcome, outcomesFor } from '../review/edit.js'
import { judge } from '../review/judge.js'
import { todayOf } from '../review/today.js'
import { readBase, readWorking, RecordWriter, type Place, type WorkingRecord } from '../store/index.js'
import { MoveError } from './errors.js'
import type { MovingModule } from './modules.js'
import type { SplitRequest, Target } from './request.js'
import { splitDoc } from './split_doc.js'

/** A record before it is parted. */
export interface Parting {
  working: WorkingRecord | null
  base: RecordDoc | null
  doc: RecordDoc
  version: number
  from: string
}

/** @throws MoveError `E_MOVE_SPLIT` where the record cannot be parted like that */
export async function partingOf(tx: Tx, { module, place }: MovingModule, request: SplitRequest): Promise<Parting> {
  const { people, village } = module.instrument.summary
  const noun = module.words.record.one
  const working = (await readWorking(tx, place, [request.key])).get(request.key) ?? null
  const base = (await readBase(tx, place, [request.key])).get(request.key) ?? null
  const doc = working?.doc ?? base
  if (!doc || people.movedOut === undefined) {
    throw refused({
      id: 'Data ini tidak ada lagi, atau modulnya tidak mengenal pemecahan.',
      en: 'This record no longer exists, or its module does not part records.',
    })
  }
  const active = rowsOf(doc, people.group).filter((row) => isActive(module.instrument, row))
  const leaving = active.filter(({ key }) => request.persons.includes(key))
  if (leaving.length < request.persons.length || leaving.length === 0) {
    throw refused({
      id: `Pilih paling sedikit satu anggota yang masih tercatat pada ${noun} ini. Muat ulang halamannya.`,
      en: 'Choose at least one member who is still in this record. Load the page again.',
    })
  }
  if (leaving.length === active.length) {
    throw refused({
      id: `Semua anggota dipilih. Pindahkan ${noun} ini seluruhnya dari Cari & Pindahkan.`,
      en: 'All members were chosen. Move the whole record from Find & Move.',
    })
  }
  if (!request.persons.includes(request.head)) {
    throw refused({
      id: `Pilih kepala ${noun} baru di antara anggota yang pindah.`,
      en: 'Choose the head of the new record among the members who move.',
    })
  }
  if (request.heir !== null && (request.persons.includes(request.heir) || !active.some(({ key }) => key === request.heir))) {
    throw refused({
      id: `Pengganti kepala ${noun} harus anggota yang tetap tinggal.`,
      en: 'The new head of the record that stays must be a member who stays.',
    })
  }
  if (request.address.trim().length < 3) {
    throw refused({ id: `Tulis alamat ${noun} yang baru.`, en: 'Write the address of the new record.' })
  }
  return { working, base, doc, version: await versionOf(tx, place, request.key), from: String(doc.values[village] ?? '') }
}

/** Writes both halves, each an update that waits for its decision. Gives the key of the new record and how many persons went. */
export async function part(
  tx: Tx,
  { module, place }: MovingModule,
  request: SplitRequest,
  { parting, target, move, reason }: { parting: Parting; target: Target; move: string; reason: string },
): Promise<{ newKey: string; persons: number }> {
  const { working, base, doc, version } = parting
  const newKey = uuid()
  const { staying, leaving } = splitDoc(module.instrument, doc, request, {
    ...{ newKey, at: valuesAt(place, target), today: await todayOf(tx, place.regency) },
  })
  const today = await todayOf(tx, place.regency)
  const kind = working?.kind ?? 'repair'
  const stays = firstOutcome(place, kind, working?.outcome ?? 'unverified')
  const comes = outcomesFor(place, 'new')[0]!
  const writer = new RecordWriter(tx, place, { type: 'move', id: move })
  await writer.write([
    {
      ...{ key: request.key, version, kind, outcome: stays, state: 'received', doc: staying, reason },
      problems: judge(module, { doc: staying, outcome: stays, kind, base }, today),
      sourceFileId: working?.sourceFileId ?? null,
    },
    {
      ...{ key: newKey, version: 0, kind: 'new', outcome: comes, state: 'received', doc: leaving, reason },
      problems: judge(module, { doc: leaving, outcome: comes, kind: 'new', base: null }, today),
    },
  ])
  await writer.finish()
  await query(
    tx,
    `insert into record_splits (regency_code, move_id, period_id, module, key, new_key) values (:regency, :move, :period, :module, :key, :newKey)`,
    { regency: place.regency, move, period: place.periodId, module: module.name, key: request.key, newKey },
  )
  return { newKey, persons: request.persons.length }
}

interface Split {
  key: string
  newKey: string
}

/** The record of the module that a move parted in this period; null where it parted none, or both halves are joined again. */
export async function splitOf(tx: Tx, { module, place }: MovingModule, move: string): Promise<Split | null> {
  const [split] = await query<Split>(
    tx,
    `select key, new_key as "newKey" from record_splits
     where regency_code = ? and move_id = ? and period_id = ? and module = ? and undone_at is null`,
    [place.regency, move, place.periodId, module.name],
  )
  return split ?? null
}

/** Joins a parted record again: both halves are put back as they were, if nobody worked on them since; `blocked` is the one that was. */
export async function rejoin(
  tx: Tx,
  { module, place }: MovingModule,
  move: string,
  split: Split,
): Promise<{ restored: number; blocked: string | null }> {
  const changes = await query<{ key: string; version: number; before: WorkingRecord | null; latest: number }>(
    tx,
    `select c.key, c.version, c.before, (select max(l.version) from ${module.name}_changes l
       where l.period_id = c.period_id and l.regency_code = c.regency_code and l.key = c.key) as latest
     from ${module.name}_changes c where c.period_id = ? and c.regency_code = ? and c.key = any (?) and c.cause = 'move' and c.cause_id = ?`,
    [place.periodId, place.regency, [split.key, split.newKey], move],
  )
  const later = changes.find(({ version, latest }) => version !== latest)
  if (later) return { restored: 0, blocked: later.key }
  const writer = new RecordWriter(tx, place, { type: 'undo', id: move })
  await writer.write(
    changes.map(({ key, version, before }) =>
      before === null ? { key, version, remove: true as const } : { ...before, key, version },
    ),
  )
  await writer.finish()
  await query(tx, 'update record_splits set undone_at = :at where regency_code = :regency and move_id = :move', {
    ...{ at: tx.now, regency: place.regency, move },
  })
  return { restored: changes.length, blocked: null }
}

function valuesAt({ module }: Place, { village, parts }: Target): Values {
  const { summary } = module.instrument
  const named = (summary.placeParts ?? []).flatMap((name, index) => (parts?.[index] === undefined ? [] : [[name, parts[index]]]))
  return { [summary.village]: village, ...Object.fromEntries(named) }
}

function refused(said: Text): MoveError {
  return new MoveError('E_MOVE_SPLIT', said)
}
