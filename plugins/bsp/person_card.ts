import type { PersonCard } from '#core/plugin'
import { text } from './instrument/declare.js'

const YES = 1

/** Whether the person's family stands on the food-aid list, state by state, and whether the card is in his name. */
const card: PersonCard = async ({ states }) => {
  const [newest] = states
  if (!newest) return null
  const member = newest.doc.groups.members?.find(({ key }) => key === newest.key)
  const holds = member?.pengurus === YES
  return {
    programmes: [
      {
        ...{ name: text('Bantuan Sosial Pangan (BSP)', 'Food aid (BSP)'), of: 'household' },
        answers: Object.fromEntries(states.map(({ id }) => [id, 'yes' as const])),
      },
    ],
    facts: [
      {
        label: text('Pengurus kartu BSP', 'Holder of the food card'),
        value: holds ? text('Ya', 'Yes') : text('Bukan, anggota keluarganya', 'No, a member of the family'),
        tone: 'neutral',
      },
    ],
  }
}

export default card
