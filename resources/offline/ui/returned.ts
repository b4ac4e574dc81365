import { idOf } from '../ids.js'
import { shownMoment } from '../work/moment.js'
import { joinedText } from './app.js'
import { kindOf } from './start.js'
import { wrongKind } from '#siks/sniff'
import { modulePrefix } from './several.js'
import { fail, openRecord, refreshed, session, t, tell } from './state.js'
import { walk } from './walk.js'

/** What the supervisor sent back, with notes. */
export function returnedScreen() {
  return {
    rows: [] as { id: string; name: string; address: string; note: string; by: string; isAnswered: boolean }[],
    init() {
      this.read()
    },
    read() {
      const { work, catalogue } = session()
      this.rows = [...work.returns.values()]
        .map(({ module, key, note, returned_by, returned_at, answered }) => {
          const entry = catalogue.entries.get(idOf(module, key))
          return {
            ...{
              id: idOf(module, key),
              name: entry?.name || t('record.unnamed'),
              address: `${modulePrefix(module, ' · ')}${entry?.address ?? ''}`,
              note,
            },
            ...{ by: t('record.note_by', { name: returned_by ?? '—', moment: shownMoment(returned_at) }), isAnswered: answered },
          }
        })
        .sort((a, b) => Number(a.isAnswered) - Number(b.isAnswered))
      walk(this.rows.map(({ id }) => id))
    },
    async pick(event: Event) {
      const input = event.target as HTMLInputElement
      const file = input.files?.[0]
      input.value = ''
      if (!file) return
      try {
        const kind = await kindOf(file)
        if (kind === 'sikswork') {
          tell(joinedText(await session().joinWork(file)))
        } else if (kind === 'siksback') tell(t('returned.taken', { count: await session().takeBack(file) }))
        else throw wrongKind('siksback', kind)
        refreshed()
        this.read()
      } catch (error) {
        fail(error)
      }
    },
    open(id: string) {
      openRecord(id, 'returned')
    },
  }
}
