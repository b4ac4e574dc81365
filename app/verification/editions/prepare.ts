import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import type { CalendarDate } from '#domain/calendar_date'
import { orNull } from '#domain/domain_error'
import { RegionCode } from '#domain/region_code'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { codeInForce, formerCodes, type FormerCodes } from '#services/former_codes'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { tableNames } from '#verification/store/columns'
import { decreeDateFault } from './decree_date.js'
import { EditionError } from './errors.js'
import { assertNameFree } from './find.js'

export interface EditionRequest {
  module: VerificationModule
  /** Free name, e.g. `BDT Januari 2019`. */
  name: string
  /** Number of the decree, free text. */
  decree: string
  decreeDate: CalendarDate
  /** Kemendagri codes; a former code stands for its successor. */
  regencies: readonly string[]
  /** The codes are those of an edition before and stay, former ones too: `regions:recode` gives them their successors. */
  asTheyStand?: boolean
  actor: Actor
}

export interface PreparedEdition {
  id: string
  module: string
  name: string
  decree: string
  decree_date: CalendarDate
  regencies: string[]
  /** Former codes that were given and what they became. */
  mapped: { from: string; to: string }[]
  partitions: string[]
}

/** The base tables' partitions of an edition, named by the random end of its UUID. */
export function partitionsOf(module: VerificationModule, editionId: string): string[] {
  return parentsOf(module).map((parent) => `${parent}_${partitionSuffix(editionId)}`)
}

function partitionSuffix(editionId: string): string {
  return editionId.replaceAll('-', '').slice(-12)
}

function parentsOf({ instrument }: VerificationModule): string[] {
  const names = tableNames(instrument)
  return [names.base, ...instrument.groups.map((group) => names.baseGroup(group.name))]
}

/**
 * Makes an empty edition with its partitions of all base tables. The only place that works as the owner of the tables; no web
 * request reaches it.
 *
 * @throws EditionError `E_EDITION_EXISTS`, `E_EDITION_REGENCY`, `E_EDITION_DATE`
 */
export async function prepareEdition({ module, actor, ...request }: EditionRequest): Promise<PreparedEdition> {
  const fault = decreeDateFault(request.decreeDate)
  if (fault) throw new EditionError('E_EDITION_DATE', fault)
  const id = uuid()
  return db.connection('owner').transaction(async (trx) => {
    const tx: Tx = { trx, actor, now: clock.now(), scope: scope.of(NATIONAL, actor) }
    await query(tx, `set local lock_timeout = '10s'`)
    await query(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`edition:${module.name}`])
    await assertNameFree(tx, module, request.name)
    const former = request.asTheyStand ? new Map<string, string>() : await formerCodes(tx)
    const { regencies, mapped } = await resolveRegencies(tx, request.regencies, former)
    await query(
      tx,
      `insert into editions (id, module, name, decree, decree_date, code_list_version, created_by, created_at)
       values (:id, :module, :name, :decree, :date, :codeList, :by, :now)`,
      {
        ...{ id, module: module.name, name: request.name, decree: request.decree, date: request.decreeDate },
        ...{ codeList: module.instrument.codeListVersion, by: actor.name, now: tx.now },
      },
    )
    await query(
      tx,
      `insert into edition_regencies (edition_id, regency_code) select :id, code from unnest(cast(:regencies as text[])) code`,
      { id, regencies },
    )
    const partitions = await makePartitions(tx, module, id)
    await recordActivity(tx, {
      action: 'edition.prepared',
      regency: NATIONAL,
      object: { type: 'edition', id },
      data: { module: module.name, edition: request.name, decree: request.decree, regencies: regencies.length },
    })
    return {
      ...{ id, module: module.name, name: request.name, decree: request.decree, decree_date: request.decreeDate },
      ...{ regencies, mapped, partitions },
    }
  })
}

async function makePartitions(tx: Tx, module: VerificationModule, id: string): Promise<string[]> {
  for (const parent of parentsOf(module)) {
    const partition = `${parent}_${partitionSuffix(id)}`
    await query(tx, `create table ${partition} (like ${parent} including defaults including constraints)`)
    await query(tx, `alter table ${parent} attach partition ${partition} for values in ('${id}')`)
  }
  return partitionsOf(module, id)
}

async function resolveRegencies(tx: Tx, given: readonly string[], former: FormerCodes) {
  const known = await query<{ code: string }>(tx, 'select code from regions where level = 2')
  const regencies = new Set(known.map(({ code }) => code))
  const mapped: PreparedEdition['mapped'] = []
  const resolved = given.map((text) => {
    const code = orNull(() => RegionCode.parse(text))?.text ?? text
    const to = codeInForce(code, former).code
    if (to !== code) mapped.push({ from: code, to })
    if (!regencies.has(to))
      throw new EditionError('E_EDITION_REGENCY', {
        id: `"${text}" bukan kode kabupaten/kota yang berlaku.`,
        en: `"${text}" is no code of a regency in force.`,
      })
    return to
  })
  if (!resolved.length)
    throw new EditionError('E_EDITION_REGENCY', {
      id: 'Sebutkan paling sedikit satu kabupaten/kota dengan --regency.',
      en: 'Name at least one regency with --regency.',
    })
  return { regencies: [...new Set(resolved)].sort(), mapped }
}
