import { query, type Tx } from '#services/scope'
import { tableNames } from '../store/index.js'
import type { Chosen } from './choose.js'
import { MoveError } from './errors.js'
import { carry, enterAll } from './carry.js'
import type { MovingModule } from './modules.js'
import { targetsOf } from './request.js'
import { rejoin, splitOf } from './split.js'

/** What taking a move back does. */
export interface UndoEffect {
  /** Records put back, by module. */
  modules: { module: string; restored: number }[]
  restored: number
  /** Records that stay: moved again since, gone from the list, or, of a parted one, worked on since. */
  blocked: { module: string; key: string; name: string | null; reason: 'moved' | 'gone' | 'changed' }[]
}

type Row = Pick<Chosen, 'key' | 'version' | 'from' | 'to' | 'name'> & { standing: string | null }

/**
 * Puts the records of a move back where they were, as far as they still stand where it put them; what was moved again since stays and is
 * told. Other changes of the records stay as they are.
 *
 * @throws MoveError `E_MOVE_FINALISED`, `E_MOVE_UNDONE`; Refused of a module
 */
export async function undoMove(tx: Tx, regency: string, { id, reason }: { id: string; reason: string }): Promise<UndoEffect> {
  const modules = await enterAll(tx, regency)
  await refuseEnded(tx, regency, id, modules)
  const effect: UndoEffect = { modules: [], restored: 0, blocked: [] }
  for (const at of modules) {
    await join(tx, at, id, effect)
    const rows = await rowsOf(tx, at, id)
    const back = rows.filter(({ standing, to }) => standing === to)
    for (const { key, name, standing, to } of rows) {
      if (standing !== to)
        effect.blocked.push({ module: at.module.name, key, name, reason: standing === null ? 'gone' : 'moved' })
    }
    if (back.length === 0) continue
    refuseClosed(at)
    const returning = back.map(({ key, version, from, to }) => ({ key, version, from: to, to: from }))
    const targets = await targetsOf(tx, regency, { kind: 'records', module: at.module.name, moves: returning })
    await mark(tx, at, id, back)
    await carry(tx, at, { type: 'undo', id }, returning, targets, reason)
    count(effect, at.module.name, back.length)
  }
  if (effect.restored === 0) {
    throw new MoveError(
      'E_MOVE_UNDONE',
      {
        id: 'Tidak ada lagi yang dapat dikembalikan dari pemindahan ini: sudah dibatalkan, atau datanya dipindahkan lagi.',
        en: 'Nothing of this move can be put back any more: it was taken back, or the records were moved again.',
      },
      409,
    )
  }
  return effect
}

function refuseClosed({ closed }: MovingModule): void {
  if (closed === null) return
  throw new MoveError(
    'E_MOVE_FINALISED',
    {
      id: `${closed.id} Pemindahan ini tidak dapat dibatalkan lagi.`,
      en: `${closed.en} This move can no longer be taken back.`,
    },
    409,
  )
}

/** @throws MoveError `E_MOVE_FINALISED` where one of the modules has begun another period since, whose records stand where the move put them */
async function refuseEnded(tx: Tx, regency: string, id: string, modules: readonly MovingModule[]): Promise<void> {
  const running = modules.map(({ period }) => period.period.id)
  const [ended] = await query<{ name: string }>(
    tx,
    `select p.name from (select period_id from record_moves where regency_code = :regency and move_id = :id and undone_at is null
       union select period_id from record_splits where regency_code = :regency and move_id = :id and undone_at is null) m
     join periods p on p.id = m.period_id
     where p.module = any (:names) and p.id <> all (cast(:running as uuid[])) order by p.until_on desc limit 1`,
    { regency, id, running, names: modules.map(({ module }) => module.name) },
  )
  if (!ended) return
  throw new MoveError(
    'E_MOVE_FINALISED',
    {
      id: `${ended.name} sudah berlalu, sehingga pemindahan ini tidak dapat dibatalkan lagi. Buat pemindahan baru ke desa asalnya.`,
      en: `${ended.name} is over, so that this move can no longer be taken back. Make a new move to the village they came from.`,
    },
    409,
  )
}

/** The halves of a parted record, where the move parted one of this module. */
async function join(tx: Tx, at: MovingModule, id: string, effect: UndoEffect): Promise<void> {
  const split = await splitOf(tx, at, id)
  if (!split) return
  refuseClosed(at)
  const joined = await rejoin(tx, at, id, split)
  if (joined.blocked) effect.blocked.push({ module: at.module.name, key: joined.blocked, name: null, reason: 'changed' })
  else count(effect, at.module.name, joined.restored)
}

function count(effect: UndoEffect, module: string, restored: number): void {
  const known = effect.modules.find((one) => one.module === module)
  if (known) known.restored += restored
  else effect.modules.push({ module, restored })
  effect.restored += restored
}

/** Records of the move in the module's running period that nobody has put back, with where they stand now. */
function rowsOf(tx: Tx, { module, place }: MovingModule, move: string): Promise<Row[]> {
  return query<Row>(
    tx,
    `select m.key, m.name, m.from_village as "from", m.to_village as "to", coalesce(c.version, 0) as version,
       case when later.key is null then c.village_code else '' end as standing
     from record_moves m
     left join ${tableNames(module.instrument).current} c on c.period_id = m.period_id and c.regency_code = m.regency_code and c.key = m.key
     left join lateral (select l.key from record_moves l where l.regency_code = m.regency_code and l.period_id = m.period_id
       and l.module = m.module and l.key = m.key and l.moved_at > m.moved_at and l.undone_at is null limit 1) later on true
     where m.regency_code = ? and m.move_id = ? and m.module = ? and m.period_id = ? and m.undone_at is null order by m.key`,
    [place.regency, move, module.name, place.periodId],
  )
}

async function mark(tx: Tx, { module, place }: MovingModule, move: string, rows: readonly Row[]): Promise<void> {
  await query(
    tx,
    `update record_moves set undone_at = :at where regency_code = :regency and move_id = :move and module = :module and key = any (:keys)`,
    { at: tx.now, regency: place.regency, move, module: module.name, keys: rows.map(({ key }) => key) },
  )
}
