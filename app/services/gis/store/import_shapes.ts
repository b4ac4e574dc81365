import { basename } from 'node:path'
import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { NATIONAL, query, scope, type Scope, type Tx } from '#services/scope'
import { GisError } from '../errors.js'
import { simplifyShapes } from '../geometry/simplify.js'
import {
  contradictedCodes,
  matchAreas,
  type Candidate,
  type CodeSystem,
  type Doubt,
  type Match,
  type Targets,
} from '../match/match.js'
import { movedAway } from '../match/whereabouts.js'
import { readAreas, type Area, type ReadOptions } from '../read/read_areas.js'
import { pointsIn, levelNumber, type Level, type Shape, type ShapeFault } from '../shapes.js'
import { deriveAbove } from './derive.js'
import { digestOf } from './digest.js'
import { rememberedMatches, type Remembered } from './remembered.js'
import { keepCandidates, keepShapes, type KeptShape } from './keep.js'
import { withoutStrayed, type Found } from './strayed.js'
import { targetsWithin, regionInForce } from './targets.js'

export interface ShapeFile extends ReadOptions {
  /** Of the import, for work that may be run again; else made here. */
  id?: string
  path: string
  /** As the person knows it; the last part of the path when absent. */
  name?: string
  /** Code of the region whose parts the file shows; null for the whole country. */
  within: string | null
  /** Whose codes the file carries; null where nobody says, and then a code counts only together with the name. */
  codeSystem: CodeSystem | null
  source?: string
  licence?: string
  dryRun?: boolean
}

/** An area that a person has to decide about. */
export interface OpenArea {
  /** Null in a dry run. */
  id: string | null
  position: number
  name: string
  parent: string
  source_code: string
  reason: Doubt | ShapeFault
  candidates: Candidate[]
}

export interface ShapeImport {
  /** Null in a dry run. */
  id: string | null
  level: Level
  within: string | null
  code_system: CodeSystem | null
  features: number
  /** Regions that have their shape from this file. */
  matched: number
  by: { code: number; name: number; hand: number }
  suggested: OpenArea[]
  unmatched: OpenArea[]
  /** Regions of the level that have no shape from this file. */
  without: number
  /** Of the matched ones, those that had a shape from another file before. */
  replaced: number
  /** Of those, the ones whose earlier shape lies well away from the new one. */
  moved: number
  /** Names of areas whose outline crossed itself. */
  repaired: string[]
  points: { read: number; kept: number }
  source: string
  licence: string
  dry_run: boolean
}

const UNNAMED_LICENCE = 'Tidak dinyatakan oleh berkas'
const MOSTLY = 0.5

interface Decided {
  area: Area
  match: Found
}

/**
 * Brings the boundaries of a file into the map: reads, puts right, gives each area its region, leaves out what no screen shows, and keeps
 * the shapes with their source. What is in doubt waits for a person.
 *
 * @throws GisError; the error of the file system for an absent file
 */
export async function importShapes(of: Scope, given: ShapeFile): Promise<ShapeImport> {
  const [file, targets] = await scope.run(of, async (tx) => {
    const within = await regionInForce(tx, given.within)
    return [{ ...given, within }, await targetsWithin(tx, given.level, within)] as const
  })
  const { areas, points, sourceName } = await readAreas(file.path, file)
  refuseOtherCodes(areas, targets, file)
  const drawable = areas.filter(({ shape }) => shape !== null)
  const matches = matchAreas(drawable, targets, file.level, file.codeSystem)
  const simple = simplifyShapes(new Map(drawable.map(({ position, shape }) => [String(position), shape!])), file.level)
  const digest = await digestOf(file.path)
  const named = { source: file.source || sourceName || basename(file.path), licence: file.licence || UNNAMED_LICENCE }
  return scope.run(of, async (tx) => {
    const remembered = await rememberedMatches(tx, drawable)
    const found = await withoutStrayed(tx, drawable, withRemembered(drawable, matches, remembered), targets.regions, remembered)
    const decided = drawable.map((area, at): Decided => ({ area, match: found[at]! }))
    const kept = decided.flatMap(({ area, match }) => keptOf(area, match, simple))
    const open = openAreas(areas, decided)
    const result = {
      ...resultOf(file, targets, areas, kept, open),
      ...{
        replaced: await countReplaced(tx, kept),
        moved: await movedAway(tx, shapesOf(kept)),
        points: { read: points, kept: pointsOf(simple) },
        ...named,
      },
    }
    if (file.dryRun) return { ...result, id: null, dry_run: true }
    const id = file.id ?? uuid()
    await tx.trx.table('shape_imports').insert({
      ...{ id, level: levelNumber(file.level), within_code: file.within, code_system: file.codeSystem, ...named },
      ...{
        file_name: file.name ?? basename(file.path),
        file_sha256: digest.sha256,
        file_size: digest.size,
        features: areas.length,
      },
      ...{
        matched: kept.length,
        replaced: result.replaced,
        repaired: result.repaired.length,
        moved: result.moved,
        points_read: points,
      },
      ...{ points_kept: result.points.kept, created_by: tx.actor.id, created_by_name: tx.actor.name, created_at: tx.now },
    })
    await keepShapes(tx, id, kept)
    await keepCandidates(tx, { id, level: levelNumber(file.level), within: file.within }, open, simple)
    await deriveAbove(
      tx,
      kept.map(({ code }) => code),
    )
    await recordActivity(tx, {
      ...{ action: 'map.shapes_imported', regency: NATIONAL, object: { type: 'shape_import', id } },
      data: { matched: kept.length, waiting: open.length, region: file.within ?? 'Indonesia' },
    })
    return { ...result, id, dry_run: false }
  })
}

/** @throws GisError `E_GIS_CODE_SYSTEM` where most codes belong to other regions than their names do */
function refuseOtherCodes(areas: readonly Area[], targets: Targets, { level, codeSystem }: ShapeFile): void {
  if (codeSystem === null) return
  if (codeSystem === 'bps' && !targets.regions.some(({ bps }) => bps !== null)) return
  const { coded, contradicted } = contradictedCodes(areas, targets, level, codeSystem)
  if (coded === 0 || contradicted <= coded * MOSTLY) return
  const [said, other] = codeSystem === 'kemendagri' ? ['Kemendagri', 'BPS'] : ['BPS', 'Kemendagri']
  throw new GisError('E_GIS_CODE_SYSTEM', {
    id: `Kode dalam berkas bukan kode ${said}: ${contradicted} dari ${coded} kode tidak ada atau milik wilayah bernama lain. Tampaknya kode ${other}; nyatakan sistem kode yang benar, atau kosongkan agar dicocokkan dengan nama.`,
    en: `The codes in the file are not ${said} codes: ${contradicted} of ${coded} codes do not exist or belong to regions of other names. They look like ${other} codes; declare the right code system, or leave it empty to match by name.`,
  })
}

function withRemembered(areas: readonly Area[], matches: readonly Match[], remembered: ReadonlyMap<number, Remembered>): Found[] {
  const taken = new Set(matches.flatMap((match) => (match.kind === 'matched' ? [match.code] : [])))
  return areas.map(({ position }, at): Found => {
    const match = matches[at]!
    const code = match.kind === 'matched' ? undefined : remembered.get(position)?.code
    return code && !taken.has(code) ? { kind: 'matched', code, by: 'hand' } : match
  })
}

const shapesOf = (kept: readonly KeptShape[]) => kept.map(({ code, geometry }) => ({ code, shape: geometry }))

function keptOf(area: Area, match: Decided['match'], simple: ReadonlyMap<string, Shape>): KeptShape[] {
  if (match.kind !== 'matched') return []
  const geometry = simple.get(String(area.position))!
  return [{ code: match.code, by: match.by, geometry, sourceName: area.name, sourceCode: area.code }]
}

function openAreas(areas: readonly Area[], decided: readonly Decided[]): OpenArea[] {
  const byPosition = new Map(decided.map(({ area, match }) => [area.position, match]))
  return areas.flatMap((area): OpenArea[] => {
    const match = byPosition.get(area.position)
    if (match?.kind === 'matched') return []
    const candidates = match?.kind === 'suggested' ? match.candidates : []
    const reason = match?.reason ?? area.fault ?? 'no_area'
    return [
      {
        ...{ id: null, position: area.position, name: area.name, parent: area.parent, source_code: area.code },
        ...{ reason, candidates },
      },
    ]
  })
}

function resultOf(
  file: ShapeFile,
  targets: Targets,
  areas: readonly Area[],
  kept: readonly KeptShape[],
  open: readonly OpenArea[],
) {
  const by = { code: 0, name: 0, hand: 0 }
  for (const shape of kept) by[shape.by] += 1
  return {
    ...{ level: file.level, within: file.within, code_system: file.codeSystem, features: areas.length },
    ...{ matched: kept.length, by, without: targets.regions.length - kept.length },
    suggested: open.filter(({ candidates }) => candidates.length > 0),
    unmatched: open.filter(({ candidates }) => candidates.length === 0),
    repaired: areas.filter(({ repaired }) => repaired).map(({ name, code }) => name || code),
  }
}

async function countReplaced(tx: Tx, kept: readonly KeptShape[]): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from region_shapes where region_code = any (?) and matched_by <> 'derived'`,
    [kept.map(({ code }) => code)],
  )
  return row!.count
}

function pointsOf(shapes: ReadonlyMap<string, Shape>): number {
  return [...shapes.values()].reduce((sum, shape) => sum + pointsIn(shape), 0)
}
