import { basename, extname, join } from 'node:path'
import i18nManager from '@adonisjs/i18n/services/main'
import type { LoadColumn, LoadContext, LoadHandler } from '#kernel/contributions'
import type { AnyPlugin, Lazy } from '#kernel/manifest'
import { EASTERN_ZONE, MINISTRY_ZONE, todayIn } from '#domain/zone'
import { openTable } from '#services/documents/table'
import { nationalScope } from '#services/regions'
import { titleOf } from '#services/plugin_words'
import { query, scope, type Tx } from '#services/scope'
import { writeRejected } from '#verification/editions/rejections'
import { meantHeaders } from '#verification/editions/sources'
import { CODE_SYSTEMS, type CodeSystem } from '#verification/editions/villages'
import { holdBasis } from './basis.js'
import { LoadError } from './errors.js'
import type { HeldRows, KindPart, LoadKind, LoadOptions, LoadOutcome, RunRequest } from './kind.js'
import { RegionReader } from './region_reader.js'
import { clearLists, listsToReplace, namedRegencies, type ReplacedList } from './replace_list.js'
import { lockList } from './take_back.js'
import { addFaults, eachSet, readRows, rejectTwins, ROWS } from './stage_rows.js'

/** Name of the only part of a list. */
export const LIST = 'rows'

interface Declared {
  id: string
  title: string
  permission: string
  replaces?: true
  load: Lazy<LoadHandler>
}

/** A list that a module declares, as the desk loads it. */
export function rowsKind(plugin: AnyPlugin, { id, title, permission, replaces, load }: Declared): LoadKind {
  const english = i18nManager.locale('en')
  return listKind({
    ...{
      id: `${plugin.name}.${id}`,
      title: { id: title, en: english.t(`${plugin.name}.load.${id}`, undefined, title) },
      plugin: plugin.name,
      permission: `${plugin.name}.${permission}`,
    },
    hint: { id: `Modul ${plugin.title}`, en: `Module ${titleOf(plugin, english)}` },
    ...{ load, replaces },
  })
}

interface List extends Pick<LoadKind, 'id' | 'title' | 'hint' | 'permission' | 'plugin'> {
  load: Lazy<LoadHandler>
  replaces?: boolean
  /** System of its region codes, where the list itself says so. */
  codeSystem?: CodeSystem
}

/** A list of one table, told of by its handler. */
export function listKind({ load, codeSystem, replaces = false, ...kind }: List): LoadKind {
  const handler = async () => (await load()).default
  return {
    ...kind,
    asks: { codeSystem: !codeSystem, edition: false, replace: replaces, codeLists: [] },
    parts: async () => [partOf(kind.title, (await handler()).columns)],
    validate: (options) => {
      if (options.replace && !replaces) throw new LoadError('E_LOAD_CHOICE', NOT_REPLACED).at('isi_daftar')
      if (!codeSystem) assertCodeSystem(options)
    },
    run: async (request) => runList(await handler(), request, { ...kind, codeSystem }),
    held: async () => heldBy(await handler()),
  }
}

const NOT_REPLACED = {
  id: 'Daftar ini berisi satu baris per wilayah, sehingga baris berkas selalu menggantikan yang lama. Muat tanpa pilihan mengganti seluruh daftar.',
  en: 'This list has one row for a region, so that rows of a file always replace the old ones. Load it without replacing the whole list.',
}

/** @throws LoadError `E_LOAD_CHOICE` */
export function assertCodeSystem({ code_system: system }: LoadOptions): void {
  if (CODE_SYSTEMS.some((known) => known === system)) return
  throw new LoadError('E_LOAD_CHOICE', {
    id: `Sebutkan sistem kode wilayah berkas: ${CODE_SYSTEMS.join(' atau ')}. Tidak ada yang ditebak.`,
    en: `Name the code system of the regions in the file: ${CODE_SYSTEMS.join(' or ')}. Nothing is guessed.`,
  }).at('sistem_kode')
}

function partOf(label: LoadKind['title'], columns: readonly LoadColumn[]): KindPart {
  return {
    ...{ name: LIST, label },
    columns: columns.map(({ name, label: words, aliases = [], required = false }) => ({
      name,
      label: words,
      required,
      aliases,
    })),
  }
}

function heldBy({ table, onceOver, basis, takenBack }: LoadHandler): HeldRows | null {
  return table
    ? { table, ...(onceOver ? { onceOver } : {}), ...(basis ? { basis } : {}), ...(takenBack ? { takenBack } : {}) }
    : null
}

interface Declaring {
  id: string
  codeSystem: CodeSystem | undefined
  plugin: string | null
}

async function runList(handler: LoadHandler, request: RunRequest, declared: Declaring): Promise<LoadOutcome> {
  const everywhere = await nationalScope(request.actor)
  return scope.run(everywhere, async (tx) => {
    await query(tx, `select set_config('app.load', ?, true)`, [request.load.id])
    await lockList(tx, declared.id)
    const outcome = await take(tx, handler, request, declared)
    await request.keep(tx, outcome, { [LIST]: ROWS })
    return outcome
  })
}

async function take(tx: Tx, handler: LoadHandler, request: RunRequest, declared: Declaring): Promise<LoadOutcome> {
  const codeSystem = declared.codeSystem ?? request.load.options.code_system ?? ''
  const source = request.sources[LIST]
  if (!source)
    throw new LoadError('E_LOAD_FILES', {
      id: 'Berkas daftar ini belum dipilih, atau isinya sudah dihapus.',
      en: 'The file of this list was not chosen, or its content was deleted.',
    })
  const table = await openTable(source.path, source.sheet)
  const headers = meantHeaders(table.headers, source.columns)
  try {
    const regions = await RegionReader.open(tx, codeSystem, handler.columns, declared.plugin)
    const onRows = (rows: number) => request.onRows(LIST, rows)
    const latest = todayIn(EASTERN_ZONE, tx.now)
    const reading = { columns: handler.columns, keys: handler.keys?.flat() ?? [], regions, today: latest, onRows }
    const read = await readRows(tx, table, headers, reading)
    await rejectTwins(tx, handler, (name) => table.headers[headers.indexOf(name)] ?? name)
    await request.onStep({ id: 'Memeriksa baris', en: 'Checking the rows' })
    const replaces = request.load.options.replace ? await namedRegencies(tx, handler.columns) : []
    const context: LoadContext = { id: request.load.id, today: todayIn(MINISTRY_ZONE, tx.now), replaces }
    await checkSets(tx, handler, context)
    const rejected = await countRejected(tx)
    const replaced = request.load.options.replace ? await listsToReplace(tx, handler.table!, handler.columns) : undefined
    const refusedWhole = (handler.whole === true || replaced !== undefined) && rejected > 0
    const file =
      rejected > 0 ? join(request.folder, `${basename(source.name ?? 'daftar', extname(source.name ?? ''))}.ditolak.csv`) : null
    const undated = handler.columns.filter(({ type }) => type !== 'date').map(({ name }) => headers.indexOf(name))
    if (file) await writeRejected(tx, LIST, { source, undated }, file)
    const figures = request.dryRun || refusedWhole ? {} : await apply(tx, handler, context, declared.plugin, replaced)
    const accepted = refusedWhole ? 0 : read - rejected
    const part = {
      ...{ read, accepted, rejected: read - accepted, rejectedFile: file },
      unknown: table.headers.filter((_, at) => !handler.columns.some(({ name }) => name === headers[at])),
      missing: handler.columns.filter(({ name }) => !headers.includes(name)).map(({ name }) => name),
    }
    return {
      ...{ read, accepted, rejected: read - accepted, parts: { [LIST]: part }, figures, refusedWhole },
      ...{ mapped: await mappedRows(tx), regencies: [], rules: {} },
      ...(replaced ? { replaced } : {}),
    }
  } finally {
    await table.close()
  }
}

async function checkSets(tx: Tx, handler: LoadHandler, context: LoadContext): Promise<void> {
  if (!handler.check) return
  for await (const rows of eachSet(tx, 'load_check')) await addFaults(tx, await handler.check(tx, rows, context))
}

async function apply(
  tx: Tx,
  handler: LoadHandler,
  context: LoadContext,
  plugin: string | null,
  replaced: readonly ReplacedList[] | undefined,
): Promise<Record<string, number>> {
  if (handler.basis && plugin) await holdBasis(tx, plugin, await namedRegencies(tx, handler.columns))
  if (replaced) await clearLists(tx, handler.table!, context.id, replaced)
  let taken = 0
  for await (const rows of eachSet(tx, 'load_apply')) {
    await handler.apply(tx, rows, context)
    taken += rows.length
  }
  return { ...(await handler.finish?.(tx, context, taken)) }
}

async function countRejected(tx: Tx): Promise<number> {
  const [{ rejected } = { rejected: 0 }] = await query<{ rejected: number }>(
    tx,
    `select count(*)::int as rejected from ${ROWS} where faults is not null`,
  )
  return rejected
}

async function mappedRows(tx: Tx): Promise<LoadOutcome['mapped']> {
  return query(
    tx,
    `select m->>0 as from, m->>1 as to, count(*)::int as rows from ${ROWS}, jsonb_array_elements(mapped) m
     where faults is null group by 1, 2 order by 1`,
  )
}
