import type { FinalisationState } from '#verification/periods/index'
import type { Step } from './steps.js'

/** One stage of the cycle as the pages draw it. */
export interface Stage {
  key: 'open' | 'finalised' | 'letter_generated' | 'letter_uploaded' | 'accepted'
  /** `done` is behind, `running` is being worked on, `current` waits for somebody, `ahead` cannot be done yet. */
  look: 'done' | 'running' | 'current' | 'ahead'
  by: string | null
  at: Date | null
}

const STAGES: readonly Stage['key'][] = ['open', 'finalised', 'letter_generated', 'letter_uploaded', 'accepted']

/** Stages reached in the running round of the cycle; a return or a failed seal begins a new one. */
export function cycleOf(state: FinalisationState, steps: readonly Step[]): Stage[] {
  const reached = STAGES.indexOf(state === 'finalising' ? 'open' : state)
  const round = steps.slice(steps.findLastIndex(({ step }) => step === 'returned' || step === 'failed') + 1)
  const next = Math.max(reached + 1, 1)
  const now = state === 'finalising' ? 'running' : 'current'
  return STAGES.map((key, index) => {
    const step = index <= reached ? round.findLast((entry) => entry.step === key) : undefined
    return { key, look: index < next ? 'done' : index === next ? now : 'ahead', by: step?.by ?? null, at: step?.at ?? null }
  })
}

/** Why the period is open again: the last return or failed seal, when nothing has followed it. */
export function setback(steps: readonly Step[]): Step | null {
  const last = steps.at(-1)
  return last && (last.step === 'returned' || last.step === 'failed') ? last : null
}
