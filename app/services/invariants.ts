import { registry } from '#kernel/registry'
import { verifySeals, type SealReport } from '#services/activity_sealer'
import { scope, type Scope, type Tx } from '#services/scope'
import { letterNumbers, sealRoots } from '#verification/finalise/invariants'
import { periodsOf, placeOf } from '#verification/periods/index'
import { recapDifferences } from '#verification/store/index'

/** A rule that the stored data must obey at any moment. It reads one regency and tells every difference it finds. */
export interface Invariant {
  name: string
  check(tx: Tx, regency: string): Promise<Difference[]>
}

/** One difference: what is wrong, where, and the two figures or texts that should agree. */
export interface Difference {
  what: string
  expected: string | number | null
  found: string | number | null
}

export interface InvariantReport {
  ok: boolean
  activities: SealReport
  checks: { name: string; regencies: number; differences: (Difference & { regency: string })[] }[]
}

/** The kept counts of every verification module equal a recount of its rows, in every period of the regency. */
const recaps: Invariant = {
  name: 'recaps',
  async check(tx, regency) {
    const found: Difference[] = []
    for (const module of registry.modules()) {
      for (const period of await periodsOf(tx, module, regency)) {
        const rows = await recapDifferences(tx, placeOf(period))
        found.push(...rows.map((row) => recapDifference(module.name, period.period.id, row)))
      }
    }
    return found
  },
}

function recapDifference(module: string, period: string, { side, records, ...dimensions }: Record<string, unknown>): Difference {
  const what = [module, period, ...Object.values(dimensions).map(String)].join(' ')
  const count = Number(records)
  return side === 'counted' ? { what, expected: count, found: null } : { what, expected: null, found: count }
}

const registered = new Map<string, Invariant>([recaps, sealRoots, letterNumbers].map((check) => [check.name, check]))

/** Adds a check to `check:invariants`. A second one of the same name replaces the first. */
export function registerInvariant(invariant: Invariant): void {
  registered.set(invariant.name, invariant)
}

/** Verifies the activity blocks and runs every registered check, one regency after the other. */
export async function checkInvariants(of: Scope): Promise<InvariantReport> {
  const activities = await scope.run(of, verifySeals)
  const regencies = of.regions.filter((code) => code.includes('.'))
  const checks = []
  for (const invariant of registered.values()) {
    const differences = []
    for (const regency of regencies) {
      const found = await scope.run(scope.of(regency, of.actor), (tx) => invariant.check(tx, regency))
      differences.push(...found.map((difference) => ({ regency, ...difference })))
    }
    checks.push({ name: invariant.name, regencies: regencies.length, differences })
  }
  const ok = activities.problems.length === 0 && checks.every(({ differences }) => differences.length === 0)
  return { ok, activities, checks }
}
