import { assert } from '@japa/assert'
import { spec } from '@japa/runner/reporters'
import type { Group } from '@japa/runner/core'
import type { BaseConfig } from '@japa/runner/types'
import { apiClient } from '@japa/api-client'
import { browserClient } from '@japa/browser-client'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import testUtils from '@adonisjs/core/services/test_utils'
import type { ApplicationService } from '@adonisjs/core/types'
import { sessionApiClient } from '@adonisjs/session/plugins/api_client'
import { sessionBrowserClient } from '@adonisjs/session/plugins/browser_client'
import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import { authBrowserClient } from '@adonisjs/auth/plugins/browser_client'
import { shieldApiClient } from '@adonisjs/shield/plugins/api_client'
import { clock } from '#services/clock'
import { awaitedSignIn } from '#tests/support/awaited_sign_in'
import { dropTestDatabase } from '#tests/support/database'
import { launchChromium } from '#tests/support/chromium'
import { readLog } from '#tests/support/log'
import { closingLineReporter } from '#tests/support/closing_line'
import { timesReporter } from '#tests/support/times'

const reporters: BaseConfig['reporters'] = {
  activated: ['spec', 'closing line', ...(process.env.SIKS_TEST_TIMES === '1' ? ['times'] : [])],
  list: [spec(), closingLineReporter(), timesReporter()],
}

/** For unit tests run alone. */
export const pureConfig: BaseConfig = {
  plugins: [assert()],
  reporters,
  configureSuite: (suite) => {
    suite.onGroup(restoreClock)
    return suite
  },
}

/** For every other run: the application is booted on the run's own database; pages are served where a suite asks for them. */
export function fullConfig(app: ApplicationService): BaseConfig {
  return {
    plugins: [
      assert(),
      pluginAdonisJS(app),
      apiClient(),
      sessionApiClient(app),
      authApiClient(app),
      shieldApiClient(),
      browserClient({ runInSuites: ['browser'], launcher: launchChromium }),
      sessionBrowserClient(app),
      authBrowserClient(app),
      awaitedSignIn(),
    ],
    reporters,
    teardown: [() => app.terminate(), () => dropTestDatabase(), (runner) => readLog(runner)],
    configureSuite: (suite) => {
      suite.onGroup(restoreClock)
      suite.onGroup(endOwnWorkers)
      if (['browser', 'functional'].includes(suite.name)) suite.setup(() => testUtils.httpServer().start())
      if (suite.name === 'browser') suite.setup(liveWorker)
      return suite
    },
  }
}

/** The next group finds the time as it is, whatever this one made of it. It comes last: what a group undoes, it undoes at its own time. */
function restoreClock(group: Group) {
  group.teardown(() => () => clock.restore())
}

/** Nor does it meet workers that this one started. */
function endOwnWorkers(group: Group) {
  group.teardown(() => async () => {
    const { endWorkers } = await import('#tests/support/worker_process')
    await endWorkers()
  })
}

/** Pages of the browser suite wait for jobs that they ask for, so a worker runs beside them; the hundreds that other suites left are not its work. */
async function liveWorker() {
  const { Worker } = await import('#services/jobs/worker')
  const { forgetQueuedJobs } = await import('#tests/support/worker_process')
  await forgetQueuedJobs()
  const worker = new Worker()
  await worker.start()
  return () => worker.stop()
}
