import { test } from '@japa/runner'
import { fieldState } from '#services/view_helpers'

const flashed = (kept: Record<string, unknown>) => ({ get: (key: string, fallback?: unknown) => kept[key] ?? fallback })

test.group('A field after a refusal', () => {
  test('shows what was typed into it, and in a form of its own nothing that was typed into another', ({ assert }) => {
    const flash = flashed({ act: 'close', reason: 'Selesai', inputErrorsBag: { reason: ['Terlalu pendek'] } })
    const state = (act?: string) => {
      const { value, error } = fieldState({ name: 'reason', value: 'semula', ...(act ? { act } : {}) }, flash)
      return [value, error]
    }
    assert.deepEqual(state(), ['Selesai', 'Terlalu pendek'])
    assert.deepEqual(state('close'), ['Selesai', 'Terlalu pendek'])
    assert.deepEqual(state('extend'), ['semula', undefined])
  })
})
