import { persons, type PersonRead, type PersonView, type Tx } from '#core/plugin'
import { referencesOf, type Opening } from './card.js'
import type { Place } from './look_up.js'

/** What is told to a person about his data (UU 27/2022): what is known, and everybody who read it. */
export interface SubjectReport {
  view: PersonView
  /** Every reading that the log has of him, newest first; the printing of this report is one of them. */
  reads: PersonRead[]
  /** Lists and files of the whole regency from the modules that have him, each of which may have held him. */
  whole: { count: number; newest: Date | null }
  madeAt: Date
}

/** Writes the printing into the read log first, so that the report names itself too. */
export async function subjectReport(tx: Tx, { regency, address }: Place, opening: Opening): Promise<SubjectReport> {
  const { reference, purpose, lookup, locale } = opening
  const view = await persons.view(tx, regency, reference, {}, locale)
  await persons.log(tx, {
    ...{ regency, action: 'print', purpose, address, object: { type: 'kesos.report', id: lookup } },
    subjects: [persons.subject(view.hit)],
  })
  const references = referencesOf(view)
  return {
    ...{ view, madeAt: tx.now },
    reads: await persons.readsOf(tx, regency, references),
    whole: await persons.wholeReads(
      tx,
      regency,
      references.map(({ module }) => module),
    ),
  }
}
