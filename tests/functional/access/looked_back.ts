import { runAndWait } from '#services/jobs/run_and_wait'
import { comparisonById, requestComparison } from '#verification/comparisons/index'
import { takeMinutes } from '#verification/minutes/index'
import { periodOf } from '#tests/functional/finalisation/support'
import { inDesk, type Desk } from '#tests/functional/imports/support'

/** Minutes of a desk's village and a comparison of its period, as far as addresses name them; before the period is sealed. */
export async function lookedBack(
  desk: Desk,
): Promise<{ minutes: string; comparison: string; n: string; edition: string; village: string }> {
  const { place, village } = desk
  const scan = { kind: 'pdf' as const, contentType: 'application/pdf' as const, pages: 1, code: null }
  const paper = { village, number: '1/UJI', heldOn: '2019-01-10', content: Buffer.from(village), scan }
  const minutes = await inDesk(desk, async (tx) => takeMinutes(tx, await periodOf(place), paper))
  const sides = { before: place.editionId, after: place.periodId }
  const comparison = await inDesk(desk, (tx) => requestComparison(tx, place.module, place.regency, sides))
  const made = await inDesk(desk, (tx) => comparisonById(tx, place.module.name, place.regency, comparison))
  await runAndWait(made!.jobId!)
  return { minutes: minutes.id, comparison, n: '1', edition: place.editionId, village }
}
