import type { NamedReporterContract } from '@japa/runner/types'

/** Prints `N passed, N failed` as the last line of the run. */
export function plainLine(): NamedReporterContract {
  return {
    name: 'plain',
    handler: (runner, emitter) => {
      emitter.on('runner:end', () => {
        process.on('exit', () => {
          const { passed, regression, failed, skipped, todo } = runner.getSummary().aggregates
          const left = skipped + todo
          process.stdout.write(`${passed + regression} passed, ${failed} failed${left ? `, ${left} skipped` : ''}\n`)
        })
      })
    },
  }
}
