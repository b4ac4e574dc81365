import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ApplicationService } from '@adonisjs/core/types'
import type { TestSuite } from '@japa/runner/types'
import { projectFiles, ROOT } from './import_graph.js'

type Declared = ApplicationService['rcFile']['tests']
type Tests = Omit<Declared, 'suites'> & { suites: TestSuite[] }

/**
 * The suites as they are declared, or, with `SIKS_TEST_ORDER`, their files in another order: `reverse`, or any other word, each of which
 * is an order of its own. A test that passes in every order depends on none before it.
 */
export function inOrder(tests: Declared, order = process.env.SIKS_TEST_ORDER): Tests {
  if (!order) return tests
  const suites = tests.suites.map((suite) => ({ ...suite, files: () => sorted([suite.files].flat(), order) }))
  return { ...tests, suites }
}

function sorted(patterns: string[], order: string): URL[] {
  const files = projectFiles(patterns).sort()
  const place = (file: string) => createHash('sha256').update(`${order} ${file}`).digest('hex')
  const moved = order === 'reverse' ? files.reverse() : files.sort((a, b) => (place(a) < place(b) ? -1 : 1))
  return moved.map((file) => pathToFileURL(join(ROOT, file)))
}
