import { persons, type PersonReference, type PersonView, type Tx } from '#core/plugin'
import type { Place } from './look_up.js'
import type { Purpose } from './lookups.js'

type Locale = Parameters<typeof persons.view>[4]

export interface Opening {
  reference: PersonReference
  purpose: Purpose
  /** Handle under which it was looked up. */
  lookup: string
  asked: { state?: string; against?: string }
  locale: Locale
}

/** The card of one person; the read log names him and everybody of his household whom the card shows. */
export async function openCard(tx: Tx, { regency, address }: Place, opening: Opening): Promise<PersonView> {
  const { reference, purpose, lookup, asked, locale } = opening
  const view = await persons.view(tx, regency, reference, asked, locale)
  await persons.log(tx, {
    ...{ regency, action: 'open', purpose, address, object: { type: 'kesos.card', id: lookup } },
    subjects: shownPersons(view).map(persons.subject),
  })
  return view
}

/** The person and the others of the record that is shown. */
function shownPersons({ hit, shown }: PersonView): PersonReference[] {
  const relatives = shown?.relatives.map(({ key }) => ({ module: hit.module, recordKey: shown.secrets.objectId, key })) ?? []
  return [hit, ...relatives.filter(({ key, recordKey }) => key !== hit.key || recordKey !== hit.recordKey)]
}

/** Where the person stands and stood in the lists of all modules: now, and in every decree that knows him. */
export function referencesOf({ hit, states, parts }: PersonView): PersonReference[] {
  const of = (module: string, known: readonly { recordKey: string; key: string }[]) =>
    known.map(({ recordKey, key }) => ({ module, recordKey, key }))
  const all = [hit, ...of(hit.module, states), ...parts.flatMap((part) => of(part.module, part.states))]
  return [...new Map(all.map((one) => [persons.subject(one), one])).values()]
}
